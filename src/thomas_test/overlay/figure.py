"""Where the lines and arcs of a measurement lie, in the pixels that are drawn on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from thomas_test.core.analysis import Outcome
from thomas_test.core.geometry import FloatArray, wrap_deg
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.pelvis import pelvic_points
from thomas_test.core.pictures import RgbImage
from thomas_test.overlay.style import DARK, Colour, unit_px

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

    def line(
        self, points_px: Sequence[FloatArray] | FloatArray, colour: Colour, *, width: float, rim: float = 1.2
    ) -> None:
        """Draw a broken line through points, such as those of an arc."""
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
    """Points along an arc, shape ``(n, 2)``; angles clockwise as seen, 0 to the right of the picture."""
    steps = max(8, int(abs(sweep_deg) / 2.0))
    angles = np.radians(np.linspace(start_deg, start_deg + sweep_deg, steps))
    return np.asarray(centre_px + radius_px * np.stack((np.cos(angles), np.sin(angles)), axis=-1))


def _fixed(points_px: NDArray[np.float64]) -> NDArray[np.int32]:
    # a point's whole numbers are the corners of pixels here, their centres in OpenCV
    limit = np.iinfo(np.int32).max >> 2
    return np.clip(np.round((points_px - 0.5) * (1 << _SHIFT)), -limit, limit).astype(np.int32)


_OTHER_LEG = (Joint.OTHER_HIP, Joint.OTHER_KNEE, Joint.OTHER_ANKLE)

NARROW_DEG = 10.0
"""Thigh angle as drawn under which the arc lies beyond the knee: nearer it is no longer than the lines are thick."""

ARC_BEFORE_KNEE, ARC_BEYOND_KNEE = 0.62, 1.2
"""Radius of the thigh's arc in thigh lengths; beyond the knee level line and extension are drawn, the bone is not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """Where everything lies, in the pixels that are drawn on; directions clockwise as seen, 0 to the right."""

    outcome: Outcome
    points_px: dict[Joint, FloatArray]
    unit: float
    level_deg: float
    thigh_deg: float

    @classmethod
    def of(cls, outcome: Outcome, canvas: RgbImage, size_px: tuple[int, int]) -> Figure:
        """Bring an outcome from the picture that was analysed, of `size_px`, to the pixels that are drawn on."""
        height, width = canvas.shape[:2]
        scale = np.array([width / size_px[0], height / size_px[1]])
        points = {joint: point * scale for joint, point in outcome.pose.points_px.items()}
        # where a level line runs towards the feet; a positive tilt rises to the right, and y grows downwards
        level = -outcome.level.tilt_deg + (0.0 if outcome.pose.forward_sign > 0 else 180.0)
        return cls(
            outcome=outcome,
            points_px=points,
            unit=unit_px((width, height)),
            level_deg=level,
            thigh_deg=_direction_deg(points[Joint.HIP], points[Joint.KNEE]),
        )

    @property
    def head_on_left(self) -> bool:
        """Whether the head lies on the left of the picture."""
        return self.outcome.pose.head_towards is Direction.LEFT

    @property
    def hip(self) -> FloatArray:
        """The tested leg's hip."""
        return self.points_px[Joint.HIP]

    @property
    def knee(self) -> FloatArray:
        """The tested leg's knee."""
        return self.points_px[Joint.KNEE]

    @property
    def ankle(self) -> FloatArray | None:
        """The tested leg's ankle; None where it was not seen."""
        return self.points_px.get(Joint.ANKLE)

    @property
    def leg(self) -> list[FloatArray]:
        """The tested leg from the hip down."""
        return [self.hip, self.knee] + ([] if self.ankle is None else [self.ankle])

    @property
    def other_leg(self) -> list[FloatArray]:
        """The other leg from the hip down, as far as it was seen."""
        return [self.points_px[joint] for joint in _OTHER_LEG if joint in self.points_px]

    @property
    def pelvis(self) -> tuple[FloatArray, FloatArray] | None:
        """Two ends of the pelvic line; None where nobody marked it."""
        points = pelvic_points(self.outcome.pose)
        return None if points is None else (self.points_px[points.joints[0]], self.points_px[points.joints[1]])

    @property
    def thigh_px(self) -> float:
        """Length of the thigh."""
        return math.dist(self.hip, self.knee)

    @property
    def horizontal(self) -> tuple[FloatArray, FloatArray]:
        """Two ends of the level line through the hip, the one at the head first."""
        way = _way(self.level_deg) * self.thigh_px
        return self.hip - 0.55 * way, self.hip + 1.5 * way

    @property
    def extension(self) -> tuple[FloatArray, FloatArray]:
        """The thigh's own line beyond the knee, from which the knee's flexion is counted."""
        return self.knee, self.knee + 0.6 * self.thigh_px * _way(self.thigh_deg)

    @property
    def has_extension(self) -> bool:
        """Whether an arc ends on the thigh's own line beyond the knee."""
        return self.knee_arc is not None or self.is_narrow

    @property
    def is_narrow(self) -> bool:
        """Whether level line and thigh are so close that an arc between hip and knee would be hidden under them."""
        return abs(_turn(self.level_deg, self.thigh_deg)) < NARROW_DEG

    @property
    def thigh_arc(self) -> FloatArray:
        """From the level line to the thigh, or to the thigh's own line beyond the knee where they are close."""
        radius = self.thigh_px * (ARC_BEYOND_KNEE if self.is_narrow else ARC_BEFORE_KNEE)
        return arc_points(self.hip, radius, self.level_deg, _turn(self.level_deg, self.thigh_deg))

    @property
    def knee_arc(self) -> FloatArray | None:
        """From the thigh's own line to the shank; None where the knee was not measured."""
        if self.ankle is None or self.outcome.measurement.knee is None:
            return None
        shank_deg = _direction_deg(self.knee, self.ankle)
        return arc_points(self.knee, 0.34 * self.thigh_px, self.thigh_deg, _turn(self.thigh_deg, shank_deg))


def _way(direction_deg: float) -> FloatArray:
    return np.array([math.cos(math.radians(direction_deg)), math.sin(math.radians(direction_deg))])


def _direction_deg(start_px: FloatArray, end_px: FloatArray) -> float:
    return math.degrees(math.atan2(end_px[1] - start_px[1], end_px[0] - start_px[0]))


def _turn(from_deg: float, to_deg: float) -> float:
    return float(wrap_deg(to_deg - from_deg))
