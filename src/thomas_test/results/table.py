"""The results table as CSV: UTF-8 without a mark in front, one row a file, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple
from enum import Enum
from typing import TextIO

from thomas_test.results.rows import COLUMNS, ResultRow

_DECIMALS = 3
"""A thousandth of a degree: far below what a picture tells, so that nothing is lost by writing."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV injection). Names are made by strangers."""


def write_csv(rows: Iterable[ResultRow], stream: TextIO) -> None:
    """Write the table to a text stream that was opened with ``newline=""`` and UTF-8.

    A ``file`` that a spreadsheet would take for a formula is written as ``./name``: still the path of the same file.
    Any other such text gets an apostrophe in front, which spreadsheets hide.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = dict(zip(COLUMNS, astuple(row), strict=True))
        writer.writerow([_file_cell(row.file), *(_cell(values[column]) for column in COLUMNS if column != "file")])


def csv_text(rows: Iterable[ResultRow]) -> str:
    """Give the table as text, for a download."""
    stream = io.StringIO(newline="")
    write_csv(rows, stream)
    return stream.getvalue()


def _file_cell(name: str) -> str:
    return f"./{name}" if name.startswith(_FORMULA_STARTS) else name


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return f"{round(value, _DECIMALS) + 0.0:.{_DECIMALS}f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
