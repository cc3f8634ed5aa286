"""Tables that people made: any of the usual separators, decimal marks and encodings, read once and checked.

What cannot be read without guessing is an error that names the line, never a shifted column.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.text_files import any_text
from thomas_test.images.folder import printable_text
from thomas_test.validation.keys import file_key, trial_key

_BLANKS = frozenset({"", "-", "–", "na", "n/a", "nan", "none", "null"})
"""What people and spreadsheets write where there is no value."""

_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-"})
_SEPARATORS = ",;\t"
SEPARATOR_WORDS = "commas, semicolons or tabs"
"""What may stand between columns, for people."""


_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How Excel's files begin, today's and those up to 2003."""

_SEPARATOR_LINE = re.compile(r'"?sep=(?P<mark>[^\s"]|\t)"?(?:[,;\t])*', re.IGNORECASE)
"""A first line that tells Excel what stands between the columns; saved again it may have empty cells behind it."""


class NotANumberError(ValueError):
    """A cell that holds something, and no number."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: the line it starts on in its file (the header is line 1) and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """A cell without the blanks around it; empty where the table has no such column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """A table as text.

    Attributes
    ----------
    name, sha256
        The file's name without its folder, and the hash of its bytes: which table it was.
    columns
        Names in lower case, in the file's order.
    """

    name: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def has_values(self, column: str) -> bool:
        """Tell whether any row has something in the column."""
        return any(row.text(column) for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class TableInMemory:
    """A table that lies in no file, such as one that was handed to the app."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        """Its bytes, as those of a file."""
        return self.data


def read_table(path: Path | TableInMemory) -> RawTable:
    """Read a table of text, separated by commas, semicolons or tabs: UTF-8, UTF-16, or as Windows writes Western text.

    A first line ``sep=;``, which Excel obeys and hides, is obeyed.

    Raises
    ------
    UsageError
        When there is no such file, or it is no table, or a row does not fit its header.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"expected a table at {path}, which cannot be read: {error.strerror or error}") from error
    name = printable_text(path.name)
    text = _decode(data, name)
    header, lines = _split(text, name)
    rows = tuple(row for line, cells in lines if (row := _row(line, cells, header, name)) is not None)
    return RawTable(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        columns=tuple(column for column in header if column),
        rows=rows,
    )


def parse_number(text: str) -> float | None:
    """Read a number as people write it: 12.5, 12,5, −3°; None where there is no value.

    Raises
    ------
    NotANumberError
        For anything else, infinities included; the message quotes the text.
    """
    bare = text.strip().rstrip("°").strip()
    if bare.casefold() in _BLANKS:
        return None
    bare = bare.translate(_MINUS_SIGNS)
    if bare.count(",") == 1 and "." not in bare:  # no angle has thousands: a lone comma is a decimal mark
        bare = bare.replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        raise NotANumberError(f"{text.strip()!r} is no number") from None
    if not math.isfinite(number):
        raise NotANumberError(f"{text.strip()!r} is no finite number")
    return number


def _decode(data: bytes, name: str) -> str:
    if data.startswith(_SPREADSHEETS):
        raise UsageError(f"expected a table of text, got the spreadsheet {name}: save it as 'CSV UTF-8' and try again")
    try:
        text = any_text(data)
    except UsageError as error:
        raise UsageError(f"expected {name} in UTF-8, got another encoding ({error}): save it as 'CSV UTF-8'") from error
    if any(letter < " " and letter not in "\t\r\n\f\v" for letter in text):
        raise UsageError(f"expected a table of text, got a binary file: {name}")
    return text


def _split(text: str, name: str) -> tuple[tuple[str, ...], list[tuple[int, Sequence[str]]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    told = _SEPARATOR_LINE.fullmatch(first)
    separator = told["mark"] if told else max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, Sequence[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}, line {start}: not a readable table ({error}); check its quotation marks") from error
    if told:
        del lines[0]
    if not lines:
        raise UsageError(f"expected a table with a header and rows, got nothing in {name}")
    header = tuple(cell.strip().casefold() for cell in lines[0][1])
    if len(header) == 1 and "|" in header[0]:
        raise UsageError(f"expected {SEPARATOR_WORDS} between the columns of {name}, got '|': save it as 'CSV UTF-8'")
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise UsageError(f"expected every column once, got {', '.join(twice)} twice in {name}")
    return header, lines[1:]


def _row(line: int, cells: Sequence[str], header: tuple[str, ...], name: str) -> Row | None:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise UsageError(
            f"{name}, line {line}: expected {len(header)} cells as in the header, got {len(cells)}; with decimal "
            "commas, separate the columns by semicolons"
        )
    return Row(line=line, cells={column: cell for column, cell in zip(header, cells, strict=False) if column})


_SIDES: Mapping[str, Side] = {"left": Side.LEFT, "l": Side.LEFT, "right": Side.RIGHT, "r": Side.RIGHT}


@dataclass(frozen=True, kw_only=True)
class ManifestEntry:
    """What the manifest says about one picture.

    Attributes
    ----------
    subject
        Whatever stands for the person; empty where it is not given. A number is better than a name.
    side
        The tested leg, the subject's own; None where it is not given.
    trial
        Which of several readings of the same leg; empty where it is not given.
    """

    subject: str = ""
    side: Side | None = None
    trial: str = ""


def read_manifest(path: Path) -> Mapping[str, ManifestEntry]:
    """Read a manifest: a table with the columns ``file``, ``subject``, ``side`` and ``trial``.

    Returns
    -------
    Mapping
        Entries by file, in the manifest's order. ``file`` is a path below the folder that is scored, ``/``
        between its parts whatever the manifest used, without a leading ``./``: see `file_key`.

    Raises
    ------
    UsageError
        When the table cannot be read, ``file`` is missing, a side is unknown, or a file stands there twice.
    """
    table = read_table(path)
    if "file" not in table.columns or not {"subject", "side", "trial"} & set(table.columns):
        raise UsageError(
            f"expected a manifest with the columns file, subject, side, trial, got {', '.join(table.columns)}"
            f" in {table.name}"
        )
    entries: dict[str, ManifestEntry] = {}
    seen: dict[str, int] = {}
    for row in table.rows:
        name = file_key(row.text("file"))
        if not name:
            raise UsageError(f"{table.name}, line {row.line}: expected a file name, got none")
        if name in seen:
            raise UsageError(
                f"{table.name}, line {row.line}: expected every file once, got {name} again"
                f" (first on line {seen[name]})"
            )
        seen[name] = row.line
        entries[name] = ManifestEntry(
            subject=row.text("subject"), side=_side(row, table.name), trial=trial_key(row.text("trial"))
        )
    return MappingProxyType(entries)


def parse_side(text: str) -> Side | None:
    """Read a side: left, right, L, R in any case; None for an empty text.

    Raises
    ------
    ValueError
        For anything else; the message quotes the text.
    """
    bare = text.strip().casefold()
    if not bare:
        return None
    try:
        return _SIDES[bare]
    except KeyError:
        raise ValueError(f"expected the side left or right, got {text.strip()!r}") from None


def _side(row: Row, table: str) -> Side | None:
    try:
        return parse_side(row.text("side"))
    except ValueError as error:
        raise UsageError(f"{table}, line {row.line}: {error}") from error
