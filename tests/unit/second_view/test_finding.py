from collections.abc import Sequence

import numpy as np
import pytest

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.landmarks import Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import Detection
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.second_view import FrontPose, FrontRefusalCode, find_front_pose

HEAD = {
    Landmark.NOSE: (400, 200),
    Landmark.LEFT_EAR: (420, 200),
    Landmark.RIGHT_EAR: (380, 200),
    Landmark.LEFT_SHOULDER: (450, 250),
    Landmark.RIGHT_SHOULDER: (350, 250),
}


def sighting(
    *, hanging: Side = Side.LEFT, knee: Sequence[float] = (450, 300), ankle: Sequence[float] = (450, 500)
) -> Sighting:
    """One reading: one leg hangs, the other is drawn up."""
    points = {name: np.array(point, dtype=float) for name, point in HEAD.items()}
    for side in Side:
        points[Landmark.of(side, "hip")] = np.array([400.0, 310.0])
        points[Landmark.of(side, "knee")] = np.array(knee if side is hanging else (380, 150), dtype=float)
        points[Landmark.of(side, "ankle")] = np.array(ankle if side is hanging else (380, 100), dtype=float)
    pose = Pose(points_px=points, visibility={}, size_px=(800, 800))
    return Sighting(
        detection=Detection(pose=pose, mask=None),
        model=ModelInfo(name="full", sha256=""),
        look=Look(quarters=0, mirrored=False),
    )


def _code(found: FrontPose | Refusal) -> FrontRefusalCode:
    assert isinstance(found, Refusal)
    return found.code


def test_the_hanging_leg_is_the_one_whose_ankle_hangs_lowest() -> None:
    """The leg, its knee and ankle are the middle of the readings; no hip is given."""
    found = find_front_pose([sighting(ankle=(x, 500)) for x in (446, 450, 450, 454)])
    assert isinstance(found, FrontPose)
    assert found.tested_leg is Side.LEFT
    assert found[Joint.ANKLE].tolist() == [450, 500]
    assert Joint.HIP not in found
    assert found.source is PointsSource.MODEL


def test_readings_of_another_ankle_do_not_count() -> None:
    """A minority of readings elsewhere moves nothing, however far it is off."""
    found = find_front_pose([sighting()] * 4 + [sighting(ankle=(700, 480))] * 3)
    assert isinstance(found, FrontPose)
    assert found[Joint.ANKLE].tolist() == [450, 500]


def test_scatter_of_the_readings_travels_with_the_pose() -> None:
    """Readings 2 degrees to either side give a robust standard deviation of 1.4826 times that."""
    aside = 200 * np.tan(np.radians(2))
    found = find_front_pose([sighting(ankle=(450 + x, 500)) for x in (-aside, -aside, 0, aside, aside)])
    assert isinstance(found, FrontPose)
    assert found.tilt_sd_deg == pytest.approx(1.4826 * 2, abs=1e-6)


@pytest.mark.parametrize(
    ("sightings", "expected"),
    [
        ([], FrontRefusalCode.NO_PERSON),
        ([sighting()] * 2, FrontRefusalCode.LEG_HIDDEN),  # too few to agree
        ([sighting(ankle=(450, 100))] * 5, FrontRefusalCode.LEG_HIDDEN),  # both shanks point up
        ([sighting(ankle=(790, 400))] * 5, FrontRefusalCode.LEG_HIDDEN),  # tilted by 74 degrees
        # every reading names another ankle
        ([sighting(ankle=(250 + 100 * n, 500)) for n in range(5)], FrontRefusalCode.READINGS_DISAGREE),
        # one ankle, but knees all over: 0, 26, 45 degrees
        (
            [sighting(knee=(x, 300)) for x in (450, 450, 352, 352, 250, 250)],
            FrontRefusalCode.READINGS_DISAGREE,
        ),
        # half of the readings call it left, half right
        ([sighting()] * 3 + [sighting(hanging=Side.RIGHT)] * 3, FrontRefusalCode.LEG_UNSURE),
    ],
)
def test_what_is_not_found_is_refused(sightings: list[Sighting], expected: FrontRefusalCode) -> None:
    """Nobody, no hanging leg, no agreement: each has its own reason."""
    assert _code(find_front_pose(sightings)) is expected


def test_a_named_leg_settles_the_side() -> None:
    """Where the readings do not agree on the side, the side that a person names is taken."""
    found = find_front_pose([sighting()] * 3 + [sighting(hanging=Side.RIGHT)] * 3, leg=Side.RIGHT)
    assert isinstance(found, FrontPose)
    assert found.tested_leg is Side.RIGHT
