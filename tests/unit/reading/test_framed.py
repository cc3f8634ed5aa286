"""Where a photo ends inside its picture: bars of a screenshot or a slide, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from support.analyses import make_pose
from support.bodies import SIZE_PX, make_frame
from thomas_test.core.landmarks import Direction
from thomas_test.core.pictures import RgbImage
from thomas_test.reading.framed import photo_corners_px

WHOLE = [[0, 0], [640, 480]]


def corners(frame: RgbImage, head_towards: Direction = Direction.LEFT) -> list[list[float]]:
    """Where the photo of somebody in the middle of a frame begins and ends."""
    found: list[list[float]] = photo_corners_px(frame, make_pose(head_towards=head_towards)).tolist()
    return found


@pytest.mark.parametrize("colour", [0, 255])
def test_a_bar_below_ends_the_photo(colour: int) -> None:
    """Black as on a phone or white as on a slide, with a button farther down."""
    frame = make_frame()
    frame[320:] = colour
    frame[430:450, 300:340] = 128
    assert corners(frame) == [[0, 0], [640, 320]]


@pytest.mark.parametrize(
    ("head_towards", "bar", "expected"),
    [
        (Direction.LEFT, slice(500, 640), [[0, 0], [500, 480]]),
        (Direction.RIGHT, slice(0, 140), [[140, 0], [640, 480]]),
    ],
)
def test_a_bar_beyond_the_feet_ends_the_photo(head_towards: Direction, bar: slice, expected: list[list[float]]) -> None:
    """On the side to which the leg hangs."""
    frame = make_frame()
    frame[:, bar] = 0
    assert corners(frame, head_towards) == expected


def board_before_the_leg(frame: RgbImage) -> None:
    """The room goes on behind it."""
    frame[:, 500:560] = 100


def floor_with_noise(frame: RgbImage) -> None:
    """As every camera leaves it, however little."""
    frame[320:] = 128 + np.random.default_rng(5).integers(-3, 4, frame[320:].shape)


def wall_that_gets_darker(frame: RgbImage) -> None:
    """Without noise, as a drawn one."""
    frame[:, 400:600] = np.linspace(200, 100, 200)[:, None].astype(np.uint8)
    frame[:, 600:] = 100


def thin_bar(frame: RgbImage) -> None:
    """No foot is guessed in it."""
    frame[460:] = 0


@pytest.mark.parametrize("show", [board_before_the_leg, floor_with_noise, wall_that_gets_darker, thin_bar])
def test_what_is_no_bar_ends_nothing(show: Callable[[RgbImage], None]) -> None:
    """Only what has one colour, a straight edge and the breadth of a foot."""
    frame = make_frame()
    assert corners(frame) == WHOLE
    show(frame)
    assert corners(frame) == WHOLE


def test_somebody_outside_the_picture_does_no_harm() -> None:
    """Guessed joints may lie anywhere."""
    tiny = np.zeros((SIZE_PX[1] // 8, SIZE_PX[0] // 8, 3), dtype=np.uint8)
    assert corners(tiny) == [[0, 0], [80, 60]]
