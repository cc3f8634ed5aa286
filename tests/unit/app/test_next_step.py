"""One obvious next step."""

from dataclasses import replace

import numpy as np
import pytest

from thomas_test.app.widgets.next_step import Action, next_step
from thomas_test.core.analysis import Analysis
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.criteria import GUIDE
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.analyse import measure_points


def measured(*warnings: WarningCode) -> Analysis:
    """A measured picture with some warnings."""
    pose = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.LEFT,
        points_px={Joint.HIP: np.array([0.0, 0.0]), Joint.KNEE: np.array([9.0, 0.0])},
        source=PointsSource.MODEL,
    )
    analysis = measure_points(name="x", size_px=(10, 10), pose=pose)
    return replace(analysis, outcome=replace(analysis.measured, pose=pose, warnings=warnings))


@pytest.mark.parametrize(
    ("warnings", "action", "label"),
    [
        ((), Action.SAVE, "Annotated picture"),
        ((WarningCode.DIM,), Action.SAVE, "Annotated picture"),  # nothing a hand could mend
        ((WarningCode.NOT_LEVELLED,), Action.ADJUST, "Mark the level"),
        ((WarningCode.ANKLE_HIDDEN,), Action.ADJUST, "Check the points"),
        ((WarningCode.NOT_LEVELLED, WarningCode.READINGS_SCATTER), Action.ADJUST, "Check the points"),  # points first
    ],
)
def test_the_next_step_follows_the_warnings(warnings: tuple[WarningCode, ...], action: Action, label: str) -> None:
    """Points before level, level before saving."""
    step = next_step(measured(*warnings))
    assert (step.action, step.label) == (action, label)


def test_confirmed_points_are_not_asked_for_again() -> None:
    """After a person found all of them right, the level is next; one moved point is not enough."""
    analysis = measured(WarningCode.NOT_LEVELLED, WarningCode.READINGS_SCATTER)
    outcome = analysis.measured
    for joints, label in (({Joint.HIP}, "Check the points"), ({Joint.HIP, Joint.KNEE}, "Mark the level")):
        pose = replace(outcome.pose, by_hand=frozenset(joints))
        assert next_step(replace(analysis, outcome=replace(outcome, pose=pose))).label == label


def test_a_marked_level_is_not_asked_for_again() -> None:
    """Even where the phone's gravity says something else: the warning stays, the person has done what they can."""
    analysis = measured(WarningCode.LEVELS_DISAGREE)
    marked = replace(analysis.measured, level=Level.usual(source=HorizonSource.MARKED, tilt_deg=9.0))
    assert next_step(analysis).label == "Mark the level"
    assert next_step(replace(analysis, outcome=marked)).action is Action.SAVE


@pytest.mark.parametrize(
    ("warning", "action"),
    [
        (WarningCode.READINGS_SCATTER, Action.CONFIRM),
        (WarningCode.NOT_LEVELLED, Action.HERE),
        (WarningCode.LEG_CHOICE_UNSURE, Action.NAME),
    ],
)
def test_in_the_editor_no_button_leads_to_the_editor(warning: WarningCode, action: Action) -> None:
    """Where a hand is already on the points, the step is to confirm them or to go on on the picture."""
    assert next_step(measured(warning), editing=True).action is action


def test_an_unsure_leg_is_named_before_anything_else() -> None:
    """No dragging tells left from right."""
    assert next_step(measured(WarningCode.LEG_CHOICE_UNSURE, WarningCode.READINGS_SCATTER)).action is Action.NAME


def test_a_refused_picture_is_taken_again() -> None:
    """There is nothing to save or to check."""
    refusal = Refusal(code=RefusalCode.NO_PERSON)
    assert next_step(Analysis(name="x", size_px=(9, 9), preset=GUIDE, refusal=refusal)).action is Action.RETAKE
