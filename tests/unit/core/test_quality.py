import pytest

from thomas_test.core.quality import Refusal, RefusalCode, WarningCode, quality_field


def test_every_code_has_plain_words() -> None:
    """Each refusal and each warning says what was seen and what to do, in whole sentences, without jargon."""
    for code in (*RefusalCode, *WarningCode):
        for sentence in (code.advice.what, code.advice.do):
            assert sentence[0].isupper()
            assert sentence.endswith(".")
            assert "_" not in sentence


def test_codes_are_stable_and_mean_one_thing() -> None:
    """Tables and other people's scripts rely on them: lower case words, no code both refuses and warns."""
    codes = [*RefusalCode, *WarningCode]
    assert len(set(codes)) == len(codes)
    assert all(code.replace("_", "").isalpha() and code.islower() for code in codes)


@pytest.mark.parametrize(
    "code", ["no_person", "nobody_lying", "leg_hidden", "not_side_view", "leg_cut_off", "two_patients", "too_dark"]
)
def test_the_codes_that_the_contract_names_are_there(code: str) -> None:
    """Tables and scripts go by them: none is renamed."""
    assert RefusalCode(code) == code


def test_a_refusal_speaks() -> None:
    """What was seen, its detail in this picture, what to do; without a detail no gap is left."""
    words = RefusalCode.TOO_SMALL.advice
    assert Refusal(code=RefusalCode.TOO_SMALL).words == f"{words.what} {words.do}" == str(words)
    detailed = Refusal(code=RefusalCode.TOO_SMALL, detail="It has 90 x 60 pixels.")
    assert detailed.words == f"{words.what} It has 90 x 60 pixels. {words.do}"


@pytest.mark.parametrize(
    ("warnings", "field"),
    [
        ((), "good"),
        ((WarningCode.DIM,), "dim"),
        ((WarningCode.DIM, WarningCode.NOT_LEVELLED), "not_levelled;dim"),  # in the order of the table
        ((WarningCode.DIM, WarningCode.DIM), "dim"),
    ],
)
def test_the_quality_column_lists_codes_in_one_order(warnings: tuple[WarningCode, ...], field: str) -> None:
    """``good``, or the codes joined by semicolons, whatever order they came in."""
    assert quality_field(warnings) == field
