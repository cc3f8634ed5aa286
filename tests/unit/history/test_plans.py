import datetime as dt
from dataclasses import replace

import pytest

from support.examinations import DAY, GROIN_PAIN, make_examination, make_leg
from thomas_test.check.exercises import Dose
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure
from thomas_test.check.record import Examination, Stop
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, PlanEntry
from thomas_test.history.plans import choosable, choose_all, made_by, persists, plan_words, planned, title_of

PLAN = PlanEntry(ident=1, measure="psoas_stretch", since=DAY, times_a_week=3, weeks=6)
SHORT = make_examination(legs={side: make_leg(side, -9.0) for side in Side})


def weeks(number: int) -> dt.date:
    """So many weeks after the first day."""
    return DAY + dt.timedelta(weeks=number)


@pytest.mark.parametrize(
    ("plan", "day", "words"),
    [
        (PLAN, DAY, "since 2026-03-14, 3 times a week for 6 weeks (to 2026-04-25): not ticked off yet"),
        (
            replace(PLAN, days=(DAY, weeks(1), weeks(9))),  # a tick of later is not known on that day
            weeks(2),
            "since 2026-03-14, 3 times a week for 6 weeks (to 2026-04-25): done on 2 days, last on 2026-03-21",
        ),
        (
            replace(PLAN, times_a_week=1, weeks=1, days=(DAY,)),
            weeks(1),
            f"since {DAY}, once a week for 1 week (to 2026-03-21): done on 1 day, last on {DAY}; its weeks are over",
        ),
        (
            replace(PLAN, ended=weeks(2)),
            weeks(7),
            f"since {DAY}, 3 times a week for 6 weeks (to 2026-04-25): not ticked off yet; ended on 2026-03-28",
        ),
        (
            replace(PLAN, ended=weeks(2)),
            weeks(1),
            f"since {DAY}, 3 times a week for 6 weeks (to 2026-04-25): not ticked off yet; ends on 2026-03-28",
        ),
    ],
)
def test_a_plan_is_told_in_words(plan: PlanEntry, day: dt.date, words: str) -> None:
    """Since when, how often, how often it was done, and whether its weeks are over."""
    assert plan_words(plan, day) == words


def test_a_plan_of_later_is_not_told() -> None:
    """On a day of before it was made."""
    assert made_by([PLAN], DAY - dt.timedelta(days=1)) == ()


@pytest.mark.parametrize(("day", "comes_up"), [(weeks(6) - dt.timedelta(days=1), False), (weeks(6), True)])
def test_if_it_persists_comes_up_after_the_weeks_that_the_plan_named(day: dt.date, comes_up: bool) -> None:
    """Not a day earlier."""
    assert persists([PLAN], day) == (SUGGESTIONS[Measure.PERSISTS] if comes_up else None)


def test_a_plan_that_was_ended_is_over_and_was_not_waited_for() -> None:
    """It can be chosen anew, it stands on no hand-out, and its weeks, which never passed, ask for nothing."""
    ended = replace(PLAN, ended=weeks(2))
    later = replace(SHORT, day=weeks(2))
    assert Measure.PSOAS_STRETCH in {one.measure for one in choosable(later, [ended])}
    assert Measure.PSOAS_STRETCH in {one.measure for one in choosable(SHORT, [ended], weeks(2))}
    assert Measure.PSOAS_STRETCH not in {one.measure for one in choosable(SHORT, [ended], weeks(1))}
    assert planned(later, [ended], weeks(1))
    assert planned(later, [ended], weeks(2)) == ()
    assert persists([ended], weeks(9)) is None


def test_a_plan_that_was_ended_before_it_began_is_none() -> None:
    """A slip of the hand, for a day to come: it keeps nobody from choosing the same for today."""
    never = replace(PLAN, since=weeks(9), ended=weeks(9))
    assert Measure.PSOAS_STRETCH in {one.measure for one in choosable(SHORT, [never])}


@pytest.mark.parametrize("day", [DAY - dt.timedelta(days=1), weeks(6)])
def test_a_plan_ends_within_its_weeks(day: dt.date, book: Book) -> None:
    """Neither before it began nor once they are over; what was kept stays."""
    book.add_person("P-1")
    ident = book.choose("P-1", "psoas_stretch", since=DAY)
    with pytest.raises(UsageError, match="expected a day within the 6 weeks of a plan since 2026-03-14"):
        book.end(ident, day)
    assert book.plans("P-1")[0].ended is None


def test_a_plan_is_ended_and_goes_on_after_all(book: Book) -> None:
    """The day stands in the database until it is taken back."""
    book.add_person("P-1")
    ident = book.choose("P-1", "psoas_stretch", since=DAY)
    book.end(ident, weeks(2))
    assert [(plan.ended, plan.until, plan.weeks_over) for plan in book.plans("P-1")] == [(weeks(2), weeks(2), weeks(6))]
    book.end(ident, None)
    assert [(plan.ended, plan.until) for plan in book.plans("P-1")] == [(None, weeks(6))]


def test_a_plan_does_not_go_on_beside_the_same_chosen_anew(book: Book) -> None:
    """It would be asked for twice; where the newer one is ended on its first day, the older may go on."""
    book.add_person("P-1")
    older = book.choose("P-1", "psoas_stretch", since=DAY)
    book.end(older, weeks(2))
    newer = book.choose("P-1", "psoas_stretch", since=weeks(2))
    with pytest.raises(UsageError, match=f"got one that was chosen anew on {weeks(2)}: that one counts"):
        book.end(older, None)
    book.end(newer, weeks(2))
    book.end(older, None)
    assert [plan.ended for plan in book.plans("P-1")] == [None, weeks(2)]


def test_without_a_plan_nothing_persists() -> None:
    """There is nothing that could have been gone on with."""
    assert persists([], weeks(99)) is None


def test_what_can_be_chosen_is_done_so_often_a_week() -> None:
    """Not what is said once, such as to rule something else out first; nor what is chosen already."""
    offered = {one.measure for one in choosable(SHORT)}
    assert Measure.PSOAS_STRETCH in offered
    assert not {Measure.PATHOLOGY_FIRST, Measure.PERSISTS, Measure.REPEAT} & offered
    left = {one.measure for one in choosable(SHORT, [PLAN])}
    assert offered - left == {Measure.PSOAS_STRETCH}


def test_what_was_chosen_for_weeks_that_are_over_can_be_chosen_again() -> None:
    """At the re-test six weeks later."""
    assert Measure.PSOAS_STRETCH in {one.measure for one in choosable(replace(SHORT, day=weeks(6)), [PLAN])}


def test_after_a_stop_nothing_is_offered() -> None:
    """Who was in pain is sent on, not into exercises."""
    assert choosable(Examination(day=DAY).stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))) == ()


def test_an_unknown_name_stands_for_itself() -> None:
    """A file of another version may hold one."""
    assert title_of("headstand") == "headstand"


def test_what_was_ticked_becomes_a_plan_and_the_plan_a_hand_out(book: Book) -> None:
    """What suits and is not on its way already; on paper goes what still runs and this version knows."""
    book.add_person("P-1")
    book.choose("P-1", "bridge", since=DAY, times_a_week=2, weeks=2)
    book.choose("P-1", "of_tomorrow", since=DAY)
    dose = Dose(times_a_week=5, weeks=6)
    ticked = {Measure.BRIDGE: Dose(), Measure.PSOAS_STRETCH: dose, Measure.ROLLING: Dose()}
    choose_all(book, "P-1", SHORT, ticked)
    plans = book.plans("P-1")
    assert [(plan.measure, plan.times_a_week, plan.weeks) for plan in plans][2:] == [("psoas_stretch", 5, 6)]
    doses = {one.chosen.measure: one.dose for one in planned(SHORT, plans, DAY)}
    assert doses == {Measure.PSOAS_STRETCH: dose, Measure.BRIDGE: Dose(times_a_week=2, weeks=2)}
    assert [one.chosen.measure for one in planned(SHORT, plans, weeks(3))] == [Measure.PSOAS_STRETCH]
