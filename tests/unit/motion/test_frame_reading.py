"""One frame: the angles of its pose against its level, and whether it counts."""

from __future__ import annotations

import pytest

from support.analyses import make_pose
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.motion.following import FrameReading

SIZE = (640, 480)
NOBODY = Refusal(code=RefusalCode.NO_PERSON)


@pytest.mark.parametrize(
    ("head", "tilt", "thigh"),
    [
        (Direction.LEFT, 0.0, 9.0),  # against the rows
        (Direction.RIGHT, 0.0, 9.0),  # the mirrored picture reads the same
        (Direction.LEFT, 2.0, 11.0),  # a tilt adds where the head is to the left
        (Direction.RIGHT, 2.0, 7.0),  # and takes away where it is to the right
    ],
)
def test_angles_are_those_of_the_pose_against_the_level(head: Direction, tilt: float, thigh: float) -> None:
    """The thigh is measured against the frame's level, the knee against nothing."""
    level = Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt)
    pose = make_pose(thigh_deg=9.0, knee_deg=70.0, head_towards=head)
    reading = FrameReading(time_s=1.0, size_px=SIZE, pose=pose, level=level)
    assert reading.thigh_angle_deg == pytest.approx(thigh)
    assert reading.knee_flexion_deg == pytest.approx(70.0)
    assert reading.sample.acceptable


def test_a_frame_without_a_person_has_no_angles_and_does_not_count() -> None:
    """Nobody seen: no numbers, and the hold does not see the frame as still."""
    reading = FrameReading(time_s=1.0, size_px=SIZE, pose=None, refusal=NOBODY)
    assert (reading.thigh_angle_deg, reading.knee_flexion_deg) == (None, None)
    assert not reading.sample.acceptable


def test_a_refused_frame_does_not_count() -> None:
    """A pose that is refused has angles to show and none to capture."""
    reading = FrameReading(time_s=1.0, size_px=SIZE, pose=make_pose(), refusal=NOBODY)
    assert reading.thigh_angle_deg is not None
    assert not reading.sample.acceptable


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ((320.0, 240.0), True),
        ((0.0, 0.0), True),
        ((640.0, 240.0), False),
        ((-1.0, 240.0), False),
        ((9.0, 480.0), False),
    ],
)
def test_a_frame_counts_with_the_whole_leg_in_it(point: tuple[float, float], inside: bool) -> None:
    """An ankle beyond the frame's edge was guessed."""
    pose = make_pose().with_points({Joint.ANKLE: point}, source=make_pose().source)
    reading = FrameReading(time_s=1.0, size_px=SIZE, pose=pose)
    assert reading.foot_in_frame is inside
    assert reading.sample.acceptable is inside


def test_a_frame_without_an_ankle_does_not_count() -> None:
    """Without the ankle there is no knee, and a hold needs both."""
    reading = FrameReading(time_s=1.0, size_px=SIZE, pose=make_pose(with_ankle=False))
    assert reading.knee_flexion_deg is None
    assert not reading.sample.acceptable


def test_a_frame_without_a_pose_says_why() -> None:
    """Neither pose nor refusal is a programming error."""
    with pytest.raises(ValueError, match="pose or a refusal"):
        FrameReading(time_s=0.0, size_px=SIZE, pose=None)
