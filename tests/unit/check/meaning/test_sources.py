import pytest

from sentences import shown_sentences
from thomas_test.check.meaning import sources
from thomas_test.check.meaning.sources import CEJUDO, GUIDE, OWN, Source, cited, sources_of
from thomas_test.core.errors import UsageError
from thomas_test.core.repeatability import PUBLISHED


def test_every_source_is_used() -> None:
    """What is defined is cited somewhere that a person sees."""
    used = set(sources_of(one for _, sentences in shown_sentences() for one in sentences))
    assert {found for found in vars(sources).values() if isinstance(found, Source)} == used


def test_short_names_are_unique() -> None:
    """Two sources cannot be mistaken for each other beside a sentence."""
    found = [value for value in vars(sources).values() if isinstance(value, Source)]
    assert len({source.short for source in found}) == len(found)


def test_sentence_is_written_with_its_sources() -> None:
    """The sources stand behind the sentence, in short."""
    assert str(cited("It may.", GUIDE, OWN)) == "It may. [guide; ours]"


def test_nothing_stands_without_a_source() -> None:
    """A sentence without a source cannot be made."""
    with pytest.raises(UsageError, match="expected a source for"):
        cited("It may.")


def test_sources_are_listed_once_in_order() -> None:
    """The list follows the text."""
    assert sources_of([cited("A.", OWN), cited("B.", GUIDE, OWN)]) == (OWN, GUIDE)


def test_what_repeating_may_change_says_what_it_was_taken_from() -> None:
    """Each angle its own, as published, with what could not be seen; the knee's is 2.77 standard errors of 7."""
    assert (PUBLISHED.thigh.degrees, PUBLISHED.sides.degrees, PUBLISHED.knee.degrees) == (6.9, 6.9, 4.2)
    assert PUBLISHED.knee_other_day.degrees == pytest.approx(1.96 * 2**0.5 * 7.0, abs=0.05)
    for text in (CEJUDO.full, PUBLISHED.thigh.source):
        assert "could not see" in text
