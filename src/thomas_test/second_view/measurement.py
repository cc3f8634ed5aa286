"""Rotation and abduction of the thigh from the second photo, each with its interval or the reason for none."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from thomas_test.core.angles import Angle, Level
from thomas_test.core.geometry import FloatArray, length_px
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import Refusal
from thomas_test.second_view.pose import FrontPose, SecondView, lateral_and_down_px, shank_tilt_deg
from thomas_test.second_view.refusals import FrontRefusalCode
from thomas_test.second_view.rotation import (
    CAMERA_SD_DEG,
    MIN_FRONTAL_SHARE,
    MIN_HIPS_PX,
    MIN_LIMB_PX,
    SCALE_SD,
    TOP_SD_DEG,
    TYPICAL_THIGH_TO_SHANK,
    LegAngles,
    rotation_from_front,
)

_ROUNDS = 12
"""Rotation and abduction are found in turns; the step shrinks at least by half each time."""


@dataclass(frozen=True, kw_only=True)
class OtherViews:
    """What other photos of the same leg tell.

    Attributes
    ----------
    thigh, knee
        Thigh angle and knee flexion from the side; None where they were not measured.
    thigh_to_shank
        Length of the thigh over that of the shank in the side view; None where the ankle was not seen.
    abduction
        From a photo from above; None where there is none.
    """

    thigh: Angle | None = None
    knee: Angle | None = None
    thigh_to_shank: float | None = None
    abduction: Angle | None = None


NO_OTHER_VIEWS = OtherViews()
"""This photo alone."""


def abduction_from_top(pose: FrontPose) -> Angle | Refusal:
    """Angle between the thigh and the body's midline, seen from above.

    The midline runs from between the shoulders to between the hips where the shoulders were placed, else square to
    the line between the hips. How the picture is turned, or mirrored, does not matter.
    """
    thigh = pose[Joint.KNEE] - pose[Joint.HIP]
    outward = pose[Joint.HIP] - pose[Joint.OTHER_HIP]
    if np.hypot(*thigh) < MIN_LIMB_PX:
        return Refusal(code=FrontRefusalCode.THIGH_SHORT)
    if np.hypot(*outward) < MIN_HIPS_PX:
        return Refusal(code=FrontRefusalCode.HIPS_SHORT)
    midline = _midline(pose, outward, thigh)
    across = np.array((-midline[1], midline[0]))
    across *= math.copysign(1.0, float(across @ outward))
    angle_deg = math.degrees(math.atan2(float(thigh @ across), float(thigh @ midline)))
    return Angle.around(angle_deg, TOP_SD_DEG)


def _midline(pose: FrontPose, outward: FloatArray, thigh: FloatArray) -> FloatArray:
    """The unit vector towards the feet."""
    if Joint.SHOULDER in pose and Joint.OTHER_SHOULDER in pose:
        shoulders = (pose[Joint.SHOULDER] + pose[Joint.OTHER_SHOULDER]) / 2.0
        way = (pose[Joint.HIP] + pose[Joint.OTHER_HIP]) / 2.0 - shoulders
        if np.hypot(*way) >= MIN_LIMB_PX:
            return np.asarray(way / np.hypot(*way))
    square = np.array((-outward[1], outward[0])) / np.hypot(*outward)
    return np.asarray(square * math.copysign(1.0, float(square @ thigh)))


def abduction_from_offset(pose: FrontPose, *, level: Level, known: OtherViews) -> Angle | Refusal:
    """Abduction from how far the knee lies beside the hip, over the thigh's length.

    The thigh points at the lens, so its length in the picture is taken from the shank, whose length and slant are
    known. A camera that stands aside adds its whole angle: the interval is wide, and a photo from above is better.
    """
    if Joint.HIP not in pose:
        return Refusal(code=FrontRefusalCode.HIP_BY_HAND)
    thigh, knee = known.thigh, known.knee
    if thigh is None or knee is None:
        return Refusal(code=FrontRefusalCode.SIDE_VIEW_NEEDED)
    shank_px = length_px(pose[Joint.KNEE], pose[Joint.ANKLE])
    if shank_px < MIN_LIMB_PX:
        return Refusal(code=FrontRefusalCode.SHANK_SHORT)
    offset_px, _ = lateral_and_down_px(pose, Joint.HIP, Joint.KNEE, level)
    tilt_deg = shank_tilt_deg(pose, level)
    abduction_deg = 0.0
    for _ in range(_ROUNDS):
        leg = LegAngles(thigh_deg=thigh.value_deg, knee_deg=knee.value_deg, abduction_deg=abduction_deg)
        rotation_deg = leg.rotation_deg(tilt_deg)
        if rotation_deg is None:
            return Refusal(code=FrontRefusalCode.ANGLES_DO_NOT_FIT)
        share = leg.shank(rotation_deg).frontal_share
        if share < MIN_FRONTAL_SHARE:
            return Refusal(code=FrontRefusalCode.SHANK_TOWARDS_CAMERA)
        thigh_px = shank_px / share * (known.thigh_to_shank or TYPICAL_THIGH_TO_SHANK)
        sine = offset_px / (thigh_px * math.cos(math.radians(thigh.value_deg)))
        if abs(sine) > 1.0:
            return Refusal(code=FrontRefusalCode.ANGLES_DO_NOT_FIT)
        abduction_deg = math.degrees(math.asin(sine))
    return Angle.around(abduction_deg, math.hypot(CAMERA_SD_DEG, SCALE_SD * abduction_deg))


@dataclass(frozen=True, kw_only=True)
class FrontMeasurement:
    """What the second photo tells about one leg.

    Attributes
    ----------
    rotation
        Turn of the thigh about its long axis: + = external, the foot swings towards the midline; None when unread.
    rotation_refusal
        Why there is no rotation; None when there is one.
    abduction
        Thigh drawn aside: + = away from the midline, seen from above; None when unread.
    abduction_refusal
        Why there is no abduction; None when there is one.
    shank_tilt_deg
        Tilt of the shank against gravity, + = foot away from the midline; None from above.
    side_view_used
        Whether thigh angle and knee flexion from the side view entered.
    """

    rotation: Angle | None
    rotation_refusal: Refusal | None
    abduction: Angle | None
    abduction_refusal: Refusal | None
    shank_tilt_deg: float | None
    side_view_used: bool

    def __post_init__(self) -> None:
        """Check that each quantity is either read or refused."""
        for angle, refusal in (
            (self.rotation, self.rotation_refusal),
            (self.abduction, self.abduction_refusal),
        ):
            if (angle is None) == (refusal is None):
                raise ValueError("expected an angle or the reason for none, got both or neither")


def measure_front(pose: FrontPose, *, level: Level, known: OtherViews = NO_OTHER_VIEWS) -> FrontMeasurement:
    """Measure rotation and abduction.

    Parameters
    ----------
    pose
        The joints of the second photo.
    level
        Its horizon; a photo from above needs none.
    known
        What other photos of the same leg tell. Without the angles from the side typical values take their place, the
        interval is wider, and a front view tells no abduction; abduction from above is better than what it tells.
    """
    if pose.view is SecondView.TOP:
        return _measure_top(pose)
    abduction, abduction_refusal = _split(known.abduction or abduction_from_offset(pose, level=level, known=known))
    rotation, rotation_refusal = _split(
        rotation_from_front(
            pose,
            level=level,
            thigh=known.thigh,
            knee=known.knee,
            abduction=abduction,
            abduction_seen_in_pose=known.abduction is None and abduction is not None,
        )
    )
    return FrontMeasurement(
        rotation=rotation,
        rotation_refusal=rotation_refusal,
        abduction=abduction,
        abduction_refusal=abduction_refusal,
        shank_tilt_deg=shank_tilt_deg(pose, level),
        side_view_used=known.thigh is not None and known.knee is not None,
    )


def _measure_top(pose: FrontPose) -> FrontMeasurement:
    abduction, refusal = _split(abduction_from_top(pose))
    return FrontMeasurement(
        rotation=None,
        rotation_refusal=Refusal(code=FrontRefusalCode.OTHER_VIEW_NEEDED),
        abduction=abduction,
        abduction_refusal=refusal,
        shank_tilt_deg=None,
        side_view_used=False,
    )


def _split(read: Angle | Refusal) -> tuple[Angle | None, Refusal | None]:
    return (read, None) if isinstance(read, Angle) else (None, read)
