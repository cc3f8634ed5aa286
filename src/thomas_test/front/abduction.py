"""How far the thigh is drawn aside: from above, or from the knee's offset in the front view."""

from __future__ import annotations

import math

import numpy as np

from thomas_test.front.levelled import lateral_and_down_px, shank_tilt_deg
from thomas_test.front.limits import (
    CAMERA_SD_DEG,
    MIN_FRONTAL_SHARE,
    MIN_HIPS_PX,
    MIN_LIMB_PX,
    SCALE_SD,
    TOP_SD_DEG,
    TYPICAL_THIGH_TO_SHANK,
)
from thomas_test.front.pose import FrontPose
from thomas_test.front.refusals import FrontRefusal, FrontRefusalCode
from thomas_test.front.shank import rotation_from_tilt_deg, shank_direction
from thomas_test.geometry import FloatArray, length_px
from thomas_test.landmarks import Joint
from thomas_test.measurement import Angle, Level

_ROUNDS = 12
"""Rotation and abduction are found in turns; the step shrinks at least by half each time."""


def abduction_from_top(pose: FrontPose) -> Angle | FrontRefusal:
    """Angle between the thigh and the body's midline, seen from above.

    The midline runs from between the shoulders to between the hips where the shoulders were placed, else square to
    the line between the hips. How the picture is turned, or mirrored, does not matter.
    """
    thigh = pose[Joint.KNEE] - pose[Joint.HIP]
    outward = pose[Joint.HIP] - pose[Joint.OTHER_HIP]
    if np.hypot(*thigh) < MIN_LIMB_PX:
        return FrontRefusal(code=FrontRefusalCode.THIGH_SHORT)
    if np.hypot(*outward) < MIN_HIPS_PX:
        return FrontRefusal(code=FrontRefusalCode.HIPS_SHORT)
    midline = _midline(pose, outward, thigh)
    across = np.array((-midline[1], midline[0]))
    across *= math.copysign(1.0, float(across @ outward))
    angle_deg = math.degrees(math.atan2(float(thigh @ across), float(thigh @ midline)))
    return Angle.around(angle_deg, TOP_SD_DEG)


def _midline(pose: FrontPose, outward: FloatArray, thigh: FloatArray) -> FloatArray:
    """Give the unit vector towards the feet."""
    if Joint.SHOULDER in pose and Joint.OTHER_SHOULDER in pose:
        shoulders = (pose[Joint.SHOULDER] + pose[Joint.OTHER_SHOULDER]) / 2.0
        way = (pose[Joint.HIP] + pose[Joint.OTHER_HIP]) / 2.0 - shoulders
        if np.hypot(*way) >= MIN_LIMB_PX:
            return np.asarray(way / np.hypot(*way))
    square = np.array((-outward[1], outward[0])) / np.hypot(*outward)
    return np.asarray(square * math.copysign(1.0, float(square @ thigh)))


def abduction_from_offset(
    pose: FrontPose, *, level: Level, thigh: Angle | None, knee: Angle | None, thigh_to_shank: float | None
) -> Angle | FrontRefusal:
    """Abduction from how far the knee lies beside the hip, over the thigh's length.

    The thigh points at the lens, so its length in the picture is taken from the shank, whose length and slant are
    known. A camera that stands aside adds its whole angle: the interval is wide, and a photo from above is better.
    """
    if Joint.HIP not in pose:
        return FrontRefusal(code=FrontRefusalCode.HIP_BY_HAND)
    if thigh is None or knee is None:
        return FrontRefusal(code=FrontRefusalCode.SIDE_VIEW_NEEDED)
    shank_px = length_px(pose[Joint.KNEE], pose[Joint.ANKLE])
    if shank_px < MIN_LIMB_PX:
        return FrontRefusal(code=FrontRefusalCode.SHANK_SHORT)
    offset_px, _ = lateral_and_down_px(pose, Joint.HIP, Joint.KNEE, level)
    tilt_deg = shank_tilt_deg(pose, level)
    abduction_deg = 0.0
    for _ in range(_ROUNDS):
        rotation_deg = rotation_from_tilt_deg(
            tilt_deg=tilt_deg, abduction_deg=abduction_deg, thigh_deg=thigh.value_deg, knee_deg=knee.value_deg
        )
        if rotation_deg is None:
            return FrontRefusal(code=FrontRefusalCode.ANGLES_DO_NOT_FIT)
        share = shank_direction(
            rotation_deg=rotation_deg,
            abduction_deg=abduction_deg,
            thigh_deg=thigh.value_deg,
            knee_deg=knee.value_deg,
        ).frontal_share
        if share < MIN_FRONTAL_SHARE:
            return FrontRefusal(code=FrontRefusalCode.SHANK_TOWARDS_CAMERA)
        thigh_px = shank_px / share * (thigh_to_shank or TYPICAL_THIGH_TO_SHANK)
        sine = offset_px / (thigh_px * math.cos(math.radians(thigh.value_deg)))
        if abs(sine) > 1.0:
            return FrontRefusal(code=FrontRefusalCode.ANGLES_DO_NOT_FIT)
        abduction_deg = math.degrees(math.asin(sine))
    return Angle.around(abduction_deg, math.hypot(CAMERA_SD_DEG, SCALE_SD * abduction_deg))
