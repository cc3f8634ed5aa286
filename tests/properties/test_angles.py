"""What must hold of the two angles for any body in any picture, and not only for the worked examples."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import ROWS, HorizonSource, Level, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.geometry import mirror_x, rotate_about, wrap_deg
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

# how long one example takes says nothing on a busy machine


@dataclass(frozen=True, kw_only=True)
class Body:
    """A leg as it was laid into the picture, and the angles that it was laid with, against the rows."""

    pose: ThomasPose
    thigh_deg: float
    knee_deg: float


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Lay a leg anywhere, of any size, in any direction, bent by anything, either way round."""
    thigh_deg, knee_deg = draw(st.floats(-179.9, 179.9)), draw(st.floats(0.0, 179.9))
    # a knee bends to one side only; seen from the other side, or hyperextended, the shank lies on the other one
    bends_to = draw(st.sampled_from([1.0, -1.0]))
    head, leg = draw(st.sampled_from(Direction)), draw(st.sampled_from(Side))
    forward = 1.0 if head is Direction.LEFT else -1.0

    def way(angle_deg: float, length: float) -> np.ndarray:
        angle = math.radians(angle_deg)
        return np.array([forward * math.cos(angle), math.sin(angle)]) * length

    hip = np.array([draw(st.floats(-2000, 6000)), draw(st.floats(-2000, 6000))])
    knee = hip + way(thigh_deg, draw(st.floats(20, 2000)))
    ankle = knee + way(thigh_deg + bends_to * knee_deg, draw(st.floats(20, 2000)))
    points = {Joint.HIP: hip, Joint.KNEE: knee, Joint.ANKLE: ankle}
    pose = ThomasPose(tested_leg=leg, head_towards=head, points_px=points, source=PointsSource.HAND)
    return Body(pose=pose, thigh_deg=thigh_deg, knee_deg=knee_deg)


levels = st.builds(Level.usual, source=st.just(HorizonSource.MARKED), tilt_deg=st.floats(-45, 45))


def moved(pose: ThomasPose, change: object) -> ThomasPose:
    """Put every joint where a function of its point says."""
    assert callable(change)
    return replace(pose, points_px={joint: change(point) for joint, point in pose.points_px.items()})


def same_angle(one_deg: float | None, other_deg: float | None) -> bool:
    """Whether two angles are one, all the way round: -180 is 180."""
    assert one_deg is not None
    assert other_deg is not None
    return bool(abs(wrap_deg(one_deg - other_deg)) < 1e-6)


@given(bodies())
def test_a_leg_measures_what_it_was_laid_with(body: Body) -> None:
    """Against the rows: 0 along them towards the feet, positive with the knee below the hip; the knee's bend as is."""
    assert same_angle(thigh_angle_deg(body.pose, ROWS), body.thigh_deg)
    assert knee_flexion_deg(body.pose) == pytest.approx(body.knee_deg, abs=1e-6)


@given(bodies(), levels)
def test_the_sign_says_whether_the_knee_lies_below_the_hip(body: Body, level: Level) -> None:
    """Positive where the knee lies below the level line through the hip, measured square to that line."""
    hip, knee = (body.pose[joint] for joint in (Joint.HIP, Joint.KNEE))
    tilt = math.radians(level.tilt_deg)
    below_px = (knee - hip) @ np.array([math.sin(tilt), math.cos(tilt)])
    angle = thigh_angle_deg(body.pose, level)
    assert -180.0 < angle <= 180.0
    if abs(below_px) > 1e-6:
        assert (angle > 0) == (below_px > 0)


@given(bodies())
def test_knee_flexion_and_included_angle_make_180(body: Body) -> None:
    """The included angle is that between the ways from the knee to the hip and to the ankle."""
    hip, knee, ankle = (body.pose[joint] for joint in (Joint.HIP, Joint.KNEE, Joint.ANKLE))
    up, down = hip - knee, ankle - knee
    cosine = float(up @ down / (np.linalg.norm(up) * np.linalg.norm(down)))
    included_deg = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    flexion = knee_flexion_deg(body.pose)
    assert flexion is not None
    assert flexion == pytest.approx(180.0 - included_deg, abs=1e-4)  # an arc cosine is no better near its ends


@given(bodies(), levels, st.floats(0, 8000))
def test_a_mirrored_picture_gives_the_same_numbers(body: Body, level: Level, width_px: float) -> None:
    """Mirrored left to right the person faces the other way, and a level line rises to the other side."""
    turned = Direction.RIGHT if body.pose.head_towards is Direction.LEFT else Direction.LEFT
    mirrored = replace(moved(body.pose, lambda point: mirror_x(point, width_px)), head_towards=turned)
    other_level = replace(level, tilt_deg=-level.tilt_deg)
    assert same_angle(thigh_angle_deg(mirrored, other_level), thigh_angle_deg(body.pose, level))
    assert same_angle(knee_flexion_deg(mirrored), knee_flexion_deg(body.pose))


@given(bodies(), levels)
def test_the_name_of_the_leg_changes_no_number(body: Body, level: Level) -> None:
    """Left and right leg are measured alike."""
    other = replace(body.pose, tested_leg=body.pose.tested_leg.other)
    assert thigh_angle_deg(other, level) == thigh_angle_deg(body.pose, level)
    assert knee_flexion_deg(other) == knee_flexion_deg(body.pose)


@given(bodies(), levels, st.floats(0.1, 10), st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_neither_place_nor_size_matters(body: Body, level: Level, scale: float, dx: float, dy: float) -> None:
    """A picture cropped or scaled in both directions alike gives the same numbers."""
    elsewhere = moved(body.pose, lambda point: point * scale + np.array([dx, dy]))
    assert same_angle(thigh_angle_deg(elsewhere, level), thigh_angle_deg(body.pose, level))
    assert same_angle(knee_flexion_deg(elsewhere), knee_flexion_deg(body.pose))


@given(bodies(), st.floats(-45, 45), st.floats(-4000, 4000), st.floats(-4000, 4000))
def test_a_turned_picture_turns_the_thigh_and_not_the_knee(body: Body, turn_deg: float, x: float, y: float) -> None:
    """Against the rows the thigh changes by the turn, + clockwise with the head at the left, and the knee by none."""
    turned = moved(body.pose, lambda point: rotate_about(point, (x, y), turn_deg))
    expected = thigh_angle_deg(body.pose, ROWS) + body.pose.forward_sign * turn_deg
    assert same_angle(thigh_angle_deg(turned, ROWS), expected)
    assert same_angle(knee_flexion_deg(turned), knee_flexion_deg(body.pose))


@given(bodies(), levels, st.floats(-45, 45), st.floats(-4000, 4000), st.floats(-4000, 4000))
def test_with_its_level_a_turned_picture_gives_the_same_thigh(
    body: Body, level: Level, turn_deg: float, x: float, y: float
) -> None:
    """Turned clockwise a level line rises that much less to the right, and the thigh against it stays as it was."""
    turned = moved(body.pose, lambda point: rotate_about(point, (x, y), turn_deg))
    with_it = replace(level, tilt_deg=level.tilt_deg - turn_deg)
    assert same_angle(thigh_angle_deg(turned, with_it), thigh_angle_deg(body.pose, level))


@given(bodies(), st.floats(-45, 45), st.floats(-45, 45))
def test_a_tilt_counts_towards_the_feet(body: Body, one_deg: float, other_deg: float) -> None:
    """With the head to the left a level that rises to the right adds its tilt to the thigh, else it takes it away."""
    one, other = (Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt) for tilt in (one_deg, other_deg))
    difference = body.pose.forward_sign * (one_deg - other_deg)
    assert same_angle(thigh_angle_deg(body.pose, one), thigh_angle_deg(body.pose, other) + difference)
