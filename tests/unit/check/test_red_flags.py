import pytest

from thomas_test.check import red_flags
from thomas_test.check.red_flags import RED_FLAG_QUESTIONS, RedFlag


def test_every_red_flag_has_a_question_a_reason_and_a_source() -> None:
    """No question stands without its reason, and none claims a source that was not read."""
    assert set(RED_FLAG_QUESTIONS) == set(RedFlag)
    for question in RED_FLAG_QUESTIONS.values():
        assert question.question.endswith("?")
        assert question.reason.endswith(".")
        assert question.source


def test_published_lists_are_asked_before_our_own_cautions() -> None:
    """What was read in a source stands first; nothing of our own is mixed in."""
    own = [question.source == red_flags._CAUTION for question in RED_FLAG_QUESTIONS.values()]
    assert own == sorted(own)
    assert any(own)
    assert not all(own)


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
        (RedFlag.CHILD, "should see a doctor soon"),
        (RedFlag.FALL, "with a second person at hand"),
    ],
)
def test_a_reason_says_what_to_do_and_how_soon(flag: RedFlag, words: str) -> None:
    """Whoever is stopped is told where to turn, and an emergency is called one."""
    assert words in RED_FLAG_QUESTIONS[flag].reason
    assert ("emergency" in RED_FLAG_QUESTIONS[flag].reason) is (flag is RedFlag.BLADDER)
