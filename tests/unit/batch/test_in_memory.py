"""A run in memory: the same results as in a folder, and not one file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from support.app_table import SCENE, TableEngine
from thomas_test.batch import (
    LocalFolder,
    PictureMethod,
    PicturesInMemory,
    in_memory,
    score_folder,
    score_in_memory,
)
from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.core.settings import Settings
from thomas_test.images import Photo
from thomas_test.output.records import analysis_from_json
from thomas_test.reader import Reader
from thomas_test.reading.correction import correct

PICTURES = {
    "a.jpg": SCENE.read_bytes(),
    "refused b.jpg": SCENE.read_bytes(),
    "junk.jpg": b"junk",
    "notes.txt": b"words",
}


@contextmanager
def nothing() -> Iterator[None]:
    """Open nothing."""
    yield


def by_table(photo: Photo, _reader: Reader | None) -> Analysis:
    """Read by the table."""
    return TableEngine().read(photo, Settings())


def no_points(photo: Photo, _points: object) -> Analysis:
    """Nobody places points."""
    raise AssertionError(photo.name)


METHOD = PictureMethod(opener=nothing, analyse=by_table, measure_points=no_points)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The same pictures on a disk."""
    place = tmp_path / "pictures"
    place.mkdir()
    for name, data in PICTURES.items():
        (place / name).write_bytes(data)
    return place


def told(record: str) -> dict[str, object]:
    """A line of the records without what differs from run to run."""
    return {name: value for name, value in json.loads(record).items() if name != "seconds"}


def test_what_was_handed_over_gives_what_a_folder_gives(folder: Path, tmp_path: Path) -> None:
    """Table, records and pictures are the same, letter for letter; the page and the record of the run are there."""
    scored = score_in_memory(PicturesInMemory(PICTURES), METHOD)
    summary = score_folder(folder, out := tmp_path / "out", METHOD, workers=0)
    assert scored.rows == tuple(summary.rows())
    files = scored.files()
    assert files["results.csv"] == (out / "results.csv").read_bytes()
    here, there = files["results.jsonl"].decode(), (out / "results.jsonl").read_text("utf-8")
    assert list(map(told, here.splitlines())) == list(map(told, there.splitlines()))
    for kind in ("annotated", "thumbnails"):
        there = {path.relative_to(out).as_posix(): path.read_bytes() for path in (out / kind).rglob("*")}
        assert there
        assert {place: data for place, data in files.items() if place.startswith(kind)} == there
    assert json.loads(files["run.json"])["files"] == len(PICTURES)
    assert b"refused b.jpg" in files["report.html"]


def test_a_folder_of_the_disk_may_be_read_and_nothing_is_written(folder: Path) -> None:
    """Its results come as one zip, which holds what a folder of results would hold."""
    before = sorted(folder.rglob("*"))
    scored = score_in_memory(LocalFolder(folder), METHOD)
    names = zipfile.ZipFile(io.BytesIO(scored.zipped())).namelist()
    assert {"results.csv", "results.jsonl", "report.html", "run.json", "annotated/a.jpg"} <= set(names)
    assert sorted(folder.rglob("*")) == before
    assert not Path(":memory:").exists()


def test_a_long_page_has_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that stand beside the page are in memory, too."""
    monkeypatch.setattr("thomas_test.output.folder_page.FIRST_ROWS", 1)
    scored = score_in_memory(PicturesInMemory(PICTURES), METHOD)
    assert "report/rows-0001.js" in scored.files()


def test_too_much_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory is bounded, for what comes in and for what comes out; the words say what to do."""
    monkeypatch.setattr(in_memory, "MAX_PICTURES_BYTES", 1000)
    with pytest.raises(UsageError, match=r"kept in memory, .*Hand over fewer, or give the path of their folder"):
        PicturesInMemory(PICTURES)
    monkeypatch.undo()
    monkeypatch.setattr(in_memory, "MAX_RESULTS_BYTES", 1000)
    with pytest.raises(StorageError, match="score such a folder with 'thomas-test score'"):
        score_in_memory(PicturesInMemory(PICTURES), METHOD)


def test_files_without_a_picture_among_them_are_refused() -> None:
    """As a folder without one is."""
    with pytest.raises(UsageError, match="expected pictures, got none"):
        PicturesInMemory({"notes.txt": b"words"})


def test_a_correction_takes_the_place_of_what_was_read(folder: Path) -> None:
    """Row, record, picture and the run's own counts; a refused picture that was measured by hand gets its picture."""
    scored = score_in_memory(LocalFolder(folder), METHOD)
    before = dict(scored.files())
    pose = scored.analysis("a.jpg").measured.pose
    scored.put("refused b.jpg", correct(scored.analysis("refused b.jpg"), pose=pose))
    row = next(row for row in scored.rows if row.file == "refused b.jpg")
    assert (row.status, row.reason) == (Status.MEASURED, "")
    files = scored.files()
    assert "annotated/refused b.jpg" not in before
    assert files["annotated/refused b.jpg"][:2] == b"\xff\xd8"
    assert files["annotated/a.jpg"] == before["annotated/a.jpg"]
    assert json.loads(files["run.json"])["statuses"]["refused"] == 0
    record = next(each for each in map(json.loads, files["results.jsonl"].splitlines()) if each["file"] == row.file)
    assert (record["status"], record["annotated"]) == ("measured", "annotated/refused b.jpg")
    assert analysis_from_json(record).automatic_refusal is not None


def test_a_correction_of_a_picture_that_is_gone_keeps_its_numbers(folder: Path) -> None:
    """The picture drawn before shows other lines, so it goes; the run's record names it."""
    scored = score_in_memory(LocalFolder(folder), METHOD)
    analysis = scored.analysis("a.jpg")
    pose = analysis.measured.pose
    (folder / "a.jpg").unlink()
    with pytest.raises(UsageError, match=r"expected 'a\.jpg' where it was"):
        scored.picture("a.jpg")
    scored.put("a.jpg", correct(analysis, pose=replace(pose, by_hand=frozenset(pose.points_px))))
    files = scored.files()
    assert scored.rows[0].automatic_thigh_deg is not None
    assert "annotated/a.jpg" not in files
    assert json.loads(files["run.json"])["problem_count"] == 1


def test_a_run_that_is_no_longer_wanted_gives_the_rest_rows_that_say_so() -> None:
    """After one picture nothing more is read; every file has its row, and the page and the record have it, too."""
    done: list[int] = []
    scored = score_in_memory(
        PicturesInMemory(PICTURES),
        METHOD,
        progress=lambda count, _total, _row: done.append(count),
        wanted=lambda: done[-1:] != [1],
    )
    assert done == [0, 1]
    assert {row.file: row.reason for row in scored.rows} == {
        "a.jpg": "",
        "junk.jpg": "not_read",
        "notes.txt": "not_a_picture",
        "refused b.jpg": "not_read",
    }
    assert json.loads(scored.files()["run.json"])["reasons"]["not_read"] == 2
