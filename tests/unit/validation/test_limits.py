from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import published_agreement as published
from thomas_test.validation.agreement import LimitsOfAgreement, limits_of_agreement
from thomas_test.validation.figures import Estimate


def _alone(differences: list[float]) -> LimitsOfAgreement:
    return limits_of_agreement(np.array(differences), np.arange(len(differences)))


def _end(estimate: Estimate, name: str) -> float:
    value: float | None = getattr(estimate, name)
    assert value is not None
    return value


def test_bland_and_altman_1986_is_reproduced() -> None:
    """The paper's mean difference, its interval, the standard deviation and the limits at 2 SD come out."""
    found = limits_of_agreement(published.WRIGHT - published.MINI_WRIGHT, np.arange(17))
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.bias.low == pytest.approx(-22.0, abs=0.05)
    assert found.bias.high == pytest.approx(17.8, abs=0.05)
    sd = (_end(found.upper, "value") - _end(found.bias, "value")) / 1.96
    assert sd == pytest.approx(38.8, abs=0.05)
    assert -2.1 - 2 * sd == pytest.approx(-79.7, abs=0.1)
    assert -2.1 + 2 * sd == pytest.approx(75.5, abs=0.1)


def test_bland_and_altman_1999_is_reproduced_for_repeated_persons() -> None:
    """Where persons come several times each weighs the same: the paper's mean difference comes out."""
    found = limits_of_agreement(published.CARDIAC_RV - published.CARDIAC_IC, published.CARDIAC_PERSON.astype(np.int64))
    assert found.bias.value == pytest.approx(0.7092, abs=5e-5)
    assert "Zou 2013" in found.upper.method


def test_a_table_worked_by_hand_with_repeats() -> None:
    """Two pairs each of three persons: means 0, 2, 4; variance of means 4, within 2, total 4 + 2 / 2 = 5."""
    found = limits_of_agreement(np.array([-1.0, 1.0, 1.0, 3.0, 3.0, 5.0]), np.array([0, 0, 1, 1, 2, 2]))
    assert found.bias.value == pytest.approx(2.0)
    assert found.upper.value == pytest.approx(2.0 + 1.959964 * 5.0**0.5)
    assert found.lower.value == pytest.approx(2.0 - 1.959964 * 5.0**0.5)
    half = 4.302653 * 2.0 / 3.0**0.5  # Student's t with 2 degrees of freedom, SD of the means 2
    assert (found.bias.low, found.bias.high) == pytest.approx((2.0 - half, 2.0 + half))
    # MOVER by hand, chi-squared quantiles from a table (2 and 3 degrees of freedom): variance from 2.006 to 159.53.
    assert (found.upper.low, found.upper.high) == pytest.approx((3.6073, 26.8807), abs=2e-3)
    assert (found.lower.low, found.lower.high) == pytest.approx((4.0 - 26.8807, 4.0 - 3.6073), abs=2e-3)


@pytest.mark.parametrize("per_person", [1, 3])
def test_intervals_of_the_limits_hold_the_true_limit_as_often_as_they_say(per_person: int) -> None:
    """Over 600 drawn studies the 95 % interval of the upper limit holds the true one in 92 to 98 of 100."""
    rng = np.random.default_rng(7)
    codes = np.repeat(np.arange(15), per_person)
    between, within = 2.0, 1.5
    true = 1.0 + 1.959964 * (between**2 + within**2) ** 0.5
    held = 0
    for _ in range(600):
        differences = 1.0 + rng.normal(0, between, 15)[codes] + rng.normal(0, within, codes.size)
        upper = limits_of_agreement(differences, codes).upper
        held += _end(upper, "low") <= true <= _end(upper, "high")
    assert 0.92 <= held / 600 <= 0.98


def test_counting_repeats_as_other_people_would_flatter() -> None:
    """The same pairs of three persons give a wider interval of the bias than if they were of six."""
    differences = np.array([-1.0, -1.2, 1.0, 1.2, 3.0, 3.2])
    apart = limits_of_agreement(differences, np.arange(6)).bias
    together = limits_of_agreement(differences, np.array([0, 0, 1, 1, 2, 2])).bias
    assert _end(together, "high") - _end(together, "low") > 1.5 * (_end(apart, "high") - _end(apart, "low"))


@pytest.mark.parametrize(
    ("differences", "codes", "bias_because", "limits_because"),
    [
        ([2.0], [0], "one pair has no spread", "one pair has no spread"),
        ([2.0, 3.0], [0, 1], "", "2 pairs are too few"),
        ([2.0, 2.0, 2.0], [0, 1, 2], "all differences are equal", "all differences are equal"),
        ([1.0, 2.0, 4.0], [0, 0, 0], "one person has no spread", "one person has no spread"),
        ([1.0, 2.0, 4.0], [0, 0, 1], "", "2 persons are too few"),
        ([2.0, 2.0, 2.0], [0, 0, 1], "all differences are equal", "all differences are equal"),
    ],
)
def test_what_cannot_be_told_from_a_table_is_not_computed(
    differences: list[float], codes: list[int], bias_because: str, limits_because: str
) -> None:
    """Small or flat tables give the bias, and the reason why there is no more."""
    found = limits_of_agreement(np.array(differences), np.array(codes))
    assert found.bias.value == pytest.approx(
        float(np.mean([np.mean(np.array(differences)[np.array(codes) == c]) for c in set(codes)]))
    )
    assert (found.bias.low is None) == bool(bias_because)
    assert found.bias.because.startswith(bias_because)
    for limit in (found.lower, found.upper):
        assert limit.value is None
        assert limit.because.startswith(limits_because)


@given(st.lists(st.floats(-40, 40), min_size=3, max_size=12, unique=True), st.floats(-20, 20))
def test_shifting_all_differences_shifts_bias_and_limits(differences: list[float], by: float) -> None:
    """A constant error moves everything by itself."""
    before, after = _alone(differences), _alone([one + by for one in differences])
    for name in ("bias", "lower", "upper"):
        old, new = getattr(before, name), getattr(after, name)
        if old.value is not None and new.value is not None:
            assert new.value == pytest.approx(old.value + by, abs=1e-6)


@given(st.lists(st.floats(-40, 40), min_size=3, max_size=12))
def test_exchanging_tool_and_reference_mirrors_the_limits(differences: list[float]) -> None:
    """Reference minus tool has the same limits with the other sign."""
    one, other = _alone(differences), _alone([-value for value in differences])
    if one.upper.value is not None and other.lower.value is not None:
        assert other.lower.value == pytest.approx(-one.upper.value, abs=1e-9)
        assert _end(other.lower, "low") == pytest.approx(-_end(one.upper, "high"), abs=1e-9)
