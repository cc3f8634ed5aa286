"""The folder page: a folder or dropped files, their rows, a row in the editor, the zip."""

import csv
import io
import json
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from support.app_table import TableEngine, table_engine
from thomas_test.app import engine
from thomas_test.app.folder.run import FolderRun
from thomas_test.app.folder.sheet import Sheet
from thomas_test.app.folder.table import table_payload, take_report
from thomas_test.app.widgets.result_view import take_edit
from thomas_test.core.analysis import Status
from thomas_test.core.criteria import Verdict
from thomas_test.core.errors import ThomasTestError
from thomas_test.images import encode_picture
from thomas_test.output.rows import ResultRow

PAGE = """
from thomas_test.app.pages.folder import folder_page
folder_page()
"""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, environment: None) -> AppTest:  # noqa: ARG001
    """The page by itself."""
    monkeypatch.setattr(engine, "shared_engine", table_engine)
    return AppTest.from_string(PAGE, default_timeout=60).run()


@pytest.fixture
def folder(tmp_path: Path, scene: bytes) -> Path:
    """A folder with one picture of each fate."""
    for name, data in (("a.jpg", scene), ("refused.jpg", scene), ("junk.jpg", b"junk"), ("notes.txt", b"words")):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def measure(page: AppTest, folder: Path) -> AppTest:
    """Measure a folder, and wait for its rows."""
    page.text_input(key="folder-path").set_value(str(folder)).run()
    page.button[0].click().run()
    return through(page)


def through(page: AppTest) -> AppTest:
    """Wait until the run that began is through, and look again."""
    work = page.session_state["folder-run"] if "folder-run" in page.session_state else None  # noqa: SIM401 - no get
    if isinstance(work, FolderRun):
        work._thread.join()
        page.run()
    return page


def hand_over(page: AppTest, files: list[tuple[str, bytes, str]]) -> AppTest:
    """Drop files and measure them."""
    page.segmented_control(key="folder-source").set_value("Files to drop here").run()
    page.file_uploader[0].set_value(files)
    page.run()
    page.button[0].click().run()
    return through(page)


def sheet_of(page: AppTest) -> Sheet:
    """The rows at hand."""
    found = page.session_state["folder-run"]
    assert isinstance(found, Sheet)
    return found


def rows_of(page: AppTest) -> list[dict[str, Any]]:
    """The rows as the table is told them."""
    return list(table_payload(sheet_of(page))["rows"])


def row_of(page: AppTest, file: str) -> ResultRow:
    """A row by its file."""
    return next(row for row in sheet_of(page).rows if row.file == file)


def table_in(archive: bytes) -> dict[str, dict[str, str]]:
    """The rows of the table in a zip, by their file."""
    text = zipfile.ZipFile(io.BytesIO(archive)).read("results.csv").decode("utf-8-sig")
    return {row["file"]: row for row in csv.DictReader(io.StringIO(text))}


def records_in(archive: bytes) -> dict[str, dict[str, Any]]:
    """The records in a zip, by their file."""
    lines = zipfile.ZipFile(io.BytesIO(archive)).read("results.jsonl").decode().splitlines()
    return {record["file"]: record for record in map(json.loads, lines)}


def shown(page: AppTest) -> str:
    """All words on the page."""
    parts = (page.html, page.text, page.caption, page.markdown)
    return "\n".join(str(element.value) for elements in parts for element in elements)


def test_a_folder_is_measured_and_every_file_has_its_row(page: AppTest, folder: Path) -> None:
    """Four files, four fates, and the folder itself is left as it was."""
    before = sorted(path.name for path in folder.iterdir())
    measure(page, folder)
    assert not page.exception
    assert {row["file"]: row["status"] for row in rows_of(page)} == {
        "a.jpg": "measured",
        "junk.jpg": "not readable",
        "notes.txt": "left out",
        "refused.jpg": "refused",
    }
    filters = page.segmented_control[0]
    assert filters.options == ["All 4", "Measured 1", "Refused 1", "Not readable 1", "Left out 1"]
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_columns_that_matter_come_first_in_words(page: AppTest, folder: Path) -> None:
    """Name, leg, both angles with their intervals, the flags with their verdicts, what became of the file."""
    measure(page, folder)
    payload = table_payload(sheet_of(page))
    titles = ["Picture", "Leg", "Thigh to horizontal", "Knee bent", "Parallel", "10° below", "Knee near 90°", "Status"]
    assert [column["title"] for column in payload["columns"]] == titles
    measured, *_, refused = payload["rows"]
    assert measured["thigh"][0].endswith(("above", "below"))
    assert " to " in measured["thigh"][1]
    assert " to " in measured["knee"][1]
    assert [flag["words"] for flag in measured["flags"]] == [
        getattr(row_of(page, "a.jpg"), column) for column in ("reaches_parallel", "reaches_10_below", "knee_near_90")
    ]
    assert measured["why"] == ""
    assert refused["why"].startswith("The other knee is not drawn to the chest")


def test_the_zip_holds_what_score_writes(page: AppTest, folder: Path) -> None:
    """Table, records, page, run and annotated pictures; the table has the contract's first column."""
    measure(page, folder)
    archive = sheet_of(page).scored.zipped()
    assert {"results.csv", "results.jsonl", "report.html", "run.json"} <= set(zipped_names(archive))
    assert list(table_in(archive)) == ["a.jpg", "junk.jpg", "notes.txt", "refused.jpg"]


def zipped_names(archive: bytes) -> list[str]:
    """What a zip holds."""
    return zipfile.ZipFile(io.BytesIO(archive)).namelist()


def test_rows_are_filtered_and_a_new_run_begins_without_filters(page: AppTest, folder: Path) -> None:
    """A filter leaves the rows that pass it, and says how many it hides; it hides no error of the next run."""
    measure(page, folder)
    ident = sheet_of(page).ident
    page.segmented_control(key=f"filter-status-{ident}").set_value(Status.MEASURED).run()
    assert [row["file"] for row in rows_of(page)] == ["a.jpg"]
    assert "3 of 4 rows are hidden by the filters." in shown(page)
    page.segmented_control(key=f"filter-status-{ident}").set_value("all").run()
    page.multiselect(key=f"filter-knee_near_90-{ident}").set_value([Verdict.MET]).run()
    assert [row["file"] for row in rows_of(page)] == ["a.jpg"]
    page.button(key="folder-close").click().run()
    assert not page.exception
    (folder / "a.jpg").unlink()
    measure(page, folder)
    assert [row["file"] for row in rows_of(page)] == ["junk.jpg", "notes.txt", "refused.jpg"]
    assert "hidden by the filters" not in shown(page)


def test_a_heading_sorts_up_down_and_back(page: AppTest, tmp_path: Path, scene: bytes) -> None:
    """Rows without a value come last either way; a third click brings the order of the folder back."""
    for name in ("a.jpg", "refused b.jpg", "unsure c.jpg"):
        (tmp_path / name).write_bytes(scene)
    measure(page, tmp_path)
    sheet, files = sheet_of(page), ["a.jpg", "refused b.jpg", "unsure c.jpg"]
    sheet.sort_by("knee")
    assert [row["file"] for row in rows_of(page)] == files  # only the first has a knee
    sheet.sort_by("file")
    sheet.sort_by("file")
    assert [row["file"] for row in rows_of(page)] == files[::-1]
    assert (sheet.sorted_by, sheet.down) == ("file", True)
    sheet.sort_by("file")
    assert [row["file"] for row in rows_of(page)] == files
    sheet.sort_by("status")
    sheet.sort_by("status")
    assert rows_of(page)[0]["file"] == "refused b.jpg"


def test_rows_are_walked_through_in_the_order_shown(page: AppTest, folder: Path) -> None:
    """Next and Previous follow the table; at its ends there is nowhere to go."""
    measure(page, folder)
    assert page.button(key="folder-Previous").disabled
    page.button(key="folder-Next").click().run()
    assert "junk.jpg" in shown(page)
    assert sheet_of(page).chosen() == row_of(page, "junk.jpg")
    for _ in range(2):
        page.button(key="folder-Next").click().run()
    assert page.button(key="folder-Next").disabled
    assert "The other knee is not drawn to the chest" in shown(page)


def test_a_correction_goes_into_table_records_pictures_and_zip(page: AppTest, folder: Path) -> None:
    """The row is marked, has the new angle and keeps the automatic one; the picture is drawn anew; reset leads back."""
    measure(page, folder)
    sheet, before = sheet_of(page), row_of(page, "a.jpg")
    first = dict(sheet.scored.files())
    assert before.thigh_angle_deg is not None
    page.button(key="folder-edit").click().run()
    assert not page.exception
    edit(sheet, kind="points", points={**points_of(sheet), "knee": below(points_of(sheet)["knee"])})
    page.run()
    after = row_of(page, "a.jpg")
    assert after.thigh_angle_deg is not None
    assert after.thigh_angle_deg > before.thigh_angle_deg + 5
    assert after.automatic_thigh_deg == before.thigh_angle_deg
    assert "Corrected by hand: table and zip have it." in shown(page)
    archive = sheet.scored.zipped()
    written = table_in(archive)["a.jpg"]
    assert float(written["thigh_angle_deg"]) == pytest.approx(after.thigh_angle_deg, abs=0.001)
    assert float(written["automatic_thigh_deg"]) == pytest.approx(before.thigh_angle_deg, abs=0.001)
    assert written["points_source"] == "hand"
    assert records_in(archive)["a.jpg"]["automatic"]["thigh"]["value_deg"] == before.thigh_angle_deg
    files = zipfile.ZipFile(io.BytesIO(archive))
    assert files.read("annotated/a.jpg") != first["annotated/a.jpg"]
    assert b"corrected by hand" in files.read("report.html")
    page.button(key="folder-back").click().run()
    assert next(row for row in rows_of(page) if row["file"] == "a.jpg")["hand"] == "corrected by hand"
    edit(sheet, kind="reset")
    page.run()
    assert row_of(page, "a.jpg") == before
    assert sheet.scored.zipped() and sheet.scored.files()["annotated/a.jpg"] == first["annotated/a.jpg"]  # noqa: PT018


def test_an_edit_that_comes_together_with_the_way_on_is_kept(page: AppTest, folder: Path) -> None:
    """The click on Next may be taken in before the point that was moved just before it."""
    measure(page, folder)
    sheet, before = sheet_of(page), row_of(page, "a.jpg")
    page.button(key="folder-edit").click().run()
    case, points = sheet.case(), points_of(sheet)
    assert case is not None
    sheet.choose("refused.jpg")
    moved = {**points, "knee": below(points["knee"])}
    take_edit(sheet.desk, case.ident, {"reading": case.ident, "seq": 1, "kind": "points", "points": moved})
    page.run()
    assert not page.exception
    assert sheet.editing
    assert sheet.chosen() == row_of(page, "refused.jpg")
    assert row_of(page, "a.jpg").automatic_thigh_deg == before.thigh_angle_deg


def points_of(sheet: Sheet) -> dict[str, tuple[float, float]]:
    """The points of the row in the editor."""
    case = sheet.case()
    assert case is not None
    return {joint.value: (float(x), float(y)) for joint, (x, y) in case.read.measured.pose.points_px.items()}


def below(point: tuple[float, float]) -> tuple[float, float]:
    """A place further down."""
    return point[0], point[1] + 40.0


def edit(sheet: Sheet, **what: object) -> None:
    """Do as the editor reports."""
    case = sheet.case()
    assert case is not None
    take_edit(sheet.desk, case.ident, {"reading": case.ident, "seq": case.echo + 1, **what})


def test_a_refused_row_is_measured_by_hand(page: AppTest, folder: Path) -> None:
    """Its points are placed in the editor: it is measured then, says by whom, and has its picture in the zip."""
    measure(page, folder)
    sheet = sheet_of(page)
    hip_knee = points_of_scene(sheet)
    sheet.choose("refused.jpg")
    page.run()
    assert page.button(key="folder-edit").label == "Measure by hand"
    page.button(key="folder-edit").click().run()
    assert not page.exception
    edit(sheet, kind="points", points=hip_knee)
    page.run()
    assert not page.exception
    row = row_of(page, "refused.jpg")
    assert (row.status, row.reason, row.points_source) == (Status.MEASURED, "", "hand")
    assert sheet.counts[Status.REFUSED] == 0
    archive = sheet.scored.zipped()
    assert table_in(archive)["refused.jpg"]["status"] == "measured"
    assert "annotated/refused.jpg" in zipped_names(archive)
    statuses = json.loads(zipfile.ZipFile(io.BytesIO(archive)).read("run.json"))["statuses"]
    assert statuses == {"measured": 2, "refused": 0, "error": 1, "skipped": 1}


def points_of_scene(sheet: Sheet) -> dict[str, tuple[float, float]]:
    """Hip, knee and ankle as the measured row has them."""
    pose = sheet.scored.analysis("a.jpg").measured.pose
    return {
        joint.value: (float(x), float(y))
        for joint, (x, y) in pose.points_px.items()
        if joint.value in {"hip", "knee", "ankle"}
    }


def test_a_row_that_was_only_looked_at_is_not_marked(page: AppTest, folder: Path) -> None:
    """Opened and left it stands as it was; nothing asks before it is forgotten."""
    measure(page, folder)
    before = sheet_of(page).rows
    page.button(key="folder-edit").click().run()
    page.button(key="folder-Next").click().run()  # the refused one: what cannot be opened is passed over
    assert not page.exception
    case = sheet_of(page).case()
    assert case is not None
    assert case.name == "refused.jpg"
    page.button(key="folder-back").click().run()
    assert sheet_of(page).rows == before
    assert not sheet_of(page).has_work


def test_a_corrected_folder_asks_before_it_is_forgotten(page: AppTest, folder: Path) -> None:
    """The button that lets it go stands behind words that say what is lost, and leaving the window asks, too."""
    measure(page, folder)
    page.button(key="folder-edit").click().run()
    sheet = sheet_of(page)
    edit(sheet, kind="points", points={**points_of(sheet), "knee": below(points_of(sheet)["knee"])})
    page.run()
    page.button(key="folder-back").click().run()
    assert sheet.has_work
    assert page.button(key="folder-close").label == "Forget them"
    page.button(key="folder-close").click().run()
    assert "folder-run" not in page.session_state


def test_a_run_is_cancelled_within_a_picture_and_what_is_done_stays(page: AppTest, scene: bytes) -> None:
    """Every file has its row all the same: those that were not read say so, in the zip too."""
    page.segmented_control(key="folder-source").set_value("Files to drop here").run()
    page.file_uploader[0].set_value([(f"slow {number}.jpg", scene, "image/jpeg") for number in range(5)])
    page.run()
    page.button[0].click().run()
    run = page.session_state["folder-run"]
    assert isinstance(run, FolderRun)
    while run.is_on and not run.progress[0]:
        time.sleep(0.01)
    page.run()
    assert "So far: 1 measured." in shown(page)
    page.button(key="folder-cancel").click().run()
    through(page)
    assert not page.exception
    sheet = sheet_of(page)
    done, total = sheet.run.progress
    assert 1 <= done < total == 5
    assert [row.reason for row in sheet.rows] == [""] * done + ["not_read"] * (total - done)
    assert f"Cancelled: {total - done} pictures were not read. The other {done}" in shown(page)
    written = table_in(sheet.scored.zipped())
    assert len(written) == total
    assert written["slow 4.jpg"]["words"] == "Not read: the run was cancelled before its turn."
    assert_gone_on_with(page, done)


def assert_gone_on_with(page: AppTest, done: int) -> None:
    """What was read, and what a person made of it, is not read again; every picture has its row and its picture."""
    sheet = sheet_of(page)
    page.button(key="folder-edit").click().run()
    edit(sheet, kind="points", points={**points_of(sheet), "knee": below(points_of(sheet)["knee"])})
    page.run()
    page.button(key="folder-back").click().run()
    read, calls = TableEngine.read, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TableEngine, "read", lambda *given: calls.append(given[1].name) or read(*given))
        page.button(key="folder-go-on").click().run()
        through(page)
    assert not page.exception
    rows = sheet_of(page).rows
    assert calls == [row.file for row in rows[done:]]
    assert {row.status for row in rows} == {Status.MEASURED}
    assert set(sheet_of(page).run.pictures) == {row.file for row in rows}
    assert [row.points_source for row in rows] == ["hand"] + ["model"] * (len(rows) - 1)
    assert "folder-go-on" not in [button.key for button in page.button]


def test_rows_come_back_where_going_on_fails(page: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is gone, or the memory full: nothing that was read is lost with it."""
    measure(page, folder)
    rows = sheet_of(page).rows
    monkeypatch.setattr(Sheet, "unread", 1)
    page.run()
    monkeypatch.setattr("thomas_test.batch.in_memory.MAX_RESULTS_BYTES", 1000)
    page.button(key="folder-go-on").click().run()
    through(page)
    assert not page.exception
    assert sheet_of(page).rows == rows
    assert "kept in memory" in shown(page)


def test_dropped_files_are_measured_and_none_escapes_its_folder(page: AppTest, scene: bytes) -> None:
    """Names that lead elsewhere or appear twice become plain names of their own."""
    hand_over(page, [(name, scene, "image/jpeg") for name in ("../../x.jpg", "x.jpg", ".hidden.jpg")])
    assert not page.exception
    assert sorted(row.file for row in sheet_of(page).rows) == ["hidden.jpg", "x (2).jpg", "x.jpg"]


def test_no_name_costs_the_others_their_rows(page: AppTest, scene: bytes) -> None:
    """Phones call every upload image.jpg; 100 Chinese letters are longer than a disk takes: each has its row."""
    names = ("image.jpg", "image.jpg", "Image.JPG", "写" * 100 + ".jpg", "x" * 249 + ".jpeg", "x" * 300 + ".jpeg")
    hand_over(page, [(name, scene, "image/jpeg") for name in names])
    assert not page.exception
    assert len({row.file for row in sheet_of(page).rows}) == len(names)


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_without_pictures_is_said_in_words(page: AppTest, tmp_path: Path, name: str) -> None:
    """No such folder, or nothing in it: a message, no rows."""
    measure(page, tmp_path / name)
    assert not page.exception
    assert "The pictures could not be measured" in shown(page)
    assert "folder-run" not in page.session_state


def test_a_run_that_fails_as_a_whole_says_why_and_asks_anew(
    page: AppTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one whose pictures become too many for the memory: words and the inputs, not an empty table."""
    monkeypatch.setattr("thomas_test.batch.in_memory.MAX_RESULTS_BYTES", 1000)
    measure(page, folder)
    assert not page.exception
    assert "kept in memory" in shown(page)
    assert page.text_input(key="folder-path")


def test_the_screen_has_a_picture_of_every_row_that_is_one(page: AppTest, folder: Path) -> None:
    """Refused ones, too, whatever is blurred or left out in what is saved; a file that is none has only words."""
    measure(page, folder)
    sheet = sheet_of(page)
    assert set(sheet.run.pictures) == {"a.jpg", "refused.jpg"}
    assert all(picture[:2] == b"\xff\xd8" for picture in sheet.run.pictures.values())
    names = zipped_names(sheet.scored.zipped())
    assert any(name.startswith("annotated/a") for name in names)
    assert not any(name.startswith("annotated/refused") for name in names)


def test_a_refused_row_says_of_its_picture_what_the_zip_does(page: AppTest, folder: Path) -> None:
    """Left out while nobody knows where the face is; where the readings saw it, it is there, covered."""
    measure(page, folder)
    sheet = sheet_of(page)
    sheet.choose("refused.jpg")
    page.run()
    assert "In the zip there is no picture of it" in shown(page)
    seen = replace(sheet.scored.analysis("refused.jpg"), head_circle_px=(60.0, 60.0, 20.0))
    sheet.scored.put("refused.jpg", seen)
    page.run()
    assert "In the zip there is no picture of it" not in shown(page)
    assert "annotated/refused.jpg" in zipped_names(sheet.scored.zipped())


def test_the_table_reports_are_followed_and_nothing_else(page: AppTest, folder: Path) -> None:
    """A row chosen or opened, a heading; what no table reports is refused and changes nothing."""
    measure(page, folder)
    sheet = sheet_of(page)
    take_report(sheet, {"kind": "choose", "what": "junk.jpg", "number": 1})
    assert (sheet.chosen(), sheet.heard) == (row_of(page, "junk.jpg"), 1)
    take_report(sheet, {"kind": "open", "what": "junk.jpg", "number": 2})
    assert not sheet.editing  # there is no picture to open
    take_report(sheet, {"kind": "open", "what": "a.jpg", "number": 3})
    assert sheet.editing
    for report in (
        {"kind": "choose", "what": "elsewhere.jpg"},
        {"kind": "sort", "what": "__class__"},
        {"kind": "choose", "what": ["a.jpg"]},
        {"kind": "delete", "what": "a.jpg"},
    ):
        with pytest.raises(ThomasTestError, match="expected"):
            take_report(sheet, report)
    assert sheet.chosen() == row_of(page, "a.jpg")


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_picture_that_changed_meanwhile_is_not_opened(page: AppTest, folder: Path, is_gone: bool) -> None:
    """Gone, or another one under its name: points are not laid on it, it is said, and the rows stay."""
    measure(page, folder)
    (folder / "a.jpg").unlink()
    if not is_gone:
        (folder / "a.jpg").write_bytes(encode_picture(np.zeros((480, 640, 3), np.uint8), "JPEG"))
    page.button(key="folder-edit").click().run()
    assert not page.exception
    assert "That could not be done" in shown(page)
    assert not sheet_of(page).editing
