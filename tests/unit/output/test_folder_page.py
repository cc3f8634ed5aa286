import base64
import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.analyses import make_analysis, make_refusal
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import ImageError
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.output.folder_page import ReportEntry, report_html, write_folder_page
from thomas_test.output.rows import row_of, row_of_error, row_of_skipped

MEASURED = row_of(
    make_analysis(
        name="a.jpg",
        thigh_deg=-4.0,
        knee_deg=81.0,
        level=Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.25),
        warnings=(WarningCode.READINGS_SCATTER, WarningCode.DIM),
    )
)


class Page(HTMLParser):
    """The page as a browser takes it apart: cells by row, and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row or a cell."""
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        """Gather a cell's words."""
        if self._in_cell:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()

    def values(self, tag: str, name: str) -> list[str]:
        """An attribute's values in the order of the page."""
        return [value for each, attribute, value in self.attributes if (each, attribute) == (tag, name)]


def test_every_file_has_its_row_with_the_numbers_people_read() -> None:
    """Angles with signs and intervals, flags in signs and words, level, warnings and the sentence."""
    entries = [
        ReportEntry(row=MEASURED),
        ReportEntry(row=row_of(make_refusal(name="b.jpg"))),
        ReportEntry(row=row_of_error("c.jpg", ImageError("Empty file.", reason="empty"))),
        ReportEntry(row=row_of_skipped("notes.txt")),
    ]
    _, measured, refused, error, skipped = Page(report_html(entries)).rows
    assert measured[1:9] == [
        "a.jpg",
        "● measured",
        "right",
        "−4.0° −7.0° to −1.0°",
        "81.0° 78.0° to 84.0°",
        "✗ parallel : not met ✗ below : not met ? knee : borderline",
        "the phone's own gravity, +1.2°",
        "readings scatter, dim",
    ]
    assert measured[9].startswith("Right thigh 4.0° above horizontal")
    assert refused[1:8] == ["b.jpg", "○ refused nobody lying", "", "", "", "", ""]
    assert error[2] == "△ error empty"
    assert error[9] == "Empty file."
    assert skipped[2] == "· skipped not a picture"


def test_files_are_counted_by_status() -> None:
    """The head of the page says how many of each there are, zero included."""
    html = report_html([ReportEntry(row=MEASURED), ReportEntry(row=row_of_skipped("x"))])
    assert re.findall(r"<strong>(\d+)</strong> (\w+)", html) == [
        ("1", "measured"),
        ("0", "refused"),
        ("0", "error"),
        ("1", "skipped"),
    ]


def test_what_the_intervals_and_the_knee_flag_mean_is_said_once() -> None:
    """The note on the intervals and the norm of the knee stand on the page."""
    html = report_html([ReportEntry(row=MEASURED)] * 2)
    assert html.count("rendered bodies so far") == 1
    assert html.count("The knees of 117 elite athletes hung at 52.5° on average.") == 1


def test_pictures_travel_in_the_page_and_lead_to_the_large_ones() -> None:
    """The thumbnail is part of the page, has a text alternative and links to the annotated picture."""
    page = Page(report_html([ReportEntry(row=MEASURED, thumbnail=b"webp", annotated="annotated/50% #1 ü.jpg")]))
    assert page.values("img", "src") == ["data:image/webp;base64," + base64.b64encode(b"webp").decode()]
    assert page.values("img", "alt")[0].startswith("Annotated picture of a.jpg. Right thigh 4.0° above horizontal")
    assert page.values("a", "href") == ["annotated/50%25%20%231%20%C3%BC.jpg"]


def test_nothing_is_asked_of_the_network() -> None:
    """No address appears anywhere, and the page's own policy forbids whatever might slip in."""
    html = report_html([ReportEntry(row=MEASURED, thumbnail=b"webp", annotated="annotated/a.jpg")])
    assert not re.search(r"https?:|//\w|@import|url\(", html)
    (policy,) = [value for tag, name, value in Page(html).attributes if tag == "meta" and "default-src" in value]
    assert policy.startswith("default-src 'none'; img-src data:;")


@pytest.mark.parametrize("field", ["file", "words", "subject", "trial", "reason", "model"])
def test_names_by_strangers_stay_text(field: str) -> None:
    """Markup in a file name or in a manifest is shown and not obeyed."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    html = report_html([ReportEntry(row=replace(MEASURED, **{field: evil}), thumbnail=b"webp")])
    page = Page(html)
    assert html.count("<script>") == 1
    assert "onerror" not in {name for _, name, _ in page.attributes}
    assert len(page.values("img", "src")) == 1


def test_subjects_have_a_column_where_a_manifest_names_them() -> None:
    """Without a manifest the column is not there."""
    bare = Page(report_html([ReportEntry(row=MEASURED)]))
    named = Page(report_html([ReportEntry(row=replace(MEASURED, subject="P7", side=Side.LEFT.value, trial="2"))]))
    assert "Subject, side, trial" not in bare.rows[0]
    assert named.rows[1][named.rows[0].index("Subject, side, trial")] == "P7 · left · 2"


def test_numbers_are_sorted_as_numbers() -> None:
    """Angles carry their plain value for the sorting script; a missing one is empty."""
    page = Page(report_html([ReportEntry(row=MEASURED), ReportEntry(row=row_of_skipped("x"))]))
    assert page.values("td", "data-sort") == ["-4.000000", "81.000000", "", ""]


def test_the_page_is_a_file(tmp_path: Path) -> None:
    """The page is written as UTF-8, with the moment it was made."""
    write_folder_page([ReportEntry(row=replace(MEASURED, file="検査.jpg"))], tmp_path / "report.html")
    assert "検査.jpg" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "2026-02-03 04:05" in report_html([], made=datetime(2026, 2, 3, 4, 5))
