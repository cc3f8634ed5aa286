"""The annotated picture that a command writes: the face as told, or a word why there is no picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from thomas_test.cli import speaking, streams
from thomas_test.cli.statuses import OWN_FAILURE
from thomas_test.core.errors import UsageError
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
    asked_for: bool,
    draw: Callable[[RgbImage], RgbImage],
) -> None:
    """Write the picture with what was read drawn on it and say where it is, or why there is none.

    The numbers have been told before: a folder that cannot be written to, or a full disk, costs the picture only.

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
    asked_for
        Whether the person named the target: then a picture that cannot be written is a failure of the command.
    draw
        Draws on a copy.

    Raises
    ------
    typer.Exit
        With exit status 1 when a picture that was asked for cannot be written.
    """
    from thomas_test.images import write_picture
    from thomas_test.output.faces import FACE_UNKNOWN, SOMEBODY_BESIDE, covered

    rgb = covered(photo.rgb, heads, size_px=photo.size_px, faces=faces)
    if rgb is None:
        speaking.note(f"No annotated picture was written: {FACE_UNKNOWN}. --faces keep writes it as it is.")
        return
    try:
        write_picture(draw(rgb), target, drawn_on=True)
    except UsageError as error:
        speaking.note(f"No annotated picture was written. {error} --out names another place.")
        if asked_for:
            raise typer.Exit(OWN_FAILURE) from error
        return
    streams.say(f"Annotated picture: {speaking.shown(str(target))}")
    if faces is Faces.BLUR and heads is not None and len(heads) > 1:
        speaking.note(f"Look at it before you hand it on: {SOMEBODY_BESIDE}.")
