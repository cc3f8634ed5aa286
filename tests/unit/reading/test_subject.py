"""Who lies on the table, which leg hangs: decided by all sightings, worked through with bodies of known angles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import FULL
from support.bodies import make_body
from thomas_test.core.angles import ROWS, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.geometry import mirror_x, rotate_about
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.pose import Pose
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import Detection
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import Subject, choose_subject, joint_landmarks


def sightings(poses: Sequence[Pose], *, masks: Sequence[np.ndarray | None] | None = None) -> list[Sighting]:
    """Make one sighting of each pose, in turn from all four quarters."""
    return [
        Sighting(
            detection=Detection(pose=pose, mask=None if masks is None else masks[i]),
            model=FULL,
            look=Look(quarters=i % 4, mirrored=False),
        )
        for i, pose in enumerate(poses)
    ]


def chosen(poses: Sequence[Pose], settings: Settings | None = None) -> Subject:
    """Choose, and expect somebody."""
    subject = choose_subject(sightings(poses), settings)
    assert isinstance(subject, Subject)
    return subject


def moved(pose: Pose, points: dict[Landmark, np.ndarray]) -> Pose:
    """Put some landmarks elsewhere."""
    return replace(pose, points_px={**pose.points_px, **points})


def swapped(pose: Pose) -> Pose:
    """Take left for right: what a network sometimes does with one look."""
    return replace(pose, points_px={name.mirrored: point for name, point in pose.points_px.items()})


def reversed_body(pose: Pose) -> Pose:
    """Turn the skeleton head to feet on the spot: what a network sometimes does in one orientation."""
    centre = (pose[Landmark.LEFT_SHOULDER] + pose[Landmark.LEFT_HIP]) / 2
    return replace(pose, points_px={name: rotate_about(p, centre, 180.0) for name, p in pose.points_px.items()})


def shrunk(pose: Pose, share: float) -> Pose:
    """Make a person smaller, about the picture's middle."""
    middle = np.array(pose.size_px) / 2
    return replace(pose, points_px={name: middle + share * (p - middle) for name, p in pose.points_px.items()})


@pytest.mark.parametrize("head", Direction)
@pytest.mark.parametrize("leg", Side)
def test_the_hanging_leg_is_the_tested_one(leg: Side, head: Direction) -> None:
    """For both legs and both directions; sides are the subject's own, joints carry their part in the test."""
    body = make_body(thigh_deg=9.0, knee_deg=70.0, tested_leg=leg, head_towards=head)
    subject = chosen([body] * 4)
    assert (subject.pose.tested_leg, subject.pose.head_towards) == (leg, head)
    assert subject.pose.source is PointsSource.MODEL
    np.testing.assert_allclose(subject.pose[Joint.KNEE], body[Landmark.of(leg, "knee")])
    np.testing.assert_allclose(subject.pose[Joint.OTHER_KNEE], body[Landmark.of(leg.other, "knee")])
    assert thigh_angle_deg(subject.pose, ROWS) == pytest.approx(9.0)
    assert knee_flexion_deg(subject.pose) == pytest.approx(70.0)
    assert len(subject.used) == 4
    assert subject.side_share > 0.99


def test_every_joint_has_its_landmark() -> None:
    """Of a tested left leg: the tested side's shoulder is the left one, the other leg the right one."""
    names = joint_landmarks(Side.LEFT)
    placed_by_hand_alone = {Joint.CREST, Joint.ASIS, Joint.PSIS}
    assert set(names) == set(Joint) - placed_by_hand_alone
    assert names[Joint.HIP] is Landmark.LEFT_HIP
    assert names[Joint.OTHER_ANKLE] is Landmark.RIGHT_ANKLE
    assert names[Joint.SHOULDER] is Landmark.LEFT_SHOULDER


@pytest.mark.parametrize(
    ("slopes", "code"),
    [
        ([], RefusalCode.NO_PERSON),
        ([90.0], RefusalCode.UPRIGHT),  # stands or sits
        ([75.0, 90.0], RefusalCode.UPRIGHT),
        ([45.0], RefusalCode.NOBODY_LYING),  # leans: neither stands nor lies
        ([45.0, 90.0], RefusalCode.NOBODY_LYING),
    ],
)
def test_without_anybody_lying_there_is_nobody_to_measure(slopes: list[float], code: RefusalCode) -> None:
    """The code tells an empty picture from somebody who stands and from somebody who leans."""
    found = choose_subject(sightings([make_body(trunk_slope_deg=slope) for slope in slopes]))
    assert isinstance(found, Refusal)
    assert found.code is code


@pytest.mark.parametrize("slope", [0.0, -20.0, 20.0, 29.0])
def test_a_tilted_camera_does_not_make_somebody_stand(slope: float) -> None:
    """Up to 30 degrees of trunk against the rows still lies."""
    assert chosen([make_body(trunk_slope_deg=slope)] * 4).seen == 4


def looks_at(poses: Sequence[Pose]) -> list[Sighting]:
    """See one person in each look, another one each time."""
    return [
        Sighting(detection=Detection(pose=pose, mask=None), model=FULL, look=Look(quarters=k % 4, mirrored=k > 3))
        for k, pose in enumerate(poses)
    ]


@pytest.mark.parametrize(("strays", "lies"), [(0, False), (2, False), (3, False), (4, True), (8, True)])
def test_a_share_of_the_looks_decides_who_lies_and_not_a_stray_one(strays: int, lies: bool) -> None:
    """Eight looks show somebody upright; painted over, they are drawn lying in a few looks, a patient in most."""
    upright, lying = make_body(trunk_slope_deg=85.0), make_body()
    found = choose_subject(looks_at([upright] * 8), again=looks_at([lying] * strays + [upright] * (8 - strays)))
    assert isinstance(found, Subject) is lies
    if isinstance(found, Refusal):
        assert found.code is RefusalCode.UPRIGHT


def test_a_trunk_drawn_short_is_seen_from_the_feet() -> None:
    """A shank longer than the trunk: whoever it is, the camera does not stand at their side."""
    body = make_body(trunk_slope_deg=60.0)
    hips = (body[Landmark.LEFT_HIP] + body[Landmark.RIGHT_HIP]) / 2.0
    nearer = {Landmark.of(s, "shoulder"): hips + 0.4 * (body[Landmark.of(s, "shoulder")] - hips) for s in Side}
    found = choose_subject(looks_at([replace(body, points_px={**body.points_px, **nearer})] * 4))
    assert isinstance(found, Refusal)
    assert found.code is RefusalCode.NOT_SIDE_VIEW


def test_a_helper_beside_the_table_is_never_chosen() -> None:
    """However often the helper is seen and the patient missed: who stands is not measured."""
    patient, helper = make_body(), make_body(trunk_slope_deg=85.0, shift_px=(40.0, -30.0))
    subject = chosen([helper] * 7 + [patient] * 2)
    assert subject.seen == 2
    np.testing.assert_allclose(subject.pose[Joint.HIP], patient[Landmark.RIGHT_HIP])


@pytest.mark.parametrize(
    ("seen", "share", "shift", "refused"),
    [
        (4, 1.0, (0.0, 300.0), True),  # as often, as large, elsewhere
        (3, 0.7, (0.0, 300.0), True),
        (2, 1.0, (0.0, 300.0), True),  # the networks see one of two in most looks
        (1, 1.0, (0.0, 300.0), False),  # one look may be a mistake
        (4, 0.5, (0.0, 300.0), False),  # half as large: somebody in the background
        (4, 1.0, (0.0, 30.0), False),  # in the same place: one person seen twice
    ],
)
def test_two_equal_patients_are_one_too_many(
    seen: int, share: float, shift: tuple[float, float], refused: bool
) -> None:
    """A second lying person is a rival when seen more than once and about as large, elsewhere."""
    second = shrunk(make_body(shift_px=shift), share)
    found = choose_subject(sightings([make_body()] * 4 + [second] * seen))
    if refused:
        assert isinstance(found, Refusal)
        assert found.code is RefusalCode.TWO_PATIENTS
    else:
        assert isinstance(found, Subject)
        np.testing.assert_allclose(found.pose[Joint.HIP], make_body()[Landmark.RIGHT_HIP], atol=31)


def test_one_wrong_look_does_not_decide() -> None:
    """One of four takes left for right: the vote stands, and the joints are those of the three."""
    body = make_body(tested_leg=Side.RIGHT)
    subject = chosen([body, body, swapped(body), body])
    assert subject.pose.tested_leg is Side.RIGHT
    assert 0.7 < subject.side_share < 0.8
    assert len(subject.used) == 3
    np.testing.assert_allclose(subject.pose[Joint.ANKLE], body[Landmark.RIGHT_ANKLE])


def test_a_look_that_tells_the_legs_apart_has_more_to_say() -> None:
    """Two looks with both legs in one place, swapped at that, do not outvote one that sees two legs."""
    body = make_body(thigh_deg=9.0)
    snapped = moved(
        swapped(body),
        {
            Landmark.LEFT_KNEE: body[Landmark.RIGHT_KNEE] + [0.0, 1.0],
            Landmark.RIGHT_KNEE: body[Landmark.RIGHT_KNEE],
        },
    )
    subject = chosen([body, snapped, snapped])
    assert subject.pose.tested_leg is Side.RIGHT


def test_the_hidden_leg_that_snaps_onto_the_near_one_is_left_out() -> None:
    """Looks in which the hanging leg has moved onto the held one do not draw the joints towards it."""
    body = make_body(thigh_deg=9.0)
    parts = ("hip", "knee", "ankle")
    snapped = moved(body, {Landmark.of(Side.RIGHT, p): body[Landmark.of(Side.LEFT, p)] for p in parts})
    subject = chosen([snapped, body, snapped, body, snapped])
    assert thigh_angle_deg(subject.pose, ROWS) == pytest.approx(9.0)
    assert len(subject.used) == 2
    assert subject.seen == 5


def test_a_skeleton_reversed_in_one_orientation_is_the_same_person_and_not_used() -> None:
    """Head and feet changed places in one look: neither a second patient, nor another head."""
    body = make_body(head_towards=Direction.LEFT)
    subject = chosen([body, reversed_body(body), body, body])
    assert subject.seen == 4
    assert subject.pose.head_towards is Direction.LEFT
    np.testing.assert_allclose(subject.pose[Joint.KNEE], body[Landmark.RIGHT_KNEE])
    assert len(subject.used) == 3


def test_a_knee_drawn_past_the_shoulder_is_still_held() -> None:
    """A held thigh folded to 150 degrees is not taken for one that hangs below 9."""
    body = make_body(thigh_deg=9.0)
    hip = body[Landmark.LEFT_HIP]
    folded = moved(body, {Landmark.LEFT_KNEE: hip + np.array([-95.0, 55.0])})
    assert chosen([folded] * 4).pose.tested_leg is Side.RIGHT


@pytest.mark.parametrize("leg", Side)
def test_the_user_may_name_the_leg(leg: Side) -> None:
    """Named against the picture, the share of the votes for it is small: a reader is warned."""
    body = make_body(tested_leg=Side.RIGHT)
    subject = chosen([body] * 4, Settings(leg=leg))
    assert subject.pose.tested_leg is leg
    assert (subject.side_share > 0.99) is (leg is Side.RIGHT)
    np.testing.assert_allclose(subject.pose[Joint.KNEE], body[Landmark.of(leg, "knee")])


def test_the_user_may_name_the_side_of_the_head() -> None:
    """What was named is not asked of the picture."""
    subject = chosen([make_body(head_towards=Direction.LEFT)] * 4, Settings(head_towards=Direction.RIGHT))
    assert subject.pose.head_towards is Direction.RIGHT


def test_the_joints_are_the_middle_of_the_looks() -> None:
    """Medians: of three looks with the knee at 0, +1 and +6 pixels it is the one at +1."""
    body = make_body()
    looks = [moved(body, {Landmark.RIGHT_KNEE: body[Landmark.RIGHT_KNEE] + [0.0, d]}) for d in (0.0, 1.0, 6.0)]
    np.testing.assert_allclose(chosen(looks).pose[Joint.KNEE], body[Landmark.RIGHT_KNEE] + [0.0, 1.0])


def test_a_joint_far_from_all_others_costs_a_look_its_voice() -> None:
    """The ankle half a trunk away in one look of four: that look is not used."""
    body = make_body()
    wild = moved(body, {Landmark.RIGHT_ANKLE: body[Landmark.RIGHT_ANKLE] + [85.0, 0.0]})
    subject = chosen([body, wild, body, body])
    assert (len(subject.used), subject.seen) == (3, 4)


def test_the_silhouette_is_the_mean_of_the_looks_used() -> None:
    """Looks without one, and looks left out, have no share in it."""
    body = make_body()
    shape = (body.size_px[1], body.size_px[0])
    masks = [np.full(shape, value, dtype=np.float32) for value in (0.2, 0.6, 1.0)]
    poses = [body, body, swapped(body), body]
    subject = choose_subject(sightings(poses, masks=[masks[0], masks[1], masks[2], None]))
    assert isinstance(subject, Subject)
    assert subject.mask is not None
    assert subject.mask.dtype == np.float32
    np.testing.assert_allclose(subject.mask, 0.4, atol=1e-6)
    assert chosen([body] * 3).mask is None


@pytest.mark.parametrize("head", Direction)
def test_the_head_lies_in_its_circle(head: Direction) -> None:
    """Nose and ears lie well inside, the hips outside: the circle is what gets blurred."""
    body = make_body(head_towards=head)
    x, y, radius = chosen([body] * 3).head_circle_px
    for name in (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR):
        assert np.hypot(*(body[name] - [x, y])) < 0.5 * radius
    assert np.hypot(*(body[Landmark.LEFT_HIP] - [x, y])) > 2.0 * radius


def test_the_trunk_is_measured_from_shoulders_to_hips() -> None:
    """Between the middles of both; 170 pixels from the shoulders to the tested hip, 172 to the middle of the hips."""
    assert chosen([make_body()] * 2).trunk_length_px == pytest.approx(172.03, abs=0.01)


def test_a_mirrored_picture_shows_the_other_leg_at_the_same_angles() -> None:
    """Sides swap, because a mirror turns a left leg into a right one; the head changes its side; angles stay."""
    body = make_body(thigh_deg=-7.0, knee_deg=55.0)
    mirror = replace(
        body, points_px={name.mirrored: mirror_x(point, body.size_px[0]) for name, point in body.points_px.items()}
    )
    plain, mirrored = chosen([body] * 4), chosen([mirror] * 4)
    assert mirrored.pose.tested_leg is plain.pose.tested_leg.other
    assert (plain.pose.head_towards, mirrored.pose.head_towards) == (Direction.LEFT, Direction.RIGHT)
    assert thigh_angle_deg(mirrored.pose, ROWS) == pytest.approx(thigh_angle_deg(plain.pose, ROWS))
    assert knee_flexion_deg(mirrored.pose) == pytest.approx(knee_flexion_deg(plain.pose))
