"""Points and lines as the editor reports them: plain objects from a browser, trusted only after these checks."""

from __future__ import annotations

import math
from collections.abc import Mapping

from thomas_test.app.cases import Line, Point
from thomas_test.errors import UsageError
from thomas_test.landmarks import Joint


def points_of(found: object) -> dict[Joint, Point]:
    """Check the points of an edit; raises UsageError where they are none."""
    if not isinstance(found, Mapping) or not found:
        raise UsageError(f"expected points by their joint, got {found!r}")
    try:
        return {Joint(str(name)): point_of(at) for name, at in found.items()}
    except ValueError as error:
        raise UsageError(f"expected joints out of {', '.join(Joint)}, got {error}") from error


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
