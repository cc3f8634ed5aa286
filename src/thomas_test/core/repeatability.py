"""What repeating the test may change: minimal detectable changes as published, or a clinic's own."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.core.codec import Layout, from_json, lay_out
from thomas_test.core.errors import UsageError
from thomas_test.core.text_files import json_in


@dataclass(frozen=True, kw_only=True)
class Mdc:
    """A minimal detectable change and where it comes from.

    Attributes
    ----------
    degrees
        What 95 of 100 repeats stay within where nothing changed.
    source
        Who measured it, how, and on whom.
    """

    degrees: float
    source: str

    @property
    def short(self) -> str:
        """The source without its details, such as ``Cejudo 2015``."""
        return self.source.partition(" (")[0]

    def __post_init__(self) -> None:
        """Refuse what no such change can be."""
        if isinstance(self.degrees, bool) or not 0.0 < self.degrees <= 90.0:
            raise UsageError(f"expected a minimal detectable change over 0 and up to 90 degrees, got {self.degrees}")


@dataclass(frozen=True, kw_only=True)
class Change:
    """How two measurements of one angle differ: of one leg over time, or of two legs.

    Attributes
    ----------
    degrees
        Later minus earlier, or left minus right.
    mdc
        What it is held against.
    """

    degrees: float
    mdc: Mdc

    @property
    def is_one(self) -> bool:
        """Whether it lies beyond the minimal detectable change."""
        return abs(self.degrees) > self.mdc.degrees

    @property
    def words(self) -> str:
        """What may be said of it: never more than that it lies beyond, or within, what repeating may change."""
        return self.told("more", "less")

    def told(self, positive: str, negative: str) -> str:
        """The same with the words for an angle's own two ways, such as ``8.0° lower: beyond the 6.9° ...``.

        Parameters
        ----------
        positive, negative
            The words for later above and below earlier; neither is said of what lies within.
        """
        which_way = f" {positive if self.degrees > 0 else negative}" if self.is_one else ""
        return f"{abs(self.degrees):.1f}°{which_way}: {self.held}"

    @property
    def held(self) -> str:
        """Whether its size lies within or beyond what repeating may change: of two legs no way is said."""
        return f"{'beyond' if self.is_one else 'within'} the {self.mdc.degrees:g}° that repeating the test may change"


@dataclass(frozen=True, kw_only=True)
class Repeatability:
    """What repeating may change, each angle for itself.

    Attributes
    ----------
    thigh
        The thigh angle, from one session to another.
    knee
        The knee flexion, tested again by the same hands.
    knee_other_day
        The knee flexion on another day.
    sides
        How much the thighs of one person may differ by the error of two readings alone.
    """

    thigh: Mdc
    knee: Mdc
    knee_other_day: Mdc
    sides: Mdc

    @property
    def named(self) -> tuple[tuple[str, Mdc], ...]:
        """Each with the words for it, in a fixed order."""
        return (
            ("thigh", self.thigh),
            ("knee", self.knee),
            ("knee on another day", self.knee_other_day),
            ("between the legs", self.sides),
        )


_CEJUDO = (
    "Cejudo 2015 (Phys Ther Sport 16:107): modified Thomas test by inclinometer between sessions, 60 futsal and 30 "
    "handball players; which of its angles, we could not see"
)

PUBLISHED = Repeatability(
    thigh=Mdc(degrees=6.9, source=_CEJUDO),
    knee=Mdc(
        degrees=4.2,
        source="Kim & Ha 2015 (J Phys Ther Sci 27:447): 4.17 between two sessions, 13 adults with tight hip flexors",
    ),
    # 1.96 times the square root of 2 times the standard error (Weir 2005, J Strength Cond Res 19:231)
    knee_other_day=Mdc(
        degrees=19.4,
        source="Peeler & Anderson 2008 (J Athl Train 43:470): standard error 7 on another day, 54 adults, 3 therapists",
    ),
    sides=Mdc(degrees=6.9, source=f"{_CEJUDO}: two legs are two readings with an error each, as two sessions are"),
)
"""What stands until a clinic has measured its own (``thomas-test validate --repeat``)."""

_LAYOUT = Layout(
    schema="thomas-test.repeatability", where="use the repeatability.json that 'thomas-test validate --repeat' wrote"
)
lay_out(Repeatability, _LAYOUT)
_MAX_BYTES = 100_000


def open_repeatability(data: bytes) -> Repeatability:
    """What repeating may change, out of a file that ``validate --repeat`` wrote.

    Raises
    ------
    UsageError
        When this is no such file, one of a newer kind, or a damaged one.
    """
    return from_json(
        Repeatability,
        json_in(data, expected="a repeatability file", max_bytes=_MAX_BYTES),
        expected="a repeatability file",
    )
