import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from support.journals import entry, put_down
from thomas_test.batch.journal import Journal
from thomas_test.batch.results import WORKSHOP, LocalResults, annotated_places, check_out, thumbnail_place
from thomas_test.core.errors import UsageError
from thomas_test.images import encode_picture, left_behind

RGB = np.zeros((8, 8, 3), dtype=np.uint8)
DRAWN = encode_picture(RGB, drawn_on=True)
"""A picture with lines of ours on it."""


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.jpg", "sub/a.jpg"], ["a.jpg", "sub/a.jpg"]),  # folders are kept
        (["a.heic", "a.jpg", "a.png"], ["a.jpg", "a.jpg.jpg", "a.png.jpg"]),  # one name, three endings
        (["A.jpg", "a.JPG"], ["A.jpg", "a.JPG.jpg"]),  # disks that do not tell them apart
        (["a.b.png", "a.png.x", "notes.txt"], ["a.b.jpg"]),  # only pictures
        (["a.jpg", "a.jpg.png", "a.png", "a.png.png"], ["a.jpg", "a.jpg.jpg", "a.png.jpg", "a.png.png.jpg"]),
    ],
)
def test_every_picture_has_a_place_of_its_own(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    """No two annotated pictures share a place, on any disk."""
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.list_files(entry(name, is_picture=not name.endswith((".txt", ".x"))) for name in names)
        journal.give_places(annotated_places)
        given = [each.place for each in journal.pending()]
    assert given == [f"annotated/{place}" for place in expected]
    assert len({place.casefold() for place in given}) == len(given)


@pytest.mark.parametrize("name", ["x" * 249 + ".jpg", "x" * 250 + ".webp", "sub/" + "写" * 83 + ".jpeg"])
def test_the_longest_names_have_a_place(tmp_path: Path, name: str) -> None:
    """Every candidate can be written, and so can the small picture beside it."""
    for place, _ in zip(annotated_places(name), range(4), strict=False):
        for path in (tmp_path / place, tmp_path / thumbnail_place(place)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always told in UTF-8")
def test_a_system_whose_names_lack_a_letter_costs_that_picture_its_drawing_alone(tmp_path: Path) -> None:
    """The numbers are kept, and what helps is said; a name that can be told is written."""
    line = (
        "import sys; from pathlib import Path; from thomas_test.batch.results import LocalStore, annotated_places\n"
        "out = Path(sys.argv[1]); (out / '.unfinished').mkdir(); store = LocalStore(out)\n"
        "print(ascii([store.write(next(annotated_places(name)), b'drawn', b'') for name in ('a.jpg', 'u\\u0308.jpg')]))"
    )
    narrow = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(
        [sys.executable, "-c", line, str(tmp_path)], env=narrow, capture_output=True, text=True, check=True
    )
    assert "PYTHONUTF8=1 has all" in run.stdout
    assert (tmp_path / WORKSHOP / "annotated" / "a.jpg").read_bytes() == b"drawn"


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
    results = LocalResults(out)
    assert results.store.write("annotated/x/a.jpg", b"large", b"small") == ""
    put_down(results, "x/a.jpg", annotated=b"large", thumbnail=b"small")
    (results.workshop / "results.csv").write_text("new")
    assert [path.name for path in out.iterdir()] == [WORKSHOP]
    results.finish()
    assert sorted(path.name for path in out.iterdir()) == ["annotated", "journal.sqlite", "results.csv", "thumbnails"]
    assert (out / "thumbnails" / "x" / "a.jpg.webp").read_bytes() == b"small"


def test_pictures_of_an_earlier_run_go_with_it(tmp_path: Path) -> None:
    """Nothing of ours stays that the new run does not have, and no empty folder; what somebody put there does."""
    (tmp_path / "annotated" / "old").mkdir(parents=True)
    (tmp_path / "annotated" / "old" / "a.jpg").write_bytes(DRAWN)
    (tmp_path / "annotated" / "to ask.txt").write_text("b.jpg: why?")
    (tmp_path / "annotated" / "own drawing.jpg").write_bytes(encode_picture(RGB))
    (tmp_path / "run.json").write_text("{}")
    results = LocalResults(tmp_path)
    results.store.write("annotated/b.jpg", b"new", b"")
    put_down(results, "b.jpg", annotated=b"new")
    results.finish()
    assert sorted(path.name for path in (tmp_path / "annotated").rglob("*")) == [
        "b.jpg",
        "own drawing.jpg",
        "to ask.txt",
    ]


def test_a_run_without_any_result_leaves_other_files_alone(tmp_path: Path) -> None:
    """Only what the run made is removed."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("mine")
    results = LocalResults(tmp_path / "out")
    (results.workshop / "results.csv").write_text("half")
    results.abandon()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["diary.txt"]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """A folder below a file cannot be made."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write to"):
        LocalResults(tmp_path / "file" / "out")


def test_what_an_earlier_version_left_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that a killed run of an earlier version left in its hidden folder go with the next run, at once."""
    monkeypatch.setattr(left_behind, "_another_runs", lambda _: False)
    left = tmp_path / ".unfinished-a1b2c3d4"
    left.mkdir(mode=0o700)
    (left / "results.csv").write_text("half a table")
    LocalResults(tmp_path).abandon()
    assert not left.exists()


def test_a_run_that_was_stopped_is_not_overwritten_by_mistake(tmp_path: Path) -> None:
    """Without a word it is refused; it can be gone on with, and it can be thrown away."""
    results = LocalResults(tmp_path)
    put_down(results, "a.jpg")
    results.abandon()
    with pytest.raises(UsageError, match=r"stopped after 1 of 1 pictures: go on with it \(--resume\), begin anew"):
        LocalResults(tmp_path)
    gone_on_with = LocalResults(tmp_path, resume=True)
    assert gone_on_with.journal.count_done() == 1
    gone_on_with.abandon()
    anew = LocalResults(tmp_path, resume=False)
    assert anew.journal.count_done() == 0
    anew.abandon()


def test_two_runs_never_share_a_folder(tmp_path: Path) -> None:
    """The second one is told, whatever it was asked to do, and the first one's work stays."""
    first = LocalResults(tmp_path)
    put_down(first, "a.jpg")
    for resume in (None, True, False):
        with pytest.raises(UsageError, match="another run is at work"):
            LocalResults(tmp_path, resume=resume)
    assert first.journal.count_done() == 1
    first.abandon()


@pytest.mark.parametrize("killed_after", range(4))
def test_a_run_killed_while_it_puts_things_in_their_place_does_so_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    """Whichever file was the last one that was moved, everything is there afterwards, and the journal with it."""
    results = LocalResults(tmp_path)
    results.store.write("annotated/a.jpg", b"large", b"small")
    put_down(results, "a.jpg", annotated=b"large", thumbnail=b"small")
    names = ["results.csv", "results.jsonl", "run.json"]
    for name in names:
        (results.workshop / name).write_text(name)
    (results.workshop / "report" / "rows-0001.js").write_text("rows")
    replace, moved = Path.replace, []

    def killed(self: Path, target: Path) -> Path:
        moved.append(self)
        if len(moved) > killed_after + 2:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            results.finish()
    results.journal.close()
    again = LocalResults(tmp_path, resume=True)
    assert again.journal.count_done() == 1
    assert list(again.missing()) == []
    for name in ("annotated/a.jpg", "thumbnails/a.jpg.webp", "report/rows-0001.js", *names):
        assert (tmp_path / name).exists(), name
    again.abandon()
