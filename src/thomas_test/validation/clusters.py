"""Persons who come more than once: their pairs are not independent, and no interval may count them as if they were."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

IntArray = NDArray[np.int64]

FEWEST_FOR_BOOTSTRAP = 10
"""Persons below which no cluster bootstrap is given: it is too narrow with few clusters (Cameron, Gelbach and
Miller 2008, Rev Econ Stat 90:414, call even 5 to 30 few)."""

_RESAMPLES = 2000
_SEED = 20080801
"""Any number; the same one makes the same report twice."""

BOOTSTRAP_METHOD = f"percentile bootstrap over persons, {_RESAMPLES} resamples"


def cluster_codes(clusters: Sequence[str]) -> IntArray:
    """Give every person a number from 0, shape ``(n,)``."""
    return np.unique(np.asarray(clusters, dtype=np.str_), return_inverse=True)[1].astype(np.int64).reshape(-1)


def is_repeated(codes: IntArray) -> bool:
    """Tell whether any person comes more than once."""
    return bool(np.unique(codes).size < codes.size)


def bootstrap_interval(statistic: Callable[[IntArray], float], codes: IntArray) -> tuple[float, float] | str:
    """Give the 95 % interval of a statistic by drawing persons, each with all of their pairs.

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
    """Give how many independent pairs a share rests on: their number over the design effect.

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
