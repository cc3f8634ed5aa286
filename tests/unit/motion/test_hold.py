"""A hold: both angles still for two seconds, in frames that count, at whatever frame rate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thomas_test.core.errors import UsageError
from thomas_test.motion.hold import Hold, HoldDetector, HoldRule, Sample, find_holds

RATES = st.sampled_from([8.0, 10.0, 15.0, 30.0, 60.0])
THIGHS = st.floats(-40, 40)
KNEES = st.floats(10, 120)
SOME = settings(max_examples=40)


def sample(time_s: float, thigh: float = 9.0, knee: float = 70.0, *, acceptable: bool = True) -> Sample:
    """One frame."""
    return Sample(time_s=time_s, thigh_angle_deg=thigh, knee_flexion_deg=knee, acceptable=acceptable)


def resting(seconds: float, fps: float = 10.0, start_s: float = 0.0, **angles: float) -> list[Sample]:
    """Frames of a leg at rest."""
    return [sample(start_s + i / fps, **angles) for i in range(round(seconds * fps) + 1)]


def first_hold(samples: list[Sample]) -> tuple[float, Hold] | None:
    """When the live page would capture, and what."""
    detector = HoldDetector()
    for each in samples:
        hold = detector.add(each)
        if hold is not None:
            return each.time_s, hold
    return None


@given(RATES, THIGHS, KNEES, st.floats(0, 1e6))
@SOME
def test_a_resting_leg_is_captured_after_window_and_hold(fps: float, thigh: float, knee: float, start: float) -> None:
    """A leg at rest is captured between 2 s and 3.6 s after it came to rest, at any usual frame rate, on any clock."""
    found = first_hold(resting(5, fps, start, thigh=thigh, knee=knee))
    assert found is not None
    when, hold = found
    assert 2.0 <= when - start <= 3.6
    assert hold.thigh_angle_deg == pytest.approx(thigh)
    assert hold.knee_flexion_deg == pytest.approx(knee)
    assert hold.seconds >= 2.0
    assert hold.end_s == when


@given(st.integers(0, 2**31), RATES, st.floats(0.0, 1.2))
@SOME
def test_jitter_of_the_network_does_not_keep_a_leg_from_being_held(seed: int, fps: float, sd: float) -> None:
    """Readings that scatter by up to 1.2 degrees make a hold whose median is the truth and whose spread is theirs."""
    rng = np.random.default_rng(seed)
    noisy = [sample(i / fps, 5 + rng.normal(0, sd), 60 + rng.normal(0, sd)) for i in range(round(6 * fps))]
    found = first_hold(noisy)
    assert found is not None
    assert found[1].thigh_angle_deg == pytest.approx(5, abs=4 * sd / math.sqrt(found[1].samples) * 1.3 + 1e-9)
    assert found[1].thigh_sd_deg <= 1.8 * sd + 1e-9


@given(RATES, st.floats(5.0, 60.0), st.sampled_from(["thigh", "knee"]))
@SOME
def test_a_moving_leg_is_never_held(fps: float, speed: float, moving: str) -> None:
    """A thigh or a knee that moves at 5 degrees a second or faster is never held."""
    samples = [sample(i / fps, **{moving: -30 + speed * i / fps}) for i in range(round(8 * fps))]
    assert first_hold(samples) is None


def test_a_leg_that_sinks_slowly_is_not_held_though_each_window_is_still() -> None:
    """At 4.5 degrees a second every 1.5 s window is still (sd 1.9), but two seconds as a whole are not."""
    assert first_hold([sample(i / 10, thigh=4.5 * i / 10) for i in range(80)]) is None


def test_the_hold_starts_after_the_movement() -> None:
    """Frames of the leg on its way do not enter the median."""
    moving = [sample(i / 10, thigh=-50 + 5 * i / 2) for i in range(24)]
    found = first_hold(moving + resting(5, start_s=2.4, thigh=9.0))
    assert found is not None
    assert found[1].thigh_angle_deg == 9.0
    assert found[1].start_s >= 2.4


@pytest.mark.parametrize(
    ("samples", "held"),
    [
        (resting(3.0), True),  # the shortest rest at 10 frames a second
        (resting(1.9), False),  # over too soon
        (resting(2.0, start_s=0) + resting(2.0, start_s=10), False),  # a gap of 8 s between two short rests
        ([s for s in resting(6) if not 1.9 < s.time_s < 2.3], True),  # four lost frames are bridged
        ([s for s in resting(4.8) if not 2.4 < s.time_s < 3.4], False),  # 1 s without a frame starts it anew
        ([sample(i * 0.6) for i in range(20)], False),  # less than two frames a second say nothing about stillness
        ([sample(i * 0.37) for i in range(20)], True),  # almost three do
        ([sample(i / 10, acceptable=False) for i in range(60)], False),  # no frame passes the refusals
        ([sample(i / 10, acceptable=i % 10 != 0) for i in range(60)], True),  # one refused in ten is passed over
        ([sample(i / 10, acceptable=i % 2 == 0) for i in range(60)], False),  # every other one is too many
        ([sample(i / 10, thigh=9 if i % 2 else 15) for i in range(60)], False),  # jumps to and fro, sd 3
        ([sample(i / 10, knee=70 if i % 2 else 64) for i in range(60)], False),  # the knee alone
        ([sample(i / 10, thigh=60 if i == 25 else 9) for i in range(30)], False),  # one wild frame starts it anew
    ],
)
def test_what_counts_as_a_hold(samples: list[Sample], held: bool) -> None:
    """Two seconds of stillness in frames that count, without a gap over half a second, make a hold."""
    assert (first_hold(samples) is not None) is held


@given(st.lists(st.floats(0.01, 0.3), min_size=50, max_size=120))
@SOME
def test_irregular_time_stamps_make_the_same_hold(steps: list[float]) -> None:
    """Frames that come irregularly, up to 0.3 s apart, hold as soon as time and frames suffice."""
    times = np.cumsum(steps)
    found = first_hold([sample(float(t)) for t in times])
    if times[-1] - times[0] < 2.0:
        assert found is None
    elif times[-1] - times[0] > 4.2:
        assert found is not None


@given(st.permutations(range(8)))
@SOME
def test_late_frames_are_ignored(order: list[int]) -> None:
    """A frame that is not newer than the last changes nothing."""
    detector = HoldDetector()
    for each in resting(1.5):
        detector.add(each)
    before = detector.progress
    for i in order:
        detector.add(sample(i / 10, thigh=80))
    assert detector.progress == before


def test_progress_grows_from_0_to_1_and_falls_back() -> None:
    """Progress counts the seconds held and starts again when the leg moves."""
    detector = HoldDetector()
    seen = []
    for each in resting(4):
        detector.add(each)
        seen.append(detector.progress)
    assert seen[0] == 0.0
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    detector.add(sample(4.1, thigh=40))
    assert detector.progress == 0.0
    assert detector.hold is None


def test_a_reset_forgets_the_leg() -> None:
    """After a reset the leg has to be held again."""
    detector = HoldDetector()
    for each in resting(4):
        detector.add(each)
    detector.reset()
    assert detector.hold is None
    assert detector.add(sample(4.1)) is None


def test_recorded_holds_run_until_the_leg_moves_on() -> None:
    """Two rests of a recording are two holds, each as long as the leg stayed."""
    series = [
        *resting(5, thigh=-10),
        *(sample(5 + i / 10, thigh=-10 + 2 * i) for i in range(1, 10)),
        *resting(6, start_s=6, thigh=10),
    ]
    first, second = find_holds(series)
    assert (first.thigh_angle_deg, second.thigh_angle_deg) == (-10, 10)
    assert first.end_s == pytest.approx(5.0, abs=0.5)  # the window lags
    assert second.end_s == pytest.approx(12.0)


def test_a_recording_without_a_hold_has_none() -> None:
    """A leg that never rests gives an empty list, and so does a recording without frames."""
    assert find_holds([sample(i / 10, thigh=3.0 * i) for i in range(30)]) == []
    assert find_holds([]) == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"time_s": math.nan}, "finite"),
        ({"thigh_angle_deg": math.inf}, "finite"),
        ({"knee_flexion_deg": None}, "thigh and knee"),
    ],
)
def test_a_sample_is_checked_at_birth(values: dict[str, float], message: str) -> None:
    """Numbers that are none, and frames that count without angles, are refused."""
    with pytest.raises(ValueError, match=message):
        Sample(**({"time_s": 0.0, "thigh_angle_deg": 1.0, "knee_flexion_deg": 2.0, "acceptable": True} | values))


@pytest.mark.parametrize(
    "values",
    [{"still_sd_deg": 0.0}, {"hold_s": -1.0}, {"fewest_samples": 1}, {"smallest_share": 0.0}, {"smallest_share": 1.1}],
)
def test_a_rule_is_checked_at_birth(values: dict[str, float]) -> None:
    """A rule that everything or nothing satisfies is refused."""
    with pytest.raises(UsageError, match="expected"):
        HoldRule(**values)
