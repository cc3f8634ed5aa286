"""Tell a picture that this package drew on from a photo: measured again, its lines and numbers pass for a leg.

Annotated pictures carry a mark in a comment of the file (never in Exif, which they have none of). Earlier versions
wrote none, and some programs take it off: such a picture is known by where it lies (``annotated/`` beside a
``run.json``), or by its name beside the photo it was drawn on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, PngImagePlugin

from thomas_test.core.errors import ImageError, UsageError
from thomas_test.core.text_files import json_file

OWN_OUTPUT = "own_output"
"""Stable code of a file that is none of the photos because this package wrote it."""

MARK = "thomas-test: annotated picture, not a photo"
"""What a file says that this package drew on."""

_RESULTS = ("annotated", "thumbnails")
"""Folders of pictures in the results of a run, beside its ``run.json``."""

_NAMED_AFTER = re.compile(r"(?P<photo>.+)-thomas(-\d+)?", re.DOTALL)
"""How ``thomas-test measure`` calls what it draws: after the photo."""

_UNTOUCHED_LEVELS = 12
"""Grey levels by which writing a JPEG anew may change what was not drawn on. Chosen: in the one old picture that was
looked at, 99.5 % of such pixels stay within 8."""

_UNTOUCHED_SHARE, _DRAWN_SHARE = 0.5, 0.002
"""Least share of an annotated picture that is still the photo, and that is not: lines, numbers, a blurred face."""


def mark_options(picture_format: str) -> Mapping[str, object]:
    """The options for Pillow's ``save`` that put the mark into a JPEG, PNG or WebP."""
    if picture_format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", MARK)
        return {"pnginfo": text}
    return {"xmp": MARK.encode()} if picture_format == "WEBP" else {"comment": MARK.encode()}


def is_marked(data: bytes) -> bool:
    """Whether the bytes of a JPEG, PNG or WebP say that this package drew on it."""
    return MARK.encode() in data


def refuse_marked(image: Image.Image, name: str) -> None:
    """Refuse an opened picture that carries the mark.

    Raises
    ------
    ImageError
        With the reason ``own_output``.
    """
    notes = (image.info.get(key) for key in ("comment", "Comment", "xmp"))
    if any(MARK in (note.decode("latin-1") if isinstance(note, bytes) else str(note)) for note in notes if note):
        raise own_output(name)


def refuse_placed(path: Path, name: str) -> None:
    """Refuse a file that lies where this package writes, or is called as it calls what it drew on a photo.

    Raises
    ------
    ImageError
        With the reason ``own_output``.
    """
    if _lies_in_results(path) or any(_is_drawn_on(path, photo) for photo in _photos_named(path)):
        raise own_output(name)


def own_output(name: str) -> ImageError:
    """The error of a picture that this package made."""
    message = (
        f"{name!r} is no photo: thomas-test drew on it, and its lines would be taken for a leg. "
        "Measure the photo that it was made of."
    )
    return ImageError(message, reason=OWN_OUTPUT)


def _lies_in_results(path: Path) -> bool:
    return any(parent.name in _RESULTS and _is_run(parent.parent / "run.json") for parent in path.absolute().parents)


def _is_run(record: Path) -> bool:
    try:
        run = json_file(record, expected="a run")
    except UsageError:
        return False
    return isinstance(run, dict) and run.get("schema") == "thomas-test.run"


def _photos_named(path: Path) -> list[Path]:
    named = _NAMED_AFTER.fullmatch(path.stem)
    if named is None or path.suffix.lower() != ".jpg":
        return []
    try:
        return [each for each in path.parent.iterdir() if each.stem == named["photo"] and each.is_file()]
    except OSError:
        return []


def _is_drawn_on(path: Path, photo: Path) -> bool:
    """Whether a picture without any metadata is the photo beside it, drawn on."""
    try:
        with Image.open(path, formats=["JPEG"]) as drawn, Image.open(photo, formats=["JPEG", "PNG", "WEBP"]) as plain:
            if sorted(drawn.size) != sorted(plain.size) or drawn.getexif() or "comment" in drawn.info:
                return False
            upright = ImageOps.exif_transpose(plain)
            if upright.size != drawn.size:
                return False
            levels = [np.asarray(each.convert("L"), dtype=np.int16) for each in (drawn, upright)]
            changed = np.abs(levels[0] - levels[1])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    untouched = float((changed <= _UNTOUCHED_LEVELS).mean())
    return untouched >= _UNTOUCHED_SHARE and 1.0 - untouched >= _DRAWN_SHARE
