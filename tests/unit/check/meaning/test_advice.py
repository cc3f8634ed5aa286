import re

import pytest

from thomas_test.check.meaning.advice import ONLY_IF_TIGHT, Chosen, suggestions_for
from thomas_test.check.meaning.meanings import Meaning
from thomas_test.check.meaning.sources import FINUCANE, GUIDE, HIP_PATHWAY, OWN
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure
from thomas_test.core.landmarks import Side


def _measures(*meanings: Meaning) -> list[Measure]:
    return [chosen.measure for chosen in suggestions_for({Side.LEFT: meanings})]


def _chosen(measure: Measure, **found: tuple[Meaning, ...]) -> Chosen:
    by_side = {Side(side): meanings for side, meanings in found.items()}
    return next(chosen for chosen in suggestions_for(by_side) if chosen.measure is measure)


def test_nothing_found_needs_nothing() -> None:
    """Without a finding there is nothing to do."""
    assert suggestions_for({Side.LEFT: (Meaning.NOTHING_SHORT,), Side.RIGHT: ()}) == ()
    nothing = {Meaning.NOTHING_SHORT, Meaning.RETEST_KNEE_OPEN_STAYED, Meaning.ASIDE_NOT_RAISED}
    assert {meaning for meaning in Meaning if not meaning.value.measures} == nothing


@pytest.mark.parametrize("meaning", [m for m in Meaning if m.value.measures])
def test_ruling_something_else_out_comes_first(meaning: Meaning) -> None:
    """Whatever was found, pathology is ruled out before anything is done."""
    assert _measures(meaning)[0] is Measure.PATHOLOGY_FIRST


@pytest.mark.parametrize(
    ("meaning", "has", "has_not"),
    [
        (Meaning.ONE_JOINT, Measure.PSOAS_STRETCH, Measure.KNEELING_STRETCH),
        (Meaning.KNEE_OPEN, Measure.KNEE_AGAIN, Measure.KNEELING_STRETCH),  # as most knees hang: nothing to stretch
        (Meaning.SHORT_UNCLEAR, Measure.PSOAS_STRETCH, Measure.KNEE_AGAIN),
        (Meaning.TWO_JOINT, Measure.KNEELING_STRETCH, Measure.PSOAS_STRETCH),
        (Meaning.RETEST_TWO_JOINT, Measure.KNEELING_STRETCH, Measure.PSOAS_STRETCH),
        (Meaning.RETEST_BOTH, Measure.PSOAS_STRETCH, Measure.ROLLING),
        (Meaning.TURNED_IN, Measure.ROLLING, Measure.KNEELING_STRETCH),
        (Meaning.TIGHT_BUT_PASSING, Measure.BRIDGE, Measure.PSOAS_STRETCH),  # not short: not stretched
        (Meaning.PELVIS_NOT_CHECKED, Measure.REPEAT, Measure.BRIDGE),  # nothing is done about what is not known
        (Meaning.FOOT_NOT_CHECKED, Measure.REPEAT, Measure.BRIDGE),
        (Meaning.TRIALS_DISAGREE, Measure.REPEAT, Measure.BRIDGE),
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
    measures = _measures(Meaning.RETEST_BOTH, Meaning.TURNED_IN, Meaning.ONE_JOINT)
    assert len(measures) == len(set(measures))
    assert measures[-1] is Measure.PERSISTS


def test_each_suggestion_says_for_which_leg_and_why() -> None:
    """A stretch for the left leg alone is called so; what suits both names both, and the same reason stands once."""
    found = {"left": (Meaning.ONE_JOINT,), "right": (Meaning.TIGHT_BUT_PASSING,)}
    assert _chosen(Measure.PSOAS_STRETCH, **found).words == (
        "Left leg: pattern that may go with short one-joint hip flexors (iliopsoas)"
    )
    bridge = _chosen(Measure.BRIDGE, **found).words.lower()
    assert "left leg: pattern that may" in bridge
    assert "right leg: feels tight" in bridge
    both = _chosen(Measure.BRIDGE, left=(Meaning.ONE_JOINT,), right=(Meaning.RETEST_ONE_JOINT,))
    assert both.words == "Both legs: pattern that may go with short one-joint hip flexors (iliopsoas)"
    assert _chosen(Measure.PATHOLOGY_FIRST, **found).words == ""


def test_an_opened_knee_alone_is_looked_at_again_before_it_is_stretched() -> None:
    """The re-check comes before the stretches, and each of these is for those who feel tight or limited."""
    measures = _measures(Meaning.TWO_JOINT)
    assert measures.index(Measure.KNEE_AGAIN) < measures.index(Measure.RECIPROCAL)
    for measure in (Measure.KNEELING_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC):
        assert ONLY_IF_TIGHT in _chosen(measure, left=(Meaning.TWO_JOINT,)).words
    assert ONLY_IF_TIGHT not in _chosen(Measure.KNEELING_STRETCH, left=(Meaning.RETEST_BOTH,)).words


def test_every_suggestion_is_whole() -> None:
    """Each has how and purpose, and says when not to or what to take care of."""
    assert set(SUGGESTIONS) == set(Measure)
    for measure, suggestion in SUGGESTIONS.items():
        assert suggestion.how
        assert suggestion.purpose
        assert suggestion.not_when or suggestion.care or measure is Measure.KNEE_AGAIN


def test_how_much_is_a_dose_from_a_source() -> None:
    """A dose has a number and a source that was read; results of trials are no dose."""
    for suggestion in SUGGESTIONS.values():
        for one in suggestion.dose:
            assert re.search(r"\d", one.text)
            assert not {GUIDE, OWN} & set(one.sources)
        for one in suggestion.evidence:
            assert not {GUIDE, OWN} & set(one.sources)


def test_not_when_tells_when_and_take_care_tells_what() -> None:
    """What stands behind *Not when* completes it; what asks for care or a stop stands behind *Take care*."""
    for suggestion in SUGGESTIONS.values():
        for one in suggestion.not_when:
            assert re.match(r"(After|With|In|On|Today,) ", one.text)
        for one in suggestion.care:
            assert re.match(r"(Stop|Never|Not|Only|Put|Hold|Do not) ", one.text)


def test_signs_of_an_emergency_come_from_the_red_flag_lists() -> None:
    """They are not the guide's."""
    assert [one.sources for one in SUGGESTIONS[Measure.PATHOLOGY_FIRST].care] == [(FINUCANE,), (HIP_PATHWAY,)]
