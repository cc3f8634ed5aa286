from __future__ import annotations

import numpy as np
import pytest

from thomas_test.validation.figures import bootstrap_interval, cluster_codes, effective_size, is_repeated


def test_persons_are_numbered() -> None:
    """The same name has the same number, another one another."""
    first, second, third = cluster_codes(["b", "a", "b"])
    assert first == third != second


def test_persons_repeat_or_not() -> None:
    """Only a name that comes twice makes a table repeated."""
    assert is_repeated(np.array([0, 1, 0]))
    assert not is_repeated(np.array([0, 1, 2]))


def test_the_bootstrap_draws_persons_with_all_their_pairs() -> None:
    """Every draw holds whole persons: the number of rows of each is a multiple of its own."""
    codes = np.repeat(np.arange(10), 3)

    def rows_of_a_person_stay_together(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        return float(np.all(np.bincount(codes[rows], minlength=10) % 3 == 0))

    assert bootstrap_interval(rows_of_a_person_stay_together, codes) == (1.0, 1.0)


def test_the_bootstrap_gives_the_same_twice() -> None:
    """A report made again is the same report."""
    values, codes = np.random.default_rng(0).normal(size=20), np.repeat(np.arange(10), 2)
    one, other = (bootstrap_interval(lambda rows: float(values[rows].mean()), codes) for _ in range(2))
    assert one == other


def test_the_bootstrap_finds_the_interval_of_a_mean() -> None:
    """For the mean of 40 persons it comes near the mean plus and minus 1.96 standard errors."""
    values = np.random.default_rng(1).normal(size=40)
    drawn = bootstrap_interval(lambda rows: float(values[rows].mean()), np.arange(40))
    half = 1.96 * values.std(ddof=1) / 40**0.5
    assert drawn == pytest.approx((values.mean() - half, values.mean() + half), abs=0.04)


def test_few_persons_or_empty_draws_give_the_reason() -> None:
    """Under ten persons, or where most draws leave nothing, there is no interval."""
    assert "needs 10" in str(bootstrap_interval(lambda _: 1.0, np.array([0, 0, 1])))
    assert "too many draws" in str(bootstrap_interval(lambda _: float("nan"), np.repeat(np.arange(10), 2)))


@pytest.mark.parametrize(
    ("hits", "codes", "size"),
    [
        ([1, 1, 0, 0], [0, 0, 1, 1], 2.0),  # persons agree with themselves: two persons
        ([1, 0, 1, 0], [0, 0, 1, 1], 4.0),  # persons tell nothing about their pairs: four pairs
        ([1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 0], [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], 9.5455),  # by hand: 12 / 1.2571
        ([1, 1, 1, 1], [0, 0, 1, 1], 2.0),  # all hits: taken as fully dependent
    ],
)
def test_the_effective_size_lies_between_persons_and_pairs(hits: list[int], codes: list[int], size: float) -> None:
    """From the number of persons, where pairs repeat each other, to the number of pairs, where they do not."""
    assert effective_size(np.array(hits, dtype=np.bool_), np.array(codes)) == pytest.approx(size, abs=1e-4)
