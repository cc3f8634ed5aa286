from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import published_agreement as published
from thomas_test.validation.agreement import (
    icc_agreement,
    icc_of,
    mean_squares,
    minimal_detectable_change,
    standard_error,
)
from thomas_test.validation.figures import Estimate


def test_shrout_and_fleiss_1979_is_reproduced() -> None:
    """The paper's mean squares and ICC(2,1), and the interval that R's psych gives for it."""
    ms = mean_squares(published.JUDGES)
    assert (ms.targets, ms.raters, ms.error) == pytest.approx((11.24, 32.49, 1.02), abs=0.005)
    icc = icc_agreement(published.JUDGES, np.arange(6))
    assert icc.value == pytest.approx(0.29, abs=0.005)
    assert icc.low == pytest.approx(0.019, abs=0.0005)
    assert icc.high == pytest.approx(0.761, abs=0.0005)


def test_the_standard_error_holds_the_bias_between_raters() -> None:
    """Worked by hand: readings 3 apart throughout have no error but a rater variance of 4.5."""
    table = np.array([[0.0, 3.0], [10.0, 13.0], [20.0, 23.0]])
    sem = standard_error(table)
    assert sem.value == pytest.approx(4.5**0.5)
    assert minimal_detectable_change(sem).value == pytest.approx(1.96 * 2**0.5 * 4.5**0.5)


@pytest.mark.parametrize(
    ("table", "because"),
    [
        ([[1.0, 2.0]], "1 pair is too few"),
        ([[1.0, 2.0], [3.0, 4.0]], "2 pairs are too few"),
        ([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]], "does not vary"),
        ([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]], "do not differ between pictures"),  # opposite throughout
    ],
)
def test_without_anything_to_agree_on_there_is_no_icc(table: list[list[float]], because: str) -> None:
    """Small and flat tables say why, and give no number."""
    icc = icc_agreement(np.array(table), np.arange(len(table)))
    assert icc.value is None
    assert because in icc.because


def test_readings_that_disagree_beyond_chance_have_no_interval() -> None:
    """Where the ICC is not above 0 the formula does not hold: the value stays, without an interval."""
    icc = icc_agreement(np.array([[1.0, 9.0], [5.0, 4.0], [9.5, 2.0]]), np.arange(3))
    assert icc.value is not None
    assert icc.value < 0.0
    assert "so much" in icc.because


def test_complete_agreement_is_1_without_an_interval() -> None:
    """Equal readings have an ICC of 1, and no error from which an interval could come."""
    icc = icc_agreement(np.array([[1.0, 1.0], [5.0, 5.0], [9.0, 9.0]]), np.arange(3))
    assert icc.value == 1.0
    assert icc.low is None
    assert "no error" in icc.because


def test_repeated_persons_are_drawn_whole() -> None:
    """With each person there twice, unchanged, the interval is that of the persons, not of twice as many."""
    rng = np.random.default_rng(3)
    truth = rng.normal(0, 5, 12)
    once = np.column_stack([truth + rng.normal(0, 3, 12), truth + rng.normal(0, 3, 12)])
    codes = np.repeat(np.arange(12), 2)
    twice = icc_agreement(np.repeat(once, 2, axis=0), codes)
    assert "over persons" in twice.method
    pretended = icc_agreement(np.repeat(once, 2, axis=0), np.arange(24))
    assert _width(twice) > 1.2 * _width(pretended)


def test_few_repeated_persons_give_no_interval() -> None:
    """A bootstrap over three persons would be a show."""
    table = np.array([[1.0, 2.0], [2.0, 2.5], [5.0, 4.0], [6.0, 6.5], [9.0, 9.5], [8.0, 9.0]])
    icc = icc_agreement(table, np.array([0, 0, 1, 1, 2, 2]))
    assert icc.value is not None
    assert icc.low is None
    assert "needs 10" in icc.because


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=10),
    st.floats(-30, 30),
)
def test_icc_does_not_see_where_zero_lies(rows: list[tuple[float, float]], by: float) -> None:
    """Shifting both readings alike changes nothing."""
    table = np.array(rows)
    if np.ptp(table.mean(axis=1)) > 1e-3:
        assert icc_of(table + by) == pytest.approx(icc_of(table), abs=1e-6)


def _width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low
