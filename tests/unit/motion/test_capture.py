"""The frames of a hold: evenly spread, read by the pipeline, the middle one stands for them."""

from __future__ import annotations

import numpy as np
import pytest

from support.analyses import make_analysis, make_refusal
from thomas_test.core.analysis import Analysis
from thomas_test.images import Photo
from thomas_test.motion.hold import Hold
from thomas_test.motion.session import HeldFrames, measure_held, spread_evenly

HOLD = Hold(
    start_s=1.0, end_s=3.0, thigh_angle_deg=9.0, knee_flexion_deg=70.0, thigh_sd_deg=0.3, knee_sd_deg=0.4, samples=20
)


def frame(number: int) -> np.ndarray:
    """A frame that shows its number."""
    return np.full((8, 8, 3), number, np.uint8)


def held(count: int) -> HeldFrames:
    """A hold with so many frames."""
    return HeldFrames(hold=HOLD, frames=tuple(frame(number) for number in range(count)))


@pytest.mark.parametrize(
    ("thighs", "chosen"),
    [
        ((4.0, 9.0, 6.0), 2),  # the median
        ((9.0, None, 4.0), 2),  # of two the lower: a tie is not decided for the better result
        ((None, 7.0, None), 1),  # the only one measured
        ((None, None, None), 1),  # none measured: the middle frame with its refusal
        ((5.0,), 0),
    ],
)
def test_the_frame_with_the_median_angle_stands_for_the_hold(thighs: tuple[float | None, ...], chosen: int) -> None:
    """Refused frames do not decide; where nothing is measured the refusal is the result."""
    analyses = [make_refusal() if thigh is None else make_analysis(thigh_deg=thigh) for thigh in thighs]
    answers = iter(analyses)
    seen: list[Photo] = []

    def read(photo: Photo) -> Analysis:
        seen.append(photo)
        return next(answers)

    captured = measure_held(held(len(thighs)), read, name="hold 1")
    assert captured.hold is HOLD
    assert len(seen) == len(thighs)
    assert captured.analysis is analyses[chosen]
    assert captured.photo is seen[chosen]
    assert (captured.photo.rgb == frame(chosen)).all()
    assert {photo.name for photo in seen} == {"hold 1"}


@pytest.mark.parametrize(
    ("count", "chosen"),
    [(1, [0]), (3, [0, 1, 2]), (6, [1, 3, 5]), (20, [3, 10, 16])],
)
def test_frames_are_spread_over_the_hold(count: int, chosen: list[int]) -> None:
    """Up to three frames, from its beginning, middle and end."""
    frames = [frame(number) for number in range(count)]
    assert [int(each[0, 0, 0]) for each in spread_evenly(frames)] == chosen


def test_a_hold_has_a_picture() -> None:
    """Held frames without a frame are a programming error."""
    with pytest.raises(ValueError, match="at least one frame"):
        HeldFrames(hold=HOLD, frames=())
