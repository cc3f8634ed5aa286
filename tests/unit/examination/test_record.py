from dataclasses import replace

import pytest

from support.analyses import make_refusal
from support.examinations import DAY, GROIN_PAIN, STRETCH, make_examination, make_front, make_leg, make_trial
from thomas_test.examination.record import Examination, FrontTrial, Leg, Stop, Trial
from thomas_test.examination.red_flags import RedFlag
from thomas_test.examination.statements import Seen
from thomas_test.landmarks import Side

PAIN_STOP = Stop(pain=GROIN_PAIN, side=Side.LEFT)


def test_both_legs_have_a_record_from_the_start() -> None:
    """A new examination holds two empty legs, the first leg first."""
    examination = Examination(day=DAY, first_leg=Side.RIGHT)
    assert set(examination.legs) == set(Side)
    assert examination.order == (Side.RIGHT, Side.LEFT)


def test_a_stopped_examination_holds_no_number() -> None:
    """Stopping leaves out every trial and every second photo."""
    stopped = make_examination().stopped(PAIN_STOP)
    assert all(not leg.trials and not leg.fronts for leg in stopped.legs.values())


def test_trials_beside_a_stop_are_refused() -> None:
    """A stop and a number cannot stand in one record."""
    with pytest.raises(ValueError, match="without trials"):
        replace(make_examination(), stop=PAIN_STOP)


def test_a_photo_of_the_other_leg_is_refused() -> None:
    """A trial stands with the leg that it shows; a refused photo shows none."""
    with pytest.raises(ValueError, match="expected the left leg"):
        Examination(day=DAY, legs={Side.LEFT: Leg(trials=(make_trial(Side.RIGHT),))})
    Examination(day=DAY, legs={Side.LEFT: Leg(trials=(Trial(analysis=make_refusal()),))})


def test_one_photo_of_each_second_view() -> None:
    """Two photos of one leg from the feet are one too many."""
    fronts = (FrontTrial(analysis=make_front(Side.LEFT)),) * 2
    with pytest.raises(ValueError, match="at most one"):
        Examination(day=DAY, legs={Side.LEFT: make_leg(Side.LEFT, 4.0, fronts=fronts)})


def test_pain_that_ends_the_test_is_no_note() -> None:
    """What ends the test cannot be written beside a trial."""
    with pytest.raises(ValueError, match="stopped"):
        Leg(feelings=(STRETCH, GROIN_PAIN))


def test_straight_and_turned_contradict_each_other() -> None:
    """A thigh points straight on or it does not."""
    with pytest.raises(ValueError, match="both"):
        Leg(seen=frozenset({Seen.STRAIGHT, Seen.TURNED_OUT}))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"red_flags": (RedFlag.FEVER,), "pain": GROIN_PAIN},
        {"pain": STRETCH},  # ends nothing
    ],
)
def test_a_stop_has_one_reason(fields: dict[str, object]) -> None:
    """Red flags or a pain that ends the test: one of them."""
    with pytest.raises(ValueError, match="expected"):
        Stop(**fields)


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (Stop(red_flags=(RedFlag.FEVER, RedFlag.FALL)), ["Fever", "second person"]),
        (PAIN_STOP, ["a sharp pain, groin", "left leg", "no score"]),
    ],
)
def test_a_stop_says_why(stop: Stop, words: list[str]) -> None:
    """Every reason is named in plain words, without an angle."""
    text = " ".join(stop.reasons)
    assert all(word in text for word in words)
    assert "°" not in text
