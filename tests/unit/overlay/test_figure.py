import math

import numpy as np
import pytest

from support.analyses import make_analysis
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.overlay import draw_overlay
from thomas_test.overlay.figure import ARC_BEFORE_KNEE, ARC_BEYOND_KNEE, Figure
from thomas_test.overlay.style import THIGH

SIZE_PX = (640, 480)
THIGH_PX = 130.0
"""Of the bodies that `make_analysis` lays across 640 x 480 pixels, the hip at (320, 240)."""


def figure(size_px: tuple[int, int] = SIZE_PX, **outcome: object) -> Figure:
    """Lay out a measurement of a 640 x 480 picture on a canvas of this size."""
    canvas = np.zeros((size_px[1], size_px[0], 3), dtype=np.uint8)
    return Figure.of(make_analysis(**outcome).measured, canvas, SIZE_PX)


def seen_from(hip: np.ndarray, point: np.ndarray) -> tuple[float, float]:
    """The direction of a point in degrees, clockwise as seen and 0 to the right, and its distance."""
    x, y = point - hip
    return math.degrees(math.atan2(y, x)), math.hypot(x, y)


@pytest.mark.parametrize(
    ("thigh_deg", "radius"),
    [
        (-25.0, ARC_BEFORE_KNEE),  # the knee above the hip: the arc goes up, against the clock
        (12.0, ARC_BEFORE_KNEE),
        (9.0, ARC_BEYOND_KNEE),  # so close that an arc before the knee would be hidden
        (0.0, ARC_BEYOND_KNEE),
        (-4.0, ARC_BEYOND_KNEE),
    ],
)
def test_the_thigh_s_arc_runs_from_the_level_line_to_the_thigh(thigh_deg: float, radius: float) -> None:
    """It begins on the level line and ends in the thigh's direction; of a small angle it lies beyond the knee."""
    made = figure(thigh_deg=thigh_deg)
    for point, direction_deg in ((made.thigh_arc[0], 0.0), (made.thigh_arc[-1], thigh_deg)):
        assert seen_from(made.hip, point) == pytest.approx((direction_deg, radius * THIGH_PX))


def test_a_mirrored_figure_is_the_mirrored_one() -> None:
    """With the head to the right everything lies on the other side of the hip, at the same height."""
    left, right = (figure(thigh_deg=20.0, head_towards=direction) for direction in Direction)
    for one, other in (
        (left.thigh_arc, right.thigh_arc),
        (np.stack(left.horizontal), np.stack(right.horizontal)),
        (np.stack(left.extension), np.stack(right.extension)),
        (left.knee_arc, right.knee_arc),
    ):
        assert one is not None
        assert other is not None
        ends = np.stack((640.0 - one[:, 0], one[:, 1]), axis=-1)[[0, -1]]
        assert other[[0, -1]] == pytest.approx(ends)


@pytest.mark.parametrize(("tilt_deg", "thigh_deg"), [(6.0, 20.0), (-6.0, 20.0), (12.0, 0.0)])
def test_the_arc_spans_the_angle_against_the_level(tilt_deg: float, thigh_deg: float) -> None:
    """A level that rises to the right by its tilt turns the arc's beginning, not its end on the thigh."""
    made = figure(thigh_deg=thigh_deg, level=Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt_deg))
    assert seen_from(made.hip, made.thigh_arc[0])[0] == pytest.approx(-tilt_deg)
    assert seen_from(made.hip, made.thigh_arc[-1])[0] == pytest.approx(thigh_deg)


def test_the_knee_s_arc_runs_from_the_thigh_s_own_line_to_the_shank() -> None:
    """With the thigh at 20 and the knee bent 60 it ends at 80 degrees, 0.34 thighs from the knee."""
    made = figure(thigh_deg=20.0, knee_deg=60.0)
    assert made.knee_arc is not None
    assert seen_from(made.knee, made.knee_arc[0]) == pytest.approx((20.0, 0.34 * THIGH_PX))
    assert seen_from(made.knee, made.knee_arc[-1]) == pytest.approx((80.0, 0.34 * THIGH_PX))


@pytest.mark.parametrize(("thigh_deg", "drawn"), [(20.0, False), (4.0, True)])
def test_without_an_ankle_the_extension_serves_a_small_angle_only(thigh_deg: float, *, drawn: bool) -> None:
    """There is no knee's arc then, and the thigh's own line is drawn where the thigh's arc ends on it."""
    made = figure(thigh_deg=thigh_deg, knee_deg=None)
    assert made.knee_arc is None
    assert made.leg[-1] is made.knee
    assert made.has_extension is drawn


def test_a_larger_canvas_stretches_everything() -> None:
    """Twice the picture gives twice the lengths and the same angles."""
    small, large = figure(thigh_deg=20.0), figure((1280, 960), thigh_deg=20.0)
    assert large.points_px[Joint.KNEE] == pytest.approx(2.0 * small.points_px[Joint.KNEE])
    assert large.thigh_arc == pytest.approx(2.0 * small.thigh_arc)
    assert large.unit == pytest.approx(2.0 * small.unit)


@pytest.mark.parametrize("thigh_deg", [-8.0, -4.0, 4.0, 9.0])
@pytest.mark.parametrize("size_px", [SIZE_PX, (1920, 1440)])
def test_the_arc_of_a_small_angle_is_seen(size_px: tuple[int, int], thigh_deg: float) -> None:
    """Half-way along it the thigh's colour stands between the two lines that it joins."""
    picture = np.full((size_px[1], size_px[0], 3), 128, dtype=np.uint8)
    analysis = make_analysis(size_px=size_px, thigh_deg=thigh_deg)
    drawn = draw_overlay(picture, analysis)
    arc = Figure.of(analysis.measured, picture, size_px).thigh_arc
    x, y = np.floor(arc[len(arc) // 2]).astype(int)
    around = drawn[y, x - 2 : x + 3].astype(int)
    assert min(np.abs(pixel - THIGH).sum() for pixel in around) < 60
