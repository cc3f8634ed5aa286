import math

import pytest

from thomas_test.core.angles import ROWS, Angle, HorizonSource, Level, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

Point = tuple[float, float]
LEFT, RIGHT = Direction


def lay(head: Direction, knee: Point, ankle: Point | None = None, leg: Side = Side.RIGHT) -> ThomasPose:
    """Put the hip at (300, 200) and the other joints where they are told to be."""
    points = {Joint.HIP: (300.0, 200.0), Joint.KNEE: knee} | ({} if ankle is None else {Joint.ANKLE: ankle})
    return ThomasPose(tested_leg=leg, head_towards=head, points_px=points, source=PointsSource.HAND)


def level(tilt_deg: float) -> Level:
    """Mark a horizontal."""
    return Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt_deg)


@pytest.mark.parametrize("leg", Side)
@pytest.mark.parametrize(
    ("head", "knee", "thigh"),
    [
        (LEFT, (400, 200), 0),  # horizontal
        (LEFT, (400, 300), 45),  # y grows downwards: the knee is below the hip, extension
        (LEFT, (400, 100), -45),  # the knee is above the hip
        (LEFT, (400, 217.632698), 10),  # tan 10 x 100 below: the guide's optimum
        (LEFT, (400, 182.367302), -10),  # the same above: 170 either way would lose the test's whole question
        (LEFT, (200, 100), -135),  # drawn back over the belly: not folded to 45
        (RIGHT, (200, 200), 0),  # the same person seen in a mirror
        (RIGHT, (200, 300), 45),
        (RIGHT, (200, 100), -45),
        (RIGHT, (200, 217.632698), 10),
        (RIGHT, (400, 100), -135),
    ],
)
def test_the_thigh_is_positive_below_the_horizontal(head: Direction, knee: Point, thigh: float, leg: Side) -> None:
    """Worked by hand for both directions of the head; which leg is tested never changes a sign."""
    assert thigh_angle_deg(lay(head, knee, leg=leg), ROWS) == pytest.approx(thigh, abs=1e-6)


@pytest.mark.parametrize(
    ("head", "tilt", "thigh"),
    [
        (LEFT, 5, 15),  # level lines rise to the right, towards the feet: the thigh hangs lower than the rows say
        (LEFT, -5, 5),
        (RIGHT, 5, 5),  # with the head at the right they rise towards the head
        (RIGHT, -5, 15),
    ],
)
def test_the_thigh_is_measured_against_the_level_not_the_rows(head: Direction, tilt: float, thigh: float) -> None:
    """A thigh 10 degrees below the rows: head to the left adds the tilt, head to the right takes it off."""
    knee = (400.0 if head is LEFT else 200.0, 217.632698)
    assert thigh_angle_deg(lay(head, knee), level(tilt)) == pytest.approx(thigh, abs=1e-6)


def test_a_thigh_along_the_level_line_is_at_zero() -> None:
    """A thigh that rises 30 degrees to the right is level where level lines rise by 30."""
    knee = (300 + 100 * math.cos(math.radians(30)), 200 - 100 * math.sin(math.radians(30)))
    assert thigh_angle_deg(lay(LEFT, knee), level(30)) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("head", "knee", "ankle", "flexion"),
    [
        (LEFT, (400, 200), (500, 200), 0),  # straight
        (LEFT, (400, 200), (400, 300), 90),  # a right angle
        (LEFT, (400, 200), (450, 286.60254), 60),  # included angle 120: "more than 90" in the guide
        (LEFT, (400, 200), (365.79799, 293.969262), 110),  # included angle 70: the foot drawn under the table
        (RIGHT, (200, 200), (200, 300), 90),
        (RIGHT, (200, 200), (150, 286.60254), 60),
        (LEFT, (400, 200), (300, 200), 180),  # folded flat
    ],
)
def test_the_knee_bends_from_straight(head: Direction, knee: Point, ankle: Point, flexion: float) -> None:
    """Worked by hand: 0 is straight, and the included angle is 180 minus the flexion."""
    pose = lay(head, knee, ankle)
    assert knee_flexion_deg(pose) == pytest.approx(flexion, abs=1e-5)


def test_without_an_ankle_there_is_no_knee_angle() -> None:
    """Neither with none placed nor with one placed on the knee itself: nothing is made up."""
    assert knee_flexion_deg(lay(LEFT, (400, 200))) is None
    assert knee_flexion_deg(lay(LEFT, (400, 200), (400, 200))) is None


@pytest.mark.parametrize("tilt", [-90.01, 90.01, math.nan, math.inf])
def test_a_level_no_picture_has_is_refused(tilt: float) -> None:
    """A level line lies within a quarter turn of the rows."""
    with pytest.raises(UsageError, match="expected a tilt from -90 to 90"):
        level(tilt)


@pytest.mark.parametrize("sd_deg", [0.0, -1.0, math.nan, math.inf])
def test_no_level_is_certain_beyond_doubt(sd_deg: float) -> None:
    """Nor can one be without a number for its doubt."""
    with pytest.raises(UsageError, match="expected a standard deviation above 0 degrees"):
        Level(source=HorizonSource.MARKED, tilt_deg=0.0, sd_deg=sd_deg)


def test_the_interval_is_two_standard_deviations_wide_to_either_side() -> None:
    """95 %: 1.96 standard deviations; the half width is told."""
    angle = Angle.around(10.0, 2.0)
    assert (angle.low_deg, angle.value_deg, angle.high_deg) == pytest.approx((6.08, 10.0, 13.92))
    assert angle.half_width_deg == pytest.approx(3.92)


@pytest.mark.parametrize(
    ("low", "value", "high"),
    [
        (1.0, 0.0, 2.0),  # the value lies below
        (-2.0, 0.0, -1.0),  # above
        (math.nan, 0.0, 1.0),
        (-1.0, math.nan, 1.0),
        (math.inf, math.inf, math.inf),
    ],
)
def test_an_interval_holds_its_value(low: float, value: float, high: float) -> None:
    """Anything else is no angle: "could not measure" is never a number."""
    with pytest.raises(ValueError, match="expected low <= value <= high"):
        Angle(value_deg=value, low_deg=low, high_deg=high)
