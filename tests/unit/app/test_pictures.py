"""Pictures for the screen."""

import io

import numpy as np
from PIL import Image

from thomas_test.app.pictures import DISPLAY_SIDE_PX, blank_jpeg, data_url, display_jpeg, for_display
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
