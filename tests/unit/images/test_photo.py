from __future__ import annotations

import numpy as np
import pytest

from thomas_test.images import Photo


def test_a_photo_knows_its_size_as_width_and_height() -> None:
    """The size is (width, height), while the array's shape is (height, width, 3)."""
    photo = Photo.from_array(np.zeros((30, 40, 3), np.uint8), name="frame 12")

    assert photo.size_px == (40, 30)
    assert photo.name == "frame 12"
    assert photo.gravity is None


def test_pixels_are_told_from_others_whatever_the_file_is_called() -> None:
    """One mark under two names; another for other pixels, and for the same bytes in another shape."""
    rgb = np.zeros((30, 40, 3), np.uint8)
    mark = Photo.from_array(rgb, name="one.jpg").pixels_sha256()
    assert Photo.from_array(rgb, name="two.jpg").pixels_sha256() == mark
    assert Photo.from_array(rgb + 1).pixels_sha256() != mark
    assert Photo.from_array(rgb.reshape(40, 30, 3)).pixels_sha256() != mark


def test_the_pixels_of_a_photo_cannot_be_changed() -> None:
    """Neither through the photo nor through the array that it was made of, which stays as it was."""
    rgb = np.zeros((3, 4, 3), np.uint8)
    photo = Photo.from_array(rgb)

    rgb[:] = 255

    assert photo.rgb.max() == 0
    with pytest.raises(ValueError, match="read-only"):
        photo.rgb[:] = 1


def test_pixels_that_are_read_only_are_not_copied() -> None:
    """Twelve megapixels that nobody can change are taken as they are."""
    rgb = np.zeros((3, 4, 3), np.uint8)
    rgb.setflags(write=False)

    assert Photo.from_array(rgb).rgb is rgb


@pytest.mark.parametrize(
    "rgb",
    [
        np.zeros((3, 4), np.uint8),  # grey
        np.zeros((3, 4, 4), np.uint8),  # with alpha
        np.zeros((3, 4, 3), np.float64),  # not bytes
        np.zeros((0, 4, 3), np.uint8),  # no rows
        np.zeros((3, 0, 3), np.uint8),  # no columns
    ],
)
def test_an_array_that_is_no_picture_is_refused(rgb: np.ndarray) -> None:
    """The message says what was expected and what came."""
    with pytest.raises(ValueError, match=r"expected a uint8 array of shape \(height, width, 3\), got"):
        Photo.from_array(rgb)
