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

from thomas_test.core.geometry import Circle, FloatArray, length_px, robust_sd
from thomas_test.core.landmarks import Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.faces import HEAD_BEYOND_SHOULDER, HEAD_RADIUS
from thomas_test.reading.calibration import HEAD_FROM_KNEE
from thomas_test.reading.sightings import Sighting
from thomas_test.second_view.pose import FrontPose, SecondView
from thomas_test.second_view.refusals import FrontRefusalCode
from thomas_test.second_view.rotation import MAX_SHANK_TILT_DEG

AGREED_SHARE = 0.15
"""Readings whose heads scatter by less than this share of the shank agree on a head. Our own."""
LEAST_RADIUS = 0.3
"""Least radius about a head that the readings agree on, in lengths of the shank: 0.12 m and more. Our own."""
SHOULDERS_RADIUS = 0.6
"""Radius about such a head, in shoulder widths: a head with room around it. Our own."""

_HEAD = (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


def head_of_pose_px(pose: FrontPose) -> Circle | None:
    """The circle that holds the head of the person whose joints these are.

    Returns
    -------
    Circle or None
        Centre x, centre y and radius in pixels; None from above where the shoulders were not placed.
    """
    return _behind_knee(pose) if pose.view is SecondView.FRONT else _beyond_shoulders(pose)


def head_circle_px(sightings: Sequence[Sighting], pose: FrontPose) -> Circle | None:
    """The circle that holds the head in a picture that was read from beyond the feet.

    Returns
    -------
    Circle or None
        None where the readings see the pelvis on the other side of the knee than the leg's name says: then either
        may be wrong, and with it the place of the head.
    """
    place = _behind_knee(pose)
    if not sightings:
        return place
    pelvis = _middle(sightings, _HIPS)
    if (pelvis[0] - pose[Joint.KNEE][0]) * pose.lateral_sign > 0.0:
        return None
    seen = _agreed_head(sightings, shank_px=length_px(pose[Joint.KNEE], pose[Joint.ANKLE]))
    return place if seen is None else enclosing(place, seen)


def enclosing(first: Circle, second: Circle) -> Circle:
    """The smallest circle that holds two."""
    (x, y, radius), (x_2, y_2, radius_2) = first, second
    apart = float(np.hypot(x_2 - x, y_2 - y))
    if apart + min(radius, radius_2) <= max(radius, radius_2):
        return first if radius >= radius_2 else second
    whole = (apart + radius + radius_2) / 2.0
    way = (whole - radius) / apart
    return x + way * (x_2 - x), y + way * (y_2 - y), whole


def _behind_knee(pose: FrontPose) -> Circle:
    shank_px = length_px(pose[Joint.KNEE], pose[Joint.ANKLE])
    x, y = pose[Joint.KNEE]
    inward_px = HEAD_FROM_KNEE.aside * shank_px
    return (
        float(x) - pose.lateral_sign * inward_px,
        float(y) - HEAD_FROM_KNEE.up * shank_px,
        HEAD_FROM_KNEE.radius * shank_px,
    )


def _beyond_shoulders(pose: FrontPose) -> Circle | None:
    if Joint.SHOULDER not in pose or Joint.OTHER_SHOULDER not in pose:
        return None
    shoulders = (pose[Joint.SHOULDER] + pose[Joint.OTHER_SHOULDER]) / 2.0
    trunk = shoulders - (pose[Joint.HIP] + pose[Joint.OTHER_HIP]) / 2.0
    centre = shoulders + HEAD_BEYOND_SHOULDER * trunk
    return float(centre[0]), float(centre[1]), HEAD_RADIUS * float(np.hypot(*trunk))


def _agreed_head(sightings: Sequence[Sighting], *, shank_px: float) -> Circle | None:
    heads = np.stack([_mean(sighting, _HEAD) for sighting in sightings])
    centre = np.median(heads, axis=0)
    scatter_px = max(robust_sd(along) or 0.0 for along in heads.T)
    if scatter_px > AGREED_SHARE * shank_px:
        return None
    breadths = [length_px(s.pose[Landmark.LEFT_SHOULDER], s.pose[Landmark.RIGHT_SHOULDER]) for s in sightings]
    radius = max(SHOULDERS_RADIUS * float(np.median(breadths)), LEAST_RADIUS * shank_px)
    return float(centre[0]), float(centre[1]), radius


def _middle(sightings: Sequence[Sighting], names: Sequence[Landmark]) -> FloatArray:
    return np.asarray(np.median(np.stack([_mean(sighting, names) for sighting in sightings]), axis=0))


def _mean(sighting: Sighting, names: Sequence[Landmark]) -> FloatArray:
    return np.asarray(np.mean([sighting.pose[name] for name in names], axis=0))


SAME_ANKLE = 0.25
"""Readings whose ankles lie within this share of the shank's length mean the same ankle. Our own, set on the
rendered views from the feet."""
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


def find_front_pose(sightings: Sequence[Sighting], *, leg: Side | None = None) -> FrontPose | Refusal:
    """Find the hanging leg as seen from beyond the feet.

    Parameters
    ----------
    sightings
        All readings of one picture, in its upright coordinates.
    leg
        The tested leg where it is known, as after a side view; the readings then need not agree on the side.
    """
    if not sightings:
        return Refusal(code=FrontRefusalCode.NO_PERSON)
    legs = [found for sighting in sightings if (found := _hanging(sighting.pose)) is not None]
    if len(legs) < MIN_READINGS:
        return Refusal(code=FrontRefusalCode.LEG_HIDDEN)
    agreeing = _agreeing(legs)
    tilts = np.array([found.tilt_deg for found in agreeing])
    scatter_deg = robust_sd(tilts) or 0.0
    share = len(agreeing) / len(legs)
    if len(agreeing) < MIN_READINGS or share < MIN_SHARE or scatter_deg > MAX_SCATTER_DEG:
        return Refusal(
            code=FrontRefusalCode.READINGS_DISAGREE, detail=f"Only {len(agreeing)} of {len(legs)} readings agree."
        )
    named = leg or _side(agreeing)
    if named is None:
        return Refusal(code=FrontRefusalCode.LEG_UNSURE)
    return FrontPose(
        view=SecondView.FRONT,
        tested_leg=named,
        points_px={
            Joint.KNEE: _median_px([found.knee_px for found in agreeing]),
            Joint.ANKLE: _median_px([found.ankle_px for found in agreeing]),
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
    return lowest if lowest.drop_px > 0.0 and abs(lowest.tilt_deg) <= MAX_SHANK_TILT_DEG else None


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


def _median_px(points_px: Sequence[FloatArray]) -> FloatArray:
    return np.asarray(np.median(np.stack(points_px), axis=0))
