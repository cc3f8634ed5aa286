"""``report.html``: the table of a run with its annotated pictures, a page that asks the network for nothing.

The small pictures lie beside it and are loaded when they come into sight. The page itself holds the first rows; where
there are more, they lie beside it in parts of a thousand, and the page shows a hundred at a time: what a browser has
to lay out does not grow with the folder.

File names and manifests were written by strangers: Jinja escapes everything, and the page's own policy forbids
scripts and pictures from elsewhere, should something slip through.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TextIO
from urllib.parse import quote

from jinja2 import Template

from thomas_test.core.analysis import Status
from thomas_test.core.angles import Angle, HorizonSource
from thomas_test.output.pages import page_template
from thomas_test.output.row_words import STATUS_SIGNS, RowWords, knee_of, row_in_words, thigh_of
from thomas_test.output.rows import ResultRow, package_version
from thomas_test.output.words import (
    INTENDED_USE,
    INTERVAL_NOTE,
    KNEE_NORM_NOTE,
    LEVEL_WORDS,
    degrees,
    interval,
    sentence,
)

_FLAG_TITLES = {"reaches_parallel": "parallel", "reaches_10_below": "below", "knee_near_90": "knee"}
"""Rows of several presets may stand in one table: thresholds are told above it."""


@dataclass(frozen=True, kw_only=True)
class ReportEntry:
    """One line of the page.

    Attributes
    ----------
    row
        The result.
    thumbnail, annotated
        Where the small annotated picture and the large one lie, relative to the page; empty for none.
    note
        Why there is no picture, or what to look at before it is handed on; empty for nothing to say.
    """

    row: ResultRow
    thumbnail: str = ""
    annotated: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class _Cell:
    """A number as it is written, and by what it is sorted."""

    text: str = ""
    small: str = ""
    sort: str = ""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A row as the template shows it: texts only."""

    row: ResultRow
    words: RowWords
    image: str
    link: str
    alt: str
    note: str
    thigh: _Cell
    knee: _Cell
    level: str
    who: str


REPORT, PARTS = "report.html", "report"
"""What the page is called, and the folder of its parts."""

OpenText = Callable[[str], TextIO]
"""Opens a file to write text into, in UTF-8 and without another line ending, by its place among the results."""

FIRST_ROWS = 100
"""So many rows stand in the page itself, and so many are shown at a time."""

PART_ROWS = 1000
"""So many rows are in each part beside the page."""


def write_folder_page(
    entries: Iterable[ReportEntry],
    open_text: OpenText,
    *,
    counts: Mapping[Status, int],
    has_labels: bool = False,
    made: datetime | None = None,
) -> None:
    """Write the page, and its parts into the folder `PARTS` beside it.

    Parameters
    ----------
    entries
        In the order in which they are shown at first. They are asked for once, one after the other.
    open_text
        Opens each file that is written.
    counts
        How many entries have which status.
    has_labels
        Whether a manifest names subjects.
    made
        When; now by default.
    """
    lines = (_line(entry) for entry in entries)
    total = sum(counts.values())
    parts = [f"{PARTS}/rows-{number + 1:04}.js" for number in range(math.ceil((total - FIRST_ROWS) / PART_ROWS))]
    page = _template("report.html.j2").generate(
        lines=islice(lines, FIRST_ROWS),
        total=total,
        counts=[(status.value, counts.get(status, 0)) for status in Status],
        signs=STATUS_SIGNS,
        flag_titles=_FLAG_TITLES,
        has_labels=has_labels,
        rows_shown=FIRST_ROWS,
        parts=parts,
        interval_note=INTERVAL_NOTE,
        intended_use=INTENDED_USE,
        knee_note=sentence(KNEE_NORM_NOTE),
        made=(made or datetime.now().astimezone()).strftime("%Y-%m-%d %H:%M"),
        version=package_version(),
    )
    with open_text(REPORT) as stream:
        stream.writelines(page)
    for part in parts:
        rows = "".join(
            _template("report_row.html.j2").render(line=line, has_labels=has_labels, flag_titles=_FLAG_TITLES)
            for line in islice(lines, PART_ROWS)
        )
        with open_text(part) as stream:
            # a script that hands rows to the page: a page opened from a disk may load nothing else
            stream.write(f"addRows({json.dumps(rows)});\n")


@cache
def _template(name: str) -> Template:
    return page_template("thomas_test.output", name)


def _line(entry: ReportEntry) -> _Line:
    row = entry.row
    return _Line(
        row=row,
        words=row_in_words(row),
        image=quote(entry.thumbnail),
        link=quote(entry.annotated),
        alt=f"Annotated picture of {row.file}. {row.words}",
        note=entry.note,
        thigh=_cell(thigh_of(row), signed=True),
        knee=_cell(knee_of(row), signed=False),
        level=_level(row),
        who=" · ".join(filter(None, (row.subject, row.side, row.trial))),
    )


def _cell(angle: Angle | None, *, signed: bool) -> _Cell:
    if angle is None:
        return _Cell()
    value = angle.value_deg
    return _Cell(text=degrees(value, signed=signed), small=interval(angle, signed=signed), sort=f"{value:.6f}")


def _level(row: ResultRow) -> str:
    if not row.horizon_source or row.horizon_tilt_deg is None:
        return ""
    source = HorizonSource(row.horizon_source)
    tilt = "" if source is HorizonSource.IMAGE else f", {degrees(row.horizon_tilt_deg, signed=True)}"
    return f"{LEVEL_WORDS[source]}{tilt}"
