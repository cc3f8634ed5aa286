import pytest

from thomas_test.check.red_flags import (
    ASKED,
    RED_FLAG_QUESTIONS,
    Answers,
    Group,
    RedFlag,
    Screening,
    is_caution,
)


def test_every_red_flag_has_a_question_a_reason_and_a_source() -> None:
    """No question stands without its reason, and none claims a source that was not read."""
    assert set(RED_FLAG_QUESTIONS) == set(RedFlag)
    for question in RED_FLAG_QUESTIONS.values():
        assert question.question.endswith("?")
        assert question.reason.endswith(".")
        assert question.sources


def test_what_nobody_goes_past_is_asked_first() -> None:
    """Cautions, past which a clinician may go, stand behind all that has to be looked at before."""
    cautions = [is_caution(flag) for flag in ASKED]
    assert cautions == sorted(cautions)
    assert any(cautions)
    assert not all(cautions)


@pytest.mark.parametrize(
    "flag",
    [
        RedFlag.BLADDER,
        RedFlag.CLOT,
        RedFlag.ABDOMEN,
        RedFlag.FEVER,
        RedFlag.FRACTURE,
        RedFlag.STRESS_FRACTURE,
        RedFlag.BREATHLESS,
        RedFlag.UNDER_14,
    ],
)
def test_an_emergency_is_never_overridden(flag: RedFlag) -> None:
    """Not even by a clinician with a reason."""
    with pytest.raises(ValueError, match="nobody may go past"):
        Screening(yes=(flag,), clinician="Dr Roe", reason="it is nothing")


@pytest.mark.parametrize(
    "flag",
    [
        RedFlag.CANCER,
        RedFlag.SURGERY,
        RedFlag.AGE_14_TO_17,
        RedFlag.FALL,
        RedFlag.BLOOD_THINNERS,
        RedFlag.KNEE_REPLACEMENT,
        RedFlag.PREGNANCY,
        RedFlag.IMMUNITY,
    ],
)
def test_a_caution_needs_a_name_and_a_reason(flag: RedFlag) -> None:
    """Then it is in the record; without one of them it is no decision."""
    assert (
        "Dr Roe decided to go on: looked into" in Screening(yes=(flag,), clinician="Dr Roe", reason="looked into").words
    )
    for who, why in (("", "looked into"), ("Dr Roe", " ")):
        with pytest.raises(ValueError, match="name and reason"):
            Screening(yes=(flag,), clinician=who, reason=why)


def test_no_question_is_asked_twice() -> None:
    """Every question is a sentence of its own, and asks one thing that yes or no can answer."""
    questions = [question.question for question in RED_FLAG_QUESTIONS.values()]
    assert len(set(questions)) == len(questions)
    assert all(question.count("?") == 1 for question in questions)


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        (RedFlag.BLADDER, "emergency department now"),  # a trapped cauda equina cannot wait
        (RedFlag.INJURY, "See a doctor before this test."),
        (RedFlag.FEVER, "See a doctor before this test."),
        (RedFlag.CANCER, "Ask the doctor or therapist who treats it"),
        (RedFlag.CLOT, "emergency department now"),
        (RedFlag.ABDOMEN, "emergency department now"),
        (RedFlag.UNDER_14, "should see a doctor soon"),
        (RedFlag.FALL, "with a second person at hand"),
    ],
)
def test_a_reason_says_what_to_do_and_how_soon(flag: RedFlag, words: str) -> None:
    """Whoever is stopped is told where to turn, and an emergency is called one."""
    assert words in RED_FLAG_QUESTIONS[flag].reason
    assert ("emergency" in RED_FLAG_QUESTIONS[flag].reason) is (
        flag in (RedFlag.BLADDER, RedFlag.CLOT, RedFlag.ABDOMEN)
    )


def test_every_question_stands_in_one_group() -> None:
    """What is asked is asked once, and no group mixes what ends the test with what a clinician may decide."""
    grouped = [flag for group in Group for flag in group.flags]
    assert sorted(grouped) == sorted(ASKED)
    assert len(grouped) == len(set(grouped))
    for group in Group:
        assert {is_caution(flag) for flag in group.flags} == {group.asks_for_clinician}


@pytest.mark.parametrize(
    ("answers", "unclear"),
    [
        (Answers(), "none of it is"),
        (Answers(yes=frozenset({RedFlag.FEVER}), none=True), "one of them has to go"),
        (Answers(yes=frozenset({RedFlag.CANCER}), clinician="Dr Roe", decided=True), "give the reason"),
        (Answers(yes=frozenset({RedFlag.CANCER}), clinician="Dr Roe"), ""),  # nobody has decided: it ends the test
        (Answers(none=True), ""),
    ],
)
def test_what_was_ticked_is_clear_or_says_what_is_missing(answers: Answers, unclear: str) -> None:
    """Nothing ticked, both ticked, a decision without a reason: each in words."""
    assert unclear in answers.unclear
    assert bool(answers.unclear) == bool(unclear)
