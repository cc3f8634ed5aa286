"""Names for files that we write after photos: as long as a disk takes, and still told apart."""

from __future__ import annotations

import hashlib
import os

MAX_NAME_BYTES = 255
"""Longest name of a file: ext4 and XFS count bytes of UTF-8, APFS and NTFS letters, of which there are no more."""


def fitting_name(stem: str, ending: str, *, spare: str = "") -> str:
    """The stem with the ending, its middle given up for a mark of its own where the whole would be too long.

    Parameters
    ----------
    stem
        What the file is called after; 249 letters, or 85 Chinese ones, fill a name by themselves.
    ending
        What comes behind it, such as ``-thomas.jpg``; kept whole.
    spare
        A further ending that there has to be room for.
    """
    if len(os.fsencode(stem + ending + spare)) <= MAX_NAME_BYTES:
        return stem + ending
    # two long names may differ in their last letters alone
    mark = f"~{hashlib.sha256(os.fsencode(stem)).hexdigest()[:8]}{ending}"
    room = MAX_NAME_BYTES - len(os.fsencode(mark + spare))
    return os.fsencode(stem)[:room].decode("utf-8", "ignore") + mark
