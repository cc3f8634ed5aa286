from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from support.analyses import FULL, make_pose, marked
from support.bodies import SIZE_PX, make_body
from thomas_test.core.angles import Angle, HorizonSource, Level, Measurement
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import RefusalCode, WarningCode
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import Detection
from thomas_test.reading.checks.limbs import (
    angle_warnings,
    fusion_warnings,
    level_warnings,
    reading_warnings,
    refuse_reading,
    trunk_warnings,
)
from thomas_test.reading.level.choice import choose_level
from thomas_test.reading.limbs import FusedLimb, LimbReading
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import Subject, choose_subject

LIGHT = np.full((SIZE_PX[1], SIZE_PX[0], 3), 128, dtype=np.uint8)


def limb(*, spread: float = 0.5, outline: float | None = 9.0, length: float = 150.0) -> LimbReading:
    """Read a limb."""
    return LimbReading(landmark_deg=9.0, spread_deg=spread, outline_deg=outline, scatter=0.0, length_px=length)


def seen(looks: int = 4, *, body: Pose | None = None, **settings: Side) -> Subject:
    """See somebody in the test position."""
    body = body or make_body()
    sightings = [
        Sighting(detection=Detection(pose=body, mask=None), model=FULL, look=Look(quarters=q % 4, mirrored=False))
        for q in range(looks)
    ]
    subject = choose_subject(sightings, Settings(**settings))
    assert isinstance(subject, Subject)
    return subject


def warnings_of(
    *,
    subject: Subject | None = None,
    rgb: np.ndarray = LIGHT,
    thigh: LimbReading | None = None,
    shank: LimbReading | None = None,
    scale: float = 1.0,
    blur: float | None = 0.0,
) -> set[WarningCode]:
    """The warnings of a good reading, changed in one thing."""
    limbs = (thigh or limb(), shank or limb())
    return set(reading_warnings(subject or seen(), rgb, limbs, scale=scale, blur=blur))


def test_a_good_reading_has_no_warnings() -> None:
    """The baseline of the tests below, whose bodies hold the other thigh at -110 degrees."""
    assert warnings_of() == set()


@pytest.mark.parametrize(
    ("spread", "outline", "blur", "code"),
    [
        (0.5, 9.0, 0.0, None),
        (6.1, 9.0, 0.0, None),  # readings differ, but the outline settles it
        (6.0, None, None, None),
        (6.1, None, None, RefusalCode.READINGS_DISAGREE),  # and without an outline nothing does
        (0.5, 9.0, 0.035, None),
        (0.5, 9.0, 0.036, RefusalCode.BLURRED),
        (6.1, None, 0.036, RefusalCode.BLURRED),  # blur is the reason why they differ
    ],
)
def test_a_hopeless_reading_is_refused(
    spread: float, outline: float | None, blur: float | None, code: RefusalCode | None
) -> None:
    """Blurred, or torn between readings."""
    refusal = refuse_reading(limb(spread=spread, outline=outline), blur=blur)
    assert (None if refusal is None else refusal.code) is code


@pytest.mark.parametrize(("blur", "warned"), [(None, False), (0.020, False), (0.021, True)])
def test_a_blurred_leg_is_told(blur: float | None, warned: bool) -> None:
    """Over two hundredths of a thigh; where blur was not measured nothing is claimed."""
    assert warnings_of(blur=blur) == ({WarningCode.SOFT_FOCUS} if warned else set())


@pytest.mark.parametrize(
    ("thigh", "shank", "looks", "warned"),
    [
        (5.0, 5.0, 4, False),
        (5.1, 0.0, 4, True),
        (0.0, 5.1, 4, True),  # either limb
        (0.0, 0.0, 3, False),
        (0.0, 0.0, 2, True),  # two looks agree, the others did not find the leg
    ],
)
def test_readings_that_differ_or_are_few_are_told(thigh: float, shank: float, looks: int, warned: bool) -> None:
    """By their spread, or by how many are left."""
    found = warnings_of(subject=seen(looks), thigh=limb(spread=thigh), shank=limb(spread=shank))
    assert found == ({WarningCode.READINGS_SCATTER} if warned else set())


def test_two_first_looks_that_agree_are_no_reason_for_doubt() -> None:
    """No more were taken because they agree; of four that were taken two would be few."""
    assert warnings_of(subject=replace(seen(2), settled=True)) == set()


@pytest.mark.parametrize(("away_px", "warned"), [(80.0, False), (95.0, True)])
def test_a_knee_that_no_hand_holds_is_told(away_px: float, warned: bool) -> None:
    """The nearer wrist half a trunk away, 85 pixels; a network that knows no wrists says nothing."""
    body = make_body()
    knee = body[Landmark.LEFT_KNEE]
    wrists = {
        Landmark.LEFT_WRIST: knee + np.array([0.0, -away_px]),
        Landmark.RIGHT_WRIST: knee - np.array([0.0, 170.0]),
    }
    found = warnings_of(subject=seen(body=replace(body, points_px={**body.points_px, **wrists})))
    assert found == ({WarningCode.OTHER_KNEE_FREE} if warned else set())
    armless = {name: point for name, point in body.points_px.items() if name not in wrists}
    assert warnings_of(subject=seen(body=replace(body, points_px=armless))) == set()


def test_a_leg_named_against_the_picture_is_told() -> None:
    """The votes speak for the other leg; the held thigh, taken for the tested one, leaves none held."""
    assert WarningCode.LEG_CHOICE_UNSURE in warnings_of(subject=seen(leg=Side.LEFT))
    assert WarningCode.LEG_CHOICE_UNSURE not in warnings_of(subject=seen(leg=Side.RIGHT))


def test_a_head_named_on_the_side_of_the_feet_is_told() -> None:
    """Then the wrong leg counts as hanging, however much all votes agree."""
    assert WarningCode.LEG_CHOICE_UNSURE in warnings_of(subject=seen(head_towards=Direction.RIGHT))
    assert WarningCode.LEG_CHOICE_UNSURE not in warnings_of(subject=seen(head_towards=Direction.LEFT))


@pytest.mark.parametrize(("scale", "warned"), [(1.0, False), (1.8, False), (1.9, True)])
def test_a_small_leg_is_told_in_the_photo_s_own_pixels(scale: float, warned: bool) -> None:
    """A thigh of 150 pixels in a copy blown up 1.9 times had 79."""
    assert warnings_of(scale=scale) == ({WarningCode.SMALL_IN_PICTURE} if warned else set())


@pytest.mark.parametrize(("brightness", "warned"), [(39, True), (40, False)])
def test_a_dim_picture_is_told(brightness: int, warned: bool) -> None:
    """Where the brightest twentieth does not reach 40 of 255."""
    assert warnings_of(rgb=np.full_like(LIGHT, brightness)) == ({WarningCode.DIM} if warned else set())


@pytest.mark.parametrize(("apart", "warned"), [(7.0, False), (7.1, True)])
@pytest.mark.parametrize("which", [0, 1])
def test_outline_and_landmarks_that_differ_are_told(apart: float, warned: bool, which: int) -> None:
    """On either limb."""
    limbs = [
        FusedLimb(direction_deg=0.0, sd_deg=1.0, outline_weight=0.5, disagreement_deg=apart if k == which else 0.0)
        for k in range(2)
    ]
    found = fusion_warnings((limbs[0], limbs[1]))
    assert found == ((WarningCode.OUTLINE_DISAGREES,) if warned else ())


@pytest.mark.parametrize(
    ("tilt_deg", "codes"),
    [(None, (WarningCode.NOT_LEVELLED,)), (0.0, ())],
)
def test_rows_taken_for_level_are_told(tilt_deg: float | None, codes: tuple[WarningCode, ...]) -> None:
    """A marked level of 0 is a level."""
    assert level_warnings(choose_level(marked=None if tilt_deg is None else marked(tilt_deg), gravity=None)) == codes


def test_levels_that_disagree_are_told() -> None:
    """A mark 4 degrees off what gravity says."""
    gravity = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=4.0)
    assert level_warnings(choose_level(marked=marked(0.0), gravity=gravity)) == (WarningCode.LEVELS_DISAGREE,)


@pytest.mark.parametrize(
    ("knee", "codes"),
    [
        (None, (WarningCode.ANKLE_HIDDEN,)),
        (100.0, ()),
        (100.1, (WarningCode.KNEE_OVERBENT,)),  # the foot on the floor or against the table's leg
        (50.0, ()),
    ],
)
def test_what_the_knee_gives_away(knee: float | None, codes: tuple[WarningCode, ...]) -> None:
    """κ is flexion: over 100 is bent too far, not opened."""
    angle = None if knee is None else Angle.around(knee, 1.0)
    assert angle_warnings(Measurement(thigh=Angle.around(5.0, 1.0), knee=angle)) == codes


@pytest.mark.parametrize("head", Direction)
@pytest.mark.parametrize(
    ("slope", "tilt", "warned"),
    [
        (0.0, 0.0, False),
        (11.0, 0.0, False),
        (13.0, 0.0, True),  # shoulders up on a backrest
        (-13.0, 0.0, True),
        (13.0, -5.0, False),  # the camera was tilted, not the trunk
        (8.0, 5.0, True),
    ],
)
def test_a_trunk_on_a_backrest_is_told(slope: float, tilt: float, warned: bool, head: Direction) -> None:
    """Against the level, not the rows; the slope drops towards the feet, tilts are given for a head at the left."""
    pose = make_pose(head_towards=head)
    sign = pose.forward_sign
    rise = 170.0 * np.array([-np.cos(np.radians(slope)) * sign, -np.sin(np.radians(slope))])
    pose = pose.with_points({Joint.SHOULDER: pose[Joint.HIP] + rise}, source=PointsSource.HAND)
    level = Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt * sign)
    assert trunk_warnings(pose, level) == ((WarningCode.TRUNK_SLOPED,) if warned else ())


def test_without_a_shoulder_nothing_is_known_of_the_trunk() -> None:
    """Points placed by hand may lack it."""
    pose = make_pose().without(Joint.SHOULDER)
    assert trunk_warnings(pose, Level.usual(source=HorizonSource.MARKED, tilt_deg=40.0)) == ()
