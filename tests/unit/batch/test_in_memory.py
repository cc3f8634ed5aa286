"""A run in memory: the same results as in a folder, and not one file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
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
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.core.settings import Settings
from thomas_test.images import Photo
from thomas_test.reader import Reader

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
