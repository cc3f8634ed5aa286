"""What parallel edges below the hip say about level lines at the hip, when the camera stands aside or above.

Edge and body are parallel but not in one plane: seen from 12 degrees aside and 10 above, a level edge below the
hip is drawn with a slope about a degree from that of a level line through the hip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thomas_test.levelling.lines import Straight

LINE_SD = 0.0025
"""How far an edge strays from straight, one standard deviation, in trunk lengths: a cushion's soft rim."""

SLOPE_FLOOR_DEG = 0.15
"""No single line is believed better than this: lens distortion and tables that are not quite straight."""

CONVERGENCE_SD_DEG = 2.0
"""How much the drawing of level lines parallel to the body turns per trunk length downwards, one standard deviation
before looking: camera 10 degrees aside, trunk 0.5 m, distance 2.5 m give tan(10°) · 0.5 / 2.5 = 2.0°.
(Rendered scenes: 1.3, hard ones 2.1.)"""

DISTANCE_PER_TRUNK = 5.0
"""Distance of the camera in trunk lengths (2.5 m to 0.5 m): how the convergence becomes an angle aside."""


@dataclass(frozen=True, kw_only=True)
class LevelAtHip:
    """What parallel edges say about the picture at the hip, in the units of `TrunkFrame`.

    Attributes
    ----------
    slope, slope_sd
        Of the line through the hip that is parallel to the edges in the world: change of w per u.
    convergence
        Change of that slope per trunk length downwards, drawn towards 0 where the edges tell little.
    """

    slope: float
    slope_sd: float
    convergence: float

    @property
    def camera_aside_deg(self) -> float:
        """How far from square the camera stands: + towards the head (its side is nearer, so drawn wider apart)."""
        return math.degrees(math.atan(DISTANCE_PER_TRUNK * self.convergence))


def level_at_hip(edges: Sequence[Straight]) -> LevelAtHip:
    """Follow the convergence of parallel edges up to the hip.

    Lines that are parallel in the world meet in one point of the picture, so their slopes change linearly with
    the height at which they pass the hip: slope = level + convergence * at_hip. The level is the slope of the
    line through the hip itself (at_hip = 0). Least squares, with the convergence held by what is known of how
    people place a camera; with a single edge that alone widens the standard deviation.
    """
    slopes, depths = np.array([e.slope for e in edges]), np.array([e.at_hip for e in edges])
    floor = math.radians(SLOPE_FLOOR_DEG)
    sds = np.array([math.hypot(LINE_SD / e.slope_spread, floor) for e in edges])
    held = [0.0, 1.0 / math.radians(CONVERGENCE_SD_DEG)]
    design = np.vstack((np.column_stack((np.ones_like(depths), depths)) / sds[:, None], held))
    target = np.append(slopes / sds, 0.0)
    covariance = np.linalg.inv(design.T @ design)
    solution = covariance @ design.T @ target
    # Edges that disagree by more than their own uncertainty widen the answer.
    surplus = float(np.sum((target - design @ solution) ** 2)) / max(1, len(edges) - 1)
    slope_sd = math.sqrt(float(covariance[0, 0]) * max(1.0, surplus))
    return LevelAtHip(slope=float(solution[0]), slope_sd=slope_sd, convergence=float(solution[1]))
