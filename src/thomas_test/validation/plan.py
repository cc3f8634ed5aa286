"""How many people a study needs: for an ICC, for the error of measurement, for limits of agreement, for a share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from thomas_test.core.errors import UsageError

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, kw_only=True)
class Needed:
    """How many people for one figure.

    Attributes
    ----------
    figure
        Which, with what it is expected to be.
    people
        How many who take part in all readings and are measured in each.
    method
        By which formula.
    """

    figure: str
    people: int
    method: str


def people_for_icc(icc: float, *, width: float, readings: int = 2) -> int:
    """People for an ICC whose 95 % interval is so wide (Bonett 2002, Stat Med 21:1331).

    Parameters
    ----------
    icc
        What it is expected to be.
    width
        Of the whole interval.
    readings
        Of each person: sessions or raters.

    Raises
    ------
    UsageError
        For figures that no study can have.
    """
    _check(0.0 <= icc < 1.0, "an ICC from 0 to under 1", icc)
    _check(0.0 < width < 1.0, "a width of the interval over 0 and under 1", width)
    _check(readings >= 2, "at least 2 readings of each person", readings)
    k = readings
    people = 8.0 * _Z**2 * (1.0 - icc) ** 2 * (1.0 + (k - 1) * icc) ** 2 / (k * (k - 1) * width**2) + 1.0
    # Bonett's correction where two readings of a high ICC are too few for the large-sample formula
    return math.ceil(people + (5.0 * icc if k == 2 and icc >= 0.7 else 0.0))


def people_for_error(*, precision: float, readings: int = 2) -> int:
    """People for a standard error of measurement, and so an MDC, known to so much of itself.

    A standard deviation of f degrees of freedom has a standard error of about 1 over the square root of 2 f of itself;
    n people with k readings give n (k - 1) degrees of freedom (Bland & Altman 1996, BMJ 313:744).

    Parameters
    ----------
    precision
        Half the width of the 95 % interval as a share of the figure, such as 0.2.
    readings
        Of each person.
    """
    _check(0.0 < precision < 1.0, "a precision over 0 and under 1", precision)
    _check(readings >= 2, "at least 2 readings of each person", readings)
    return math.ceil(_Z**2 / (2.0 * precision**2 * (readings - 1)))


def precision_of_error(people: int, *, readings: int = 2) -> float:
    """To what share of itself so many people tell a standard error of measurement: `people_for_error`, turned round."""
    return _Z / math.sqrt(2.0 * people * (readings - 1))


def people_for_limits(*, sd_deg: float, half_width_deg: float) -> int:
    """People for limits of agreement known to so many degrees.

    A limit has a standard error of about the square root of 3/n of the differences' standard deviation (Bland & Altman
    1986, Lancet 327:307).

    Parameters
    ----------
    sd_deg
        Standard deviation that the differences are expected to have.
    half_width_deg
        Half the width of the 95 % interval of each limit.
    """
    _check(sd_deg > 0.0, "a standard deviation over 0 degrees", sd_deg)
    _check(half_width_deg > 0.0, "a half width over 0 degrees", half_width_deg)
    return math.ceil(3.0 * (_Z * sd_deg / half_width_deg) ** 2)


def people_for_share(share: float, *, half_width: float) -> int:
    """People with the finding for a sensitivity, or without it for a specificity, known to so much.

    Large-sample interval of a share: z squared times p (1 - p) over the half width squared.
    """
    _check(0.0 < share < 1.0, "a share over 0 and under 1", share)
    _check(0.0 < half_width < 1.0, "a half width over 0 and under 1", half_width)
    return math.ceil(_Z**2 * share * (1.0 - share) / half_width**2)


def _check(holds: bool, expected: str, got: float) -> None:
    if not holds:
        raise UsageError(f"expected {expected}, got {got:g}")


def plan_study(
    *, icc: float, icc_width: float, readings: int, precision: float, sd_deg: float, half_width_deg: float
) -> tuple[Needed, ...]:
    """How many people for each of the figures that `thomas_test.validation.validate` gives.

    The most of them suffice for all but the last: of it so many are needed with the finding, and so many without.

    Raises
    ------
    UsageError
        For figures that no study can have.
    """
    return (
        Needed(
            figure=f"ICC(2,1) of {icc:g} with a 95 % interval {icc_width:g} wide, {readings} readings each",
            people=people_for_icc(icc, width=icc_width, readings=readings),
            method="Bonett 2002",
        ),
        Needed(
            figure=f"SEM and MDC95 within {100 * precision:g} % of themselves, {readings} readings each",
            people=people_for_error(precision=precision, readings=readings),
            method="Bland & Altman 1996",
        ),
        Needed(
            figure=f"limits of agreement within {half_width_deg:g}°, standard deviation of the differences {sd_deg:g}°",
            people=people_for_limits(sd_deg=sd_deg, half_width_deg=half_width_deg),
            method="Bland & Altman 1986",
        ),
        Needed(
            figure="sensitivity or specificity of 90 % within 10 %: people with, or without, the finding",
            people=people_for_share(0.9, half_width=0.1),
            method="large-sample interval",
        ),
    )
