"""What a person did stands in everything that is saved: in words, on the picture, in the record."""

from __future__ import annotations

import json

import pytest

from support.analyses import make_analysis, make_pose, make_refusal
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import RefusalCode
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.records import analysis_from_json, analysis_to_json
from thomas_test.output.rows import words_of
from thomas_test.overlay.contents import panel_words
from thomas_test.reading.correction import correct


def test_words_say_that_a_result_was_corrected_and_what_it_was_before() -> None:
    """Nobody takes a hand's result for the automatic one; an automatic one says nothing of hands."""
    before = make_analysis(thigh_deg=5.0, knee_deg=60.0)
    assert "hand" not in words_of(before)
    assert words_of(correct(before, pose=make_pose(thigh_deg=9.0))).endswith(
        "Corrected by hand; the automatic reading was thigh 5.0° below horizontal, knee bent 60.0°."
    )


def test_words_say_why_the_automatic_reading_was_refused() -> None:
    """Points placed by hand on a refused picture carry its reason along."""
    assert words_of(correct(make_refusal(), pose=make_pose())).endswith(
        "Points placed by hand; the automatic reading refused the picture: Nobody in the picture lies on their back."
    )


@pytest.mark.parametrize(
    ("joints", "line"),
    [
        ((Joint.KNEE, Joint.OTHER_KNEE), "Corrected by hand: knee, other knee"),
        (tuple(make_pose().points_px), "Points placed or checked by hand"),
    ],
)
def test_the_picture_says_which_points_are_a_persons(joints: tuple[Joint, ...], line: str) -> None:
    """Right below the leg."""
    before, pose = make_analysis(), make_pose()
    moved = pose.with_points({joint: pose[joint] + 20.0 for joint in joints}, source=PointsSource.HAND)
    after = correct(before, pose=moved)
    assert panel_words(after.measured, after.preset)[1].text == line
    assert "hand" not in panel_words(before.measured, before.preset)[1].text


def test_the_record_keeps_the_refusal_and_whose_points_they_are() -> None:
    """Both come back from it; a record of an earlier version has neither and is read all the same."""
    placed = correct(make_refusal(), pose=make_pose())
    record = json.loads(json.dumps(analysis_to_json(placed)))
    again = analysis_from_json(record)
    assert again.automatic_refusal == placed.automatic_refusal
    assert again.measured.pose.by_hand == placed.measured.pose.by_hand
    moved = correct(
        make_analysis(), pose=make_pose().with_points({Joint.KNEE: (450.0, 245.0)}, source=PointsSource.HAND)
    )
    assert analysis_from_json(analysis_to_json(moved)).measured.pose.by_hand == {Joint.KNEE}
    del record["automatic_refusal"], record["outcome"]["by_hand"]
    old = analysis_from_json(record)
    assert old.automatic_refusal is None
    assert old.measured.pose.by_hand == frozenset(old.measured.pose.points_px)


def test_a_record_of_before_with_angles_of_no_hanging_leg_opens_as_refused() -> None:
    """Earlier versions warned of such a leg beside its angle; the warning's code is no longer one."""
    record = analysis_to_json(make_analysis(thigh_deg=-120.0))
    outcome = record["outcome"]
    assert isinstance(outcome, dict)
    outcome["warnings"] = [{"code": "leg_not_hanging", "what": "", "do": ""}]
    opened = analysis_from_json(json.loads(json.dumps(record)))
    assert opened.outcome is None
    assert opened.refusal is not None
    assert opened.refusal.code is RefusalCode.LEG_NOT_HANGING
