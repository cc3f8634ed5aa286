import numpy as np
import pytest

from support.analyses import FULL
from support.bodies import make_body
from thomas_test.core.landmarks import Landmark
from thomas_test.core.pose import Pose
from thomas_test.estimators import Detection
from thomas_test.reading.search import bystander_heads_px, paint_out, upright_people
from thomas_test.reading.sightings import Look, Sighting


def sighting(pose: Pose) -> Sighting:
    """See somebody in the picture as it is."""
    return Sighting(detection=Detection(pose=pose, mask=None), model=FULL, look=Look(quarters=0, mirrored=False))


def stand(left_px: float, *, breadth_px: float = 60.0, size_px: tuple[int, int] = (640, 480)) -> Pose:
    """Stand somebody with the shoulders at a height of 120 pixels and the hips 150 below."""
    points = {
        Landmark.LEFT_SHOULDER: np.array([left_px + breadth_px, 120.0]),
        Landmark.RIGHT_SHOULDER: np.array([left_px, 120.0]),
        Landmark.LEFT_HIP: np.array([left_px + breadth_px, 270.0]),
        Landmark.RIGHT_HIP: np.array([left_px, 270.0]),
    }
    return Pose(points_px=points, visibility={}, size_px=size_px)


def test_who_stands_is_a_bystander_and_who_lies_is_not() -> None:
    """Shoulders above hips on a steep trunk; somebody upside down is a misreading of the one who lies."""
    standing, lying, upside_down = make_body(trunk_slope_deg=80.0), make_body(), make_body(trunk_slope_deg=-80.0)
    found = upright_people([sighting(standing), sighting(lying), sighting(upside_down)])
    assert found == [standing]


def test_head_and_shoulders_are_painted_over_with_what_is_beside_them() -> None:
    """A white bust before a wall that gets brighter to the right is gone; all below it and around it stays."""
    wall = np.repeat(np.linspace(40, 168, 640, dtype=np.uint8)[None, :, None], 480, axis=0).repeat(3, axis=2)
    picture = wall.copy()
    picture[60:130, 300:360] = 255
    picture[200:480, 290:370] = 255
    picture.setflags(write=False)
    painted = paint_out(picture, [stand(300.0)])
    np.testing.assert_allclose(painted[60:130, 300:360].astype(int), wall[60:130, 300:360].astype(int), atol=1)
    np.testing.assert_array_equal(painted[200:], picture[200:])
    np.testing.assert_array_equal(painted[:, :270], picture[:, :270])
    np.testing.assert_array_equal(painted[:, 390:], picture[:, 390:])


def test_the_box_reaches_over_the_head_and_not_into_the_patient() -> None:
    """Of shoulders 60 pixels broad at 120: from 66 above to 21 below them, 27 to either side."""
    painted = paint_out(np.arange(480 * 640 * 3, dtype=np.uint8).reshape(480, 640, 3), [stand(300.0)])
    changed = (painted != np.arange(480 * 640 * 3, dtype=np.uint8).reshape(480, 640, 3)).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert (rows[0], rows[-1] + 1) == (54, 141)
    assert (columns[0], columns[-1] + 1) == (273, 387)


def test_shoulders_seen_from_the_side_have_a_breadth_all_the_same() -> None:
    """A helper in profile: at least three tenths of the trunk's length, here 45 pixels."""
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    changed = (paint_out(noise, [stand(300.0, breadth_px=2.0)]) != noise).any(axis=2)
    rows = np.flatnonzero(changed.any(axis=1))
    assert (rows[0], rows[-1] + 1) == (int(120 - 1.1 * 45), int(120 + 0.35 * 45))


@pytest.mark.parametrize("left", [-300.0, -30.0, 600.0, 900.0])
def test_a_bystander_at_the_edge_or_outside_does_no_harm(left: float) -> None:
    """The box is cut at the frame; somebody wholly outside changes nothing."""
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    painted = paint_out(noise, [stand(left)])
    assert painted.shape == noise.shape
    assert (painted == noise).all() == (left in {-300.0, 900.0})


def test_the_picture_itself_stays_as_it_was() -> None:
    """Painting is done on a copy, also with nobody to paint out."""
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    before = noise.copy()
    assert paint_out(noise, []) is not noise
    paint_out(noise, [stand(300.0)])
    np.testing.assert_array_equal(noise, before)


def standing(head_px: tuple[float, float]) -> Pose:
    """Stand somebody whose nose and ears are seen at a place; shoulders at a height of 120 pixels, hips at 270."""
    body = stand(300.0)
    head = dict.fromkeys((Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR), np.array(head_px))
    return Pose(points_px={**body.points_px, **head}, visibility={}, size_px=body.size_px)


def test_a_head_where_it_belongs_is_covered_once() -> None:
    """63 pixels above the shoulders, by the proportions of people: one circle, where nose and ears are."""
    assert bystander_heads_px([sighting(standing((330.0, 60.0)))]) == ((330.0, 60.0, 0.33 * 150.0),)


@pytest.mark.parametrize("head_px", [(330.0, 160.0), (450.0, 60.0), (330.0, 500.0)])
def test_where_the_head_is_not_sure_both_places_are_covered(head_px: tuple[float, float]) -> None:
    """Nose and ears seen elsewhere than shoulders and hips say: a face may be in either place."""
    (seen, expected) = bystander_heads_px([sighting(standing(head_px))])
    assert seen[:2] == head_px
    assert expected == pytest.approx((330.0, 57.0, 0.33 * 150.0))


def test_no_helpers_head_is_smaller_than_one_beside_the_patient() -> None:
    """Of somebody half hidden the network makes too small a skeleton: the patient's head says how small it may be."""
    (circle,) = bystander_heads_px([sighting(standing((330.0, 60.0)))], least_px=80.0)
    assert circle[2] == 80.0
