"""Which horizontal an angle is measured against, how sure it is, and whether the sources agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from thomas_test.core.angles import ROWS, HorizonSource, Level
from thomas_test.reading.level.table_edge import TableEdge

MARKED_SD_DEG = 0.5
"""Standard deviation of a level that a person named or drew, however well: what people take for level in a room is so
to about 9 mm in a metre. Assumed, not measured."""

GRAVITY_SD_DEG = 0.5
"""Standard deviation of a tilt from a phone's accelerometer: the share of the level in a usual uncertainty budget
for angles in photos (1 SD: digitising 1.0, landmark 2.0, camera 1.0, level 0.5 degrees). Not measured here."""

IMAGE_SD_DEG = 2.4
"""How far the rows of a hand-held picture are from level: root mean square of thigh angle against the rows minus
thigh angle against gravity, true points, 113 rendered scenes (2.3 in the easy, 2.8 in the hard ones). How people
really hold their phones was not measured."""

DISAGREE_DEG = 3.0
"""Two sources further apart mean an edited photo, a wrong edge or a table that slopes."""


class Tilted(Protocol):
    """Whatever knows the tilt of level lines in a picture, such as the gravity read from a photo."""

    @property
    def tilt_deg(self) -> float | None:
        """Positive where a line that is level in the world rises to the right; None where it is not known."""


@dataclass(frozen=True, kw_only=True)
class LevelChoice:
    """The horizontal to measure against and what else was found.

    Attributes
    ----------
    used
        The best source there is.
    all_found
        Every source there is, best first: marked, gravity, table's edge, and always the picture's rows last.
    sd_deg
        Standard deviation of the one used, in degrees; larger than its own where another source contradicts it.
    disagree
        Whether two sources are more than 3 degrees apart. The rows do not count: nobody claims that they are level.
    """

    used: Level
    all_found: tuple[Level, ...]
    sd_deg: float
    disagree: bool

    def __post_init__(self) -> None:
        """Check that the one used is the first of those found."""
        if not self.all_found or self.all_found[0] != self.used:
            raise ValueError(f"expected the level used to be the first found, got {self.used} of {self.all_found}")
        if not self.sd_deg > 0.0:
            raise ValueError(f"expected a standard deviation above 0, got {self.sd_deg}")


def choose_level(
    *,
    marked_tilt_deg: float | None,
    marked_sd_deg: float | None = None,
    gravity: Tilted | None,
    edge: TableEdge | None,
) -> LevelChoice:
    """Choose the best horizontal of those found; sources are never averaged.

    Parameters
    ----------
    marked_tilt_deg
        A tilt that a person gave or drew, in degrees.
    marked_sd_deg
        Standard deviation of that tilt; None for one that was not drawn.
    gravity
        Where gravity points, from the phone's accelerometer.
    edge
        The table's long edge.
    """
    found: list[tuple[Level, float]] = []
    if marked_tilt_deg is not None:
        level = Level(source=HorizonSource.MARKED, tilt_deg=marked_tilt_deg)
        found.append((level, MARKED_SD_DEG if marked_sd_deg is None else marked_sd_deg))
    if gravity is not None and gravity.tilt_deg is not None:
        found.append((Level(source=HorizonSource.GRAVITY, tilt_deg=gravity.tilt_deg), GRAVITY_SD_DEG))
    if edge is not None:
        found.append((Level(source=HorizonSource.TABLE_EDGE, tilt_deg=edge.tilt_deg), edge.sd_deg))
    found.append((ROWS, IMAGE_SD_DEG))
    (used, own_sd_deg), *others = found
    return weigh_levels(used, own_sd_deg, [level for level, _ in others])


def weigh_levels(used: Level, own_sd_deg: float, others: Sequence[Level]) -> LevelChoice:
    """Say how sure a horizontal is, given what the other sources say.

    Two sources more than `DISAGREE_DEG` apart cannot both be level, and nothing in the picture tells which is wrong.
    Half of their distance then enters the standard deviation: the 95 % interval, 1.96 of them, reaches about as far as
    the angle that the other source would give. Where a third source agrees with the one used, the odd one is taken to
    be the wrong one and the standard deviation stays, although the warning is given.

    Parameters
    ----------
    used
        The horizontal that is measured against.
    own_sd_deg
        Its standard deviation where nothing contradicts it, in degrees.
    others
        What else was found, best first; the picture's rows contradict nobody.
    """
    tilts_deg = [level.tilt_deg for level in (used, *others) if level.source is not HorizonSource.IMAGE]
    gaps_deg = [abs(tilt_deg - used.tilt_deg) for tilt_deg in tilts_deg[1:]]
    contradicted = bool(gaps_deg) and min(gaps_deg) > DISAGREE_DEG
    return LevelChoice(
        used=used,
        all_found=(used, *others),
        sd_deg=math.hypot(own_sd_deg, max(gaps_deg) / 2.0) if contradicted else own_sd_deg,
        disagree=bool(tilts_deg) and max(tilts_deg) - min(tilts_deg) > DISAGREE_DEG,
    )
