"""The outline of a limb: where its front and its back lie, cut square to the limb at many places.

A pose network knows where a limb is; its outline knows better which way it points. The outline is taken from the
person's silhouette (the network's own, coarse: 256 x 256 for a whole person) and brought to a fraction of a pixel
on the picture's own edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from thomas_test.estimators import MaskImage, RgbImage
from thomas_test.geometry import FloatArray

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
    """Give the picture as numbers with its finest noise taken out, for finding edges."""
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
    found = np.array([_limb_span(profile, offsets, OFF_CENTRE * length) for profile in profiles])
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
    points = (centres[:, None, :] + offsets[None, :, None] * way).astype(np.float32)
    border = cv2.BORDER_CONSTANT if empty_outside else cv2.BORDER_REPLICATE
    return np.asarray(cv2.remap(image, points[..., 0], points[..., 1], cv2.INTER_LINEAR, borderMode=border), np.float64)


def _limb_span(profile: FloatArray, offsets: FloatArray, off_centre_px: float) -> tuple[float, float]:
    """Find where the limb begins and ends on one cut; NaN for an end that lies beyond the cut."""
    inside = profile >= INSIDE
    if not inside.any():
        return np.nan, np.nan
    nearest = int(np.argmin(np.where(inside, np.abs(offsets), np.inf)))
    if abs(offsets[nearest]) > off_centre_px:
        return np.nan, np.nan
    outside = np.flatnonzero(~inside)
    before, after = outside[outside < nearest], outside[outside > nearest]
    low = _crossing(profile, offsets, int(before[-1]), int(before[-1]) + 1) if before.size else np.nan
    high = _crossing(profile, offsets, int(after[0]), int(after[0]) - 1) if after.size else np.nan
    return low, high


def _crossing(profile: FloatArray, offsets: FloatArray, outer: int, inner: int) -> float:
    share = (INSIDE - profile[outer]) / (profile[inner] - profile[outer])
    return float(offsets[outer] + share * (offsets[inner] - offsets[outer]))


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
