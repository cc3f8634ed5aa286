"""Straight lines near a lying trunk, found in a picture.

A line detector gives pieces: a table's edge is broken by a hand, a helper, a sheet. Pieces that lie on one
straight line are joined again here. What the lines mean is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thomas_test.core.geometry import FloatArray, length_px
from thomas_test.core.pictures import MaskImage

WORK_TRUNK_PX = 300.0
"""Length of the trunk in the picture searched for lines; larger pictures are made smaller. At 300 pixels a
table's edge of 1.5 trunk lengths is drawn to about 0.05 degrees; more pixels find more texture, not more edge."""

SEARCH_FOOTWARDS, SEARCH_HEADWARDS = 1.7, 2.3
"""How far from the hip lines are sought along the picture's rows, in trunk lengths: to the foot side far
enough to see whether a line ends where the leg hangs, to the head side the whole table."""

SEARCH_ABOVE, SEARCH_BELOW = 0.3, 1.0
"""How far above and below hip and shoulder lines are sought, in trunk lengths."""

GRADIENT_MIN = 12
"""Weakest step between grey levels that can be part of a line (EDLines' own default is 20). In trials on the
rendered scenes darkened to a quarter, 20 lost the edge in 11 % and 12 in 3 %; noise still gives no line."""

SEARCH_MIN_PX = 16
"""Smallest width and height searched: less shows no line."""

PIECE_MIN = 0.05
"""Shortest piece kept, in trunk lengths."""

JOIN_TOLERANCE = 0.008
"""How far a piece's ends may lie off the line that it is joined to, in trunk lengths: 2.4 working pixels."""

SEEDS_MAX = 50
"""How many pieces, longest first, may start a line. Bounds the time on textured pictures."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TrunkFrame:
    """Coordinates laid on the lying trunk, so that no rule depends on the picture's size or on left and right.

    Origin at the hip, unit the length from hip to shoulder, u along the picture's rows towards the head,
    w along its columns downwards. A mirrored picture has the same coordinates.

    Attributes
    ----------
    hip_px, shoulder_px
        Points in the picture, shape ``(2,)``.
    head_sign
        ``+1`` where the head lies to the right of the picture, ``-1`` where it lies to the left.
    """

    hip_px: FloatArray
    shoulder_px: FloatArray
    head_sign: int

    @property
    def unit_px(self) -> float:
        """Length of the trunk in pixels."""
        return length_px(self.hip_px, self.shoulder_px)

    @property
    def trunk_slope(self) -> float:
        """Rise of w per u from hip to shoulder; infinite for an upright trunk or one lying the other way."""
        way = self.from_picture(self.shoulder_px)
        return float(way[1] / way[0]) if way[0] > 0 else math.inf

    def from_picture(self, points_px: ArrayLike) -> FloatArray:
        """Points in pixels as (u, w), shape ``(..., 2)``."""
        points = np.asarray(points_px, dtype=np.float64)
        return np.asarray((points - self.hip_px) * (self.head_sign, 1.0) / self.unit_px)

    def to_picture(self, points: ArrayLike) -> FloatArray:
        """The pixels of points (u, w), shape ``(..., 2)``."""
        return np.asarray(np.asarray(points, dtype=np.float64) * self.unit_px * (self.head_sign, 1.0) + self.hip_px)


@dataclass(frozen=True, kw_only=True, eq=False)
class Straight:
    """A straight line and where along it the picture shows it; in the units of `TrunkFrame`.

    Attributes
    ----------
    at_hip
        w where the line passes below (+) the hip, that is at u = 0.
    slope
        Change of w per u.
    slope_spread
        Root of the second moment of the covered stretches about their middle: the lever arm of the slope.
    stretches
        Where each covered stretch of u begins and ends, in order and apart.
    """

    at_hip: float
    slope: float
    slope_spread: float
    stretches: Sequence[tuple[float, float]]

    def covered(self, start: float, end: float) -> float:
        """How much of the way from one u to another the picture shows, in trunk lengths."""
        return sum(max(0.0, min(last, end) - max(first, start)) for first, last in self.stretches)


def search_box(frame: TrunkFrame, size_px: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of the picture to search, whole pixels inside the picture.

    Symmetric: the box of a mirrored picture is the mirrored box.
    """
    corners = frame.from_picture(frame.shoulder_px)
    low_w, high_w = min(0.0, corners[1]) - SEARCH_ABOVE, max(0.0, corners[1]) + SEARCH_BELOW
    points = frame.to_picture([(-SEARCH_FOOTWARDS, low_w), (SEARCH_HEADWARDS, high_w)])
    left, top = np.clip(np.floor(points.min(axis=0)), 0, size_px)
    right, bottom = np.clip(np.ceil(points.max(axis=0)), 0, size_px)
    return int(left), int(top), int(right), int(bottom)


def find_pieces(rgb: NDArray[np.uint8], frame: TrunkFrame) -> FloatArray:
    """Find straight pieces around the trunk with EDLines (Akinlar & Topal 2011), validated against chance.

    Returns
    -------
    FloatArray
        Ends (u, w) of the pieces, shape ``(n, 2, 2)``, each from the foot side to the head side.
    """
    left, top, right, bottom = search_box(frame, (rgb.shape[1], rgb.shape[0]))
    if min(right - left, bottom - top) < SEARCH_MIN_PX:
        return np.zeros((0, 2, 2))
    ends, (width, height) = _detect(
        rgb[top:bottom, left:right], mirrored=frame.head_sign < 0, shrink=min(1.0, WORK_TRUNK_PX / frame.unit_px)
    )
    ends *= ((right - left) / width, (bottom - top) / height)
    x_px = left + ends[..., 0] if frame.head_sign > 0 else right - ends[..., 0]
    pieces = frame.from_picture(np.stack((x_px, top + ends[..., 1]), axis=-1))
    backwards = pieces[:, 0, 0] > pieces[:, 1, 0]
    pieces[backwards] = pieces[backwards][:, ::-1]
    return pieces


def _detect(part: NDArray[np.uint8], *, mirrored: bool, shrink: float) -> tuple[FloatArray, tuple[int, int]]:
    """Find the ends of straight pieces, shape ``(n, 2, 2)``, in a part made smaller; and that smaller part's size."""
    import cv2  # heavy: only for those who look for lines

    # Always with the head to the right: the detector is not symmetric, so a mirrored picture gives the same lines.
    grey = cv2.cvtColor(cv2.flip(part, 1) if mirrored else part, cv2.COLOR_RGB2GRAY)
    if shrink < 1.0:
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    size = (grey.shape[1], grey.shape[0])
    detector = cv2.ximgproc.createEdgeDrawing()
    params = cv2.ximgproc.EdgeDrawing.Params()
    params.GradientThresholdValue = GRADIENT_MIN
    params.AnchorThresholdValue = 2
    params.MinLineLength = 15
    params.NFAValidation = True
    detector.setParams(params)
    detector.detectEdges(grey)
    found = detector.detectLines()
    if found is None or not len(found):
        return np.zeros((0, 2, 2)), size
    # The detector counts from the middle of the first pixel, our pixels from its corner.
    return np.asarray(found, dtype=np.float64).reshape(-1, 2, 2) + 0.5, size


def outside_person(pieces: FloatArray, frame: TrunkFrame, mask: MaskImage) -> NDArray[np.bool_]:
    """Tell which pieces do not lie inside a person: a belt or a sleeve's hem is no table.

    Parameters
    ----------
    pieces
        Shape ``(n, 2, 2)``.
    mask
        A silhouette of the picture's shape, over 0.5 where the person is.
    """
    along = np.array([0.1, 0.3, 0.5, 0.7, 0.9])[:, None, None]
    points = frame.to_picture(pieces[None, :, 0] * (1 - along) + pieces[None, :, 1] * along)
    column = np.clip(points[..., 0].astype(np.intp), 0, mask.shape[1] - 1)
    row = np.clip(points[..., 1].astype(np.intp), 0, mask.shape[0] - 1)
    return np.asarray((mask[row, column] > 0.5).mean(axis=0) < 0.75)


def join_pieces(pieces: FloatArray) -> list[Straight]:
    """Join pieces that lie on one straight line, the longest first; each piece serves one line.

    Parameters
    ----------
    pieces
        Shape ``(n, 2, 2)``, each from the foot side to the head side.
    """
    free = np.ones(len(pieces), dtype=np.bool_)
    middles, ways = pieces.mean(axis=1), pieces[:, 1] - pieces[:, 0]
    weights = np.hypot(ways[:, 0], ways[:, 1])
    joined: list[Straight] = []
    for seed in np.argsort(-weights, kind="stable")[:SEEDS_MAX]:
        if not free[seed]:
            continue
        members = np.arange(len(pieces)) == seed
        at_hip, slope, spread = _fit(middles[members], ways[members], weights[members])
        for _ in range(3):  # a longer line is a better ruler: look for members again
            off = np.abs(pieces[..., 1] - at_hip - slope * pieces[..., 0])
            grown = free & (np.maximum(off[:, 0], off[:, 1]) < JOIN_TOLERANCE)
            grown[seed] = True
            if np.array_equal(grown, members):
                break
            members = grown
            at_hip, slope, spread = _fit(middles[members], ways[members], weights[members])
        free[members] = False
        stretches = _merge_intervals(pieces[members][..., 0].tolist())
        joined.append(Straight(at_hip=at_hip, slope=slope, slope_spread=spread, stretches=stretches))
    return joined


def _fit(middle: FloatArray, way: FloatArray, weights: FloatArray) -> tuple[float, float, float]:
    """Fit w = at_hip + slope * u to whole pieces, not only to their ends, by least squares."""
    share = weights / weights.sum()
    centre = share @ middle
    apart = middle - centre
    # The second moment of a uniform stick of length d about its middle is d²/12.
    uu = float(share @ (apart[:, 0] ** 2 + way[:, 0] ** 2 / 12.0))
    uw = float(share @ (apart[:, 0] * apart[:, 1] + way[:, 0] * way[:, 1] / 12.0))
    slope = uw / uu
    return float(centre[1] - slope * centre[0]), slope, math.sqrt(uu)


def _merge_intervals(intervals: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Merge overlapping intervals into those that stand apart, in order."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
