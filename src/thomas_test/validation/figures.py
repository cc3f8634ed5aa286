"""The figures of a comparison: each may be missing, and then it says why."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from thomas_test.validation.records import AngleName, LeftOut, LeftOutReason, Pair, count_reasons


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval, either of which may be missing: then it says why.

    Attributes
    ----------
    value, low, high
        The figure and its interval; None where it was not computed.
    because
        Why the figure or its interval was not computed; empty when nothing is missing.
    method
        How the interval was made.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    because: str = ""
    method: str = ""

    def __post_init__(self) -> None:
        """Check that nothing is missing without a reason and that no number is invented."""
        numbers = [number for number in (self.value, self.low, self.high) if number is not None]
        if not all(math.isfinite(number) for number in numbers):
            raise ValueError(f"expected finite numbers, got {self.value}, {self.low}, {self.high}")
        if (self.low is None) != (self.high is None) or (self.value is None and self.low is not None):
            raise ValueError("expected an interval with both ends and a value, or none")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"expected low <= high, got {self.low} and {self.high}")
        if self.value is None and not self.because:
            raise ValueError("expected a reason where there is no figure")

    @classmethod
    def missing(cls, because: str) -> Estimate:
        """The figure that was not computed."""
        return cls(because=because)

    @classmethod
    def drawn(cls, value: float, ends: tuple[float, float] | str) -> Estimate:
        """A figure with what `bootstrap_interval` gave: its interval, or why there is none."""
        if isinstance(ends, str):
            return cls(value=value, because=ends)
        return cls(value=value, low=ends[0], high=ends[1], method=BOOTSTRAP_METHOD)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How well one angle agrees with the reference; differences are tool minus reference, in degrees.

    Attributes
    ----------
    against
        The rater, or the mean of the raters.
    pairs, subjects
        How many, and of how many persons.
    bias, lower_limit, upper_limit
        Bland and Altman's mean difference and 95 % limits of agreement.
    mean_absolute_error, root_mean_square_error, absolute_error_p95
        Over all pairs.
    icc
        ICC(2,1): two-way random effects, absolute agreement, single rater.
    standard_error, minimal_detectable_change
        SEM and MDC95, of agreement: they hold the bias between the two as well.
    slope
        Change of the difference per degree of the mean of both: proportional bias where its interval leaves out 0.
    coverage
        Share of the reference values inside the tool's own 95 % interval.
    """

    angle: AngleName
    against: str
    pairs: int
    subjects: int
    bias: Estimate
    lower_limit: Estimate
    upper_limit: Estimate
    mean_absolute_error: Estimate
    root_mean_square_error: Estimate
    absolute_error_p95: Estimate
    icc: Estimate
    standard_error: Estimate
    minimal_detectable_change: Estimate
    slope: Estimate
    coverage: Estimate


@dataclass(frozen=True, kw_only=True)
class RaterAgreement:
    """How well the raters agree with each other on one angle, where all of them read it."""

    angle: AngleName
    raters: tuple[str, ...]
    targets: int
    icc: Estimate
    standard_error: Estimate


@dataclass(frozen=True, kw_only=True)
class Classification:
    """A two-by-two table and its figures; positive = below the threshold (``not met``)."""

    true_positive: int
    false_negative: int
    false_positive: int
    true_negative: int
    kappa: Estimate
    sensitivity: Estimate
    specificity: Estimate


@dataclass(frozen=True, kw_only=True)
class FlagAgreement:
    """How well one flag agrees with the reference.

    Attributes
    ----------
    flag, threshold_deg
        Which flag, and where its threshold lies.
    counts
        How often the tool said what (`Verdict`), by what the reference says (``met`` or ``not met``).
    decided
        Over those that the tool called met or not met.
    by_value
        Over all, each angle held against the threshold without its interval: borderline ones are not let off.
    """

    flag: str
    angle: AngleName
    threshold_deg: float
    counts: Mapping[str, Mapping[str, int]]
    decided: Classification
    by_value: Classification


@dataclass(frozen=True, kw_only=True)
class TableInfo:
    """Which table it was."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ValidationReport:
    """The whole comparison.

    Attributes
    ----------
    matched_by
        How many reference rows found their picture by what.
    read_share
        Share of the pictures with a reference that the tool measured.
    agreements
        Each angle against the mean of the raters, or the only one.
    by_rater
        The same against each rater, where there are several.
    repeat
        Whether the tables are two sessions of the same people, read by the same tool.
    """

    results: TableInfo
    reference: TableInfo
    flip_thigh: bool
    preset: str
    matched_by: Mapping[str, int]
    read_share: Estimate
    pairs: tuple[Pair, ...]
    agreements: tuple[Agreement, ...]
    by_rater: tuple[Agreement, ...]
    between_raters: tuple[RaterAgreement, ...]
    flags: tuple[FlagAgreement, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    version: str
    repeat: bool = False

    @property
    def names(self) -> tuple[str, str]:
        """What the two tables are called: the one that is looked at, and what it is held against."""
        return ("first session", "second session") if self.repeat else ("tool", "reference")

    def left_out_counts(self) -> Mapping[LeftOutReason, int]:
        """Count who was left out, by reason, in the order of the reasons."""
        return count_reasons(self.left_out)


IntArray = NDArray[np.int64]

FEWEST_FOR_BOOTSTRAP = 10
"""Persons below which no cluster bootstrap is given: it is too narrow with few clusters (Cameron, Gelbach and
Miller 2008, Rev Econ Stat 90:414, call even 5 to 30 few)."""

_RESAMPLES = 2000
_SEED = 20080801
"""Any number; the same one makes the same report twice."""

BOOTSTRAP_METHOD = f"percentile bootstrap over persons, {_RESAMPLES} resamples"


def cluster_codes(clusters: Sequence[str]) -> IntArray:
    """A number from 0 for every person, shape ``(n,)``."""
    return np.unique(np.asarray(clusters, dtype=np.str_), return_inverse=True)[1].astype(np.int64).reshape(-1)


def is_repeated(codes: IntArray) -> bool:
    """Tell whether any person comes more than once."""
    return bool(np.unique(codes).size < codes.size)


def bootstrap_interval(statistic: Callable[[IntArray], float], codes: IntArray) -> tuple[float, float] | str:
    """The 95 % interval of a statistic by drawing persons, each with all of their pairs.

    Parameters
    ----------
    statistic
        From the drawn rows, shape ``(m,)``, to its value; NaN where it has none for that draw.
    codes
        Whose each row is, shape ``(n,)``.

    Returns
    -------
    tuple or str
        Low and high; or why there is no interval.
    """
    rows = [np.flatnonzero(codes == code) for code in np.unique(codes)]
    if len(rows) < FEWEST_FOR_BOOTSTRAP:
        return f"persons come more than once, and the bootstrap over persons needs {FEWEST_FOR_BOOTSTRAP} of them"

    def of_persons(persons: IntArray) -> float:
        return statistic(np.concatenate([rows[person] for person in persons]))

    with warnings.catch_warnings():
        # Draws without a value are counted below; SciPy warns of them in words that speak of another method.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        draws = stats.bootstrap(
            (np.arange(len(rows)),),
            of_persons,
            n_resamples=_RESAMPLES,
            vectorized=False,
            method="percentile",
            rng=np.random.default_rng(_SEED),
        ).bootstrap_distribution
    known = draws[np.isfinite(draws)]
    if known.size < 0.95 * draws.size:
        return "too many draws of the bootstrap over persons leave nothing to compare"
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def effective_size(hits: NDArray[np.bool_], codes: IntArray) -> float:
    """How many independent pairs a share rests on: their number over the design effect.

    The design effect compares the share's variance between persons with that of independent pairs (Rao and Scott
    1992, Biometrics 48:577). Where all or none are hits it cannot be seen; then pairs of a person count as fully
    dependent (Kish 1965), which is its largest value anyway.
    """
    n = hits.size
    sizes = np.bincount(codes)[np.unique(codes)].astype(np.float64)
    largest = float(np.sum(sizes**2) / n)
    share = float(hits.mean())
    if share in (0.0, 1.0):
        return n / largest
    persons = sizes.size
    sums = np.bincount(codes, weights=hits.astype(np.float64))[np.unique(codes)]
    variance = persons / (persons - 1) * float(np.sum((sums - share * sizes) ** 2)) / n**2
    effect = variance / (share * (1.0 - share) / n)
    return n / min(max(effect, 1.0), largest)


BoolArray = NDArray[np.bool_]

_WILSON = "Wilson score"
_WILSON_REPEATED = "Wilson score on the effective number of pairs (Rao & Scott 1992)"
_KAPPA_METHOD = "large-sample standard error (Fleiss, Cohen & Everitt 1969)"


def share(hits: BoolArray, codes: IntArray, *, of_what: str) -> Estimate:
    """A share with Wilson's 95 % interval (Brown, Cai and DasGupta 2001, Stat Sci 16:101, recommend it).

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
        return Estimate.drawn(value, bootstrap_interval(lambda rows: _kappa_of(said[rows], truly[rows]), codes))
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
