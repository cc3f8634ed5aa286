from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from support.pictures import BLUE_XYZ, GREEN_XYZ, RED_XYZ, encoded, plain, png, rgb_profile, textured
from thomas_test.core.errors import ImageError
from thomas_test.images import read_photo

ORANGE = (200, 60, 20)
# red and blue colorants exchanged, the gamma close to that of sRGB: pixels through it come out blue for red
SWAPPED = rgb_profile("red is blue", BLUE_XYZ, GREEN_XYZ, RED_XYZ)


def _palette_with_alpha() -> Image.Image:
    image = Image.new("P", (40, 30), 1)
    image.putpalette([0, 0, 0, *ORANGE])
    image.info["transparency"] = bytes([0, 255])
    image.putpixel((0, 0), 0)
    return image


def _inks(cyan: int, magenta: int, yellow: int, black: int) -> Image.Image:
    return Image.new("CMYK", (40, 30), (cyan, magenta, yellow, black))


@pytest.mark.parametrize(
    ("data", "expected", "tolerance"),
    [
        (encoded(plain(), "JPEG", quality=95), ORANGE, 3),
        (encoded(plain(mode="L", color=77), "JPEG"), (77, 77, 77), 1),  # grey
        (encoded(_inks(0, 255, 255, 0), "JPEG", quality=95), (255, 0, 0), 3),  # inks, inverted in the file by Adobe
        (encoded(_inks(0, 0, 0, 0), "JPEG"), (255, 255, 255), 1),  # no ink is white, not black
        (encoded(_inks(255, 0, 0, 0), "TIFF"), (0, 255, 255), 0),  # inks, as they are
        (encoded(plain(), "PNG"), ORANGE, 0),
        (encoded(plain().quantize(4), "PNG"), ORANGE, 1),  # palette
        (encoded(_palette_with_alpha(), "PNG"), ORANGE, 0),  # palette, one colour of it transparent
        (encoded(plain(mode="1", color=1), "PNG"), (255, 255, 255), 0),  # black and white
        (encoded(plain(mode="RGBA", color=(*ORANGE, 255)), "PNG"), ORANGE, 0),  # alpha, all there
        (encoded(plain(mode="RGBA", color=(0, 0, 0, 0)), "PNG"), (255, 255, 255), 0),  # nothing there: white paper
        (encoded(plain(mode="RGBA", color=(0, 0, 0, 51)), "PNG"), (204, 204, 204), 1),  # a fifth there
        (encoded(plain(mode="LA", color=(0, 51)), "PNG"), (204, 204, 204), 1),  # grey, a fifth there
        (png((1, 1), bit_depth=16, pixels=b"\0" + b"\xc8\xc8\x3c\x3c\x14\x14"), ORANGE, 0),  # 16 bit
        (png((1, 1), bit_depth=16, color_type=0, pixels=b"\0\x4d\x4d"), (77, 77, 77), 0),  # 16 bit grey
        (png((1, 1), bit_depth=16, color_type=0, pixels=b"\0\x4d\xfe"), (78, 78, 78), 0),  # rounded, not cut
        (encoded(plain(), "WEBP", lossless=True), ORANGE, 0),
        (encoded(plain(mode="RGBA", color=(0, 0, 0, 0)), "WEBP", lossless=True), (255, 255, 255), 0),
        (encoded(plain(), "TIFF"), ORANGE, 0),
        (encoded(plain(), "TIFF", compression="tiff_lzw"), ORANGE, 0),
        (encoded(Image.fromarray(np.full((30, 40), 77 * 257, np.uint16)), "TIFF"), (77, 77, 77), 0),  # 16 bit grey
        (encoded(plain(), "BMP"), ORANGE, 0),
        (encoded(plain(), "GIF"), ORANGE, 1),  # still
        (encoded(plain(), "HEIF", quality=95), ORANGE, 4),
        (encoded(plain(), "AVIF", quality=95), ORANGE, 4),
    ],
)
def test_every_way_to_store_pixels_ends_as_8_bit_rgb(
    data: bytes, expected: tuple[int, int, int], tolerance: int
) -> None:
    """A picture shows the colours that a browser shows, transparent parts on white."""
    photo = read_photo(data)

    height, width = photo.rgb.shape[:2]
    assert photo.rgb[height // 2, width // 2].astype(int) == pytest.approx(np.array(expected), abs=tolerance)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_pixels_that_say_not_how_bright_they_are_are_refused(mode: str) -> None:
    """Scientific TIFF with 32-bit or floating-point values is unreadable, and the message says what to do."""
    with pytest.raises(ImageError, match="Export it as JPEG") as caught:
        read_photo(encoded(Image.new(mode, (4, 3)), "TIFF"), name="scan.tif")

    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize("picture_format", ["PNG", "JPEG", "TIFF", "WEBP", "HEIF"])
def test_a_colour_profile_is_followed(picture_format: str) -> None:
    """Through a profile whose red is blue, a red picture is blue."""
    photo = read_photo(encoded(plain(color=(255, 0, 0)), picture_format, icc_profile=SWAPPED, quality=95))

    assert photo.rgb[15, 20].astype(int) == pytest.approx(np.array([0, 0, 255]), abs=6)


@pytest.mark.parametrize(
    ("mode", "color", "profile"),
    [
        ("RGB", ORANGE, b"no profile at all"),  # damaged
        ("RGB", ORANGE, SWAPPED[:300]),  # cut short
        ("RGB", ORANGE, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),  # what it is anyway
        ("L", 77, SWAPPED),  # of another kind than the pixels
        ("CMYK", (0, 255, 255, 0), SWAPPED),  # of another kind than the pixels
    ],
)
def test_a_profile_of_no_use_changes_nothing(mode: str, color: object, profile: bytes) -> None:
    """A profile that is damaged, not for these pixels or sRGB itself leaves the colours alone."""
    with_profile = read_photo(encoded(plain(mode=mode, color=color), "TIFF", icc_profile=profile))
    without = read_photo(encoded(plain(mode=mode, color=color), "TIFF"))

    assert np.array_equal(with_profile.rgb, without.rgb)


def test_a_large_picture_is_converted_the_same_in_bands_as_in_one() -> None:
    """Conversion on several threads gives every pixel what a single transform gives it."""
    rgb = textured((50, 1030))
    profile = ImageCms.ImageCmsProfile(io.BytesIO(SWAPPED))
    expected = ImageCms.profileToProfile(
        Image.fromarray(rgb), profile, ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC
    )

    photo = read_photo(encoded(rgb, "PNG", icc_profile=SWAPPED))

    assert np.array_equal(photo.rgb, np.asarray(expected))
