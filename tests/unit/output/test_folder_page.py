import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.analyses import make_analysis, make_refusal
from support.journals import open_below
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import ImageError
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.output.folder_page import FIRST_ROWS, PART_ROWS, ReportEntry, write_folder_page
from thomas_test.output.rows import row_of, row_of_error, row_of_skipped
from thomas_test.output.words import INTENDED_USE

MEASURED = row_of(
    make_analysis(
        name="a.jpg",
        thigh_deg=-4.0,
        knee_deg=81.0,
        level=Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.25),
        warnings=(WarningCode.READINGS_SCATTER, WarningCode.DIM),
    )
)


def write(entries: Sequence[ReportEntry], folder: Path, **more: object) -> None:
    """Write a page of these entries."""
    write_folder_page(iter(entries), open_below(folder), counts=Counter(entry.row.status for entry in entries), **more)


@pytest.fixture
def report_html(tmp_path: Path) -> Callable[..., str]:
    """Make a page and read it back."""

    def page(entries: Sequence[ReportEntry], **more: object) -> str:
        write(entries, tmp_path, **more)
        return (tmp_path / "report.html").read_text(encoding="utf-8")

    return page


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


def test_every_file_has_its_row_with_the_numbers_people_read(report_html: Callable[..., str]) -> None:
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
        "right",
        "−4.0° −7.0° to −1.0°",
        "81.0° 78.0° to 84.0°",
        "✗ parallel: not met ✗ below: not met ? knee: borderline",
        "● measured",
        "the phone's own gravity, +1.2°",
        "readings scatter, dim",
    ]
    assert measured[9].startswith("Right thigh 4.0° above horizontal")
    assert refused[1:8] == ["b.jpg", "", "", "", "", "○ refused nobody lying", ""]
    assert error[6] == "△ error empty"
    assert error[9] == "Empty file."
    assert skipped[6] == "· skipped not a picture"


def test_files_are_counted_by_status(report_html: Callable[..., str]) -> None:
    """The head of the page says how many of each there are, zero included."""
    html = report_html([ReportEntry(row=MEASURED), ReportEntry(row=row_of_skipped("x"))])
    assert re.findall(r"<strong>(\d+)</strong> (\w+)", html) == [
        ("1", "measured"),
        ("0", "refused"),
        ("0", "error"),
        ("1", "skipped"),
    ]


def test_what_the_intervals_and_the_knee_flag_mean_is_said_once(report_html: Callable[..., str]) -> None:
    """The note on the intervals and the norm of the knee stand on the page."""
    html = report_html([ReportEntry(row=MEASURED)] * 2)
    assert html.count("rendered bodies so far") == 1
    assert html.replace("&#39;", "'").count(INTENDED_USE) == 1
    assert html.count("The knees of 117 elite athletes hung at 52.5° on average.") == 1


def test_pictures_lie_beside_the_page_and_lead_to_the_large_ones(report_html: Callable[..., str]) -> None:
    """The small one is loaded when it comes into sight, has a text alternative and links to the annotated picture."""
    entry = ReportEntry(row=MEASURED, thumbnail="thumbnails/50% #1 ü.webp", annotated="annotated/50% #1 ü.jpg")
    page = Page(report_html([entry]))
    assert page.values("img", "src") == ["thumbnails/50%25%20%231%20%C3%BC.webp"]
    assert page.values("img", "loading") == ["lazy"]
    assert page.values("img", "alt")[0].startswith("Annotated picture of a.jpg. Right thigh 4.0° above horizontal")
    assert page.values("a", "href") == ["annotated/50%25%20%231%20%C3%BC.jpg"]


def test_nothing_is_asked_of_the_network(report_html: Callable[..., str]) -> None:
    """No address appears anywhere, and the page's own policy forbids whatever might slip in."""
    html = report_html([ReportEntry(row=MEASURED, thumbnail="thumbnails/a.webp", annotated="annotated/a.jpg")])
    assert not re.search(r"https?:|//\w|@import|url\(", html)
    (policy,) = [value for tag, name, value in Page(html).attributes if tag == "meta" and "default-src" in value]
    assert policy.startswith("default-src 'none'; img-src 'self' data:;")


@pytest.mark.parametrize("field", ["file", "words", "subject", "trial", "reason", "model"])
def test_names_by_strangers_stay_text(report_html: Callable[..., str], field: str) -> None:
    """Markup in a file name or in a manifest is shown and not obeyed."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    html = report_html([ReportEntry(row=replace(MEASURED, **{field: evil}), thumbnail="thumbnails/a.webp")])
    page = Page(html)
    assert html.count("<script") == 1
    assert "onerror" not in {name for _, name, _ in page.attributes}
    assert len(page.values("img", "src")) == 1


def test_subjects_have_a_column_where_a_manifest_names_them(report_html: Callable[..., str]) -> None:
    """Without a manifest the column is not there."""
    bare = Page(report_html([ReportEntry(row=MEASURED)]))
    named = Page(
        report_html(
            [ReportEntry(row=replace(MEASURED, subject="P7", side=Side.LEFT.value, trial="2"))], has_labels=True
        )
    )
    assert "Subject, side, trial" not in bare.rows[0]
    assert named.rows[1][named.rows[0].index("Subject, side, trial")] == "P7 · left · 2"


def test_numbers_are_sorted_as_numbers(report_html: Callable[..., str]) -> None:
    """Angles carry their plain value for the sorting script; a missing one is empty."""
    page = Page(report_html([ReportEntry(row=MEASURED), ReportEntry(row=row_of_skipped("x"))]))
    assert page.values("td", "data-sort") == ["-4.000000", "81.000000", "", ""]


def test_the_page_is_a_file(tmp_path: Path) -> None:
    """The page is written as UTF-8, with the moment it was made."""
    write([ReportEntry(row=replace(MEASURED, file="検査.jpg"))], tmp_path, made=datetime(2026, 2, 3, 4, 5))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "検査.jpg" in text
    assert "2026-02-03 04:05" in text


def test_a_long_page_has_its_rows_beside_it(tmp_path: Path) -> None:
    """Every row once and in order: the first in the page, the others in parts that the page loads in order."""
    total = FIRST_ROWS + PART_ROWS + 3
    evil = "</script><img src=x onerror=alert(1)>"
    write([ReportEntry(row=replace(MEASURED, file=f"{n:05}{evil}")) for n in range(total)], tmp_path)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    parts = page.values("table", "data-parts")[0].split()
    assert parts == ["report/rows-0001.js", "report/rows-0002.js"]
    files = [row[1] for row in page.rows[1:]]
    for part in parts:
        text = (tmp_path / part).read_text(encoding="ascii")
        rows = Page(json.loads(text.removeprefix("addRows(").removesuffix(");\n")))
        assert "onerror" not in {name for _, name, _ in rows.attributes}
        files += [row[1] for row in rows.rows]
    assert files == [f"{n:05}{evil}" for n in range(total)]
