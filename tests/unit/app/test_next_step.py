"""One obvious next step."""

from dataclasses import replace

import numpy as np
import pytest

from thomas_test.analysis import Analysis
from thomas_test.app.next_step import Action, next_step
from thomas_test.criteria import GUIDE
from thomas_test.landmarks import Direction, Joint, Side
from thomas_test.pipeline import measure_points
from thomas_test.quality import Refusal, RefusalCode, WarningCode
from thomas_test.thomas_pose import PointsSource, ThomasPose


def measured(*warnings: WarningCode) -> Analysis:
    """Give a measured picture with some warnings."""
    pose = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.LEFT,
        points_px={Joint.HIP: np.array([0.0, 0.0]), Joint.KNEE: np.array([9.0, 0.0])},
        source=PointsSource.MODEL,
    )
    analysis = measure_points(name="x", size_px=(10, 10), pose=pose)
    return replace(analysis, outcome=replace(analysis.measured, warnings=warnings))


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


def test_checked_points_are_not_asked_for_again() -> None:
    """After a hand was on them, the level is next."""
    analysis = measured(WarningCode.NOT_LEVELLED, WarningCode.READINGS_SCATTER)
    assert next_step(replace(analysis, automatic=analysis.outcome)).label == "Mark the level"


def test_a_refused_picture_is_taken_again() -> None:
    """There is nothing to save or to check."""
    refusal = Refusal(code=RefusalCode.NO_PERSON)
    assert next_step(Analysis(name="x", size_px=(9, 9), preset=GUIDE, refusal=refusal)).action is Action.RETAKE
