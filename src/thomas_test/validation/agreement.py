"""The figures of one angle: everything that is said about how well two columns of degrees agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from statsmodels.regression.linear_model import OLS

from thomas_test.geometry import FloatArray
from thomas_test.validation.clusters import (
    FEWEST_FOR_BOOTSTRAP,
    IntArray,
    cluster_codes,
    is_repeated,
)
from thomas_test.validation.figures import Agreement, Estimate, RaterAgreement
from thomas_test.validation.limits import FLAT_DEG, limits_of_agreement
from thomas_test.validation.records import AngleName, Pair
from thomas_test.validation.reliability import icc_agreement, minimal_detectable_change, standard_error
from thomas_test.validation.shares import share

_FEWEST = 3
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
    """Give every figure of one angle; `columns` hold at least one pair."""
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
    """Give the slope of the difference on the mean of both (Bland and Altman 1999), by least squares.

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
