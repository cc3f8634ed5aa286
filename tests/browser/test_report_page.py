"""The page of a scored folder, opened from disk as people open it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from support.analyses import make_analysis, make_refusal
from support.everybody import assert_for_everybody
from support.journals import open_below
from thomas_test.core.quality import WarningCode
from thomas_test.images import encode_picture
from thomas_test.output.folder_page import ReportEntry, write_folder_page
from thomas_test.output.rows import row_of

REASON = "Nobody in the picture lies on their back."


@pytest.fixture
def report(tmp_path: Path) -> str:
    """Write a page with long names, labels, many warnings and a refusal; give its address."""
    picture = encode_picture(np.full((360, 480, 3), 128, dtype=np.uint8), "WEBP")
    measured = row_of(make_analysis(name="a" * 60 + ".jpg", warnings=tuple(WarningCode)))
    entries = [
        ReportEntry(row=replace(row_of(make_refusal(name="none.jpg")), subject="P1", side="left", trial="1")),
        *[
            ReportEntry(row=replace(measured, subject="Participant 12"), thumbnail="thumbnails/a.webp")
            for _ in range(8)
        ],
    ]
    (tmp_path / "thumbnails").mkdir()
    (tmp_path / "thumbnails" / "a.webp").write_bytes(picture)
    counts = Counter(entry.row.status for entry in entries)
    write_folder_page(entries, open_below(tmp_path), counts=counts, has_labels=True)
    return (tmp_path / "report.html").as_uri()


@pytest.fixture
def long_report(tmp_path: Path) -> str:
    """Write a page of 2,300 rows, every tenth of them refused; give its address."""
    refused, measured = row_of(make_refusal(name="")), row_of(make_analysis(name=""))
    rows = [
        replace(measured, file=f"{number:04}.jpg", thigh_angle_deg=-number / 1e6, thigh_low_deg=-9.0)
        if number % 10
        else replace(refused, file=f"{number:04}.jpg")
        for number in range(2300)
    ]
    counts = Counter(row.status for row in rows)
    write_folder_page((ReportEntry(row=row) for row in rows), open_below(tmp_path), counts=counts)
    return (tmp_path / "report.html").as_uri()


def files_shown(page: Page) -> list[str]:
    """The files of the rows on the page."""
    return page.locator("#results tbody th").all_inner_texts()


def test_small_pictures_are_shown(page: Page, report: str) -> None:
    """The page may load what lies beside it, opened from a disk."""
    page.goto(report)
    picture = page.locator("#results img").first
    picture.scroll_into_view_if_needed()
    expect(page.locator("#results img").first).to_have_js_property("naturalWidth", 480)


def test_a_long_page_is_turned_sorted_and_searched(page: Page, long_report: str) -> None:
    """A hundred rows at a time; sorting, the status and the search take all of them into account."""
    page.goto(long_report)
    where = page.locator("output")
    expect(where).to_have_text("1–100 of 2300")
    assert files_shown(page)[0] == "0000.jpg"
    expect(page.locator("#results")).to_have_attribute("data-loaded", "2300")
    page.get_by_role("button", name="On").click()
    expect(where).to_have_text("101–200 of 2300")
    assert files_shown(page)[0] == "0100.jpg"
    page.get_by_role("button", name="Thigh θ").click()
    expect(where).to_have_text("1–100 of 2300")
    assert files_shown(page)[:2] == ["2299.jpg", "2298.jpg"]
    page.get_by_role("combobox", name="Status").select_option("refused")
    expect(where).to_have_text("1–100 of 230")
    page.get_by_label("Find").fill("22 nobody")
    expect(where).to_have_text("1–12 of 12")
    page.get_by_label("Find").fill("nothing like it")
    expect(where).to_have_text("none")
    assert_for_everybody(page, "a folder's page")


@pytest.mark.parametrize("width_px", [1280, 1250, 1024, 390])
def test_the_reason_is_seen_without_scrolling_sideways(
    new_page: Callable[..., Page], report: str, width_px: int
) -> None:
    """On a desk and on a phone the page is no wider than its window, and what to do stands in it."""
    page = new_page(viewport={"width": width_px, "height": 900})
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    reason = page.locator(".words", has_text=REASON).bounding_box()
    assert reason is not None
    assert reason["x"] >= 0
    assert reason["x"] + reason["width"] <= width_px


def test_the_headings_stay_in_sight(page: Page, report: str) -> None:
    """Scrolled down the table's headings stand at the upper edge of the window."""
    page.goto(report)
    page.mouse.wheel(0, 1200)
    expect(page.locator("tbody tr").first).not_to_be_in_viewport()
    heading = page.locator("thead th").first.bounding_box()
    assert heading is not None
    assert heading["y"] == 0


def test_a_phone_can_sort_and_listens_to_a_table(new_page: Callable[..., Page], report: str) -> None:
    """As cards the rows are sorted by the same buttons, and stay rows and cells for a screen reader."""
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(report)
    page.get_by_role("button", name="Thigh θ").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("measured")
    expect(page.get_by_role("row").last).to_contain_text(REASON)
    assert_for_everybody(page, "a folder's page")
