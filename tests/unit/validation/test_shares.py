from __future__ import annotations

import numpy as np
import pytest

from thomas_test.validation.figures import classify, share


def _bools(text: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([letter == "+" for letter in text], dtype=np.bool_)


@pytest.mark.parametrize(
    ("hits", "low", "high"),
    [
        ("+" * 81 + "-" * 182, 0.2553, 0.3662),  # Newcombe 1998, Stat Med 17:857, table I: 81 of 263
        ("+" * 15 + "-" * 133, 0.0624, 0.1605),  # ", 15 of 148
        ("-" * 20, 0.0, 0.1611),  # ", 0 of 20
        ("+" * 1 + "-" * 28, 0.0061, 0.1718),  # ", 1 of 29
    ],
)
def test_newcombe_1998_is_reproduced(hits: str, low: float, high: float) -> None:
    """Wilson's score interval as printed in the paper that compares the methods."""
    found = share(_bools(hits), np.arange(len(hits)), of_what="pictures")
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_is_not_computed() -> None:
    """Without pictures there is no share, and it says so."""
    assert share(_bools(""), np.arange(0), of_what="pictures").because == "there are no pictures"


def test_pictures_of_one_person_count_for_less() -> None:
    """Ten persons, each all right or all wrong three times: the interval is that of ten, not of thirty."""
    hits = np.repeat(_bools("+++++++---"), 3)
    persons = share(hits, np.repeat(np.arange(10), 3), of_what="pictures")
    ten = share(_bools("+++++++---"), np.arange(10), of_what="pictures")
    assert persons.value == pytest.approx(0.7)
    assert persons.low == pytest.approx(ten.low)
    assert persons.high == pytest.approx(ten.high)


def test_all_right_with_repeats_stays_careful() -> None:
    """Where all are right the persons count, not their pictures."""
    found = share(np.repeat(_bools("+++++"), 4), np.repeat(np.arange(5), 4), of_what="pictures")
    assert (found.value, found.low) == pytest.approx((1.0, share(_bools("+++++"), np.arange(5), of_what="").low))


def test_all_of_one_person_have_no_interval() -> None:
    """One person says nothing about others."""
    found = share(_bools("++-"), np.zeros(3, dtype=np.int64), of_what="pictures")
    assert found.value == pytest.approx(2 / 3)
    assert found.because == "all are of one person"


def test_a_two_by_two_table_worked_by_hand() -> None:
    """20 and 15 right, 5 and 10 wrong of 50: kappa 0.4, the textbook example; sensitivity 20/30, specificity 15/20."""
    said = _bools("+" * 20 + "-" * 10 + "+" * 5 + "-" * 15)
    truly = _bools("+" * 30 + "-" * 20)
    found = classify(said, truly, np.arange(50))
    counts = (found.true_positive, found.false_negative, found.false_positive, found.true_negative)
    assert counts == (20, 10, 5, 15)
    assert found.kappa.value == pytest.approx(0.4)
    # Standard error 0.127 with Fleiss, Cohen and Everitt's formula, worked by hand.
    assert found.kappa.low == pytest.approx(0.4 - 1.96 * 0.1265, abs=2e-3)
    assert found.sensitivity.value == pytest.approx(2 / 3)
    assert found.specificity.value == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("said", "truly", "because"),
    [
        ("+", "+", "fewer than two pairs"),
        ("+-+", "+++", "the reference says the same"),
        ("+++", "+-+", "the tool says the same"),
    ],
)
def test_kappa_without_meaning_is_not_computed(said: str, truly: str, because: str) -> None:
    """Where one side never varies kappa is 0 or undefined whatever the agreement: no number is given."""
    found = classify(_bools(said), _bools(truly), np.arange(len(said))).kappa
    assert found.value is None
    assert found.because.startswith(because)


def test_complete_agreement_has_kappa_1_without_an_interval() -> None:
    """The formula's interval would be 1 to 1, which nobody should believe."""
    found = classify(_bools("+-+-"), _bools("+-+-"), np.arange(4)).kappa
    assert (found.value, found.low) == (1.0, None)


def test_kappa_of_repeated_persons_is_drawn_over_persons() -> None:
    """Every person twice, unchanged: the interval is wider than that of twice as many persons."""
    said, truly = _bools("+++++----++--"), _bools("++++-----+++-")
    codes = np.repeat(np.arange(13), 2)
    together = classify(np.repeat(said, 2), np.repeat(truly, 2), codes).kappa
    apart = classify(np.repeat(said, 2), np.repeat(truly, 2), np.arange(26)).kappa
    assert "over persons" in together.method
    assert None not in (together.low, together.high, apart.low, apart.high)
    assert (together.high or 0) - (together.low or 0) > (apart.high or 0) - (apart.low or 0)
