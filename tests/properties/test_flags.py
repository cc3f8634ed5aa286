"""What must hold of flags and pattern for any numbers: the rules of the design, written down a second time."""

from hypothesis import given
from hypothesis import strategies as st

from support.analyses import ALL_STATED
from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.criteria import GUIDE, PRESETS, Pattern, Preset, Verdict, assess, hangs, verdict
from thomas_test.core.statements import Foot, Pain, Pelvis, Statements

BOTH_DECIDED = {Verdict.MET, Verdict.NOT_MET}


@st.composite
def angles(draw: st.DrawFn) -> Angle:
    """Any angle with any interval around it, often one that ends at a threshold of the guide."""
    on_threshold = st.sampled_from([0.0, 10.0, 80.0])
    ends = st.floats(-90, 150) | on_threshold
    low, value, high = sorted((draw(ends), draw(ends), draw(ends)))
    return Angle(value_deg=value, low_deg=low, high_deg=high)


thresholds = st.floats(-90, 150) | st.sampled_from([0.0, 10.0, 80.0])
presets = st.sampled_from(list(PRESETS.values()))
statements = st.builds(
    Statements, pelvis=st.sampled_from(Pelvis), foot=st.sampled_from(Foot), pain=st.sampled_from(Pain)
)


@given(angles(), thresholds)
def test_a_flag_is_borderline_exactly_while_the_interval_holds_the_threshold(angle: Angle, threshold: float) -> None:
    """Both ends count; a bare number without an interval is never borderline."""
    holds = angle.low_deg <= threshold <= angle.high_deg
    assert (verdict(angle, threshold) is Verdict.BORDERLINE) == (holds and angle.low_deg != angle.high_deg)


@given(angles(), thresholds)
def test_a_decided_flag_goes_by_all_of_the_interval(angle: Angle, threshold: float) -> None:
    """Met: no part of the interval lies under the threshold. Not met: all of it does."""
    found = verdict(angle, threshold)
    assert found is not Verdict.NOT_ASSESSED
    if found is Verdict.MET:
        assert angle.low_deg >= threshold
    if found is Verdict.NOT_MET:
        assert angle.high_deg < threshold


@given(angles(), thresholds, st.floats(0, 50))
def test_more_of_an_angle_never_loses_a_flag(angle: Angle, threshold: float, more: float) -> None:
    """The same interval moved up goes from not met over borderline to met, and never back."""
    rank = {Verdict.NOT_MET: 0, Verdict.BORDERLINE: 1, Verdict.MET: 2}
    moved = Angle(value_deg=angle.value_deg + more, low_deg=angle.low_deg + more, high_deg=angle.high_deg + more)
    if moved.low_deg != moved.high_deg or angle.low_deg == angle.high_deg:  # not where adding swallowed the interval
        assert rank[verdict(moved, threshold)] >= rank[verdict(angle, threshold)]


@given(angles(), st.none() | angles(), presets)
def test_the_flags_are_those_of_the_preset(thigh: Angle, knee: Angle | None, preset: Preset) -> None:
    """Two flags ask the thigh, one the knee; without an ankle the knee's is not assessed, nor any of a held thigh."""
    findings = assess(Measurement(thigh=thigh, knee=knee), preset)
    if not hangs(thigh.value_deg):
        assert {findings.reaches_parallel, findings.reaches_10_below, findings.knee_near_90} == {Verdict.NOT_ASSESSED}
        return
    assert findings.reaches_parallel is verdict(thigh, preset.parallel_deg)
    assert findings.reaches_10_below is verdict(thigh, preset.below_deg)
    assert findings.knee_near_90 is verdict(knee, preset.knee_deg - preset.knee_tolerance_deg)
    assert (findings.knee_near_90 is Verdict.NOT_ASSESSED) == (knee is None)


@given(angles(), st.none() | angles())
def test_the_pattern_follows_from_the_numbers(thigh: Angle, knee: Angle | None) -> None:
    """By the guide: θ against 0 and κ against 80; undecided where an interval holds either, or κ is missing."""
    findings = assess(Measurement(thigh=thigh, knee=knee), GUIDE, ALL_STATED)
    if knee is None or not {findings.reaches_parallel, findings.knee_near_90} <= BOTH_DECIDED:
        assert findings.pattern is Pattern.UNDECIDED
        return
    passes, beyond = thigh.value_deg >= 0.0, knee.high_deg < 42.5
    if knee.value_deg >= 80.0:
        assert findings.pattern is (Pattern.NONE if passes else Pattern.ONE_JOINT)
    elif passes:
        assert findings.pattern is (Pattern.TWO_JOINT if beyond else Pattern.KNEE_OPEN)
    else:
        assert findings.pattern is (Pattern.TWO_JOINT_OR_BOTH if beyond else Pattern.SHORT_UNCLEAR)


@given(angles(), st.none() | angles(), statements, presets)
def test_what_is_stated_decides_whether_a_pattern_is_named_and_nothing_else(
    thigh: Angle, knee: Angle | None, stated: Statements, preset: Preset
) -> None:
    """The flags are those of the angles; without all three statements the pattern is undecided."""
    found, full = (assess(Measurement(thigh=thigh, knee=knee), preset, said) for said in (stated, ALL_STATED))
    assert (found.reaches_parallel, found.reaches_10_below, found.knee_near_90) == (
        full.reaches_parallel,
        full.reaches_10_below,
        full.knee_near_90,
    )
    complete = stated.pelvis != "not_checked" and stated.foot == "free" and stated.pain == "none"
    assert found.pattern is (full.pattern if complete else Pattern.UNDECIDED)


@given(st.floats(0.1, 60), st.floats(0.1, 60), st.floats(0, 0.09), angles())
def test_how_far_below_parallel_changes_no_pattern(one_deg: float, other_deg: float, half: float, knee: Angle) -> None:
    """Between 0 and 10 degrees and beyond them the pattern is the same, whatever the knee does."""
    patterns = {
        assess(
            Measurement(thigh=Angle(value_deg=value, low_deg=value - half, high_deg=value + half), knee=knee),
            stated=ALL_STATED,
        ).pattern
        for value in (one_deg, other_deg)
    }
    assert len(patterns) == 1
