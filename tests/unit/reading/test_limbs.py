"""Directions of the limbs from landmarks and outline: weights worked by hand, lines on drawn limbs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from support.analyses import FULL, make_pose
from support.bodies import SIZE_PX, make_body
from support.limbs import Limb, paint
from thomas_test.core.angles import ROWS, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.geometry import rotate_about
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators import Detection
from thomas_test.reading.calibration import LimbConstants
from thomas_test.reading.limbs import (
    THIGH_SLICES,
    FusedLimb,
    LimbEdges,
    LimbReading,
    aligned_pose,
    find_leg_edges,
    fuse_limb,
    limb_edges,
    longer_than,
    middle_line,
    outline_below_landmarks_deg,
    read_limbs,
    smoothed,
)
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import Subject, choose_subject

PLAIN = LimbConstants(
    outline_offset_deg=1.0,
    landmark_offset_deg=2.0,
    far_offset_deg=-0.5,
    height_gain=0.2,
    far_height_gain=-0.1,
    outline_sd_deg=1.0,
    landmark_sd_deg=2.0,
    scatter_gain_deg=100.0,
    spread_gain=0.5,
    disagreement_gain=0.5,
    scatter_doubt_deg=0.0,
)
SHANK = replace(
    PLAIN,
    outline_offset_deg=-3.0,
    landmark_offset_deg=-1.0,
    far_offset_deg=0.5,
    height_gain=0.0,
    far_height_gain=0.0,
    landmark_sd_deg=3.0,
)


def reading(**changes: float | None) -> LimbReading:
    """Landmarks say 12 degrees, the outline 11: after the offsets of `PLAIN` both say 10."""
    record = {
        "landmark_deg": 12.0,
        "spread_deg": 0.0,
        "outline_deg": 11.0,
        "scatter": 0.0,
        "length_px": 150.0,
    }
    return LimbReading(**(record | changes))


@pytest.mark.parametrize(
    ("changes", "direction", "sd", "weight", "apart"),
    [
        ({}, 10.0, math.sqrt(0.8), 0.8, 0.0),  # variances 4 and 1: the outline has four fifths
        ({"outline_deg": 16.0}, 14.0, math.hypot(math.sqrt(0.8), 2.5), 0.8, 5.0),  # 5 apart: four fifths of the way
        ({"outline_deg": 6.0}, 6.0, math.hypot(math.sqrt(0.8), 2.5), 0.8, 5.0),
        ({"scatter": math.sqrt(3) / 100}, 10.0, math.sqrt(2.0), 0.5, 0.0),  # a crooked outline: variances 4 and 4
        ({"spread_deg": math.sqrt(48)}, 10.0, math.sqrt(16 / 17), 16 / 17, 0.0),  # looks that differ: 16 and 1
        ({"outline_deg": None}, 10.0, 2.0, 0.0, 0.0),  # the landmarks alone
        ({"outline_deg": None, "spread_deg": 3.0}, 10.0, 2.5, 0.0, 0.0),
        ({"outline_deg": 24.0}, 10.0, math.hypot(2.0, 6.5), 0.0, 13.0),  # over 12 apart: not the same thing
        ({"outline_deg": -2.0}, 10.0, math.hypot(2.0, 6.5), 0.0, 13.0),
    ],
)
def test_each_source_has_the_weight_it_has_earned(
    changes: dict[str, float | None], direction: float, sd: float, weight: float, apart: float
) -> None:
    """Inverse variances, worked by hand; disagreement widens the doubt, and much of it silences the outline."""
    fused = fuse_limb(reading(**changes), PLAIN)
    assert fused.direction_deg == pytest.approx(direction)
    assert fused.sd_deg == pytest.approx(sd)
    assert fused.outline_weight == pytest.approx(weight)
    assert fused.disagreement_deg == pytest.approx(apart)


@pytest.mark.parametrize(
    ("outline_deg", "sd_deg"), [(11.0, math.hypot(0.894427191, 3.0)), (None, 2.0), (40.0, math.hypot(2.0, 14.5, 3.0))]
)
def test_an_outline_that_strays_widens_the_doubt_whichever_is_believed(
    outline_deg: float | None, sd_deg: float
) -> None:
    """Straying by 0.03 of the limb at 100 degrees a length: 3 degrees on top, none where there is no outline."""
    doubting = replace(PLAIN, scatter_gain_deg=0.0, scatter_doubt_deg=100.0)
    limb = reading(outline_deg=outline_deg, scatter=0.03 if outline_deg is not None else 0.0)
    assert fuse_limb(limb, doubting).sd_deg == pytest.approx(sd_deg)


def test_the_shank_has_constants_of_its_own() -> None:
    """Landmarks 69 and outline 67 both mean 70; variances 9 and 1."""
    fused = fuse_limb(reading(landmark_deg=69.0, outline_deg=67.0), SHANK)
    assert fused.direction_deg == pytest.approx(70.0)
    assert fused.outline_weight == pytest.approx(0.9)


def test_the_far_leg_shows_its_inner_side() -> None:
    """What comes on top for it is taken off both sources: half a degree either way in `PLAIN`."""
    assert fuse_limb(reading(), PLAIN, far=True).direction_deg == pytest.approx(10.5)
    shank = reading(landmark_deg=69.0, outline_deg=67.0)
    assert fuse_limb(shank, SHANK, far=True).direction_deg == pytest.approx(69.5)


def test_how_far_the_outline_lies_below_the_landmarks_is_told_without_the_offsets() -> None:
    """11 and 12 degrees agree by the offsets of 1 and 2; far ones are cut, and without an outline there is nothing."""
    told = [
        outline_below_landmarks_deg(reading(outline_deg=outline), PLAIN) for outline in (11.0, 14.0, 7.0, 50.0, None)
    ]
    assert told == pytest.approx([0.0, 3.0, -4.0, 8.0, 0.0])


def test_a_limb_is_longer_than_another_by_a_logarithm() -> None:
    """Alike is nothing, and half as long as much below nothing as twice as long above."""
    short, long = reading(length_px=100.0), reading(length_px=200.0)
    assert longer_than(long, long) == 0.0
    assert longer_than(long, short) == pytest.approx(math.log(2.0)) == pytest.approx(-longer_than(short, long))


@pytest.mark.parametrize(("far", "direction"), [(False, 8.0), (True, 11.5)])
def test_a_high_lens_draws_the_near_thigh_lower_and_the_far_one_higher(far: bool, direction: float) -> None:
    """A fifth of a degree for each of 10, turned back by 2 for the near leg; a tenth the other way for the far one."""
    assert fuse_limb(reading(), PLAIN, far=far, lens_above_hip_deg=10.0).direction_deg == pytest.approx(direction)


def test_directions_are_compared_around_the_circle() -> None:
    """A shank that points back past 180: -179 and 179 are 2 degrees apart, not 358."""
    fused = fuse_limb(reading(landmark_deg=178.0, outline_deg=178.0), SHANK)  # 179 and 181
    assert fused.disagreement_deg == pytest.approx(2.0)
    fused = fuse_limb(reading(landmark_deg=178.0, outline_deg=-182.0), SHANK)  # the same, a turn less
    assert fused.disagreement_deg == pytest.approx(2.0)


def edges(front: np.ndarray, back: np.ndarray) -> LimbEdges:
    """Edges at evenly spaced cuts."""
    return LimbEdges(fractions=np.linspace(0.2, 0.9, len(front)), front=front, back=back)


ALONG = np.linspace(0.2, 0.9, 20)


@pytest.mark.parametrize("slope", [-0.1, 0.0, 0.1])
def test_the_middle_line_turns_with_the_flesh(slope: float) -> None:
    """A middle that moves to the front by a tenth of the length turns 5.7 degrees; tapering does not matter."""
    middle, half = 0.02 + slope * ALONG, 0.2 - 0.1 * ALONG
    found = middle_line(edges(middle + half, middle - half))
    assert found is not None
    turn, scatter = found
    assert turn == pytest.approx(math.degrees(math.atan(slope)), abs=1e-6)
    assert scatter == pytest.approx(0.0, abs=1e-9)


def test_slices_that_hold_something_else_are_left_out() -> None:
    """A second leg in five of twenty slices, and a gap in three, do not turn the line."""
    front, back = np.full(20, 0.15), np.full(20, -0.15)
    front[:5] += 0.2  # wider than 1.35 times the usual
    back[-3:] += 0.2  # narrower than 0.6
    found = middle_line(edges(front, back))
    assert found == pytest.approx((0.0, 0.0), abs=1e-6)


def test_a_few_stray_slices_hardly_turn_the_line() -> None:
    """Three of twenty whose middle is off by a tenth of the limb: a plain fit would turn by 5 degrees."""
    middle = np.zeros(20)
    middle[-3:] = 0.1
    found = middle_line(edges(middle + 0.15, middle - 0.15))
    assert found is not None
    plain = math.degrees(math.atan(np.polyfit(ALONG, middle, 1)[0]))
    assert abs(plain) > 5.0
    assert abs(found[0]) < 0.5


def test_crooked_slices_are_told() -> None:
    """The scatter is a robust standard deviation in limb lengths."""
    noise = np.random.default_rng(3).normal(0.0, 0.01, 400)
    width = np.full(400, 0.15)
    found = middle_line(edges(noise + width, noise - width))
    assert found is not None
    assert found[1] == pytest.approx(0.01, rel=0.15)


@pytest.mark.parametrize(("usable", "enough"), [(0, False), (7, False), (8, True)])
def test_too_few_slices_say_nothing(usable: int, enough: bool) -> None:
    """Under four tenths of them there is no line."""
    front = np.where(np.arange(20) < usable, 0.15, np.nan)
    assert (middle_line(edges(front, np.full(20, -0.15))) is not None) is enough


def fused(direction_deg: float, weight: float = 0.5) -> FusedLimb:
    """Make a direction found."""
    return FusedLimb(direction_deg=direction_deg, sd_deg=1.0, outline_weight=weight, disagreement_deg=0.0)


@pytest.mark.parametrize("head", Direction)
@pytest.mark.parametrize("leg", Side)
def test_what_is_drawn_is_what_is_measured(head: Direction, leg: Side) -> None:
    """The points turned into the directions found give exactly these angles, with both heads and legs."""
    pose = make_pose(thigh_deg=5.0, knee_deg=60.0, head_towards=head, tested_leg=leg)
    turned = aligned_pose(pose, fused(-8.0), fused(47.0))
    assert thigh_angle_deg(turned, ROWS) == pytest.approx(-8.0)
    assert knee_flexion_deg(turned) == pytest.approx(55.0)


def test_bones_keep_their_length_and_their_place() -> None:
    """The thigh turns about its middle, the shank about the knee; other joints stay."""
    pose = make_pose(thigh_deg=5.0, knee_deg=60.0)
    turned = aligned_pose(pose, fused(9.0), fused(70.0))
    for start, end in ((Joint.HIP, Joint.KNEE), (Joint.KNEE, Joint.ANKLE)):
        assert np.hypot(*(turned[end] - turned[start])) == pytest.approx(np.hypot(*(pose[end] - pose[start])))
    np.testing.assert_allclose(turned[Joint.HIP] + turned[Joint.KNEE], pose[Joint.HIP] + pose[Joint.KNEE])
    np.testing.assert_array_equal(turned[Joint.OTHER_KNEE], pose[Joint.OTHER_KNEE])


@pytest.mark.parametrize(
    ("thigh", "shank", "source"),
    [
        (0.0, 0.0, PointsSource.MODEL),
        (0.5, 0.0, PointsSource.OUTLINE),
        (0.0, 0.5, PointsSource.OUTLINE),
    ],
)
def test_points_say_whether_the_outline_had_a_share(thigh: float, shank: float, source: PointsSource) -> None:
    """In either limb."""
    assert aligned_pose(make_pose(), fused(5.0, thigh), fused(65.0, shank)).source is source


def subject_before(*, flesh_deg: float, bones_deg: float = 9.0, mirrored: bool = False, mask: bool = True) -> tuple:
    """Lay somebody whose thigh's flesh lies at another angle than the landmarks, and paint the picture of it."""
    head = Direction.RIGHT if mirrored else Direction.LEFT
    body = make_body(thigh_deg=bones_deg, knee_deg=70.0, head_towards=head)
    hip, knee, ankle = (body[Landmark.of(Side.RIGHT, part)] for part in ("hip", "knee", "ankle"))
    turn = (flesh_deg - bones_deg) * (-1 if mirrored else 1)
    start, end = rotate_about(np.stack([hip, knee]), (hip + knee) / 2, turn)
    thigh = Limb(start_px=tuple(start), end_px=tuple(end))
    shank = Limb(start_px=tuple(knee), end_px=tuple(ankle), start_width_px=34.0, end_width_px=24.0)
    silhouette = np.maximum(thigh.silhouette(size_px=SIZE_PX), shank.silhouette(size_px=SIZE_PX))
    seen = Detection(pose=body, mask=silhouette if mask else None)
    looks = [Sighting(detection=seen, model=FULL, look=Look(quarters=q, mirrored=False)) for q in range(3)]
    subject = choose_subject(looks)
    assert isinstance(subject, Subject)
    return subject, paint(silhouette)


def limbs_of(subject: Subject, picture: np.ndarray) -> tuple[LimbReading, LimbReading]:
    """Thigh and shank as they are read in this picture."""
    return read_limbs(subject, find_leg_edges(subject, picture))


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("flesh", [4.0, 9.0, 13.0])
def test_the_outline_is_read_beside_the_landmarks(flesh: float, mirrored: bool) -> None:
    """The landmarks say 9 whatever the flesh does; the outline finds the flesh, in a mirrored picture as well."""
    thigh, shank = limbs_of(*subject_before(flesh_deg=flesh, mirrored=mirrored))
    assert thigh.landmark_deg == pytest.approx(9.0)
    assert thigh.outline_deg == pytest.approx(flesh, abs=0.5)
    assert shank.landmark_deg == pytest.approx(79.0)
    assert shank.outline_deg == pytest.approx(79.0, abs=0.7)
    assert thigh.length_px == pytest.approx(130.0)
    assert thigh.spread_deg == 0.0


def test_the_part_around_the_leg_shows_the_same_edges_as_the_whole_picture() -> None:
    """The thigh's, whatever lies beyond: what is cut away was out of reach."""
    subject, picture = subject_before(flesh_deg=4.0)
    found = find_leg_edges(subject, picture)
    assert found is not None
    assert subject.mask is not None
    pose = subject.pose
    whole = limb_edges(
        subject.mask,
        smoothed(picture),
        pose[Joint.HIP],
        pose[Joint.KNEE],
        front_sign=pose.forward_sign,
        fractions=THIGH_SLICES,
    )
    np.testing.assert_allclose(found.thigh.front, whole.front, atol=1e-3)
    np.testing.assert_allclose(found.thigh.back, whole.back, atol=1e-3)


def test_without_a_silhouette_there_is_no_outline() -> None:
    """The landmarks speak alone."""
    thigh, shank = limbs_of(*subject_before(flesh_deg=4.0, mask=False))
    assert (thigh.outline_deg, shank.outline_deg, thigh.scatter) == (None, None, 0.0)
    assert thigh.landmark_deg == pytest.approx(9.0)


def test_the_spread_of_the_looks_is_their_own() -> None:
    """Thighs at 7, 9 and 12 degrees: 1.4826 times 2."""
    looks = [
        Sighting(
            detection=Detection(pose=make_body(thigh_deg=angle, knee_deg=70.0), mask=None),
            model=FULL,
            look=Look(quarters=0, mirrored=False),
        )
        for angle in (7.0, 9.0, 12.0)
    ]
    subject = choose_subject(looks)
    assert isinstance(subject, Subject)
    thigh, _ = read_limbs(subject, None)
    assert thigh.spread_deg == pytest.approx(1.4826 * 2.0)
