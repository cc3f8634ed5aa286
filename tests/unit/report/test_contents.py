from dataclasses import replace

import numpy as np
import pytest

from support.examinations import DAY, GROIN_PAIN, make_examination, make_leg
from thomas_test.examination.record import Examination, Leg, Stop
from thomas_test.examination.red_flags import RedFlag
from thomas_test.examination.statements import NotTested, Pelvis, Seen
from thomas_test.images import read_photo
from thomas_test.landmarks import Side
from thomas_test.report.contents import report_content
from thomas_test.report.leg import LegContent


def _leg(content_of: Examination, side: Side) -> LegContent:
    return next(leg for leg in report_content(content_of).legs if leg.heading.lower().startswith(side))


def test_both_legs_stand_beside_each_other_as_one_sees_them() -> None:
    """The right leg stands at the left, as from in front of the person; the first one tested is named."""
    content = report_content(make_examination())
    assert [leg.heading for leg in content.legs] == ["Right leg", "Left leg, tested first"]


def test_numbers_have_interval_trials_and_spread() -> None:
    """Thighs at 4, 5 and 9 degrees: the median, its interval, every trial and the spread are written."""
    thigh = _leg(make_examination(), Side.LEFT).numbers[0]
    assert thigh.value == "Thigh 5.0° below horizontal"
    assert "median of 3 trials (+4.0°, +5.0°, +9.0°), spread 5.0°" in thigh.detail
    assert "95 % interval +2.0° to +9.0°" in thigh.detail


def test_rotation_is_written_where_it_was_read() -> None:
    """A second photo brings rotation, in words that say which way."""
    rotation = next(row for row in _leg(make_examination(), Side.LEFT).numbers if row.label == "Rotation")
    assert "turned out" in rotation.value
    assert all(row.label != "Rotation" for row in _leg(make_examination(), Side.RIGHT).numbers)


def test_single_trial_is_called_so() -> None:
    """One trial has no spread, and the line says that it was one."""
    examination = Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})
    assert _leg(examination, Side.LEFT).numbers[0].detail.endswith("one trial")
    assert _leg(examination, Side.RIGHT).picture_note == "Not measured."
    assert report_content(examination).comparison == "Only one leg was measured."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"feelings": ()}, "pain: not asked"),
        ({"feelings": (), "nothing_felt": True}, "no pain was reported"),
        ({}, "felt: a stretch, front of the thigh"),
    ],
)
def test_what_was_felt_is_written_as_it_was_asked(changes: dict[str, object], words: str) -> None:
    """That no pain was reported stands only where the person was asked."""
    said = _leg(Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0, **changes)}), Side.LEFT).statements
    assert words in said
    assert words == "no pain was reported" or "no pain was reported" not in said


def test_a_leg_that_was_not_measured_has_no_statements() -> None:
    """Nothing is said about a leg without a number but why there is none."""
    legs = {Side.LEFT: make_leg(Side.LEFT, 4.0), Side.RIGHT: Leg(not_tested=NotTested.AMPUTATION, nothing_felt=True)}
    right = _leg(Examination(day=DAY, legs=legs), Side.RIGHT)
    assert (right.picture_note, right.statements, right.numbers) == ("Not tested: amputation.", "", ())


def test_with_neither_leg_tested_there_is_no_result() -> None:
    """Both legs left out: no number, no pattern, nothing to do."""
    legs = {side: Leg(not_tested=NotTested.PAIN) for side in Side}
    content = report_content(Examination(day=DAY, legs=legs))
    assert content.comparison == "No leg was measured."
    assert not content.suggestions
    assert not any(leg.numbers or leg.flags or leg.readings for leg in content.legs)


def test_a_contradiction_about_the_turn_is_told() -> None:
    """Seen turned in, measured turned out: a caution says so, and no statement says which."""
    left = replace(make_examination().legs[Side.LEFT], seen=frozenset({Seen.TURNED_IN}))
    content = _leg(replace(make_examination(), legs={Side.LEFT: left}), Side.LEFT)
    assert any("saw the thigh turned in; the second photo says otherwise" in words for words in content.cautions)
    assert "turned" not in content.statements


@pytest.mark.parametrize(
    ("right_deg", "words"),
    [
        (-8.0, "The left thigh hangs 12.0° lower than the right one: more than the 7°"),
        (1.0, "The left thigh hangs 3.0° lower than the right one: within the 7°"),
        (30.0, "The right thigh hangs 26.0° lower than the left one: more than the 7°"),
    ],
)
def test_sides_are_compared_against_the_error_of_repeating(right_deg: float, words: str) -> None:
    """A difference counts only beyond what repeating the test may change."""
    legs = {Side.LEFT: make_leg(Side.LEFT, 4.0), Side.RIGHT: make_leg(Side.RIGHT, right_deg)}
    assert report_content(Examination(day=DAY, legs=legs)).comparison.startswith(words)


def test_models_levelling_and_thresholds_are_named() -> None:
    """How it was measured: model with its hash, version, level, thresholds."""
    content = report_content(make_examination())
    method = " ".join(content.method)
    assert "full " + "ab" * 32 in method
    assert "guide" in method
    assert "rows of the picture (not levelled)" in content.legs[0].measured_how
    assert "not a diagnosis" in content.not_this


def test_statements_are_told_as_made() -> None:
    """Pelvis, foot, feelings and re-test are all said; what was not checked is a caution and no pattern is named."""
    legs = {Side.LEFT: make_leg(Side.LEFT, -9.0, pelvis=Pelvis.NOT_CHECKED)}
    leg = _leg(Examination(day=DAY, legs=legs), Side.LEFT)
    assert leg.statements.startswith(
        "Low back not checked; foot hung free; felt: a stretch, front of the thigh; re-test"
    )
    assert any("low back" in caution for caution in leg.cautions)
    assert [reading.title for reading in leg.readings] == ["No pattern is named"]


def test_rater_blind_changes_the_pictures_and_nothing_else() -> None:
    """Without numbers the pictures differ; the written numbers stay."""
    plain, blind = (report_content(make_examination(), rater_blind=choice).legs for choice in (False, True))
    for seen, hidden in zip(plain, blind, strict=True):
        assert seen.picture is not None
        assert hidden.picture is not None
        assert not np.array_equal(read_photo(seen.picture).rgb, read_photo(hidden.picture).rgb)
        assert seen.numbers == hidden.numbers


def test_legs_without_a_kept_picture_say_so() -> None:
    """A leg whose pictures were left out has its numbers all the same."""
    examination = Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})
    leg = _leg(examination, Side.LEFT)
    assert leg.picture is None
    assert "No picture" in leg.picture_note
    assert leg.numbers


@pytest.mark.parametrize("stop", [Stop(pain=GROIN_PAIN, side=Side.LEFT), Stop(red_flags=(RedFlag.FEVER,))])
def test_a_stopped_examination_has_reasons_and_no_number(stop: Stop) -> None:
    """Stopped: why, and neither legs, flags, thresholds nor degrees."""
    content = report_content(make_examination().stopped(stop))
    assert content.stop_reasons == stop.reasons
    assert (content.legs, content.suggestions, content.comparison) == ((), (), "")
    assert "°" not in str(replace(content, legs=()))
    assert "Thresholds" not in dict(content.facts)
