import re

import pytest

from thomas_test.meaning.advice import BY_MEANING, SUGGESTIONS, Measure, suggestions_for
from thomas_test.meaning.sources import GUIDE
from thomas_test.meaning.table import Meaning


def _measures(*meanings: Meaning) -> list[Measure]:
    by_title = {suggestion.title: measure for measure, suggestion in SUGGESTIONS.items()}
    return [by_title[suggestion.title] for suggestion in suggestions_for(meanings)]


def test_nothing_found_needs_nothing() -> None:
    """Without a finding there is nothing to do."""
    assert suggestions_for([Meaning.NOTHING_SHORT]) == ()


@pytest.mark.parametrize("meaning", [m for m in Meaning if m is not Meaning.NOTHING_SHORT])
def test_ruling_something_else_out_comes_first(meaning: Meaning) -> None:
    """Whatever was found, pathology is ruled out before anything is done."""
    assert _measures(meaning)[0] is Measure.PATHOLOGY_FIRST


@pytest.mark.parametrize(
    ("meaning", "has", "has_not"),
    [
        (Meaning.ONE_JOINT, Measure.PSOAS_STRETCH, Measure.KNEELING_STRETCH),
        (Meaning.TWO_JOINT, Measure.KNEELING_STRETCH, Measure.PSOAS_STRETCH),
        (Meaning.RETEST_TWO_JOINT, Measure.KNEELING_STRETCH, Measure.PSOAS_STRETCH),
        (Meaning.RETEST_BOTH, Measure.PSOAS_STRETCH, Measure.ROLLING),
        (Meaning.TFL, Measure.ROLLING, Measure.KNEELING_STRETCH),
        (Meaning.TIGHT_BUT_PASSING, Measure.BRIDGE, Measure.PSOAS_STRETCH),  # not short: not stretched
        (Meaning.WITHHELD, Measure.REPEAT, Measure.BRIDGE),  # nothing is done about what is not known
        (Meaning.UNDECIDED, Measure.REPEAT, Measure.PERSISTS),
    ],
)
def test_advice_suits_the_finding(meaning: Meaning, has: Measure, has_not: Measure) -> None:
    """Each finding brings what suits it and leaves what does not."""
    measures = _measures(meaning)
    assert has in measures
    assert has_not not in measures


def test_two_findings_give_every_suggestion_once() -> None:
    """Two legs or two findings do not repeat themselves, and what to do if it persists comes last."""
    measures = _measures(Meaning.RETEST_BOTH, Meaning.TFL, Meaning.ONE_JOINT)
    assert len(measures) == len(set(measures))
    assert measures[-1] is Measure.PERSISTS


def test_every_suggestion_is_whole() -> None:
    """Each has how, purpose, when not to, and a source; a dose with numbers names whose it is."""
    assert set(SUGGESTIONS) == set(Measure)
    assert set(BY_MEANING) == set(Meaning)
    for suggestion in SUGGESTIONS.values():
        assert suggestion.how
        assert suggestion.purpose
        assert suggestion.not_when
        assert GUIDE in suggestion.sources
        if re.search(r"\d+ ?(-\d+ )?(times|seconds)", suggestion.dose):
            assert len(suggestion.sources) > 1
