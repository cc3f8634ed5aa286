import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.examinations import DAY, make_examination, make_leg
from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Change, Mdc
from thomas_test.history import Book, course_of, repeatability_of, store_repeatability
from thomas_test.history.curve import sentences

SIX_WEEKS = dt.timedelta(weeks=6)


def keep(book: Book, day: dt.date, *, left: float, right: float = 0.0, ident: str = "") -> str:
    """An examination of that day with one trial of each leg."""
    legs = {Side.LEFT: make_leg(Side.LEFT, left), Side.RIGHT: make_leg(Side.RIGHT, right)}
    return book.keep("P-1", replace(make_examination(legs=legs), day=day), ident=ident)


@pytest.fixture
def known(book: Book) -> Book:
    """A book with one person."""
    book.add_person("P-1")
    return book


@pytest.mark.parametrize(
    ("second", "is_one", "words"),
    [
        (4.0, False, "6.0°: within the 6.9° that repeating the test may change"),
        (4.9, False, "6.9°: within the 6.9° that repeating the test may change"),  # at the limit is not beyond it
        (6.0, True, "8.0° more: beyond the 6.9° that repeating the test may change"),
        (-12.0, True, "10.0° less: beyond the 6.9° that repeating the test may change"),
    ],
)
def test_a_change_is_called_one_only_beyond_what_repeating_changes(
    known: Book, second: float, is_one: bool, words: str
) -> None:
    """From -2 degrees to another angle six weeks later, held against the published 6.9."""
    keep(known, DAY, left=-2.0)
    keep(known, DAY + SIX_WEEKS, left=second)
    change = course_of(known, "P-1")[Quantity.THIGH].change(Side.LEFT)
    assert change is not None
    assert change.is_one is is_one
    assert change.words == words


@given(degrees=st.floats(-180.0, 180.0), mdc=st.floats(0.1, 90.0))
def test_no_words_speak_of_better_or_worse(degrees: float, mdc: float) -> None:
    """What a change means depends on the person; within the limit it is not even called more or less."""
    change = Change(degrees=degrees, mdc=Mdc(degrees=mdc, source="x"))
    assert not {"improved", "better", "worse", "progress"} & set(change.words.split())
    assert (" more" in change.words or " less" in change.words) is change.is_one


def test_a_corrected_examination_counts_as_corrected(known: Book) -> None:
    """The latest version alone stands in the curve."""
    ident = keep(known, DAY, left=-2.0)
    keep(known, DAY, left=3.0, ident=ident)
    (point,) = course_of(known, "P-1")[Quantity.THIGH].points[Side.LEFT]
    assert point.angle.value_deg == 3.0


def test_points_stand_in_the_order_of_their_days(known: Book) -> None:
    """Whenever they were written."""
    keep(known, DAY + SIX_WEEKS, left=5.0)
    keep(known, DAY, left=1.0)
    points = course_of(known, "P-1")[Quantity.THIGH].points[Side.LEFT]
    assert [point.angle.value_deg for point in points] == [1.0, 5.0]


def test_legs_are_compared_on_a_day_on_which_both_were_measured(known: Book) -> None:
    """Left minus right, against the same limit."""
    keep(known, DAY, left=4.0, right=-6.0)
    difference = course_of(known, "P-1")[Quantity.THIGH].difference()
    assert difference is not None
    assert difference.degrees == pytest.approx(10.0)
    assert difference.is_one


def test_with_one_examination_nothing_has_changed(known: Book) -> None:
    """There is nothing to hold against anything."""
    keep(known, DAY, left=4.0)
    course = course_of(known, "P-1")[Quantity.THIGH]
    assert course.change(Side.LEFT) is None
    assert course.change(Side.RIGHT) is None


def test_the_clinics_own_limit_takes_the_place_of_the_published_one(known: Book) -> None:
    """With where it comes from, for each angle that it was measured of, until somebody goes back."""
    own = replace(
        PUBLISHED,
        thigh=Mdc(degrees=4.5, source="own repeats, 2026, 24 people"),
        sides=Mdc(degrees=3.0, source="own legs, 2026, 24 people"),
    )
    keep(known, DAY, left=-2.0, right=1.5)
    keep(known, DAY + SIX_WEEKS, left=3.0, right=-0.5)
    assert repeatability_of(known) == PUBLISHED
    assert not course_of(known, "P-1")[Quantity.THIGH].change(Side.LEFT).is_one
    store_repeatability(known, own)
    assert repeatability_of(known) == own
    courses = course_of(known, "P-1")
    assert courses[Quantity.THIGH].change(Side.LEFT).is_one
    assert courses[Quantity.THIGH].difference().mdc == own.sides
    assert courses[Quantity.KNEE].mdc == PUBLISHED.knee_other_day
    said = sentences(courses[Quantity.THIGH])
    assert said[-2:] == (
        "Held against 4.5°: own repeats, 2026, 24 people.",
        "The legs held against 3°: own legs, 2026, 24 people.",
    )
    store_repeatability(known, None)
    assert repeatability_of(known) == PUBLISHED


@pytest.mark.parametrize("degrees", [0.0, -1.0, 91.0, float("nan")])
def test_limits_that_cannot_be_are_refused(degrees: float) -> None:
    """A limit of nothing would call every change one."""
    with pytest.raises(UsageError, match="minimal detectable change"):
        Mdc(degrees=degrees, source="x")
