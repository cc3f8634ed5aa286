"""Shares of a count, and two-by-two tables: sensitivity, specificity and kappa."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from thomas_test.validation.clusters import (
    BOOTSTRAP_METHOD,
    IntArray,
    bootstrap_interval,
    effective_size,
    is_repeated,
)
from thomas_test.validation.figures import Classification, Estimate

BoolArray = NDArray[np.bool_]

_WILSON = "Wilson score"
_WILSON_REPEATED = "Wilson score on the effective number of pairs (Rao & Scott 1992)"
_KAPPA_METHOD = "large-sample standard error (Fleiss, Cohen & Everitt 1969)"


def share(hits: BoolArray, codes: IntArray, *, of_what: str) -> Estimate:
    """Give a share with Wilson's 95 % interval (Brown, Cai and DasGupta 2001, Stat Sci 16:101, recommend it).

    Parameters
    ----------
    hits
        Whether each one counts, shape ``(n,)``.
    codes
        Whose each one is, shape ``(n,)``: several of one person count for less.
    of_what
        Named where there are none: "there are no pictures ...".
    """
    n = hits.size
    if n == 0:
        return Estimate.missing(f"there are no {of_what}")
    value = float(hits.mean())
    repeated = is_repeated(codes)
    if repeated and np.unique(codes).size == 1:
        return Estimate(value=value, because="all are of one person")
    size = effective_size(hits, codes) if repeated else float(n)
    low, high = proportion_confint(value * size, size, method="wilson")
    # Rounding puts an end beside a share of 0 or 1 by 1e-17.
    return Estimate(
        value=value,
        low=min(float(low), value),
        high=max(float(high), value),
        method=_WILSON_REPEATED if repeated else _WILSON,
    )


def classify(said: BoolArray, truly: BoolArray, codes: IntArray) -> Classification:
    """Compare what the tool said with the reference; True = below the threshold. Shapes ``(n,)``."""
    return Classification(
        true_positive=int(np.sum(said & truly)),
        false_negative=int(np.sum(~said & truly)),
        false_positive=int(np.sum(said & ~truly)),
        true_negative=int(np.sum(~said & ~truly)),
        kappa=_kappa(said, truly, codes),
        sensitivity=share(said[truly], codes[truly], of_what="pairs below the threshold in the reference"),
        specificity=share(~said[~truly], codes[~truly], of_what="pairs at or over the threshold in the reference"),
    )


def _kappa(said: BoolArray, truly: BoolArray, codes: IntArray) -> Estimate:
    if said.size < 2:
        return Estimate.missing("fewer than two pairs")
    for answers, who in ((truly, "the reference"), (said, "the tool")):
        if answers.all() or not answers.any():
            return Estimate.missing(f"{who} says the same of every pair: kappa has no meaning there")
    value = _kappa_of(said, truly)
    if np.array_equal(said, truly):
        return Estimate(value=1.0, because="complete agreement leaves the formula no spread")
    if is_repeated(codes):
        drawn = bootstrap_interval(lambda rows: _kappa_of(said[rows], truly[rows]), codes)
        if isinstance(drawn, str):
            return Estimate(value=value, because=drawn)
        return Estimate(value=value, low=drawn[0], high=drawn[1], method=BOOTSTRAP_METHOD)
    result = cohens_kappa(_two_by_two(said, truly))
    low, high = max(-1.0, float(result.kappa_low)), min(1.0, float(result.kappa_upp))
    return Estimate(value=value, low=low, high=high, method=_KAPPA_METHOD)


def _kappa_of(said: BoolArray, truly: BoolArray) -> float:
    """Cohen's kappa; NaN where both say the same of every pair."""
    table = _two_by_two(said, truly)
    if np.count_nonzero(table.sum(axis=0)) == np.count_nonzero(table.sum(axis=1)) == 1 and np.trace(table) > 0:
        return float("nan")
    return float(cohens_kappa(table, return_results=False))


def _two_by_two(said: BoolArray, truly: BoolArray) -> IntArray:
    return np.bincount(2 * said.astype(np.int64) + truly, minlength=4).reshape(2, 2).astype(np.int64)
