"""``report.html``: the table of a run with its annotated pictures, in one file that asks the network for nothing.

File names and manifests were written by strangers: Jinja escapes everything, and the page's own policy forbids
scripts and pictures from elsewhere, should something slip through.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from thomas_test.core.analysis import Status
from thomas_test.core.angles import Angle, HorizonSource
from thomas_test.core.criteria import Verdict
from thomas_test.output.rows import ResultRow, package_version
from thomas_test.output.words import INTERVAL_NOTE, KNEE_NORM_NOTE, LEVEL_WORDS, SIGNS, degrees, interval, sentence

_STATUS_SIGNS = {Status.MEASURED: "●", Status.REFUSED: "○", Status.ERROR: "△", Status.SKIPPED: "·"}

_FLAGS = (
    ("reaches_parallel", "parallel"),
    ("reaches_10_below", "below"),
    ("knee_near_90", "knee"),
)


@dataclass(frozen=True, kw_only=True)
class ReportEntry:
    """One line of the page.

    Attributes
    ----------
    row
        The result.
    thumbnail
        The annotated picture, small, as WebP; empty for none.
    annotated
        Where the annotated picture lies, relative to the page; empty for none.
    note
        Why there is no picture; empty where there is one, or nothing to say.
    """

    row: ResultRow
    thumbnail: bytes = b""
    annotated: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class _Cell:
    """A number as it is written, and by what it is sorted."""

    text: str = ""
    small: str = ""
    sort: str = ""


@dataclass(frozen=True, kw_only=True)
class _Flag:
    title: str
    sign: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A row as the template shows it: texts only."""

    row: ResultRow
    status_sign: str
    image: str
    link: str
    alt: str
    note: str
    thigh: _Cell
    knee: _Cell
    level: str
    flags: tuple[_Flag, ...]
    who: str


def report_html(entries: Sequence[ReportEntry], *, made: datetime | None = None) -> str:
    """The page.

    Parameters
    ----------
    entries
        In the order in which they are shown at first.
    made
        When; now by default.
    """
    lines = [_line(entry) for entry in entries]
    return _template().render(
        lines=lines,
        counts=[(status.value, sum(line.row.status is status for line in lines)) for status in Status],
        signs=_STATUS_SIGNS,
        has_labels=any(line.who for line in lines),
        interval_note=INTERVAL_NOTE,
        knee_note=sentence(KNEE_NORM_NOTE),
        made=(made or datetime.now().astimezone()).strftime("%Y-%m-%d %H:%M"),
        version=package_version(),
    )


def write_folder_page(entries: Sequence[ReportEntry], path: Path) -> None:
    """Write the page to a file."""
    path.write_text(report_html(entries), encoding="utf-8", newline="\n")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("thomas_test.output"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _line(entry: ReportEntry) -> _Line:
    row = entry.row
    image = "data:image/webp;base64," + base64.b64encode(entry.thumbnail).decode("ascii") if entry.thumbnail else ""
    return _Line(
        row=row,
        status_sign=_STATUS_SIGNS[row.status],
        image=image,
        link=quote(entry.annotated),
        alt=f"Annotated picture of {row.file}. {row.words}",
        note=entry.note,
        thigh=_angle(row.thigh_angle_deg, row.thigh_low_deg, row.thigh_high_deg, signed=True),
        knee=_angle(row.knee_flexion_deg, row.knee_low_deg, row.knee_high_deg, signed=False),
        level=_level(row),
        flags=_flags(row),
        who=" · ".join(filter(None, (row.subject, row.side, row.trial))),
    )


def _angle(value: float | None, low: float | None, high: float | None, *, signed: bool) -> _Cell:
    if value is None or low is None or high is None:
        return _Cell()
    angle = Angle(value_deg=value, low_deg=low, high_deg=high)
    return _Cell(text=degrees(value, signed=signed), small=interval(angle, signed=signed), sort=f"{value:.6f}")


def _level(row: ResultRow) -> str:
    if not row.horizon_source or row.horizon_tilt_deg is None:
        return ""
    source = HorizonSource(row.horizon_source)
    tilt = "" if source is HorizonSource.IMAGE else f", {degrees(row.horizon_tilt_deg, signed=True)}"
    return f"{LEVEL_WORDS[source]}{tilt}"


def _flags(row: ResultRow) -> tuple[_Flag, ...]:
    said = [(title, getattr(row, column)) for column, title in _FLAGS]
    return tuple(_Flag(title=title, sign=SIGNS[Verdict(value)], verdict=value) for title, value in said if value)
