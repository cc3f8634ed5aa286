from dataclasses import replace

import pytest

from support.analyses import make_refusal
from support.examinations import DAY, GROIN_PAIN, STRETCH, make_examination, make_front, make_leg, make_trial
from thomas_test.check.record import Examination, FrontTrial, Leg, Stop, Trial
from thomas_test.check.red_flags import RedFlag
from thomas_test.check.statements import Feeling, Felt, NotTested, PainKind, PainPlace, Seen
from thomas_test.core.landmarks import Side

PAIN_STOP = Stop(pain=GROIN_PAIN, side=Side.LEFT)


def test_both_legs_have_a_record_from_the_start() -> None:
    """A new examination holds two empty legs, the first leg first."""
    examination = Examination(day=DAY, first_leg=Side.RIGHT)
    assert set(examination.legs) == set(Side)
    assert examination.order == (Side.RIGHT, Side.LEFT)


@pytest.mark.parametrize(
    ("stop", "keep_other", "kept"),
    [
        (PAIN_STOP, True, [Side.RIGHT]),  # it hurt in the left leg: the right one was tested without pain
        (PAIN_STOP, False, []),  # the person or the examiner wants it gone
        (Stop(pain=GROIN_PAIN), True, []),  # in no leg by name
        (Stop(red_flags=(RedFlag.FEVER,)), True, []),
    ],
)
def test_a_leg_that_hurts_holds_no_number(stop: Stop, keep_other: bool, kept: list[Side]) -> None:
    """Stopping leaves out every trial and every second photo of that leg; what was tested before may stay."""
    stopped = make_examination().stopped(stop, keep_other=keep_other)
    assert [side for side, leg in stopped.legs.items() if leg.trials or leg.fronts] == kept


@pytest.mark.parametrize(
    "change", [{"clock": "25:00"}, {"clock": "14:5"}, {"clock": "noon"}, {"age_years": -1}, {"age_years": 131}]
)
def test_a_time_or_an_age_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    """Both may be unknown."""
    make_examination(clock="14:05", age_years=40)
    make_examination(clock="", age_years=None)
    with pytest.raises(ValueError, match="expected a"):
        make_examination(**change)


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


@pytest.mark.parametrize(
    "seen",
    [
        {Seen.STRAIGHT, Seen.TURNED_OUT},
        {Seen.STRAIGHT, Seen.TURNED_IN},
        {Seen.STRAIGHT, Seen.DRAWN_ASIDE},
        {Seen.TURNED_OUT, Seen.TURNED_IN},
    ],
)
def test_what_was_seen_contradicts_nothing_seen(seen: set[Seen]) -> None:
    """A thigh points straight on or it does not, and it is turned one way or the other."""
    with pytest.raises(ValueError, match="both"):
        Leg(seen=frozenset(seen))
    Leg(seen=frozenset({Seen.TURNED_IN, Seen.DRAWN_ASIDE}))


def test_whether_the_person_was_asked() -> None:
    """Nobody asked, nothing felt and something felt are three things; the last two are not both true."""
    legs = (Leg(), Leg(nothing_felt=True), Leg(feelings=(STRETCH,)))
    assert [leg.felt for leg in legs] == [Felt.NOT_ASKED, Felt.NOTHING, Felt.SOMETHING]
    with pytest.raises(ValueError, match="nothing, got both"):
        Leg(feelings=(STRETCH,), nothing_felt=True)


def test_a_leg_left_out_holds_no_photo() -> None:
    """A reason for not testing and a trial cannot stand in one record."""
    with pytest.raises(ValueError, match="no photo"):
        make_leg(Side.LEFT, 4.0, not_tested=NotTested.PAIN)


@pytest.mark.parametrize(
    ("place", "kind", "title", "advice"),
    [
        (PainPlace.GROIN, PainKind.SHARP, "Not completed: pain", "see a professional"),
        (PainPlace.KNEE, PainKind.STRETCH, "Not completed: a stretch where none is expected", "see a professional"),
        (PainPlace.KNEE, PainKind.TINGLING, "Not completed: pins and needles or numbness", "see a professional"),
        (PainPlace.KNEE, PainKind.SWELLING, "Not completed: swelling", "see a professional"),
        (PainPlace.ELSEWHERE, PainKind.DIZZINESS, "Not completed: dizziness", "see a professional"),
        (PainPlace.ELSEWHERE, PainKind.BREATHLESSNESS, "Not completed: shortness of breath", "call for help now"),
        (PainPlace.CHEST, PainKind.ACHE, "Not completed: pain", "call for help now"),
    ],
)
def test_the_title_names_what_was_felt(place: PainPlace, kind: PainKind, title: str, advice: str) -> None:
    """A stretch is not called a pain, and what can come from the heart is told to be urgent."""
    stop = Stop(pain=Feeling(place=place, kind=kind), side=Side.LEFT)
    assert stop.title == title
    assert advice in stop.reasons[-1]


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
