"""Bias and limits of agreement (Bland and Altman 1986, Lancet 327:307; 1999, Stat Methods Med Res 8:135)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from thomas_test.geometry import FloatArray
from thomas_test.validation.clusters import IntArray, is_repeated
from thomas_test.validation.figures import Estimate

FLAT_DEG = 1e-9
"""Spread below which angles count as all equal: rounding of doubles, far below any instrument."""

_Z = float(stats.norm.ppf(0.975))
_FEWEST = 3
"""Pairs, or persons, from which limits are given: with two the interval spans anything."""

_EXACT = "exact for normal differences (Carkeet 2015, Optom Vis Sci 92:e71)"
_MOVER = "MOVER for several pairs a person (Zou 2013, Stat Methods Med Res 22:630)"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The mean difference and the 95 % limits of agreement, in the unit of the differences."""

    bias: Estimate
    lower: Estimate
    upper: Estimate


def limits_of_agreement(differences: FloatArray, codes: IntArray) -> Limits:
    """Give bias and limits of agreement.

    One pair a person: mean, plus and minus 1.96 standard deviations. Several pairs a person, the true angle varying
    between them: the mean of the persons' means, and the variance between and within persons added (Bland and
    Altman 2007, J Biopharm Stat 17:571, in the form of Zou 2013, where every person weighs the same).

    Parameters
    ----------
    differences
        Tool minus reference, shape ``(n,)``, n at least 1.
    codes
        Whose each pair is, shape ``(n,)``.
    """
    if is_repeated(codes):
        return _repeated(differences, codes)
    mean = float(differences.mean())
    n = differences.size
    why = _why_not(n, "pairs", differences)
    if n < 2 or why == _EQUAL:
        return Limits(bias=Estimate(value=mean, because=why), lower=Estimate.missing(why), upper=Estimate.missing(why))
    sd = float(differences.std(ddof=1))
    bias = _bias(mean, sd / math.sqrt(n), n)
    if why:
        return Limits(bias=bias, lower=Estimate.missing(why), upper=Estimate.missing(why))
    near, far = (float(q) / math.sqrt(n) * sd for q in stats.nct.ppf([0.025, 0.975], n - 1, _Z * math.sqrt(n)))
    return Limits(
        bias=bias,
        lower=Estimate(value=mean - _Z * sd, low=mean - far, high=mean - near, method=_EXACT),
        upper=Estimate(value=mean + _Z * sd, low=mean + near, high=mean + far, method=_EXACT),
    )


_EQUAL = "all differences are equal: there is no spread to judge by"


def _why_not(count: int, what: str, differences: FloatArray) -> str:
    if count == 1:
        return f"one {what.removesuffix('s')} has no spread"
    if float(np.ptp(differences)) <= FLAT_DEG:
        return _EQUAL
    return f"{count} {what} are too few for limits ({_FEWEST} at least)" if count < _FEWEST else ""


def _bias(mean: float, standard_error: float, count: int) -> Estimate:
    half = float(stats.t.ppf(0.975, count - 1)) * standard_error
    return Estimate(
        value=mean, low=mean - half, high=mean + half, method=f"Student's t, {count - 1} degrees of freedom"
    )


def _repeated(differences: FloatArray, codes: IntArray) -> Limits:
    persons, index, counts = np.unique(codes, return_inverse=True, return_counts=True)
    means = np.bincount(index, weights=differences) / counts
    mean = float(means.mean())
    why = _why_not(persons.size, "persons", differences)
    if persons.size < 2 or why == _EQUAL:
        return Limits(bias=Estimate(value=mean, because=why), lower=Estimate.missing(why), upper=Estimate.missing(why))
    bias = _bias(mean, float(means.std(ddof=1)) / math.sqrt(persons.size), int(persons.size))
    if why:
        return Limits(bias=bias, lower=Estimate.missing(why), upper=Estimate.missing(why))
    spare = differences.size - persons.size
    within = float(np.sum((differences - means[index]) ** 2)) / spare
    parts = np.array([means.var(ddof=1), (1.0 - float(np.mean(1.0 / counts))) * within])
    freedom = np.array([persons.size - 1, spare], dtype=np.float64)
    return _mover(bias, mean, parts, freedom, variance_of_mean=float(parts[0]) / persons.size)


def _mover(bias: Estimate, mean: float, parts: FloatArray, freedom: FloatArray, *, variance_of_mean: float) -> Limits:
    """Recover the limits' intervals from those of the mean and of both variances (Zou 2013, section 2)."""
    total = float(parts.sum())
    half = _Z * math.sqrt(total)
    shrunk, grown = (freedom / stats.chi2.ppf(q, freedom) for q in (0.975, 0.025))
    lowest = max(0.0, total - math.hypot(*(parts * (1.0 - shrunk))))
    highest = total + math.hypot(*(parts * (grown - 1.0)))
    shift = _Z**2 * variance_of_mean
    inner = math.sqrt(shift + (half - _Z * math.sqrt(lowest)) ** 2)
    outer = math.sqrt(shift + (_Z * math.sqrt(highest) - half) ** 2)
    low, high = mean - half, mean + half
    return Limits(
        bias=bias,
        lower=Estimate(value=low, low=low - outer, high=low + inner, method=_MOVER),
        upper=Estimate(value=high, low=high - inner, high=high + outer, method=_MOVER),
    )
