"""README and docs/accuracy.md say the same about accuracy, and nothing that was not measured."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest

from thomas_test.core.settings import Effort
from thomas_test.estimators.registry import NETWORKS_OF_EFFORT

ROOT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"\*\*(\d+\.\d)°\*\*")


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    """Read the figures that benchmarks/accuracy.py wrote."""
    record: dict[str, Any] = json.loads((ROOT / "docs" / "accuracy.json").read_text(encoding="utf-8"))
    return record


@pytest.fixture(scope="module")
def page() -> str:
    """Read what people read."""
    return (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")


def quoted_by(text: str) -> list[str]:
    """The figures between the marks."""
    return FIGURE.findall(text.split("<!-- accuracy:begin -->")[1].split("<!-- accuracy:end -->")[0])


def test_readme_quotes_the_fresh_pictures(run: dict[str, Any]) -> None:
    """README gives thigh and knee on tidy, hard and wide pictures that nothing was chosen on, as they were measured."""
    measured = [
        f"{run['fresh'][place][angle]['mean_absolute_deg']:.1f}" for place in (0, 2, 4) for angle in ("thigh", "knee")
    ]
    assert [run["fresh"][place]["set"] for place in (0, 2, 4)] == ["tidy", "hard", "wide"]
    assert quoted_by((ROOT / "README.md").read_text(encoding="utf-8")) == measured


def test_page_has_the_same_figures_as_readme(page: str) -> None:
    """The table of fresh pictures in docs/accuracy.md has README's figures in the same order."""
    section = page.split("## Fresh pictures")[1].split("## ")[0]
    rows = [line for line in section.splitlines() if line.startswith(("| tidy |", "| hard |", "| wide |"))]
    assert FIGURE.findall("".join(rows)) == quoted_by((ROOT / "README.md").read_text(encoding="utf-8"))


def test_page_says_where_its_figures_come_from(run: dict[str, Any], page: str) -> None:
    """The page carries the run's date, version, command and its networks by their hashes."""
    assert run["date"] in page
    assert f"`thomas-test` {run['version']}" in page
    assert run["command"] in page
    assert [model["name"] for model in run["models"]] == list(NETWORKS_OF_EFFORT[Effort.STANDARD])
    assert all(model["sha256"][:16] in page for model in run["models"])


@pytest.mark.parametrize(
    "limit",
    [
        "No real patient",  # nobody has been measured by both
        "No real phone photo",  # rendered bodies only
        "bias of up to 2°",  # what the angle is of
        "The pelvis",  # a side view of the thigh does not show it
        "another day",  # repeating
    ],
)
def test_page_says_what_was_not_validated(page: str, limit: str) -> None:
    """Every limit stands in the page's last section."""
    assert limit in page.split("## What was not validated")[1]


def test_the_page_is_what_the_run_makes_of_it(run: dict[str, Any], page: str) -> None:
    """docs/accuracy.md is the template filled with docs/accuracy.json: neither is edited, neither is of another run."""
    spec = importlib.util.spec_from_file_location("pages", ROOT / "benchmarks" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    assert pages.render("accuracy.md.jinja", run) == page
