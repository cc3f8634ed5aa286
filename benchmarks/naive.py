"""The naive way, for comparison: one pass over the picture as it is, the first person, the more visible leg."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from thomas_test.core.geometry import bend_angle_deg, drop_angle_deg
from thomas_test.core.landmarks import Landmark, Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.estimators import PoseEstimator
from thomas_test.validation import AngleName

LEG = ("hip", "knee", "ankle")


@dataclass(frozen=True, kw_only=True)
class NaiveReading:
    """What a single pass gives.

    Attributes
    ----------
    leg
        The one the network calls more visible.
    visibility
        Mean of the network's visibility of that leg's hip, knee and ankle, 0 to 1.
    angles_deg
        Against the rows of the picture, in the project's signs.
    """

    leg: Side
    visibility: float
    angles_deg: dict[AngleName, float]


def read_naively(rgb: RgbImage, estimator: PoseEstimator) -> NaiveReading | None:
    """Read a picture once; None where nobody is found.

    Angles come from pixels: tutorials take MediaPipe's 0..1 coordinates, which is worse by far in any picture that
    is not square.
    """
    people: Sequence[Pose] = [detection.pose for detection in estimator.estimate(rgb)]
    if not people:
        return None
    pose = people[0]
    visibility = {side: fmean(pose.visibility[Landmark.of(side, part)] for part in LEG) for side in Side}
    leg = max(visibility, key=lambda side: visibility[side])
    hip, knee, ankle = (pose[Landmark.of(leg, part)] for part in LEG)
    forward_sign = 1 if hip[0] > pose[Landmark.of(leg, "shoulder")][0] else -1
    return NaiveReading(
        leg=leg,
        visibility=visibility[leg],
        angles_deg={
            AngleName.THIGH: float(drop_angle_deg(hip, knee, forward_sign=forward_sign)),
            AngleName.KNEE: float(bend_angle_deg(hip, knee, ankle)),
        },
    )
