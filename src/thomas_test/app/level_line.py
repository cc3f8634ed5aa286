"""The level line that a hand drew in the editor: checked, and what it tells.

It comes from the browser as a plain object: nothing in it is trusted before it was checked.
"""

from __future__ import annotations

import math

from thomas_test.app.cases import Line, Point
from thomas_test.errors import UsageError
from thomas_test.geometry import line_tilt_deg
from thomas_test.levelling import MarkedLine, level_from_line, level_or_plumb_deg


def tilt_of_line_deg(line: Line) -> float:
    """Give the level's tilt from a line put on something level or plumb.

    Returns
    -------
    float
        Degrees in [-45, 45], positive where level rises to the right of the picture.
    """
    return level_or_plumb_deg(line_tilt_deg(*line))


def marked_line(line: Line, size_px: tuple[int, int]) -> MarkedLine:
    """Give the level that a line tells, put on something level or plumb, with how sure it is.

    Raises
    ------
    UsageError
        For a line too short to tell anything, or off the picture.
    """
    return level_from_line(*line, size_px=size_px, plumb=True)


def line_of(found: object) -> Line:
    """Check the line of an edit; raises UsageError where it is none."""
    if not isinstance(found, list | tuple) or len(found) != 2:
        raise UsageError(f"expected the two ends of a line, got {found!r}")
    ends = point_of(found[0]), point_of(found[1])
    if ends[0] == ends[1]:
        raise UsageError("expected a level line with two ends, got both in one place")
    return ends


def point_of(found: object) -> Point:
    """Check a point of an edit; raises UsageError where it is none."""
    if isinstance(found, list | tuple) and len(found) == 2:
        x, y = found
        if isinstance(x, int | float) and isinstance(y, int | float) and math.isfinite(x) and math.isfinite(y):
            return float(x), float(y)
    raise UsageError(f"expected a point as two finite numbers, got {found!r}")
