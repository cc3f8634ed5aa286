"""Checks on what was read: whether the readings agree, the leg is sharp and large, and what the angles give away."""

from __future__ import annotations

from thomas_test.core.angles import HorizonSource, Level, Measurement
from thomas_test.core.criteria import KNEE_OVERBENT_DEG
from thomas_test.core.geometry import drop_angle_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.reading.checks.picture import DIM_LUMA, darker_than
from thomas_test.reading.checks.position import held_thigh_deg, knee_held_by_hand, leg_near_frame
from thomas_test.reading.level.choice import LevelChoice
from thomas_test.reading.limbs import FusedLimb, LimbReading
from thomas_test.reading.subject import Subject

HELD_WELL_DEG = -95.0
"""Held thighs short of this are called low: all but two scenes lie beyond."""

SMALL_THIGH_PX = 80.0
"""Thigh length in the photo's own pixels under which a reading gets unsure: one pixel of error at either end is 1
degree."""

SCATTER_DEG = 5.0
"""Readings of one direction that differ by more (robust standard deviation) deserve a look at the points."""

HOPELESS_SCATTER_DEG = 6.0
"""Readings of a thigh that differ by more, without an outline to settle it, leave nothing to report."""

FEW_READINGS = 2
"""So few readings that agree are a reason for doubt, where more were taken: two first looks that agree are none
(docs/accuracy.md#what-each-look-is-worth)."""

UNSURE_SIDE = 0.75
"""Share of the votes under which the side of the leg is called unsure."""

OUTLINE_APART_DEG = 7.0
"""Landmarks and outline further apart than this show different things."""

TRUNK_SLOPE_DEG = 12.0
"""A trunk that slopes more than this against the level lies on a raised back rest (scenes: up to 8 with roll)."""

SOFT_BLUR, HOPELESS_BLUR = 0.02, 0.035
"""Blur across the leg's outline, in thigh lengths, that is warned of and that is refused. Hard scenes reach 0.010.
Spread by 4 of 1024 pixels (0.02 to 0.03) scenes are read as before, by 6 the level is lost or limbs are off by up to
13 degrees, by 8 the networks find nobody in most."""


def refuse_reading(thigh: LimbReading, *, blur: float | None) -> Refusal | None:
    """Refuse a leg too blurred, or a thigh on which the readings disagree and of which no outline can be had either.

    Parameters
    ----------
    thigh
        The thigh as read.
    blur
        What `leg_blur` says; None where it says nothing.
    """
    if blur is not None and blur > HOPELESS_BLUR:
        return Refusal(code=RefusalCode.BLURRED)
    hopeless = thigh.outline_deg is None and thigh.spread_deg > HOPELESS_SCATTER_DEG
    return Refusal(code=RefusalCode.READINGS_DISAGREE) if hopeless else None


def reading_warnings(
    subject: Subject, rgb: RgbImage, limbs: tuple[LimbReading, LimbReading], *, scale: float, blur: float | None
) -> tuple[WarningCode, ...]:
    """Say what there is to know about how the picture was read.

    Parameters
    ----------
    subject
        The person measured.
    rgb
        The working copy.
    limbs
        Thigh and shank as read.
    scale
        Pixels of the working copy for one of the photo.
    blur
        What `leg_blur` says; None where it says nothing.
    """
    seen = {
        WarningCode.READINGS_SCATTER: max(limb.spread_deg for limb in limbs) > SCATTER_DEG
        or (len(subject.used) <= FEW_READINGS and not subject.settled),
        # with the head named on the side of the feet, the wrong leg counts as hanging
        WarningCode.LEG_CHOICE_UNSURE: subject.side_share < UNSURE_SIDE or not head_fits(subject.pose),
        WarningCode.OUTLINE_DISAGREES: subject.mask is not None and limbs[0].outline_deg is None,
        WarningCode.OTHER_KNEE_LOW: held_thigh_deg(subject.pose) > HELD_WELL_DEG,
        WarningCode.OTHER_KNEE_FREE: not knee_held_by_hand(subject),
        WarningCode.SMALL_IN_PICTURE: limbs[0].length_px / scale < SMALL_THIGH_PX,
        WarningCode.LEG_NEAR_FRAME: leg_near_frame(subject),
        WarningCode.SOFT_FOCUS: blur is not None and blur > SOFT_BLUR,
        WarningCode.DIM: darker_than(rgb, DIM_LUMA),
    }
    return tuple(code for code, there in seen.items() if there)


def head_fits(pose: ThomasPose) -> bool:
    """Whether the trunk leads to where the head is said to be."""
    return bool((pose[Joint.HIP] - pose[Joint.SHOULDER])[0] * pose.forward_sign >= 0.0)


def fusion_warnings(limbs: tuple[FusedLimb, FusedLimb]) -> tuple[WarningCode, ...]:
    """Whether landmarks and outline show different things."""
    apart = max(limb.disagreement_deg for limb in limbs)
    return (WarningCode.OUTLINE_DISAGREES,) if apart > OUTLINE_APART_DEG else ()


def level_warnings(choice: LevelChoice) -> tuple[WarningCode, ...]:
    """Say what there is to know about the horizontal."""
    seen = {
        WarningCode.NOT_LEVELLED: choice.used.source is HorizonSource.IMAGE,
        WarningCode.LEVELS_DISAGREE: choice.disagree,
    }
    return tuple(code for code, there in seen.items() if there)


def angle_warnings(measurement: Measurement) -> tuple[WarningCode, ...]:
    """Say what the angles themselves give away."""
    knee = measurement.knee
    seen = {
        WarningCode.ANKLE_HIDDEN: knee is None,
        WarningCode.KNEE_OVERBENT: knee is not None and knee.value_deg > KNEE_OVERBENT_DEG,
    }
    return tuple(code for code, there in seen.items() if there)


def trunk_warnings(pose: ThomasPose, level: Level) -> tuple[WarningCode, ...]:
    """Whether the trunk lies level."""
    if Joint.SHOULDER not in pose:
        return ()
    slope = drop_angle_deg(pose[Joint.SHOULDER], pose[Joint.HIP], forward_sign=pose.forward_sign)
    levelled = float(slope) + pose.forward_sign * level.tilt_deg
    return (WarningCode.TRUNK_SLOPED,) if abs(levelled) > TRUNK_SLOPE_DEG else ()
