"""Our figures against poseaudit, an independent implementation (PyPI, MIT), on the same table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import poseaudit
import pytest
from poseaudit import agreement as theirs

from support import published_agreement as published
from thomas_test.validation import validate
from thomas_test.validation.agreement import icc_of, limits_of_agreement, proportional_bias

Write = Callable[..., Path]

_RNG = np.random.default_rng(1878)
_REFERENCE = np.round(_RNG.normal(4, 9, 40), 1)
_TOOL = np.round(1.05 * _REFERENCE + 0.7 + _RNG.normal(0, 2.5, 40), 2)


def test_a_whole_table_gives_the_figures_of_poseaudit(write: Write) -> None:
    """Bias, limits with their exact intervals, MAE, RMSE, ICC, slope and 95th percentile, through the files."""
    rows = list(zip(_TOOL, _REFERENCE, strict=True))
    results = write(
        "results.csv", "file,thigh_angle_deg\n" + "\n".join(f"{i}.jpg,{t}" for i, (t, _) in enumerate(rows))
    )
    reference = write(
        "reference.csv", "file,thigh_angle_deg\n" + "\n".join(f"{i}.jpg,{r}" for i, (_, r) in enumerate(rows))
    )
    (ours,) = validate(results, reference).agreements
    audit = poseaudit.audit_values(
        _TOOL, _REFERENCE, 5.0, name="thigh", unit="deg", subject=[str(i) for i in range(40)], resamples=200
    )
    assert ours.bias.value == pytest.approx(audit.bias)
    assert (ours.lower_limit.value, ours.upper_limit.value) == pytest.approx(audit.limits, abs=1e-4)  # z as 1.96
    assert (ours.lower_limit.low, ours.lower_limit.high) == pytest.approx(audit.lower_limit_exact_ci, abs=1e-3)
    assert (ours.upper_limit.low, ours.upper_limit.high) == pytest.approx(audit.upper_limit_exact_ci, abs=1e-3)
    assert ours.mean_absolute_error.value == pytest.approx(audit.mean_abs_error)
    assert ours.root_mean_square_error.value == pytest.approx(audit.rmse)
    assert ours.absolute_error_p95.value == pytest.approx(audit.p95_abs_error)
    assert ours.icc.value == pytest.approx(audit.icc)
    assert ours.slope.value == pytest.approx(audit.ba_slope)


def test_repeated_limits_agree_where_every_person_comes_equally_often() -> None:
    """With balanced repeats the variance components of both are the same."""
    differences, codes = (_TOOL - _REFERENCE), np.repeat(np.arange(10), 4)
    differences = differences + np.repeat(_RNG.normal(0, 3, 10), 4)
    ours = limits_of_agreement(differences, codes)
    assert (ours.lower.value, ours.upper.value) == pytest.approx(theirs.repeated_limits(differences, codes), abs=1e-4)


def test_published_tables_give_the_same_figures_in_both() -> None:
    """ICC(2,1) of Shrout and Fleiss's judges; limits and slope of Bland and Altman's peak flows."""
    assert icc_of(published.JUDGES) == pytest.approx(theirs.icc_a1_table(published.JUDGES))
    ours = limits_of_agreement(published.WRIGHT - published.MINI_WRIGHT, np.arange(17))
    assert (ours.lower.value, ours.upper.value) == pytest.approx(
        theirs.limits(published.WRIGHT - published.MINI_WRIGHT), abs=2e-3
    )
    assert proportional_bias(published.WRIGHT, published.MINI_WRIGHT, np.arange(17)).value == pytest.approx(
        theirs.ba_slope(published.MINI_WRIGHT, published.WRIGHT)
    )
