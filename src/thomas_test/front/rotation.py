"""Rotation of the thigh from the shank's tilt, with all that is unsure carried through."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from thomas_test.front.levelled import shank_tilt_deg
from thomas_test.front.limits import (
    CAMERA_SD_DEG,
    LEVEL_SD_DEG,
    MAX_ROTATION_DEG,
    MAX_TILT_DEG,
    MIN_FRONTAL_SHARE,
    MIN_KNEE_DEG,
    MIN_LIMB_PX,
    POINT_SD_DEG,
    UNKNOWN_ABDUCTION,
    UNKNOWN_KNEE,
    UNKNOWN_THIGH,
)
from thomas_test.front.pose import FrontPose
from thomas_test.front.refusals import FrontRefusal, FrontRefusalCode
from thomas_test.front.shank import ShankDirection, rotation_from_tilt_deg, shank_direction
from thomas_test.geometry import length_px
from thomas_test.landmarks import Joint
from thomas_test.measurement import Angle, Level


@dataclass(frozen=True, kw_only=True)
class _Inputs:
    """What rotation is solved from; ``aside_deg`` and ``above_deg`` say where the camera stands."""

    tilt_deg: float
    thigh_deg: float
    knee_deg: float
    abduction_deg: float
    aside_deg: float = 0.0
    above_deg: float = 0.0


def rotation_from_front(
    pose: FrontPose,
    *,
    level: Level,
    thigh: Angle | None,
    knee: Angle | None,
    abduction: Angle | None,
    abduction_seen_in_pose: bool,
) -> Angle | FrontRefusal:
    """Solve the shank's tilt for rotation.

    Parameters
    ----------
    pose, level
        The front view and its horizon.
    thigh, knee
        From the side view; where they are unknown, wide assumptions take their place.
    abduction
        The best that is known of it; None where nothing is.
    abduction_seen_in_pose
        Whether abduction comes from this same picture: a camera that stands aside then falsifies both alike, which
        partly cancels.
    """
    tilt_deg = shank_tilt_deg(pose, level)
    refusal = _unreadable(pose, tilt_deg, knee)
    if refusal is not None:
        return refusal
    thigh, knee, abduction = thigh or UNKNOWN_THIGH, knee or UNKNOWN_KNEE, abduction or UNKNOWN_ABDUCTION
    inputs = _Inputs(
        tilt_deg=tilt_deg,
        thigh_deg=thigh.value_deg,
        knee_deg=knee.value_deg,
        abduction_deg=abduction.value_deg,
    )
    value_deg = _solve(inputs, shares_view=abduction_seen_in_pose)
    if value_deg is None or abs(value_deg) > MAX_ROTATION_DEG:
        return FrontRefusal(code=FrontRefusalCode.ANGLES_DO_NOT_FIT)
    if _direction(inputs, value_deg).frontal_share < MIN_FRONTAL_SHARE:
        return FrontRefusal(code=FrontRefusalCode.SHANK_TOWARDS_CAMERA)
    spreads = {
        "tilt_deg": math.hypot(direction_sd_deg(pose), LEVEL_SD_DEG[level.source]),
        "thigh_deg": thigh.sd_deg,
        "knee_deg": knee.sd_deg,
        "aside_deg": CAMERA_SD_DEG,
        "above_deg": CAMERA_SD_DEG,
        # seen in this picture, abduction is unsure by where the camera stands, which is counted already
        "abduction_deg": 0.0 if abduction_seen_in_pose else abduction.sd_deg,
    }
    parts = [
        _effect_deg(inputs, name, sd_deg, value_deg, shares_view=abduction_seen_in_pose)
        for name, sd_deg in spreads.items()
    ]
    return Angle.around(value_deg, math.hypot(*parts))


def direction_sd_deg(pose: FrontPose) -> float:
    """Give the standard deviation of the shank's direction in the picture."""
    typical = POINT_SD_DEG[pose.source]
    return typical if pose.tilt_sd_deg is None else max(typical, pose.tilt_sd_deg)


def _unreadable(pose: FrontPose, tilt_deg: float, knee: Angle | None) -> FrontRefusal | None:
    if length_px(pose[Joint.KNEE], pose[Joint.ANKLE]) < MIN_LIMB_PX:
        return FrontRefusal(code=FrontRefusalCode.SHANK_SHORT)
    if knee is not None and knee.value_deg < MIN_KNEE_DEG:
        return FrontRefusal(code=FrontRefusalCode.KNEE_STRAIGHT)
    if abs(tilt_deg) > MAX_TILT_DEG:
        return FrontRefusal(code=FrontRefusalCode.SHANK_NOT_HANGING)
    return None


def _solve(inputs: _Inputs, *, shares_view: bool) -> float | None:
    """Rotation as it is if the camera stands where ``inputs`` say."""
    if shares_view:
        inputs = replace(inputs, abduction_deg=inputs.abduction_deg - inputs.aside_deg)
    plain = _plain(inputs, inputs.tilt_deg)
    if plain is None or not (inputs.aside_deg or inputs.above_deg):
        return plain
    shank = _direction(inputs, plain)
    # seen from aside, what points forward shifts sideways; seen from above, it shifts down
    shift = shank.forward * (inputs.aside_deg * shank.down - inputs.above_deg * shank.lateral)
    return _plain(inputs, inputs.tilt_deg - shift / max(shank.frontal_share, 0.1) ** 2)


def _plain(inputs: _Inputs, tilt_deg: float) -> float | None:
    return rotation_from_tilt_deg(
        tilt_deg=tilt_deg,
        abduction_deg=inputs.abduction_deg,
        thigh_deg=inputs.thigh_deg,
        knee_deg=inputs.knee_deg,
    )


def _effect_deg(inputs: _Inputs, name: str, sd_deg: float, value_deg: float, *, shares_view: bool) -> float:
    """How far rotation moves when one input moves by its standard deviation: the larger of both ways."""
    moves = [0.0]
    for sign in (-1.0, 1.0):
        moved = _solve(replace(inputs, **{name: getattr(inputs, name) + sign * sd_deg}), shares_view=shares_view)
        if moved is not None:
            moves.append(abs(moved - value_deg))
    return max(moves)


def _direction(inputs: _Inputs, rotation_deg: float) -> ShankDirection:
    return shank_direction(
        rotation_deg=rotation_deg,
        abduction_deg=inputs.abduction_deg,
        thigh_deg=inputs.thigh_deg,
        knee_deg=inputs.knee_deg,
    )
