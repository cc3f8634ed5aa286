from __future__ import annotations

from thomas_test.core.angles import Angle
from thomas_test.core.criteria import GUIDE, PRESETS
from thomas_test.validation.records import AngleName, Pair, TableReading
from thomas_test.validation.study import compare_flags


def _pair(number: int, tool: Angle | None, reference: float, angle: AngleName = AngleName.THIGH) -> Pair:
    return Pair(
        tool=TableReading(line=number, file=f"{number}.jpg", angles={} if tool is None else {angle: tool}),
        raters={"A": {angle: Angle(value_deg=reference, low_deg=reference, high_deg=reference)}},
        subject="",
        side=None,
        trial="",
        cluster=str(number),
    )


def _read(value: float, half: float = 1.0) -> Angle:
    return Angle(value_deg=value, low_deg=value - half, high_deg=value + half)


def test_verdicts_are_counted_by_what_the_reference_says() -> None:
    """Met, not met, borderline and not assessed, each by the reference; borderline is in no decided figure."""
    pairs = [
        _pair(1, _read(5.0), 4.0),  # met, rightly
        _pair(2, _read(5.0), -4.0),  # met, wrongly
        _pair(3, _read(-5.0), -4.0),  # not met, rightly
        _pair(4, _read(0.5), -0.1),  # borderline; wrong by value
        _pair(5, _read(0.5), 0.0),  # borderline; at the threshold counts as met
        _pair(6, None, 3.0),  # not assessed
    ]
    parallel = compare_flags(pairs, GUIDE)[0]
    assert parallel.flag == "reaches_parallel"
    assert {said: dict(counts) for said, counts in parallel.counts.items()} == {
        "met": {"met": 1, "not met": 1},
        "not met": {"met": 0, "not met": 1},
        "borderline": {"met": 1, "not met": 1},
        "not assessed": {"met": 1, "not met": 0},
    }
    decided, by_value = parallel.decided, parallel.by_value
    assert (decided.true_positive, decided.false_negative, decided.false_positive, decided.true_negative) == (
        1,
        1,
        0,
        1,
    )
    assert (by_value.true_positive, by_value.false_negative, by_value.false_positive, by_value.true_negative) == (
        1,
        2,
        0,
        2,
    )
    assert decided.sensitivity.value == 0.5  # short in the reference, and called so
    assert decided.specificity.value == 1.0


def test_flags_follow_the_preset() -> None:
    """Every flag is held against the thresholds that were chosen."""
    pairs = [_pair(1, _read(12.0), 12.0)]
    assert [flag.threshold_deg for flag in compare_flags(pairs, GUIDE)] == [0.0, 10.0]
    assert [flag.threshold_deg for flag in compare_flags(pairs, PRESETS["mills"])] == [0.0, 15.0]
    knees = [_pair(1, _read(75.0), 75.0, AngleName.KNEE)]
    assert [(flag.flag, flag.threshold_deg) for flag in compare_flags(knees, GUIDE)] == [("knee_near_90", 80.0)]
