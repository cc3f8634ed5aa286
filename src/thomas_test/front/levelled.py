"""Ways between joints of a front view, turned level."""

from __future__ import annotations

import math

from thomas_test.front.pose import FrontPose
from thomas_test.geometry import rotate_about
from thomas_test.landmarks import Joint
from thomas_test.measurement import Level


def lateral_and_down_px(pose: FrontPose, start: Joint, end: Joint, level: Level) -> tuple[float, float]:
    """Give the way from one joint to another in pixels: away from the midline, and down along gravity."""
    # a level line that rises to the right has turned against the clock: turn it back clockwise
    way = rotate_about(pose[end] - pose[start], (0.0, 0.0), level.tilt_deg)
    return pose.lateral_sign * float(way[0]), float(way[1])


def shank_tilt_deg(pose: FrontPose, level: Level) -> float:
    """Tilt of the shank against gravity as seen from beyond the feet.

    Returns
    -------
    float
        Degrees in (-180, 180]: 0 = plumb, + = foot away from the midline.
    """
    lateral, down = lateral_and_down_px(pose, Joint.KNEE, Joint.ANKLE, level)
    return math.degrees(math.atan2(lateral, down))
