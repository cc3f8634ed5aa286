"""Photos of more pixels than are measured are read smaller: nobody has to scale down what a phone takes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from support.apple_makernote import encode_iphone_photo
from support.pictures import encoded, level_scene
from thomas_test.images import read_photo


@pytest.fixture
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if 40,000 pixels were the most: the level scene has 76,800."""
    monkeypatch.setattr("thomas_test.images.reading.MAX_PIXELS", 40_000)


def test_a_photo_of_108_megapixels_is_read() -> None:
    """A 108-megapixel phone's JPEG, at half its width and height."""
    data = io.BytesIO()
    Image.new("L", (12_000, 9_000), 130).save(data, "JPEG")
    photo = read_photo(data.getvalue())
    assert photo.size_px == (6_000, 4_500)
    assert photo.shrunk == 2


@pytest.mark.parametrize("picture_format", ["JPEG", "MPO", "PNG", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"])
@pytest.mark.usefixtures("small_limit")
def test_every_format_is_read_smaller(picture_format: str) -> None:
    """The same picture at half its size; the bar stays level and in the middle."""
    photo = read_photo(encoded(level_scene(), picture_format))
    assert photo.size_px == (160, 120)
    assert photo.shrunk == 2
    dark = np.nonzero(photo.rgb.max(axis=2) < 80)[0]
    assert dark.mean() == pytest.approx(59.5, abs=0.6)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8, 5])
@pytest.mark.usefixtures("small_limit")
def test_what_the_file_knows_is_kept(orientation: int) -> None:
    """Upright, and with its gravity."""
    photo = read_photo(encode_iphone_photo(level_scene(), horizon_tilt_deg=2.0, orientation=orientation))
    assert photo.size_px == (160, 120)
    assert photo.gravity is not None
    assert photo.gravity.tilt_deg == pytest.approx(2.0, abs=1e-3)


@pytest.mark.parametrize(("mode", "most", "size"), [("L", 5_000, (80, 60)), ("CMYK", 40_000, (160, 120))])
def test_grey_and_printed_pictures_too(
    mode: str, most: int, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By two, or by four where that is needed."""
    monkeypatch.setattr("thomas_test.images.reading.MAX_PIXELS", most)
    assert read_photo(encoded(Image.fromarray(level_scene()).convert(mode), "JPEG")).size_px == size


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "I;16"])
@pytest.mark.usefixtures("small_limit")
def test_pixels_that_are_no_colours_yet_are_scaled_down_once_they_are(mode: str) -> None:
    """See-through, of a palette, of 16 bits: their mean before that is the mean of something else."""
    photo = read_photo(
        encoded(Image.fromarray(level_scene()).convert("L" if mode == "I;16" else "RGB").convert(mode), "PNG")
    )
    assert (photo.size_px, photo.shrunk) == ((160, 120), 2)


def test_a_photo_at_its_full_size_says_so() -> None:
    """Nothing is scaled that need not be."""
    photo = read_photo(encoded(level_scene(), "JPEG"))
    assert (photo.size_px, photo.shrunk) == ((320, 240), 1)
