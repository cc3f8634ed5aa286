"""The pelvic line: what it is named for, its sign, and that it leaves the thigh angle alone."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import ROWS, Angle, HorizonSource, Level, thigh_angle_deg
from thomas_test.core.by_hand import placed_thigh_sd_deg
from thomas_test.core.geometry import mirror_x
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.pelvis import PelvicPoints, pelvic_line
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

HIP = np.array([500.0, 400.0])
THIGH = Angle.around(3.0, 2.0)
"""Of a thigh, as sure as a level of half a degree and a reading of about two let it be."""


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
    line = pelvic_line(_pose(thigh_deg, CREST=HIP - _way(crest_above_deg, 80)), ROWS, THIGH)
    assert line is not None
    assert line.points is PelvicPoints.CREST_TROCHANTER
    assert (line.tilt.value_deg, line.thigh.value_deg) == pytest.approx((tilt, against))


@pytest.mark.parametrize(("forward_deg", "tilt"), [(0.0, 0.0), (12.0, 12.0), (-6.0, -6.0)])
def test_spines_upright_in_a_lying_person_are_neutral(forward_deg: float, tilt: float) -> None:
    """The anterior spine towards the feet: tipped forward. Both spines count for more than a crest."""
    back = HIP + np.array([-90.0, 30.0])
    front = back + _way(-90.0 + forward_deg, 90)
    line = pelvic_line(_pose(3.0, PSIS=back, ASIS=front, CREST=HIP - _way(40.0, 80)), ROWS, THIGH)
    assert line is not None
    assert line.points is PelvicPoints.SPINES
    assert line.tilt.value_deg == pytest.approx(tilt)
    assert line.thigh.value_deg == pytest.approx(3.0 - tilt)


def test_without_its_points_there_is_no_line() -> None:
    """One spine alone draws none, and nothing is guessed."""
    assert pelvic_line(_pose(3.0), ROWS, THIGH) is None
    assert pelvic_line(_pose(3.0, ASIS=HIP + np.array([-60.0, -60.0])), ROWS, THIGH) is None


@given(st.floats(-30, 30), st.floats(-40, 40), st.floats(-20, 20))
def test_mirror_and_roll_change_nothing(thigh_deg: float, above_deg: float, roll_deg: float) -> None:
    """The same for a mirrored picture, and for one that was rolled and levelled back; the thigh angle never changes."""
    pose = _pose(thigh_deg, CREST=HIP - _way(above_deg, 80))
    plain = pelvic_line(pose, ROWS, THIGH)
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
    others = (pelvic_line(mirrored, ROWS, THIGH), pelvic_line(rolled, level, THIGH))
    assert plain is not None
    for other in others:
        assert other is not None
        assert other.tilt.value_deg == pytest.approx(plain.tilt.value_deg, abs=1e-6)
        assert other.thigh.value_deg == pytest.approx(plain.thigh.value_deg, abs=1e-6)
    assert thigh_angle_deg(pose, ROWS) == pytest.approx(thigh_deg)


@pytest.mark.parametrize("points", list(PelvicPoints))
@pytest.mark.parametrize("thigh_deg", [-15.0, 0.0, 20.0])
def test_the_intervals_hold_what_placing_the_points_again_gives(points: PelvicPoints, thigh_deg: float) -> None:
    """4000 placings with the error that hand-placed thighs have, each levelled anew: 95 of 100 lie inside."""
    rng = np.random.default_rng(7)
    back = HIP + np.array([-50.0, 20.0])
    marked = (
        {"PSIS": back, "ASIS": back + _way(-85.0, 80)}
        if points is PelvicPoints.SPINES
        else {"CREST": HIP - _way(6.0, 75)}
    )
    pose = _pose(thigh_deg, **marked)
    level = Level(source=HorizonSource.MARKED, tilt_deg=0.0, sd_deg=0.5)
    placed_sd = placed_thigh_sd_deg(200.0)
    thigh = Angle.around(thigh_deg, math.hypot(placed_sd, level.sd_deg))
    line = pelvic_line(pose, level, thigh)
    assert line is not None
    end_sd_px = math.radians(placed_sd) * 200.0 / math.sqrt(2.0)
    inside = np.zeros(2)
    for _ in range(4000):
        again = pose.with_points(
            {joint: point + rng.normal(0.0, end_sd_px, 2) for joint, point in pose.points_px.items()},
            source=PointsSource.HAND,
        )
        levelled = Level(source=HorizonSource.MARKED, tilt_deg=rng.normal(0.0, level.sd_deg), sd_deg=0.5)
        other = pelvic_line(again, levelled, thigh)
        assert other is not None
        inside += [
            line.tilt.low_deg <= other.tilt.value_deg <= line.tilt.high_deg,
            line.thigh.low_deg <= other.thigh.value_deg <= line.thigh.high_deg,
        ]
    assert inside / 4000 == pytest.approx(0.95, abs=0.012)


def test_a_hip_that_is_less_sure_makes_line_and_thigh_less_sure() -> None:
    """Twice as wide a thigh: the line through its hip and the thigh against it are wider; that of the spines is not."""
    crest = _pose(3.0, CREST=HIP - _way(6.0, 80))
    back = HIP + np.array([-50.0, 20.0])
    spines = _pose(3.0, PSIS=back, ASIS=back + _way(-90.0, 80))
    wide = Angle.around(3.0, 4.0)
    for pose, wider in ((crest, True), (spines, False)):
        sure, unsure = pelvic_line(pose, ROWS, THIGH), pelvic_line(pose, ROWS, wide)
        assert sure is not None
        assert unsure is not None
        assert (unsure.tilt.half_width_deg > sure.tilt.half_width_deg) is wider
        assert unsure.thigh.half_width_deg > sure.thigh.half_width_deg
