import os
import time
from pathlib import Path

import pytest

from thomas_test.batch.folder import ABANDONED_S, annotated_names, check_out, staged
from thomas_test.core.errors import UsageError
from thomas_test.images import Found


def found(*names: str) -> list[Found]:
    """Files as a walk finds them."""
    return [Found(path=Path(name), name=name, is_picture=not name.endswith(".txt")) for name in names]


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["a.jpg", "sub/a.jpg"], ["a.jpg", "sub/a.jpg"]),  # folders are kept
        (["a.heic", "a.jpg", "a.png"], ["a.jpg", "a.jpg.jpg", "a.png.jpg"]),  # one name, three endings
        (["A.jpg", "a.JPG"], ["A.jpg", "a.JPG.jpg"]),  # disks that do not tell them apart
        (["a.b.png", "a.png.x", "notes.txt"], ["a.b.jpg", "a.png.jpg"]),  # only pictures
        (["a.jpg", "a.jpg.png", "a.png", "a.png.png"], ["a.jpg", "a.jpg.jpg", "a.png.jpg", "a.png.png.jpg"]),
    ],
)
def test_every_picture_has_a_place_of_its_own(names: list[str], places: list[str]) -> None:
    """No two annotated pictures share a place, on any disk."""
    given = list(annotated_names(found(*names)).values())
    assert given == [f"annotated/{place}" for place in places]
    assert len({place.casefold() for place in given}) == len(given)


def test_results_do_not_go_among_the_pictures(tmp_path: Path) -> None:
    """The folder of pictures cannot be the folder of results, by whatever path."""
    with pytest.raises(UsageError, match="a folder of their own"):
        check_out(tmp_path, tmp_path / "." / "x" / "..")


def test_results_do_not_go_into_a_file(tmp_path: Path) -> None:
    """A file given for the folder is not replaced."""
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        check_out(tmp_path / "in", tmp_path / "out")


def test_pictures_are_not_read_from_what_is_replaced(tmp_path: Path) -> None:
    """Scoring the annotated pictures of the same run would delete what is read."""
    with pytest.raises(UsageError, match="this run replaces"):
        check_out(tmp_path / "out" / "annotated" / "x", tmp_path / "out")


@pytest.mark.parametrize("name", ["results.csv", "report.html", "annotated"])
def test_files_of_somebody_else_are_not_overwritten(tmp_path: Path, name: str) -> None:
    """Files of our names without a run.json were not written by us; with one they were."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine")
    with pytest.raises(UsageError, match="only what this tool wrote is overwritten"):
        check_out(tmp_path / "in", tmp_path / "out")
    (tmp_path / "out" / "run.json").write_text("{}")
    check_out(tmp_path / "in", tmp_path / "out")


def test_results_appear_together(tmp_path: Path) -> None:
    """Before the end nothing has its name; afterwards everything has, and the workshop is gone."""
    out = tmp_path / "deep" / "out"
    with staged(out) as stage:
        (stage / "results.csv").write_text("new")
        (stage / "annotated").mkdir()
        assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == []
    assert sorted(path.name for path in out.iterdir()) == ["annotated", "results.csv"]


def test_a_failure_leaves_other_files_alone(tmp_path: Path) -> None:
    """Only what the run made is removed."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    stage = staged(tmp_path / "out")
    (stage.__enter__() / "results.csv").write_text("half")
    stage.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["diary.txt"]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """A folder below a file cannot be made."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write to"), staged(tmp_path / "file" / "out"):
        pass


@pytest.mark.parametrize(
    ("age_s", "kept"),
    [
        (ABANDONED_S + 60, False),  # a run that was killed yesterday
        (60, True),  # another run may be at work
    ],
)
def test_what_a_killed_run_left_is_swept(tmp_path: Path, age_s: float, *, kept: bool) -> None:
    """Pictures that a killed run left in its hidden folder go with a later run, those of a run at work stay."""
    left = tmp_path / ".unfinished-abc"
    left.mkdir()
    (left / "patient.jpg").write_bytes(b"picture")
    then = time.time() - age_s
    os.utime(left, (then, then))
    with staged(tmp_path):
        assert left.exists() is kept
