"""Plane geometry on picture coordinates.

Image axes: x grows to the right, y grows DOWNWARDS, in pixels. Angles leave this module in degrees.
Every function takes arrays of shape ``(2,)`` or ``(..., 2)`` and is a pure function of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import partial
from statistics import median
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
N = TypeVar("N", bound=StrEnum)

Circle = tuple[float, float, float]
"""Centre x, centre y and radius, in pixels."""


def drop_angle_deg(start_px: ArrayLike, end_px: ArrayLike, *, forward_sign: int) -> FloatArray:
    """Angle by which the way from start to end drops below the rows of the picture.

    Parameters
    ----------
    start_px, end_px
        Points, shape ``(..., 2)``.
    forward_sign
        ``+1`` where forward is to the right of the picture, ``-1`` where it is to the left. A mirrored
        picture with the mirrored sign gives the same angle.

    Returns
    -------
    FloatArray
        Degrees in (-180, 180]: 0 along the forward row, positive when the end lies below the start.
    """
    way = np.asarray(end_px, dtype=np.float64) - np.asarray(start_px, dtype=np.float64)
    return np.asarray(np.degrees(np.arctan2(way[..., 1], forward_sign * way[..., 0])))


def bend_angle_deg(start_px: ArrayLike, middle_px: ArrayLike, end_px: ArrayLike) -> FloatArray:
    """Angle by which the way start - middle - end bends at the middle.

    Returns
    -------
    FloatArray
        Degrees in [0, 180]: 0 for a straight way, 180 for one that turns back on itself. The included
        angle at the middle point is 180 minus this.
    """
    middle = np.asarray(middle_px, dtype=np.float64)
    first = middle - np.asarray(start_px, dtype=np.float64)
    second = np.asarray(end_px, dtype=np.float64) - middle
    cross = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    dot = np.sum(first * second, axis=-1)
    return np.asarray(np.degrees(np.arctan2(np.abs(cross), dot)))


def wrap_deg(angle_deg: ArrayLike) -> FloatArray:
    """Bring angles into (-180, 180] degrees."""
    angle = np.asarray(angle_deg, dtype=np.float64)
    return np.asarray(180.0 - np.mod(180.0 - angle, 360.0))


def line_tilt_deg(start_px: ArrayLike, end_px: ArrayLike) -> float:
    """Tilt of an undirected line: positive where it rises to the right of the picture.

    Returns
    -------
    float
        Degrees in (-90, 90]; the order of the two points does not matter.
    """
    way = np.asarray(end_px, dtype=np.float64) - np.asarray(start_px, dtype=np.float64)
    if way[0] < 0 or (way[0] == 0 and way[1] > 0):
        way = -way
    return float(np.degrees(np.arctan2(-way[1], way[0])))


def length_px(start_px: ArrayLike, end_px: ArrayLike) -> float:
    """Distance between two points in pixels."""
    way = np.asarray(end_px, dtype=np.float64) - np.asarray(start_px, dtype=np.float64)
    return float(np.hypot(way[0], way[1]))


def turn_quarters(points_px: ArrayLike, quarters: int, size_px: tuple[int, int]) -> FloatArray:
    """Where points lie after the picture is turned by quarters against the clock (as ``np.rot90`` does).

    Parameters
    ----------
    points_px
        Points in the picture before the turn, shape ``(..., 2)``.
    quarters
        Number of quarter turns against the clock; any whole number.
    size_px
        Width and height of the picture BEFORE the turn.
    """
    points = np.asarray(points_px, dtype=np.float64)
    width, height = size_px
    x, y = points[..., 0], points[..., 1]
    turned = (
        (x, y),
        (y, width - x),
        (width - x, height - y),
        (height - y, x),
    )[quarters % 4]
    return np.stack(turned, axis=-1)


def mirror_x(points_px: ArrayLike, width_px: float) -> FloatArray:
    """Where points lie after the picture is mirrored left to right."""
    points = np.asarray(points_px, dtype=np.float64)
    return np.stack((width_px - points[..., 0], points[..., 1]), axis=-1)


def rotate_about(points_px: ArrayLike, centre_px: ArrayLike, angle_deg: float) -> FloatArray:
    """Rotate points about a centre.

    Parameters
    ----------
    points_px
        Points, shape ``(..., 2)``.
    centre_px
        The fixed point, shape ``(2,)``.
    angle_deg
        Positive CLOCKWISE as seen in the picture (y grows downwards).
    """
    points = np.asarray(points_px, dtype=np.float64)
    centre = np.asarray(centre_px, dtype=np.float64)
    cosine, sine = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    turn = np.array([[cosine, -sine], [sine, cosine]])
    return np.asarray((points - centre) @ turn.T + centre)


def robust_sd(values_deg: FloatArray) -> float | None:
    """The standard deviation from the median absolute deviation; None with fewer than two values."""
    if len(values_deg) < 2:
        return None
    values: list[float] = values_deg.tolist()
    middle = median(values)
    return 1.4826 * median([abs(value - middle) for value in values])


def frozen_points(points: Mapping[N, ArrayLike], names: type[N]) -> Mapping[N, FloatArray]:
    """Points by their names, checked and read-only.

    Raises
    ------
    ValueError
        For a name that is none of ``names``, and for a point that is not two finite numbers.
    """
    frozen: dict[N, FloatArray] = {}
    for name, point in points.items():
        copy = np.array(point, dtype=np.float64)
        if copy.shape != (2,) or not np.isfinite(copy).all():
            raise ValueError(f"expected two finite numbers for {name}, got {point!r}")
        copy.setflags(write=False)
        frozen[names(name)] = copy
    return MappingProxyType(frozen)


class Placed(Generic[N]):
    """What a record of named points can do: ``pose[name]``, ``name in pose``, and cross process borders."""

    points_px: Mapping[N, FloatArray]

    def __getitem__(self, name: N) -> FloatArray:
        """A point in pixels, shape ``(2,)``."""
        return self.points_px[name]

    def __contains__(self, name: N) -> bool:
        """Whether the point is there."""
        return name in self.points_px

    def __reduce__(self) -> tuple[object, ...]:
        """What pickle makes it anew from: read-only views of dictionaries cannot be pickled."""
        kind: Callable[..., object] = type(self)
        own = {field.name: getattr(self, field.name) for field in fields(cast("Any", self))}
        plain = {name: dict(value) if isinstance(value, MappingProxyType) else value for name, value in own.items()}
        return partial(kind, **plain), ()
