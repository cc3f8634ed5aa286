"""A row as people read it, in the folder's page and in the app's table."""

from dataclasses import replace

import pytest

from support.analyses import make_analysis, make_refusal
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.errors import ImageError
from thomas_test.output.row_words import flag_titles, row_in_words
from thomas_test.output.rows import row_of, row_of_error, row_of_unread

ROW = row_of(make_analysis(name="a.jpg", thigh_deg=-4.0, knee_deg=81.0))


@pytest.mark.parametrize(
    ("thigh_deg", "low_deg", "high_deg", "said"),
    [
        (-4.0, -7.0, -1.0, ("4.0° above", "1.0° to 7.0° above")),  # never a sign beside a side
        (12.0, 9.0, 15.0, ("12.0° below", "9.0° to 15.0° below")),
        (0.02, -3.0, 3.0, ("level", "3.0° above to 3.0° below")),  # written as 0.0 it lies on neither side
    ],
)
def test_the_thigh_is_told_by_its_side(
    thigh_deg: float, low_deg: float, high_deg: float, said: tuple[str, str]
) -> None:
    """Value and interval in the same words: sizes and sides."""
    words = row_in_words(replace(ROW, thigh_angle_deg=thigh_deg, thigh_low_deg=low_deg, thigh_high_deg=high_deg))
    assert (words.thigh, words.thigh_interval) == said


def test_a_knee_that_was_not_seen_has_no_number() -> None:
    """And the flag that rests on it says so."""
    row = replace(ROW, knee_flexion_deg=None, knee_low_deg=None, knee_high_deg=None, knee_near_90="not assessed")
    words = row_in_words(row)
    assert (words.knee, words.knee_interval) == ("", "")
    assert [(flag.sign, flag.verdict.value) for flag in words.flags] == [
        ("✗", "not met"),
        ("✗", "not met"),
        ("–", "not assessed"),
    ]


def test_a_knee_that_hangs_as_most_do_gets_no_cross() -> None:
    """Not met, and usual: the same sign and words as on the picture; clearly further opened it gets its cross."""
    usual = row_in_words(row_of(make_analysis(name="a.jpg", thigh_deg=4.0, knee_deg=55.0))).flags[2]
    assert (usual.sign, usual.answer, usual.tone) == ("○", "not met, as most knees", "not-assessed")
    beyond = row_in_words(row_of(make_analysis(name="a.jpg", thigh_deg=4.0, knee_deg=20.0))).flags[2]
    assert (beyond.sign, beyond.answer, beyond.tone) == ("✗", "not met", "not-met")


def test_a_hand_on_a_row_is_told() -> None:
    """Corrected where there was an automatic reading, else placed; nothing where nobody did."""
    assert row_in_words(ROW).hand == ""
    assert row_in_words(replace(ROW, points_source="hand")).hand == "by hand"
    assert row_in_words(replace(ROW, points_source="hand", automatic_thigh_deg=-6.0)).hand == "corrected by hand"
    assert row_in_words(replace(ROW, automatic_thigh_deg=-6.0)).hand == "corrected by hand"  # the level alone


def test_a_row_without_numbers_says_why() -> None:
    """In a sentence: what was wrong with the picture, the file, or that nobody read it."""
    assert row_in_words(ROW).why == ""
    refused = row_in_words(row_of(make_refusal(name="b.jpg")))
    assert refused.why.endswith(".")
    assert "_" not in refused.why
    assert (refused.thigh, refused.flags) == ("", ())
    assert row_in_words(row_of_error("c.jpg", ImageError("Empty file.", reason="empty"))).why == "Empty file."
    assert row_in_words(row_of_unread("d.jpg")).why == "Not read: the run was cancelled before its turn."


def test_flags_are_called_by_the_thresholds_of_their_preset() -> None:
    """No title names a threshold that was not used."""
    assert list(flag_titles(GUIDE).values()) == ["Parallel", "10° below", "Knee near 90°"]
    assert list(flag_titles(Preset.named("mills")).values()) != list(flag_titles(GUIDE).values())
