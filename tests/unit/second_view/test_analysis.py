from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import marked
from thomas_test.core.analysis import ModelInfo
from thomas_test.core.angles import ROWS, Angle, HorizonSource
from thomas_test.core.landmarks import Joint, Landmark, Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.quality import WarningCode
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import Detection
from thomas_test.images import Gravity, Photo
from thomas_test.second_view import (
    FrontAnalysis,
    OtherViews,
    analyse_front,
    front_from_json,
    front_to_json,
    measure_front_points,
)
from thomas_test.second_view.refusals import FrontRefusalCode

UPRIGHT = {
    Landmark.NOSE: (400, 200),
    Landmark.LEFT_EAR: (420, 200),
    Landmark.RIGHT_EAR: (380, 200),
    Landmark.LEFT_SHOULDER: (450, 250),
    Landmark.RIGHT_SHOULDER: (350, 250),
    Landmark.LEFT_HIP: (430, 300),
    Landmark.LEFT_KNEE: (450, 300),
    Landmark.LEFT_ANKLE: (414.73, 500),
    Landmark.RIGHT_HIP: (370, 300),
    Landmark.RIGHT_KNEE: (380, 150),
    Landmark.RIGHT_ANKLE: (380, 100),
}
PHOTO = Photo(name="front.jpg", rgb=np.zeros((800, 800, 3), dtype=np.uint8))


class Sees:
    """An estimator that sees the same person in every upright look, and nobody in the others."""

    def __init__(self, points: dict[Landmark, tuple[float, float]], *, name: str = "made_up") -> None:
        self.points, self.name, self.looks = points, name, 0

    @property
    def model(self) -> ModelInfo:
        """Its name."""
        return ModelInfo(name=self.name, sha256="0" * 64)

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """See the person, turned as the look is."""
        self.looks += 1
        if not self.points or self.looks > 4:  # the mirrored looks come last
            return ()
        turned = {name: _turned(np.array(point, dtype=float), self.looks - 1) for name, point in self.points.items()}
        pose = Pose(points_px=turned, visibility={}, size_px=(rgb.shape[1], rgb.shape[0]))
        return (Detection(pose=pose, mask=None),)

    def close(self) -> None:
        """Nothing to free."""


def _turned(point: np.ndarray, quarters: int) -> np.ndarray:
    x, y = point
    return np.array([(x, y), (y, 800 - x), (800 - x, 800 - y), (800 - y, x)][quarters])


def test_photo_is_read_in_all_looks_and_measured() -> None:
    """The network takes all eight looks; the shank 10 degrees towards the midline is a thigh turned out by 10."""
    network = Sees(UPRIGHT)
    side = OtherViews(thigh=Angle.around(0, 2), knee=Angle.around(90, 3))
    analysis = analyse_front(PHOTO, [network], marked=marked(0.0), other_views=side)
    assert network.looks == 8
    assert analysis.pose is not None
    assert analysis.pose.tested_leg is Side.LEFT
    assert analysis.pose[Joint.KNEE] == pytest.approx([450, 300])
    assert analysis.measurement is not None
    assert analysis.measurement.rotation is not None
    assert analysis.measurement.rotation.value_deg == pytest.approx(10.0, abs=0.5)
    assert analysis.measurement.abduction_refusal is not None
    assert analysis.measurement.abduction_refusal.code is FrontRefusalCode.HIP_BY_HAND
    assert analysis.read_by.models == (network.model,)
    assert analysis.head_circle_px is not None


def test_a_network_without_constants_is_told() -> None:
    """It warns, and the rotation is less sure, whoever reads the record again; a person's points need no network."""
    known, unknown = (analyse_front(PHOTO, [Sees(UPRIGHT, name=name)]) for name in ("full", "made_up"))
    assert known.warnings == ()
    assert unknown.warnings == (WarningCode.NETWORK_NOT_CALIBRATED,)
    assert known.measurement is not None
    assert unknown.measurement is not None
    assert known.measurement.rotation is not None
    assert unknown.measurement.rotation is not None
    assert unknown.measurement.rotation.sd_deg > known.measurement.rotation.sd_deg
    record = front_to_json(unknown)
    assert [told["code"] for told in record["warnings"]] == ["network_not_calibrated"]
    assert front_from_json(record).warnings == unknown.warnings
    assert unknown.pose is not None
    by_hand = replace(unknown.pose, source=PointsSource.HAND, tilt_sd_deg=None)
    placed = measure_front_points(name="a.jpg", pose=by_hand, level=ROWS, read_by=unknown.read_by)
    assert placed.warnings == ()


def test_a_photo_of_the_other_leg_is_warned_of() -> None:
    """Of the other leg what turns out counts as turned in; a person who placed the points has looked."""
    right, wrong = (analyse_front(PHOTO, [Sees(UPRIGHT, name="full")], leg=leg) for leg in (Side.LEFT, Side.RIGHT))
    assert right.warnings == ()
    assert wrong.warnings == (WarningCode.SECOND_PHOTO_LEG_UNSURE,)
    assert front_from_json(front_to_json(wrong)).warnings == wrong.warnings
    assert wrong.pose is not None
    by_hand = replace(wrong.pose, source=PointsSource.HAND, tilt_sd_deg=None)
    assert measure_front_points(name="a.jpg", pose=by_hand, level=ROWS, read_by=wrong.read_by).warnings == ()


def test_nobody_is_a_refusal_that_names_the_network() -> None:
    """A photo without a person is refused, and the result still says which network looked."""
    analysis = analyse_front(PHOTO, [Sees({})])
    assert analysis.measurement is None
    assert analysis.refusal is not None
    assert analysis.refusal.code is FrontRefusalCode.NO_PERSON
    assert analysis.read_by.models
    assert analysis.head_circle_px is None


@pytest.mark.parametrize(
    ("gravity", "marked_deg", "source", "tilt_deg"),
    [
        (None, None, HorizonSource.IMAGE, 0.0),
        (Gravity(tilt_deg=2.0, camera_pitch_deg=0.0, front_camera=False), None, HorizonSource.GRAVITY, 2.0),
        (Gravity(tilt_deg=2.0, camera_pitch_deg=0.0, front_camera=False), -1.0, HorizonSource.MARKED, -1.0),
    ],
)
def test_best_horizon_is_used(
    gravity: Gravity | None, marked_deg: float | None, source: HorizonSource, tilt_deg: float
) -> None:
    """A marked line goes before gravity, gravity before the rows of the picture."""
    level = analyse_front(
        Photo(name="x", rgb=PHOTO.rgb, gravity=gravity),
        [Sees({})],
        marked=None if marked_deg is None else marked(marked_deg),
    ).level
    assert (level.source, level.tilt_deg) == (source, tilt_deg)


def test_a_drawn_line_keeps_its_doubt() -> None:
    """A short line leaves the rotation less sure than a level that was named."""
    drawn, named = (
        analyse_front(PHOTO, [Sees(UPRIGHT)], marked=level).measurement
        for level in (marked(0.0, sd_deg=3.0), marked(0.0))
    )
    assert drawn is not None
    assert named is not None
    assert drawn.rotation is not None
    assert named.rotation is not None
    assert drawn.rotation.sd_deg > named.rotation.sd_deg


def test_neither_joints_nor_refusal_is_no_result() -> None:
    """A result holds joints with their measurement, or the reason for none."""
    with pytest.raises(ValueError, match="or a refusal"):
        FrontAnalysis(name="x", size_px=(10, 10), level=ROWS)
