"""What suits what was found: suggestions in order, each with the legs and findings that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from thomas_test.check.meaning.meanings import READINGS, Meaning
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure, Suggestion
from thomas_test.core.landmarks import Side

_STRETCH_PSOAS = (Measure.PSOAS_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC, Measure.MANUAL)
_STRETCH_RECTUS = (Measure.KNEELING_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC)
_STRENGTHEN = (Measure.BRIDGE, Measure.SPLIT_SQUAT)

BY_MEANING: Mapping[Meaning, tuple[Measure, ...]] = {
    Meaning.NOTHING_SHORT: (),
    # the guide then looks at the other hip flexors
    Meaning.TIGHT_BUT_PASSING: (
        Measure.RECIPROCAL,
        Measure.POST_ISOMETRIC,
        Measure.KNEELING_STRETCH,
        Measure.ROLLING,
        *_STRENGTHEN,
    ),
    Meaning.ONE_JOINT: (*_STRETCH_PSOAS, *_STRENGTHEN),
    Meaning.RETEST_ONE_JOINT: (*_STRETCH_PSOAS, *_STRENGTHEN),
    Meaning.RETEST_AT_LEAST_ONE_JOINT: (*_STRETCH_PSOAS, *_STRENGTHEN),
    Meaning.KNEE_OPEN: (Measure.KNEE_AGAIN,),
    Meaning.RETEST_KNEE_OPEN_DROPPED: (*_STRETCH_RECTUS, *_STRENGTHEN),
    Meaning.RETEST_KNEE_OPEN_STAYED: (),
    Meaning.SHORT_UNCLEAR: (*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
    Meaning.TWO_JOINT: (Measure.KNEE_AGAIN, *_STRETCH_RECTUS, *_STRENGTHEN),
    Meaning.RETEST_TWO_JOINT: (*_STRETCH_RECTUS, *_STRENGTHEN),
    Meaning.TWO_JOINT_OR_BOTH: (*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
    Meaning.RETEST_BOTH: (*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
    Meaning.RETEST_BORDERLINE_DROPPED: (Measure.REPEAT,),
    Meaning.RETEST_BORDERLINE_STAYED: (Measure.REPEAT,),
    Meaning.TURNED_IN: (Measure.ROLLING, Measure.PSOAS_STRETCH),
    Meaning.TURNED_OUT: (Measure.ROLLING, Measure.PSOAS_STRETCH),
    Meaning.DRAWN_ASIDE: (Measure.ROLLING,),
    Meaning.ASIDE_NOT_RAISED: (),
    Meaning.SARTORIUS: (Measure.ROLLING,),
    Meaning.UNDECIDED: (Measure.REPEAT,),
    Meaning.UNDECIDED_RETEST_HELPS: (Measure.REPEAT,),
    Meaning.TRIALS_DISAGREE: (Measure.REPEAT,),
    Meaning.PELVIS_NOT_CHECKED: (Measure.REPEAT,),
    Meaning.FOOT_TOUCHED: (Measure.REPEAT,),
    Meaning.FOOT_NOT_CHECKED: (Measure.REPEAT,),
    Meaning.PAIN_NOT_ASKED: (Measure.REPEAT,),
    Meaning.OTHER_PROTOCOL: (Measure.REPEAT,),
}
"""What suits which finding, in no order: `suggestions_for` gives the order."""

ONLY_IF_TIGHT = "only if the front of the thigh also feels tight or limits you"
"""An opened knee alone is so common that it is no reason to stretch."""

_NOT_BY_THE_ANGLE_ALONE = frozenset({Measure.KNEELING_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC})


@dataclass(frozen=True, kw_only=True)
class SuggestedFor:
    """Why something is suggested.

    Attributes
    ----------
    meaning
        What was found.
    sides
        On which legs.
    """

    meaning: Meaning
    sides: tuple[Side, ...]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A suggestion with what it is for.

    Attributes
    ----------
    measure
        Which one.
    reasons
        Findings that lead to it; empty where it stands beside all the others.
    """

    measure: Measure
    reasons: tuple[SuggestedFor, ...] = ()

    @property
    def suggestion(self) -> Suggestion:
        """What is said about it."""
        return SUGGESTIONS[self.measure]

    @property
    def words(self) -> str:
        """For which leg and why, such as ``Left leg: cannot be told``; empty where it stands beside all the others."""
        sides_of: dict[str, set[Side]] = {}
        for reason in self.reasons:
            sides_of.setdefault(_why(reason, self.measure), set()).update(reason.sides)
        joined = "; ".join(f"{_legs(sides)}: {why}" for why, sides in sides_of.items())
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


def _reasons(measure: Measure, by_side: Mapping[Side, tuple[Meaning, ...]]) -> tuple[SuggestedFor, ...]:
    """The findings that lead to a measure, those of both legs as one."""
    leading = [meaning for meaning in Meaning if measure in BY_MEANING[meaning]]
    sides = {meaning: tuple(side for side in Side if meaning in by_side.get(side, ())) for meaning in leading}
    return tuple(SuggestedFor(meaning=meaning, sides=legs) for meaning, legs in sides.items() if legs)


def _legs(sides: set[Side]) -> str:
    return f"{next(iter(sides))} leg" if len(sides) == 1 else "both legs"


def _why(reason: SuggestedFor, measure: Measure) -> str:
    title = READINGS[reason.meaning].title
    why = title[:1].lower() + title[1:]
    only = reason.meaning is Meaning.TWO_JOINT and measure in _NOT_BY_THE_ANGLE_ALONE
    return f"{why}, {ONLY_IF_TIGHT}" if only else why
