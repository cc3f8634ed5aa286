"""What the files of a check are called: whose, when and which, so that none of a day writes over another."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from thomas_test.check.record import Examination

_NOT_PLAIN = re.compile(r"[^\w]+")
_LONGEST_CODE = 40


class Kind(StrEnum):
    """Which file it is, as its name says."""

    FULL = "full"
    BLIND = "blind"
    PATIENT = "patient"
    STOPPED = "stopped"
    READINGS = "readings"


def file_name(examination: Examination, kind: Kind, ending: str) -> str:
    """The name of a file of a check, such as ``thomas-test-P-07-2026-11-24-full.pdf``.

    The person's code is made safe: letters, digits and hyphens, whatever was typed. Without one it is left out.
    """
    typed = unicodedata.normalize("NFKC", examination.person)
    code = _NOT_PLAIN.sub("-", typed).strip("-_")[:_LONGEST_CODE].strip("-_")
    return "-".join(filter(None, ("thomas-test", code, examination.day.isoformat(), kind.value))) + f".{ending}"
