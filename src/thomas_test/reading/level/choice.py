"""Which horizontal an angle is measured against, how sure it is, and whether the sources agree."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from thomas_test.core.angles import ROWS, HorizonSource, Level
from thomas_test.reading.level.table_edge import TableEdge

DISAGREE_DEG = 3.0
"""Two sources further apart mean an edited photo, a wrong edge or a table that slopes."""


class Tilted(Protocol):
    """Whatever knows the tilt of level lines in a picture, such as the gravity read from a photo."""

    @property
    def tilt_deg(self) -> float | None:
        """Positive where a line that is level in the world rises to the right; None where it is not known."""


@dataclass(frozen=True, kw_only=True)
class LevelChoice:
    """The horizontal to measure against and what else was found; sources are never averaged.

    Attributes
    ----------
    all_found
        Every source there is, the one used first, each as sure as it is by itself. The others follow best first:
        marked, gravity, table's edge, and the picture's rows last.
    """

    all_found: tuple[Level, ...]

    def __post_init__(self) -> None:
        """Check that there is one."""
        if not self.all_found:
            raise ValueError("expected at least one horizontal, got none: the picture's rows are always there")

    @property
    def used(self) -> Level:
        """The horizontal to measure against, less sure where the other sources contradict it.

        Two sources more than `DISAGREE_DEG` apart cannot both be level, and nothing in the picture tells which is
        wrong. Half of their distance then enters the standard deviation: the 95 % interval, 1.96 of them, reaches
        about as far as the angle that the other source would give. Where a third source agrees with the one used, the
        odd one is taken to be the wrong one and the standard deviation stays, although the warning is given.
        """
        used = self.all_found[0]
        gaps_deg = [abs(tilt_deg - used.tilt_deg) for tilt_deg in self._claimed_tilts_deg[1:]]
        if not gaps_deg or min(gaps_deg) <= DISAGREE_DEG:
            return used
        return replace(used, sd_deg=math.hypot(used.sd_deg, max(gaps_deg) / 2.0))

    @property
    def disagree(self) -> bool:
        """Whether two sources are more than 3 degrees apart."""
        tilts_deg = self._claimed_tilts_deg
        return bool(tilts_deg) and max(tilts_deg) - min(tilts_deg) > DISAGREE_DEG

    @property
    def _claimed_tilts_deg(self) -> list[float]:
        """The tilts that contradict each other where they differ: nobody claims that the rows are level."""
        return [level.tilt_deg for level in self.all_found if level.source is not HorizonSource.IMAGE]


def choose_level(*, marked: Level | None, gravity: Tilted | None, edge: TableEdge | None = None) -> LevelChoice:
    """The best horizontal of those found.

    Parameters
    ----------
    marked
        What a person named or drew.
    gravity
        Where gravity points, from the phone's accelerometer.
    edge
        The table's long edge.
    """
    found = [] if marked is None else [marked]
    if gravity is not None and gravity.tilt_deg is not None:
        found.append(Level.usual(source=HorizonSource.GRAVITY, tilt_deg=gravity.tilt_deg))
    if edge is not None:
        found.append(Level(source=HorizonSource.TABLE_EDGE, tilt_deg=edge.tilt_deg, sd_deg=edge.sd_deg))
    return LevelChoice(all_found=(*found, ROWS))
