"""Where the head can be in a second photo, for covering the face; unknown rather than guessed.

From beyond the feet the networks take the drawn-up knee or foot for a head, and agree on it (all 12 scenes of
benchmarks/front_view.py). So the leg says where a lying person's head can be: behind the pelvis, beside the knee and
above it. All of that place is covered, and the networks' own idea with it where their readings agree. From above the
shoulders say it, where they were placed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thomas_test.faces import HEAD_BEYOND_SHOULDER, HEAD_RADIUS
from thomas_test.front.pose import FrontPose, View
from thomas_test.geometry import Circle, FloatArray, length_px
from thomas_test.landmarks import Joint, Landmark
from thomas_test.readings import Sighting

HEAD_FROM_KNEE = (0.65, 0.32)
"""Middle of the place where a head can be from beyond the feet: from the knee towards the midline, and up, in lengths
of the shank as seen. The middle of the scenes, whose shoulders lie 0.35 to 0.92 aside and 0.01 to 0.61 up."""
HEAD_REACH = 0.85
"""Radius of that place, in lengths of the shank; the scenes need 0.71 with the points as found, 0.60 with true ones."""
AGREED_SHARE = 0.15
"""Readings whose heads scatter by less than this share of the shank agree on a head. Our own."""
LEAST_RADIUS = 0.3
"""Least radius about a head that the readings agree on, in lengths of the shank: 0.12 m and more. Our own."""
SHOULDERS_RADIUS = 0.6
"""Radius about such a head, in shoulder widths: a head with room around it. Our own."""

_HEAD = (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


def head_of_pose_px(pose: FrontPose) -> Circle | None:
    """Give the circle that holds the head of the person whose joints these are.

    Returns
    -------
    Circle or None
        Centre x, centre y and radius in pixels; None from above where the shoulders were not placed.
    """
    return _behind_knee(pose) if pose.view is View.FRONT else _beyond_shoulders(pose)


def head_circle_px(sightings: Sequence[Sighting], pose: FrontPose) -> Circle | None:
    """Give the circle that holds the head in a picture that was read from beyond the feet.

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
    """Give the smallest circle that holds two."""
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
    inward, up = HEAD_FROM_KNEE
    return float(x) - pose.lateral_sign * inward * shank_px, float(y) - up * shank_px, HEAD_REACH * shank_px


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
    scatter_px = 1.4826 * float(np.median(np.abs(heads - centre), axis=0).max())
    if scatter_px > AGREED_SHARE * shank_px:
        return None
    breadths = [length_px(s.pose[Landmark.LEFT_SHOULDER], s.pose[Landmark.RIGHT_SHOULDER]) for s in sightings]
    radius = max(SHOULDERS_RADIUS * float(np.median(breadths)), LEAST_RADIUS * shank_px)
    return float(centre[0]), float(centre[1]), radius


def _middle(sightings: Sequence[Sighting], names: Sequence[Landmark]) -> FloatArray:
    return np.asarray(np.median(np.stack([_mean(sighting, names) for sighting in sightings]), axis=0))


def _mean(sighting: Sighting, names: Sequence[Landmark]) -> FloatArray:
    return np.asarray(np.mean([sighting.pose[name] for name in names], axis=0))
