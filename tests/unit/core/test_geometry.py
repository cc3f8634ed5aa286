import numpy as np
import pytest

from thomas_test.core.geometry import (
    bend_angle_deg,
    drop_angle_deg,
    length_px,
    line_tilt_deg,
    mirror_x,
    robust_sd,
    rotate_about,
    turn_quarters,
    wrap_deg,
)

Point = tuple[float, float]


@pytest.mark.parametrize(
    ("end", "to_the_right", "to_the_left"),
    [
        ((200, 100), 0, 180),  # along the row
        ((200, 200), 45, 135),  # y grows downwards: this is BELOW the start
        ((200, 0), -45, -135),  # above
        ((100, 200), 90, 90),  # straight down
        ((100, 0), -90, -90),  # straight up
        ((0, 100), 180, 0),  # backwards
        ((0, 200), 135, 45),  # back and down is 135, not folded to 45
        ((0, 0), -135, -45),  # back and up
    ],
)
def test_a_way_drops_below_the_forward_row(end: Point, to_the_right: float, to_the_left: float) -> None:
    """Worked by hand from (100, 100): positive below, negative above, never folded into a quarter."""
    assert drop_angle_deg((100, 100), end, forward_sign=1) == pytest.approx(to_the_right)
    assert drop_angle_deg((100, 100), end, forward_sign=-1) == pytest.approx(to_the_left)


def test_drops_are_taken_row_by_row() -> None:
    """An array of points gives an array of angles."""
    ends = np.array([[200.0, 100.0], [200.0, 200.0]])
    np.testing.assert_allclose(drop_angle_deg(np.full((2, 2), 100.0), ends, forward_sign=1), [0.0, 45.0])


@pytest.mark.parametrize(
    ("end", "bend"),
    [
        ((200, 0), 0),  # straight on
        ((200, 100), 45),
        ((100, 100), 90),  # a right angle, one way
        ((100, -100), 90),  # and the other: a bend has no sign
        ((0, 100), 135),
        ((0, 0), 180),  # back where it came from
    ],
)
def test_a_bend_is_measured_at_the_middle(end: Point, bend: float) -> None:
    """Worked by hand for the way (0, 0) - (100, 0) - end: 0 is straight, the included angle is 180 minus the bend."""
    assert bend_angle_deg((0, 0), (100, 0), end) == pytest.approx(bend)


@pytest.mark.parametrize(
    ("angle", "wrapped"),
    [(0, 0), (180, 180), (-180, 180), (181, -179), (-181, 179), (360, 0), (540, 180), (-725, -5)],
)
def test_angles_are_wrapped_into_one_turn(angle: float, wrapped: float) -> None:
    """The range is (-180, 180]: half a turn is +180, never -180."""
    assert wrap_deg(angle) == pytest.approx(wrapped)


@pytest.mark.parametrize(
    ("end", "tilt"),
    [
        ((10, 0), 0),
        ((10, -10), 45),  # y grows downwards: this line rises to the right
        ((10, 10), -45),  # and this one falls
        ((0, -10), 90),  # upright, either way round
        ((0, 10), 90),
        ((-10, 1), 5.7106),  # from the right to the left, falling: it rises to the right
    ],
)
def test_a_line_that_rises_to_the_right_has_a_positive_tilt(end: Point, tilt: float) -> None:
    """Worked by hand; a line has no direction, so its ends may change places."""
    assert line_tilt_deg((0, 0), end) == pytest.approx(tilt, abs=1e-4)
    assert line_tilt_deg(end, (0, 0)) == pytest.approx(tilt, abs=1e-4)


def test_length_is_that_of_pythagoras() -> None:
    """3, 4, 5."""
    assert length_px((1, 1), (4, 5)) == 5.0


@pytest.mark.parametrize("quarters", [-5, -1, 0, 1, 2, 3, 4])
def test_points_turn_with_their_picture(quarters: int) -> None:
    """A lit pixel is found where its point was turned to, for every number of quarters, as NumPy turns pictures."""
    picture = np.zeros((30, 50), dtype=bool)
    picture[7, 41] = True
    row, column = np.argwhere(np.rot90(picture, quarters))[0]
    # a pixel's centre lies half a pixel from its corner
    np.testing.assert_allclose(turn_quarters((41.5, 7.5), quarters, (50, 30)), [column + 0.5, row + 0.5])


def test_points_mirror_with_their_picture() -> None:
    """The left edge becomes the right edge; heights stay."""
    np.testing.assert_allclose(mirror_x([[0.0, 3.0], [10.0, 4.0]], 50.0), [[50.0, 3.0], [40.0, 4.0]])


def test_points_rotate_clockwise_as_seen() -> None:
    """A quarter turn takes what is right of the centre to below it."""
    np.testing.assert_allclose(rotate_about((20.0, 10.0), (10.0, 10.0), 90.0), [10.0, 20.0], atol=1e-12)


@pytest.mark.parametrize(
    ("values", "spread"),
    [
        ([], None),
        ([4.0], None),  # one value has no spread
        ([1.0, 2.0, 3.0], 1.4826),
        ([1.0, 2.0, 3.0, 2.0, 90.0], 1.4826),  # one wild value changes nothing
        ([7.0, 7.0], 0.0),
    ],
)
def test_the_spread_is_robust(values: list[float], spread: float | None) -> None:
    """1.4826 times the median distance from the median."""
    found = robust_sd(np.array(values))
    assert found == (None if spread is None else pytest.approx(spread))
