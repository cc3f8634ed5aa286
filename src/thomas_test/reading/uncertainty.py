"""How sure a number is: the standard deviation behind every 95 % interval, from what is known about this picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from thomas_test.core.angles import Level
from thomas_test.core.by_hand import placed_direction_sd_deg, placed_thigh_sd_deg
from thomas_test.core.geometry import length_px
from thomas_test.core.landmarks import Joint
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.reading.calibration import Calibration
from thomas_test.reading.lens import LensHeight, height_sd_deg
from thomas_test.reading.limbs import FusedLimb

HAND_KNEE_SD_DEG = 1.0
"""As for the thigh (`thomas_test.core.by_hand`): the study's angle is the knee's."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Standard deviations of the two angles, in degrees."""

    thigh_sd_deg: float
    knee_sd_deg: float


def hand_spread(pose: ThomasPose, *, level: Level) -> Spread:
    """How sure angles of points placed by hand are.

    Parameters
    ----------
    pose
        The points.
    level
        The horizontal; how sure it is enters the thigh angle alone.
    """
    thigh_px = length_px(pose[Joint.HIP], pose[Joint.KNEE])
    shank_px = length_px(pose[Joint.KNEE], pose[Joint.ANKLE]) if Joint.ANKLE in pose else thigh_px
    knee = math.hypot(HAND_KNEE_SD_DEG, placed_direction_sd_deg(thigh_px), placed_direction_sd_deg(shank_px))
    return Spread(thigh_sd_deg=math.hypot(placed_thigh_sd_deg(thigh_px), level.sd_deg), knee_sd_deg=knee)


def reading_spread(
    thigh: FusedLimb,
    shank: FusedLimb,
    calibration: Calibration,
    *,
    level: Level,
    lens: LensHeight,
    far: bool = False,
    camera_aside_deg: float = 0.0,
) -> Spread:
    """How sure angles read from a picture are.

    Parameters
    ----------
    thigh, shank
        The limbs' directions with what their own evidence says.
    calibration
        Floors under which no reading of one picture can go, and how much wider intervals have to be.
    level
        The horizontal; how sure it is enters the thigh angle alone, for it turns both limbs alike.
    lens
        How high the lens stands.
    far
        Whether the leg away from the camera is tested.
    camera_aside_deg
        How far from square the camera stands.
    """
    c = calibration
    thigh_gain, shank_gain = (limb.height_gain_of(far=far) for limb in (c.thigh, c.shank))
    view = height_sd_deg(lens, thigh_gain, camera_aside_deg)
    bend = height_sd_deg(lens, shank_gain - thigh_gain, 0.0)
    return Spread(
        thigh_sd_deg=math.hypot(thigh.sd_deg, c.thigh_floor_deg, view, level.sd_deg) * c.thigh_interval_gain,
        knee_sd_deg=math.hypot(thigh.sd_deg, shank.sd_deg, c.knee_floor_deg, bend) * c.knee_interval_gain,
    )
