from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import Angle
from thomas_test.validation.agreement import Columns, agree, columns_of, proportional_bias, raters_agree
from thomas_test.validation.figures import Estimate
from thomas_test.validation.records import AngleName, Pair, TableReading


def _angle(value: float, half: float = 0.0) -> Angle:
    return Angle(value_deg=value, low_deg=value - half, high_deg=value + half)


def _pair(tool: float, raters: dict[str, float], *, cluster: str = "", half: float = 0.0) -> Pair:
    return Pair(
        tool=TableReading(line=2, file="a.jpg", angles={AngleName.THIGH: _angle(tool, half)}),
        raters={rater: {AngleName.THIGH: _angle(value)} for rater, value in raters.items()},
        subject="",
        side=None,
        trial="",
        cluster=cluster or f"{tool} {raters}",
    )


def _columns(tool: list[float], reference: list[float], codes: list[int] | None = None) -> Columns:
    own = np.arange(len(tool)) if codes is None else np.array(codes)
    none = np.zeros(0, dtype=np.int64)
    return Columns(
        tool_deg=np.array(tool),
        reference_deg=np.array(reference),
        codes=own,
        inside=none.astype(np.bool_),
        inside_codes=none,
    )


def test_errors_worked_by_hand() -> None:
    """Differences 1, -2, 4: bias 1, mean absolute error 7/3, root mean square error the root of 7."""
    found = agree(_columns([1.0, 3.0, 14.0], [0.0, 5.0, 10.0]), AngleName.THIGH, against="A")
    assert found.bias.value == pytest.approx(1.0)
    assert found.mean_absolute_error.value == pytest.approx(7 / 3)
    assert found.root_mean_square_error.value == pytest.approx(7**0.5)
    assert found.absolute_error_p95.because == "fewer than 20 pairs"
    assert (found.pairs, found.subjects) == (3, 3)


def test_the_95th_percentile_needs_20_pairs() -> None:
    """Absolute errors 0 to 19: 95 of 100 lie at or below 18.05."""
    found = agree(_columns(list(range(20)), [0.0] * 20), AngleName.KNEE, against="A")
    assert found.absolute_error_p95.value == pytest.approx(18.05)


def test_columns_take_an_angle_where_both_sides_have_it() -> None:
    """Against the mean of the raters or one of them; the interval counts only where the tool gives one."""
    pairs = [
        _pair(1.0, {"A": 2.0, "B": 4.0}, half=1.5),
        _pair(5.0, {"B": 9.0}, half=5.0),
        _pair(6.0, {"A": 6.0}),
    ]
    mean = columns_of(pairs, AngleName.THIGH)
    assert mean.reference_deg.tolist() == [3.0, 9.0, 6.0]
    assert mean.inside.tolist() == [False, True]  # 3 is outside 1 ± 1.5, 9 inside 5 ± 5; the third has no interval
    assert columns_of(pairs, AngleName.THIGH, "A").tool_deg.tolist() == [1.0, 6.0]
    assert columns_of(pairs, AngleName.KNEE).tool_deg.size == 0


@pytest.mark.parametrize(
    ("tool", "reference", "slope"),
    [
        ([0.0, 10.0, 20.0, 33.0], [0.0, 10.0, 20.0, 30.0], 0.08849),  # worked by hand: 48.375 / 546.69
        ([1.0, 2.0, 3.0, 4.5], [1.0, 2.0, 3.0, 4.0], 0.14555),  # 0.84375 / 5.7969
    ],
)
def test_proportional_bias_is_the_slope_on_the_mean(tool: list[float], reference: list[float], slope: float) -> None:
    """The slope of the difference on the mean of both, with Student's interval around it."""
    found = proportional_bias(np.array(tool), np.array(reference), np.arange(4))
    assert found.value == pytest.approx(slope, abs=1e-5)
    assert found.low is not None
    assert found.high is not None
    assert found.low < slope < found.high


@pytest.mark.parametrize(
    ("tool", "reference", "codes", "because"),
    [
        ([1.0, 2.0], [1.0, 3.0], [0, 1], "fewer than 3 pairs"),
        ([1.0, 2.0, 3.0], [5.0, 5.0, 5.0], [0, 1, 2], "does not vary"),
        ([2.0, 4.0, 6.0], [1.0, 2.0, 3.0], [0, 1, 2], "lie on a line"),
        ([2.0, 4.0, 7.0, 8.0], [1.0, 2.0, 3.0, 5.0], [0, 0, 1, 1], "need 10"),
    ],
)
def test_a_slope_or_interval_that_cannot_be_told_says_why(
    tool: list[float], reference: list[float], codes: list[int], because: str
) -> None:
    """Small, flat, exact and repeated tables give the reason."""
    found = proportional_bias(np.array(tool), np.array(reference), np.array(codes))
    assert because in found.because
    assert found.low is None


def test_slopes_of_repeated_persons_have_clustered_errors() -> None:
    """Every person twice, unchanged: the interval is not that of twice as many persons."""
    rng = np.random.default_rng(5)
    reference = rng.normal(0, 8, 15)
    tool = 1.1 * reference + rng.normal(0, 2, 15)
    doubled = np.repeat(tool, 2), np.repeat(reference, 2)
    together = proportional_bias(*doubled, np.repeat(np.arange(15), 2))
    apart = proportional_bias(*doubled, np.arange(30))
    assert "clustered" in together.method
    assert None not in (together.low, together.high, apart.low, apart.high)
    assert (together.high or 0) - (together.low or 0) > (apart.high or 0) - (apart.low or 0)


def test_raters_are_compared_where_all_of_them_read() -> None:
    """Only pictures that every rater read count; with one rater there is nothing to compare."""
    pairs = [_pair(0.0, {"A": 1.0, "B": 2.0}), _pair(0.0, {"A": 5.0}), _pair(0.0, {"A": 9.0, "B": 7.0})]
    found = raters_agree(pairs, AngleName.THIGH)
    assert found is not None
    assert (found.raters, found.targets) == (("A", "B"), 2)
    assert "too few" in found.icc.because
    assert raters_agree([_pair(0.0, {"A": 1.0})], AngleName.THIGH) is None


def test_raters_who_share_no_picture_say_so() -> None:
    """Two raters with different pictures cannot be compared."""
    found = raters_agree([_pair(0.0, {"A": 1.0}), _pair(0.0, {"B": 1.0})], AngleName.THIGH)
    assert found is not None
    assert found.icc.because == "no picture was read by all of them"


_DEGREES = st.one_of(st.sampled_from([-10.0, 0.0, 0.1, 60.0]), st.floats(-180, 180))


@given(st.lists(st.tuples(_DEGREES, _DEGREES, st.integers(0, 3)), min_size=1, max_size=8))
def test_no_table_breaks_the_figures(rows: list[tuple[float, float, int]]) -> None:
    """Whatever a table holds, every figure is a finite number or says why it is missing; nothing warns."""
    tool, reference, codes = zip(*rows, strict=True)
    found = agree(_columns(list(tool), list(reference), list(codes)), AngleName.THIGH, against="A")
    for one in fields(found):
        figure = getattr(found, one.name)
        if isinstance(figure, Estimate) and (figure.value is None or figure.low is None):
            assert figure.because
