from dataclasses import replace

import pytest

from support.analyses import make_analysis
from thomas_test.core.analysis import Evidence
from thomas_test.core.angles import Angle, HorizonSource, Level, Measurement
from thomas_test.core.criteria import GUIDE, PRESETS, Pattern, Verdict, assess
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.words import (
    LEVEL_WORDS,
    PATTERN_WORDS,
    SIGNS,
    degrees,
    flag_lines,
    interval,
    knee_words,
    lens_words,
    level_words,
    sentence,
    sided_interval,
    thigh_interval,
    thigh_side,
    thigh_words,
    turn_size,
)


@pytest.mark.parametrize(
    ("value_deg", "signed", "text"),
    [
        (4.25, False, "4.2°"),  # one decimal
        (-4.26, False, "−4.3°"),  # a true minus
        (4.2, True, "+4.2°"),
        (-0.04, True, "0.0°"),  # no negative zero, and zero has no sign
        (100.0, False, "100.0°"),
    ],
)
def test_degrees_are_written_for_people(value_deg: float, signed: bool, text: str) -> None:
    """An angle has one decimal, a true minus and the degree sign."""
    assert degrees(value_deg, signed=signed) == text


@pytest.mark.parametrize(
    ("value_deg", "text"),
    [
        (4.2, "thigh 4.2° below horizontal"),  # plus is extension: the knee below the hip
        (-4.2, "thigh 4.2° above horizontal"),
        (0.04, "thigh horizontal"),  # what would be printed as 0.0
        (-0.04, "thigh horizontal"),
    ],
)
def test_the_thigh_is_said_to_lie_above_or_below(value_deg: float, text: str) -> None:
    """A positive thigh angle is below horizontal, a negative one above."""
    assert thigh_words(Angle(value_deg=value_deg, low_deg=-9, high_deg=9)) == text


@pytest.mark.parametrize(
    ("value_deg", "side", "turn"),
    [
        (7.0, "below horizontal", "7.0° turned out"),
        (-7.0, "above horizontal", "7.0° turned in"),
        (0.04, "horizontal", "0.0°"),  # what is printed as 0.0 lies on neither side
        (-0.04, "horizontal", "0.0°"),
        (0.06, "below horizontal", "0.1° turned out"),
    ],
)
def test_an_angle_written_as_zero_has_no_side(value_deg: float, side: str, turn: str) -> None:
    """The word beside a number agrees with the number as it is written."""
    assert thigh_side(value_deg) == side
    assert turn_size(value_deg, "turned out", "turned in") == turn


def test_the_knee_is_said_to_be_bent_or_not_assessed() -> None:
    """A knee that could not be measured gets words and no number."""
    assert knee_words(Angle(value_deg=61.96, low_deg=60, high_deg=64)) == "knee bent 62.0°"
    assert knee_words(None) == "knee not assessed"


def test_an_interval_names_both_ends() -> None:
    """The ends are written low to high, with signs where the quantity has them."""
    assert interval(Angle(value_deg=0, low_deg=-2.5, high_deg=3.1), signed=True) == "−2.5° to +3.1°"


def test_the_level_says_source_and_tilt() -> None:
    """A horizon that was found is named with its tilt; the rows of the picture are said to be no levelling."""
    assert (
        level_words(Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.24)) == "the phone's own gravity, tilt +1.2°"
    )
    assert level_words(Level.usual(source=HorizonSource.IMAGE, tilt_deg=0.0)) == "rows of the picture (not levelled)"


@pytest.mark.parametrize(
    ("preset", "labels"),
    [
        (
            "guide",
            (
                "thigh reaches parallel",
                "thigh reaches 10° below parallel",
                "knee bent near 90° (at least 80°)",
            ),
        ),
        (
            "execp",
            (
                "thigh reaches parallel",
                "thigh reaches 10° below parallel",
                "knee bent near 67° (at least 67°)",
            ),
        ),
        (
            "mills",
            (
                "thigh reaches parallel",
                "thigh reaches 15° below parallel",
                "knee bent near 90° (at least 80°)",
            ),
        ),
    ],
)
def test_flags_are_worded_with_the_thresholds_of_the_preset(preset: str, labels: tuple[str, ...]) -> None:
    """What a flag is said to ask is what the preset asks."""
    angle = Angle(value_deg=5, low_deg=4, high_deg=6)
    chosen = PRESETS[preset]
    lines = flag_lines(assess(Measurement(thigh=angle, knee=angle), chosen), chosen)
    assert tuple(line.label for line in lines) == labels
    assert tuple(line.code for line in lines) == ("reaches_parallel", "reaches_10_below", "knee_near_90")


def test_flag_lines_carry_the_verdicts_in_their_places() -> None:
    """The answer beside a question is the answer to that question, as a word and as a sign."""
    thigh = Angle(value_deg=5, low_deg=4, high_deg=6)  # over 0, under 10
    lines = flag_lines(assess(Measurement(thigh=thigh, knee=None)), GUIDE)
    assert [line.verdict for line in lines] == [Verdict.MET, Verdict.NOT_MET, Verdict.NOT_ASSESSED]
    assert [line.sign for line in lines] == ["✓", "✗", "–"]


def test_there_are_words_for_everything() -> None:
    """No verdict, pattern or horizon is without its words, and no two verdicts share a sign."""
    assert len(set(SIGNS.values())) == len(SIGNS) == len(Verdict)
    assert PATTERN_WORDS.keys() == set(Pattern)
    assert LEVEL_WORDS.keys() == set(HorizonSource)


@pytest.mark.parametrize(
    ("text", "made"), [("right thigh", "Right thigh."), ("Done.", "Done."), ("°C", "°C."), ("", "")]
)
def test_a_phrase_becomes_a_sentence(text: str, made: str) -> None:
    """A sentence begins with a capital and ends with one full stop."""
    assert sentence(text) == made


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-28.9, -21.3, "21.3° to 28.9° above horizontal"),
        (6.0, 12.0, "6.0° to 12.0° below horizontal"),
        (-2.1, 5.0, "2.1° above to 5.0° below horizontal"),
        (-5.0, 2.1, "5.0° above to 2.1° below horizontal"),
        (0.0, 5.0, "0.0° to 5.0° below horizontal"),
        (-4.0, -0.02, "0.0° to 4.0° above horizontal"),
        (0.0, 0.0, "0.0° to 0.0° horizontal"),
    ],
)
def test_an_interval_is_told_in_the_sides_of_its_value(low: float, high: float, words: str) -> None:
    """Where the value stands above or below no sign stands beside it: one convention in one sentence."""
    assert thigh_interval(Angle(value_deg=(low + high) / 2, low_deg=low, high_deg=high)) == words


def test_rotation_is_told_in_its_own_sides() -> None:
    """Turned out or turned in, at both ends."""
    angle = Angle(value_deg=3.0, low_deg=-4.0, high_deg=10.0)
    assert sided_interval(angle, "turned out", "turned in") == "4.0° turned in to 10.0° turned out"


def test_a_knee_that_hangs_as_most_do_gets_no_cross() -> None:
    """No red cross stands above a bar that shows the knee among the others; one clearly less bent keeps it."""
    for knee_deg, sign, tone in ((55.0, "○", "not-assessed"), (30.0, "✗", "not-met")):
        knee = Angle(value_deg=knee_deg, low_deg=knee_deg - 3, high_deg=knee_deg + 3)
        thigh = Angle(value_deg=12.0, low_deg=9.0, high_deg=15.0)
        line = flag_lines(assess(Measurement(thigh=thigh, knee=knee)), GUIDE)[2]
        assert (line.sign, line.tone) == (sign, tone)
        assert line.verdict is Verdict.NOT_MET
        assert line.answer.startswith("not met")


@pytest.mark.parametrize(
    ("above", "off", "words"),
    [
        (11.04, 2.21, "lens 11.0° above the hip: 2.2° taken off"),
        (-5.0, -0.83, "lens 5.0° below the hip: 0.8° added"),
        (None, 0.42, "lens as high as the picture lets guess: 0.4° taken off"),
    ],
)
def test_what_the_height_of_the_lens_did_is_told(above: float | None, off: float, words: str) -> None:
    """How high it stands, where gravity tells, and what that was worth.

    Nothing of points that a person placed, nor of a guess that changed nothing.
    """
    evidence = Evidence(lens_above_hip_deg=above, lens_taken_off_deg=off)
    read = replace(make_analysis(), evidence=evidence)
    assert lens_words(read) == words
    outcome = read.measured
    by_hand = replace(outcome, pose=replace(outcome.pose, source=PointsSource.HAND))
    assert lens_words(replace(read, outcome=by_hand)) == ""
    assert lens_words(replace(read, evidence=Evidence())) == ""
