"""Pictures for the screen."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from support.analyses import make_analysis, make_refusal
from support.pictures import shown
from thomas_test.app.widgets.pictures import (
    DISPLAY_SIDE_PX,
    annotated_png,
    blank_jpeg,
    data_url,
    display_jpeg,
    for_display,
    may_be_saved,
)
from thomas_test.core.errors import UsageError
from thomas_test.core.settings import Faces
from thomas_test.images import encode_picture


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    """The longest side is the screen's; a small picture is left alone."""
    shown = for_display(np.zeros((4000, 3000, 3), np.uint8))
    assert shown.shape == (DISPLAY_SIDE_PX, DISPLAY_SIDE_PX * 3 // 4, 3)
    small = np.zeros((30, 40, 3), np.uint8)
    assert for_display(small) is small


def test_an_opened_file_becomes_a_plain_jpeg() -> None:
    """Whatever came in, the screen gets a JPEG without metadata."""
    png = encode_picture(np.full((20, 30, 3), 90, np.uint8), "PNG")
    image = Image.open(io.BytesIO(display_jpeg(png, name="x.png")))
    assert (image.format, image.size) == ("JPEG", (30, 20))
    assert not image.getexif()


def test_a_ground_without_picture_has_the_pictures_shape() -> None:
    """A saved result opened alone is drawn on grey of the same proportions."""
    assert Image.open(io.BytesIO(blank_jpeg((4000, 3000)))).size == (DISPLAY_SIDE_PX, DISPLAY_SIDE_PX * 3 // 4)


def test_a_data_address_holds_the_picture_itself() -> None:
    """No file and no server stands behind it."""
    assert data_url(b"\xff\xd8") == "data:image/jpeg;base64,/9g="


def test_a_saved_picture_shows_no_face_unless_told() -> None:
    """Neither that of the person measured nor a helper's; with faces kept the pixels are the photo's own."""
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    photo, analysis = encode_picture(noise, "PNG"), replace(make_analysis(), other_heads_px=((560.0, 60.0, 40.0),))
    blurred, kept = (shown(annotated_png(photo, analysis, faces)) for faces in (Faces.BLUR, Faces.KEEP))
    for rows, columns in ((slice(215, 245), slice(45, 75)), (slice(45, 75), slice(545, 575))):
        assert np.array_equal(kept[rows, columns], noise[rows, columns])
        assert blurred[rows, columns].std() < 0.4 * noise[rows, columns].std()


def test_there_is_no_picture_to_save_where_the_face_is_unknown() -> None:
    """Nobody was found in it: it is not offered, and asking all the same is an error in words."""
    assert not may_be_saved(make_refusal(), Faces.BLUR)
    assert may_be_saved(make_refusal(), Faces.KEEP)
    with pytest.raises(UsageError, match="cannot be blurred"):
        annotated_png(encode_picture(np.zeros((480, 640, 3), dtype=np.uint8), "PNG"), make_refusal(), Faces.BLUR)
