"""Pictures for the screen: smaller copies of what was opened, made anew and kept nowhere but in the session."""

from __future__ import annotations

import base64
import io
import json
import re

import numpy as np
import streamlit as st
from PIL import Image

from thomas_test.app.desk import Case, Desk
from thomas_test.app.widgets.choices import current_faces
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import UsageError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Faces
from thomas_test.images import encode_picture, read_photo
from thomas_test.output.faces import FACE_UNKNOWN, SOMEBODY_BESIDE, covered, heads_of
from thomas_test.output.records import analysis_to_json
from thomas_test.output.rows import csv_text, row_of
from thomas_test.output.words import sentence
from thomas_test.overlay import draw_overlay

DISPLAY_SIDE_PX = 1600
"""Longest side of a picture on the screen: sharp on a laptop, light enough to be sent again after every change."""


def for_display(rgb: RgbImage, *, longest_px: int = DISPLAY_SIDE_PX) -> RgbImage:
    """The picture no larger than the screen needs; a small one as it is."""
    height, width = rgb.shape[:2]
    if max(height, width) <= longest_px:
        return rgb
    image = Image.fromarray(rgb)
    image.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
    return np.asarray(image)


def display_jpeg(picture: bytes, *, name: str) -> bytes:
    """An opened file as a JPEG for the screen, upright and without metadata.

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
    """The annotated picture in full size, as it is downloaded.

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
    return encode_picture(draw_overlay(rgb, analysis), "PNG", drawn_on=True)


def plain_of(desk: Desk, case: Case) -> bytes:
    """A case's picture for the page, made once; a grey one where it was opened without."""
    picture, name = case.picture, case.name
    return desk.made(
        "plain",
        None,
        lambda: display_jpeg(picture, name=name) if picture else blank_jpeg(case.read.size_px),
        of=case.ident,
    )


def annotated_of(desk: Desk, case: Case) -> bytes:
    """The annotated picture of a measured case for the page; on an empty ground where it was opened without one."""
    return desk.made("annotated", case.revision, lambda: _annotated_jpeg(case), of=case.ident)


def _annotated_jpeg(case: Case) -> bytes:
    shown = for_display(read_photo(case.picture or blank_jpeg(case.read.size_px), name=case.name).rgb)
    return encode_picture(draw_overlay(shown, case.read), "JPEG", quality=88, drawn_on=True)


THUMBNAIL_SIDE_PX = 360
"""Longest side of a picture in a list: sharp at half that width on a fine screen."""


def thumbnail(desk: Desk, case: Case) -> bytes:
    """A case small, with its lines where it was measured, for a list: a JPEG, made anew only after it has changed."""
    return desk.made("thumbnail", case.revision, lambda: _thumbnail_jpeg(case), of=case.ident)


def _thumbnail_jpeg(case: Case) -> bytes:
    picture = case.picture or blank_jpeg(case.read.size_px)
    rgb = for_display(read_photo(picture, name=case.name).rgb, longest_px=2 * THUMBNAIL_SIDE_PX)
    if case.read.outcome is not None:
        rgb = draw_overlay(rgb, case.read, numbers=False)
    return encode_picture(for_display(rgb, longest_px=THUMBNAIL_SIDE_PX), "JPEG", quality=85, drawn_on=True)


def blank_jpeg(size_px: tuple[int, int]) -> bytes:
    """An empty ground of a picture's shape, for a saved result that was opened without its picture."""
    width, height = size_px
    scale = min(1.0, DISPLAY_SIDE_PX / max(size_px))
    image = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), (58, 70, 74))
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return stream.getvalue()


def data_url(jpeg: bytes) -> str:
    """A JPEG as an address that holds it: no file, no server, no other session."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


_NOT_PLAIN = re.compile(r"[^\w\- ]+")


def annotated_button(case: Case, *, key: str, primary: bool = False) -> None:
    """Offer the annotated picture in full size; nothing for a result opened without its picture."""
    picture, faces = case.picture, current_faces()
    if picture is None:
        return
    if not may_be_saved(case.read, faces):
        st.caption(
            f"The annotated picture is not offered: {FACE_UNKNOWN}. Place the points by hand, or leave faces "
            "visible under Choices."
        )
        return
    offer_file(
        "Save the annotated picture" if primary else "Annotated picture",
        f"{file_stem(case.name)}-annotated.png",
        lambda: annotated_png(picture, case.read, faces),
        key=f"{key}-{case.ident}",
        primary=primary,
    )
    if case.read.other_heads_px and faces is Faces.BLUR:
        st.caption(f"Look at it before you hand it on: {SOMEBODY_BESIDE}.")


def record_buttons(case: Case) -> None:
    """Offer the record as JSON, from which the result can be opened again, and the row as CSV."""
    stem = file_stem(case.name)
    offer_file("Result as JSON", f"{stem}.json", lambda: _record_text(case.read), key=f"json-{case.ident}")
    offer_file("Row as CSV", f"{stem}.csv", lambda: csv_text([row_of(case.read)]), key=f"csv-{case.ident}")


def _record_text(read: Analysis) -> str:
    return json.dumps(analysis_to_json(read), indent=1, allow_nan=False, ensure_ascii=False)


def file_stem(name: str) -> str:
    """A harmless file name, without its ending, from one that a stranger chose."""
    stem = _NOT_PLAIN.sub("-", name.rsplit(".", 1)[0]).strip("-. ")
    return stem[:80] or "picture"
