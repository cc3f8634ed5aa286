"""Find the hanging leg in a front view from repeated readings.

One reading alone is wrong by 8 degrees on average and by 32 at worst (the network full), because the network has hardly
seen people lying with their feet towards it; the middle of all turned and mirrored readings is good
(benchmarks/front_view.py). The hanging leg is the one whose ankle hangs lowest below its knee, whatever side the
network gives it.

No hip is given: in this view the network's hip lies well inside of the trochanter, which made the thigh seem drawn
aside by 13 to 17 degrees more than it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thomas_test.front.limits import MAX_TILT_DEG
from thomas_test.front.pose import FrontPose, View
from thomas_test.front.refusals import FrontRefusal, FrontRefusalCode
from thomas_test.geometry import FloatArray
from thomas_test.landmarks import Joint, Landmark, Side
from thomas_test.pose import Pose
from thomas_test.readings import Sighting
from thomas_test.thomas_pose import PointsSource

SAME_ANKLE = 0.25
"""Readings whose ankles lie within this share of the shank's length mean the same ankle. Our own, set on ../front."""
MIN_READINGS = 3
"""Fewer readings of one ankle than this are no agreement."""
MIN_SHARE = 0.35
"""Least share of all readings that agree on the ankle."""
MAX_SCATTER_DEG = 12.0
"""Largest robust standard deviation of the shank's direction that still gives a number."""
MIN_SIDE_SHARE = 0.7
"""Least share of the agreeing readings that give the leg the same side; below, a person has to name it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Hanging:
    """The hanging leg in one reading."""

    side: Side
    knee_px: FloatArray
    ankle_px: FloatArray

    @property
    def drop_px(self) -> float:
        return float(self.ankle_px[1] - self.knee_px[1])

    @property
    def tilt_deg(self) -> float:
        """Against the columns of the picture, + to the right."""
        way = self.ankle_px - self.knee_px
        return float(np.degrees(np.arctan2(way[0], way[1])))


def find_front_pose(sightings: Sequence[Sighting], *, leg: Side | None = None) -> FrontPose | FrontRefusal:
    """Find the hanging leg as seen from beyond the feet.

    Parameters
    ----------
    sightings
        All readings of one picture, in its upright coordinates.
    leg
        The tested leg where it is known, as after a side view; the readings then need not agree on the side.
    """
    if not sightings:
        return FrontRefusal(code=FrontRefusalCode.NO_PERSON)
    legs = [found for sighting in sightings if (found := _hanging(sighting.pose)) is not None]
    if len(legs) < MIN_READINGS:
        return FrontRefusal(code=FrontRefusalCode.LEG_HIDDEN)
    agreeing = _agreeing(legs)
    tilts = np.array([found.tilt_deg for found in agreeing])
    scatter_deg = 1.4826 * float(np.median(np.abs(tilts - np.median(tilts))))
    share = len(agreeing) / len(legs)
    if len(agreeing) < MIN_READINGS or share < MIN_SHARE or scatter_deg > MAX_SCATTER_DEG:
        return FrontRefusal(
            code=FrontRefusalCode.READINGS_DISAGREE, detail=f"Only {len(agreeing)} of {len(legs)} readings agree."
        )
    named = leg or _side(agreeing)
    if named is None:
        return FrontRefusal(code=FrontRefusalCode.LEG_UNSURE)
    return FrontPose(
        view=View.FRONT,
        tested_leg=named,
        points_px={
            Joint.KNEE: _middle([found.knee_px for found in agreeing]),
            Joint.ANKLE: _middle([found.ankle_px for found in agreeing]),
        },
        size_px=sightings[0].pose.size_px,
        source=PointsSource.MODEL,
        tilt_sd_deg=scatter_deg,
    )


def _hanging(pose: Pose) -> _Hanging | None:
    """Take the leg whose ankle hangs lowest below its knee, or None where neither hangs."""
    legs = [
        _Hanging(
            side=side,
            knee_px=pose[Landmark.of(side, "knee")],
            ankle_px=pose[Landmark.of(side, "ankle")],
        )
        for side in Side
    ]
    lowest = max(legs, key=lambda found: found.drop_px)
    return lowest if lowest.drop_px > 0.0 and abs(lowest.tilt_deg) <= MAX_TILT_DEG else None


def _agreeing(legs: Sequence[_Hanging]) -> list[_Hanging]:
    """Keep the readings around the ankle that most readings name."""
    ankles = np.stack([found.ankle_px for found in legs])
    reach_px = SAME_ANKLE * float(np.median([found.drop_px for found in legs]))
    near = np.hypot(*np.moveaxis(ankles[:, None] - ankles[None], -1, 0)) <= reach_px
    return [found for found, keep in zip(legs, near[near.sum(axis=1).argmax()], strict=True) if keep]


def _side(agreeing: Sequence[_Hanging]) -> Side | None:
    left = sum(found.side is Side.LEFT for found in agreeing) / len(agreeing)
    if max(left, 1.0 - left) < MIN_SIDE_SHARE:
        return None
    return Side.LEFT if left > 0.5 else Side.RIGHT


def _middle(points_px: Sequence[FloatArray]) -> FloatArray:
    return np.asarray(np.median(np.stack(points_px), axis=0))
