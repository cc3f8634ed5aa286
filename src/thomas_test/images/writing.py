"""Write pictures: pixels only, no metadata, never half a file, under names as long as a disk takes."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from thomas_test.core.errors import UsageError
from thomas_test.images.own_output import mark_options
from thomas_test.images.photo import check_rgb

_FORMAT_BY_SUFFIX = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


_WEBP_METHOD = 2
"""How hard WebP tries: pictures of 480 pixels take 0.4 times as long as with Pillow's own 4, and are 4 % larger (8
annotated ones, 2026-11-27)."""


def encode_picture(
    rgb: NDArray[np.uint8], picture_format: str = "JPEG", *, quality: int = 92, drawn_on: bool = False
) -> bytes:
    """Encode pixels without any metadata of the photo: no Exif, no place, no time, no thumbnail.

    Parameters
    ----------
    rgb
        ``uint8``, shape ``(height, width, 3)``.
    picture_format
        ``JPEG``, ``PNG`` or ``WEBP``.
    quality
        Of JPEG and WebP, 1-100; 92 shows no blocks around thin lines and letters.
    drawn_on
        Whether this package drew on it: then a comment says so, and it is never measured as a photo.

    Raises
    ------
    ValueError
        No such picture, or no such format.
    """
    check_rgb(rgb)
    if picture_format not in _FORMAT_BY_SUFFIX.values():
        raise ValueError(f"expected JPEG, PNG or WEBP, got {picture_format!r}")
    target = io.BytesIO()
    # made of bare pixels, so there is nothing that could be carried over
    options = dict(mark_options(picture_format)) if drawn_on else {}
    if picture_format == "WEBP":
        options["method"] = _WEBP_METHOD
    Image.fromarray(rgb).save(target, picture_format, quality=quality, **options)
    return target.getvalue()


def write_picture(rgb: NDArray[np.uint8], path: Path, *, quality: int = 92, drawn_on: bool = False) -> None:
    """Write pixels without any metadata of the photo; the file appears whole or not at all.

    Parameters
    ----------
    rgb
        ``uint8``, shape ``(height, width, 3)``.
    path
        Where to; the ending chooses the format: .jpg, .jpeg, .png or .webp. A file there is replaced.
    quality
        Of JPEG and WebP, 1-100.
    drawn_on
        Whether this package drew on it, see `encode_picture`.

    Raises
    ------
    UsageError
        Another ending, or a place that cannot be written to.
    """
    picture_format = _FORMAT_BY_SUFFIX.get(path.suffix.lower())
    if picture_format is None:
        raise UsageError(f"Expected a name ending in .jpg, .png or .webp to write a picture, got {path.name!r}.")
    data = encode_picture(rgb, picture_format, quality=quality, drawn_on=drawn_on)
    try:
        write_whole(path, data)
    except OSError as error:
        message = f"Cannot write {str(path)!r}: {error.strerror}. Check that its folder exists and may be written to."
        raise UsageError(message) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all; one that is there is replaced."""
    # hidden, so that a walk through the folder does not take it for a picture; beside its target, so that the
    # replacement is one step
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


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
    if len(_as_bytes(stem + ending + spare)) <= MAX_NAME_BYTES:
        return stem + ending
    # two long names may differ in their last letters alone
    mark = f"~{hashlib.sha256(_as_bytes(stem)).hexdigest()[:8]}{ending}"
    room = MAX_NAME_BYTES - len(_as_bytes(mark + spare))
    return _as_bytes(stem)[:room].decode("utf-8", "ignore") + mark


def _as_bytes(name: str) -> bytes:
    """A name in UTF-8, also where this system's own names are told in a narrower code (``LC_ALL=C PYTHONUTF8=0``)."""
    return name.encode("utf-8", "surrogatepass")
