"""The files that a command was given: to read, and where to write; what is wrong with one is told in words."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path

import typer

from thomas_test.cli import speaking, streams
from thomas_test.cli.statuses import NOT_MEASURED
from thomas_test.core.errors import ImageError, UsageError


def read_given(path: Path, *, expected: str) -> bytes:
    """The bytes of a file.

    Raises
    ------
    UsageError
        When it cannot be read; the message says what was expected.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"expected {expected}, got {str(path)!r}: {error.strerror}") from error


def write_out(path: Path, data: bytes) -> None:
    """Write what ``--out`` names.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"expected a place for --out, got {str(path)!r}: {error.strerror}") from error


def free_name(stem: str, tail: str, suffix: str) -> Path:
    """Choose a name, here, that nothing has yet: nobody said that a file may be overwritten.

    Parameters
    ----------
    stem
        What it is called after.
    tail, suffix
        What comes behind it, such as ``-thomas`` and ``.jpg``; a number stands between them where the name is taken.
    """
    from thomas_test.images.writing import fitting_name

    endings = chain([f"{tail}{suffix}"], (f"{tail}-{number}{suffix}" for number in count(2)))
    return next(path for path in (Path(fitting_name(stem, ending)) for ending in endings) if not path.exists())


def check_apart(out: Path, read: Path, *, what: str) -> None:
    """Refuse an ``--out`` that is the very file a command reads: what is in it would be gone.

    Parameters
    ----------
    out, read
        Where to write, and what is read.
    what
        Names what is read, for the message.

    Raises
    ------
    UsageError
        When both are one file, by whatever path.
    """
    try:
        is_one = out.samefile(read)
    except OSError:  # one of them is not there, or may not be looked at
        return
    if is_one:
        raise UsageError(f"expected another file for --out than {what} itself, got {str(out)!r}")


def tell_unreadable(name: str, error: ImageError, *, as_json: bool) -> typer.Exit:
    """Say why a photo or video cannot be read, to people and to machines, and how the command ends.

    Raises
    ------
    UsageError
        When there is no such file.
    """
    if error.reason == "vanished":
        raise UsageError(str(error)) from error
    if as_json:
        from thomas_test.output.records import file_record
        from thomas_test.output.rows import row_of_error

        streams.say_json(file_record(row_of_error(name, error)))
    speaking.note(str(error))
    return typer.Exit(NOT_MEASURED)
