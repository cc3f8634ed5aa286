"""What was found of a person before an examination, put beside it: for its report, and for whoever looks at it."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Final

from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.check.record import Examination
from thomas_test.check.report.letterhead import Earlier, EarlierRow, Letterhead
from thomas_test.check.summary import summarise
from thomas_test.core.angles import Angle
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import Change
from thomas_test.history.book import Book
from thomas_test.history.curve import angle_words, change_words, curve_png, plan_sentences, sentences
from thomas_test.history.plans import made_by, plan_words, title_of
from thomas_test.history.progress import Course, CoursePoint, course_of

_LETTERHEAD: Final = "letterhead"


def earlier_of(book: Book, code: str, examination: Examination) -> Earlier | None:
    """What was found of a person on earlier days, beside an examination; None where there is nothing to compare.

    Parameters
    ----------
    book, code
        Where the person is kept, and who.
    examination
        That of today, kept already or not.

    Raises
    ------
    UsageError
        When there is no such person.
    """
    courses = {quantity: _until(course, examination) for quantity, course in course_of(book, code).items()}
    rows, days = [], []
    for side in Side:
        for course in courses.values():
            before, today = course.points[side][:-1], course.points[side][-1:]
            if before and today and today[0].day == examination.day:
                rows.append(_row(course, side, before[-1].angle, today[0].angle))
                days.append(before[-1].day)
    if not rows:
        return None
    day, thigh, plans = max(days), courses[Quantity.THIGH], made_by(book.plans(code), examination.day)
    since = [plan for plan in plans if plan.until > day or any(day < done <= examination.day for done in plan.days)]
    return Earlier(
        day=day,
        rows=tuple(rows),
        curve=lambda: curve_png(thigh, examination.preset, plans=plans, small=True),
        curve_words=" ".join((*sentences(thigh), *plan_sentences(plans, examination.day))),
        plans=tuple(f"{title_of(plan.measure)}: {plan_words(plan, examination.day)}" for plan in since),
    )


def letterhead_of(book: Book) -> Letterhead:
    """The clinic's head as it was stored in this database; empty where none was."""
    stored = json.loads(book.setting(_LETTERHEAD) or "{}")
    logo = stored.get("logo")
    return Letterhead(name=stored.get("name", ""), logo=base64.b64decode(logo) if logo else None)


def store_letterhead(book: Book, head: Letterhead) -> None:
    """Store the clinic's head: reports made from this database carry it."""
    logo = base64.b64encode(head.logo).decode("ascii") if head.logo else ""
    book.set_setting(_LETTERHEAD, json.dumps({"name": head.name, "logo": logo}, ensure_ascii=False))


def _until(course: Course, examination: Examination) -> Course:
    """The course up to an examination, which stands last in it as it is now."""
    points = {}
    for side in Side:
        earlier = tuple(point for point in course.points[side] if point.day < examination.day)
        angle = _angle(examination, side, course.quantity)
        now = () if angle is None else (CoursePoint(day=examination.day, ident="", angle=angle),)
        points[side] = (*earlier, *now)
    return replace(course, points=points)


def _angle(examination: Examination, side: Side, quantity: Quantity) -> Angle | None:
    summary = None if examination.stop is not None else summarise(examination, side)
    if summary is None:
        return None
    if quantity is Quantity.THIGH:
        return summary.thigh.angle
    return None if summary.knee is None else summary.knee.angle


def _row(course: Course, side: Side, before: Angle, today: Angle) -> EarlierRow:
    change = Change(degrees=today.value_deg - before.value_deg, mdc=course.mdc)
    return EarlierRow(
        label=f"{side.capitalize()} leg, {course.quantity}",
        before=angle_words(course.quantity, before),
        today=angle_words(course.quantity, today),
        change=change_words(course.quantity, change),
        is_change=change.is_one,
    )
