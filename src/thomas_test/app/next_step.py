"""The one thing to do next, from what was measured or refused. A pure table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thomas_test.analysis import Analysis
from thomas_test.quality import WarningCode


class Action(StrEnum):
    """What a button does."""

    ADJUST = "adjust"
    SAVE = "save"
    RETAKE = "retake"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One obvious next step.

    Attributes
    ----------
    action
        What its button does.
    label
        What the button says.
    why
        One line beside it.
    """

    action: Action
    label: str
    why: str


_LEVEL = frozenset({WarningCode.NOT_LEVELLED, WarningCode.LEVELS_DISAGREE})
_POINTS = frozenset(
    {
        WarningCode.READINGS_SCATTER,
        WarningCode.OUTLINE_DISAGREES,
        WarningCode.ANKLE_HIDDEN,
        WarningCode.LEG_CHOICE_UNSURE,
    }
)
_RETAKE = NextStep(action=Action.RETAKE, label="Take another photo", why="This one shows nothing that can be measured.")
_SAVE = NextStep(action=Action.SAVE, label="Annotated picture", why="Save the result, then measure the other leg.")
_CHECK = NextStep(
    action=Action.ADJUST,
    label="Check the points",
    why="The readings of this picture are not of one mind: look, and drag what is off.",
)
_MARK = NextStep(
    action=Action.ADJUST,
    label="Mark the level",
    why="Put the level line on something level: a tilted camera shifts the thigh one to one.",
)


def next_step(analysis: Analysis) -> NextStep:
    """Give the next step: retake, check the points, mark the level, or save, in this order."""
    if analysis.outcome is None:
        return _RETAKE
    seen = frozenset(analysis.outcome.warnings)
    if analysis.automatic is None and seen & _POINTS:
        return _CHECK
    return _MARK if seen & _LEVEL else _SAVE
