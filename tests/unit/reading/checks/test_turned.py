"""A picture that lies on its side or stands on its head is told from one that shows no test."""

from __future__ import annotations

import pytest

from support.analyses import FULL
from support.bodies import make_body
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.estimators import Detection
from thomas_test.reading.checks.position import refuse_turned
from thomas_test.reading.sightings import Look, Sighting


def seen(pose: Pose) -> list[Sighting]:
    """See somebody in four looks."""
    return [
        Sighting(detection=Detection(pose=pose, mask=None), model=FULL, look=Look(quarters=q, mirrored=False))
        for q in range(4)
    ]


def code_of(code: RefusalCode, pose: Pose) -> RefusalCode:
    """Ask whether a picture refused for this is one that was turned."""
    return refuse_turned(Refusal(code=code), seen(pose), scale=1.0).code


@pytest.mark.parametrize("turn", [90.0, -90.0, 180.0])
def test_the_test_position_in_any_turn_is_a_turned_picture(turn: float) -> None:
    """On either side and upside down."""
    assert code_of(RefusalCode.UPRIGHT, make_body(trunk_slope_deg=turn)) is RefusalCode.PICTURE_TURNED


def test_who_stands_with_both_legs_down_is_not_turned() -> None:
    """Turned they lie with both legs flat, which is no test either."""
    standing = make_body(thigh_deg=-80.0, trunk_slope_deg=90.0)
    assert code_of(RefusalCode.UPRIGHT, standing) is RefusalCode.UPRIGHT


@pytest.mark.parametrize("code", [RefusalCode.TOO_DARK, RefusalCode.TWO_PATIENTS, RefusalCode.BOTH_LEGS_FLAT])
def test_other_reasons_stay(code: RefusalCode) -> None:
    """What turning cannot cause is not put down to it."""
    assert code_of(code, make_body(trunk_slope_deg=90.0)) is code
