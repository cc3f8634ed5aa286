"""Values out of a file that anybody may have changed: each is what it should be, or the file is called damaged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from thomas_test.core.angles import Angle
from thomas_test.core.landmarks import Joint
from thomas_test.images import MAX_PIXELS

FARTHEST_SIZES = 3.0
"""A point may lie outside of the picture, but not farther than this many of its sizes."""
_LARGEST_DEG = 360.0
_LONGEST_TEXT = 400


def number(value: object, *, largest: float = math.inf) -> float:
    """A finite number of at most that size.

    Raises
    ------
    ValueError
        When it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"expected a finite number, got {str(value)[:40]!r}")
    if abs(value) > largest:
        raise ValueError(f"expected a number up to {largest:g}, got {value:g}")
    return float(value)


def text(value: object, *, longest: int = _LONGEST_TEXT) -> str:
    """A text, cut where it is too long to be shown.

    Raises
    ------
    TypeError
        When it is none.
    """
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {str(value)[:40]!r}")
    return value[:longest]


def size_px(value: Sequence[Any]) -> tuple[int, int]:
    """Width and height of a picture as it could have been read."""
    width, height = (int(number(side, largest=MAX_PIXELS)) for side in value)
    if min(width, height) < 1 or width * height > MAX_PIXELS:
        raise ValueError(f"expected the size of a picture, got {width} x {height}")
    return width, height


def points_px(record: Mapping[str, Any], size: tuple[int, int]) -> dict[Joint, tuple[float, float]]:
    """Joints that lie in the picture or not absurdly far from it."""
    largest = FARTHEST_SIZES * max(size)
    found = {}
    for joint, (x, y) in record.items():
        found[Joint(joint)] = number(x, largest=largest), number(y, largest=largest)
    return found


def circle_px(value: Sequence[Any], size: tuple[int, int]) -> tuple[float, float, float]:
    """A circle about as near as a point may be."""
    x, y, radius = (number(part, largest=FARTHEST_SIZES * max(size)) for part in value)
    return x, y, radius


def angle(record: Mapping[str, Any]) -> Angle:
    """An angle within a full turn."""
    return Angle(**{key: number(value, largest=_LARGEST_DEG) for key, value in record.items()})
