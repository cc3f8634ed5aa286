"""How far above the hip the lens stands, and what that does to a thigh as it is drawn.

A thigh that is spread aside, seen from above, is drawn turned: the nearer leg's knee too low, the farther one's too
high. A phone's gravity tells how far its camera looks down, and the place of the hip in the picture adds how far it
lies off the line of sight. Where the file tells nothing the picture does, a little: from above the far hip and the far
shoulder are drawn higher than the near ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import ArrayLike

from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Direction, Landmark, Side
from thomas_test.images import Gravity
from thomas_test.reading.calibration import LensConstants
from thomas_test.reading.subject import Subject

FILM_DIAGONAL_MM = math.hypot(36.0, 24.0)
"""Diagonal of the film that a focal length in 35 mm terms is meant for (CIPA DCG-001)."""

USUAL_FOCAL_MM, FOCAL_SHARE_SD = 28.0, 0.35
"""The focal length assumed where the file tells none, and how far it may be off: main cameras of phones have 24 to 28,
their other ones 13 to 120. Assumed."""

KNOWN_FOCAL_SHARE_SD = 0.05
"""How far a focal length that the file tells may be off: crops and corrections of the lens. Assumed."""

HIP_SD_DIAGONALS = 0.01
"""How far the hip may be from where it is read, in diagonals of the picture: 1 % is 0.8 degrees with the usual lens,
which is what 181 rendered pictures show (standard deviation of the height read less the true one)."""

DRAWN_ASIDE_SD_DEG = 4.0
"""How much the tested thighs of 71 rendered pictures of wide variety differ in how far they are drawn aside, one
standard deviation about 4.7 degrees: what the correction for the height cannot know."""


@dataclass(frozen=True, kw_only=True)
class LensCues:
    """What a picture itself tells about the height of the lens.

    Attributes
    ----------
    framing_deg
        How far below the line of sight of a usual lens the hip is drawn.
    hips_apart, shoulders_apart
        How far the far one is drawn below the near one, in trunk lengths.
    """

    framing_deg: float
    hips_apart: float
    shoulders_apart: float


@dataclass(frozen=True, kw_only=True)
class LensHeight:
    """How far above the hip the lens stands.

    Attributes
    ----------
    above_hip_deg
        Seen from the hip, in degrees above the level; negative below it.
    sd_deg
        Standard deviation of that.
    """

    above_hip_deg: float
    sd_deg: float


def lens_by_gravity(gravity: Gravity | None, hip_px: ArrayLike, size_px: tuple[int, int]) -> LensHeight | None:
    """The height of the lens from how far the camera looks down and where the hip is drawn; None without gravity.

    Parameters
    ----------
    gravity
        What the photo's file tells.
    hip_px
        The tested hip in the upright picture, shape ``(2,)``.
    size_px
        Width and height of that picture.
    """
    if gravity is None:
        return None
    focal, share_sd = gravity.focal_35mm, KNOWN_FOCAL_SHARE_SD
    if focal is None:
        focal, share_sd = USUAL_FOCAL_MM, FOCAL_SHARE_SD
    below_deg = below_sight_deg(hip_px, size_px, tilt_deg=gravity.tilt_deg or 0.0, focal_35mm=focal)
    hip_sd_deg = math.degrees(HIP_SD_DIAGONALS * FILM_DIAGONAL_MM / focal)
    return LensHeight(
        above_hip_deg=gravity.camera_pitch_deg + below_deg,
        sd_deg=math.hypot(gravity.sd_deg, hip_sd_deg, share_sd * below_deg),
    )


def below_sight_deg(hip_px: ArrayLike, size_px: tuple[int, int], *, tilt_deg: float, focal_35mm: float) -> float:
    """How far below the line of sight the hip lies: + below, by its place in a picture whose level lines tilt so."""
    right, down = np.asarray(hip_px, dtype=np.float64) - np.asarray(size_px, dtype=np.float64) / 2.0
    tilt = math.radians(tilt_deg)
    focal_px = focal_35mm / FILM_DIAGONAL_MM * math.hypot(*size_px)
    return math.degrees(math.atan2(down * math.cos(tilt) + right * math.sin(tilt), focal_px))


def lens_by_cues(cues: LensCues, constants: LensConstants) -> LensHeight:
    """The height of the lens as far as the picture tells, drawn towards the usual one."""
    above_deg = (
        constants.usual_deg
        + constants.per_framing * cues.framing_deg
        + constants.per_hips_deg * cues.hips_apart
        + constants.per_shoulders_deg * cues.shoulders_apart
    )
    return LensHeight(above_hip_deg=above_deg, sd_deg=constants.sd_deg)


def read_lens_cues(subject: Subject, hip_px: ArrayLike, size_px: tuple[int, int], *, tilt_deg: float) -> LensCues:
    """What the picture tells about the height of the lens.

    Parameters
    ----------
    subject
        The person; the median over the sightings used speaks.
    hip_px, size_px
        The tested hip and the picture's width and height.
    tilt_deg
        How level lines tilt, as far as it is known.
    """
    near = Side.RIGHT if subject.pose.head_towards is Direction.LEFT else Side.LEFT
    return LensCues(
        framing_deg=below_sight_deg(hip_px, size_px, tilt_deg=tilt_deg, focal_35mm=USUAL_FOCAL_MM),
        hips_apart=_far_below_near(subject, near, "hip"),
        shoulders_apart=_far_below_near(subject, near, "shoulder"),
    )


def _far_below_near(subject: Subject, near: Side, part: str) -> float:
    apart: list[FloatArray] = [
        s.pose[Landmark.of(near.other, part)] - s.pose[Landmark.of(near, part)] for s in subject.used
    ]
    return median([float(way[1]) for way in apart]) / max(subject.trunk_length_px, 1.0)


def height_sd_deg(lens: LensHeight, gain: float, camera_aside_deg: float) -> float:
    """What is not known of a limb's direction because the height of the lens, or how far the limb leaves the picture's
    plane, is not.

    A limb that leaves the plane by an angle a, seen from a height h, is drawn ``atan(tan a sin h)`` off
    (docs/method.md#camera).

    Parameters
    ----------
    lens
        How high the lens stands.
    gain
        Of the limb, see `thomas_test.reading.calibration.LimbConstants.height_gain`.
    camera_aside_deg
        How far from square the camera stands.
    """  # noqa: D205
    per_degree = math.hypot(gain, math.tan(math.radians(camera_aside_deg)))
    drawn_aside = math.tan(math.radians(DRAWN_ASIDE_SD_DEG)) * math.sin(math.radians(lens.above_hip_deg))
    return math.hypot(lens.sd_deg * per_degree, math.degrees(math.atan(drawn_aside)))
