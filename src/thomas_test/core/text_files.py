"""Text and JSON out of files that anybody may have written: decoded as Windows writes them, too, and within limits.

Every JSON that comes from outside is read here and nowhere else. The limits are far above what this package writes and
far below what takes a machine down; a file beyond them is refused in words.
"""

from __future__ import annotations

import codecs
import json
import math
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from thomas_test.core.errors import UsageError

MAX_BYTES: Final = 20_000_000
"""Larger files are not read: the record of a picture has some 5 kB. Files with pictures inside have their own limit."""
MAX_VALUES: Final = 1_000_000
"""So many commas and brackets at most: each value that JSON names takes some 100 bytes of memory, or 20 of the file."""
MAX_DEPTH: Final = 32
"""Levels of objects and lists inside one another: our deepest file, a saved check, has 9."""
MAX_DIGITS: Final = 18
"""Digits of a whole number, as many as a 64-bit integer holds; a longer one is read as a float, finite or refused."""

_MARKS: Final = (
    # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded_text(data: bytes) -> str:
    """The text that a file holds: UTF-8, or UTF-16 and UTF-32 as Windows programs write them.

    A byte order mark says which and is left out. PowerShell 5 writes UTF-16 where output is sent to a file with ``>``;
    Notepad and Excel put a mark before UTF-8.

    Raises
    ------
    UsageError
        When it is none of these; the message says where the first byte stands that fits none.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked(data[:2])
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"expected text in {encoding.removesuffix('-sig').upper()}, got bytes that are none at byte "
            f"{error.start + 1}: save the file as UTF-8"
        ) from error


def any_text(data: bytes) -> str:
    """The text that a file holds, `decoded_text`, or as Windows writes it in Western Europe (code page 1252).

    Spreadsheets save plain CSV so, and older programs JSON. A text in another code page comes out with wrong letters:
    numbers are the same in all of them, and a name that then fits no picture is told.

    Raises
    ------
    UsageError
        That of `decoded_text`, where it is none of these.
    """
    try:
        return decoded_text(data)
    except UsageError:
        # a text with a mark is what its mark says, and damaged
        if not data.startswith(tuple(mark for mark, _ in _MARKS)):
            with suppress(UnicodeDecodeError):
                return data.decode("cp1252")
        raise


def _unmarked(start: bytes) -> str:
    """The encoding of a text without a mark, whose first character is taken to be ASCII: JSON and tables begin so."""
    if len(start) == 2 and 0 in start and any(start):
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    return "utf-8"


def json_in(data: bytes | str, *, expected: str, max_bytes: int = MAX_BYTES) -> Any:
    """What a JSON text holds: an object, a list, a text, a finite number, a truth or None.

    Parameters
    ----------
    data
        The text, or the bytes of its file.
    expected
        What it should hold, for the message, such as ``points in 'a.json'``.
    max_bytes
        Its largest size.

    Raises
    ------
    UsageError
        When it is no JSON, names a thing twice, or goes beyond a limit: size, number and depth of its values, digits.
    """
    if len(data) > max_bytes:
        raise UsageError(f"expected {expected} of at most {max_bytes // 1_000_000} MB, got more")
    try:
        return _parsed(any_text(data) if isinstance(data, bytes) else data)
    except RecursionError as error:
        raise UsageError(
            f"expected {expected} as JSON, got values inside one another over {MAX_DEPTH} levels deep"
        ) from error
    except (ValueError, UsageError) as error:
        raise UsageError(f"expected {expected} as JSON, got something else: {error}") from error


def json_file(path: Path, *, expected: str, max_bytes: int = MAX_BYTES) -> Any:
    """What a JSON file holds, see `json_in`; the message names the file.

    Raises
    ------
    UsageError
        When it cannot be read, or for what `json_in` refuses.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"expected {expected}, cannot read {str(path)!r}: {why}") from error
    return json_in(data, expected=f"{expected} in {str(path)!r}", max_bytes=max_bytes)


def _parsed(text: str) -> object:
    values = sum(text.count(mark) for mark in ",[{")
    if values > MAX_VALUES:
        raise ValueError(f"{values} values, more than {MAX_VALUES}")
    value = json.loads(text.removeprefix("\ufeff"), parse_int=_whole_number, object_pairs_hook=_named_once)
    level: list[object] = [value]
    for _ in range(MAX_DEPTH + 1):
        bad = next((each for each in level if _is_bad(each)), None)
        if bad is not None:
            kind = "a finite number" if isinstance(bad, float) else "whole characters"
            raise ValueError(f"expected {kind} at {_place(value, bad) or 'the top'}, got {ascii(bad)[:40]}")
        level = [inside for each in level for inside in _inside(each)]
        if not level:
            return value
    raise RecursionError


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits.lstrip("-")) <= MAX_DIGITS else float(digits)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"expected every name once in an object, got {twice[:40]!r} twice")
    return found


def _is_bad(value: object) -> bool:
    """Whether a value can be read and not be written again: no finite number, or half of a character (a surrogate)."""
    if isinstance(value, str):
        return not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)
    return isinstance(value, float) and not math.isfinite(value)


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return (*value.keys(), *value.values())
    return value if isinstance(value, list) else ()


def _place(value: object, sought: object) -> str | None:
    """The way to a value that lies in another, such as ``points_px.knee[1]``; None where it does not."""
    if value is sought:
        return ""
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in named:
        if name is sought:
            return "a name"
        way = _place(each, sought)
        if way is not None:
            step = f"[{name}]" if isinstance(name, int) else name
            return f"{step}{way}" if not way or way.startswith("[") else f"{step}.{way}"
    return None
