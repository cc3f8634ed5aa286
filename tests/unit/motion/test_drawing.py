"""What is drawn on a live frame, and where."""

from __future__ import annotations

import numpy as np
import pytest

from support.analyses import make_pose
from thomas_test.core.criteria import GUIDE
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.motion.drawing import draw_frame
from thomas_test.motion.following import FrameReading
from thomas_test.overlay.style import SHANK, THIGH

GREY = np.full((480, 640, 3), 128, np.uint8)


def drawn(progress: float = 0.0, **pose: object) -> tuple[np.ndarray, FrameReading]:
    """Draw a pose on grey."""
    reading = FrameReading(time_s=0.0, size_px=(640, 480), pose=make_pose(**pose))
    return draw_frame(GREY, reading, GUIDE, words="Hold still.", progress=progress), reading


@pytest.mark.parametrize("head", list(Direction))
def test_thigh_and_shank_are_drawn_along_their_bones(head: Direction) -> None:
    """The colours of thigh and shank stand in the middle of their lines, whichever way the person lies."""
    picture, reading = drawn(head_towards=head)
    for start, end, colour in ((Joint.HIP, Joint.KNEE, THIGH), (Joint.KNEE, Joint.ANKLE, SHANK)):
        x, y = ((reading.pose[start] + reading.pose[end]) / 2).astype(int)
        assert tuple(picture[y, x]) == colour


def test_the_thresholds_stand_as_lines_from_the_hip() -> None:
    """Along the horizontal through the hip, past the thigh, something is drawn; above it nothing is."""
    picture, reading = drawn(thigh_deg=25.0)
    x, y = reading.pose[Joint.HIP].astype(int)
    assert (picture[y - 1 : y + 2, x + 20 : x + 140] != 128).any(axis=(0, 2)).mean() > 0.5
    assert (picture[y - 12 : y - 8, x + 20 : x + 140] == 128).all()


@pytest.mark.parametrize(("progress", "share"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (7.0, 1.0)])
def test_progress_fills_the_upper_edge(progress: float, share: float) -> None:
    """The bar is as long as the hold is done."""
    picture, _ = drawn(progress)
    assert (picture[1, :, 0] != 128).mean() == pytest.approx(share, abs=0.01)


def test_words_stand_below_and_numbers_above() -> None:
    """The lower edge and the upper left corner are written on."""
    picture, _ = drawn()
    assert (picture[-10:] != 128).any()
    assert (picture[12:80, 12:100] != 128).any()


def test_without_a_person_only_the_words_are_drawn() -> None:
    """No leg, no numbers."""
    refusal = Refusal(code=RefusalCode.NO_PERSON)
    reading = FrameReading(time_s=0.0, size_px=(640, 480), pose=None, refusal=refusal)
    picture = draw_frame(GREY, reading, GUIDE, words="Nobody in view.", progress=0.0)
    assert (picture[10:400] == 128).all()
    assert (picture[-10:] != 128).any()


def test_points_outside_the_frame_do_no_harm() -> None:
    """A leg that leaves the frame is drawn as far as it is seen."""
    pose = make_pose().with_points({Joint.ANKLE: (5000.0, -900.0)}, source=make_pose().source)
    reading = FrameReading(time_s=0.0, size_px=(640, 480), pose=pose)
    assert draw_frame(GREY, reading, GUIDE, words="", progress=0.0).shape == GREY.shape
