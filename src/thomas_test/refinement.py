"""The directions of thigh and shank from landmarks and outline, each with the weight it has earned in this picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from thomas_test.calibration import CALIBRATION, Calibration
from thomas_test.estimators import RgbImage
from thomas_test.geometry import FloatArray, drop_angle_deg, length_px, robust_sd, rotate_about, wrap_deg
from thomas_test.landmarks import Joint, Landmark
from thomas_test.outline import LimbEdges, limb_edges, smoothed
from thomas_test.subject import Subject, joint_landmarks
from thomas_test.thomas_pose import PointsSource, ThomasPose

THIGH_SLICES = np.linspace(0.25, 0.88, 40)
"""Where the thigh is cut: nearer the hip the held leg covers it, nearer the knee the shank begins."""

SHANK_SLICES = np.linspace(0.20, 0.90, 44)
"""Where the shank is cut: from below the knee's bend to above the ankle."""

WIDEST, NARROWEST = 1.35, 0.6
"""Slices wider or narrower than this many median widths hold something else: the other leg, the table, a gap."""

LEAST_COVER = 0.4
"""With fewer usable slices than this share an outline says nothing."""

IRRECONCILABLE_DEG = 12.0
"""Further apart than this, landmarks and outline show different things: the landmarks stand, with a warning."""


@dataclass(frozen=True, kw_only=True)
class LimbReading:
    """Which way one limb points, against the rows of the picture; degrees, positive downwards from forward.

    Attributes
    ----------
    landmark_deg
        From the landmarks.
    spread_deg
        Robust standard deviation of that over the readings.
    outline_deg
        From the outline; None where there is none to be had.
    scatter
        How far the outline's slices stray from a straight line, in limb lengths.
    cover
        Share of the slices that could be used, 0 to 1.
    length_px
        Length of the limb.
    """

    landmark_deg: float
    spread_deg: float
    outline_deg: float | None
    scatter: float
    cover: float
    length_px: float


@dataclass(frozen=True, kw_only=True)
class FusedLimb:
    """A limb's direction in the end.

    Attributes
    ----------
    direction_deg
        Of the bony line, against the rows.
    sd_deg
        How sure, from the weights alone.
    outline_weight
        Share of the outline, 0 to 1.
    disagreement_deg
        How far apart the two are, unsigned; 0 without an outline.
    """

    direction_deg: float
    sd_deg: float
    outline_weight: float
    disagreement_deg: float


def read_limbs(subject: Subject, rgb: RgbImage) -> tuple[LimbReading, LimbReading]:
    """Read the directions of thigh and shank.

    Parameters
    ----------
    subject
        Whom the readings show.
    rgb
        The picture they were taken of, shape ``(height, width, 3)``.
    """
    picture = smoothed(rgb)
    return (
        _read_limb(subject, picture, Joint.HIP, Joint.KNEE, THIGH_SLICES),
        _read_limb(subject, picture, Joint.KNEE, Joint.ANKLE, SHANK_SLICES),
    )


def fuse_thigh(reading: LimbReading, calibration: Calibration = CALIBRATION, *, far: bool = False) -> FusedLimb:
    """Weigh landmarks and outline of the thigh; ``far`` for the leg away from the camera."""
    c = calibration
    side = c.far_thigh_offset_deg if far else 0.0
    return _fuse(
        reading,
        c,
        offsets=(c.thigh_landmark_offset_deg + side, c.thigh_outline_offset_deg + side),
        sds=(c.thigh_landmark_sd_deg, c.thigh_outline_sd_deg),
    )


def fuse_shank(reading: LimbReading, calibration: Calibration = CALIBRATION, *, far: bool = False) -> FusedLimb:
    """Weigh landmarks and outline of the shank; ``far`` for the leg away from the camera."""
    c = calibration
    side = c.far_shank_offset_deg if far else 0.0
    return _fuse(
        reading,
        c,
        offsets=(c.shank_landmark_offset_deg + side, c.shank_outline_offset_deg + side),
        sds=(c.shank_landmark_sd_deg, c.shank_outline_sd_deg),
    )


def aligned_pose(pose: ThomasPose, thigh: FusedLimb, shank: FusedLimb) -> ThomasPose:
    """Turn the bones into the directions found: the thigh about its middle, the shank about the knee.

    The points of the result give exactly these directions: what is drawn is what is measured.
    """
    hip, knee, ankle = pose[Joint.HIP], pose[Joint.KNEE], pose[Joint.ANKLE]
    turn = (thigh.direction_deg - _direction(hip, knee, pose.forward_sign)) * pose.forward_sign
    new_hip, new_knee = rotate_about(np.stack([hip, knee]), (hip + knee) / 2.0, turn)
    shank_turn = (shank.direction_deg - _direction(knee, ankle, pose.forward_sign)) * pose.forward_sign
    new_ankle = rotate_about(ankle + (new_knee - knee), new_knee, shank_turn)
    outline = thigh.outline_weight > 0.0 or shank.outline_weight > 0.0
    source = PointsSource.OUTLINE if outline else PointsSource.MODEL
    return pose.with_points({Joint.HIP: new_hip, Joint.KNEE: new_knee, Joint.ANKLE: new_ankle}, source=source)


def _read_limb(
    subject: Subject,
    picture: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    start: Joint,
    end: Joint,
    slices: FloatArray,
) -> LimbReading:
    pose = subject.pose
    landmark_deg = _direction(pose[start], pose[end], pose.forward_sign)
    bend, scatter, cover = 0.0, 0.0, 0.0
    if subject.mask is not None:
        edges = limb_edges(
            subject.mask, picture, pose[start], pose[end], front_sign=pose.forward_sign, fractions=slices
        )
        bend, scatter, cover = middle_line(edges)
    return LimbReading(
        landmark_deg=landmark_deg,
        spread_deg=_spread(subject, start, end),
        outline_deg=landmark_deg - bend if cover >= LEAST_COVER else None,
        scatter=scatter,
        cover=cover,
        length_px=length_px(pose[start], pose[end]),
    )


def middle_line(edges: LimbEdges) -> tuple[float, float, float]:
    """Fit a straight line through the middle of the flesh.

    Returns
    -------
    tuple of float
        How far the line turns towards the front from start to end against the joints' line, in degrees; how far
        the slices stray from it, in limb lengths; the share of slices used, 0 to 1. Zeros without enough slices.
    """
    width = edges.front - edges.back
    if np.isnan(width).all():
        return 0.0, 0.0, 0.0
    usual = float(np.nanmedian(width))
    good = (width < WIDEST * usual) & (width > NARROWEST * usual)
    cover = float(np.mean(good))
    if cover < LEAST_COVER:
        return 0.0, 0.0, cover
    slope, scatter = _robust_slope(edges.fractions[good], (edges.front[good] + edges.back[good]) / 2.0)
    return math.degrees(math.atan(slope)), scatter, cover


def _robust_slope(along: FloatArray, offset: FloatArray) -> tuple[float, float]:
    """Fit a straight line by reweighting (Cauchy weights, tuned to 1.5 standard deviations): slope and scatter."""
    design = np.stack([np.ones_like(along), along], axis=1)
    weight = np.ones_like(along)
    slope, scatter = 0.0, 0.0
    for _ in range(15):
        root = np.sqrt(weight)
        line, *_ = np.linalg.lstsq(design * root[:, None], offset * root, rcond=None)
        rest = offset - design @ line
        slope, scatter = float(line[1]), float(1.4826 * np.median(np.abs(rest)))
        weight = 1.0 / (1.0 + (rest / (1.5 * scatter + 1e-4)) ** 2)
    return slope, scatter


def _fuse(
    reading: LimbReading, calibration: Calibration, *, offsets: tuple[float, float], sds: tuple[float, float]
) -> FusedLimb:
    by_landmarks = reading.landmark_deg - offsets[0]
    landmark_sd = math.hypot(sds[0], calibration.spread_gain * reading.spread_deg)
    if reading.outline_deg is None:
        return FusedLimb(direction_deg=by_landmarks, sd_deg=landmark_sd, outline_weight=0.0, disagreement_deg=0.0)
    apart = float(wrap_deg(reading.outline_deg - offsets[1] - by_landmarks))
    if abs(apart) > IRRECONCILABLE_DEG:
        sd = math.hypot(landmark_sd, calibration.disagreement_gain * apart)
        return FusedLimb(direction_deg=by_landmarks, sd_deg=sd, outline_weight=0.0, disagreement_deg=abs(apart))
    outline_sd = math.hypot(sds[1], calibration.scatter_gain_deg * reading.scatter)
    weight = landmark_sd**2 / (landmark_sd**2 + outline_sd**2)
    sd = math.hypot(
        outline_sd * landmark_sd / math.hypot(outline_sd, landmark_sd), calibration.disagreement_gain * apart
    )
    return FusedLimb(
        direction_deg=by_landmarks + weight * apart, sd_deg=sd, outline_weight=weight, disagreement_deg=abs(apart)
    )


def _spread(subject: Subject, start: Joint, end: Joint) -> float:
    """Robust standard deviation of a limb's direction over the readings used; 0 with a single one."""
    names: dict[Joint, Landmark] = joint_landmarks(subject.pose.tested_leg)
    sign = subject.pose.forward_sign
    directions = np.array([_direction(s.pose[names[start]], s.pose[names[end]], sign) for s in subject.used])
    return robust_sd(np.asarray(wrap_deg(directions - directions[0]))) or 0.0


def _direction(start_px: FloatArray, end_px: FloatArray, forward_sign: int) -> float:
    return float(drop_angle_deg(start_px, end_px, forward_sign=forward_sign))
