"""Standard output and error as they are: a console without our signs, a reader who has gone, a disk that is full.

What a person or a program asked for comes first; that somebody stopped listening is no fault and changes nothing, that
something could not be written is told where it still can be.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, TextIO

import typer

WRITE_FAILURES = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO, errno.EINVAL}
)
"""What a full, locked or broken disk answers: the machine's trouble, and no fault of the program."""

_NOBODY_LISTENS = frozenset({errno.EPIPE, errno.ESHUTDOWN, errno.EINVAL})
"""What a pipe answers whose reader has gone, such as ``head``; Windows calls that an invalid argument."""

_IN_ASCII: Mapping[str, str] = {
    "−": "-",
    "–": "-",
    "—": "-",
    "✓": "Y",
    "✗": "N",
    "θ": "theta",
    "κ": "kappa",
    "ρ": "rho",
    "σ": "sigma",
    "°": " deg",
    "±": "+/-",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "·": ".",
    "•": "*",
    "○": "o",
    "→": "->",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
}
"""Signs that we print, for a console that lacks them. None becomes a question mark, which means borderline, and the
four verdicts stay four: Y, N, ? and -."""

_BOXES = range(0x2500, 0x2580)
"""Letters that rules and frames are drawn with."""

_lost: list[OSError] = []
"""Why something could not be written to the standard output; empty while everything was, or nobody listened."""


def prepare_streams() -> None:
    """Make the standard streams fit to print on, whatever they are."""
    _lost.clear()
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # closed by whoever started us: the next file opened would get this number, and a library's messages
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error(_FALL_BACK, _in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_FALL_BACK)


_FALL_BACK = "thomas-test.ascii"


def say(text: str | bytes) -> None:
    """Print a line of the result; bytes as they are."""
    try:
        typer.echo(text)
    except OSError as error:
        _hush(sys.stdout)
        if error.errno not in _NOBODY_LISTENS:
            _lost.append(error)


def say_json(record: Mapping[str, Any]) -> None:
    """Print a record as JSON and nothing else: UTF-8 whatever the console speaks.

    Where the console speaks something else every letter is written in ASCII, as JSON allows: whatever recodes it on the
    way, as PowerShell 5 does, leaves it whole.
    """
    speaks_utf8 = codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name == "utf-8"
    text = json.dumps(record, ensure_ascii=not speaks_utf8, indent=2, allow_nan=False)
    say(text.encode())


def say_aside(text: str) -> None:
    """Print a line beside the result, on the standard error."""
    try:
        typer.echo(text, err=True)
    except OSError:  # nowhere is left to say it
        _hush(sys.stderr)


def is_watched(stream: TextIO | None) -> bool:
    """Whether a person sees what is written; nobody does where there is no stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def settled(status: int) -> int:
    """The exit status after all has been said: 1 in place of success where the result could not be written."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError as error:
            _hush(stream)
            if error.errno not in _NOBODY_LISTENS and stream is sys.stdout:
                _lost.append(error)
        except ValueError:  # closed
            continue
    if not _lost:
        return status
    say_aside(
        f"thomas-test: the result could not be written to the standard output: {_lost[0].strerror}. "
        "Free some space, or send it to another place."
    )
    return status or 1


def _hush(stream: TextIO) -> None:
    """Send whatever else goes to a stream nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_letter_in_ascii, error.object[error.start : error.end])), error.end


def _letter_in_ascii(letter: str) -> str:
    if letter in _IN_ASCII:
        return _IN_ASCII[letter]
    if ord(letter) in _BOXES:
        return "|" if "VERTICAL" in unicodedata.name(letter, "") else "-"
    if unicodedata.category(letter) == "Zs":
        return " "
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    # a name that lost its letters could be another's: their numbers tell names apart
    return bare or letter.encode("ascii", "backslashreplace").decode()
