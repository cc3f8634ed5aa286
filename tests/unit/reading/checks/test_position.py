"""The test position: each way to miss it has its own code, worked through with bodies of known angles."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import FULL
from support.bodies import SIZE_PX, make_body
from support.limbs import Limb
from thomas_test.core.geometry import mirror_x
from thomas_test.core.landmarks import Direction, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import RefusalCode
from thomas_test.core.settings import Settings
from thomas_test.estimators import Detection
from thomas_test.reading.checks.position import (
    ankle_seen,
    held_thigh_deg,
    leg_near_frame,
    refuse_position,
    shank_covered,
)
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import Subject, choose_subject

HIP = np.array([320.0, 240.0])


def way(angle_deg: float, length: float) -> np.ndarray:
    """Go this far in a direction that drops below the row to the right."""
    return length * np.array([math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))])


def legs(*, thigh: float, knee: float, other_thigh: float, other_knee: float, head: Direction = Direction.LEFT) -> Pose:
    """Lay somebody with the right leg tested and both legs at these angles against the rows."""
    body = make_body()
    points = dict(body.points_px)
    for side, drop, bend in ((Side.RIGHT, thigh, knee), (Side.LEFT, other_thigh, other_knee)):
        points[Landmark.of(side, "hip")] = HIP
        points[Landmark.of(side, "knee")] = HIP + way(drop, 130.0)
        # a held knee folds the shank towards the feet as well: forwards and down
        points[Landmark.of(side, "ankle")] = HIP + way(drop, 130.0) + way(drop + bend, 120.0)
    if head is Direction.RIGHT:
        points = {name.mirrored: mirror_x(point, SIZE_PX[0]) for name, point in points.items()}
    return replace(body, points_px=points)


def seen(pose: Pose, *, looks: int = 4, mask: np.ndarray | None = None, leg: Side | None = None) -> Subject:
    """See somebody in so many looks."""
    sightings = [
        Sighting(detection=Detection(pose=pose, mask=mask), model=FULL, look=Look(quarters=q, mirrored=False))
        for q in range(looks)
    ]
    subject = choose_subject(sightings, Settings(leg=leg))
    assert isinstance(subject, Subject)
    return subject


def code_of(subject: Subject, *, scale: float = 1.0) -> RefusalCode | None:
    """The code of the refusal, if there is one."""
    refusal = refuse_position(subject, scale=scale)
    return None if refusal is None else refusal.code


@pytest.mark.parametrize("head", Direction)
@pytest.mark.parametrize(
    ("thigh", "knee", "other_thigh", "other_knee", "code"),
    [
        (9, 70, -120, 130, None),  # the test
        (-20, 40, -85, 100, None),  # a tight hip, the other knee only just held
        (44, 20, -120, 130, None),
        (70, 20, -120, 130, RefusalCode.NOT_SIDE_VIEW),
        (46, 20, -120, 130, RefusalCode.NOT_SIDE_VIEW),  # no hip extends so far: the camera sees it from elsewhere
        (-59, 70, -120, 130, None),
        (-61, 70, -120, 130, RefusalCode.BOTH_KNEES_HELD),
        (9, 70, -59, 130, RefusalCode.OTHER_KNEE_NOT_HELD),
        (9, 70, -61, 130, None),
        (9, 70, -90, 44, RefusalCode.LEG_RAISED_STRAIGHT),
        (9, 70, -90, 46, None),
        (2, 5, -2, 5, RefusalCode.BOTH_LEGS_FLAT),
        (2, 70, -2, 70, RefusalCode.OTHER_KNEE_NOT_HELD),  # both hang: the pelvis is free
        (2, 5, -30, 80, RefusalCode.OTHER_KNEE_NOT_HELD),  # the other foot stands on the table
        (9, 70, -170, 150, None),  # drawn to the very chest
        (9, 70, 135, 130, RefusalCode.PICTURE_TURNED),  # under the trunk: the picture stands on its head
    ],
)
def test_every_way_to_miss_the_position_has_its_code(
    thigh: float, knee: float, other_thigh: float, other_knee: float, code: RefusalCode | None, head: Direction
) -> None:
    """Worked from the angles of both legs, whichever way the head points."""
    subject = seen(legs(thigh=thigh, knee=knee, other_thigh=other_thigh, other_knee=other_knee, head=head))
    assert code_of(subject) is code


@pytest.mark.parametrize(
    ("angle", "held"),
    [(-90.0, -90.0), (-170.0, -170.0), (170.0, -190.0), (100.0, 100.0)],
)
def test_a_thigh_past_the_chest_is_held_further_not_hanging(angle: float, held: float) -> None:
    """It goes on past -180; only an angle over 120 is taken for it."""
    body = legs(thigh=9, knee=70, other_thigh=angle, other_knee=90)
    assert held_thigh_deg(seen(body, leg=Side.RIGHT).pose) == pytest.approx(held)


@pytest.mark.parametrize(("thigh", "other"), [(-75.0, -75.0), (-89.0, -95.0)])
def test_both_legs_straight_up_are_raised_and_not_held(thigh: float, other: float) -> None:
    """No knee is drawn to the chest by a straight leg."""
    body = legs(thigh=thigh, knee=15, other_thigh=other, other_knee=20)
    assert code_of(seen(body)) is RefusalCode.LEG_RAISED_STRAIGHT


@pytest.mark.parametrize(("nose_above", "code"), [(25.0, None), (0.0, None), (-20.0, RefusalCode.NOBODY_LYING)])
def test_who_lies_face_down_does_not_lie_on_their_back(nose_above: float, code: RefusalCode | None) -> None:
    """The nose below the ears; a head turned to the camera has it level."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    nose = body[Landmark.LEFT_EAR] - np.array([0.0, nose_above])
    assert code_of(seen(replace(body, points_px={**body.points_px, Landmark.NOSE: nose}))) is code


def test_a_face_that_looks_down_is_told_before_a_steep_thigh() -> None:
    """Who kneels or is on hands and feet has thighs as no hanging leg has: not another view, but not lying."""
    body = legs(thigh=60, knee=20, other_thigh=55, other_knee=20)
    assert code_of(seen(body)) is RefusalCode.NOT_SIDE_VIEW
    nose = body[Landmark.LEFT_EAR] + np.array([0.0, 20.0])
    kneeling = replace(body, points_px={**body.points_px, Landmark.NOSE: nose})
    assert code_of(seen(kneeling)) is RefusalCode.NOBODY_LYING


def test_two_knees_drawn_up_are_told_before_hips_apart() -> None:
    """So folded a pelvis twists: the legs are the better reason."""
    body = legs(thigh=-80, knee=110, other_thigh=-125, other_knee=105)
    points = {**body.points_px, Landmark.LEFT_HIP: body[Landmark.LEFT_HIP] - np.array([0.0, 60.0])}
    assert code_of(seen(replace(body, points_px=points))) is RefusalCode.BOTH_KNEES_HELD


@pytest.mark.parametrize("head", Direction)
@pytest.mark.parametrize(("raised", "code"), [(20.0, None), (28.0, RefusalCode.NOBODY_LYING), (-28.0, None)])
def test_who_leans_back_does_not_lie(raised: float, code: RefusalCode | None, head: Direction) -> None:
    """A trunk that rises towards the head: a slanted bench, a machine, propped on the arms; a bridge falls."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130, head=head)
    trunk = 170.0 * np.array([-body_sign(head) * math.cos(math.radians(raised)), -math.sin(math.radians(raised))])
    hip = body[Landmark.RIGHT_HIP]
    points = {**body.points_px, **{Landmark.of(side, "shoulder"): hip + trunk for side in Side}}
    assert code_of(seen(replace(body, points_px=points))) is code


def body_sign(head: Direction) -> int:
    """Which way the feet lie."""
    return 1 if head is Direction.LEFT else -1


def test_twisted_shoulders_leave_the_legs_their_reason() -> None:
    """What the legs do is said first, as long as the pelvis is seen from the side; hips apart are another view."""
    body = legs(thigh=2, knee=70, other_thigh=-2, other_knee=70)
    shoulders = {Landmark.LEFT_SHOULDER: body[Landmark.LEFT_SHOULDER] - np.array([0.0, 80.0])}
    hips = {Landmark.LEFT_HIP: body[Landmark.LEFT_HIP] - np.array([0.0, 60.0])}
    assert code_of(seen(replace(body, points_px={**body.points_px, **shoulders}))) is RefusalCode.OTHER_KNEE_NOT_HELD
    assert code_of(seen(replace(body, points_px={**body.points_px, **hips}))) is RefusalCode.NOT_SIDE_VIEW


def test_shoulders_apart_are_no_side_view() -> None:
    """Over three tenths of the trunk apart: seen from the feet or the front."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    for apart, code in ((45.0, None), (60.0, RefusalCode.NOT_SIDE_VIEW)):
        points = {**body.points_px, Landmark.LEFT_SHOULDER: body[Landmark.LEFT_SHOULDER] - np.array([0.0, apart])}
        assert code_of(seen(replace(body, points_px=points))) is code


def test_shoulders_apart_without_a_hand_at_the_knee_leave_the_knee_its_reason() -> None:
    """Who twists with the hands at the head holds no knee; that is nearer than another view."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    points = {**body.points_px, Landmark.LEFT_SHOULDER: body[Landmark.LEFT_SHOULDER] - np.array([0.0, 60.0])}
    points |= {Landmark.of(side, "wrist"): body[Landmark.NOSE] for side in Side}
    assert code_of(seen(replace(body, points_px=points))) is RefusalCode.OTHER_KNEE_NOT_HELD


def test_a_thigh_that_points_at_the_camera_is_no_side_view() -> None:
    """Shorter than four tenths of the trunk: 68 of 170 pixels."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    for length, code in ((72.0, None), (64.0, RefusalCode.NOT_SIDE_VIEW)):
        points = {**body.points_px, Landmark.RIGHT_KNEE: HIP + way(9, length)}
        assert code_of(seen(replace(body, points_px=points))) is code


def test_one_sighting_proves_nothing() -> None:
    """A leg that only one look shows is hidden."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    assert code_of(seen(body, looks=1)) is RefusalCode.LEG_HIDDEN
    assert code_of(seen(body, looks=2)) is None


@pytest.mark.parametrize(("scale", "code"), [(1.0, None), (3.2, None), (3.3, RefusalCode.TOO_SMALL)])
def test_the_size_of_a_leg_is_counted_in_the_photo_s_own_pixels(scale: float, code: RefusalCode | None) -> None:
    """130 pixels of the copy are 40 of a photo that was 3.25 times smaller."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    assert code_of(seen(body), scale=scale) is code


def shifted(pose: Pose, x: float, y: float) -> Pose:
    """Move somebody in the frame."""
    return replace(pose, points_px={name: point + np.array([x, y]) for name, point in pose.points_px.items()})


@pytest.mark.parametrize(
    ("knee_to_frame", "code"),
    [(30.0, None), (14.0, RefusalCode.LEG_CUT_OFF), (-5.0, RefusalCode.LEG_CUT_OFF)],
)
def test_a_knee_at_the_frame_is_cut_off(knee_to_frame: float, code: RefusalCode | None) -> None:
    """Nearer than 0.12 thigh lengths, 15.6 pixels, or outside."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    body = shifted(body, SIZE_PX[0] - knee_to_frame - body[Landmark.RIGHT_KNEE][0], 0.0)
    assert code_of(seen(body)) is code


def test_a_hip_outside_is_cut_off() -> None:
    """Below the frame."""
    body = legs(thigh=-30, knee=70, other_thigh=-120, other_knee=130)
    assert code_of(seen(shifted(body, 0.0, SIZE_PX[1] - HIP[1] + 3.0))) is RefusalCode.LEG_CUT_OFF


@pytest.mark.parametrize("head", Direction)
@pytest.mark.parametrize(
    ("thigh", "knee", "code"),
    [
        ((0, 150), (70, 400), None),  # a thigh that ends in the picture, a shank that leaves it
        ((0, 150), (33, 400), None),  # the straightest knee of the scenes, its foot cut off
        ((0, 400), (0, 1), RefusalCode.LEG_CUT_OFF),  # flesh runs on to the frame: the knee was only guessed
        ((25, 400), (0, 1), RefusalCode.LEG_CUT_OFF),  # not where the networks think
        ((-30, 400), (0, 1), RefusalCode.LEG_CUT_OFF),
    ],
)
def test_flesh_that_runs_on_to_the_frame_is_a_thigh_cut_off(
    thigh: tuple[float, float], knee: tuple[float, float], code: RefusalCode | None, head: Direction
) -> None:
    """Each limb has its angle and length; without a bend before the frame no knee can be in the picture."""
    end = HIP + way(*thigh)
    flesh = Limb(start_px=tuple(HIP - way(thigh[0], 20.0)), end_px=tuple(end)).silhouette(size_px=SIZE_PX)
    foot = end + way(thigh[0] + knee[0], knee[1])
    mask = np.maximum(flesh, Limb(start_px=tuple(end), end_px=tuple(foot)).silhouette(size_px=SIZE_PX))
    body = legs(thigh=0, knee=70, other_thigh=-120, other_knee=130, head=head)
    assert code_of(seen(body, mask=mask if head is Direction.LEFT else mask[:, ::-1])) is code


def limbs(*, thigh_until: float = 1.0, shank_from: float = 0.0) -> tuple[Pose, np.ndarray]:
    """A body in the position and the silhouette of its leg, of which the rest is covered by something."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    hip, knee, ankle = (body[Landmark.of(Side.RIGHT, part)] for part in ("hip", "knee", "ankle"))
    thigh = Limb(start_px=tuple(hip), end_px=tuple(hip + thigh_until * (knee - hip)))
    shank = Limb(start_px=tuple(knee + shank_from * (ankle - knee)), end_px=tuple(ankle))
    return body, np.maximum(thigh.silhouette(size_px=SIZE_PX), shank.silhouette(size_px=SIZE_PX))


@pytest.mark.parametrize(("seen_until", "code"), [(1.0, None), (0.3, RefusalCode.LEG_HIDDEN)])
def test_a_thigh_behind_something_is_hidden(seen_until: float, code: RefusalCode | None) -> None:
    """The line between the joints leaves the flesh: the knee was guessed."""
    body, mask = limbs(thigh_until=seen_until)
    assert code_of(seen(body, mask=mask)) is code


@pytest.mark.parametrize(("seen_from", "covered"), [(0.0, False), (0.7, True)])
def test_a_shank_behind_something_has_no_ankle(seen_from: float, covered: bool) -> None:
    """The thigh is measured all the same; the knee is not assessed."""
    body, mask = limbs(shank_from=seen_from)
    subject = seen(body, mask=mask)
    assert code_of(subject) is None
    assert shank_covered(subject) is covered
    assert ankle_seen(subject) is not covered


def test_a_short_thigh_that_is_covered_is_hidden_rather_than_seen_from_elsewhere() -> None:
    """To stand square would not help."""
    body, mask = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130), np.zeros(SIZE_PX[::-1])
    points = {**body.points_px, Landmark.RIGHT_KNEE: HIP + way(9, 64.0)}
    assert code_of(seen(replace(body, points_px=points), mask=mask)) is RefusalCode.LEG_HIDDEN


def test_a_flat_leg_that_leaves_the_picture_is_flat_first() -> None:
    """The position is the better reason: the advice on the frame would not make it a test."""
    flesh = Limb(start_px=(300.0, 240.0), end_px=(700.0, 240.0)).silhouette(size_px=SIZE_PX)
    body = legs(thigh=2, knee=5, other_thigh=-2, other_knee=5)
    assert code_of(seen(body, mask=flesh)) is RefusalCode.BOTH_LEGS_FLAT


@pytest.mark.parametrize(
    ("to_frame", "near", "visible"),
    [
        (40.0, False, True),
        (27.0, False, True),
        (25.0, True, True),  # under a fifth of the thigh: the foot does not fit in
        (5.0, True, True),
        (4.0, False, False),  # within a hundredth of the frame: a guess, and the knee is not assessed
        (-10.0, False, False),
    ],
)
def test_an_ankle_near_the_frame_is_told_and_beyond_it_not_used(to_frame: float, near: bool, visible: bool) -> None:
    """Of a thigh of 130 pixels in a picture 480 high."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    subject = seen(shifted(body, 0.0, SIZE_PX[1] - to_frame - body[Landmark.RIGHT_ANKLE][1]))
    assert leg_near_frame(subject) is near
    assert ankle_seen(subject) is visible


@pytest.mark.parametrize(
    ("to_bar", "near", "visible"), [(40.0, False, True), (10.0, True, True), (-60.0, False, False)]
)
def test_a_photo_ends_at_the_bar_below_it(to_bar: float, near: bool, visible: bool) -> None:
    """As at the edge of the picture, of which there is plenty left."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    ends = np.array([[0.0, 0.0], [SIZE_PX[0], body[Landmark.RIGHT_ANKLE][1] + to_bar]])
    subject = replace(seen(body), photo_corners_px=ends)
    assert leg_near_frame(subject) is near
    assert ankle_seen(subject) is visible


def test_a_knee_guessed_beyond_the_photo_is_cut_off() -> None:
    """In the bar below it."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    ends = np.array([[0.0, 0.0], [SIZE_PX[0], body[Landmark.RIGHT_KNEE][1] - 5.0]])
    assert code_of(replace(seen(body), photo_corners_px=ends)) is RefusalCode.LEG_CUT_OFF


def test_a_trunk_of_no_length_does_no_harm() -> None:
    """Shoulders between the hips: any breadth is too much for it, and nothing is divided by nothing."""
    body = legs(thigh=9, knee=70, other_thigh=-120, other_knee=130)
    points = {Landmark.of(side, "shoulder"): HIP - np.array([0.0, 4.5]) for side in Side} | {
        Landmark.LEFT_HIP: HIP - np.array([0.0, 9.0])
    }
    found = code_of(seen(replace(body, points_px={**body.points_px, **points})))
    assert found is RefusalCode.NOT_SIDE_VIEW
