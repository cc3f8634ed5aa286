"""The figures of a comparison: each may be missing, and then it says why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from thomas_test.validation.records import AngleName, LeftOut, Pair, Reason, count_reasons


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
        """Give the figure that was not computed."""
        return cls(because=because)


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

    @property
    def repeated(self) -> bool:
        """Whether any person comes more than once."""
        return self.subjects < self.pairs


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

    def left_out_counts(self) -> Mapping[Reason, int]:
        """Count who was left out, by reason, in the order of the reasons."""
        return count_reasons(self.left_out)
