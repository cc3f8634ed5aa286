import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from support.analyses import make_analysis, make_refusal
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.settings import Faces
from thomas_test.images import read_photo
from thomas_test.output.faces import blur_circle, covered, head_circle_of, heads_of, picture_to_keep

NOISE = np.random.default_rng(5).integers(0, 256, (300, 400, 3), dtype=np.uint8)


def _inside(rgb: np.ndarray, circle: tuple[float, float, float], share: float = 0.9) -> np.ndarray:
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    return np.hypot(x - circle[0], y - circle[1]) < share * circle[2]


def test_nothing_of_a_face_is_left_in_the_circle() -> None:
    """Inside the circle the detail is gone; outside not a pixel has changed."""
    circle = (200.0, 150.0, 60.0)
    blurred = blur_circle(NOISE, circle)
    inside = _inside(NOISE, circle)
    assert blurred[inside].std() < 0.1 * NOISE[inside].std()
    outside = ~_inside(NOISE, circle, share=1.05)
    assert np.array_equal(blurred[outside], NOISE[outside])


@pytest.mark.parametrize(
    "circle",
    [
        (0.0, 0.0, 50.0),  # at a corner
        (-500.0, 20.0, 30.0),  # outside
        (390.0, 299.0, 1000.0),  # larger than the picture
        (10.2, 10.7, 0.2),  # less than a pixel
    ],
)
def test_circles_at_and_beyond_the_edge(circle: tuple[float, float, float]) -> None:
    """A head that is partly or wholly outside of the picture is no trouble."""
    assert blur_circle(NOISE, circle).shape == NOISE.shape


def test_kept_picture_has_no_metadata_and_no_face() -> None:
    """What is kept is a JPEG without Exif, blurred, and at most 1600 px long."""
    large = np.repeat(np.repeat(NOISE, 6, axis=0), 6, axis=1)
    kept = picture_to_keep(large, [(200.0, 150.0, 60.0)], size_px=(400, 300))
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (1600, 1200)
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    rgb = read_photo(kept).rgb
    assert rgb[_inside(rgb, (800, 600, 240))].std() < 0.2 * NOISE.std()


def test_no_picture_is_kept_where_the_head_is_unknown() -> None:
    """Rather no picture than a face that nobody agreed to; a person may say otherwise."""
    assert picture_to_keep(NOISE, None, size_px=(400, 300)) is None
    assert picture_to_keep(NOISE, None, size_px=(400, 300), faces=Faces.KEEP) is not None


def test_a_face_is_kept_when_told_so() -> None:
    """Told otherwise, the picture stays as it is, circle or not."""
    kept = picture_to_keep(NOISE, [(200.0, 150.0, 60.0)], size_px=(400, 300), faces=Faces.KEEP)
    assert kept is not None
    inside = _inside(NOISE, (200.0, 150.0, 60.0))
    assert read_photo(kept).rgb[inside].std() > 0.5 * NOISE.std()


def test_the_circle_goes_with_the_size_of_the_picture() -> None:
    """Places found in a picture twice as large cover the same face in this one; the picture given stays as it is."""
    before = NOISE.copy()
    shown = covered(NOISE, [(400.0, 300.0, 120.0)], size_px=(800, 600))
    assert shown is not None
    assert np.array_equal(shown, blur_circle(NOISE, (200.0, 150.0, 60.0)))
    assert np.array_equal(NOISE, before)


def test_those_who_stand_beside_are_covered_as_well() -> None:
    """Every head, in a picture of twice the size it was read in; without others only the subject's."""
    large = np.repeat(np.repeat(NOISE, 2, axis=0), 2, axis=1)
    subject, helper = (100.0, 150.0, 40.0), (300.0, 60.0, 30.0)
    alone = covered(large, [subject], size_px=(400, 300))
    both = covered(large, [subject, helper], size_px=(400, 300))
    assert alone is not None
    assert both is not None
    place = _inside(large, (600.0, 120.0, 60.0))
    assert np.array_equal(alone[place], large[place])
    assert both[place].std() < 0.2 * large[place].std()
    assert np.array_equal(both[_inside(large, (200.0, 300.0, 80.0))], alone[_inside(large, (200.0, 300.0, 80.0))])


def test_nothing_is_covered_where_faces_may_be_seen() -> None:
    """Told to keep faces, the picture is given as it is."""
    assert covered(NOISE, [(200.0, 150.0, 60.0)], size_px=(400, 300), faces=Faces.KEEP) is NOISE


def test_head_is_where_the_readings_found_it() -> None:
    """The circle of the readings goes first."""
    assert head_circle_of(make_analysis()) == (60.0, 230.0, 35.0)


def test_head_of_hand_placed_points_lies_beyond_the_shoulder() -> None:
    """Hip at (320, 240), shoulder 170 px to the left: the head's middle lies 0.45 trunks farther."""
    circle = head_circle_of(replace(make_analysis(), head_circle_px=None))
    assert circle == pytest.approx((320 - 1.45 * 170, 240, 0.42 * 170))


@pytest.mark.parametrize(
    ("head", "tilt", "expected"),
    [
        # thigh 130 px long, hip at (320, 240): 1.8 thighs headwards, 0.13 above
        (Direction.LEFT, 0.0, (320 - 234, 240 - 16.9)),
        (Direction.RIGHT, 0.0, (320 + 234, 240 - 16.9)),
        # a level line that rises 30 degrees to the right: the head lies up along it, at the right
        (Direction.RIGHT, 30.0, (320 + 234 * 0.8660 - 16.9 * 0.5, 240 - 234 * 0.5 - 16.9 * 0.8660)),
    ],
)
def test_without_a_shoulder_all_of_the_heads_place_is_covered(
    head: Direction, tilt: float, expected: tuple[float, float]
) -> None:
    """Hip and thigh tell where a lying person's head can be, along the level: a thigh's length about its middle."""
    level = Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt)
    analysis = make_analysis(head_towards=head, level=level)
    bare = replace(analysis.measured, pose=analysis.measured.pose.without(Joint.SHOULDER))
    circle = head_circle_of(replace(analysis, outcome=bare, head_circle_px=None))
    assert circle == pytest.approx((*expected, 130.0), abs=0.01)


def test_heads_of_all_are_covered_or_none_is_known() -> None:
    """The subject's first, then those beside; without the subject's no picture may be handed out."""
    beside = ((500.0, 40.0, 30.0),)
    assert heads_of(replace(make_analysis(), other_heads_px=beside)) == ((60.0, 230.0, 35.0), *beside)
    assert heads_of(replace(make_refusal(), other_heads_px=beside)) is None


def test_head_is_unknown_where_nobody_was_measured() -> None:
    """A refused picture in which no reading found a head gives no circle."""
    assert head_circle_of(make_refusal()) is None
