"""Which horizontal an angle is measured against, how sure it is, and whether the sources agree."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations

from thomas_test.core.angles import ROWS, SDS_IN_95, HorizonSource, Level
from thomas_test.images import Gravity
from thomas_test.reading.level.table_edge import TableEdge

TABLE_SLOPE_SD_DEG = 0.5
"""How far a table's edge is from level, one standard deviation: as far as what else people take for level in a room,
9 mm in a metre (`thomas_test.core.angles.USUAL_LEVEL_SD_DEG`). Assumed, not measured."""


def contradict(one: Level, other: Level) -> bool:
    """Whether two sources cannot both be level, as closely as their errors allow.

    An edited photo that kept the sensor's data, a wrong edge, or a table that slopes: a degree and a half shows between
    a phone's gravity and a good edge. On rendered scenes, whose gravity is exact and whose tables are level, the two
    are taken to contradict each other in 0 of 89 plain pictures, 4 of 24 hard and 3 of 66 wide ones. Nobody claims that
    the picture's rows are level, so they contradict no one.
    """
    sources = (one.source, other.source)
    if HorizonSource.IMAGE in sources:
        return False
    slope_sd_deg = TABLE_SLOPE_SD_DEG if HorizonSource.TABLE_EDGE in sources else 0.0
    return abs(one.tilt_deg - other.tilt_deg) > SDS_IN_95 * math.hypot(one.sd_deg, other.sd_deg, slope_sd_deg)


@dataclass(frozen=True, kw_only=True)
class LevelChoice:
    """The horizontal to measure against and what else was found; sources are never averaged.

    Attributes
    ----------
    all_found
        Every source there is, the one used first, each as sure as it is by itself. The others follow best first:
        marked, gravity, the phone that took it, table's edge, and the picture's rows last.
    """

    all_found: tuple[Level, ...]

    def __post_init__(self) -> None:
        """Check that there is one."""
        if not self.all_found:
            raise ValueError("expected at least one horizontal, got none: the picture's rows are always there")

    @property
    def used(self) -> Level:
        """The horizontal to measure against, less sure where the other sources contradict it.

        Of two sources that `contradict` each other nothing in the picture tells which is wrong. Half of their distance
        then enters the standard deviation: the 95 % interval, 1.96 of them, reaches about as far as the angle that the
        other source would give. Where a third source agrees with the one used, the odd one is taken to be the wrong one
        and the standard deviation stays, although the warning is given.
        """
        # nobody claims that the picture's rows are level
        used, *others = [level for level in self.all_found if level.source is not HorizonSource.IMAGE] or self.all_found
        if not others or not all(contradict(used, other) for other in others):
            return used
        gap_deg = max(abs(other.tilt_deg - used.tilt_deg) for other in others)
        return replace(used, sd_deg=math.hypot(used.sd_deg, gap_deg / 2.0))

    @property
    def disagree(self) -> bool:
        """Whether two sources contradict each other."""
        return any(contradict(one, other) for one, other in combinations(self.all_found, 2))


def choose_level(*, marked: Level | None, gravity: Gravity | None, edge: TableEdge | None = None) -> LevelChoice:
    """The best horizontal of those found.

    Parameters
    ----------
    marked
        What a person named or drew.
    gravity
        Where gravity points, from the phone's accelerometer: by the photo's file, or by the page that took the photo.
    edge
        The table's long edge.
    """
    found = [] if marked is None else [marked]
    if gravity is not None and gravity.tilt_deg is not None:
        found.append(Level(source=gravity.source, tilt_deg=gravity.tilt_deg, sd_deg=gravity.sd_deg))
    if edge is not None:
        found.append(Level(source=HorizonSource.TABLE_EDGE, tilt_deg=edge.tilt_deg, sd_deg=edge.sd_deg))
    return LevelChoice(all_found=(*found, ROWS))
