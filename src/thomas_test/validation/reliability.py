"""ICC(2,1), the standard error of measurement and the minimal detectable change.

ICC(2,1) of Shrout and Fleiss (1979, Psychol Bull 86:420), which McGraw and Wong (1996, Psychol Methods 1:30) call
ICC(A,1): two-way random effects, absolute agreement, single rater. The arithmetic is the two-way analysis of
variance of a complete table; the distributions are SciPy's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from thomas_test.geometry import FloatArray
from thomas_test.validation.clusters import BOOTSTRAP_METHOD, IntArray, bootstrap_interval, is_repeated
from thomas_test.validation.figures import Estimate
from thomas_test.validation.limits import FLAT_DEG

ICC_FORM = "ICC(2,1): two-way random effects, absolute agreement, single rater (Shrout & Fleiss 1979)"

MDC_FACTOR = 1.96 * 2**0.5
"""MDC95 = 1.96 times the square root of 2 times SEM: two readings, each with its error (Weir 2005, J Strength Cond
Res 19:231)."""

_FEWEST = 3
_F_METHOD = "F distribution (McGraw & Wong 1996)"


@dataclass(frozen=True, kw_only=True)
class MeanSquares:
    """The mean squares of a two-way analysis of variance: targets, raters and what is left."""

    targets: float
    raters: float
    error: float


def mean_squares(table: FloatArray) -> MeanSquares:
    """Give the mean squares of a complete table, shape ``(targets, raters)``, at least 2 by 2."""
    n, k = table.shape
    centred = table - table.mean()
    targets = k * np.sum(centred.mean(axis=1) ** 2)
    raters = n * np.sum(centred.mean(axis=0) ** 2)
    rest = max(0.0, float(np.sum(centred**2) - targets - raters))
    return MeanSquares(
        targets=float(targets) / (n - 1), raters=float(raters) / (k - 1), error=rest / ((n - 1) * (k - 1))
    )


def icc_of(table: FloatArray) -> float:
    """Give ICC(2,1) of a complete table; NaN where the targets do not differ."""
    n, k = table.shape
    if n < 2 or float(np.ptp(table.mean(axis=1))) <= FLAT_DEG:
        return float("nan")
    ms = mean_squares(table)
    return float((ms.targets - ms.error) / (ms.targets + (k - 1) * ms.error + k * (ms.raters - ms.error) / n))


def icc_agreement(table: FloatArray, codes: IntArray) -> Estimate:
    """Give ICC(2,1) with its 95 % interval.

    Parameters
    ----------
    table
        Complete, shape ``(targets, raters)``.
    codes
        Whose each target is: where persons come more than once the interval is drawn over persons.
    """
    n = table.shape[0]
    if n < _FEWEST:
        return Estimate.missing(f"{n} {'pair is' if n == 1 else 'pairs are'} too few ({_FEWEST} at least)")
    if np.any(np.ptp(table, axis=0) <= FLAT_DEG):
        return Estimate.missing("one of the columns does not vary: there is nothing to agree on")
    value = icc_of(table)
    if not np.isfinite(value):
        return Estimate.missing("the readings do not differ between pictures: there is nothing to agree on")
    if float(np.ptp(table, axis=1).max()) <= FLAT_DEG:
        return Estimate(value=1.0, because="both readings are equal throughout: there is no error to judge by")
    if not is_repeated(codes):
        ends = _f_interval(mean_squares(table), n, table.shape[1], value)
        if ends is None:
            return Estimate(value=value, because="the readings disagree so much that the formula has no interval")
        return Estimate(value=value, low=ends[0], high=ends[1], method=_F_METHOD)
    drawn = bootstrap_interval(lambda rows: icc_of(table[rows]), codes)
    if isinstance(drawn, str):
        return Estimate(value=value, because=drawn)
    return Estimate(value=value, low=drawn[0], high=drawn[1], method=BOOTSTRAP_METHOD)


def standard_error(table: FloatArray) -> Estimate:
    """Give the standard error of measurement, of agreement, in the unit of the table.

    Error and rater variance together (de Vet 2006, J Clin Epidemiol 59:1033).
    """
    n = table.shape[0]
    if n < _FEWEST:
        return Estimate.missing(f"{n} {'pair is' if n == 1 else 'pairs are'} too few ({_FEWEST} at least)")
    ms = mean_squares(table)
    variance = ms.error + max(0.0, ms.raters - ms.error) / n
    return Estimate(value=float(np.sqrt(variance)), because="not computed for this figure")


def minimal_detectable_change(sem: Estimate) -> Estimate:
    """Give MDC95 from the standard error of measurement."""
    if sem.value is None:
        return sem
    return Estimate(value=MDC_FACTOR * sem.value, because=sem.because)


def _f_interval(ms: MeanSquares, n: int, k: int, icc: float) -> tuple[float, float] | None:
    """Give the 95 % interval of ICC(A,1) (McGraw and Wong 1996, table 7, case 2A).

    None where the formula has none: it is made for readings that agree better than at random.
    """
    if not 0.0 < icc < 1.0:
        return None
    a = k * icc / (n * (1.0 - icc))
    b = 1.0 + k * icc * (n - 1) / (n * (1.0 - icc))
    spread = (a * ms.raters) ** 2 / (k - 1) + (b * ms.error) ** 2 / ((n - 1) * (k - 1))
    freedom = (a * ms.raters + b * ms.error) ** 2 / spread
    below, above = float(stats.f.ppf(0.975, n - 1, freedom)), float(stats.f.ppf(0.975, freedom, n - 1))
    rest = k * ms.raters + (k * n - k - n) * ms.error
    low = n * (ms.targets - below * ms.error) / (below * rest + n * ms.targets)
    high = n * (above * ms.targets - ms.error) / (rest + n * above * ms.targets)
    return (low, high) if low <= icc <= high else None
