"""A gap under the low back in the outline: a hint to look whether it lies flat, never a statement that it does not."""

from __future__ import annotations

import numpy as np

from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Joint
from thomas_test.reading.limbs import INSIDE, front_way, sample_cuts
from thomas_test.reading.subject import Subject

_CUTS = np.linspace(0.0, 1.0, 47)
"""Where the trunk is cut, as shares of the way from hip to shoulder."""
_LOW_BACK = (0.15, 0.6)
"""Where on that way the low back is looked for: between buttocks and upper back, on which a lying person rests."""
_OFFSETS = np.linspace(-0.05, 0.55, 241)
"""Places along a cut from the line between hip and shoulder to the back, in trunk lengths; no trunk is thicker."""
_FEWEST = 0.8
"""Share of the cuts that must find the back: else something lies before it."""


def low_back_gap(subject: Subject) -> float | None:
    """How far the outline of the back rises, in trunk lengths, above the line between what it rests on.

    The back's edge is cut out of the silhouette square to the trunk, and a thread is drawn taut along it from below
    (its convex hull): it touches buttocks and upper back, and what lies between it and the low back is the gap.

    Returns
    -------
    float or None
        At least 0; None where there is no silhouette, or most of the back is not seen in it.
    """
    if subject.mask is None:
        return None
    hip, shoulder = subject.pose[Joint.HIP], subject.pose[Joint.SHOULDER]
    way = shoulder - hip
    length = float(np.hypot(way[0], way[1]))
    if length < 1.0:
        return None
    # the trunk runs to the head and the thigh to the feet: what is the front for one way is the back for the other
    back = front_way(way / length, subject.pose.forward_sign)
    centres = hip + _CUTS[:, None] * way
    profiles = sample_cuts(subject.mask, centres, back, _OFFSETS * length, empty_outside=True)
    depths = np.array([_back_edge(profile) for profile in profiles])
    found = np.isfinite(depths)
    if found.mean() < _FEWEST:
        return None
    along, depth = _CUTS[found], depths[found]
    rise = _taut(along, depth) - depth
    return float(rise[(along >= _LOW_BACK[0]) & (along <= _LOW_BACK[1])].max(initial=0.0))


def _back_edge(profile: FloatArray) -> float:
    """Where a cut first leaves the person on the way to the back, in trunk lengths; NaN where it never enters one."""
    inside = profile >= INSIDE
    if not inside.any():
        return np.nan
    enters = int(inside.argmax())
    leaves = int((~inside[enters:]).argmax()) + enters
    if leaves <= enters:  # inside up to the end: something else goes on below
        return np.nan
    last, next_ = profile[leaves - 1], profile[leaves]
    share = (last - INSIDE) / (last - next_)
    return float(_OFFSETS[leaves - 1] + share * (_OFFSETS[1] - _OFFSETS[0]))


def _taut(along: FloatArray, depth: FloatArray) -> FloatArray:
    """The depth of a thread that is drawn taut along a contour from below, at the contour's own places."""
    corners: list[tuple[float, float]] = []
    for point in zip(along.tolist(), depth.tolist(), strict=True):
        while len(corners) > 1 and _bends_in(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    places, depths = np.array(corners).T
    return np.asarray(np.interp(along, places, depths))


def _bends_in(first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]) -> bool:
    """Whether the middle one of three points lies above the line through the others: a thread does not touch it."""
    across = (middle[0] - first[0]) * (last[1] - first[1]) - (middle[1] - first[1]) * (last[0] - first[0])
    return across >= 0.0
