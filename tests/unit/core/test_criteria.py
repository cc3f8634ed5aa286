import itertools
import math
from dataclasses import replace

import pytest

from support.analyses import ALL_STATED
from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.criteria import (
    GUIDE,
    PRESETS,
    Findings,
    Pattern,
    Preset,
    Verdict,
    assess,
    verdict,
)
from thomas_test.core.errors import UsageError
from thomas_test.core.statements import NOTHING_STATED, Foot, Pain, Pelvis, Statements

MET, NOT_MET, BORDERLINE, NOT_ASSESSED = Verdict


def angle(value: float, half: float = 0.0) -> Angle:
    """An angle with a symmetric interval; none unless asked for."""
    return Angle(value_deg=value, low_deg=value - half, high_deg=value + half)


@pytest.mark.parametrize(
    ("value", "half", "found"),
    [
        (12.0, 1.5, MET),
        (8.0, 1.5, NOT_MET),
        (12.0, 2.0, BORDERLINE),  # the interval's lower end touches the threshold
        (8.0, 2.0, BORDERLINE),  # its upper end does
        (11.0, 3.0, BORDERLINE),  # the threshold lies inside
        (10.0, 0.5, BORDERLINE),
        (10.0, 0.0, MET),  # a bare number at the threshold reaches it
        (9.999, 0.0, NOT_MET),
    ],
)
def test_a_flag_is_borderline_while_its_interval_holds_the_threshold(value: float, half: float, found: Verdict) -> None:
    """Against a threshold of 10."""
    assert verdict(angle(value, half), 10.0) is found


def test_what_was_not_measured_is_not_assessed() -> None:
    """No angle, no judgement."""
    assert verdict(None, 10.0) is NOT_ASSESSED


@pytest.mark.parametrize(
    ("thigh", "knee", "parallel", "below", "near_90", "pattern"),
    [
        (0.0, 80.0, MET, NOT_MET, MET, Pattern.NONE),  # both exactly at their thresholds
        (12.0, 90.0, MET, MET, MET, Pattern.NONE),
        (5.0, 90.0, MET, NOT_MET, MET, Pattern.NONE),  # 0 to 10 below parallel does not change the pattern
        (-0.1, 80.0, NOT_MET, NOT_MET, MET, Pattern.ONE_JOINT),
        (12.0, 79.9, MET, MET, NOT_MET, Pattern.KNEE_OPEN),
        (12.0, 52.0, MET, MET, NOT_MET, Pattern.KNEE_OPEN),  # included angle 128: "more than 90", as most knees hang
        (20.0, 60.0, MET, MET, NOT_MET, Pattern.KNEE_OPEN),
        (12.0, 42.5, MET, MET, NOT_MET, Pattern.KNEE_OPEN),  # 50.8 less 8.3: the lower end belongs to the range
        (12.0, 42.4, MET, MET, NOT_MET, Pattern.TWO_JOINT),
        (12.0, 120.0, MET, MET, MET, Pattern.NONE),  # included angle 60: bent further is not short
        (-8.0, 55.0, NOT_MET, NOT_MET, NOT_MET, Pattern.SHORT_UNCLEAR),
        (-8.0, 40.0, NOT_MET, NOT_MET, NOT_MET, Pattern.TWO_JOINT_OR_BOTH),
        (-12.0, 92.0, NOT_MET, NOT_MET, MET, Pattern.ONE_JOINT),
        (12.0, None, MET, MET, NOT_ASSESSED, Pattern.UNDECIDED),
    ],
)
def test_angles_are_held_against_the_guide(
    thigh: float, knee: float | None, parallel: Verdict, below: Verdict, near_90: Verdict, pattern: Pattern
) -> None:
    """Worked by hand: parallel from 0, well below from 10, knee near 90 from 80 degrees of FLEXION."""
    measurement = Measurement(thigh=angle(thigh), knee=None if knee is None else angle(knee))
    found = assess(measurement, stated=ALL_STATED)
    beyond = pattern in (Pattern.TWO_JOINT, Pattern.TWO_JOINT_OR_BOTH)
    assert found == Findings(
        reaches_parallel=parallel,
        reaches_10_below=below,
        knee_near_90=near_90,
        pattern=pattern,
        knee_beyond_range=beyond,
    )
    assert found.knee_as_most is (pattern in (Pattern.KNEE_OPEN, Pattern.SHORT_UNCLEAR))


def test_only_four_pairs_of_flags_make_a_pattern() -> None:
    """The whole table of four by four: whatever is borderline or not assessed leaves the pattern undecided."""
    decided = {
        (MET, MET): (Pattern.NONE, Pattern.NONE),
        (NOT_MET, MET): (Pattern.ONE_JOINT, Pattern.ONE_JOINT),
        (MET, NOT_MET): (Pattern.KNEE_OPEN, Pattern.TWO_JOINT),
        # a short rectus femoris alone can lift the thigh
        (NOT_MET, NOT_MET): (Pattern.SHORT_UNCLEAR, Pattern.TWO_JOINT_OR_BOTH),
    }
    # a thigh that does not hang is not assessed
    thighs = {MET: angle(12.0), NOT_MET: angle(-12.0), BORDERLINE: angle(0.0, 3.0), NOT_ASSESSED: angle(-95.0)}
    knees = {MET: angle(90.0), NOT_MET: angle(60.0), BORDERLINE: angle(80.0, 3.0), NOT_ASSESSED: None}
    for flags in itertools.product(Verdict, Verdict):
        patterns = decided.get(flags, (Pattern.UNDECIDED, Pattern.UNDECIDED))
        for pattern, opened in zip(patterns, (knees[NOT_MET], angle(40.0)), strict=True):
            knee = (knees | {NOT_MET: opened})[flags[1]]
            assert assess(Measurement(thigh=thighs[flags[0]], knee=knee), stated=ALL_STATED).pattern is pattern, flags


def test_the_pattern_is_undecided_while_a_flag_is_borderline() -> None:
    """A thigh 1 degree below parallel, give or take 3."""
    found = assess(Measurement(thigh=angle(1.0, 3.0), knee=angle(90.0, 3.0)), stated=ALL_STATED)
    assert (found.reaches_parallel, found.pattern) == (BORDERLINE, Pattern.UNDECIDED)


@pytest.mark.parametrize(
    ("knee_deg", "half", "pattern"),
    [
        (40.0, 2.0, Pattern.TWO_JOINT),  # 38 to 42
        (40.0, 3.0, Pattern.KNEE_OPEN),  # 37 to 43 holds 42.5
        (30.0, 14.0, Pattern.KNEE_OPEN),  # a wide interval
    ],
)
def test_the_rectus_femoris_is_named_only_where_all_of_the_interval_is_beyond_the_range(
    knee_deg: float, half: float, pattern: Pattern
) -> None:
    """A knee that may hang as most knees do names no muscle."""
    assert assess(Measurement(thigh=angle(12.0), knee=angle(knee_deg, half)), stated=ALL_STATED).pattern is pattern


@pytest.mark.parametrize(
    "stated",
    [
        NOTHING_STATED,
        replace(ALL_STATED, pelvis=Pelvis.NOT_CHECKED),
        replace(ALL_STATED, foot=Foot.TOUCHED),
        replace(ALL_STATED, foot=Foot.NOT_CHECKED),
        replace(ALL_STATED, pain=Pain.SOME),
        replace(ALL_STATED, pain=Pain.NOT_ASKED),
    ],
)
def test_no_pattern_stands_without_the_statements_that_it_needs(stated: Statements) -> None:
    """Flags stay, the pattern does not."""
    measurement = Measurement(thigh=angle(-12.0), knee=angle(92.0))
    found, full = assess(measurement, stated=stated), assess(measurement, stated=ALL_STATED)
    assert found.pattern is Pattern.UNDECIDED
    assert replace(found, pattern=full.pattern) == full


@pytest.mark.parametrize(
    ("name", "parallel", "below", "knee"),
    [
        ("guide", 0, 10, 80),  # design, section 1
        ("execp", 0, 10, 67),
        ("mills", 0, 15, 80),
    ],
)
def test_presets_are_the_cited_ones(name: str, parallel: float, below: float, knee: float) -> None:
    """Every preset has its thresholds, in our signs, and says where they come from."""
    preset = Preset.named(name)
    assert (preset.parallel_deg, preset.below_deg, preset.knee_threshold_deg) == (parallel, below, knee)
    assert preset.name == name
    assert preset.source


def test_the_table_of_presets_is_whole_and_closed() -> None:
    """The guide comes first and is the default; nobody adds to the table at run time."""
    assert list(PRESETS) == ["guide", "execp", "mills"]
    assert PRESETS["guide"] is GUIDE
    with pytest.raises(TypeError):
        PRESETS["mine"] = GUIDE


def test_presets_judge_differently() -> None:
    """12 degrees below parallel with the knee at 70 reaches other flags by other sources."""
    measurement = Measurement(thigh=angle(12.0), knee=angle(70.0))
    below = {name: assess(measurement, preset).reaches_10_below for name, preset in PRESETS.items()}
    near_90 = {name: assess(measurement, preset).knee_near_90 for name, preset in PRESETS.items()}
    assert below == {"guide": MET, "execp": MET, "mills": NOT_MET}
    assert near_90 == {"guide": NOT_MET, "execp": MET, "mills": NOT_MET}


def test_an_unknown_preset_is_named_with_those_there_are() -> None:
    """The message tells what came and what is expected."""
    with pytest.raises(UsageError, match=r"guide, execp, mills, got 'harvey'"):
        Preset.named("harvey")


def test_the_knee_tolerance_can_be_chosen() -> None:
    """A tolerance of 0 asks for 90, None leaves the preset alone, the preset itself never changes."""
    assert GUIDE.with_knee_tolerance(0.0).knee_threshold_deg == 90.0
    assert GUIDE.with_knee_tolerance(None) is GUIDE
    assert GUIDE.knee_threshold_deg == 80.0


@pytest.mark.parametrize("tolerance", [-0.1, 90.1, math.nan])
def test_a_tolerance_that_makes_no_sense_is_refused(tolerance: float) -> None:
    """The message says the range and the guide's own."""
    with pytest.raises(UsageError, match=r"from 0 to 90 degrees, got .*; the guide's is 10"):
        GUIDE.with_knee_tolerance(tolerance)


def test_a_preset_is_checked_at_birth() -> None:
    """Not only when it is changed."""
    with pytest.raises(UsageError, match="knee tolerance"):
        Preset(name="x", parallel_deg=0, below_deg=10, knee_deg=90, knee_tolerance_deg=-1, source="nobody")
