"""Lines that a person draws as level: their tilt, their doubt, and those that say nothing."""

import math

import pytest

from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, HorizonSource
from thomas_test.core.errors import UsageError
from thomas_test.reading.level.marked import least_length_px, level_from_line


@pytest.mark.parametrize(
    ("start_px", "end_px", "tilt_deg"),
    [
        ((100, 100), (300, 100), 0.0),  # along the rows
        ((100, 100), (300, 80), 5.711),  # rises to the right: positive (y grows downwards)
        ((300, 80), (100, 100), 5.711),  # the order of the points does not matter
        ((100, 80), (300, 100), -5.711),  # falls to the right
        ((0, 0), (100, -100), 45.0),  # as steep as may be
    ],
)
def test_two_points_of_a_level_line_make_a_marked_level(
    start_px: tuple[float, float], end_px: tuple[float, float], tilt_deg: float
) -> None:
    """The tilt is that of the line, positive where it rises to the right."""
    marked = level_from_line(start_px, end_px)
    assert marked.source is HorizonSource.MARKED
    assert marked.tilt_deg == pytest.approx(tilt_deg, abs=1e-3)


@pytest.mark.parametrize(
    ("start_px", "end_px", "words"),
    [
        ((5, 5), (5, 5), "draw a longer line"),  # one place
        ((5, 5), (5.5, 5), "draw a longer line"),  # a slip of the finger
        ((5, 5), (8, 5), "at least 69 pixels long, got one of 3"),  # two clicks beside each other
        ((5, 5), (73, 5), "got one of 68"),
        ((5, 5), (float("nan"), 9), "draw the line again"),  # no number
        ((5, 5, 5), (90, 5, 5), "draw the line again"),  # not in a picture
        ((0, 0), (10, 200), "turn the picture upright"),  # a door frame
    ],
)
def test_a_line_that_cannot_be_level_is_refused(
    start_px: tuple[float, float], end_px: tuple[float, float], words: str
) -> None:
    """The message says what came and what to do."""
    with pytest.raises(UsageError, match=words):
        level_from_line(start_px, end_px)


@pytest.mark.parametrize(
    ("length_px", "size_px", "sd_deg"),
    [
        (2000.0, None, 0.507),  # hypot(0.5, atan(2 sqrt 2 / 2000)): hardly more than a tilt given as such
        (300.0, None, 0.736),
        (100.0, None, 1.695),
        (300.0, (640, 480), 0.736),  # a small picture is not shown larger
        (300.0, (3840, 2880), 1.695),  # three pixels of the picture are one of the screen
    ],
)
def test_the_shorter_a_line_the_less_sure_it_is(
    length_px: float, size_px: tuple[int, int] | None, sd_deg: float
) -> None:
    """Each end two pixels off, beside what people take for level: worked by hand."""
    marked = level_from_line((10, 200), (10 + length_px, 200), size_px=size_px)
    assert marked.sd_deg == pytest.approx(sd_deg, abs=1e-3)
    assert marked.sd_deg > USUAL_LEVEL_SD_DEG[HorizonSource.MARKED]


def test_the_shortest_line_is_as_unsure_as_the_rows() -> None:
    """A shorter one would make the interval wider than no line at all."""
    shortest = level_from_line((0, 0), (least_length_px(2.0), 0))
    assert shortest.sd_deg == pytest.approx(USUAL_LEVEL_SD_DEG[HorizonSource.IMAGE])


@pytest.mark.parametrize("size_px", [(1280, 960), (4032, 3024)])
def test_the_least_length_grows_with_the_picture(size_px: tuple[int, int]) -> None:
    """A twentieth of a picture is refused at any size."""
    with pytest.raises(UsageError, match="draw a longer line"):
        level_from_line((0, 0), (0.05 * size_px[0], 0), size_px=size_px)
    assert level_from_line((0, 0), (0.06 * size_px[0], 0), size_px=size_px).tilt_deg == 0.0


@pytest.mark.parametrize(
    ("start_px", "end_px", "inside"),
    [
        ((0, 300), (640, 300), True),  # from border to border
        ((-60, 300), (700, 300), True),  # a finger slips over it
        ((-70, 300), (400, 300), False),
        ((0, 300), (5000, 300), False),  # the pixels of another picture
        ((0, 900), (600, 900), False),  # below it
    ],
)
def test_a_line_off_the_picture_is_refused(
    start_px: tuple[float, float], end_px: tuple[float, float], inside: bool
) -> None:
    """There is nothing to draw along; where the size is not known nothing can be said."""
    assert level_from_line(start_px, end_px).tilt_deg == 0.0
    if inside:
        assert level_from_line(start_px, end_px, size_px=(640, 480)).tilt_deg == 0.0
        return
    with pytest.raises(UsageError, match="inside the picture of 640 x 480 pixels"):
        level_from_line(start_px, end_px, size_px=(640, 480))


@pytest.mark.parametrize(("lean_px", "tilt_deg"), [(0.0, 0.0), (20.0, math.degrees(math.atan(0.1)))])
def test_a_plumb_line_serves_where_it_is_allowed(lean_px: float, tilt_deg: float) -> None:
    """A door frame is square to level: as sure as a line of its length along a table."""
    door = level_from_line((100, 100), (100 + lean_px, 300), plumb=True)
    assert door.tilt_deg == pytest.approx(tilt_deg)
    assert door.sd_deg == pytest.approx(level_from_line((0, 0), (math.hypot(lean_px, 200), 0)).sd_deg)
