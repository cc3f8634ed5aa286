"""A closed set of codes of which each has its words."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """Codes as files have them, each with what people read: ``SHARP = "sharp", "a sharp pain"``.

    Attributes
    ----------
    words
        What people read; the code itself where nothing else is said.
    """

    words: str

    def __new__(cls, code: str, words: str = "") -> Self:
        """Make a member of a code and its words."""
        member = str.__new__(cls, code)
        member._value_, member.words = code, words or code
        return member
