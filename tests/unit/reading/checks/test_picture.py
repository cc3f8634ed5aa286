from __future__ import annotations

import cv2
import numpy as np
import pytest

from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.images import Gravity
from thomas_test.reading.checks.picture import (
    darker_than,
    fitting_refusal,
    lens_warnings,
    refuse_camera,
    refuse_picture,
    view_warnings,
)
from thomas_test.reading.lens import LensHeight
from thomas_test.reading.level.table_edge import TableEdge


def grey(value: int, size: tuple[int, int] = (320, 240)) -> np.ndarray:
    """Paint a picture in one grey."""
    return np.full((size[1], size[0], 3), value, dtype=np.uint8)


def boxes(blur_px: float = 0.0) -> np.ndarray:
    """Paint bright boxes with sharp edges in several directions, blurred by so many pixels."""
    picture = grey(60, (640, 480))
    for x in range(40, 600, 90):
        cv2.rectangle(picture, (x, 60), (x + 50, 200), (210, 200, 190), -1)
        cv2.fillConvexPoly(picture, np.array([[x, 300], [x + 40, 260], [x + 70, 400], [x + 10, 420]]), (180, 190, 220))
    return picture if not blur_px else cv2.GaussianBlur(picture, (0, 0), blur_px)


def gravity(pitch: float) -> Gravity:
    """Look down by so many degrees."""
    return Gravity(tilt_deg=0.0, camera_pitch_deg=pitch, front_camera=False)


def edge(aside: float) -> TableEdge:
    """See a table from so many degrees aside."""
    return TableEdge(tilt_deg=0.0, sd_deg=0.5, camera_aside_deg=aside)


def test_a_narrow_photo_is_told_with_its_own_size() -> None:
    """What is checked is the copy that is read, what is told is the photo as people know it."""
    refusal = refuse_picture(grey(200, (1280, 64)), (4000, 200))
    assert refusal is not None
    assert refusal.detail == "It has 4000 x 200 pixels."


@pytest.mark.parametrize(
    ("size", "refused"),
    [((320, 119), True), ((119, 320), True), ((120, 120), False)],
)
def test_a_thumbnail_is_refused_with_its_size(size: tuple[int, int], refused: bool) -> None:
    """Either side under 120 pixels."""
    refusal = refuse_picture(grey(200, size))
    if not refused:
        assert refusal is None
        return
    assert refusal is not None
    assert refusal.code is RefusalCode.TOO_SMALL
    assert f"{size[0]} x {size[1]} pixels" in refusal.words


@pytest.mark.parametrize(("brightness", "refused"), [(0, True), (15, True), (16, False), (255, False)])
def test_a_black_picture_is_refused(brightness: int, refused: bool) -> None:
    """Where not even the brightest twentieth reaches 16 of 255."""
    refusal = refuse_picture(grey(brightness))
    assert (refusal is not None and refusal.code is RefusalCode.TOO_DARK) is refused


@pytest.mark.parametrize(("share", "brightness"), [(0.04, 10.0), (0.06, 200.0)])
def test_brightness_is_that_of_the_brightest_twentieth(share: float, brightness: float) -> None:
    """A lamp in a dark room does not make it light; a lit table does."""
    picture = grey(10)
    picture[: round(240 * share)] = 200
    assert not darker_than(picture, brightness)
    assert darker_than(picture, brightness + 1)


@pytest.mark.parametrize(
    "code",
    [
        RefusalCode.NO_PERSON,
        RefusalCode.NOBODY_LYING,
        RefusalCode.LEG_CUT_OFF,
        RefusalCode.BOTH_KNEES_HELD,
        RefusalCode.UPRIGHT,
    ],
)
def test_what_networks_see_in_a_dark_or_blurred_picture_is_not_the_reason(code: RefusalCode) -> None:
    """The picture is dark, or blurred: that is said, with its own advice. A clear picture keeps its reason."""
    refusal = Refusal(code=code)
    assert fitting_refusal(refusal, np.rint(boxes() * 0.15).astype(np.uint8)).code is RefusalCode.TOO_DARK
    assert fitting_refusal(refusal, boxes(6.0)).code is RefusalCode.BLURRED
    assert fitting_refusal(refusal, boxes()) is refusal
    assert fitting_refusal(refusal, boxes(1.0)) is refusal


def test_where_nobody_is_seen_a_dim_room_is_the_reason_and_an_empty_one_is_not() -> None:
    """And that nobody is seen is said as well: perhaps nobody is there."""
    nobody = Refusal(code=RefusalCode.NO_PERSON)
    dim = fitting_refusal(nobody, grey(84))
    assert (dim.code, dim.detail) == (RefusalCode.TOO_DARK, "Nobody is seen in it.")
    assert fitting_refusal(nobody, grey(85)) is nobody


def test_a_picture_without_any_edge_is_not_called_blurred() -> None:
    """There is nothing in it that could be."""
    refusal = Refusal(code=RefusalCode.NO_PERSON)
    assert fitting_refusal(refusal, grey(128)) is refusal


@pytest.mark.parametrize("code", [RefusalCode.TOO_SMALL, RefusalCode.CAMERA_TOO_HIGH, RefusalCode.BLURRED])
def test_reasons_that_do_not_come_from_the_networks_stand(code: RefusalCode) -> None:
    """However dark or blurred the picture is besides."""
    refusal = Refusal(code=code)
    assert fitting_refusal(refusal, boxes(6.0)) is refusal
    assert fitting_refusal(refusal, grey(20)) is refusal


@pytest.mark.parametrize(
    ("above", "codes"),
    [
        (0.0, ()),
        (12.0, ()),
        (12.1, (WarningCode.CAMERA_HIGH,)),
        (-8.0, ()),
        (-8.1, (WarningCode.CAMERA_LOW,)),  # from below less is enough
    ],
)
def test_a_lens_well_above_or_below_the_hip_is_told(above: float, codes: tuple[WarningCode, ...]) -> None:
    """Which of the two it is says what to do."""
    assert lens_warnings(LensHeight(above_hip_deg=above, sd_deg=1.0)) == codes


@pytest.mark.parametrize(("pitch", "refused"), [(0.0, False), (30.0, False), (30.1, True), (-30.1, True)])
def test_a_camera_that_looks_steeply_down_or_up_is_refused(pitch: float, refused: bool) -> None:
    """As gravity tells it."""
    refusal = refuse_camera(gravity(pitch))
    assert (refusal is not None and refusal.code is RefusalCode.CAMERA_TOO_HIGH) is refused


@pytest.mark.parametrize(
    ("pitch", "words"),
    [(45.4, "it looks 45 degrees down."), (-45.4, "it looks 45 degrees up."), (88.9, "89 degrees down")],
)
def test_a_refused_camera_is_told_which_way_it_looks(pitch: float, words: str) -> None:
    """Both ways have one code; who held the phone too low is not told that it was too high."""
    refusal = refuse_camera(gravity(pitch))
    assert refusal is not None
    assert words in refusal.words
    assert "looks down or up" in refusal.advice.what


@pytest.mark.parametrize(("aside", "warned"), [(0.0, False), (10.0, False), (10.1, True), (-10.1, True)])
def test_a_camera_aside_is_told(aside: float, warned: bool) -> None:
    """As the table's edges tell it, from either side."""
    assert (WarningCode.OBLIQUE_VIEW in view_warnings(edge(aside))) is warned


def test_without_gravity_and_table_nothing_is_known_of_the_camera() -> None:
    """And nothing is claimed."""
    assert view_warnings(None) == ()
    assert refuse_camera(None) is None


@pytest.mark.parametrize(("size_px", "is_small"), [((176, 132), True), ((144, 255), True), ((256, 192), False)])
def test_a_picture_with_fewer_pixels_than_the_network_looks_at_is_too_small(
    size_px: tuple[int, int], is_small: bool
) -> None:
    """What the network makes of it is a guess, and its advice would send people the wrong way; the size is told."""
    width, height = size_px
    noise = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    refusal = fitting_refusal(Refusal(code=RefusalCode.NO_PERSON), noise)
    assert refusal.code is (RefusalCode.TOO_SMALL if is_small else RefusalCode.NO_PERSON)
    assert (f"{width} x {height}" in refusal.detail) == is_small
