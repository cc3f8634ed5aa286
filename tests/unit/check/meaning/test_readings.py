import re

import pytest

from thomas_test.check.meaning.meanings import CONFIDENCE, Meaning
from thomas_test.check.meaning.sources import OWN, TAKENAKA, TEACHING, VIGOTSKY, WORLD_RUGBY, Source
from thomas_test.core.statements import Pelvis

HEDGE = re.compile(r"\b(may|can|cannot|does not|did not|says little|no pattern)\b", re.IGNORECASE)
READINGS = [meaning.value for meaning in Meaning]
PATTERNS = [m for m in Meaning if m.value.title.startswith(("Pattern", "Raised", "At least", "Sartorius"))]


def test_every_meaning_has_its_row() -> None:
    """No meaning without words, no statement on the pelvis without what it does to them."""
    assert set(CONFIDENCE) == set(Pelvis)
    assert all(reading.goes_with for reading in READINGS)


@pytest.mark.parametrize("meaning", PATTERNS)
def test_what_a_pattern_goes_with_is_never_a_bare_noun_phrase(meaning: Meaning) -> None:
    """Every sentence is whole, one says *may*, and a muscle called short stands only in a sentence that hedges."""
    sentences = [sentence.text for sentence in meaning.value.goes_with]
    assert any("may" in sentence for sentence in sentences)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert HEDGE.search(sentence) or "short" not in sentence


def test_no_row_names_a_short_muscle_without_may() -> None:
    """Over the whole table: what is called short in a sentence may be short."""
    for reading in READINGS:
        for sentence in reading.sentences:
            assert HEDGE.search(sentence.text) or "short" not in sentence.text


def test_words_describe_and_do_not_diagnose() -> None:
    """No row speaks of a diagnosis, a positive test or a contracture."""
    text = " ".join(f"{r.title} {r.seen} {' '.join(s.text for s in r.sentences)}" for r in READINGS).lower()
    assert not any(word in text for word in ("diagnos", "positive", "contracture", "abnormal", "you have"))


def test_only_the_manoeuvre_itself_is_world_rugbys() -> None:
    """They say to extend the lower leg; what dropping or staying tells is common teaching and is called so."""
    for reading in READINGS:
        for sentence in reading.sentences:
            if WORLD_RUGBY in sentence.sources:
                assert "straighten the hanging knee" in sentence.text
                assert "if" not in sentence.text.lower()
    rows = [meaning.value for meaning in Meaning if meaning.name.startswith("RETEST")]
    assert all({TEACHING, OWN} & {s for one in row.goes_with for s in one.sources} for row in rows)


def test_titles_say_may_before_a_short_muscle() -> None:
    """What is called short in a heading may be short."""
    titles = [reading.title for reading in READINGS if " short" in reading.title]
    assert all("may" in title or title.startswith("No pattern") for title in titles)


@pytest.mark.parametrize(
    ("figure", "source"),
    [("(r = 0.98)", VIGOTSKY), ("32 % (95 % interval 14-55)", VIGOTSKY), ("57 % (18-90)", VIGOTSKY)],
)
def test_figures_on_the_pelvis_carry_their_source(figure: str, source: Source) -> None:
    """The study's numbers stand with every statement on the pelvis, in a sentence of their own, with the study."""
    for sentences in CONFIDENCE.values():
        assert [one.sources for one in sentences if figure in one.text] == [(source,)]


def test_correlation_is_that_of_the_tilt_with_the_error() -> None:
    """R = 0.98 was no agreement reached by controlling the pelvis, and nobody tested a hand under the back."""
    felt = CONFIDENCE[Pelvis.FELT]
    assert any("error went with the tilt" in one.text and "r = 0.98" in one.text for one in felt)
    assert any("nobody has tested" in one.text for one in felt)
    assert not any("agreed" in one.text for sentences in CONFIDENCE.values() for one in sentences)
    assert any(TAKENAKA in one.sources and "14.6" in one.text for one in felt)


def test_retest_is_not_asked_for_once_it_is_done() -> None:
    """No row that rests on a re-test sends to the re-test."""
    for meaning in Meaning:
        if meaning.name.startswith("RETEST") or meaning is Meaning.UNDECIDED:
            assert "re-test" not in " ".join(s.text for s in meaning.value.tells_apart)


@pytest.mark.parametrize("meaning", [Meaning.KNEE_OPEN, Meaning.SHORT_UNCLEAR, Meaning.TWO_JOINT])
def test_an_opened_knee_says_what_was_measured_on_whom(meaning: Meaning) -> None:
    """The norms come with who they were."""
    told = [str(one) for one in meaning.value.goes_with]
    assert any("117 elite athletes hung at 52.5° on average. [Harvey 1998]" in one for one in told)
    assert any("13 adults with tight hip flexors hung at 59" in one and one.endswith("[Kim 2015]") for one in told)


def test_torsion_of_the_bone_stands_beside_a_turned_thigh() -> None:
    """Turned in and turned out are two things, and either may be bone."""
    for meaning, muscle in ((Meaning.TURNED_IN, "TFL that may"), (Meaning.TURNED_OUT, "psoas that may")):
        told = " ".join(one.text for one in meaning.value.goes_with)
        assert muscle in told
        assert "femoral torsion" in told
