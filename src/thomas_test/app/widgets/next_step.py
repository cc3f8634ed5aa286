"""The one thing to do next, from what was measured or refused. A pure table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from thomas_test.core.analysis import Analysis, Outcome
from thomas_test.core.angles import HorizonSource
from thomas_test.core.quality import WarningCode


class Action(StrEnum):
    """What a button does."""

    ADJUST = "adjust"
    CONFIRM = "confirm"
    NAME = "name"
    HERE = "here"
    SAVE = "save"
    RETAKE = "retake"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One obvious next step.

    Attributes
    ----------
    action
        What its button does; ``HERE`` has none, for what is to be done is done on the picture itself.
    label
        What the button says, or the title of what stands in its place.
    why
        One line beside it.
    """

    action: Action
    label: str
    why: str


_LEVEL = frozenset({WarningCode.NOT_LEVELLED, WarningCode.LEVELS_DISAGREE})
_POINTS = frozenset({WarningCode.READINGS_SCATTER, WarningCode.OUTLINE_DISAGREES, WarningCode.ANKLE_HIDDEN})
_RETAKE = NextStep(action=Action.RETAKE, label="Take another photo", why="This one shows nothing that can be measured.")
_SAVE = NextStep(action=Action.SAVE, label="Annotated picture", why="Save the result, then measure the other leg.")
NAME_LEG = NextStep(
    action=Action.NAME,
    label="Which leg hangs?",
    why="The person's own left or right. The points tell it only where both legs can be seen well.",
)
_CHECK = NextStep(
    action=Action.ADJUST,
    label="Check the points",
    why="The readings of this picture differ from each other: look, and drag what is off.",
)
_CONFIRM = NextStep(
    action=Action.CONFIRM,
    label="The points are right",
    why="Look at each point and drag what is off. Then say so: the interval becomes that of points placed by hand.",
)
_MARK = NextStep(
    action=Action.ADJUST,
    label="Mark the level",
    why="Put the level line on something level: a tilted camera shifts the thigh one to one.",
)


def next_step(analysis: Analysis, *, editing: bool = False) -> NextStep:
    """The next step: retake, name the leg, check the points, mark the level, or save, in this order.

    Parameters
    ----------
    analysis
        What came of the picture.
    editing
        Whether the editor is open: then the step that leads there is done in it.
    """
    if analysis.outcome is None:
        return _RETAKE
    step = _wanted(analysis.outcome)
    if step is _CHECK and editing:
        return _CONFIRM
    return replace(step, action=Action.HERE) if step.action is Action.ADJUST and editing else step


def _wanted(outcome: Outcome) -> NextStep:
    seen, pose = frozenset(outcome.warnings), outcome.pose
    if WarningCode.LEG_CHOICE_UNSURE in seen:
        return NAME_LEG
    if seen & _POINTS and not pose.is_by_hand(*pose.points_px):
        return _CHECK
    # A level that a person marked is not asked for again, even where another source says something else.
    return _MARK if seen & _LEVEL and outcome.level.source is not HorizonSource.MARKED else _SAVE
