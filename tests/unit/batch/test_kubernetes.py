"""docs/kubernetes.yaml: what its pods run is there, and they find each other."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from distributed.cli import dask_scheduler, dask_worker

from thomas_test.cli.lazily import real_command

FILE = Path(__file__).parents[3] / "docs" / "kubernetes.yaml"
DASK = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}


def found(kind: str) -> dict[str, dict[str, Any]]:
    """What is declared of a kind, by name."""
    documents = list(yaml.safe_load_all(FILE.read_text(encoding="utf-8")))
    return {each["metadata"]["name"]: each for each in documents if each["kind"] == kind}


def container(declared: dict[str, Any]) -> dict[str, Any]:
    """Its one container."""
    (only,) = declared["spec"]["template"]["spec"]["containers"]
    return dict(only)


@pytest.mark.parametrize("which", list(DASK))
def test_what_a_dask_pod_runs_is_what_dask_takes(which: str) -> None:
    """Every option of its command is one that the installed version knows."""
    dask, command, *arguments = container(found("Deployment")[f"thomas-test-{which}"])["command"]
    assert (dask, command) == ("dask", which)
    context = DASK[which].make_context(which, list(arguments))
    assert context.params["dashboard"] is False
    if which == "worker":
        assert context.params["nthreads"] == 1


def test_the_job_scores_with_the_scheduler_of_the_file() -> None:
    """Its command is one that ours takes, and the name in it is that of the Service, which leads to the scheduler."""
    job = container(found("Job")["thomas-test-score"])
    ours, command, *arguments = shlex.split(job["command"][-1].split("||")[0])
    assert (ours, command) == ("thomas-test", "score")
    params = real_command("score").make_context("score", list(arguments)).params
    assert params["resume"] is True
    (service,) = found("Service").values()
    port = service["spec"]["ports"][0]["port"]
    assert params["scheduler"] == f"tcp://{service['metadata']['name']}:{port}"
    assert params["scheduler"] in container(found("Deployment")["thomas-test-worker"])["command"]
    scheduler = found("Deployment")["thomas-test-scheduler"]
    labels = scheduler["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    assert str(port) in container(scheduler)["command"]
