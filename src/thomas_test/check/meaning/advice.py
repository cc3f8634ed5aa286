"""What suits what was found: suggestions in order, each with the legs and findings that it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from thomas_test.check.meaning.meanings import Meaning
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure, Suggestion
from thomas_test.core.landmarks import Side

ONLY_IF_TIGHT = "only if the front of the thigh also feels tight or limits you"
"""An opened knee alone is so common that it is no reason to stretch."""

_NOT_BY_THE_ANGLE_ALONE = frozenset({Measure.KNEELING_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC})


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A suggestion with what it is for.

    Attributes
    ----------
    measure
        Which one.
    reasons
        Findings that lead to it, each with its legs; empty where it stands beside all the others.
    """

    measure: Measure
    reasons: Mapping[Meaning, tuple[Side, ...]] = field(default_factory=dict)

    @property
    def suggestion(self) -> Suggestion:
        """What is said about it."""
        return SUGGESTIONS[self.measure]

    @property
    def words(self) -> str:
        """For which leg and why, such as ``Left leg: cannot be told``; empty where it stands beside all the others."""
        sides_of: dict[str, set[Side]] = {}
        for meaning, sides in self.reasons.items():
            sides_of.setdefault(_why(meaning, self.measure), set()).update(sides)
        joined = "; ".join(f"{legs_named(legs)}: {why}" for why, legs in sides_of.items())
        return joined[:1].upper() + joined[1:]


def suggestions_for(found: Mapping[Side, Iterable[Meaning]]) -> tuple[Chosen, ...]:
    """What can be done about these findings: something else ruled out first, what to do if it persists last.

    Parameters
    ----------
    found
        What was found on each leg. Nothing found and nothing felt leads to no suggestion at all.
    """
    by_side = {side: tuple(meanings) for side, meanings in found.items()}
    reasons = {measure: _reasons(measure, by_side) for measure in Measure}
    chosen = {measure for measure, why in reasons.items() if why}
    if not chosen:
        return ()
    if chosen - {Measure.REPEAT}:
        chosen.add(Measure.PERSISTS)
    chosen.add(Measure.PATHOLOGY_FIRST)
    return tuple(Chosen(measure=measure, reasons=reasons[measure]) for measure in Measure if measure in chosen)


def _reasons(measure: Measure, by_side: Mapping[Side, tuple[Meaning, ...]]) -> dict[Meaning, tuple[Side, ...]]:
    """The findings that lead to a measure, those of both legs as one."""
    leading = [meaning for meaning in Meaning if measure in meaning.value.measures]
    sides = {meaning: tuple(side for side in Side if meaning in by_side.get(side, ())) for meaning in leading}
    return {meaning: legs for meaning, legs in sides.items() if legs}


def legs_named(sides: Collection[Side]) -> str:
    """Such as ``left leg``, or ``both legs``."""
    return f"{next(iter(sides))} leg" if len(sides) == 1 else "both legs"


def _why(meaning: Meaning, measure: Measure) -> str:
    title = meaning.value.title
    why = title[:1].lower() + title[1:]
    only = meaning is Meaning.TWO_JOINT and measure in _NOT_BY_THE_ANGLE_ALONE
    return f"{why}, {ONLY_IF_TIGHT}" if only else why
