"""What a hand does to a case, and what comes of edits that nobody should send."""

import math
from dataclasses import replace

import numpy as np
import pytest

from thomas_test.app.desk import Case
from thomas_test.app.editor.edits import (
    apply_edit,
    start_placing,
    stop_placing,
    with_choices,
    with_leg,
    with_preset,
)
from thomas_test.core.analysis import NO_NETWORK, Analysis
from thomas_test.core.angles import HorizonSource
from thomas_test.core.criteria import PRESETS
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import line_tilt_deg
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.analyse import measure_points
from thomas_test.reading.level.marked import level_or_plumb_deg

POINTS = {
    Joint.HIP: (400.0, 300.0),
    Joint.KNEE: (600.0, 300.0),
    Joint.ANKLE: (600.0, 500.0),
    Joint.OTHER_HIP: (400.0, 290.0),
    Joint.OTHER_KNEE: (350.0, 150.0),
}
OTHER_HANGS = {Joint.OTHER_KNEE: (580.0, 280.0)}
"""The networks took the legs for each other, or drew the held one over the hanging one."""


@pytest.fixture
def case() -> Case:
    """A picture read by a network: thigh horizontal, knee at a right angle, left leg."""
    return case_with(POINTS)


@pytest.fixture
def both_hang() -> Case:
    """The same, with the other leg's points on a hanging leg, too."""
    return case_with(POINTS | OTHER_HANGS)


def case_with(points: dict[Joint, tuple[float, float]]) -> Case:
    """A picture on which a network placed these points, the left leg tested."""
    pose = ThomasPose(
        tested_leg=Side.LEFT,
        head_towards=Direction.LEFT,
        points_px={joint: np.array(point) for joint, point in points.items()},
        source=PointsSource.MODEL,
    )
    analysis = measure_points(name="one.jpg", size_px=(1000, 800), pose=pose)
    outcome = replace(analysis.measured, pose=pose)
    return Case(
        ident="a",
        name="one.jpg",
        settings=Settings(),
        picture=b"",
        analysis=replace(analysis, outcome=outcome, read_by=NO_NETWORK),
    )


@pytest.fixture
def refused() -> Case:
    """A refused picture."""
    analysis = Analysis(
        name="no.jpg",
        size_px=(1000, 800),
        preset=PRESETS["guide"],
        refusal=Refusal(code=RefusalCode.LEG_HIDDEN),
    )
    return Case(ident="b", name="no.jpg", settings=Settings(), picture=b"", analysis=analysis)


def thigh_deg(case: Case) -> float:
    """The shown thigh angle."""
    return case.read.measured.measurement.thigh.value_deg


def test_a_moved_point_is_measured_and_the_automatic_value_kept(case: Case) -> None:
    """The knee 200 px lower makes 45 degrees; the automatic outcome stays, and the report's number is taken in."""
    moved = apply_edit(case, {"kind": "points", "seq": 7, "points": {"knee": [600, 500]}})
    assert thigh_deg(moved) == pytest.approx(45.0)
    assert moved.read.automatic is not None
    assert moved.read.automatic.measurement.thigh.value_deg == pytest.approx(0.0)
    assert moved.echo == 7
    assert moved.revision > case.revision


def test_a_level_line_turns_the_horizontal_and_stays_where_it_was_drawn(case: Case) -> None:
    """Rising to the right by 10 degrees, with the head to the left, it adds 10 degrees."""
    rise = 300 * math.tan(math.radians(10))
    line = [[100, 700], [400, 700 - rise]]
    drawn = apply_edit(case, {"kind": "level", "seq": 1, "line": line})
    assert thigh_deg(drawn) == pytest.approx(10.0)
    assert drawn.read.measured.level.source is HorizonSource.MARKED
    assert drawn.line_px == ((100.0, 700.0), (400.0, 700 - rise))


@pytest.mark.parametrize(
    ("line", "tilt_deg"),
    [
        (((0, 0), (10, 0)), 0.0),  # level
        (((10, 0), (0, 0)), 0.0),  # the order of the ends does not matter
        (((0, 0), (10, -10)), 45.0),  # rises to the right
        (((0, 0), (0, 10)), 0.0),  # a plumb line of a level picture
        (((0, 100), (10, 0)), -5.710593),  # a plumb line leaning right: level falls to the right
        (((0, 0), (10, 100)), 5.710593),  # leaning left
    ],
)
def test_level_and_plumb_lines_give_the_same_tilt(line: object, tilt_deg: float) -> None:
    """A door frame serves as well as a table's edge."""
    assert level_or_plumb_deg(line_tilt_deg(*line)) == pytest.approx(tilt_deg)  # type: ignore[arg-type]


def test_a_short_line_leaves_a_wider_interval_than_a_long_one(case: Case) -> None:
    """The same tilt, drawn over a tenth and over most of the picture."""
    short, long = (
        apply_edit(case, {"kind": "level", "line": [[100, 700], [100 + length, 700]]}).read for length in (100, 800)
    )
    assert short.measured.level.sd_deg > long.measured.level.sd_deg > 0.5
    assert short.measured.measurement.thigh.half_width_deg > long.measured.measurement.thigh.half_width_deg


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([[100, 100], [103, 100]], "draw a longer line"),
        ([[100, 100], [3000, 100]], "inside the picture"),
    ],
)
def test_a_line_that_tells_nothing_is_refused(line: object, words: str, case: Case, refused: Case) -> None:
    """At once, on a measured picture and on one where points are still being placed."""
    for one in (case, start_placing(refused)):
        with pytest.raises(UsageError, match=words):
            apply_edit(one, {"kind": "level", "line": line})


def test_swapping_twice_leads_back(both_hang: Case) -> None:
    """The other leg's points become the tested ones and the other way round."""
    once = apply_edit(both_hang, {"kind": "swap", "seq": 1})
    assert once.read.measured.pose.tested_leg is Side.RIGHT
    assert tuple(once.read.measured.pose[Joint.KNEE]) == OTHER_HANGS[Joint.OTHER_KNEE]
    twice = apply_edit(once, {"kind": "swap", "seq": 2})
    assert thigh_deg(twice) == pytest.approx(thigh_deg(both_hang))


def test_a_leg_held_to_the_chest_cannot_be_swapped_in(case: Case) -> None:
    """Its thigh points 110 degrees above the horizontal: the legs stay as they were, and it is said why."""
    with pytest.raises(UsageError, match="110° above the horizontal"):
        apply_edit(case, {"kind": "swap", "seq": 1})


def test_points_that_no_hanging_leg_has_are_no_result_and_can_be_dragged_on(case: Case) -> None:
    """The case is refused with its points at hand; the next drag measures again beside the automatic reading."""
    up = apply_edit(case, {"kind": "points", "seq": 1, "points": {"knee": [380, 110]}})
    assert up.read.refusal is not None
    assert up.read.refusal.code is RefusalCode.LEG_NOT_HANGING
    assert up.draft is not None
    assert up.draft[Joint.KNEE] == (380.0, 110.0)
    assert apply_edit(up, {"kind": "undo"}).read is case.read
    assert apply_edit(up, {"kind": "reset"}).read.measured is case.read.measured
    still = apply_edit(up, {"kind": "points", "points": {j.value: list(at) for j, at in up.draft.items()}})
    points = {joint.value: list(at) for joint, at in (still.draft or {}).items()} | {"knee": [600, 310]}
    back = apply_edit(still, {"kind": "points", "seq": 2, "points": points})
    assert back.draft is None
    assert thigh_deg(back) == pytest.approx(math.degrees(math.atan2(10, 200)))
    assert back.read.automatic is case.read.outcome
    assert back.read.automatic_refusal is None


def test_a_leg_without_points_cannot_be_swapped_in(case: Case) -> None:
    """Without the other hip there is nothing to measure."""
    pose = case.read.measured.pose.without(Joint.OTHER_HIP)
    alone = replace(case, analysis=replace(case.read, outcome=replace(case.read.measured, pose=pose)))
    with pytest.raises(UsageError, match="other leg"):
        apply_edit(alone, {"kind": "swap"})


def test_undo_takes_back_one_change_and_reset_all(case: Case) -> None:
    """A reset gives the automatic reading, level included, and is itself undone."""
    moved = apply_edit(case, {"kind": "points", "points": {"knee": [600, 400]}})
    drawn = apply_edit(moved, {"kind": "level", "line": [[0, 0], [100, -5]]})
    assert thigh_deg(apply_edit(drawn, {"kind": "undo"})) == pytest.approx(thigh_deg(moved))
    reset = apply_edit(drawn, {"kind": "reset"})
    assert thigh_deg(reset) == pytest.approx(thigh_deg(case))
    assert not reset.is_corrected
    assert reset.line_px is None
    assert thigh_deg(apply_edit(reset, {"kind": "undo"})) == pytest.approx(thigh_deg(drawn))


def test_a_saved_result_reset_and_levelled_again_is_not_too_sure(case: Case) -> None:
    """The doubt of the line taken back is not taken out of the automatic interval, in which it never was."""
    automatic = case.read.measured.measurement.thigh
    short = apply_edit(case, {"kind": "level", "line": [[100, 700], [180, 700]]})
    reset = apply_edit(replace(short, past=()), {"kind": "reset"})  # opened from a file: nothing to go back to
    assert reset.read.measured.measurement.thigh == automatic
    long = {"kind": "level", "line": [[100, 700], [900, 700]]}
    again, at_once = apply_edit(reset, long), apply_edit(case, long)
    assert again.read.measured.measurement.thigh == at_once.read.measured.measurement.thigh


def test_undo_and_reset_of_nothing_change_nothing(case: Case) -> None:
    """There is nothing to take back."""
    assert apply_edit(case, {"kind": "undo"}).read is case.read
    assert apply_edit(case, {"kind": "reset"}).read is case.read


def test_naming_the_leg_moves_no_point_and_no_number(case: Case) -> None:
    """The angle and its interval stay; the doubt about the side is settled."""
    unsure = replace(case.read.measured, warnings=(WarningCode.LEG_CHOICE_UNSURE,))
    named = with_leg(replace(case, analysis=replace(case.read, outcome=unsure)), Side.RIGHT)
    assert named.read.measured.pose.tested_leg is Side.RIGHT
    assert named.read.measured.measurement is case.read.measured.measurement
    assert WarningCode.LEG_CHOICE_UNSURE not in named.read.measured.warnings


def test_other_thresholds_are_no_correction(case: Case, refused: Case) -> None:
    """Flags follow the preset; nothing counts as corrected, and a refused picture stays refused."""
    held = with_preset(case, PRESETS["mills"])
    assert held.read.preset.name == "mills"
    assert not held.is_corrected
    assert thigh_deg(held) == thigh_deg(case)
    assert with_preset(refused, PRESETS["mills"]).read.refusal is not None


def test_a_refused_picture_is_measured_once_hip_and_knee_stand(refused: Case) -> None:
    """Until then there is no number; then the side has to be confirmed, because points cannot tell it."""
    placing = start_placing(refused)
    hip = apply_edit(placing, {"kind": "points", "points": {"hip": [600, 300]}})
    assert hip.read.outcome is None
    levelled = apply_edit(hip, {"kind": "level", "line": [[0, 0], [100, 0]]})
    both = apply_edit(levelled, {"kind": "points", "points": {"hip": [600, 300], "knee": [400, 400]}})
    assert thigh_deg(both) == pytest.approx(math.degrees(math.atan2(100, 200)))
    assert both.read.measured.pose.head_towards is Direction.RIGHT
    assert both.read.measured.level.source is HorizonSource.MARKED
    assert WarningCode.LEG_CHOICE_UNSURE in both.read.measured.warnings
    assert both.draft is None


def test_placing_can_be_stopped_and_begun_anew(refused: Case) -> None:
    """Reset forgets the points placed so far; stopping gives the refusal back."""
    hip = apply_edit(start_placing(refused), {"kind": "points", "points": {"hip": [600, 300]}})
    assert apply_edit(hip, {"kind": "reset"}).draft == {}
    assert stop_placing(hip).draft is None
    assert stop_placing(hip).read.refusal is not None


@pytest.mark.parametrize("kind", ["confirm", "swap"])
def test_a_press_that_a_reset_overtook_does_nothing(refused: Case, kind: str) -> None:
    """The refusal is back, and there are no points to confirm or to swap."""
    with pytest.raises(UsageError, match="got a refused one"):
        apply_edit(refused, {"kind": kind, "seq": 2})


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({}, "expected an edit"),  # nothing
        ({"kind": "explode"}, "expected an edit"),  # an unknown kind
        ({"kind": "points"}, "expected points by their joint"),  # no points
        ({"kind": "points", "points": {}}, "expected points by their joint"),
        ({"kind": "points", "points": {"nose": [1, 2]}}, "expected joints out of"),  # not of the test
        ({"kind": "points", "points": {"hip": [1]}}, "expected a point"),
        ({"kind": "points", "points": {"hip": ["1", "2"]}}, "expected a point"),
        ({"kind": "points", "points": {"hip": [math.nan, 2]}}, "expected a point"),
        ({"kind": "points", "points": {"hip": [600, 300]}}, "two places"),  # onto the knee
        ({"kind": "level", "line": [[0, 0]]}, "expected the two ends"),
        ({"kind": "level", "line": [[1, 1], [1, 1]]}, "both in one place"),
    ],
)
def test_edits_that_cannot_be_followed_are_refused_in_words(case: Case, edit: dict[str, object], said: str) -> None:
    """Nothing from the browser is trusted before it was checked."""
    with pytest.raises(UsageError, match=said):
        apply_edit(case, edit)


def test_naming_the_leg_on_a_case_of_a_person_keeps_the_points(refused: Case) -> None:
    """A choice in the side panel is followed without reading the picture again; the same choice twice does nothing."""
    points = {"hip": [600, 300], "knee": [400, 400], "ankle": [390, 600]}
    placed = apply_edit(start_placing(refused), {"kind": "points", "points": points})
    assert placed.is_touched
    chosen = with_choices(placed, Settings(leg=Side.RIGHT, effort=Effort.FAST))
    assert chosen.read.measured.pose.tested_leg is Side.RIGHT
    assert chosen.read.measured.pose.source is PointsSource.HAND
    assert chosen.read.automatic is None  # points placed by hand are no automatic reading
    assert chosen.settings.effort is Effort.STANDARD
    assert with_choices(chosen, Settings(leg=Side.RIGHT)).revision == chosen.revision


def test_placing_the_ankle_later_does_not_name_the_leg(refused: Case) -> None:
    """The side was guessed; only a person who names it settles it."""
    both = apply_edit(start_placing(refused), {"kind": "points", "points": {"hip": [600, 300], "knee": [400, 400]}})
    ankle = apply_edit(both, {"kind": "points", "points": {"ankle": [390, 600]}})
    assert WarningCode.LEG_CHOICE_UNSURE in ankle.read.measured.warnings
    assert ankle.read.measured.measurement.knee is not None


def test_reset_and_undo_of_points_placed_by_hand(refused: Case) -> None:
    """Reset leads to the refusal and no further; undo of the last point leads to those placed before it."""
    hip = apply_edit(start_placing(refused), {"kind": "points", "points": {"hip": [600, 300]}})
    both = apply_edit(hip, {"kind": "points", "points": {"hip": [600, 300], "knee": [400, 400]}})
    assert both.read.automatic_refusal == refused.read.refusal
    assert apply_edit(both, {"kind": "reset"}).read.refusal == refused.read.refusal
    assert apply_edit(both, {"kind": "undo"}).draft == hip.draft
    opened = replace(both, past=())  # a saved result: what was there before is not known
    assert apply_edit(opened, {"kind": "reset"}).read.refusal == refused.read.refusal


def test_a_swapped_leg_is_nobodys_points(both_hang: Case) -> None:
    """Its points are the networks', so its interval does not shrink to that of points placed by hand."""
    case = both_hang
    wide = replace(case.read.measured.measurement.thigh, low_deg=-20.0, high_deg=20.0)
    measurement = replace(case.read.measured.measurement, thigh=wide)
    case = replace(case, analysis=replace(case.read, outcome=replace(case.read.measured, measurement=measurement)))
    hand = {joint.value: [x + 5.0, y + 1.0] for joint, (x, y) in POINTS.items() if joint in (Joint.HIP, Joint.KNEE)}
    for before in (case, apply_edit(case, {"kind": "points", "points": hand})):
        swapped = apply_edit(before, {"kind": "swap"}).read.measured
        assert not swapped.pose.is_by_hand(Joint.HIP)
        assert swapped.measurement.thigh.half_width_deg >= 19.0
