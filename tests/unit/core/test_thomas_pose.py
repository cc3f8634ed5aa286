import pickle

import numpy as np
import pytest

from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

HIP, KNEE = np.array([100.0, 100.0]), np.array([200.0, 110.0])


def make_pose(**changes: object) -> ThomasPose:
    """Hip and knee of a right leg, head to the left, unless told otherwise."""
    record = {
        "tested_leg": Side.RIGHT,
        "head_towards": Direction.LEFT,
        "points_px": {Joint.HIP: HIP, Joint.KNEE: KNEE},
        "source": PointsSource.MODEL,
    }
    return ThomasPose(**(record | changes))


@pytest.mark.parametrize(
    ("head", "leg", "forward", "far"),
    [
        (Direction.LEFT, Side.RIGHT, 1, False),  # on the back, head left: the right side faces the camera
        (Direction.LEFT, Side.LEFT, 1, True),
        (Direction.RIGHT, Side.LEFT, -1, False),
        (Direction.RIGHT, Side.RIGHT, -1, True),
    ],
)
def test_the_head_tells_where_forward_is_and_which_leg_is_near(
    head: Direction, leg: Side, forward: int, far: bool
) -> None:
    """Forward goes by the head alone, never by the leg; near and far need both."""
    pose = make_pose(head_towards=head, tested_leg=leg)
    assert pose.forward_sign == forward
    assert pose.far_leg_tested is far


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({Joint.KNEE: KNEE}, "got no hip$"),
        ({Joint.HIP: HIP}, "got no knee$"),
        ({}, "got no hip and no knee"),
        ({Joint.HIP: HIP, Joint.KNEE: HIP}, "two places"),  # a thigh of no length has no direction
        ({Joint.HIP: HIP, Joint.KNEE: KNEE, Joint.ANKLE: np.array([np.nan, 0.0])}, "two finite numbers for ankle"),
        ({Joint.HIP: HIP, Joint.KNEE: np.array([1.0, 2.0, 3.0])}, "two finite numbers for knee"),
    ],
)
def test_a_test_position_is_checked_at_birth(points: dict[Joint, np.ndarray], message: str) -> None:
    """Hip and knee of the tested leg are always there, in two places; every point is finite."""
    with pytest.raises(ValueError, match=message):
        make_pose(points_px=points)


def test_points_cannot_be_changed_afterwards() -> None:
    """The arrays are copies, and read-only."""
    hip = HIP.copy()
    pose = make_pose(points_px={Joint.HIP: hip, Joint.KNEE: KNEE})
    hip[0] = 0.0
    assert pose[Joint.HIP][0] == 100.0
    with pytest.raises(ValueError, match="read-only"):
        pose[Joint.HIP][0] = 1.0
    with pytest.raises(TypeError):
        pose.points_px[Joint.ANKLE] = KNEE


def test_moving_a_point_makes_another_pose() -> None:
    """The new one has the point and who placed it; the old one stays."""
    pose = make_pose()
    moved = pose.with_points({Joint.KNEE: (210, 120), Joint.ANKLE: (220, 200)}, source=PointsSource.HAND)
    np.testing.assert_array_equal(moved[Joint.KNEE], [210.0, 120.0])
    np.testing.assert_array_equal(moved[Joint.HIP], HIP)
    assert Joint.ANKLE in moved
    assert moved.source is PointsSource.HAND
    assert Joint.ANKLE not in pose
    np.testing.assert_array_equal(pose[Joint.KNEE], KNEE)


def test_a_joint_can_be_left_out_unless_the_thigh_needs_it() -> None:
    """Without an ankle there is a pose; without a knee there is none."""
    pose = make_pose().with_points({Joint.ANKLE: (1, 2)}, source=PointsSource.MODEL)
    assert Joint.ANKLE not in pose.without(Joint.ANKLE)
    with pytest.raises(ValueError, match="got no knee"):
        pose.without(Joint.KNEE)


def test_a_test_position_crosses_process_borders() -> None:
    """It comes back whole, and still read-only."""
    pose = pickle.loads(pickle.dumps(make_pose(tested_leg=Side.LEFT)))  # noqa: S301 - our own bytes
    np.testing.assert_array_equal(pose[Joint.KNEE], KNEE)
    assert (pose.tested_leg, pose.head_towards, pose.source) == (Side.LEFT, Direction.LEFT, PointsSource.MODEL)
    assert not pose[Joint.HIP].flags.writeable
