import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from support.examinations import DAY, GROIN_PAIN, make_examination, make_leg, make_picture, make_trial
from thomas_test.check.meaning.sources import CEJUDO
from thomas_test.check.record import Examination, Leg, Stop
from thomas_test.check.red_flags import RedFlag, Screening
from thomas_test.check.report.contents import LONGEST_SHOWN, report_content, shared_cautions
from thomas_test.check.report.leg import LegContent
from thomas_test.check.statements import NotTested, Protocol, Retest, Seen, Sex
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.repeatability import PUBLISHED, Mdc
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.output.words import interval_note_short


def _pixels(jpeg: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(jpeg)) as picture:
        return np.asarray(picture)


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
    assert "median of 3 trials (4.0° below, 5.0° below, 9.0° below), spread 5.0°" in thigh.detail
    assert "95 % interval 0.2° to 9.8° below horizontal" in thigh.detail


def test_rotation_is_written_where_it_was_read() -> None:
    """A second photo brings rotation, in words that say which way."""
    rotation = next(row for row in _leg(make_examination(), Side.LEFT).numbers if row.label == "Rotation")
    assert "turned out" in rotation.value
    assert all(row.label != "Rotation" for row in _leg(make_examination(), Side.RIGHT).numbers)


def test_single_trial_is_called_so() -> None:
    """One trial has no spread, and the line says that it was one."""
    examination = Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})
    assert _leg(examination, Side.LEFT).numbers[0].detail.endswith("one trial")
    assert _leg(examination, Side.RIGHT).shown.caption == "Not measured."
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
    assert (right.shown.caption, right.statements, right.numbers) == ("Not tested: amputation.", "", ())


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
        (-8.0, "The left thigh hangs 12.0° lower than the right one: more than the 6.9°"),
        (1.0, "The left thigh hangs 3.0° lower than the right one: within the 6.9°"),
        (30.0, "The right thigh hangs 26.0° lower than the left one: more than the 6.9°"),
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
    assert "full " + "ab" * 6 + "." in method  # short on paper; the saved check has it whole
    assert "guide" in method
    assert "rows of the picture (not levelled)" in content.legs[0].measured_how
    assert "no diagnosis" in content.not_this


def test_statements_are_told_as_made() -> None:
    """Pelvis, foot, feelings and re-test are all said; what was not checked is a caution and no pattern is named."""
    legs = {Side.LEFT: make_leg(Side.LEFT, -9.0, pelvis=Pelvis.NOT_CHECKED)}
    leg = _leg(Examination(day=DAY, legs=legs), Side.LEFT)
    assert leg.statements.startswith(
        "Low back not checked; foot hung free; felt: a stretch, front of the thigh; re-test"
    )
    assert any("low back" in caution for caution in leg.cautions)
    assert [reading.title for reading in leg.readings] == ["No pattern is named: low back not checked"]


def test_rater_blind_leaves_pictures_and_set_up_alone() -> None:
    """For a second rater: bare photos, pelvis and foot, how it was measured - and nothing that sways.

    Bare to the byte: not a line of what the first rater placed is on them.
    """
    plain, blind = (report_content(make_examination(), rater_blind=choice) for choice in (False, True))
    for hidden in blind.legs:
        kept = {trial.picture for trial in make_examination().legs[hidden.side].trials}
        assert hidden.shown.picture in kept
        assert not hidden.shown.drawn_on
        assert not any(front.drawn_on for front in hidden.fronts)
    for seen, hidden in zip(plain.legs, blind.legs, strict=True):
        assert seen.shown.picture is not None
        assert hidden.shown.picture is not None
        assert not np.array_equal(_pixels(seen.shown.picture), _pixels(hidden.shown.picture))
        assert (hidden.numbers, hidden.scales, hidden.flags, hidden.readings, hidden.cautions) == ((), (), (), (), ())
        assert hidden.statements == "Low back flat, felt with a hand under it; foot hung free."
        assert "tilt" not in hidden.measured_how
    assert (blind.comparison, blind.meanings, blind.suggestions, blind.sources) == ("", (), (), ())
    bare = [replace(leg, shown=replace(leg.shown, picture=b""), fronts=()) for leg in blind.legs]
    words = str((bare, blind.facts, blind.method)).lower()
    assert not any(word in words for word in ("°", "interval", "met", "short", "median", "threshold"))


def test_picture_of_one_trial_says_so() -> None:
    """With several trials the caption names the one that is shown, so that its angles do not contradict the medians."""
    assert _leg(make_examination(), Side.LEFT).shown.caption == "Trial 2 of 3: its own angles, not the medians."
    legs = {Side.LEFT: make_leg(Side.LEFT, 4.0, picture=make_picture())}
    assert _leg(Examination(day=DAY, legs=legs), Side.LEFT).shown.caption == ""


def test_trials_that_scatter_are_a_caution() -> None:
    """Trials 20 degrees apart are called so, over the same limit as everywhere; 5 apart are not."""
    legs = {Side.LEFT: make_leg(Side.LEFT, -25.0, -5.0), Side.RIGHT: make_leg(Side.RIGHT, -10.0, -5.0)}
    examination = Examination(day=DAY, legs=legs)
    assert any(
        "differ by 20.0° at the thigh, more than the 6.9°" in said for said in _leg(examination, Side.LEFT).cautions
    )
    assert not any("differ" in said for said in _leg(examination, Side.RIGHT).cautions)


def test_warnings_say_what_to_do() -> None:
    """A warning of the picture comes with its remedy."""
    trial = make_trial(Side.LEFT, thigh_deg=-9.0, knee_deg=105.0, warnings=(WarningCode.KNEE_OVERBENT,))
    leg = replace(make_leg(Side.LEFT), trials=(trial,), foot=Foot.NOT_CHECKED)
    content = report_content(Examination(day=DAY, legs={Side.LEFT: leg}))
    said = " ".join(content.legs[1].cautions)
    assert "Check that the foot hangs free, off the floor" in said
    assert "right angle" not in str(content.legs[1].readings)


@pytest.mark.parametrize(
    ("thigh_deg", "knee_deg", "said"),
    [
        (-9.0, 88.0, True),
        (12.0, 60.0, True),  # the knee is opened
        (12.0, 88.0, False),  # corrected since: the thigh reaches parallel, and the answer is about another thigh
    ],
)
def test_answer_of_a_retest_stands_only_where_it_tells(thigh_deg: float, knee_deg: float, said: bool) -> None:
    """A thigh that clearly reaches parallel with a bent knee has no re-test, whatever was answered before."""
    trial = make_trial(Side.LEFT, thigh_deg=thigh_deg, knee_deg=knee_deg)
    legs = {Side.LEFT: replace(make_leg(Side.LEFT, retest=Retest.STAYED), trials=(trial,))}
    statements = _leg(Examination(day=DAY, legs=legs), Side.LEFT).statements
    assert ("the thigh stayed" in statements) is said


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ({}, None),
        ({"pelvis": Pelvis.NOT_CHECKED}, "says nothing about the hips"),
        ({"foot": Foot.TOUCHED}, "for the left leg"),
        ({"feelings": ()}, "or were not stated"),  # pain not asked
        ({"pelvis": Pelvis.SEEN}, "The legs were not tested alike"),
    ],
)
def test_sides_are_compared_under_the_same_conditions(left: dict[str, object], words: str | None) -> None:
    """A difference between a leg that was tested as it should be and one that was not is told for what it is."""
    legs = {Side.LEFT: make_leg(Side.LEFT, -9.0, **left), Side.RIGHT: make_leg(Side.RIGHT, 4.0)}
    comparison = report_content(Examination(day=DAY, legs=legs)).comparison
    assert "13.0° lower" in comparison
    if words is None:
        assert "hips" not in comparison
        assert "alike" not in comparison
    else:
        assert words in comparison


def test_what_holds_for_both_legs_is_told_once() -> None:
    """The same pattern on both legs is one paragraph, and how sure it is another."""
    legs = {side: make_leg(side, -9.0) for side in Side}
    meanings = report_content(Examination(day=DAY, legs=legs)).meanings
    assert [shared.legs for shared in meanings] == ["both legs", "both legs"]
    mixed = report_content(make_examination()).meanings
    assert {shared.legs for shared in mixed} == {"left leg", "right leg", "both legs"}


def test_the_limit_between_the_legs_has_its_source() -> None:
    """As published, or the clinic's own where it has measured it; and it is in the list of sources."""
    content = report_content(make_examination())
    assert content.comparison.endswith("two readings may differ by their error alone. [Cejudo 2015]")
    assert CEJUDO in content.sources
    own = replace(PUBLISHED, sides=Mdc(degrees=3.5, source="this clinic, 30 people, 2026"))
    content = report_content(make_examination(repeatability=own))
    assert "more than the 3.5°" in content.comparison
    assert content.comparison.endswith("[the clinic's own]")
    assert any(source.full == "this clinic, 30 people, 2026" for source in content.sources)
    assert any("between the legs 3.5° (this clinic, 30 people, 2026)" in line for line in content.method)


def test_beside_the_interval_stands_what_repeating_may_change_here() -> None:
    """As published, or the clinic's own where it has measured it: never the one beside the other."""
    published = " ".join(report_content(make_examination()).method)
    assert "minimal detectable change as published: thigh 6.9°, knee 19.4°" in published
    own = replace(PUBLISHED, thigh=Mdc(degrees=3.1, source="this clinic, 30 people, 2026"))
    here = " ".join(report_content(make_examination(repeatability=own)).method)
    assert "(minimal detectable change: thigh 3.1°, knee 19.4°)" in here
    assert "6.9° (" not in here.replace("between the legs 6.9° (", "")
    assert "not another day (thigh 3.1°, knee 19.4°)" in interval_note_short(own)


def test_second_photo_has_a_note_of_its_own() -> None:
    """Rotation is not calibrated on rendered bodies, and has no 7 degrees: the note for the thigh does not cover it."""
    assert any("rotation and abduction" in line for line in report_content(make_examination()).method)
    without = Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})
    assert not any("rotation and abduction" in line for line in report_content(without).method)


def test_long_names_are_cut() -> None:
    """A name without end does not fill the page."""
    facts = dict(report_content(make_examination(person="x" * 5000, examiner="two\nlines")).facts)
    assert len(facts["Person"]) == LONGEST_SHOWN
    assert facts["Person"].endswith("…")
    assert facts["Examiner"] == "two lines"


def test_red_flags_name_their_source() -> None:
    """Why somebody is not tested comes with where that was read."""
    stop = Stop(red_flags=(RedFlag.SPASTIC, RedFlag.FALL))
    spastic, fall = report_content(make_examination().stopped(stop)).stop_reasons
    assert spastic.endswith("[Bartlett et al. 1985, Arch Phys Med Rehabil 66:620]")
    assert fall.endswith("[Our own judgement; no source was read for it]")


def test_legs_without_a_kept_picture_say_so() -> None:
    """A leg whose pictures were left out has its numbers all the same."""
    examination = Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0)})
    leg = _leg(examination, Side.LEFT)
    assert leg.shown.picture is None
    assert "No picture" in leg.shown.caption
    assert leg.numbers


def test_the_leg_tested_before_the_stop_is_told_and_marked() -> None:
    """Its numbers and what they may mean stay; nothing is suggested to somebody in pain, and nothing compared."""
    content = report_content(make_examination().stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT)))
    assert [leg.side for leg in content.legs] == [Side.RIGHT]
    assert content.legs[0].cautions[0].startswith("The test ended at the left leg: a sharp pain, groin.")
    assert content.legs[0].numbers
    assert content.meanings
    assert (content.suggestions, content.comparison) == ((), "")


def test_who_and_how_stand_at_the_head() -> None:
    """Date and time, the way the person lay, age and sex where they were said; groups only of legs that hung alike."""
    content = report_content(make_examination(clock="14:05", age_years=41, sex=Sex.FEMALE))
    facts = dict(content.facts)
    assert facts["Day"] == "2026-03-14 14:05"
    assert facts["Protocol"].startswith("at the edge of the table")
    assert (facts["Age"], facts["Sex"]) == ("41 years", "female")
    assert "For comparison" in content.legs[0].scales[0].says
    kendall = report_content(make_examination(protocol=Protocol.KENDALL))
    assert "For comparison" not in kendall.legs[0].scales[0].says
    assert "Age" not in dict(kendall.facts)


def test_the_answers_before_the_test_stand_in_the_report() -> None:
    """All answered with no, or who decided to go on in spite of what; a second rater is not told."""
    assert "Screening" not in dict(report_content(make_examination()).facts)
    screened = make_examination(screening=Screening())
    assert "answered with no" in dict(report_content(screened).facts)["Screening"]
    assert "Screening" not in dict(report_content(screened, rater_blind=True).facts)


@pytest.mark.parametrize("stop", [Stop(pain=GROIN_PAIN, side=Side.LEFT), Stop(red_flags=(RedFlag.FEVER,))])
def test_a_stopped_examination_has_reasons_and_no_number(stop: Stop) -> None:
    """Stopped: why, and neither legs, flags, thresholds nor degrees."""
    content = report_content(make_examination().stopped(stop, keep_other=False))
    assert content.stop_reasons == stop.reasons
    assert (content.legs, content.suggestions, content.comparison) == ((), (), "")
    assert "°" not in str(replace(content, legs=()))
    assert "Thresholds" not in dict(content.facts)


def test_a_caution_that_holds_for_both_legs_is_told_once() -> None:
    """With the legs for which it holds; one of one leg names that leg."""
    legs = {
        Side.LEFT: make_leg(Side.LEFT, 4.0, pelvis=Pelvis.NOT_CHECKED, foot=Foot.TOUCHED),
        Side.RIGHT: make_leg(Side.RIGHT, 4.0, pelvis=Pelvis.NOT_CHECKED),
    }
    told = shared_cautions(report_content(make_examination(legs=legs)).legs)
    assert [words.partition(": ")[0] for words in told] == ["Both legs", "Left leg"]
    assert "The foot touched something" in told[1]
