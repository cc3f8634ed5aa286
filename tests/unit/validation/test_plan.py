import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.errors import UsageError
from thomas_test.validation.plan import (
    people_for_error,
    people_for_icc,
    people_for_limits,
    people_for_share,
    plan_study,
    precision_of_error,
)


@pytest.mark.parametrize(
    ("icc", "width", "readings", "people"),
    [
        (0.8, 0.2, 2, 55),  # a published calculator's example of Bonett 2002: 51, and 5 times 0.8 more
        (0.6, 0.2, 2, 159),  # 8 * 3.8415 * 0.16 * 2.56 / 0.08 + 1 = 158.3
        (0.8, 0.2, 3, 36),  # 8 * 3.8415 * 0.04 * 6.76 / 0.24 + 1 = 35.6
    ],
)
def test_people_for_an_icc(icc: float, width: float, readings: int, people: int) -> None:
    """By Bonett 2002, worked by hand."""
    assert people_for_icc(icc, width=width, readings=readings) == people


def test_people_for_the_other_figures() -> None:
    """Worked by hand: 3.8415 / 0.08; 3 (1.96 * 3.5 / 1.5) squared; 3.8415 * 0.09 / 0.01."""
    assert people_for_error(precision=0.2) == 49
    assert people_for_error(precision=0.2, readings=3) == 25
    assert precision_of_error(49) == pytest.approx(0.2, abs=0.005)
    assert people_for_limits(sd_deg=3.5, half_width_deg=1.5) == 63
    assert people_for_share(0.9, half_width=0.1) == 35


@given(st.floats(0.1, 0.95), st.floats(0.05, 0.5), st.integers(2, 5))
def test_knowing_it_better_takes_more_people(icc: float, width: float, readings: int) -> None:
    """Half the width needs about four times the people, never fewer."""
    assert people_for_icc(icc, width=width / 2, readings=readings) >= people_for_icc(
        icc, width=width, readings=readings
    )
    assert people_for_error(precision=width / 2, readings=readings) >= people_for_error(
        precision=width, readings=readings
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"icc": 1.0}, "an ICC from 0 to under 1"),
        ({"icc_width": 0.0}, "a width"),
        ({"readings": 1}, "at least 2 readings"),
        ({"precision": 1.0}, "a precision"),
        ({"sd_deg": 0.0}, "a standard deviation"),
        ({"half_width_deg": -1.0}, "a half width"),
        ({"icc": math.nan}, "an ICC"),
    ],
)
def test_a_study_that_cannot_be_is_refused(change: dict[str, float], message: str) -> None:
    """The message says what was expected."""
    usual = {"icc": 0.9, "icc_width": 0.1, "readings": 2, "precision": 0.2, "sd_deg": 3.5, "half_width_deg": 1.5}
    with pytest.raises(UsageError, match=message):
        plan_study(**{**usual, **change})  # type: ignore[arg-type]
