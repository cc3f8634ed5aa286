"""One result in one plain sentence."""

from itertools import product

import pytest

from support.analyses import make_outcome
from thomas_test.core.criteria import GUIDE, PRESETS, Findings, Pattern, Preset, Verdict
from thomas_test.core.landmarks import Side
from thomas_test.output.plain_sentence import plain_sentence


@pytest.mark.parametrize(
    ("thigh_deg", "knee_deg", "said"),
    [
        (14.0, 95.0, "reaches 10° below parallel; the knee hangs bent near 90°."),
        (5.0, 60.0, "reaches parallel, but not 10° below it; the knee hangs less bent than 80°, as most knees do."),
        (9.0, 20.0, "to 10° below it to tell whether it reaches that; the knee hangs clearly less bent than most."),
        (1.0, 81.0, "lies too close to parallel to tell whether it reaches it; the knee is bent too close to 80° to "),
        (-8.0, None, "stays above parallel; the knee was not assessed."),
    ],
)
def test_what_the_flags_say_is_told_in_a_sentence(thigh_deg: float, knee_deg: float | None, said: str) -> None:
    """Each side of each threshold, and the doubt at it, has its own plain words."""
    findings = make_outcome(thigh_deg=thigh_deg, knee_deg=knee_deg).findings
    assert said in plain_sentence(Side.LEFT, findings, GUIDE)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_whatever_was_found_it_is_one_sentence(preset: Preset) -> None:
    """Every combination of verdicts under every preset: it begins with the leg, ends once, and no two are the same."""
    said = set()
    found = list(product(Verdict, Verdict, Verdict, (False, True)))
    for parallel, below, knee, beyond in found:
        findings = Findings(
            reaches_parallel=parallel,
            reaches_10_below=below,
            knee_near_90=knee,
            pattern=Pattern.UNDECIDED,
            knee_beyond_range=beyond and knee is Verdict.NOT_MET,
        )
        words = plain_sentence(Side.RIGHT, findings, preset)
        assert words.startswith("The right thigh ")
        assert words.count(". ") == 0
        assert words.endswith(".")
        said.add(words)
    assert len(said) == 7 * 5
