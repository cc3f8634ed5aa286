"""The annotated picture that a command writes: the face as told, or a word why there is no picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thomas_test.cli import speaking
from thomas_test.core.settings import Faces

if TYPE_CHECKING:
    from thomas_test.core.geometry import Circle
    from thomas_test.core.pictures import RgbImage
    from thomas_test.images import Photo


def write_annotated(
    photo: Photo,
    heads: Sequence[Circle] | None,
    target: Path,
    *,
    faces: Faces,
    draw: Callable[[RgbImage], RgbImage],
) -> Path | None:
    """Write the picture with what was read drawn on it.

    Parameters
    ----------
    photo
        The picture that was read.
    heads
        Where the heads are in it; None where that of the person measured is unknown.
    target
        Where the annotated picture goes.
    faces
        Whether the face may be seen.
    draw
        Draws on a copy.

    Returns
    -------
    Path or None
        Where it was written; None where the face may not be seen and its place is unknown, which the person is told.

    Raises
    ------
    UsageError
        When the file cannot be written.
    """
    from thomas_test.images import write_picture
    from thomas_test.output.faces import FACE_UNKNOWN, covered

    rgb = covered(photo.rgb, heads, size_px=photo.size_px, faces=faces)
    if rgb is None:
        speaking.note(f"No annotated picture was written: {FACE_UNKNOWN}. --faces keep writes it as it is.")
        return None
    write_picture(draw(rgb), target, drawn_on=True)
    return target
