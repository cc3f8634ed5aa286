"""The table's long edge below a lying trunk: which of the lines in a picture it is, if any."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Direction
from thomas_test.core.pictures import MaskImage
from thomas_test.reading.level.lines import (
    PIECE_MIN,
    SEARCH_FOOTWARDS,
    Straight,
    TrunkFrame,
    find_pieces,
    join_pieces,
    outside_person,
)

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


MIN_TRUNK_PX = 40.0
"""A shorter trunk shows no edge worth measuring: a pixel along it is more than a degree."""

MAX_TILT_DEG = 20.0
"""Steeper lines are not sought: nobody holds a camera so, and legs of tables and people would come in."""

MAX_OFF_TRUNK_DEG = 15.0
"""Largest angle between edge and trunk. In 113 rendered scenes hip to shoulder lies within 13 degrees of level."""

DEPTH_MIN, DEPTH_MAX = 0.05, 0.9
"""How far below the line from hip to shoulder a table's edge can lie, in trunk lengths: nearer is the body's own
outline, further the floor. The edges of the rendered tables lie between 0.2 and 0.7."""

UNDER_START, UNDER_END = -0.3, 1.6
"""The stretch in which an edge must show, in trunk lengths from the hip towards the head."""

MIN_COVER, LONE_COVER = 0.7, 1.0
"""How much of an edge must show in that stretch, in trunk lengths, if another edge runs along it, and if none does.
Edges of the rendered tables show for 1.4 and more; helpers in front of them take up to half of that."""

BEYOND_KNEE = 1.0
"""Where, footwards of the hip in trunk lengths, the leg hangs free. A thigh is about 0.8 trunk lengths."""

MAX_RUN_ON = 0.2
"""A line that shows for more than this beyond the knee, in trunk lengths, is a floor, a wall or another thing
that goes on, for the table ends where the leg hangs."""

MAX_RUN_ON_ALL, MAX_EDGES = 4 * (SEARCH_FOOTWARDS - BEYOND_KNEE), 12
"""What all lines together may show beyond the knee, in trunk lengths: as much as four that go on to the end of the
search; and how many lines may end as a table's do. More is a pattern: boards, tiles, blinds. Cluttered rendered
rooms show up to 2.6 trunk lengths and 8 lines."""

PARALLEL_DEG, CONVERGENCE_MAX_DEG = 1.0, 6.0
"""Edges of one table agree within this angle, plus so much per trunk length between them: a camera 25 degrees
aside draws them 5 degrees apart per trunk length."""

EDGE_SHARE = 0.7
"""An edge that shows for less than this share of the best one's length is left out: the shadow and the dented
cushion under the back are short, nearly level and not straight."""

RIVAL_LINE_SHARE, RIVAL_APART_DEG = 0.7, 2.5
"""Another direction with so much support, at least so far away, makes the picture ambiguous: no edge then."""

MAX_SD_DEG = 2.0
"""An edge less certain than this says no more than the picture's rows do (`USUAL_LEVEL_SD_DEG`)."""


@dataclass(frozen=True, kw_only=True)
class TableEdge:
    """A table's long edge found in a picture.

    Attributes
    ----------
    tilt_deg
        Tilt, at the hip, of a line that is level in the world and parallel to the table: positive where it rises
        to the right of the picture. Edges below the hip draw steeper or flatter when the camera stands aside or
        above; where several are seen, their convergence is followed up to the hip.
    sd_deg
        Standard deviation of ``tilt_deg`` in degrees, from the edges' length and agreement and from what is not
        known of the perspective. It does not cover a table that itself slopes.
    camera_aside_deg
        How far from square the camera stands, from the convergence of the edges: positive where it stands towards
        the head, negative where towards the feet. Drawn towards 0 where the edges tell little: 0 with one edge.
    """

    tilt_deg: float
    sd_deg: float
    camera_aside_deg: float

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not (-45.0 <= self.tilt_deg <= 45.0 and self.sd_deg > 0.0):
            raise ValueError(f"expected tilt within ±45, sd above 0, got {self}")


def find_table_edge(
    rgb: NDArray[np.uint8],
    *,
    shoulder_px: ArrayLike,
    hip_px: ArrayLike,
    head_towards: Direction,
    person: MaskImage | None = None,
) -> TableEdge | None:
    """Find the table's long edge below a lying trunk.

    Parameters
    ----------
    rgb
        The upright picture, shape ``(height, width, 3)``.
    shoulder_px, hip_px
        Points of the lying person, shape ``(2,)``.
    head_towards
        Where in the picture the head lies.
    person
        The silhouette of the person measured, of the picture's shape, over 0.5 where they are; lines inside it are
        left out. That of a bystander often holds part of the table, for a network that sees a helper behind it tends
        to draw both bodies as one.

    Returns
    -------
    TableEdge or None
        None when no line is convincing: none long enough, a pattern of many, two directions equally likely, or
        lines that go on past the hanging leg.
    """
    frame = TrunkFrame(
        hip_px=np.asarray(hip_px, dtype=np.float64),
        shoulder_px=np.asarray(shoulder_px, dtype=np.float64),
        head_sign=1 if Direction(head_towards) is Direction.RIGHT else -1,
    )
    if frame.unit_px < MIN_TRUNK_PX or not abs(frame.trunk_slope) < 1.0:
        return None  # too small to show a table, or nobody lying
    pieces = find_pieces(rgb, frame)
    pieces = pieces[_could_be_table(pieces, frame)]
    if person is not None:
        pieces = pieces[outside_person(pieces, frame, person)]
    edges = choose_edges(join_pieces(pieces))
    if not edges:
        return None
    level = level_at_hip(edges)
    if math.degrees(level.slope_sd) > MAX_SD_DEG:
        return None
    return TableEdge(
        tilt_deg=-frame.head_sign * math.degrees(math.atan(level.slope)),
        sd_deg=math.degrees(level.slope_sd),
        camera_aside_deg=level.camera_aside_deg,
    )


def _could_be_table(pieces: FloatArray, frame: TrunkFrame) -> NDArray[np.bool_]:
    """Tell which pieces are long, nearly level, nearly parallel to the trunk, and below it."""
    way, middle = pieces[:, 1] - pieces[:, 0], pieces.mean(axis=1)
    angle_deg = np.degrees(np.arctan2(way[:, 1], way[:, 0]))
    depth = middle[:, 1] - frame.trunk_slope * middle[:, 0]
    return np.asarray(
        (np.hypot(way[:, 0], way[:, 1]) > PIECE_MIN)
        & (np.abs(angle_deg) < MAX_TILT_DEG)
        & (np.abs(angle_deg - math.degrees(math.atan(frame.trunk_slope))) < MAX_OFF_TRUNK_DEG)
        & (depth > DEPTH_MIN)
        & (depth < DEPTH_MAX)
    )


def choose_edges(lines: Sequence[Straight]) -> list[Straight]:
    """Choose the lines that are edges of one table, the best first; none when that is not convincing."""
    showing = [line for line in lines if line.covered(UNDER_START, UNDER_END) >= MIN_COVER]
    ending = [line for line in showing if line.covered(-SEARCH_FOOTWARDS, -BEYOND_KNEE) <= MAX_RUN_ON]
    running_on = sum(line.covered(-SEARCH_FOOTWARDS, -BEYOND_KNEE) for line in lines)
    if not ending or running_on > MAX_RUN_ON_ALL or len(ending) > MAX_EDGES:
        return []
    groups = [[other for other in ending if _one_table(line, other)] for line in ending]
    supports = [sum(line.covered(UNDER_START, UNDER_END) for line in group) for group in groups]
    winner = int(np.argmax(supports))
    for line, support in zip(ending, supports, strict=True):
        apart_deg = abs(math.degrees(line.slope - ending[winner].slope))
        if line not in groups[winner] and support > RIVAL_LINE_SHARE * supports[winner] and apart_deg > RIVAL_APART_DEG:
            return []
    chosen = sorted(groups[winner], key=lambda line: -line.covered(UNDER_START, UNDER_END))
    shown = chosen[0].covered(UNDER_START, UNDER_END)
    chosen = [line for line in chosen if line.covered(UNDER_START, UNDER_END) >= EDGE_SHARE * shown]
    return chosen if len(chosen) > 1 or shown >= LONE_COVER else []


def _one_table(line: Straight, other: Straight) -> bool:
    """Whether two lines can be parallel edges of one table."""
    allowed_deg = PARALLEL_DEG + CONVERGENCE_MAX_DEG * abs(line.at_hip - other.at_hip)
    return abs(math.degrees(line.slope - other.slope)) <= allowed_deg
