import re

import pytest

from thomas_test.check.meaning.meanings import CONFIDENCE, READINGS, Meaning
from thomas_test.check.meaning.sources import OWN, TEACHING, VIGOTSKY, WORLD_RUGBY
from thomas_test.check.statements import Pelvis

HEDGE = re.compile(r"\b(may|can|cannot|does not|did not|says little|no pattern)\b", re.IGNORECASE)
PATTERNS = [meaning for meaning in Meaning if READINGS[meaning].title.startswith(("Pattern", "Position", "Sartorius"))]


def test_every_meaning_has_its_row() -> None:
    """No meaning without words, no statement on the pelvis without what it does to them."""
    assert set(READINGS) == set(Meaning)
    assert set(CONFIDENCE) == set(Pelvis)
    assert all(reading.goes_with for reading in READINGS.values())


@pytest.mark.parametrize("meaning", PATTERNS)
def test_what_a_pattern_goes_with_is_never_a_bare_noun_phrase(meaning: Meaning) -> None:
    """Every sentence is whole, one says *may*, and a muscle called short stands only in a sentence that hedges."""
    sentences = [sentence.text for sentence in READINGS[meaning].goes_with]
    assert any("may" in sentence for sentence in sentences)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert HEDGE.search(sentence) or "short" not in sentence


def test_no_row_names_a_short_muscle_without_may() -> None:
    """Over the whole table: what is called short in a sentence may be short."""
    for reading in READINGS.values():
        for sentence in reading.sentences:
            assert HEDGE.search(sentence.text) or "short" not in sentence.text


def test_words_describe_and_do_not_diagnose() -> None:
    """No row speaks of a diagnosis, a positive test or a contracture."""
    text = " ".join(f"{r.title} {r.seen} {' '.join(s.text for s in r.sentences)}" for r in READINGS.values()).lower()
    assert not any(word in text for word in ("diagnos", "positive", "contracture", "abnormal", "you have"))


def test_only_the_manoeuvre_itself_is_world_rugbys() -> None:
    """They say to extend the lower leg; what dropping or staying tells is common teaching and is called so."""
    for reading in READINGS.values():
        for sentence in reading.sentences:
            if WORLD_RUGBY in sentence.sources:
                assert "straighten the hanging knee" in sentence.text
                assert "if" not in sentence.text.lower()
    rows = [READINGS[meaning] for meaning in Meaning if meaning.startswith("retest")]
    assert all({TEACHING, OWN} & {s for one in row.goes_with for s in one.sources} for row in rows)


@pytest.mark.parametrize("figure", ["r = 0.98", "32 %"])
def test_figures_on_the_pelvis_carry_their_source(figure: str) -> None:
    """The study's numbers stand in a sentence of their own, with the study."""
    found = [one for sentences in CONFIDENCE.values() for one in sentences if figure in one.text]
    assert [one.sources for one in found] == [(VIGOTSKY,)]


def test_retest_is_not_asked_for_once_it_is_done() -> None:
    """No row that rests on a re-test sends to the re-test."""
    for meaning in Meaning:
        if meaning.startswith("retest") or meaning is Meaning.UNDECIDED:
            assert "re-test" not in " ".join(s.text for s in READINGS[meaning].tells_apart)


def test_opened_knee_begins_with_how_common_it_is() -> None:
    """The norms, with who they were, stand before the muscle."""
    first, second, *_ = READINGS[Meaning.TWO_JOINT].goes_with
    assert str(first).endswith("117 elite athletes hung at 52.5° on average. [Harvey 1998]")
    assert str(second).endswith("13 adults with tight hip flexors hung at 59°. [Kim 2015]")
