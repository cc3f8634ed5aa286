"""The manifest of a folder: who, which leg and which trial each picture shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from thomas_test.errors import UsageError
from thomas_test.landmarks import Side
from thomas_test.validation.tables import Row, read_table

_SIDES: Mapping[str, Side] = MappingProxyType({"left": Side.LEFT, "l": Side.LEFT, "right": Side.RIGHT, "r": Side.RIGHT})


@dataclass(frozen=True, kw_only=True)
class Entry:
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


def read_manifest(path: Path) -> Mapping[str, Entry]:
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
    entries: dict[str, Entry] = {}
    seen: dict[str, int] = {}
    for row in table.rows:
        name = file_key(row.text("file"))
        if not name:
            raise UsageError(f"{table.name}, line {row.line}: expected a file name, got none")
        if name.casefold() in seen:
            raise UsageError(
                f"{table.name}, line {row.line}: expected every file once, got {name} again"
                f" (first on line {seen[name.casefold()]})"
            )
        seen[name.casefold()] = row.line
        entries[name] = Entry(
            subject=row.text("subject"), side=_side(row, table.name), trial=trial_key(row.text("trial"))
        )
    return MappingProxyType(entries)


def file_key(name: str) -> str:
    """Give a file name in one form: ``/`` between its parts, no ``./`` in front, composed letters (NFC).

    macOS hands out decomposed letters, Windows backslashes; tables travel between them.
    """
    parts = unicodedata.normalize("NFC", name.strip()).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def trial_key(text: str) -> str:
    """Give a trial in one form: spreadsheets turn ``1`` into ``1.0``."""
    bare = text.strip()
    whole, dot, rest = bare.partition(".")
    return whole if dot and whole.isdigit() and set(rest) <= {"0"} else bare


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
