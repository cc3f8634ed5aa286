"""A person's course over time, and whether a change is more than noise.

Two visits differ by more than their readings do: the person lies otherwise, is warmer, is held otherwise. A change is
called one only beyond the minimal detectable change (MDC): what 95 of 100 repeats stay within where nothing changed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from thomas_test.check.differences import Occasion, mdcs_of
from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.check.record import Examination
from thomas_test.core.angles import Angle
from thomas_test.core.codec import to_json
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import (
    PUBLISHED,
    Change,
    Mdc,
    Repeatability,
    open_repeatability,
)
from thomas_test.history.book import Book
from thomas_test.history.database import told_in_words
from thomas_test.history.tables import IS_LATEST, ExaminationRow, LegRow, PersonRow, VersionRow

FOLLOWED = (Quantity.THIGH, Quantity.KNEE)
"""What is followed over time, in the order in which `mdcs_of` gives what it is held against."""


@dataclass(frozen=True, kw_only=True)
class CoursePoint:
    """One examination's angle of one leg: the median of its trials with its interval."""

    day: dt.date
    ident: str
    angle: Angle


@dataclass(frozen=True, kw_only=True)
class Course:
    """One quantity of both legs over time.

    Attributes
    ----------
    points
        Of each leg, the earliest first.
    mdc
        What one leg's angle may change from one day to another by repeating alone.
    mdc_sides
        How much the legs may differ by the error of two readings alone.
    """

    quantity: Quantity
    points: Mapping[Side, tuple[CoursePoint, ...]]
    mdc: Mdc
    mdc_sides: Mdc

    def change(self, side: Side) -> Change | None:
        """From the first to the last examination of a leg; None with fewer than two."""
        points = self.points[side]
        return None if len(points) < 2 else _between(points[0], points[-1], self.mdc)

    def between(self, side: Side, first: str, second: str) -> Change | None:
        """From one examination to another, by their keys; None where the leg was not measured in both."""
        found = {point.ident: point for point in self.points[side]}
        if first not in found or second not in found or first == second:
            return None
        return _between(found[first], found[second], self.mdc)

    def difference(self) -> Change | None:
        """Left minus right on the last day on which both were measured; None where there is none."""
        left = {point.day: point for point in self.points[Side.LEFT]}
        days = [point.day for point in self.points[Side.RIGHT] if point.day in left]
        if not days:
            return None
        right = next(point for point in reversed(self.points[Side.RIGHT]) if point.day == days[-1])
        return _between(right, left[days[-1]], self.mdc_sides)


def course_of(book: Book, code: str) -> dict[Quantity, Course]:
    """The courses of a person: thigh and knee of both legs over all examinations, latest versions only.

    Raises
    ------
    UsageError
        When there is no such person.
    """
    book.person(code)
    repeating = repeatability_of(book)
    wanted = (
        select(ExaminationRow.day, ExaminationRow.id, LegRow)
        .join(PersonRow, PersonRow.id == ExaminationRow.person_id)
        .join(VersionRow, IS_LATEST)
        .join(LegRow, LegRow.version_id == VersionRow.id)
        .where(PersonRow.code == code)
        .order_by(ExaminationRow.day, VersionRow.written_at)
    )
    with told_in_words(), Session(book.engine) as session:
        rows = [(day, ident, leg) for day, ident, leg in session.execute(wanted)]
    return {
        quantity: Course(
            quantity=quantity,
            points={side: _points(rows, quantity, side) for side in Side},
            mdc=_mdc(quantity, Occasion.ANOTHER_DAY, repeating),
            mdc_sides=_mdc(quantity, Occasion.LEGS, repeating),
        )
        for quantity in FOLLOWED
    }


def _mdc(quantity: Quantity, occasion: Occasion, known: Repeatability) -> Mdc:
    found = mdcs_of(occasion, known)[FOLLOWED.index(quantity)]
    if found is None:
        raise ValueError(f"expected an occasion on which something was repeated, got {occasion}")
    return found


def _between(first: CoursePoint, second: CoursePoint, mdc: Mdc) -> Change:
    return Change(degrees=second.angle.value_deg - first.angle.value_deg, mdc=mdc)


def _points(rows: Sequence[tuple[dt.date, str, LegRow]], quantity: Quantity, side: Side) -> tuple[CoursePoint, ...]:
    return tuple(
        CoursePoint(day=day, ident=ident, angle=angle)
        for day, ident, leg in rows
        if leg.side == side.value and (angle := _angle(leg, quantity)) is not None
    )


def _angle(leg: LegRow, quantity: Quantity) -> Angle | None:
    if quantity is Quantity.THIGH:
        return Angle.known(leg.thigh_angle_deg, leg.thigh_low_deg, leg.thigh_high_deg)
    return Angle.known(leg.knee_flexion_deg, leg.knee_low_deg, leg.knee_high_deg)


_SETTING = "repeatability"


def repeatability_of(book: Book) -> Repeatability:
    """What repeating may change: the clinic's own where it was stored in this database, else as published.

    Whoever begins a check for a person of this database gives it to the examination, so that its report says the same.
    """
    stored = book.setting(_SETTING)
    return PUBLISHED if stored is None else open_repeatability(stored.encode())


def as_repeated_here(book: Book, examination: Examination) -> Examination:
    """An examination that goes by the published alone, going by what this database has: as its person's history does.

    It may be older than what the clinic has measured, or come from elsewhere.
    """
    if examination.repeatability != PUBLISHED:
        return examination
    return replace(examination, repeatability=repeatability_of(book))


def store_repeatability(book: Book, own: Repeatability | None) -> None:
    """Store the clinic's own, as ``thomas-test validate --repeat`` measures it; None goes back to the published."""
    if own is None:
        book.drop_setting(_SETTING)
    else:
        book.set_setting(_SETTING, json.dumps(to_json(own), ensure_ascii=False))
