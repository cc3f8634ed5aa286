"""What of the suggestions is done again and again, and what was chosen of it to take home."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.check.meaning.advice import Chosen, legs_named, suggestions_for
from thomas_test.check.meaning.patterns import meanings_by_leg
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.record import Examination
from thomas_test.core.errors import UsageError

EXERCISES: tuple[Measure, ...] = tuple(
    measure
    for measure in Measure
    if measure not in {Measure.PATHOLOGY_FIRST, Measure.REPEAT, Measure.KNEE_AGAIN, Measure.PERSISTS}
)
"""What is done so often a week; the others are said once."""

BY_OTHERS = frozenset({Measure.MANUAL})
"""What nobody does by themselves."""

MOST_TIMES_A_WEEK, MOST_WEEKS = 21, 104
USUAL_WEEKS = 6
"""The trial on tight hip flexors looked again after 3 and 6 weeks (Winters 2004)."""


@dataclass(frozen=True, kw_only=True)
class Dose:
    """How often something that was chosen is to be done.

    Attributes
    ----------
    times_a_week
        None where nobody said.
    weeks
        For how many, before one looks again.
    """

    times_a_week: int | None = None
    weeks: int = USUAL_WEEKS

    def __post_init__(self) -> None:
        """Refuse what no week holds."""
        times = self.times_a_week
        if not (1 <= self.weeks <= MOST_WEEKS) or (times is not None and not 1 <= times <= MOST_TIMES_A_WEEK):
            raise UsageError(
                f"expected 1 to {MOST_TIMES_A_WEEK} times a week for 1 to {MOST_WEEKS} weeks, got {times} for "
                f"{self.weeks}"
            )

    @property
    def words(self) -> str:
        """Such as ``3 times a week for 6 weeks``; nothing on the week where nobody said how often."""
        weeks = f"for {self.weeks} weeks" if self.weeks > 1 else "for 1 week"
        if self.times_a_week is None:
            return weeks
        return f"{'once' if self.times_a_week == 1 else f'{self.times_a_week} times'} a week {weeks}"


THREE_TIMES = Dose(times_a_week=3)
"""What the app begins with: inside of what the sources name for stretching (ACSM 2021)."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """Something that was chosen for a person to do.

    Attributes
    ----------
    chosen
        What, and for which legs.
    dose
        How often.
    """

    chosen: Chosen
    dose: Dose = Dose()

    @property
    def legs(self) -> str:
        """Such as ``left leg``; empty where it is for no leg in particular."""
        sides = {side for legs in self.chosen.reasons.values() for side in legs}
        return legs_named(sides) if sides else ""


def exercise_named(name: str) -> Measure:
    """An exercise by its stable name, such as ``bridge``.

    Raises
    ------
    UsageError
        When there is none of that name; the message has all of them.
    """
    known = {measure.value: measure for measure in EXERCISES}
    if name not in known:
        raise UsageError(f"expected an exercise ({', '.join(known)}), got {name!r}")
    return known[name]


def suiting(examination: Examination) -> tuple[Chosen, ...]:
    """The exercises that suit what was found; none after a stop."""
    if examination.stop is not None:
        return ()
    return tuple(one for one in suggestions_for(meanings_by_leg(examination)) if one.measure in EXERCISES)


def chosen_for(examination: Examination, doses: dict[Measure, Dose]) -> tuple[Exercise, ...]:
    """What somebody chose for this examination, in the order in which it is told; of what does not suit, too.

    Parameters
    ----------
    examination
        Which legs it is for stands in what was found.
    doses
        What was chosen, and how often each.

    Raises
    ------
    UsageError
        When something is no exercise.
    """
    unfit = [measure.value for measure in doses if measure not in EXERCISES]
    if unfit:
        raise UsageError(f"expected exercises ({', '.join(EXERCISES)}), got {', '.join(unfit)}")
    found = {one.measure: one for one in suiting(examination)}
    return tuple(
        Exercise(chosen=found.get(measure, Chosen(measure=measure)), dose=doses[measure])
        for measure in EXERCISES
        if measure in doses
    )
