from pathlib import Path

import pytest

from support.command_line import Command
from thomas_test.estimators.models import ModelFile


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a cache of our own, empty at first."""
    monkeypatch.setenv("THOMAS_TEST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


def test_an_empty_cache_is_listed(command: Command, cache: Path) -> None:
    """Every model has its line, and the place of the cache is told."""
    run = command("models", "list")
    assert run.status == 0
    assert [line.split()[:2] for line in run.out.splitlines()[1:4]] == [
        ["lite", "missing"],
        ["full", "missing"],
        ["heavy", "missing"],
    ]
    assert f"Cache: {cache}" in run.out


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["full"], "expected the pose model 'full'"),
        ([], "expected a pose model in the cache, found none"),
    ],
)
def test_a_missing_model_does_not_verify(command: Command, argv: list[str], message: str) -> None:
    """Exit status 1, with the line that fetches it."""
    run = command("models", "verify", *argv)
    assert (run.status, run.out) == (1, "")
    assert message in run.err
    assert "thomas-test models fetch" in run.err


def test_a_damaged_model_does_not_verify(command: Command, cache: Path) -> None:
    """Other bytes under a model's name are noticed, listed and told."""
    cache.mkdir(parents=True)
    (cache / "pose_landmarker_full.task").write_bytes(b"half a model")
    assert "damaged" in command("models", "list").out
    run = command("models", "verify")
    assert run.status == 1
    assert "got other bytes" in run.err


def test_all_models_are_verified_whatever_the_first_is(command: Command, cache: Path) -> None:
    """A damaged model does not hide the next one; nor does a file that cannot be read."""
    cache.mkdir(parents=True)
    (cache / "pose_landmarker_lite.task").write_bytes(b"half a model")
    (cache / "pose_landmarker_full.task").mkdir()
    (cache / "pose_landmarker_heavy.task").write_bytes(b"half a model")
    for argv in ([], ["lite", "full", "heavy"]):
        run = command("models", "verify", *argv)
        assert run.status == 1
        assert [line.startswith("thomas-test: expected") for line in run.err.splitlines()] == [True] * 3
        assert all(f"pose_landmarker_{name}.task" in run.err for name in ("lite", "full", "heavy"))


def test_a_model_is_fetched_by_name(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being done goes to the standard error, once each; where the model lies to the standard output."""

    def fetch(name: str, *, progress: object, again: bool) -> ModelFile:
        for done in (0.0, 0.5, 1.0):
            progress(f"fetching {name}", done)
        return ModelFile(name=name, path=Path(f"/cache/{name}.task"), sha256="ab" * 32, source=f"again={again}")

    monkeypatch.setattr("thomas_test.estimators.models.fetch_model", fetch)
    run = command("models", "fetch", "full", "heavy", "--again")
    assert run.status == 0
    assert run.err.splitlines() == ["fetching full", "fetching heavy"]
    assert [line.split(":")[0] for line in run.out.splitlines()] == ["full", "heavy"]
    assert "again=True" in run.out
    assert command("models", "fetch").out.startswith("heavy: ")  # what reads where nothing is asked for


@pytest.mark.parametrize("name", ["fetch", "verify"])
def test_an_unknown_model_is_wrong_usage(command: Command, name: str) -> None:
    """Exit status 2, with the names there are."""
    run = command("models", name, "huge")
    assert run.status == 2
    assert "lite, full, heavy" in run.err
