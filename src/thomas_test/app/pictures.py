"""Pictures for the screen: smaller copies of what was opened, made anew and kept nowhere but in the session."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from thomas_test.analysis import Analysis
from thomas_test.errors import UsageError
from thomas_test.faces import FACE_UNKNOWN, covered, heads_of
from thomas_test.images import encode_picture, read_photo
from thomas_test.overlay import draw_overlay
from thomas_test.settings import Faces
from thomas_test.wording import sentence

DISPLAY_SIDE_PX = 1600
"""Longest side of a picture on the screen: sharp on a laptop, light enough to be sent again after every change."""

RgbImage = NDArray[np.uint8]


def for_display(rgb: RgbImage, *, longest_px: int = DISPLAY_SIDE_PX) -> RgbImage:
    """Give the picture no larger than the screen needs; a small one as it is."""
    height, width = rgb.shape[:2]
    if max(height, width) <= longest_px:
        return rgb
    image = Image.fromarray(rgb)
    image.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    return np.asarray(image)


def display_jpeg(picture: bytes, *, name: str) -> bytes:
    """Give an opened file as a JPEG for the screen, upright and without metadata.

    Raises
    ------
    ImageError
        When the file cannot be read.
    """
    return encode_picture(for_display(read_photo(picture, name=name).rgb), "JPEG", quality=88)


def may_be_saved(analysis: Analysis, faces: Faces) -> bool:
    """Whether there is a picture to save: where faces may not be seen, the face has to be known."""
    return faces is Faces.KEEP or heads_of(analysis) is not None


def annotated_png(picture: bytes, analysis: Analysis, faces: Faces) -> bytes:
    """Give the annotated picture in full size, as it is downloaded.

    Raises
    ------
    UsageError
        Where `may_be_saved` says no.
    """
    rgb = covered(
        read_photo(picture, name=analysis.name).rgb, heads_of(analysis), size_px=analysis.size_px, faces=faces
    )
    if rgb is None:
        raise UsageError(sentence(FACE_UNKNOWN))
    return encode_picture(draw_overlay(rgb, analysis), "PNG")


def annotated_jpeg(picture: bytes, analysis: Analysis) -> bytes:
    """Give the annotated picture as a JPEG for the screen."""
    shown = for_display(read_photo(picture, name=analysis.name).rgb)
    return encode_picture(draw_overlay(shown, analysis), "JPEG", quality=88)


def blank_jpeg(size_px: tuple[int, int]) -> bytes:
    """Give an empty ground of a picture's shape, for a saved result that was opened without its picture."""
    width, height = size_px
    scale = min(1.0, DISPLAY_SIDE_PX / max(size_px))
    image = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), (58, 70, 74))
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return stream.getvalue()


def data_url(jpeg: bytes) -> str:
    """Give a JPEG as an address that holds it: no file, no server, no other session."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
