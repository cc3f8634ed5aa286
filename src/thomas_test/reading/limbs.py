"""The directions of thigh and shank from landmarks and outline, each with the weight it has earned in this picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from thomas_test.core.geometry import FloatArray, drop_angle_deg, length_px, robust_sd, rotate_about, wrap_deg
from thomas_test.core.landmarks import Joint, Landmark
from thomas_test.core.pictures import MaskImage, RgbImage
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.calibration import LimbConstants
from thomas_test.reading.subject import Subject, joint_landmarks

INSIDE = 0.5
"""A silhouette's value from which a pixel belongs to the person."""

REACH = 0.5
"""How far to either side of the limb to look, in limb lengths: loose trousers reach 0.3."""

OFF_CENTRE = 0.12
"""How far from the landmarks' line the limb may begin, in limb lengths: landmarks err by up to 0.1."""

SNAP_REACH, SNAP_SD = 0.05, 0.02
"""How far a silhouette's edge may move to the picture's own edge, in limb lengths, and how likely it is to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LimbEdges:
    """Where a limb's front and back lie, as distances from the line start - end.

    Attributes
    ----------
    fractions
        Where along the limb it was cut, 0 at its start and 1 at its end, shape ``(n,)``.
    front, back
        Distance of either edge in limb lengths, positive towards the front of the body, shape ``(n,)``; NaN where
        the edge could not be seen.
    """

    fractions: FloatArray
    front: FloatArray
    back: FloatArray


def smoothed(rgb: RgbImage) -> NDArray[np.float32]:
    """The picture as numbers with its finest noise taken out, for finding edges."""
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 1.0), dtype=np.float32)


def limb_edges(
    mask: MaskImage,
    picture: NDArray[np.float32],
    start_px: ArrayLike,
    end_px: ArrayLike,
    *,
    front_sign: int,
    fractions: FloatArray,
) -> LimbEdges:
    """Find a limb's edges.

    Parameters
    ----------
    mask
        The person's silhouette, shape ``(height, width)``, 0 to 1.
    picture
        The picture of the same shape with colours, as `smoothed` gives it.
    start_px, end_px
        The joints at either end, as the landmarks have them, shape ``(2,)``.
    front_sign
        ``+1`` where the feet point to the right of the picture, ``-1`` where they point to the left.
    fractions
        Where along the limb to cut, shape ``(n,)``.
    """
    start, end = np.asarray(start_px, dtype=np.float64), np.asarray(end_px, dtype=np.float64)
    way = end - start
    length = float(np.hypot(way[0], way[1]))
    front = front_way(way / length, front_sign)
    steps = max(2, round(REACH * length / 0.5))
    offsets = np.linspace(-REACH * length, REACH * length, 2 * steps + 1)
    centres = start + fractions[:, None] * way
    profiles = sample_cuts(mask, centres, front, offsets, empty_outside=True)
    found = _limb_spans(profiles, offsets, OFF_CENTRE * length)
    snapped = np.stack([_snap(picture, centres, front, found[:, side], length) for side in (0, 1)], axis=1) / length
    return LimbEdges(fractions=fractions, front=snapped[:, 1], back=snapped[:, 0])


def front_way(way: FloatArray, front_sign: int) -> FloatArray:
    """Direction square to a limb that points towards the front of the body, shape ``(2,)``."""
    return np.array([way[1], -way[0]]) * front_sign


def sample_cuts(
    image: NDArray[np.float32], centres: FloatArray, way: FloatArray, offsets: FloatArray, *, empty_outside: bool
) -> FloatArray:
    """Sample an image on straight cuts.

    Parameters
    ----------
    image
        Shape ``(height, width)`` or ``(height, width, 3)``.
    centres
        Where the cuts pass, in pixels, shape ``(n, 2)``.
    way
        Their direction, of length 1, shape ``(2,)``.
    offsets
        Places along a cut, in pixels from its centre, shape ``(m,)``.
    empty_outside
        Whether the image is 0 beyond its frame, as a silhouette is, or goes on, as colours do.

    Returns
    -------
    FloatArray
        Shape ``(n, m)``, with a last axis of colours where the image has them.
    """
    x, y = ((centres[:, axis, None] + offsets * way[axis]).astype(np.float32) for axis in (0, 1))
    border = cv2.BORDER_CONSTANT if empty_outside else cv2.BORDER_REPLICATE
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=border), np.float64)


def _limb_spans(profiles: FloatArray, offsets: FloatArray, off_centre_px: float) -> FloatArray:
    """Find where the limb begins and ends on each cut, shape ``(n, 2)``; NaN for an end that lies beyond the cut."""
    inside = profiles >= INSIDE
    far = np.where(inside, np.abs(offsets), np.inf)
    nearest = np.argmin(far, axis=1)[:, None]
    met = np.take_along_axis(far, nearest, axis=1)[:, 0] <= off_centre_px
    places, last = np.arange(len(offsets)), len(offsets) - 1
    before = np.where(~inside & (places < nearest), places, -1).max(axis=1)
    after = np.where(~inside & (places > nearest), places, last + 1).min(axis=1)
    low = np.where(met & (before >= 0), _crossings(profiles, offsets, before, np.minimum(before + 1, last)), np.nan)
    high = np.where(met & (after <= last), _crossings(profiles, offsets, np.minimum(after, last), after - 1), np.nan)
    return np.stack([low, high], axis=1)


def _crossings(
    profiles: FloatArray, offsets: FloatArray, outer: NDArray[np.intp], inner: NDArray[np.intp]
) -> FloatArray:
    """Where each cut passes the silhouette's edge between two neighbouring places; anything where it does not."""
    rows = np.arange(len(profiles))
    there, rise = profiles[rows, outer], profiles[rows, inner] - profiles[rows, outer]
    share = (INSIDE - there) / np.where(rise == 0.0, 1.0, rise)
    return np.asarray(offsets[outer] + share * (offsets[inner] - offsets[outer]))


def _snap(
    picture: NDArray[np.float32], centres: FloatArray, front: FloatArray, edges_px: FloatArray, length: float
) -> FloatArray:
    """Move silhouette edges onto the strongest edge of the picture nearby, to a fraction of a pixel."""
    reach = SNAP_REACH * length + 2.0
    around = np.linspace(-reach, reach, 2 * max(4, round(reach / 0.5)) + 1)
    step = around[1] - around[0]
    known = np.nan_to_num(edges_px)
    colours = sample_cuts(picture, centres + known[:, None] * front, front, around, empty_outside=False)
    slope = np.abs(np.gradient(colours, axis=1)).sum(axis=-1)
    slope = slope * np.exp(-0.5 * (around / (SNAP_SD * length + 1.0)) ** 2)
    peak = np.clip(np.argmax(slope, axis=1), 1, len(around) - 2)
    rows = np.arange(len(peak))
    before, top, after = slope[rows, peak - 1], slope[rows, peak], slope[rows, peak + 1]
    curve = before - 2.0 * top + after
    fine = np.where(curve < 0.0, 0.5 * (before - after) / np.where(curve < 0.0, curve, 1.0), 0.0)
    # A cut without any contrast has no edge of its own: the silhouette's stands.
    moved = np.where(top > 1.0, around[peak] + np.clip(fine, -1.0, 1.0) * step, 0.0)
    return np.asarray(np.where(np.isnan(edges_px), np.nan, known + moved))


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
    length_px
        Length of the limb.
    """

    landmark_deg: float
    spread_deg: float
    outline_deg: float | None
    scatter: float
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


@dataclass(frozen=True, kw_only=True, eq=False)
class LegEdges:
    """Where thigh and shank of the tested leg have their front and back."""

    thigh: LimbEdges
    shank: LimbEdges


def find_leg_edges(subject: Subject, rgb: RgbImage) -> LegEdges | None:
    """The edges of the tested leg; None without a silhouette.

    Parameters
    ----------
    subject
        Whom the readings show.
    rgb
        The picture they were taken of, shape ``(height, width, 3)``.
    """
    if subject.mask is None:
        return None
    pose = subject.pose
    rows, columns = part_around_leg(pose, rgb.shape[:2], beyond_px=SMOOTHED_PX)
    mask, picture = subject.mask[rows, columns], smoothed(rgb[rows, columns])
    hip, knee, ankle = (pose[joint] - (columns.start, rows.start) for joint in (Joint.HIP, Joint.KNEE, Joint.ANKLE))
    return LegEdges(
        thigh=limb_edges(mask, picture, hip, knee, front_sign=pose.forward_sign, fractions=THIGH_SLICES),
        shank=limb_edges(mask, picture, knee, ankle, front_sign=pose.forward_sign, fractions=SHANK_SLICES),
    )


SMOOTHED_PX = 8.0
"""How far beyond a cut its colours come from: 2 pixels of `_snap`, 3 of the smoothing, the rest for rounding."""


def part_around_leg(pose: ThomasPose, size: tuple[int, int], *, beyond_px: float) -> tuple[slice, slice]:
    """Rows and columns of a picture in which the edges of the tested leg can lie, and so far beyond; never none.

    Parameters
    ----------
    pose
        The joints in the picture's pixels.
    size
        The picture's height and width.
    beyond_px
        How far beyond an edge is looked, at least 0.
    """
    joints = np.stack([pose[Joint.HIP], pose[Joint.KNEE], pose[Joint.ANKLE]])
    longest = max(length_px(joints[0], joints[1]), length_px(joints[1], joints[2]))
    reach = (REACH + SNAP_REACH) * longest + beyond_px
    low = np.maximum(np.floor(joints.min(axis=0) - reach), 0).astype(int)
    high = np.maximum(np.ceil(joints.max(axis=0) + reach).astype(int), low + 1)
    columns, rows = (slice(min(a, n - 1), min(b, n)) for a, b, n in zip(low, high, size[::-1], strict=True))
    return rows, columns


def read_limbs(subject: Subject, edges: LegEdges | None) -> tuple[LimbReading, LimbReading]:
    """Read the directions of thigh and shank.

    Parameters
    ----------
    subject
        Whom the readings show.
    edges
        Those of the tested leg, as far as they are seen.
    """
    return (
        _read_limb(subject, Joint.HIP, Joint.KNEE, None if edges is None else edges.thigh),
        _read_limb(subject, Joint.KNEE, Joint.ANKLE, None if edges is None else edges.shank),
    )


def fuse_limb(
    reading: LimbReading,
    constants: LimbConstants,
    *,
    far: bool = False,
    lens_above_hip_deg: float = 0.0,
    drawn_off_deg: float = 0.0,
) -> FusedLimb:
    """Weigh landmarks and outline of a limb.

    Parameters
    ----------
    reading
        The limb as read.
    constants
        Those of this limb.
    far
        Whether it is of the leg away from the camera.
    lens_above_hip_deg
        How far the lens stands above the hip.
    drawn_off_deg
        What else turns the limb as it is drawn, such as a camera aside.
    """
    turned = drawn_off_deg + turned_by_lens_deg(constants, lens_above_hip_deg, far=far)
    turned += constants.far_offset_deg if far else 0.0
    by_landmarks = reading.landmark_deg - (constants.landmark_offset_deg + turned)
    landmark_sd = math.hypot(constants.landmark_sd_deg, constants.spread_gain * reading.spread_deg)
    if reading.outline_deg is None:
        return FusedLimb(direction_deg=by_landmarks, sd_deg=landmark_sd, outline_weight=0.0, disagreement_deg=0.0)
    apart = float(wrap_deg(reading.outline_deg - (constants.outline_offset_deg + turned) - by_landmarks))
    if abs(apart) > IRRECONCILABLE_DEG:
        weight, sd = 0.0, landmark_sd
    else:
        outline_sd = math.hypot(constants.outline_sd_deg, constants.scatter_gain_deg * reading.scatter)
        weight = landmark_sd**2 / (landmark_sd**2 + outline_sd**2)
        sd = outline_sd * landmark_sd / math.hypot(outline_sd, landmark_sd)
    doubt = math.hypot(constants.disagreement_gain * apart, constants.scatter_doubt_deg * reading.scatter)
    return FusedLimb(
        direction_deg=by_landmarks + weight * apart,
        sd_deg=math.hypot(sd, doubt),
        outline_weight=weight,
        disagreement_deg=abs(apart),
    )


def turned_by_lens_deg(constants: LimbConstants, lens_above_hip_deg: float, *, far: bool) -> float:
    """By how much a limb is drawn lower because of the height of the lens, and is raised again: + below."""
    return constants.height_gain_of(far=far) * lens_above_hip_deg


MOST_APART_DEG = 8.0
"""Landmarks and outline further apart say no more about where the knee is: one of them shows something else."""


def outline_below_landmarks_deg(reading: LimbReading, constants: LimbConstants) -> float:
    """How far the outline lies below the landmarks, offsets taken off; 0 without an outline."""
    if reading.outline_deg is None:
        return 0.0
    usual = constants.outline_offset_deg - constants.landmark_offset_deg
    apart = float(wrap_deg(reading.outline_deg - reading.landmark_deg - usual))
    return min(max(apart, -MOST_APART_DEG), MOST_APART_DEG)


def longer_than(reading: LimbReading, other: LimbReading) -> float:
    """How much longer a limb is drawn than another, as a natural logarithm."""
    return math.log(reading.length_px / other.length_px)


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


def _read_limb(subject: Subject, start: Joint, end: Joint, edges: LimbEdges | None) -> LimbReading:
    pose = subject.pose
    landmark_deg = _direction(pose[start], pose[end], pose.forward_sign)
    middle = None if edges is None else middle_line(edges)
    bend, scatter = middle or (0.0, 0.0)
    return LimbReading(
        landmark_deg=landmark_deg,
        spread_deg=robust_sd(_turned(subject, start, end)) or 0.0,
        outline_deg=None if middle is None else landmark_deg - bend,
        scatter=scatter,
        length_px=length_px(pose[start], pose[end]),
    )


def middle_line(edges: LimbEdges) -> tuple[float, float] | None:
    """Fit a straight line through the middle of the flesh.

    Returns
    -------
    tuple of float or None
        How far the line turns towards the front from start to end against the joints' line, in degrees; how far
        the slices stray from it, in limb lengths. None without enough slices.
    """
    width = edges.front - edges.back
    if np.isnan(width).all():
        return None
    usual = float(np.nanmedian(width))
    good = (width < WIDEST * usual) & (width > NARROWEST * usual)
    if np.mean(good) < LEAST_COVER:
        return None
    slope, scatter = _robust_slope(edges.fractions[good], (edges.front[good] + edges.back[good]) / 2.0)
    return math.degrees(math.atan(slope)), scatter


def _robust_slope(along: FloatArray, offset: FloatArray) -> tuple[float, float]:
    """Fit a straight line by reweighting (Cauchy weights, tuned to 1.5 standard deviations): slope and scatter."""
    weight = np.ones_like(along)
    slope, scatter = 0.0, 0.0
    for _ in range(15):
        share = weight / weight.sum()
        way, rise = along - share @ along, offset - share @ offset
        slope = float((share * way) @ rise / ((share * way) @ way))
        rest = rise - slope * way
        scatter = 1.4826 * median(np.abs(rest).tolist())
        weight = 1.0 / (1.0 + (rest / (1.5 * scatter + 1e-4)) ** 2)
    return slope, scatter


def looks_apart_deg(subject: Subject) -> float:
    """How far apart the readings used are at most, in the direction of thigh or shank."""
    return max(float(np.ptp(_turned(subject, *limb))) for limb in ((Joint.HIP, Joint.KNEE), (Joint.KNEE, Joint.ANKLE)))


def _turned(subject: Subject, start: Joint, end: Joint) -> FloatArray:
    """How far every reading used has a limb turned from where the first one has it."""
    names: dict[Joint, Landmark] = joint_landmarks(subject.pose.tested_leg)
    sign = subject.pose.forward_sign
    directions = np.array([_direction(s.pose[names[start]], s.pose[names[end]], sign) for s in subject.used])
    return np.asarray(wrap_deg(directions - directions[0]))


def _direction(start_px: FloatArray, end_px: FloatArray, forward_sign: int) -> float:
    return float(drop_angle_deg(start_px, end_px, forward_sign=forward_sign))
