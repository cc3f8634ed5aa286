from collections.abc import Sequence

import numpy as np
import pytest

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.landmarks import Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import Detection
from thomas_test.reading.calibration import HEAD_FROM_KNEE
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.second_view import FrontPose, SecondView
from thomas_test.second_view.finding import enclosing, head_circle_px, head_of_pose_px

KNEE, ANKLE = (450.0, 300.0), (450.0, 500.0)
"""A shank of 200 px; a left leg, so that the midline lies to the left of it."""


def front(side: Side = Side.LEFT, points: dict[Joint, Sequence[float]] | None = None) -> FrontPose:
    """The joints as seen from the feet."""
    return FrontPose(
        view=SecondView.FRONT,
        tested_leg=side,
        points_px={Joint.KNEE: np.array(KNEE), Joint.ANKLE: np.array(ANKLE), **(points or {})},
        size_px=(800, 800),
        source=PointsSource.HAND,
    )


def sighting(head: Sequence[float], *, pelvis: Sequence[float] = (380, 310)) -> Sighting:
    """One reading: a head, shoulders 100 px apart under it, a pelvis."""
    x, y = head
    points = {name: np.array((x, y), dtype=float) for name in (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)}
    points[Landmark.LEFT_SHOULDER], points[Landmark.RIGHT_SHOULDER] = np.array((x + 50, y)), np.array((x - 50, y))
    points[Landmark.LEFT_HIP] = points[Landmark.RIGHT_HIP] = np.array(pelvis, dtype=float)
    pose = Pose(points_px=points, visibility={}, size_px=(800, 800))
    return Sighting(
        detection=Detection(pose=pose, mask=None),
        model=ModelInfo(name="full", sha256=""),
        look=Look(quarters=0, mirrored=False),
    )


def holds(circle: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether a circle holds another one."""
    apart = np.hypot(circle[0] - other[0], circle[1] - other[1])
    return bool(apart + other[2] <= circle[2] + 1e-9)


@pytest.mark.parametrize(("side", "towards"), [(Side.LEFT, -1), (Side.RIGHT, 1)])
def test_from_the_feet_the_leg_says_where_the_head_can_be(side: Side, towards: int) -> None:
    """Beside the knee towards the midline and above it, in lengths of the shank, whichever leg hangs."""
    x, y, radius = head_of_pose_px(front(side)) or (0.0, 0.0, 0.0)
    assert x == pytest.approx(450 + towards * HEAD_FROM_KNEE.aside * 200)
    assert y == pytest.approx(300 - HEAD_FROM_KNEE.up * 200)
    assert radius == pytest.approx(HEAD_FROM_KNEE.radius * 200)


def test_a_head_on_which_the_readings_agree_is_covered_as_well() -> None:
    """The readings' head does not replace what the leg says: both are in the circle."""
    circle = head_circle_px([sighting((600, 100))] * 4, front())
    assert circle is not None
    assert holds(circle, head_of_pose_px(front()) or (0, 0, 0))
    assert holds(circle, (600, 100, 60))  # 0.6 of shoulders 100 px apart


def test_heads_that_scatter_are_no_evidence() -> None:
    """Readings that name a head here and there add nothing to what the leg says; nor do none at all."""
    scattered = [sighting((x, 100)) for x in (100, 200, 300, 400, 500)]
    assert head_circle_px(scattered, front()) == head_of_pose_px(front())
    assert head_circle_px([], front()) == head_of_pose_px(front())


def test_a_pelvis_on_the_wrong_side_of_the_knee_leaves_the_head_unknown() -> None:
    """Where the readings and the leg's name contradict each other no place is covered as if it were known."""
    assert head_circle_px([sighting((400, 250), pelvis=(520, 310))] * 4, front()) is None


def test_from_above_the_shoulders_say_it() -> None:
    """The head lies beyond the shoulders, away from the hips; without shoulders its place is unknown."""
    points = {Joint.HIP: (350, 500), Joint.KNEE: (340, 700), Joint.OTHER_HIP: (450, 500)}
    top = FrontPose(
        view=SecondView.TOP,
        tested_leg=Side.LEFT,
        points_px={joint: np.array(at) for joint, at in points.items()},
        size_px=(800, 800),
        source=PointsSource.HAND,
    )
    assert head_of_pose_px(top) is None
    points |= {Joint.SHOULDER: (340, 300), Joint.OTHER_SHOULDER: (460, 300)}
    whole = FrontPose(
        view=SecondView.TOP,
        tested_leg=Side.LEFT,
        points_px={joint: np.array(at) for joint, at in points.items()},
        size_px=(800, 800),
        source=PointsSource.HAND,
    )
    assert head_of_pose_px(whole) == pytest.approx((400, 300 - 0.45 * 200, 0.42 * 200))


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ((0.0, 0.0, 10.0), (30.0, 0.0, 10.0), (15.0, 0.0, 25.0)),
        ((0.0, 0.0, 10.0), (2.0, 0.0, 3.0), (0.0, 0.0, 10.0)),  # the second lies in the first
        ((2.0, 0.0, 3.0), (0.0, 0.0, 10.0), (0.0, 0.0, 10.0)),
        ((1.0, 1.0, 5.0), (1.0, 1.0, 5.0), (1.0, 1.0, 5.0)),
    ],
)
def test_smallest_circle_about_two(
    first: tuple[float, float, float], second: tuple[float, float, float], both: tuple[float, float, float]
) -> None:
    """It holds both and no more."""
    assert enclosing(first, second) == pytest.approx(both)
