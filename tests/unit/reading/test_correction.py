"""A person moves points, draws a level line, chooses thresholds: what follows, and what stays beside it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from support.analyses import make_analysis, make_pose, make_refusal, marked
from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.angles import ROWS, USUAL_LEVEL_SD_DEG, HorizonSource, Level
from thomas_test.core.criteria import Preset
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.reading.analyse import measure_points
from thomas_test.reading.correction import correct, joints_in_doubt
from thomas_test.reading.uncertainty import hand_spread

GRAVITY = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=1.0)


def confirmed(pose: ThomasPose) -> ThomasPose:
    """Say that a person looked at all the points."""
    return replace(pose, by_hand=frozenset(pose.points_px))


def moved(joint: Joint, *, by_px: float = 1.0) -> ThomasPose:
    """Move one point of the pose that the networks read."""
    pose = make_pose()
    return pose.with_points({joint: pose[joint] - (0.0, by_px)}, source=PointsSource.HAND)


MARKED_SD_DEG = USUAL_LEVEL_SD_DEG[HorizonSource.MARKED]


def automatic(*warnings: WarningCode, levels: tuple[Level, ...] = (ROWS,)) -> Analysis:
    """A photo measured by networks: thigh 5 and knee 60 degrees, each give or take 6."""
    made = make_analysis(half_width_deg=6.0, warnings=warnings, level=levels[0])
    return replace(made, evidence=replace(made.evidence, levels=levels))


def test_moved_points_are_measured_and_the_automatic_outcome_stays() -> None:
    """New angles without any offset, the points marked as a person's, the networks' outcome beside them."""
    before = automatic()
    after = correct(before, pose=make_pose(thigh_deg=12.0, knee_deg=75.0))
    assert after.measured.measurement.thigh.value_deg == pytest.approx(12.0)
    assert after.measured.measurement.knee is not None
    assert after.measured.measurement.knee.value_deg == pytest.approx(75.0)
    assert after.measured.pose.source is PointsSource.HAND
    assert after.automatic is before.outcome
    assert (after.name, after.read_by) == (before.name, before.read_by)


def test_moved_points_have_the_interval_of_points_placed_by_hand() -> None:
    """Not the networks'; the level's share stays."""
    before = automatic(levels=(GRAVITY, ROWS))
    pose = confirmed(make_pose(thigh_deg=12.0))
    after = correct(before, pose=pose)
    spread = hand_spread(pose, level=GRAVITY)
    assert after.measured.measurement.thigh.half_width_deg == pytest.approx(1.96 * spread.thigh_sd_deg)
    assert after.measured.level == GRAVITY


@pytest.mark.parametrize(("head", "thigh"), [(Direction.LEFT, 9.0), (Direction.RIGHT, 1.0)])
def test_a_level_line_moves_the_thigh_and_leaves_the_knee(head: Direction, thigh: float) -> None:
    """Drawn rising 4 degrees to the right: with the head at the left the thigh hangs 4 degrees lower."""
    before = make_analysis(thigh_deg=5.0, head_towards=head)
    after = correct(before, level=marked(4.0))
    assert after.measured.measurement.thigh.value_deg == pytest.approx(thigh)
    assert after.measured.measurement.knee is not None
    assert after.measured.measurement.knee.value_deg == pytest.approx(60.0)
    assert after.measured.pose.source is PointsSource.MODEL
    assert after.measured.level == marked(4.0)
    assert after.automatic is before.outcome


def test_a_level_line_takes_the_doubt_of_the_rows_away() -> None:
    """The share of the old level leaves the interval and the line's own comes in; the knee's stays."""
    after = correct(automatic(), level=marked(4.0))
    own = (6.0 / 1.96) ** 2 - ROWS.sd_deg**2
    expected = 1.96 * math.sqrt(own + MARKED_SD_DEG**2)
    assert after.measured.measurement.thigh.half_width_deg == pytest.approx(expected)
    assert after.measured.measurement.knee is not None
    assert after.measured.measurement.knee.half_width_deg == pytest.approx(6.0)
    assert after.measured.level.sd_deg == MARKED_SD_DEG


def test_drawing_the_line_again_is_like_drawing_it_once() -> None:
    """Neither the interval nor the list of levels grows with every stroke."""
    once = correct(automatic(), level=marked(-2.0))
    twice = correct(correct(automatic(), level=marked(4.0)), level=marked(-2.0))
    assert twice.measured.measurement.thigh.value_deg == pytest.approx(once.measured.measurement.thigh.value_deg)
    assert twice.measured.measurement.thigh.low_deg == pytest.approx(once.measured.measurement.thigh.low_deg)
    assert twice.measured.measurement.thigh.high_deg == pytest.approx(once.measured.measurement.thigh.high_deg)
    assert twice.evidence.levels == once.evidence.levels == (marked(-2.0), ROWS)


def test_points_and_line_may_come_in_either_order() -> None:
    """Or at once."""
    pose, line = confirmed(make_pose(thigh_deg=12.0)), marked(3.0)
    ways = (
        correct(correct(automatic(), pose=pose), level=line),
        correct(correct(automatic(), level=line), pose=pose),
        correct(automatic(), pose=pose, level=line),
    )
    for after in ways:
        assert after.measured.measurement.thigh.value_deg == pytest.approx(15.0)
        assert after.measured.measurement.thigh.half_width_deg == pytest.approx(
            ways[0].measured.measurement.thigh.half_width_deg
        )
        assert after.automatic is not None
        assert after.automatic.measurement.thigh.value_deg == 5.0


def test_the_first_automatic_outcome_is_kept_through_all_corrections() -> None:
    """However often points are moved."""
    before = automatic()
    after = before
    for thigh in (1.0, 2.0, 3.0):
        after = correct(after, pose=make_pose(thigh_deg=thigh))
    assert after.automatic is before.outcome


def test_other_thresholds_correct_nothing() -> None:
    """The same angles held against another source: points, intervals and warnings stay, nothing counts as corrected."""
    before = automatic(WarningCode.NOT_LEVELLED, WarningCode.DIM)
    after = correct(before, preset=Preset.named("mills"))
    assert after.preset.name == "mills"
    assert after.automatic is None
    assert after.measured.measurement.thigh.low_deg == pytest.approx(before.measured.measurement.thigh.low_deg)
    assert after.measured.measurement.thigh.value_deg == pytest.approx(before.measured.measurement.thigh.value_deg)
    assert after.measured.warnings == before.measured.warnings


def test_a_refused_photo_can_be_measured_by_hand() -> None:
    """All points placed by a person: measured against the rows, and there is no automatic outcome to keep."""
    after = correct(make_refusal(), pose=make_pose(thigh_deg=-4.0))
    assert after.status is Status.MEASURED
    assert after.refusal is None
    assert after.automatic is None
    assert after.measured.measurement.thigh.value_deg == pytest.approx(-4.0)
    assert after.measured.level == ROWS
    assert WarningCode.NOT_LEVELLED in after.measured.warnings


def test_a_refused_photo_can_be_levelled_by_hand_as_well() -> None:
    """At once or afterwards."""
    pose = make_pose(thigh_deg=-4.0)
    for after in (
        correct(make_refusal(), pose=pose, level=marked(5.0)),
        correct(correct(make_refusal(), pose=pose), level=marked(5.0)),
    ):
        assert after.measured.measurement.thigh.value_deg == pytest.approx(1.0)
        assert WarningCode.NOT_LEVELLED not in after.measured.warnings


def test_points_placed_by_hand_never_become_an_automatic_outcome() -> None:
    """Moving the points of a refused photo again does not make a network's reading of the first try."""
    placed = correct(make_refusal(), pose=make_pose(thigh_deg=-4.0))
    moved = correct(placed, pose=make_pose(thigh_deg=2.0))
    assert moved.automatic is None
    assert moved.measured.measurement.thigh.value_deg == pytest.approx(2.0)


@pytest.mark.parametrize("change", [{}, {"level": marked(1.0)}, {"preset": Preset.named("mills")}])
def test_a_refused_photo_without_points_stays_without_numbers(change: dict[str, object]) -> None:
    """The message names the photo and says what is missing."""
    with pytest.raises(ValueError, match=r"expected points for photo\.jpg, which was refused"):
        correct(make_refusal(), **change)


@pytest.mark.parametrize(
    ("code", "after_points", "after_level"),
    [
        (WarningCode.READINGS_SCATTER, False, True),  # about points that are no longer the networks'
        (WarningCode.OUTLINE_DISAGREES, False, True),
        (WarningCode.LEG_CHOICE_UNSURE, True, True),  # no point tells left from right
        (WarningCode.LEG_NEAR_FRAME, False, True),
        (WarningCode.OBLIQUE_VIEW, True, True),  # about the camera, whoever placed the points
        (WarningCode.CAMERA_HIGH, True, True),
        (WarningCode.SOFT_FOCUS, True, True),
        (WarningCode.DIM, True, True),
        (WarningCode.NOT_LEVELLED, True, False),
    ],
)
def test_warnings_go_when_their_reason_goes(code: WarningCode, after_points: bool, after_level: bool) -> None:
    """Each correction takes away what it settles and nothing else."""
    before = automatic(code)
    assert (code in correct(before, pose=make_pose(thigh_deg=6.0)).measured.warnings) is after_points
    assert (code in correct(before, level=marked(1.0)).measured.warnings) is after_level


def test_warnings_that_follow_from_the_points_are_given_anew() -> None:
    """An ankle placed takes its warning away; a knee bent too far brings one."""
    before = make_analysis(knee_deg=None, warnings=(WarningCode.ANKLE_HIDDEN,))
    assert correct(before, pose=make_pose(knee_deg=60.0)).measured.warnings == ()
    assert correct(before, pose=make_pose(knee_deg=110.0)).measured.warnings == (WarningCode.KNEE_OVERBENT,)


@pytest.mark.parametrize(("tilt", "told"), [(2.3, False), (2.5, True), (-2.1, True)])
def test_a_line_that_contradicts_the_phone_is_told(tilt: float, told: bool) -> None:
    """More than the 1.4 degrees that errors of 0.5 each allow, from gravity at 1; the rows contradict nobody."""
    before = automatic(levels=(GRAVITY, ROWS))
    after = correct(before, level=marked(tilt))
    assert (WarningCode.LEVELS_DISAGREE in after.measured.warnings) is told
    assert after.evidence.levels == (marked(tilt), GRAVITY, ROWS)
    gap = abs(tilt - GRAVITY.tilt_deg) if told else 0.0
    assert after.measured.level.sd_deg == pytest.approx(math.hypot(MARKED_SD_DEG, gap / 2.0))
    moved = correct(after, pose=make_pose())
    assert (WarningCode.LEVELS_DISAGREE in moved.measured.warnings) is told


def test_a_line_comes_with_its_own_doubt() -> None:
    """A short line leaves a wide interval."""
    wide, narrow = (
        correct(automatic(), level=replace(marked(2.0), sd_deg=sd)).measured.measurement.thigh.half_width_deg
        for sd in (2.0, 0.5)
    )
    assert wide**2 - narrow**2 == pytest.approx(1.96**2 * (2.0**2 - 0.5**2))


def test_points_placed_on_a_refused_view_from_above_are_warned_of() -> None:
    """The camera still stands where it stood."""
    refused = make_refusal(code=RefusalCode.CAMERA_TOO_HIGH)
    assert WarningCode.CAMERA_HIGH in correct(refused, pose=make_pose()).measured.warnings
    assert WarningCode.CAMERA_HIGH not in correct(make_refusal(), pose=make_pose()).measured.warnings


def test_the_other_leg_can_be_named() -> None:
    """The pose says which leg it is; the analysis follows."""
    after = correct(automatic(), pose=make_pose(tested_leg=Side.LEFT, thigh_deg=3.0))
    assert after.measured.pose.tested_leg is Side.LEFT


def test_a_photo_without_an_ankle_keeps_none_when_only_levelled() -> None:
    """No knee angle appears from nowhere."""
    before = make_analysis(knee_deg=None, warnings=(WarningCode.ANKLE_HIDDEN,))
    after = correct(before, level=marked(2.0))
    assert after.measured.measurement.knee is None
    assert Joint.ANKLE not in after.measured.pose
    assert after.measured.warnings == (WarningCode.ANKLE_HIDDEN,)


def test_an_interval_narrower_than_its_level_does_not_turn_negative() -> None:
    """A record from elsewhere may claim so: what is left is the new level's share."""
    before = make_analysis(half_width_deg=0.5, level=ROWS)
    assert correct(before, level=marked(0.0)).measured.measurement.thigh.half_width_deg == pytest.approx(1.96 * 0.5)


@pytest.mark.parametrize("joint", [Joint.SHOULDER, Joint.OTHER_KNEE, Joint.KNEE])
def test_one_moved_point_settles_no_doubt_about_the_others(joint: Joint) -> None:
    """A pixel at one end of the thigh, or at the shoulder, leaves both intervals as wide as they were."""
    before = automatic(WarningCode.READINGS_SCATTER, WarningCode.LEG_CHOICE_UNSURE)
    after = correct(before, pose=moved(joint)).measured
    assert after.pose.by_hand == {joint}
    assert after.warnings == (WarningCode.READINGS_SCATTER, WarningCode.LEG_CHOICE_UNSURE)
    assert after.measurement.thigh.half_width_deg == pytest.approx(6.0)
    assert after.measurement.knee is not None
    assert after.measurement.knee.half_width_deg == pytest.approx(6.0)


def test_the_interval_follows_once_all_joints_of_an_angle_were_placed() -> None:
    """Hip and knee, one after the other: the thigh's is that of hand-placed points, the knee's still the networks'."""
    before = automatic(WarningCode.READINGS_SCATTER)
    before = replace(before, evidence=replace(before.evidence, thigh_spread_deg=6.0))
    once = correct(before, pose=moved(Joint.HIP))
    pose = once.measured.pose
    twice = correct(once, pose=pose.with_points({Joint.KNEE: pose[Joint.KNEE] + 1.0}, source=PointsSource.HAND))
    assert twice.measured.pose.by_hand == {Joint.HIP, Joint.KNEE}
    expected = 1.96 * hand_spread(twice.measured.pose, level=ROWS).thigh_sd_deg
    assert twice.measured.measurement.thigh.half_width_deg == pytest.approx(expected)
    assert twice.measured.measurement.knee is not None
    assert twice.measured.measurement.knee.half_width_deg == pytest.approx(6.0)
    assert twice.measured.warnings == ()


def test_points_that_a_person_confirmed_are_that_persons() -> None:
    """Not moved by a pixel, and yet the interval and the doubts are those of points placed by hand."""
    before = automatic(WarningCode.READINGS_SCATTER, WarningCode.OUTLINE_DISAGREES, WarningCode.LEG_CHOICE_UNSURE)
    after = correct(before, pose=confirmed(make_pose())).measured
    assert after.warnings == (WarningCode.LEG_CHOICE_UNSURE,)
    assert after.measurement.thigh.half_width_deg < 6.0


def test_a_held_knee_that_lies_low_stays_a_warning_wherever_it_was_placed() -> None:
    """Only drawn up to the chest it goes."""
    before = automatic(WarningCode.OTHER_KNEE_LOW)
    pose = before.measured.pose
    low = pose.with_points({Joint.OTHER_KNEE: pose[Joint.OTHER_HIP] + (30.0, -90.0)}, source=PointsSource.HAND)
    high = pose.with_points({Joint.OTHER_KNEE: pose[Joint.OTHER_HIP] + (-60.0, -90.0)}, source=PointsSource.HAND)
    assert WarningCode.OTHER_KNEE_LOW in correct(before, pose=low).measured.warnings
    assert WarningCode.OTHER_KNEE_LOW not in correct(before, pose=high).measured.warnings


def test_an_ankle_placed_on_an_unsure_thigh_gives_an_unsure_knee() -> None:
    """A sure point at one end does not make the other side of the angle sure; the level turns both and leaves none."""
    before = make_analysis(knee_deg=None, half_width_deg=8.0, warnings=(WarningCode.ANKLE_HIDDEN,))
    ankle = make_pose()[Joint.ANKLE]
    after = correct(before, pose=before.measured.pose.with_points({Joint.ANKLE: ankle}, source=PointsSource.HAND))
    assert after.measured.measurement.knee is not None
    assert after.measured.measurement.knee.half_width_deg == pytest.approx(
        math.sqrt(8.0**2 - (1.96 * ROWS.sd_deg) ** 2)
    )


@pytest.mark.parametrize(
    ("pose", "seen"),
    [
        (make_pose(thigh_deg=-112.0), "112° above"),  # the leg held to the chest
        (make_pose(thigh_deg=70.0), "70° below"),  # a leg that stands on the floor
        (make_pose(knee_deg=4.0), "bent 4°"),  # one held out straight
        (make_pose(thigh_deg=-40.0, knee_deg=160.0), "bent 160°"),  # closed further than any knee falls
    ],
)
def test_a_leg_that_cannot_hang_so_is_refused_whoever_placed_it(pose: ThomasPose, seen: str) -> None:
    """No angle leaves for a table or a report; what the networks read stays beside, and moving on measures again."""
    before = automatic()
    for after in (correct(before, pose=pose), measure_points(name="x", size_px=before.size_px, pose=pose)):
        assert after.outcome is None
        assert after.refusal is not None
        assert after.refusal.code is RefusalCode.LEG_NOT_HANGING
        assert seen in after.refusal.words
    refused = correct(before, pose=pose)
    assert refused.automatic is before.outcome
    again = correct(refused, pose=make_pose())
    assert again.outcome is not None
    assert again.automatic is before.outcome
    assert again.automatic_refusal is None


def test_the_reason_of_a_refusal_stays_beside_points_placed_by_hand() -> None:
    """However often they are moved, what the networks' reading said can be read."""
    placed = correct(make_refusal(), pose=make_pose())
    again = correct(placed, pose=make_pose(thigh_deg=2.0))
    assert placed.automatic_refusal == again.automatic_refusal == make_refusal().refusal
    assert correct(automatic(), pose=make_pose()).automatic_refusal is None


@pytest.mark.parametrize(
    ("thigh_sd", "knee_sd", "joints"),
    [(4.0, 1.0, {Joint.HIP, Joint.KNEE}), (1.0, 4.0, {Joint.ANKLE})],  # the angle that scatters more names its points
)
def test_points_on_which_readings_differ_are_in_doubt(thigh_sd: float, knee_sd: float, joints: set[Joint]) -> None:
    """Until a person has placed or confirmed them; a hand on another point settles nothing."""
    before = automatic(WarningCode.READINGS_SCATTER)
    before = replace(before, evidence=replace(before.evidence, thigh_spread_deg=thigh_sd, knee_spread_deg=knee_sd))
    assert joints_in_doubt(before) == joints
    assert joints_in_doubt(correct(before, pose=moved(Joint.SHOULDER))) == joints
    assert joints_in_doubt(correct(before, pose=confirmed(make_pose()))) == frozenset()
    assert joints_in_doubt(make_refusal()) == frozenset()


def test_after_a_swap_the_leg_that_nobody_placed_is_as_sure_as_the_networks_were() -> None:
    """A person placed the points of one leg; those of the other, which nobody placed, are not as sure as these."""
    before = automatic()
    placed = correct(before, pose=confirmed(make_pose(thigh_deg=12.0)))
    assert placed.measured.measurement.thigh.half_width_deg < 6.0
    swapped = correct(placed, pose=replace(make_pose(thigh_deg=8.0), source=PointsSource.HAND, by_hand=frozenset()))
    assert not swapped.measured.pose.is_by_hand(Joint.HIP, Joint.KNEE)
    assert swapped.measured.measurement.thigh.half_width_deg == pytest.approx(6.0, abs=0.1)
