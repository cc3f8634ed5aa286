"""Lines, arcs and rings with a dark rim, drawn smoothly at fractions of a pixel into a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from thomas_test.estimators import RgbImage
from thomas_test.geometry import FloatArray
from thomas_test.overlay.style import DARK, Colour

_SHIFT = 4
"""OpenCV takes points in sixteenths of a pixel."""
_MOST_DASHES = 400
"""More than any picture needs; points from a file can lie far outside of it."""


class Strokes:
    """Draws into a picture that it was given, which is the caller's copy.

    Parameters
    ----------
    canvas
        Writable pixels; they are drawn over.
    unit
        Size of a stroke of width 1, in pixels.
    """

    def __init__(self, canvas: RgbImage, unit: float) -> None:
        self._canvas = canvas
        self._unit = unit

    def line(self, points_px: Sequence[FloatArray], colour: Colour, *, width: float, rim: float = 1.2) -> None:
        """Draw a broken line through points."""
        way = [_fixed(np.asarray(points_px))]
        for extra, paint in ((2.0 * rim, DARK), (0.0, colour)):
            cv2.polylines(self._canvas, way, False, paint, self._thickness(width + extra), cv2.LINE_AA, _SHIFT)

    def dashed(self, start_px: FloatArray, end_px: FloatArray, colour: Colour, *, width: float, dash: float) -> None:
        """Draw a straight line in dashes, which begin with a whole one at the start."""
        length = float(np.hypot(*(end_px - start_px)))
        count = max(1, round(min(_MOST_DASHES, length / (2.0 * dash * self._unit))))
        for number in range(count):
            first, last = number / count, (number + 0.55) / count
            piece = [start_px + (end_px - start_px) * share for share in (first, last)]
            self.line(piece, colour, width=width, rim=1.0)

    def arc(self, points_px: FloatArray, colour: Colour, *, width: float, rim: float = 1.2) -> None:
        """Draw an arc through its points, shape ``(n, 2)``."""
        self.line(list(points_px), colour, width=width, rim=rim)

    def ring(self, centre_px: FloatArray, colour: Colour, *, radius: float) -> None:
        """Draw a ring that leaves its centre free, so that the place it marks can be seen."""
        centre = tuple(int(n) for n in _fixed(centre_px))
        size = round(radius * self._unit * (1 << _SHIFT))
        for width, paint in ((4.2, DARK), (1.8, colour)):
            cv2.circle(self._canvas, centre, size, paint, self._thickness(width), cv2.LINE_AA, _SHIFT)

    def faint(self, points_px: Sequence[FloatArray], colour: Colour, *, width: float, opacity: float) -> None:
        """Draw a broken line through which the picture can be seen."""
        points = np.asarray(points_px)
        margin = (width + 4.0) * self._unit
        size = np.array([self._canvas.shape[1], self._canvas.shape[0]])
        low = np.clip(np.floor(points.min(axis=0) - margin), 0, size).astype(int)
        high = np.clip(np.ceil(points.max(axis=0) + margin), 0, size).astype(int)
        if (high <= low).any():  # all of it outside the picture
            return
        part = self._canvas[low[1] : high[1], low[0] : high[0]]
        over = Strokes(part.copy(), self._unit)
        over.line([point - low for point in points], colour, width=width, rim=0.8)
        cv2.addWeighted(over._canvas, opacity, part, 1.0 - opacity, 0.0, dst=part)

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self._unit))


def arc_points(centre_px: FloatArray, radius_px: float, start_deg: float, sweep_deg: float) -> FloatArray:
    """Give points along an arc, shape ``(n, 2)``; angles clockwise as seen, 0 to the right of the picture."""
    steps = max(8, int(abs(sweep_deg) / 2.0))
    angles = np.radians(np.linspace(start_deg, start_deg + sweep_deg, steps))
    return np.asarray(centre_px + radius_px * np.stack((np.cos(angles), np.sin(angles)), axis=-1))


def _fixed(points_px: NDArray[np.float64]) -> NDArray[np.int32]:
    # a point's whole numbers are the corners of pixels here, their centres in OpenCV
    limit = np.iinfo(np.int32).max >> 2
    return np.clip(np.round((points_px - 0.5) * (1 << _SHIFT)), -limit, limit).astype(np.int32)
