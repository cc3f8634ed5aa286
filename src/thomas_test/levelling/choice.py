"""Which horizontal an angle is measured against, how sure it is, and whether the sources agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from thomas_test.errors import UsageError
from thomas_test.geometry import length_px, line_tilt_deg
from thomas_test.levelling.table_edge import TableEdge
from thomas_test.measurement import ROWS, HorizonSource, Level

MARKED_SD_DEG = 0.5
"""Standard deviation of a line drawn by hand: each end 2 pixels off on a line of 300. Assumed, not measured."""

GRAVITY_SD_DEG = 0.5
"""Standard deviation of a tilt from a phone's accelerometer: the share of the level in a usual uncertainty budget
for angles in photos (1 SD: digitising 1.0, landmark 2.0, camera 1.0, level 0.5 degrees). Not measured here."""

IMAGE_SD_DEG = 2.4
"""How far the rows of a hand-held picture are from level: root mean square of thigh angle against the rows minus
thigh angle against gravity, true points, 113 rendered scenes (2.3 in the easy, 2.8 in the hard ones). How people
really hold their phones was not measured."""

DISAGREE_DEG = 3.0
"""Two sources further apart mean an edited photo, a wrong edge or a table that slopes."""

MAX_LINE_TILT_DEG = 45.0
"""A steeper line drawn as level means that the picture lies on its side."""


class Tilted(Protocol):
    """Whatever knows the tilt of level lines in a picture, such as the gravity read from a photo."""

    @property
    def tilt_deg(self) -> float:
        """Positive where a line that is level in the world rises to the right."""


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
        Standard deviation of the one used, in degrees.
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


def choose_level(*, marked_tilt_deg: float | None, gravity: Tilted | None, edge: TableEdge | None) -> LevelChoice:
    """Choose the best horizontal of those found; sources are never averaged.

    Parameters
    ----------
    marked_tilt_deg
        A tilt that a person gave or drew, in degrees.
    gravity
        Where gravity points, from the phone's accelerometer.
    edge
        The table's long edge.
    """
    found: list[tuple[Level, float]] = []
    if marked_tilt_deg is not None:
        found.append((Level(source=HorizonSource.MARKED, tilt_deg=marked_tilt_deg), MARKED_SD_DEG))
    if gravity is not None:
        found.append((Level(source=HorizonSource.GRAVITY, tilt_deg=gravity.tilt_deg), GRAVITY_SD_DEG))
    if edge is not None:
        found.append((Level(source=HorizonSource.TABLE_EDGE, tilt_deg=edge.tilt_deg), edge.sd_deg))
    tilts_deg = [level.tilt_deg for level, _ in found]
    found.append((ROWS, IMAGE_SD_DEG))
    used, sd_deg = found[0]
    return LevelChoice(
        used=used,
        all_found=tuple(level for level, _ in found),
        sd_deg=sd_deg,
        disagree=bool(tilts_deg) and max(tilts_deg) - min(tilts_deg) > DISAGREE_DEG,
    )


def level_from_line(start_px: ArrayLike, end_px: ArrayLike) -> Level:
    """Give the horizontal that a person marked by two points of a line that is level in the world.

    Parameters
    ----------
    start_px, end_px
        The two points in pixels, shape ``(2,)``, in either order.

    Raises
    ------
    UsageError
        When the points are not two places, or the line is steeper than 45 degrees.
    """
    points = np.asarray([start_px, end_px], dtype=np.float64)
    if points.shape != (2, 2) or not np.isfinite(points).all() or length_px(points[0], points[1]) < 1.0:
        raise UsageError(f"expected two points at least a pixel apart, got {points.tolist()}: draw a longer line")
    tilt_deg = line_tilt_deg(points[0], points[1])
    if abs(tilt_deg) > MAX_LINE_TILT_DEG:
        raise UsageError(
            f"expected a line within {MAX_LINE_TILT_DEG:g} degrees of the rows, got {tilt_deg:.1f}: "
            "draw it along something level, or turn the picture upright first"
        )
    return Level(source=HorizonSource.MARKED, tilt_deg=tilt_deg)
