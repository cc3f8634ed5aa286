"""From a photo to an analysis, with networks that see what they are told to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import FULL, make_pose, marked
from support.bodies import SIZE_PX, ScriptedEstimator, make_body, make_frame
from thomas_test.core.analysis import Status
from thomas_test.core.angles import ROWS, HorizonSource, Level, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.criteria import Pattern, Preset, Verdict
from thomas_test.core.errors import EstimatorError
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.images import Gravity, Photo
from thomas_test.reading.analyse import analyse, measure_points
from thomas_test.reading.calibration import CALIBRATION, CALIBRATIONS
from thomas_test.reading.correction import correct

THIGH_DEG = 9.0 - CALIBRATION.thigh.landmark_offset_deg
"""What a body drawn at 9 degrees measures: its points are taken for a network's, which lie beside the bony ones."""

LEVEL_LENS = replace(
    CALIBRATION,
    thigh=replace(CALIBRATION.thigh, height_gain=0.0, far_height_gain=0.0),
    shank=replace(CALIBRATION.shank, height_gain=0.0, far_height_gain=0.0),
    lens=replace(CALIBRATION.lens, aside_gain=0.0),
)
"""Constants that take nothing off for the height of the lens, which drawn bodies do not show."""


@pytest.fixture(autouse=True)
def _level_lens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The height of the lens has its own tests (test_conclude.py, test_lens.py)."""
    monkeypatch.setitem(CALIBRATIONS, "full", LEVEL_LENS)


def photo(*, gravity: Gravity | None = None, brightness: float = 1.0, size: tuple[int, int] = SIZE_PX) -> Photo:
    """Take a photo that the scripted networks know."""
    rgb = make_frame()
    if size != SIZE_PX:
        rgb = np.full((size[1], size[0], 3), 120, dtype=np.uint8)
        corner = 8 * size[0] // SIZE_PX[0]
        rgb[:corner, :corner] = 255
    return Photo(name="leg.jpg", rgb=np.rint(rgb * brightness).astype(np.uint8), gravity=gravity)


def scaled(pose: Pose, factor: float) -> Pose:
    """The same body in a picture so many times as large."""
    width, height = pose.size_px
    points = {name: factor * point for name, point in pose.points_px.items()}
    return replace(pose, points_px=points, size_px=(round(factor * width), round(factor * height)))


def seeing(*people: Pose) -> ScriptedEstimator:
    """A network that sees these people in every look."""
    return ScriptedEstimator(lambda _call, _quarters: people)


def test_a_photo_is_measured() -> None:
    """Angles from the joints seen, with the names, sizes and evidence that a reader needs to doubt them."""
    analysis = analyse(photo(), [seeing(make_body(thigh_deg=9.0, knee_deg=70.0))])
    outcome = analysis.measured
    assert outcome.measurement.thigh.value_deg == pytest.approx(THIGH_DEG)
    assert outcome.measurement.knee is not None
    assert outcome.measurement.knee.value_deg == pytest.approx(
        70.0
        - (CALIBRATION.shank.landmark_offset_deg + CALIBRATION.shank_per_length * math.log(120.0 / 130.0))
        + CALIBRATION.thigh.landmark_offset_deg
    )
    assert (outcome.pose.tested_leg, outcome.pose.head_towards) == (Side.RIGHT, Direction.LEFT)
    assert (analysis.name, analysis.size_px, analysis.read_by.models) == ("leg.jpg", SIZE_PX, (FULL,))
    assert analysis.evidence.readings == 2
    assert analysis.evidence.landmark_thigh_deg == pytest.approx(9.0)
    assert analysis.evidence.landmark_knee_deg == pytest.approx(70.0)
    assert analysis.seconds > 0.0
    assert analysis.automatic is None
    assert analysis.head_circle_px is not None


def test_what_is_measured_is_what_the_points_show() -> None:
    """The angles can be read off the points drawn, to the last digit."""
    outcome = analyse(photo(), [seeing(make_body())]).measured
    assert outcome.measurement.thigh.value_deg == thigh_angle_deg(outcome.pose, outcome.level)
    assert outcome.measurement.knee is not None
    assert outcome.measurement.knee.value_deg == knee_flexion_deg(outcome.pose)


def test_without_a_horizon_the_rows_are_taken_and_that_is_told() -> None:
    """The frame shows no table: not levelled, and the interval is the wider for it."""
    analysis = analyse(photo(), [seeing(make_body())])
    assert analysis.measured.level.source is HorizonSource.IMAGE
    assert WarningCode.NOT_LEVELLED in analysis.measured.warnings
    assert analysis.measured.level.sd_deg == ROWS.sd_deg
    assert analysis.measured.measurement.thigh.half_width_deg > 1.96 * ROWS.sd_deg


@pytest.mark.parametrize(
    ("gravity", "marked_deg", "source", "thigh", "sd"),
    [
        (4.0, None, HorizonSource.GRAVITY, 4.0, 0.5),  # level lines rise towards the feet: it hangs lower
        (4.0, -3.0, HorizonSource.MARKED, -3.0, math.hypot(0.5, 3.5)),  # the user's mark comes first
        (-2.0, -3.0, HorizonSource.MARKED, -3.0, 0.5),
    ],
)
def test_the_thigh_is_measured_against_the_best_level(
    gravity: float, marked_deg: float | None, source: HorizonSource, thigh: float, sd: float
) -> None:
    """And the knee is the same whatever the level."""
    known = Gravity(tilt_deg=gravity, camera_pitch_deg=0.0, front_camera=False)
    levelled = analyse(
        photo(gravity=known), [seeing(make_body())], Settings(level=None if marked_deg is None else marked(marked_deg))
    )
    plain = analyse(photo(), [seeing(make_body())])
    assert levelled.measured.level.source is source
    assert levelled.measured.measurement.thigh.value_deg == pytest.approx(THIGH_DEG + thigh)
    knees = [each.measured.measurement.knee for each in (levelled, plain)]
    assert knees[0] is not None
    assert knees[1] is not None
    assert knees[0].value_deg == pytest.approx(knees[1].value_deg)
    assert levelled.measured.level.sd_deg == pytest.approx(sd)
    assert WarningCode.NOT_LEVELLED not in levelled.measured.warnings


def test_the_settings_are_followed() -> None:
    """Leg, head and thresholds by the user's choice; efforts look as often as they say."""
    network = seeing(make_body())
    settings = Settings(leg=Side.RIGHT, preset=Preset.named("mills"), effort=Effort.FAST)
    analysis = analyse(photo(), [network], settings)
    assert analysis.preset.name == "mills"
    assert len(network.pictures) == 2
    assert analysis.measured.findings.reaches_10_below is not Verdict.MET


@pytest.mark.parametrize(
    ("choice", "doubt"),
    [
        (Settings(leg=Side.LEFT), "You chose the left leg, but the right one seems to hang: without that choice"),
        (
            Settings(head_towards=Direction.RIGHT),
            "You chose the head to the right, but it seems to lie to the left: without that choice",
        ),
        (Settings(leg=Side.LEFT, head_towards=Direction.RIGHT), "You chose the head to the right"),
    ],
)
def test_a_choice_that_causes_a_refusal_is_named(choice: Settings, doubt: str) -> None:
    """Where the picture contradicts the user's choice, the refusal says so: the photo may be fine."""
    analysis = analyse(photo(), [seeing(make_body())], choice)
    assert analysis.refusal is not None
    assert analysis.refusal.detail.startswith(doubt)


@pytest.mark.parametrize("choice", [Settings(), Settings(leg=Side.RIGHT), Settings(head_towards=Direction.LEFT)])
def test_a_choice_that_the_picture_bears_out_is_not_blamed(choice: Settings) -> None:
    """A refusal has no word on a choice that changed nothing."""
    analysis = analyse(photo(), [seeing(make_body(thigh_deg=-80.0, knee_deg=100.0))], choice)
    assert analysis.refusal is not None
    assert analysis.refusal.detail == ""


def test_points_placed_on_a_refused_phone_photo_are_levelled_by_its_gravity() -> None:
    """The file knows where down is, whether the networks could read the picture or not."""
    known = Gravity(tilt_deg=2.0, camera_pitch_deg=0.0, front_camera=False)
    refused = analyse(photo(gravity=known), [seeing(make_body(thigh_deg=-80.0))])
    assert refused.refusal is not None
    placed = correct(refused, pose=make_pose(thigh_deg=9.0)).measured
    assert placed.level == Level.usual(source=HorizonSource.GRAVITY, tilt_deg=2.0)
    assert placed.measurement.thigh.value_deg == pytest.approx(11.0)
    assert WarningCode.NOT_LEVELLED not in placed.warnings


def test_all_heads_are_told_in_the_photo_s_own_pixels() -> None:
    """The subject's and a helper's, read on a copy half as large."""
    size = (SIZE_PX[0] * 4, SIZE_PX[1] * 4)  # read at 1280, twice the bodies' frame
    helper = make_body(trunk_slope_deg=85.0, shift_px=(60.0, -20.0))
    network = ScriptedEstimator(lambda _call, _quarters: [scaled(make_body(), 2.0), scaled(helper, 2.0)])
    analysis = analyse(photo(size=size), [network])
    assert analysis.head_circle_px is not None
    nose = make_body()[Landmark.NOSE]
    assert np.hypot(*(np.array(analysis.head_circle_px[:2]) - 4.0 * nose)) < analysis.head_circle_px[2]
    (other,) = analysis.other_heads_px
    assert np.hypot(*(np.array(other[:2]) - 4.0 * helper[Landmark.NOSE])) < other[2]


def test_a_refused_photo_knows_the_head_as_well() -> None:
    """Who was found and is not in the position has a face, too."""
    refused = analyse(photo(), [seeing(make_body(thigh_deg=-80.0))])
    assert refused.refusal is not None
    assert refused.head_circle_px is not None


def test_progress_is_reported() -> None:
    """Looks done out of looks to do, for the bar."""
    heard: list[tuple[int, int]] = []
    analyse(photo(), [seeing(make_body())], progress=lambda *done: heard.append(done))
    assert heard == [(1, 4), (2, 4), (4, 4)]  # two that agree are enough


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], RefusalCode.NO_PERSON),
        ([make_body(thigh_deg=-80.0, trunk_slope_deg=90.0)], RefusalCode.UPRIGHT),
        ([make_body(trunk_slope_deg=90.0)], RefusalCode.PICTURE_TURNED),
        ([make_body(trunk_slope_deg=-90.0)], RefusalCode.PICTURE_TURNED),
        ([make_body(trunk_slope_deg=180.0)], RefusalCode.PICTURE_TURNED),
        ([make_body(thigh_deg=-80.0)], RefusalCode.BOTH_KNEES_HELD),
        ([make_body(thigh_deg=60.0)], RefusalCode.NOT_SIDE_VIEW),
    ],
)
def test_a_refused_photo_has_a_reason_and_no_angle(people: Sequence[Pose], code: RefusalCode) -> None:
    """The networks that read it are named all the same."""
    analysis = analyse(photo(), [seeing(*people)])
    assert analysis.status is Status.REFUSED
    assert analysis.outcome is None
    assert analysis.refusal is not None
    assert analysis.refusal.code is code
    assert analysis.read_by.models == (FULL,)
    assert analysis.evidence.landmark_thigh_deg is None


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (photo(brightness=0.05), RefusalCode.TOO_DARK),
        (Photo(name="tiny", rgb=np.full((100, 90, 3), 200, dtype=np.uint8)), RefusalCode.TOO_SMALL),
        (
            photo(gravity=Gravity(tilt_deg=0.0, camera_pitch_deg=40.0, front_camera=False)),
            RefusalCode.CAMERA_TOO_HIGH,
        ),
    ],
)
def test_a_hopeless_photo_is_refused_before_any_network_looks(picture: Photo, code: RefusalCode) -> None:
    """That costs no time."""
    network = seeing(make_body())
    analysis = analyse(picture, [network])
    assert analysis.refusal is not None
    assert analysis.refusal.code is code
    assert network.pictures == []


def test_a_dim_photo_in_which_nobody_is_found_is_dark() -> None:
    """Nobody is what the networks see; the light is what the user can change."""
    analysis = analyse(photo(brightness=0.18), [seeing()])
    assert analysis.refusal is not None
    assert analysis.refusal.code is RefusalCode.TOO_DARK


def test_an_ankle_outside_leaves_the_knee_open() -> None:
    """Measured, κ empty, its flag not assessed, and the pattern undecided."""
    body = make_body(shift_px=(0.0, 100.0))
    outcome = analyse(photo(), [seeing(body)]).measured
    assert outcome.measurement.knee is None
    assert Joint.ANKLE not in outcome.pose
    assert outcome.findings.knee_near_90 is Verdict.NOT_ASSESSED
    assert outcome.findings.pattern is Pattern.UNDECIDED
    assert WarningCode.ANKLE_HIDDEN in outcome.warnings
    assert outcome.measurement.thigh.value_deg == pytest.approx(THIGH_DEG)


def test_points_come_back_in_the_photo_s_own_pixels() -> None:
    """A photo of 2560 pixels is read at 1280: points, head and angles are those of the photo."""
    body = make_body()
    doubled = replace(body, points_px={name: 2.0 * p for name, p in body.points_px.items()}, size_px=(1280, 960))
    small = analyse(photo(), [seeing(body)])
    large = analyse(photo(size=(2560, 1920)), [seeing(doubled)])
    assert large.size_px == (2560, 1920)
    np.testing.assert_allclose(large.measured.pose[Joint.KNEE], 4.0 * small.measured.pose[Joint.KNEE])
    assert large.head_circle_px == pytest.approx(tuple(4.0 * v for v in small.head_circle_px or ()))
    assert large.measured.measurement.thigh.value_deg == pytest.approx(small.measured.measurement.thigh.value_deg)


def test_a_leg_of_a_hidden_network_failure_is_an_error() -> None:
    """A network that fails is no refusal: the picture may be fine."""
    network = seeing(make_body())
    network.close()
    with pytest.raises(EstimatorError):
        analyse(photo(), [network])


def test_the_far_leg_is_measured_with_its_own_offset() -> None:
    """With the head at the left, the left leg lies behind."""
    near = analyse(photo(), [seeing(make_body(tested_leg=Side.RIGHT))]).measured.measurement
    far = analyse(photo(), [seeing(make_body(tested_leg=Side.LEFT))]).measured.measurement
    assert near.thigh.value_deg - far.thigh.value_deg == pytest.approx(CALIBRATION.thigh.far_offset_deg)


def test_looks_that_differ_widen_the_interval() -> None:
    """And a reader is told."""

    def wavering(call: int, _quarters: int) -> list[Pose]:
        return [make_body(thigh_deg=9.0 + (-4.0, 4.0, -2.0, 2.0)[call % 4])]

    steady = analyse(photo(), [seeing(make_body())]).measured
    unsteady = analyse(photo(), [ScriptedEstimator(wavering)]).measured
    assert unsteady.measurement.thigh.half_width_deg > steady.measurement.thigh.half_width_deg
    assert WarningCode.READINGS_SCATTER in unsteady.warnings
    assert WarningCode.READINGS_SCATTER not in steady.warnings


@pytest.mark.parametrize("pitch", [61.0, 75.0, 89.0, -75.0])
def test_a_camera_that_looks_straight_down_is_refused_though_it_cannot_level(pitch: float) -> None:
    """Its tilt is of no use, its pitch is."""
    picture = photo(gravity=Gravity(tilt_deg=None, camera_pitch_deg=pitch, front_camera=False))
    analysis = analyse(picture, [seeing(make_body())])
    assert analysis.refusal is not None
    assert analysis.refusal.code is RefusalCode.CAMERA_TOO_HIGH


def test_a_camera_that_looks_down_widens_the_interval_and_leaves_the_angle() -> None:
    """The higher, the more a thigh drawn aside may be turned; what the height itself does is left out here."""
    usual, high, higher = (
        analyse(
            photo(gravity=Gravity(tilt_deg=0.0, camera_pitch_deg=pitch, front_camera=False)), [seeing(make_body())]
        ).measured.measurement
        for pitch in (3.0, 10.0, 25.0)
    )
    assert usual.thigh.half_width_deg < high.thigh.half_width_deg < higher.thigh.half_width_deg
    assert usual.thigh.value_deg == high.thigh.value_deg == higher.thigh.value_deg


@pytest.mark.parametrize(
    ("tilt", "gravity", "thigh", "source"),
    [
        (None, None, 5.0, HorizonSource.IMAGE),
        (3.0, None, 8.0, HorizonSource.MARKED),
        (None, -2.0, 3.0, HorizonSource.GRAVITY),
        (3.0, -2.0, 8.0, HorizonSource.MARKED),
    ],
)
def test_points_placed_by_hand_are_measured_as_they_are(
    tilt: float | None, gravity: float | None, thigh: float, source: HorizonSource
) -> None:
    """No network and no offset: a thigh drawn at 5 degrees against the rows, a knee at 60, levelled as told."""
    analysis = measure_points(
        name="by hand",
        size_px=SIZE_PX,
        pose=make_pose(thigh_deg=5.0, knee_deg=60.0),
        settings=Settings(level=None if tilt is None else marked(tilt)),
        gravity=None if gravity is None else Gravity(tilt_deg=gravity, camera_pitch_deg=0.0, front_camera=False),
    )
    outcome = analysis.measured
    assert outcome.measurement.thigh.value_deg == pytest.approx(thigh)
    assert outcome.measurement.knee is not None
    assert outcome.measurement.knee.value_deg == pytest.approx(60.0)
    assert outcome.level.source is source
    assert outcome.pose.source is PointsSource.HAND
    assert (analysis.read_by.models, analysis.automatic) == ((), None)
    assert (WarningCode.NOT_LEVELLED in outcome.warnings) is (source is HorizonSource.IMAGE)
    assert (WarningCode.LEVELS_DISAGREE in outcome.warnings) is (tilt is not None and gravity is not None)


@pytest.mark.parametrize(
    ("pitch", "code"), [(5.0, None), (-20.0, WarningCode.CAMERA_LOW), (75.0, WarningCode.CAMERA_HIGH)]
)
def test_points_placed_on_a_view_from_above_are_warned_of(pitch: float, code: WarningCode | None) -> None:
    """A person may measure what they see; the reader is told from where it was seen."""
    gravity = Gravity(tilt_deg=None if pitch > 60.0 else 0.0, camera_pitch_deg=pitch, front_camera=False)
    analysis = measure_points(name="by hand", size_px=SIZE_PX, pose=make_pose(), gravity=gravity)
    warned = set(analysis.measured.warnings) & {WarningCode.CAMERA_HIGH, WarningCode.CAMERA_LOW}
    assert warned == ({code} if code else set())


def test_points_without_an_ankle_are_measured_without_a_knee() -> None:
    """As for a photo."""
    analysis = measure_points(name="by hand", size_px=SIZE_PX, pose=make_pose(with_ankle=False))
    assert analysis.measured.measurement.knee is None
    assert WarningCode.ANKLE_HIDDEN in analysis.measured.warnings


def test_points_are_held_against_the_preset_chosen() -> None:
    """A knee at 70 is near the 67 of one source and short of the 80 of another."""
    pose = make_pose(thigh_deg=12.0, knee_deg=75.0)
    guide, execp = (
        measure_points(
            name="x", size_px=SIZE_PX, pose=pose, settings=Settings(preset=Preset.named(name), level=marked(0.0))
        ).measured.findings.knee_near_90
        for name in ("guide", "execp")
    )
    assert (guide, execp) == (Verdict.NOT_MET, Verdict.MET)


def test_every_landmark_may_be_missing_a_look() -> None:
    """A network that sees the patient in some looks only is enough, if two agree."""

    def now_and_then(call: int, _quarters: int) -> list[Pose]:
        return [make_body()] if call in {1, 3} else []

    analysis = analyse(photo(), [ScriptedEstimator(now_and_then)])
    assert analysis.evidence.readings == 2
    assert WarningCode.READINGS_SCATTER in analysis.measured.warnings
    assert analysis.measured.pose[Joint.HIP] == pytest.approx(make_body()[Landmark.RIGHT_HIP], abs=5.0)


@pytest.mark.parametrize("reshaped", [True, False])
def test_a_picture_of_another_shape_is_warned_of(reshaped: bool) -> None:
    """Cropped or stretched since the camera wrote it: stretched, every angle is bent."""
    analysis = analyse(replace(photo(), reshaped=reshaped), [seeing(make_body())])
    assert (WarningCode.RESHAPED in analysis.measured.warnings) is reshaped
