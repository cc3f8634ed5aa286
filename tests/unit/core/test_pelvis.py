"""The pelvic line: what it is named for, its sign, and that it leaves the thigh angle alone."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import ROWS, HorizonSource, Level, thigh_angle_deg
from thomas_test.core.geometry import mirror_x
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.pelvis import PelvicPoints, pelvic_line
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

HIP = np.array([500.0, 400.0])


def _way(drop_deg: float, length_px: float) -> np.ndarray:
    """From the hip so far towards the feet, which lie to the right, so many degrees below horizontal."""
    return length_px * np.array([math.cos(math.radians(drop_deg)), math.sin(math.radians(drop_deg))])


def _pose(thigh_deg: float, **pelvis: np.ndarray) -> ThomasPose:
    return ThomasPose(
        tested_leg=Side.RIGHT,
        head_towards=Direction.LEFT,
        points_px={Joint.HIP: HIP, Joint.KNEE: HIP + _way(thigh_deg, 200), **{Joint[n]: p for n, p in pelvis.items()}},
        source=PointsSource.HAND,
    )


@pytest.mark.parametrize(
    ("crest_above_deg", "thigh_deg", "tilt", "against"),
    [
        (0.0, 5.0, 0.0, 5.0),  # crest and trochanter level: the thigh against the pelvis is the thigh angle
        (10.0, 5.0, 10.0, -5.0),  # crest higher: tipped forward, and the thigh hangs low by the pelvis alone
        (-8.0, -4.0, -8.0, 4.0),  # tipped back by pulling the other knee too far: it lifted the thigh
    ],
)
def test_crest_and_trochanter(crest_above_deg: float, thigh_deg: float, tilt: float, against: float) -> None:
    """Worked by hand: + tipped forward, and the thigh less the tilt."""
    line = pelvic_line(_pose(thigh_deg, CREST=HIP - _way(crest_above_deg, 80)), ROWS)
    assert line is not None
    assert line.points is PelvicPoints.CREST_TROCHANTER
    assert (line.tilt_deg, line.thigh_deg) == pytest.approx((tilt, against))


@pytest.mark.parametrize(("forward_deg", "tilt"), [(0.0, 0.0), (12.0, 12.0), (-6.0, -6.0)])
def test_spines_upright_in_a_lying_person_are_neutral(forward_deg: float, tilt: float) -> None:
    """The anterior spine towards the feet: tipped forward. Both spines count for more than a crest."""
    back = HIP + np.array([-90.0, 30.0])
    front = back + _way(-90.0 + forward_deg, 90)
    line = pelvic_line(_pose(3.0, PSIS=back, ASIS=front, CREST=HIP - _way(40.0, 80)), ROWS)
    assert line is not None
    assert line.points is PelvicPoints.SPINES
    assert line.tilt_deg == pytest.approx(tilt)
    assert line.thigh_deg == pytest.approx(3.0 - tilt)


def test_without_its_points_there_is_no_line() -> None:
    """One spine alone draws none, and nothing is guessed."""
    assert pelvic_line(_pose(3.0), ROWS) is None
    assert pelvic_line(_pose(3.0, ASIS=HIP + np.array([-60.0, -60.0])), ROWS) is None


@given(st.floats(-30, 30), st.floats(-40, 40), st.floats(-20, 20))
def test_mirror_and_roll_change_nothing(thigh_deg: float, above_deg: float, roll_deg: float) -> None:
    """The same for a mirrored picture, and for one that was rolled and levelled back; the thigh angle never changes."""
    pose = _pose(thigh_deg, CREST=HIP - _way(above_deg, 80))
    plain = pelvic_line(pose, ROWS)
    mirrored = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.RIGHT,
        points_px={joint: mirror_x(point, 1000) for joint, point in pose.points_px.items()},
        source=PointsSource.HAND,
    )
    turn = math.radians(roll_deg)
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    rolled = pose.with_points(
        {joint: matrix @ (point - HIP) + HIP for joint, point in pose.points_px.items()}, source=PointsSource.HAND
    )
    level = Level(source=HorizonSource.MARKED, tilt_deg=-roll_deg, sd_deg=0.5)
    others = (pelvic_line(mirrored, ROWS), pelvic_line(rolled, level))
    assert plain is not None
    for other in others:
        assert other is not None
        assert (other.tilt_deg, other.thigh_deg) == pytest.approx((plain.tilt_deg, plain.thigh_deg), abs=1e-6)
    assert thigh_angle_deg(pose, ROWS) == pytest.approx(thigh_deg)
