"""What was chosen to be done, beside what was found: since when, how often, and when the weeks of a plan are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from thomas_test.check.exercises import EXERCISES, Dose, Exercise, chosen_for, suiting
from thomas_test.check.meaning.advice import Chosen
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure, Suggestion
from thomas_test.check.record import Examination
from thomas_test.history.book import Book, PlanEntry


def title_of(measure: str) -> str:
    """What a suggestion's stable name stands for; a plan out of a file may name what this version does not know."""
    known = {one.value: one for one in Measure}
    return SUGGESTIONS[known[measure]].title if measure in known else measure


def plan_words(plan: PlanEntry, day: dt.date) -> str:
    """Since when, how often, and how often it was done by a day, in words."""
    ticked = [done for done in plan.days if done <= day]
    days = "1 day" if len(ticked) == 1 else f"{len(ticked)} days"
    done = f"done on {days}, last on {ticked[-1].isoformat()}" if ticked else "not ticked off yet"
    if plan.ended is not None:
        over = f"; {'ended' if plan.ended <= day else 'ends'} on {plan.ended.isoformat()}"
    else:
        over = "; its weeks are over" if plan.weeks_over <= day else ""
    return f"since {plan.since.isoformat()}, {plan.dose.words} (to {plan.weeks_over.isoformat()}): {done}{over}"


def made_by(plans: Iterable[PlanEntry], day: dt.date) -> tuple[PlanEntry, ...]:
    """The plans that had been made by a day."""
    return tuple(plan for plan in plans if plan.since <= day)


def choosable(
    examination: Examination, plans: Sequence[PlanEntry] = (), day: dt.date | None = None
) -> tuple[Chosen, ...]:
    """The suggestions of an examination that can be done so often a week and were not chosen since.

    What was ended can be chosen anew from that day on, without another examination.

    Parameters
    ----------
    examination, plans
        What was found, and what was chosen.
    day
        On which one chooses; the examination's own where it is None.
    """
    running = {plan.measure for plan in plans if not _is_over(plan, examination.day, day or examination.day)}
    return tuple(one for one in suiting(examination) if one.measure.value not in running)


def _is_over(plan: PlanEntry, examined: dt.date, day: dt.date) -> bool:
    """Whether a plan's weeks were over when somebody was examined, or it was ended by a day, or before it began."""
    return plan.weeks_over <= examined if plan.ended is None else plan.ended <= max(day, plan.since)


def choose_all(book: Book, code: str, examination: Examination, doses: Mapping[Measure, Dose]) -> None:
    """Make a plan of each exercise that was ticked at the end of an examination and is not on its way already."""
    open_to = {one.measure for one in choosable(examination, book.plans(code))}
    for measure in EXERCISES:
        if measure in doses and measure in open_to:
            dose = doses[measure]
            book.choose(
                code, measure.value, since=examination.day, times_a_week=dose.times_a_week or 1, weeks=dose.weeks
            )


def planned(examination: Examination, plans: Iterable[PlanEntry], day: dt.date) -> tuple[Exercise, ...]:
    """The exercises of the plans that run on a day, for the hand-out; what this version does not know is left out."""
    known = {measure.value: measure for measure in EXERCISES}
    running = [plan for plan in made_by(plans, day) if day < plan.until and plan.measure in known]
    return chosen_for(examination, {known[plan.measure]: plan.dose for plan in running})


def persists(plans: Iterable[PlanEntry], day: dt.date) -> Suggestion | None:
    """What to do if it persists, once the weeks that a plan named have passed; None before that."""
    waited = any(plan.ended is None and plan.weeks_over <= day for plan in plans)
    return SUGGESTIONS[Measure.PERSISTS] if waited else None
