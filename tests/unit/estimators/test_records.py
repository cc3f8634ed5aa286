import numpy as np
import pytest

from support.bodies import ScriptedEstimator
from thomas_test.core.landmarks import Landmark
from thomas_test.core.pose import Pose
from thomas_test.estimators import Detection, PoseEstimator

POSE = Pose(points_px={Landmark.NOSE: np.array([1.0, 2.0])}, visibility={}, size_px=(40, 30))


@pytest.mark.parametrize("shape", [(30, 40), None])
def test_a_silhouette_fits_its_picture_or_is_not_there(shape: tuple[int, int] | None) -> None:
    """Height first, as pictures have it."""
    mask = None if shape is None else np.zeros(shape, dtype=np.float32)
    assert Detection(pose=POSE, mask=mask).mask is mask


@pytest.mark.parametrize("shape", [(40, 30), (30, 41), (30, 40, 1)])
def test_a_silhouette_of_another_picture_is_refused(shape: tuple[int, ...]) -> None:
    """The message says what was expected and what came."""
    with pytest.raises(ValueError, match=r"silhouette of shape \(30, 40\), got"):
        Detection(pose=POSE, mask=np.zeros(shape, dtype=np.float32))


def test_whatever_estimates_and_closes_is_an_estimator() -> None:
    """The protocol is about what a thing can do, not what it is derived from."""
    assert isinstance(ScriptedEstimator(lambda _call, _quarters: []), PoseEstimator)
    assert not isinstance(object(), PoseEstimator)
