import numpy as np
import pytest

from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.second_view import FrontPose, SecondView

POINTS = {Joint.KNEE: np.array([1.0, 2.0]), Joint.ANKLE: np.array([1.0, 90.0])}


def _make(**changes: object) -> FrontPose:
    fields: dict[str, object] = {
        "view": SecondView.FRONT,
        "tested_leg": Side.LEFT,
        "points_px": POINTS,
        "size_px": (100, 100),
        "source": PointsSource.HAND,
    }
    return FrontPose(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points_px": {Joint.KNEE: np.zeros(2)}}, "no ankle"),
        ({"view": SecondView.TOP}, "no hip and no other_hip"),
        ({"points_px": {**POINTS, Joint.HIP: np.array([np.nan, 0.0])}}, "finite"),
        ({"points_px": {**POINTS, Joint.HIP: np.zeros(3)}}, "finite"),
        ({"size_px": (0, 10)}, "picture size"),
        ({"tilt_sd_deg": -1.0}, "standard deviation"),
        ({"tilt_sd_deg": float("nan")}, "standard deviation"),
    ],
)
def test_impossible_poses_are_refused(changes: dict[str, object], message: str) -> None:
    """A pose without what its view needs, or with numbers that are none, is refused with the reason."""
    with pytest.raises(ValueError, match=message):
        _make(**changes)


def test_points_are_read_only() -> None:
    """Nobody moves a point of a finished pose, nor through the array it was made of."""
    own = np.array([1.0, 2.0])
    pose = _make(points_px={**POINTS, Joint.KNEE: own})
    own[0] = 50.0
    assert pose[Joint.KNEE][0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        pose[Joint.KNEE][0] = 5.0
    assert Joint.HIP not in pose
