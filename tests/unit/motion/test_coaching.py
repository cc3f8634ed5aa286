"""Coaching: one cue at a time, from what was seen in the last second."""

from __future__ import annotations

import pytest

from support.analyses import make_pose
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.motion.coaching import Cue, coach, cue_for
from thomas_test.motion.following import FrameReading


def reading(code: RefusalCode | None = None, *, thigh_deg: float = 9.0, foot_out: bool = False) -> FrameReading:
    """One frame: refused, with the thigh at an angle, with the foot out of view."""
    pose = make_pose(thigh_deg=thigh_deg)
    if foot_out:
        pose = pose.with_points({Joint.ANKLE: (300.0, 500.0)}, source=pose.source)
    refusal = None if code is None else Refusal(code=code)
    return FrameReading(time_s=0.0, size_px=(640, 480), pose=pose, refusal=refusal)


@pytest.mark.parametrize(
    ("seen", "cue"),
    [
        (reading(RefusalCode.NO_PERSON), Cue.COME_INTO_VIEW),
        (reading(RefusalCode.UPRIGHT), Cue.LIE_DOWN),
        (reading(RefusalCode.LEG_CUT_OFF), Cue.STEP_BACK),
        (reading(RefusalCode.TOO_SMALL), Cue.COME_CLOSER),
        (reading(RefusalCode.NOT_SIDE_VIEW), Cue.TURN_SIDE_ON),
        (reading(RefusalCode.OTHER_KNEE_NOT_HELD), Cue.DRAW_KNEE_UP),
        (reading(RefusalCode.BOTH_LEGS_FLAT), Cue.DRAW_KNEE_UP),
        (reading(RefusalCode.BOTH_KNEES_HELD), Cue.LET_LEG_HANG),
        (reading(thigh_deg=-45.0), Cue.LET_LEG_HANG),  # not refused, and not yet hanging
        (reading(thigh_deg=-25.0), Cue.HOLD_STILL),  # a stiff hip hangs so high
        (reading(foot_out=True), Cue.SHOW_FOOT),
        (reading(), Cue.HOLD_STILL),
    ],
)
def test_a_frame_asks_for_what_is_missing(seen: FrameReading, cue: Cue) -> None:
    """Each fault of the set-up has its cue; a frame without one asks to hold still."""
    assert cue_for(seen) is cue


@pytest.mark.parametrize("code", list(RefusalCode))
def test_every_refusal_has_a_cue_with_words(code: RefusalCode) -> None:
    """No refusal leaves the people at the table without a word."""
    assert cue_for(reading(code)).words


@pytest.mark.parametrize("words", [cue.words for cue in Cue])
def test_cues_are_short(words: str) -> None:
    """Words fit on one or two lines of a frame and can be read from the table."""
    assert 5 < len(words) <= 62


GOOD, CUT = reading(), reading(RefusalCode.LEG_CUT_OFF)


@pytest.mark.parametrize(
    ("recent", "progress", "done", "cue"),
    [
        ([], 0.0, False, Cue.COME_INTO_VIEW),  # before the first frame
        ([GOOD, GOOD, CUT], 0.0, False, Cue.HOLD_STILL),  # one odd frame does not flicker
        ([CUT, CUT, GOOD], 0.0, False, Cue.STEP_BACK),
        ([CUT, GOOD], 0.0, False, Cue.HOLD_STILL),  # a tie goes to the newer
        ([GOOD, CUT], 0.0, False, Cue.STEP_BACK),
        ([GOOD], 0.3, False, Cue.HOLDING),
        ([CUT], 1.0, True, Cue.DONE),  # captured is captured, whatever is seen now
    ],
)
def test_what_most_frames_ask_for_is_said(recent: list[FrameReading], progress: float, done: bool, cue: Cue) -> None:
    """The majority of the last second speaks, unless the hold is under way or done."""
    assert coach(recent, progress=progress, done=done) is cue
