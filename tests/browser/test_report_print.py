"""The HTML report on paper: one sheet of results, and the suggestions open on sheets of their own."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from support.examinations import make_examination, make_full_house
from thomas_test.check.record import Examination
from thomas_test.check.report import examination_html


def _printed(browser: Browser, html: str, folder: Path) -> list[str]:
    """Print a page as Chromium does and give the text of each sheet."""
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.close()
    try:
        return [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]
    finally:
        document.close()


@pytest.mark.parametrize(
    "examination",
    [make_examination(), make_full_house(), make_full_house(mixed=True)],
    ids=["usual", "full", "full_and_mixed"],
)
def test_results_are_one_sheet_and_the_suggestions_follow_open(
    browser: Browser, examination: Examination, tmp_path: Path
) -> None:
    """The sheet of results holds all up to its sources; every suggestion is on the next ones, with its text."""
    first, *rest = _printed(browser, examination_html(examination), tmp_path)
    assert "Sources:" in first
    assert "What can be done" not in first
    assert rest[0].startswith("What can be done")
    assert "Press for 10 seconds." in " ".join(rest)
    assert "Stop and seek help sooner" in " ".join(rest)


def test_page_for_a_second_rater_is_one_sheet(browser: Browser, tmp_path: Path) -> None:
    """Pictures, set-up and method fit on one."""
    sheets = _printed(browser, examination_html(make_examination(), rater_blind=True), tmp_path)
    assert len(sheets) == 1
