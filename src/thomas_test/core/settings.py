"""What a user may choose: about a measurement, as one checked record, and about the pictures that leave the screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thomas_test.core.angles import Level
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.statements import NOTHING_STATED, Statements

MOST_TILT_DEG = 45.0
"""Most that level lines rise or fall in a picture that stands upright: beyond it another side is nearer to down."""


class Effort(StrEnum):
    """How often a picture is read: time against accuracy (docs/performance.md, docs/accuracy.md)."""

    FAST = "fast"
    STANDARD = "standard"
    THOROUGH = "thorough"


class Faces(StrEnum):
    """What becomes of the measured person's face in a picture that is kept or handed out (docs/storage.md)."""

    BLUR = "blur"
    KEEP = "keep"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The choices for one measurement.

    Attributes
    ----------
    preset
        The thresholds.
    leg
        The tested leg, the subject's own side; None lets the picture tell.
    head_towards
        Where in the picture the head lies; None lets the picture tell.
    effort
        How often the picture is read.
    level
        A horizontal known to the user, such as a ``marked`` one; None lets the picture tell.
    stated
        What is stated about how the test was done; a pattern needs it.
    """

    preset: Preset = GUIDE
    leg: Side | None = None
    head_towards: Direction | None = None
    effort: Effort = Effort.STANDARD
    level: Level | None = None
    stated: Statements = NOTHING_STATED

    def __post_init__(self) -> None:
        """Refuse a tilt that no upright picture has."""
        most = MOST_TILT_DEG
        if self.level is not None and not -most <= self.level.tilt_deg <= most:
            raise UsageError(
                f"expected a level tilt from {-most:g} to {most:g} degrees, got {self.level.tilt_deg:g}: "
                "turn the picture upright"
            )
