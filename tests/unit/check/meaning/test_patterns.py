from dataclasses import replace

import pytest

from support.examinations import DAY, make_leg, make_trial
from thomas_test.check.meaning.meanings import Meaning
from thomas_test.check.meaning.patterns import meanings_of, noticed, retest_is_useful
from thomas_test.check.record import Examination, Leg
from thomas_test.check.statements import Retest, Seen, Tightness
from thomas_test.check.summary import LegSummary, summarise
from thomas_test.core.angles import Angle
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import Foot, Pelvis


def _leg(thigh_deg: float, knee_deg: float | None, **statements: object) -> tuple[Leg, LegSummary]:
    trial = make_trial(Side.LEFT, thigh_deg=thigh_deg, knee_deg=knee_deg)
    leg = replace(make_leg(Side.LEFT), trials=(trial,), **statements)
    summary = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert summary is not None
    return leg, summary


@pytest.mark.parametrize(
    ("thigh_deg", "knee_deg", "statements", "expected"),
    [
        (12, 88, {}, [Meaning.NOTHING_SHORT]),
        (12, 88, {"tight": Tightness.YES}, [Meaning.NOTHING_SHORT, Meaning.TIGHT_BUT_PASSING]),
        (-10, 88, {}, [Meaning.ONE_JOINT]),
        (-10, 88, {"tight": Tightness.YES}, [Meaning.ONE_JOINT]),  # feeling tight explains itself here
        (-10, 88, {"retest": Retest.STAYED}, [Meaning.RETEST_ONE_JOINT]),
        (-10, 88, {"retest": Retest.DROPPED}, [Meaning.RETEST_TWO_JOINT]),
        (12, 52, {}, [Meaning.KNEE_OPEN]),  # as most knees hang: no muscle is named
        (20, 60, {}, [Meaning.KNEE_OPEN]),
        (12, 60, {"retest": Retest.DROPPED}, [Meaning.RETEST_KNEE_OPEN_DROPPED]),  # more speaks for the rectus femoris
        (12, 60, {"retest": Retest.STAYED}, [Meaning.RETEST_KNEE_OPEN_STAYED]),
        (12, 30, {}, [Meaning.TWO_JOINT]),  # 27 to 33: all of it below 42.5
        (12, 40, {}, [Meaning.KNEE_OPEN]),  # 37 to 43 holds it
        (12, 30, {"retest": Retest.DROPPED}, [Meaning.RETEST_KNEE_OPEN_DROPPED]),
        (-8, 55, {}, [Meaning.SHORT_UNCLEAR]),
        (-8, 55, {"retest": Retest.STAYED}, [Meaning.RETEST_AT_LEAST_ONE_JOINT]),  # and nothing of the rectus femoris
        (-8, 55, {"retest": Retest.DROPPED}, [Meaning.RETEST_TWO_JOINT]),
        (-12, 92, {}, [Meaning.ONE_JOINT]),
        (-10, 30, {}, [Meaning.TWO_JOINT_OR_BOTH]),
        (-10, 30, {"retest": Retest.DROPPED}, [Meaning.RETEST_TWO_JOINT]),
        (-10, 30, {"retest": Retest.STAYED}, [Meaning.RETEST_BOTH]),
        (12, 60, {"tight": Tightness.YES}, [Meaning.KNEE_OPEN, Meaning.TIGHT_BUT_PASSING]),
        (12, 81, {"tight": Tightness.YES}, [Meaning.UNDECIDED, Meaning.TIGHT_BUT_PASSING]),  # knee borderline
        (1, 60, {"tight": Tightness.YES}, [Meaning.UNDECIDED_RETEST_HELPS]),  # not sure that it passes
        (1, 60, {}, [Meaning.UNDECIDED_RETEST_HELPS]),  # the interval of 3 degrees holds parallel
        (1, 60, {"retest": Retest.DROPPED}, [Meaning.RETEST_BORDERLINE_DROPPED]),
        (1, 60, {"retest": Retest.STAYED}, [Meaning.RETEST_BORDERLINE_STAYED]),  # one at parallel stays as well
        (12, 81, {}, [Meaning.UNDECIDED]),  # nothing to re-test
        (12, 81, {"retest": Retest.DROPPED}, [Meaning.UNDECIDED]),
        (-10, 81, {}, [Meaning.UNDECIDED_RETEST_HELPS]),
        (-10, 81, {"retest": Retest.DROPPED}, [Meaning.RETEST_TWO_JOINT]),
        (-10, None, {"retest": Retest.STAYED}, [Meaning.RETEST_AT_LEAST_ONE_JOINT]),  # no ankle
        (-10, 88, {"seen": frozenset({Seen.TURNED_IN})}, [Meaning.ONE_JOINT, Meaning.TURNED_IN]),
        (-10, 88, {"seen": frozenset({Seen.TURNED_OUT})}, [Meaning.ONE_JOINT, Meaning.TURNED_OUT]),
        (-10, 88, {"seen": frozenset({Seen.DRAWN_ASIDE})}, [Meaning.ONE_JOINT, Meaning.DRAWN_ASIDE]),
        (
            -10,
            88,
            {"seen": frozenset({Seen.TURNED_OUT, Seen.DRAWN_ASIDE})},
            [Meaning.ONE_JOINT, Meaning.TURNED_OUT, Meaning.DRAWN_ASIDE, Meaning.SARTORIUS],
        ),
        # at parallel: drawn aside is mentioned and not judged, a turn is not even that
        (12, 88, {"seen": frozenset({Seen.DRAWN_ASIDE})}, [Meaning.NOTHING_SHORT, Meaning.ASIDE_NOT_RAISED]),
        (12, 88, {"seen": frozenset({Seen.TURNED_OUT})}, [Meaning.NOTHING_SHORT]),
        (1, 88, {"seen": frozenset({Seen.DRAWN_ASIDE})}, [Meaning.UNDECIDED_RETEST_HELPS]),  # raised or not: unsure
        (-10, 88, {"seen": frozenset({Seen.STRAIGHT})}, [Meaning.ONE_JOINT]),
        (-10, 88, {"pelvis": Pelvis.NOT_CHECKED}, [Meaning.PELVIS_NOT_CHECKED]),
        (-10, 88, {"foot": Foot.TOUCHED, "seen": frozenset({Seen.TURNED_IN})}, [Meaning.FOOT_TOUCHED]),
        (12, 88, {"pelvis": Pelvis.NOT_CHECKED, "tight": Tightness.YES}, [Meaning.PELVIS_NOT_CHECKED]),
        (-10, 88, {"pelvis": Pelvis.SEEN, "foot": Foot.NOT_CHECKED}, [Meaning.FOOT_NOT_CHECKED]),
        (-10, 88, {"feelings": ()}, [Meaning.PAIN_NOT_ASKED]),
        (-10, 88, {"feelings": (), "nothing_felt": True}, [Meaning.ONE_JOINT]),
        (-10, 88, {"pelvis": Pelvis.CUFF}, [Meaning.ONE_JOINT]),
    ],
)
def test_from_findings_to_meanings(
    thigh_deg: float, knee_deg: float | None, statements: dict[str, object], expected: list[Meaning]
) -> None:
    """Each row of findings leads to the meanings beside it, the main one first."""
    leg, summary = _leg(thigh_deg, knee_deg, **statements)
    assert list(meanings_of(leg, summary)) == expected


@pytest.mark.parametrize(
    ("rotation", "abduction", "expected"),
    [
        (Angle.around(20, 2), None, {Seen.TURNED_OUT}),  # 16 to 24: all of it over 15
        (Angle.around(17, 2), None, set()),  # 13 to 21 holds 15
        (Angle.around(-20, 2), None, {Seen.TURNED_IN}),
        (None, Angle.around(22, 3), {Seen.DRAWN_ASIDE}),  # 16.1 to 27.9: all of it over 15.6
        (None, Angle.around(18, 3), set()),  # an average athlete's
        (None, None, set()),
    ],
)
def test_only_what_lies_beyond_the_limit_without_doubt_is_noticed(
    rotation: Angle | None, abduction: Angle | None, expected: set[Seen]
) -> None:
    """A measured turn counts only where its whole interval lies beyond the limit."""
    leg, summary = _leg(0, 60)
    assert noticed(leg, replace(summary, rotation=rotation, abduction=abduction)) == expected


def test_what_the_examiner_saw_counts_beside_what_was_measured() -> None:
    """Statement and measurement add up."""
    leg, summary = _leg(0, 60, seen=frozenset({Seen.DRAWN_ASIDE}))
    found = noticed(leg, replace(summary, rotation=Angle.around(30, 1)))
    assert found == {Seen.DRAWN_ASIDE, Seen.TURNED_OUT}
    assert noticed(leg, None) == {Seen.DRAWN_ASIDE}


@pytest.mark.parametrize(
    ("seen", "rotation", "expected"),
    [
        ({Seen.TURNED_IN}, Angle.around(8, 4), set()),  # measured turned out beyond doubt, seen turned in
        ({Seen.TURNED_OUT}, Angle.around(-30, 4), set()),
        ({Seen.TURNED_OUT, Seen.DRAWN_ASIDE}, Angle.around(-8, 4), {Seen.DRAWN_ASIDE}),
        ({Seen.TURNED_IN}, Angle.around(3, 4), {Seen.TURNED_IN}),  # the interval holds zero: no contradiction
        ({Seen.STRAIGHT}, Angle.around(30, 4), set()),  # straight on, and 30 degrees
        ({Seen.STRAIGHT}, Angle.around(8, 4), set()),  # 8 degrees are not called turned: nothing is noticed anyway
        ({Seen.TURNED_OUT}, Angle.around(30, 4), {Seen.TURNED_OUT}),
    ],
)
def test_where_photo_and_examiner_contradict_each_other_neither_is_taken(
    seen: set[Seen], rotation: Angle, expected: set[Seen]
) -> None:
    """Seen turned in and measured turned out: no turn is named, and nothing is built on one."""
    leg, summary = _leg(-10, 60, seen=frozenset(seen))
    assert noticed(leg, replace(summary, rotation=rotation)) == expected


@pytest.mark.parametrize(
    ("thigh_deg", "knee_deg", "useful"),
    [
        (-10, 88, True),
        (1, 88, True),  # borderline
        (12, 60, True),  # the knee is opened: it may hang further
        (12, 88, False),  # nothing holds it up
        (12, 81, False),  # a knee at its threshold tells nothing
    ],
)
def test_retest_is_offered_where_it_can_tell_more(thigh_deg: float, knee_deg: float, useful: bool) -> None:
    """The knee is straightened where the thigh does not clearly reach parallel, or the knee is clearly opened."""
    assert retest_is_useful(_leg(thigh_deg, knee_deg)[1]) is useful


@pytest.mark.parametrize(
    ("thighs_deg", "retest", "expected"),
    [
        ((-12.0, 8.0), Retest.NOT_DONE, Meaning.TRIALS_DISAGREE),  # 20 apart, on both sides of parallel
        ((-12.0, 8.0), Retest.DROPPED, Meaning.TRIALS_DISAGREE),  # the photos first
        ((1.0, 20.0), Retest.NOT_DONE, Meaning.TRIALS_DISAGREE),  # all below parallel: their median's interval holds it
        ((-2.0, 2.0), Retest.NOT_DONE, Meaning.UNDECIDED_RETEST_HELPS),  # 4 apart: as near as repeating goes
        ((-30.0, -10.0), Retest.NOT_DONE, Meaning.SHORT_UNCLEAR),  # 20 apart, and all above: the caution says it
    ],
)
def test_trials_that_disagree_are_told_from_a_close_call(
    thighs_deg: tuple[float, ...], retest: Retest, expected: Meaning
) -> None:
    """Borderline by scatter is another finding than borderline by a hair."""
    leg = make_leg(Side.LEFT, *thighs_deg, retest=retest)
    summary = summarise(Examination(day=DAY, legs={Side.LEFT: leg}), Side.LEFT)
    assert summary is not None
    assert meanings_of(leg, summary) == (expected,)
    assert "both sides" not in expected.value.seen  # they may lie on one side of it
