from dataclasses import replace

import pytest

from support.analyses import make_refusal
from support.examinations import DAY, GROIN_PAIN, STRETCH, make_front, make_trial
from thomas_test.check import steps
from thomas_test.check.record import Examination, FrontTrial, Trial
from thomas_test.check.red_flags import Answers, RedFlag, Screening
from thomas_test.check.statements import Felt, NotTested, Retest
from thomas_test.check.steps import Check, Step
from thomas_test.check.summary import summarise
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import Pelvis
from thomas_test.second_view import SecondView

NONE = Answers(none=True)


def _new(first_leg: Side = Side.LEFT) -> Check:
    return Check(examination=Examination(day=DAY, first_leg=first_leg))


def _photographed(check: Check, side: Side) -> Check:
    """Note for a leg all that its step asks for."""
    return steps.state(steps.set_photos(check, side, trials=[make_trial(side)]), side, nothing_felt=True)


def _at_first_leg(first_leg: Side = Side.LEFT) -> Check:
    return steps.go_on(steps.answer(_new(first_leg), NONE))


def test_the_whole_way() -> None:
    """Questions, set-up, first leg, second leg, from the feet, re-test, result: in this order."""
    check = steps.answer(_new(Side.RIGHT), NONE)
    seen = [check.step]
    while check.step is not Step.RESULT:
        if check.side is not None:
            check = _photographed(check, check.side)
        check = steps.go_on(check)
        seen.append(check.step)
    assert seen == [
        Step.SET_UP,
        Step.FIRST_LEG,
        Step.SECOND_LEG,
        Step.FROM_THE_FEET,
        Step.RETEST,
        Step.RESULT,
    ]
    assert check.progress == (7, 7)
    assert not check.may_go_on


def test_the_first_leg_is_the_one_chosen() -> None:
    """The examiner says which leg goes first."""
    check = _at_first_leg(Side.RIGHT)
    assert check.side is Side.RIGHT
    assert steps.go_on(_photographed(check, Side.RIGHT)).side is Side.LEFT


def test_any_red_flag_ends_it_before_it_begins() -> None:
    """One yes is enough, and every yes is named, in the order of the questions."""
    check = steps.answer(_new(), Answers(yes=frozenset({RedFlag.FALL, RedFlag.INJURY})))
    assert check.step is Step.STOPPED
    assert check.examination.stop is not None
    assert check.examination.stop.red_flags == (RedFlag.INJURY, RedFlag.FALL)


def test_a_clinician_goes_on_in_spite_of_a_caution() -> None:
    """With name and reason, both kept; never past what has to be looked at first, and never without either."""
    decided = Answers(
        yes=frozenset({RedFlag.CANCER, RedFlag.FALL}), clinician="Dr Roe", reason="cured 20 years ago", decided=True
    )
    check = steps.answer(_new(), decided)
    assert check.step is Step.SET_UP
    screening = check.examination.screening
    assert screening is not None
    assert (screening.yes, screening.clinician, screening.reason) == (
        (RedFlag.CANCER, RedFlag.FALL),
        "Dr Roe",
        "cured 20 years ago",
    )
    for answers in (
        replace(decided, yes=frozenset({RedFlag.CANCER, RedFlag.BLADDER})),
        replace(decided, yes=frozenset({RedFlag.CLOT})),
        replace(decided, clinician=" "),
        replace(decided, decided=False),
    ):
        assert steps.answer(_new(), answers).step is Step.STOPPED
    with pytest.raises(UsageError, match="give the reason"):
        steps.answer(_new(), replace(decided, reason="  "))
    assert steps.answer(_new(), NONE).examination.screening == Screening()


def test_pain_ends_it_without_a_number() -> None:
    """Pain at the second leg keeps the first leg's result, unless somebody wants it gone."""
    at_second = steps.go_on(_photographed(_at_first_leg(), Side.LEFT))
    kept = steps.feel(at_second, GROIN_PAIN, side=Side.RIGHT)
    assert kept.step is Step.STOPPED
    assert summarise(kept.examination, Side.LEFT) is not None
    assert summarise(kept.examination, Side.RIGHT) is None
    check = steps.feel(at_second, GROIN_PAIN, side=Side.RIGHT, keep_other=False)
    assert check.step is Step.STOPPED
    assert check.examination.stop is not None
    assert check.examination.stop.side is Side.RIGHT
    assert all(summarise(check.examination, side) is None for side in Side)


def test_a_stretch_is_noted_once_and_the_test_goes_on() -> None:
    """A stretch in front of the thigh is expected."""
    check = steps.feel(steps.feel(_at_first_leg(), STRETCH, side=Side.LEFT), STRETCH, side=Side.LEFT)
    assert check.step is Step.FIRST_LEG
    assert check.examination.legs[Side.LEFT].feelings == (STRETCH,)


def test_a_leg_is_not_left_before_the_person_was_asked() -> None:
    """Nothing felt, or a stretch, is an answer; silence is none."""
    check = steps.set_photos(_at_first_leg(), Side.LEFT, trials=[make_trial(Side.LEFT)])
    with pytest.raises(UsageError, match="whether anything hurts"):
        steps.go_on(check)
    assert steps.state(check, Side.LEFT, nothing_felt=True).may_go_on
    assert steps.feel(check, STRETCH, side=Side.LEFT).may_go_on


def test_a_note_by_mistake_is_taken_back() -> None:
    """Afterwards nobody was asked: the question is open once more, and can be answered the other way."""
    check = steps.take_back(steps.feel(_at_first_leg(), STRETCH, side=Side.LEFT), STRETCH, side=Side.LEFT)
    assert check.examination.legs[Side.LEFT].felt is Felt.NOT_ASKED
    check = steps.state(check, Side.LEFT, nothing_felt=True)
    assert check.examination.legs[Side.LEFT].felt is Felt.NOTHING
    assert steps.feel(check, STRETCH, side=Side.LEFT).examination.legs[Side.LEFT].felt is Felt.SOMETHING


def test_one_leg_alone_can_be_tested() -> None:
    """A leg left out with its reason needs no photo, whether it is the first or the second."""
    check = steps.leave_out(_at_first_leg(), Side.LEFT, NotTested.AMPUTATION)
    check = steps.go_on(_photographed(steps.go_on(check), Side.RIGHT))
    assert check.step is Step.FROM_THE_FEET
    assert summarise(check.examination, Side.LEFT) is None
    assert summarise(check.examination, Side.RIGHT) is not None
    check = steps.go_on(_photographed(_at_first_leg(), Side.LEFT))
    assert steps.leave_out(check, Side.RIGHT, NotTested.PAIN).may_go_on


def test_neither_leg_tested_leads_to_no_result() -> None:
    """With both left out there is no way on, and the words say why; one of them brought back opens it."""
    check = steps.go_on(steps.leave_out(_at_first_leg(), Side.LEFT, NotTested.PAIN))
    check = steps.leave_out(check, Side.RIGHT, NotTested.OTHER)
    with pytest.raises(UsageError, match="with neither there is no result"):
        steps.go_on(check)
    assert _photographed(steps.leave_out(check, Side.RIGHT, None), Side.RIGHT).may_go_on


def test_leaving_a_leg_out_takes_its_photos_out() -> None:
    """No number stands beside the reason for having none."""
    check = steps.leave_out(_photographed(_at_first_leg(), Side.LEFT), Side.LEFT, NotTested.OTHER)
    assert not check.examination.legs[Side.LEFT].trials


def test_a_leg_is_not_left_without_a_measured_photo() -> None:
    """No photo, or only refused ones, do not lead on."""
    check = _at_first_leg()
    assert not check.may_go_on
    check = steps.set_photos(check, Side.LEFT, trials=[Trial(analysis=make_refusal())])
    with pytest.raises(UsageError, match="measured photo"):
        steps.go_on(check)


def test_a_photo_of_the_other_leg_is_refused_in_words() -> None:
    """The message says which leg was expected and what to do."""
    with pytest.raises(UsageError, match="expected the left leg, got a photo of the right one"):
        steps.set_photos(_at_first_leg(), Side.LEFT, trials=[make_trial(Side.RIGHT)])


def test_photos_are_set_as_they_are_by_now() -> None:
    """Corrected, added or dropped: what counts is what is there."""
    check = _at_first_leg()
    for thighs in ((1.0,), (1.0, 2.0), (9.0, 2.0), (9.0,)):
        trials = [make_trial(Side.LEFT, thigh_deg=thigh) for thigh in thighs]
        check = steps.set_photos(check, Side.LEFT, trials=trials)
        left = summarise(check.examination, Side.LEFT)
        assert left is not None
        assert left.thigh.trials_deg == thighs


def test_two_second_photos_of_one_view_are_refused_in_words() -> None:
    """One photo from the feet and one from above are taken; two from the feet are not."""
    fronts = [FrontTrial(analysis=make_front(Side.LEFT, view=view)) for view in SecondView]
    check = steps.set_photos(_at_first_leg(), Side.LEFT, fronts=fronts)
    assert len(check.examination.legs[Side.LEFT].fronts) == 2
    with pytest.raises(UsageError, match="at most one"):
        steps.set_photos(check, Side.LEFT, fronts=[fronts[0], fronts[0]])


def test_statements_change_only_what_they_name() -> None:
    """A statement on the re-test leaves that on the pelvis alone."""
    check = steps.state(_at_first_leg(), Side.LEFT, pelvis=Pelvis.SEEN)
    check = steps.state(check, Side.LEFT, retest=Retest.DROPPED)
    leg = check.examination.legs[Side.LEFT]
    assert (leg.pelvis, leg.retest) == (Pelvis.SEEN, Retest.DROPPED)


def test_nothing_is_added_after_a_stop() -> None:
    """A stopped check takes no trial, no statement and leads nowhere."""
    check = steps.feel(_at_first_leg(), GROIN_PAIN, side=Side.LEFT)
    with pytest.raises(UsageError, match="stopped"):
        steps.set_photos(check, Side.LEFT, trials=[make_trial(Side.LEFT)])
    with pytest.raises(UsageError):
        steps.go_on(check)
    assert steps.go_back(check) is check


def test_going_back_keeps_what_is_known() -> None:
    """One step back and on again loses nothing; there is nothing before the first step."""
    check = steps.go_on(_photographed(_at_first_leg(), Side.LEFT))
    back = steps.go_back(check)
    assert back.step is Step.FIRST_LEG
    assert back.examination.legs[Side.LEFT].trials
    assert steps.go_back(_new()).step is Step.BEFORE


def test_a_stop_elsewhere_than_at_its_step_is_no_check() -> None:
    """The step and the record say the same."""
    with pytest.raises(ValueError, match="stop"):
        Check(examination=Examination(day=DAY), step=Step.STOPPED)


def test_from_questions_that_ended_it_a_way_leads_back_to_them() -> None:
    """Nothing was measured: a box ticked by mistake ends nothing for good. Pain does."""
    ended = steps.answer(_new(), Answers(yes=frozenset({RedFlag.FEVER})))
    assert ended.step is Step.STOPPED
    back = steps.go_back(ended)
    assert (back.step, back.examination.stop) == (Step.BEFORE, None)
    assert steps.answer(back, Answers(none=True)).step is Step.SET_UP


def test_unclear_answers_are_refused_in_words() -> None:
    """The check stays at its questions, and what is missing is said."""
    with pytest.raises(UsageError, match="none of it is"):
        steps.answer(_new(), Answers())
