"""How sure a number is: the standard deviation behind every 95 % interval, from what is known about this picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from thomas_test.core.angles import Level
from thomas_test.core.geometry import length_px
from thomas_test.core.landmarks import Joint
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.reading.calibration import Calibration
from thomas_test.reading.limbs import FusedLimb

HAND_THIGH_SD_DEG = 1.0
"""Standard error of angles read from photos of the test by hand (Peeler & Leiter 2013, n = 28: SEM 1.0 degrees)."""

HAND_KNEE_SD_DEG = 1.0
"""As for the thigh: the study's angle is the knee's."""

ELEVATION_SD_DEG = 8.0
"""How far above or below the hip, seen from the hip, a camera may stand unknown to us: an assumption; half a metre at
3.5 m. The rendered cameras stand up to 15 degrees above."""

PITCH_SD_DEG = 4.0
"""How far the height of the camera, seen from the hip, may be from how far it looks down: the hip is not in the middle
of the picture. Twice the root mean square of the 113 rendered scenes (2.2 degrees), which are framed better than most
photos: an assumption."""

HAND_POINT_SD_PX = 1.5
"""How exactly a person places a point on a screen: a guess of about one and a half pixels, which matters only for
limbs under 100 pixels."""


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
    thigh = math.hypot(HAND_THIGH_SD_DEG, _direction_sd_deg(thigh_px))
    shank_px = length_px(pose[Joint.KNEE], pose[Joint.ANKLE]) if Joint.ANKLE in pose else thigh_px
    knee = math.hypot(HAND_KNEE_SD_DEG, _direction_sd_deg(thigh_px), _direction_sd_deg(shank_px))
    return Spread(thigh_sd_deg=math.hypot(thigh, level.sd_deg), knee_sd_deg=knee)


def reading_spread(
    thigh: FusedLimb,
    shank: FusedLimb,
    calibration: Calibration,
    *,
    level: Level,
    camera_aside_deg: float = 0.0,
    camera_pitch_deg: float | None = None,
) -> Spread:
    """How sure angles read from a picture are.

    Parameters
    ----------
    thigh, shank
        The limbs' directions with what their own evidence says.
    calibration
        Floors under which no reading of one picture can go.
    level
        The horizontal; how sure it is enters the thigh angle alone, for it turns both limbs alike.
    camera_aside_deg
        How far from square the camera stands.
    camera_pitch_deg
        How far the camera looks down, + down, by the photo's gravity; None where the file does not say.
    """
    view = math.hypot(view_sd_deg(camera_aside_deg, camera_pitch_deg), flesh_sd_deg(camera_pitch_deg, calibration))
    return Spread(
        thigh_sd_deg=math.hypot(thigh.sd_deg, calibration.thigh_floor_deg, level.sd_deg, view),
        knee_sd_deg=math.hypot(thigh.sd_deg, shank.sd_deg, calibration.knee_floor_deg),
    )


def view_sd_deg(camera_aside_deg: float, camera_pitch_deg: float | None = None) -> float:
    """Error that a camera aside brings into the thigh angle when its height is not known exactly.

    A thigh that leaves the picture's plane by an angle a, seen by a camera that looks down by p, is drawn
    ``atan(tan a sin p)`` off (docs/method.md#camera). How far the thigh leaves the plane is not known
    well enough to correct it. Parameters as in `reading_spread`.
    """
    height_deg = ELEVATION_SD_DEG if camera_pitch_deg is None else math.hypot(camera_pitch_deg, PITCH_SD_DEG)
    aside, height = math.radians(camera_aside_deg), math.radians(height_deg)
    return math.degrees(math.atan(abs(math.tan(aside)) * math.sin(height)))


def flesh_sd_deg(camera_pitch_deg: float | None, calibration: Calibration) -> float:
    """Error of the thigh angle from flesh that seems turned to a camera which looks down more, or less, than usual.

    0 for a pitch that is not known (None): what heights the scenes' cameras have is in the fitted floor.
    """
    if camera_pitch_deg is None:
        return 0.0
    return calibration.flesh_shift_per_deg * abs(camera_pitch_deg - calibration.usual_pitch_deg)


def _direction_sd_deg(length_of_limb_px: float) -> float:
    """How much the direction between two points wavers when each is placed by hand."""
    return math.degrees(math.sqrt(2.0) * HAND_POINT_SD_PX / max(length_of_limb_px, 1.0))
