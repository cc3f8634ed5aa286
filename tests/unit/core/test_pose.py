import pickle

import numpy as np
import pytest

from thomas_test.core.landmarks import Landmark
from thomas_test.core.pose import Pose


def make_pose(**changes: object) -> Pose:
    """One landmark in a small picture, unless told otherwise."""
    record = {
        "points_px": {Landmark.NOSE: np.array([3.0, 4.0])},
        "visibility": {Landmark.NOSE: 0.8},
        "size_px": (40, 30),
    }
    return Pose(**(record | changes))


def test_points_are_found_by_their_name() -> None:
    """A landmark is asked for by name; one that the source did not give is not in it."""
    pose = make_pose()
    np.testing.assert_array_equal(pose[Landmark.NOSE], [3.0, 4.0])
    assert Landmark.NOSE in pose
    assert Landmark.LEFT_HIP not in pose


def test_a_pose_cannot_be_changed_afterwards() -> None:
    """Neither through its own fields, nor through the arrays and dictionaries it was made of."""
    mine = np.array([3.0, 4.0])
    points = {Landmark.NOSE: mine}
    pose = make_pose(points_px=points)
    mine[0] = 99.0
    points[Landmark.LEFT_EAR] = mine
    assert pose[Landmark.NOSE][0] == 3.0
    assert Landmark.LEFT_EAR not in pose
    with pytest.raises(ValueError, match="read-only"):
        pose[Landmark.NOSE][0] = 1.0
    for mapping in (pose.points_px, pose.visibility):
        with pytest.raises(TypeError):
            mapping[Landmark.NOSE] = 0.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"size_px": (0, 30)}, "picture size"),
        ({"size_px": (40, -1)}, "picture size"),
        ({"points_px": {Landmark.NOSE: np.array([1.0, np.nan])}}, "two finite numbers for nose"),
        ({"points_px": {Landmark.NOSE: np.array([1.0, np.inf])}}, "two finite numbers for nose"),
        ({"points_px": {Landmark.NOSE: np.array([1.0, 2.0, 3.0])}}, "two finite numbers for nose"),
    ],
)
def test_a_pose_is_checked_at_birth(changes: dict[str, object], message: str) -> None:
    """What is no pose never becomes one; the message says what was expected."""
    with pytest.raises(ValueError, match=message):
        make_pose(**changes)


def test_a_pose_crosses_process_borders() -> None:
    """It comes back whole, and still read-only."""
    pose = pickle.loads(pickle.dumps(make_pose()))  # noqa: S301 - our own bytes
    np.testing.assert_array_equal(pose[Landmark.NOSE], [3.0, 4.0])
    assert (dict(pose.visibility), pose.size_px) == ({Landmark.NOSE: 0.8}, (40, 30))
    assert not pose[Landmark.NOSE].flags.writeable
