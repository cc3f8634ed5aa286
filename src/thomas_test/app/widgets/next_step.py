"""The one thing to do next with a measured picture. A pure table."""

from __future__ import annotations

from enum import Enum

from thomas_test.core.analysis import Outcome
from thomas_test.core.angles import HorizonSource
from thomas_test.core.quality import WarningCode


class NextStep(Enum):
    """One obvious next step: what its button says, or the title of what stands in its place, and one line beside it."""

    NAME_LEG = (
        "Which leg hangs?",
        "The person's own left or right. The points tell it only where both legs can be seen well.",
    )
    CHECK_POINTS = (
        "Check the points",
        "The readings of this picture differ from each other: look, and drag what is off.",
    )
    CONFIRM_POINTS = (
        "The points are right",
        "Look at each point and drag what is off. Then say so: the interval becomes that of points placed by hand.",
    )
    MARK_LEVEL = (
        "Mark the level",
        "Put the level line on something level: a tilted camera shifts the thigh one to one.",
    )
    SAVE = ("Save the annotated picture", "Save the result, then measure the other leg.")

    def __init__(self, label: str, why: str) -> None:
        self.label, self.why = label, why

    @property
    def leads_to_editor(self) -> bool:
        """Whether it is done on the points or the line."""
        return self in {NextStep.CHECK_POINTS, NextStep.MARK_LEVEL}


_LEVEL = frozenset({WarningCode.NOT_LEVELLED, WarningCode.LEVELS_DISAGREE})
_POINTS = frozenset({WarningCode.READINGS_SCATTER, WarningCode.OUTLINE_DISAGREES, WarningCode.ANKLE_HIDDEN})


def next_step(outcome: Outcome, *, editing: bool = False) -> NextStep:
    """The next step: name the leg, check the points, mark the level, or save, in this order.

    Parameters
    ----------
    outcome
        What was measured.
    editing
        Whether the editor is open: then points that were to be checked are to be confirmed.
    """
    seen, pose = frozenset(outcome.warnings), outcome.pose
    if WarningCode.LEG_CHOICE_UNSURE in seen:
        return NextStep.NAME_LEG
    if seen & _POINTS and not pose.is_by_hand(*pose.points_px):
        return NextStep.CONFIRM_POINTS if editing else NextStep.CHECK_POINTS
    # A level that a person marked is not asked for again, even where another source says something else.
    is_marked = outcome.level.source is HorizonSource.MARKED
    return NextStep.MARK_LEVEL if seen & _LEVEL and not is_marked else NextStep.SAVE
