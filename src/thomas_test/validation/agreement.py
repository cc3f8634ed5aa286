"""The figures of one angle: everything that is said about how well two columns of degrees agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.regression.linear_model import OLS

from thomas_test.core.geometry import FloatArray
from thomas_test.validation.figures import (
    FEWEST_FOR_BOOTSTRAP,
    Agreement,
    Estimate,
    IntArray,
    RaterAgreement,
    bootstrap_interval,
    cluster_codes,
    is_repeated,
    share,
)
from thomas_test.validation.records import AngleName, Pair

FLAT_DEG = 1e-9
"""Spread below which angles count as all equal: rounding of doubles, far below any instrument."""

_Z = float(stats.norm.ppf(0.975))
_FEWEST = 3
"""Pairs, or persons, from which limits are given: with two the interval spans anything."""

_EXACT = "exact for normal differences (Carkeet 2015, Optom Vis Sci 92:e71)"
_MOVER = "MOVER for several pairs a person (Zou 2013, Stat Methods Med Res 22:630)"


@dataclass(frozen=True, kw_only=True)
class LimitsOfAgreement:
    """The mean difference and the 95 % limits of agreement, in the unit of the differences."""

    bias: Estimate
    lower: Estimate
    upper: Estimate


def limits_of_agreement(differences: FloatArray, codes: IntArray) -> LimitsOfAgreement:
    """Bias and limits of agreement.

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
    _, index, counts = np.unique(codes, return_inverse=True, return_counts=True)
    repeated = is_repeated(codes)
    means = np.bincount(index, weights=differences) / counts if repeated else differences
    mean, n = float(means.mean()), means.size
    why = _why_not(n, "persons" if repeated else "pairs", differences)
    if n < 2 or why == _EQUAL:
        return LimitsOfAgreement(
            bias=Estimate(value=mean, because=why), lower=Estimate.missing(why), upper=Estimate.missing(why)
        )
    sd = float(means.std(ddof=1))
    bias = _bias(mean, sd / math.sqrt(n), n)
    if why:
        return LimitsOfAgreement(bias=bias, lower=Estimate.missing(why), upper=Estimate.missing(why))
    if repeated:
        spare = differences.size - n
        within = float(np.sum((differences - means[index]) ** 2)) / spare
        parts = np.array([means.var(ddof=1), (1.0 - float(np.mean(1.0 / counts))) * within])
        freedom = np.array([n - 1, spare], dtype=np.float64)
        return _mover(bias, mean, parts, freedom, variance_of_mean=float(parts[0]) / n)
    near, far = (float(q) / math.sqrt(n) * sd for q in stats.nct.ppf([0.025, 0.975], n - 1, _Z * math.sqrt(n)))
    return LimitsOfAgreement(
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


def _mover(
    bias: Estimate, mean: float, parts: FloatArray, freedom: FloatArray, *, variance_of_mean: float
) -> LimitsOfAgreement:
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
    return LimitsOfAgreement(
        bias=bias,
        lower=Estimate(value=low, low=low - outer, high=low + inner, method=_MOVER),
        upper=Estimate(value=high, low=high - inner, high=high + outer, method=_MOVER),
    )


MDC_FACTOR = 1.96 * 2**0.5
"""MDC95 = 1.96 times the square root of 2 times SEM: two readings, each with its error (Weir 2005, J Strength Cond
Res 19:231)."""

_F_METHOD = "F distribution (McGraw & Wong 1996)"


@dataclass(frozen=True, kw_only=True)
class MeanSquares:
    """The mean squares of a two-way analysis of variance: targets, raters and what is left."""

    targets: float
    raters: float
    error: float


def mean_squares(table: FloatArray) -> MeanSquares:
    """The mean squares of a complete table, shape ``(targets, raters)``, at least 2 by 2."""
    n, k = table.shape
    centred = table - table.mean()
    targets = k * np.sum(centred.mean(axis=1) ** 2)
    raters = n * np.sum(centred.mean(axis=0) ** 2)
    rest = max(0.0, float(np.sum(centred**2) - targets - raters))
    return MeanSquares(
        targets=float(targets) / (n - 1), raters=float(raters) / (k - 1), error=rest / ((n - 1) * (k - 1))
    )


def icc_of(table: FloatArray) -> float:
    """ICC(2,1) of a complete table; NaN where the targets do not differ."""
    n, k = table.shape
    if n < 2 or float(np.ptp(table.mean(axis=1))) <= FLAT_DEG:
        return float("nan")
    ms = mean_squares(table)
    return float((ms.targets - ms.error) / (ms.targets + (k - 1) * ms.error + k * (ms.raters - ms.error) / n))


def icc_agreement(table: FloatArray, codes: IntArray) -> Estimate:
    """ICC(2,1) with its 95 % interval.

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
    return Estimate.drawn(value, bootstrap_interval(lambda rows: icc_of(table[rows]), codes))


def standard_error(table: FloatArray) -> Estimate:
    """The standard error of measurement, of agreement, in the unit of the table.

    Error and rater variance together (de Vet 2006, J Clin Epidemiol 59:1033).
    """
    n = table.shape[0]
    if n < _FEWEST:
        return Estimate.missing(f"{n} {'pair is' if n == 1 else 'pairs are'} too few ({_FEWEST} at least)")
    ms = mean_squares(table)
    variance = ms.error + max(0.0, ms.raters - ms.error) / n
    return Estimate(value=float(np.sqrt(variance)), because="not computed for this figure")


def minimal_detectable_change(sem: Estimate) -> Estimate:
    """MDC95 from the standard error of measurement."""
    if sem.value is None:
        return sem
    return Estimate(value=MDC_FACTOR * sem.value, because=sem.because)


def _f_interval(ms: MeanSquares, n: int, k: int, icc: float) -> tuple[float, float] | None:
    """The 95 % interval of ICC(A,1) (McGraw and Wong 1996, table 7, case 2A).

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


_FEWEST_FOR_P95 = 20
"""Below 20 pairs a 95th percentile is hardly more than the largest value."""

_NO_INTERVAL = "not computed for this figure"


@dataclass(frozen=True, kw_only=True, eq=False)
class Columns:
    """One angle of all pairs that have it, in degrees, each array of shape ``(n,)``.

    Attributes
    ----------
    codes
        Whose each pair is.
    inside, inside_codes
        Whether the reference lies in the tool's interval, where the tool gives one, and whose those pairs are.
    """

    tool_deg: FloatArray
    reference_deg: FloatArray
    codes: IntArray
    inside: np.ndarray[tuple[int], np.dtype[np.bool_]]
    inside_codes: IntArray


def columns_of(pairs: Sequence[Pair], angle: AngleName, rater: str | None = None) -> Columns:
    """Take one angle out of the pairs: against one rater, or against the mean of all for None."""
    codes = cluster_codes([pair.cluster for pair in pairs])
    rows = [
        (pair.tool.angles[angle], reference, code)
        for pair, code in zip(pairs, codes, strict=True)
        if angle in pair.tool.angles and (reference := pair.reference_deg(angle, rater)) is not None
    ]
    with_interval = [(read, reference, code) for read, reference, code in rows if read.low_deg < read.high_deg]
    return Columns(
        tool_deg=np.array([read.value_deg for read, _, _ in rows], dtype=np.float64),
        reference_deg=np.array([reference for _, reference, _ in rows], dtype=np.float64),
        codes=np.array([code for _, _, code in rows], dtype=np.int64),
        inside=np.array([a.low_deg <= reference <= a.high_deg for a, reference, _ in with_interval], dtype=np.bool_),
        inside_codes=np.array([code for _, _, code in with_interval], dtype=np.int64),
    )


def agree(columns: Columns, angle: AngleName, *, against: str) -> Agreement:
    """Every figure of one angle; `columns` hold at least one pair."""
    differences = columns.tool_deg - columns.reference_deg
    absolute = np.abs(differences)
    limits = limits_of_agreement(differences, columns.codes)
    table = np.column_stack([columns.tool_deg, columns.reference_deg])
    sem = standard_error(table)
    return Agreement(
        angle=angle,
        against=against,
        pairs=differences.size,
        subjects=int(np.unique(columns.codes).size),
        bias=limits.bias,
        lower_limit=limits.lower,
        upper_limit=limits.upper,
        mean_absolute_error=Estimate(value=float(absolute.mean()), because=_NO_INTERVAL),
        root_mean_square_error=Estimate(value=float(np.sqrt(np.mean(differences**2))), because=_NO_INTERVAL),
        absolute_error_p95=_p95(absolute),
        icc=icc_agreement(table, columns.codes),
        standard_error=sem,
        minimal_detectable_change=minimal_detectable_change(sem),
        slope=proportional_bias(columns.tool_deg, columns.reference_deg, columns.codes),
        coverage=share(columns.inside, columns.inside_codes, of_what="intervals in the results"),
    )


def proportional_bias(tool_deg: FloatArray, reference_deg: FloatArray, codes: IntArray) -> Estimate:
    """The slope of the difference on the mean of both (Bland and Altman 1999), by least squares.

    Unequal noise of the two readings makes a slope as well: it is a hint, no proof. Where persons come more than
    once the standard errors are clustered by person.
    """
    differences, means = tool_deg - reference_deg, (tool_deg + reference_deg) / 2.0
    if differences.size < _FEWEST:
        return Estimate.missing(f"fewer than {_FEWEST} pairs")
    if min(float(np.ptp(column)) for column in (tool_deg, reference_deg, means)) <= FLAT_DEG:
        return Estimate.missing("one of the columns does not vary: there is no slope")
    design = np.column_stack([np.ones_like(means), means])
    model = OLS(differences, design)
    fit = model.fit()
    slope = float(fit.params[1])
    repeated = is_repeated(codes)
    if repeated and np.unique(codes).size < FEWEST_FOR_BOOTSTRAP:
        because = f"persons come more than once, and clustered errors need {FEWEST_FOR_BOOTSTRAP} of them"
        return Estimate(value=slope, because=because)
    if float(np.ptp(fit.resid)) <= FLAT_DEG:
        return Estimate(value=slope, because="the differences lie on a line: there is no spread to judge by")
    if repeated:
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
    low, high = fit.conf_int()[1]
    method = "least squares, errors clustered by person" if repeated else "least squares, Student's t"
    return Estimate(value=slope, low=float(low), high=float(high), method=method)


def raters_agree(pairs: Sequence[Pair], angle: AngleName) -> RaterAgreement | None:
    """Say how well the raters agree where all of them read the angle; None with fewer than two of them."""
    raters = sorted({rater for pair in pairs for rater, angles in pair.raters.items() if angle in angles})
    if len(raters) < 2:
        return None
    complete = [pair for pair in pairs if all(angle in pair.raters.get(rater, {}) for rater in raters)]
    if not complete:
        nothing = Estimate.missing("no picture was read by all of them")
        return RaterAgreement(angle=angle, raters=tuple(raters), targets=0, icc=nothing, standard_error=nothing)
    table = np.array([[pair.raters[rater][angle].value_deg for rater in raters] for pair in complete])
    codes = cluster_codes([pair.cluster for pair in complete])
    return RaterAgreement(
        angle=angle,
        raters=tuple(raters),
        targets=len(complete),
        icc=icc_agreement(table, codes),
        standard_error=standard_error(table),
    )


def _p95(absolute: FloatArray) -> Estimate:
    if absolute.size < _FEWEST_FOR_P95:
        return Estimate.missing(f"fewer than {_FEWEST_FOR_P95} pairs")
    return Estimate(value=float(np.quantile(absolute, 0.95)), because=_NO_INTERVAL)
