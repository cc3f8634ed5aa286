"""Two measurements beside each other: how far apart each angle is, held against what repeating the test may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Change, Mdc, Repeatability
from thomas_test.output.words import degrees, interval, thigh_interval, thigh_size


class Occasion(StrEnum):
    """What lies between two measurements, and so what may set them apart without any change in the leg."""

    LEGS = "two legs"
    """Both legs of one person, in one session."""
    SESSION = "one session"
    """One leg, photographed twice in one session."""
    ANOTHER_DAY = "another day"
    """One leg on two days."""
    SAME_PHOTO = "one photo"
    """One photo read twice, by two readers or before and after a correction: nothing was repeated."""
    OTHER = "two results"
    """What nobody has told: two people, or pictures of whom nobody knows the day."""


def occasion_between(legs: tuple[Side, Side], days: tuple[date | None, date | None], *, same_photo: bool) -> Occasion:
    """What lies between two measurements of one person, as far as it is known.

    Parameters
    ----------
    legs
        Whose angles they are.
    days
        When; None where nobody knows.
    same_photo
        Whether both were read from one and the same photo.
    """
    if same_photo:
        return Occasion.SAME_PHOTO
    if None in days:
        return Occasion.OTHER
    same_leg = legs[0] is legs[1]
    if days[0] != days[1]:
        return Occasion.ANOTHER_DAY if same_leg else Occasion.OTHER
    return Occasion.SESSION if same_leg else Occasion.LEGS


@dataclass(frozen=True, kw_only=True)
class AngleBeside:
    """One angle of two measurements as it is written.

    Attributes
    ----------
    label
        Which angle.
    values, intervals
        Of the first and the second; the interval is empty where an angle was not assessed.
    difference_deg
        First minus second; None where one of them was not assessed.
    mdc
        What the difference is held against; None where nothing was repeated, or nothing is known.
    """

    label: str
    values: tuple[str, str]
    intervals: tuple[str, str]
    difference_deg: float | None
    mdc: Mdc | None

    @property
    def change(self) -> Change | None:
        """The difference as a change; None where there is nothing to hold it against."""
        if self.difference_deg is None or self.mdc is None:
            return None
        return Change(degrees=self.difference_deg, mdc=self.mdc)

    @property
    def difference(self) -> str:
        """The size of the difference; empty where there is none."""
        return "" if self.difference_deg is None else degrees(abs(self.difference_deg))

    @property
    def verdict(self) -> str:
        """Whether it lies beyond what repeating may change; empty where that cannot be said."""
        change = self.change
        if change is None:
            return ""
        return f"{'more than' if change.is_one else 'within'} the {change.mdc.degrees:g}° that repeating may change"


def angles_beside(
    one: Measurement, other: Measurement, occasion: Occasion, repeatability: Repeatability = PUBLISHED
) -> tuple[AngleBeside, AngleBeside]:
    """Thigh and knee of two measurements beside each other.

    Parameters
    ----------
    one, other
        What was measured.
    occasion
        What lies between them.
    repeatability
        What repeating may change, as published or as a clinic measured it.
    """
    thigh, knee = mdcs_of(occasion, repeatability)
    return (
        AngleBeside(
            label="Thigh",
            values=(thigh_size(one.thigh.value_deg), thigh_size(other.thigh.value_deg)),
            intervals=(thigh_interval(one.thigh), thigh_interval(other.thigh)),
            difference_deg=one.thigh.value_deg - other.thigh.value_deg,
            mdc=thigh,
        ),
        AngleBeside(
            label="Knee",
            values=(_bend(one.knee), _bend(other.knee)),
            intervals=(_bend_interval(one.knee), _bend_interval(other.knee)),
            difference_deg=None
            if one.knee is None or other.knee is None
            else one.knee.value_deg - other.knee.value_deg,
            mdc=knee,
        ),
    )


def mdcs_of(occasion: Occasion, known: Repeatability) -> tuple[Mdc | None, Mdc | None]:
    """What thigh and knee are held against. Two legs are two readings with an error each, as two repeats are."""
    found = {
        Occasion.LEGS: (known.sides, known.knee),
        Occasion.SESSION: (known.thigh, known.knee),
        Occasion.ANOTHER_DAY: (known.thigh, known.knee_other_day),
    }
    return found.get(occasion, (None, None))


def _bend(knee: Angle | None) -> str:
    return "not assessed" if knee is None else f"bent {degrees(knee.value_deg)}"


def _bend_interval(knee: Angle | None) -> str:
    return "" if knee is None else interval(knee)
