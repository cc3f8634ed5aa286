"""Rotation of the thigh from the shank's tilt, with all that is unsure carried through."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from thomas_test.core.angles import Angle, Level
from thomas_test.core.geometry import length_px
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import Refusal
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.second_view.pose import FrontPose, shank_tilt_deg
from thomas_test.second_view.refusals import FrontRefusalCode

MIN_LIMB_PX = 40.0
"""Shortest limb that is read: a point 2 px off turns it by 3 degrees. Our own limit."""
MIN_HIPS_PX = 20.0
"""Shortest line between the hips that gives a midline. Our own limit."""
MIN_KNEE_DEG = 30.0
"""Least knee flexion at which the shank points out rotation: below, 1 degree of tilt stands for more than 2. Ours."""
MIN_FRONTAL_SHARE = 0.5
"""Least share of the shank's length seen from the front: below, a camera 6 degrees off changes the tilt by 10. Ours."""
MAX_SHANK_TILT_DEG = 60.0
"""Largest tilt of a shank that hangs. Our own limit: the rotation of a bent hip rarely passes 45 degrees."""
MAX_ROTATION_DEG = 75.0
"""Rotation beyond which the angles cannot belong to one leg. Our own limit, well over what a hip has."""

POINT_SD_DEG: Mapping[PointsSource, float] = {
    PointsSource.HAND: 2.0,
    PointsSource.MODEL: 3.0,
    PointsSource.OUTLINE: 3.0,
}
"""Standard deviation of a limb's direction in the picture, by who placed the points.

Hand: two points each 10 mm off across a shank of 0.40 m. Model: the landmarks' mean error in photos from the side
(docs/method.md#levelling); repeated readings that scatter more widen it.
"""
CAMERA_SD_DEG = 6.0
"""Standard deviation of the angle at which the camera sees the leg, sideways and up or down. Our own assumption.

A person aims to about 5 degrees, and a leg out of the picture's middle is seen aslant by a few more.
"""
TOP_SD_DEG = 3.0
"""Standard deviation of abduction from above: thigh 1.5 degrees, the short line between the hips 2.5. Our own."""
TYPICAL_THIGH_TO_SHANK = 1.05
"""Thigh 0.42 m over shank 0.40 m, the lengths used throughout the docs, where the side view gives no ratio."""
SCALE_SD = 0.15
"""Relative standard deviation of the thigh's length in the picture: bodies differ, and the hip lies farther away."""

UNKNOWN_THIGH = Angle.around(10.6, 9.61)
"""Thigh angle where there is no side view: 300 recreational athletes, 600 limbs (Ferber et al. 2010)."""
UNKNOWN_KNEE = Angle.around(71.0, 15.0)
"""Knee flexion where there is no side view: between the guide's 90 and the 52.5 of Harvey 1998, wide enough."""
UNKNOWN_ABDUCTION = Angle.around(8.0, 8.0)
"""Abduction where nothing tells it: half-way between none and the 15.6 of Harvey 1998, wide enough for both."""


@dataclass(frozen=True, kw_only=True)
class ShankDirection:
    """Unit vector from the knee to the ankle, in body axes."""

    lateral: float
    down: float
    forward: float

    @property
    def frontal_share(self) -> float:
        """Which share of the shank's length is seen from the front, 0 to 1."""
        return math.hypot(self.lateral, self.down)

    @property
    def tilt_deg(self) -> float:
        """Tilt against gravity in the frontal plane: 0 = plumb, + = foot away from the midline."""
        return math.degrees(math.atan2(self.lateral, self.down))


@dataclass(frozen=True, kw_only=True)
class LegAngles:
    """The angles of a leg that rotation is worked out with.

    Attributes
    ----------
    thigh_deg
        θ, + knee below the hip.
    knee_deg
        κ, 0 = straight.
    abduction_deg
        α, + away from the midline, seen from above.
    """

    thigh_deg: float
    knee_deg: float
    abduction_deg: float

    def shank(self, rotation_deg: float) -> ShankDirection:
        """The way the shank points with the thigh turned by ρ, + external."""
        rotation, abduction, thigh, knee = map(
            math.radians, (rotation_deg, self.abduction_deg, self.thigh_deg, self.knee_deg)
        )
        along = math.cos(knee) * math.cos(thigh) - math.sin(knee) * math.cos(rotation) * math.sin(thigh)
        across = math.sin(knee) * math.sin(rotation)
        return ShankDirection(
            lateral=-across * math.cos(abduction) + along * math.sin(abduction),
            down=math.cos(knee) * math.sin(thigh) + math.sin(knee) * math.cos(rotation) * math.cos(thigh),
            forward=along * math.cos(abduction) + across * math.sin(abduction),
        )

    def rotation_deg(self, tilt_deg: float) -> float | None:
        """Solve the shank's tilt for the rotation of the thigh.

        The shank lies in the plane of the tilt where ``lateral * cos(tilt) = down * sin(tilt)``, which is
        ``a sin(ρ) + b cos(ρ) + c = 0``: two answers, of which the one nearer to no rotation is a hip's.

        Returns
        -------
        float or None
            ρ in (-180, 180], + external; None where no rotation gives this tilt: the angles do not belong together, or
            the knee is straight.
        """
        tilt, abduction, thigh, knee = map(math.radians, (tilt_deg, self.abduction_deg, self.thigh_deg, self.knee_deg))
        across = math.sin(thigh) * math.sin(abduction) * math.cos(tilt) + math.cos(thigh) * math.sin(tilt)
        along = math.cos(thigh) * math.sin(abduction) * math.cos(tilt) - math.sin(thigh) * math.sin(tilt)
        a = -math.sin(knee) * math.cos(abduction) * math.cos(tilt)
        b, c = -math.sin(knee) * across, math.cos(knee) * along
        reach = math.hypot(a, b)
        if reach < 1e-9 or abs(c) > reach:
            return None
        phase, swing = math.atan2(b, a), math.asin(-c / reach)
        answers = [math.remainder(answer - phase, math.tau) for answer in (swing, math.pi - swing)]
        return math.degrees(min(answers, key=abs))


@dataclass(frozen=True, kw_only=True)
class _Inputs(LegAngles):
    """What rotation is solved from; ``aside_deg`` and ``above_deg`` say where the camera stands."""

    tilt_deg: float
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
) -> Angle | Refusal:
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
        return Refusal(code=FrontRefusalCode.ANGLES_DO_NOT_FIT)
    if inputs.shank(value_deg).frontal_share < MIN_FRONTAL_SHARE:
        return Refusal(code=FrontRefusalCode.SHANK_TOWARDS_CAMERA)
    spreads = {
        "tilt_deg": math.hypot(direction_sd_deg(pose), level.sd_deg),
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
    """The standard deviation of the shank's direction in the picture."""
    typical = POINT_SD_DEG[pose.source]
    return typical if pose.tilt_sd_deg is None else max(typical, pose.tilt_sd_deg)


def _unreadable(pose: FrontPose, tilt_deg: float, knee: Angle | None) -> Refusal | None:
    if length_px(pose[Joint.KNEE], pose[Joint.ANKLE]) < MIN_LIMB_PX:
        return Refusal(code=FrontRefusalCode.SHANK_SHORT)
    if knee is not None and knee.value_deg < MIN_KNEE_DEG:
        return Refusal(code=FrontRefusalCode.KNEE_STRAIGHT)
    if abs(tilt_deg) > MAX_SHANK_TILT_DEG:
        return Refusal(code=FrontRefusalCode.SHANK_NOT_HANGING)
    return None


def _solve(inputs: _Inputs, *, shares_view: bool) -> float | None:
    """Rotation as it is if the camera stands where ``inputs`` say."""
    if shares_view:
        inputs = replace(inputs, abduction_deg=inputs.abduction_deg - inputs.aside_deg)
    plain = inputs.rotation_deg(inputs.tilt_deg)
    if plain is None or not (inputs.aside_deg or inputs.above_deg):
        return plain
    shank = inputs.shank(plain)
    # seen from aside, what points forward shifts sideways; seen from above, it shifts down
    shift = shank.forward * (inputs.aside_deg * shank.down - inputs.above_deg * shank.lateral)
    return inputs.rotation_deg(inputs.tilt_deg - shift / max(shank.frontal_share, 0.1) ** 2)


def _effect_deg(inputs: _Inputs, name: str, sd_deg: float, value_deg: float, *, shares_view: bool) -> float:
    """How far rotation moves when one input moves by its standard deviation: the larger of both ways."""
    moves = [0.0]
    for sign in (-1.0, 1.0):
        moved = _solve(replace(inputs, **{name: getattr(inputs, name) + sign * sd_deg}), shares_view=shares_view)
        if moved is not None:
            moves.append(abs(moved - value_deg))
    return max(moves)
