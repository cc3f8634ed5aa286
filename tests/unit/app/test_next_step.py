"""One obvious next step."""

from dataclasses import replace

import numpy as np
import pytest

from thomas_test.app.widgets.next_step import NextStep, next_step
from thomas_test.core.analysis import Outcome
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.analyse import measure_points


def measured(*warnings: WarningCode) -> Outcome:
    """A measured picture with some warnings."""
    pose = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.LEFT,
        points_px={Joint.HIP: np.array([0.0, 0.0]), Joint.KNEE: np.array([9.0, 0.0])},
        source=PointsSource.MODEL,
    )
    outcome = measure_points(name="x", size_px=(10, 10), pose=pose).measured
    return replace(outcome, pose=pose, warnings=warnings)


@pytest.mark.parametrize(
    ("warnings", "step"),
    [
        ((), NextStep.SAVE),
        ((WarningCode.DIM,), NextStep.SAVE),  # nothing a hand could mend
        ((WarningCode.NOT_LEVELLED,), NextStep.MARK_LEVEL),
        ((WarningCode.ANKLE_HIDDEN,), NextStep.CHECK_POINTS),
        ((WarningCode.NOT_LEVELLED, WarningCode.READINGS_SCATTER), NextStep.CHECK_POINTS),  # points first
        ((WarningCode.LEG_CHOICE_UNSURE, WarningCode.READINGS_SCATTER), NextStep.NAME_LEG),  # dragging tells no side
    ],
)
def test_the_next_step_follows_the_warnings(warnings: tuple[WarningCode, ...], step: NextStep) -> None:
    """The leg before the points, points before level, level before saving."""
    assert next_step(measured(*warnings)) is step


def test_confirmed_points_are_not_asked_for_again() -> None:
    """After a person found all of them right, the level is next; one moved point is not enough."""
    outcome = measured(WarningCode.NOT_LEVELLED, WarningCode.READINGS_SCATTER)
    for joints, step in (({Joint.HIP}, NextStep.CHECK_POINTS), ({Joint.HIP, Joint.KNEE}, NextStep.MARK_LEVEL)):
        pose = replace(outcome.pose, by_hand=frozenset(joints))
        assert next_step(replace(outcome, pose=pose)) is step


def test_a_marked_level_is_not_asked_for_again() -> None:
    """Even where the phone's gravity says something else: the warning stays, the person has done what they can."""
    outcome = measured(WarningCode.LEVELS_DISAGREE)
    marked = replace(outcome, level=Level.usual(source=HorizonSource.MARKED, tilt_deg=9.0))
    assert next_step(outcome) is NextStep.MARK_LEVEL
    assert next_step(marked) is NextStep.SAVE


@pytest.mark.parametrize(
    ("warning", "step"),
    [
        (WarningCode.READINGS_SCATTER, NextStep.CONFIRM_POINTS),
        (WarningCode.NOT_LEVELLED, NextStep.MARK_LEVEL),
        (WarningCode.LEG_CHOICE_UNSURE, NextStep.NAME_LEG),
    ],
)
def test_in_the_editor_the_points_are_confirmed(warning: WarningCode, step: NextStep) -> None:
    """Where a hand is already on the points, the step is to confirm them; the others stay what they are."""
    assert next_step(measured(warning), editing=True) is step
