"""The folder page: a folder or dropped files, the table, its filters, and the zip."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support.app_table import table_engine
from thomas_test.app import engine
from thomas_test.app.pages import folder as batch
from thomas_test.app.pages.folder import FolderRun
from thomas_test.core.analysis import Status
from thomas_test.core.criteria import Verdict

PAGE = """
from thomas_test.app.pages.folder import folder_page
folder_page()
"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, environment: None) -> AppTest:  # noqa: ARG001
    """The page by itself."""
    monkeypatch.setattr(engine, "shared_engine", table_engine)
    return AppTest.from_string(PAGE, default_timeout=30).run()


@pytest.fixture
def folder(tmp_path: Path, scene: bytes) -> Path:
    """A folder with one picture of each fate."""
    for name, data in (("a.jpg", scene), ("refused.jpg", scene), ("junk.jpg", b"junk"), ("notes.txt", b"words")):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def measure(page: AppTest, folder: Path) -> AppTest:
    """Measure a folder."""
    page.text_input(key="folder-path").set_value(str(folder)).run()
    return page.button[0].click().run()


def run_of(page: AppTest) -> FolderRun:
    """What the run came to."""
    found = page.session_state["folder-run"]
    assert isinstance(found, FolderRun)
    return found


def test_a_folder_is_measured_and_every_file_has_its_row(page: AppTest, folder: Path) -> None:
    """Four files, four fates, and the folder itself is left as it was."""
    before = sorted(path.name for path in folder.iterdir())
    measure(page, folder)
    assert not page.exception
    table = page.dataframe[0].value
    assert dict(zip(table["File"], table["Status"], strict=True)) == {
        "a.jpg": "measured",
        "junk.jpg": "error",
        "notes.txt": "skipped",
        "refused.jpg": "refused",
    }
    assert [metric.value for metric in page.metric] == ["1", "1", "1", "1"]
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_zip_holds_what_score_writes(page: AppTest, folder: Path) -> None:
    """Table, records, page, run and annotated pictures; the table has the contract's first column."""
    measure(page, folder)
    archive = zipfile.ZipFile(io.BytesIO(run_of(page).archive))
    names = archive.namelist()
    assert {"results.csv", "results.jsonl", "report.html", "run.json"} <= set(names)
    rows = list(csv.DictReader(io.StringIO(archive.read("results.csv").decode("utf-8-sig"))))
    assert [row["file"] for row in rows] == ["a.jpg", "junk.jpg", "notes.txt", "refused.jpg"]


def test_the_table_is_filtered_by_status_and_flag(page: AppTest, folder: Path) -> None:
    """A filter leaves the rows that pass it; cleared, all come back."""
    measure(page, folder)
    page.multiselect(key="filter-status").set_value([Status.REFUSED]).run()
    assert list(page.dataframe[0].value["File"]) == ["refused.jpg"]
    page.multiselect(key="filter-status").set_value([]).run()
    page.multiselect(key="filter-knee_near_90").set_value([Verdict.MET]).run()
    assert list(page.dataframe[0].value["File"]) == ["a.jpg"]


def test_dropped_files_are_measured_and_none_escapes_its_folder(page: AppTest, scene: bytes) -> None:
    """Names that lead elsewhere or appear twice become plain names of their own."""
    page.segmented_control[0].set_value("Files to drop here").run()
    page.file_uploader[0].set_value([(name, scene, "image/jpeg") for name in ("../../x.jpg", "x.jpg", ".hidden.jpg")])
    page.run()
    page.button[0].click().run()
    assert not page.exception
    assert sorted(page.dataframe[0].value["File"]) == ["hidden.jpg", "x (2).jpg", "x.jpg"]


def test_no_name_costs_the_others_their_rows(page: AppTest, scene: bytes) -> None:
    """Phones call every upload image.jpg; 100 Chinese letters are longer than a disk takes: each has its row."""
    page.segmented_control[0].set_value("Files to drop here").run()
    names = ("image.jpg", "image.jpg", "Image.JPG", "写" * 100 + ".jpg", "x" * 249 + ".jpeg", "x" * 300 + ".jpeg")
    page.file_uploader[0].set_value([(name, scene, "image/jpeg") for name in names])
    page.run()
    page.button[0].click().run()
    assert not page.exception
    assert len(set(page.dataframe[0].value["File"])) == len(names)


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_pictures_is_said_in_words(page: AppTest, tmp_path: Path, name: str) -> None:
    """No such folder, or nothing in it: a message, no table."""
    measure(page, tmp_path / name)
    assert not page.exception
    assert "The pictures could not be measured" in "\n".join(element.value for element in page.html)
    assert not page.dataframe


def test_the_screen_has_a_picture_of_every_row_that_is_one(page: AppTest, folder: Path) -> None:
    """Refused ones, too, whatever is blurred or left out in what is saved; a file that is none has only words."""
    measure(page, folder)
    run = run_of(page)
    assert set(run.pictures) == {"a.jpg", "refused.jpg"}
    assert all(picture[:2] == b"\xff\xd8" for picture in run.pictures.values())
    names = zipfile.ZipFile(io.BytesIO(run.archive)).namelist()
    assert any(name.startswith("annotated/a") for name in names)
    assert not any(name.startswith("annotated/refused") for name in names)


def test_reasons_stand_in_words(page: AppTest, folder: Path) -> None:
    """No code that only the table's readers know; nothing beside a measured picture."""
    measure(page, folder)
    table = page.dataframe[0].value
    reasons = dict(zip(table["File"], table["Reason"], strict=True))
    assert reasons["a.jpg"] == ""
    assert reasons["refused.jpg"].startswith("The other knee is not drawn to the chest")
    assert reasons["notes.txt"] == "Not a picture by its name."


@pytest.mark.parametrize(
    ("selection", "number"),
    [
        ({"rows": [], "columns": [], "cells": []}, None),
        ({"rows": [2], "columns": [], "cells": []}, 2),  # its box was ticked
        ({"rows": [], "columns": [], "cells": [(3, "File")]}, 3),  # clicked into
    ],
)
def test_a_click_into_a_row_picks_it(selection: dict[str, list[object]], number: int | None) -> None:
    """The small box before the row is not the only way."""
    assert batch._picked(selection) == number
