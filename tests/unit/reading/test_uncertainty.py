import dataclasses
import math

import pytest

from support.analyses import make_pose, marked
from thomas_test.core.landmarks import Joint
from thomas_test.reading.calibration import CALIBRATION
from thomas_test.reading.lens import LensHeight, height_sd_deg
from thomas_test.reading.limbs import FusedLimb
from thomas_test.reading.uncertainty import hand_spread, reading_spread


def limb(sd_deg: float) -> FusedLimb:
    """Make a limb's direction with this much doubt."""
    return FusedLimb(direction_deg=0.0, sd_deg=sd_deg, outline_weight=0.5, disagreement_deg=0.0)


FLOORS = dataclasses.replace(
    CALIBRATION,
    thigh=dataclasses.replace(CALIBRATION.thigh, height_gain=0.2, far_height_gain=-0.1),
    shank=dataclasses.replace(CALIBRATION.shank, height_gain=0.5, far_height_gain=0.3),
    thigh_floor_deg=2.0,
    knee_floor_deg=6.0,
    thigh_interval_gain=1.0,
    knee_interval_gain=1.0,
)


def lens(above_hip_deg: float = 0.0, sd_deg: float = 0.0) -> LensHeight:
    """A lens so far above the hip."""
    return LensHeight(above_hip_deg=above_hip_deg, sd_deg=sd_deg)


@pytest.mark.parametrize(
    ("thigh", "shank", "level", "thigh_sd", "knee_sd"),
    [
        (0.0, 0.0, 1e-9, 2.0, 6.0),  # the floors: no reading of one picture is surer
        (1.0, 0.0, 2.0, 3.0, math.sqrt(37)),  # 1, 2, 2 and 1, 6: the level turns both limbs alike
        (2.0, 3.0, 1.0, 3.0, 7.0),  # 2, 1, 2 and 2, 3, 6: both limbs make the knee
    ],
)
def test_independent_doubts_add_as_squares(
    thigh: float, shank: float, level: float, thigh_sd: float, knee_sd: float
) -> None:
    """Worked by hand."""
    spread = reading_spread(limb(thigh), limb(shank), FLOORS, level=marked(0.0, sd_deg=level), lens=lens())
    assert spread.thigh_sd_deg == pytest.approx(thigh_sd, abs=1e-3)
    assert spread.knee_sd_deg == pytest.approx(knee_sd, abs=1e-3)


def test_intervals_are_widened_by_what_pictures_left_out_ask_for() -> None:
    """Thigh and knee each by their own factor."""
    wide = dataclasses.replace(FLOORS, thigh_interval_gain=1.5, knee_interval_gain=2.0)
    spread = reading_spread(limb(0.0), limb(0.0), wide, level=marked(0.0, sd_deg=1e-9), lens=lens())
    assert (spread.thigh_sd_deg, spread.knee_sd_deg) == pytest.approx((3.0, 12.0))


@pytest.mark.parametrize(
    ("above", "sd", "gain", "aside", "expected"),
    [
        (0.0, 0.0, 0.2, 20.0, 0.0),  # a height that is known, and none
        (0.0, 5.0, 0.2, 0.0, 1.0),  # five degrees unknown, a fifth of each
        (0.0, 5.0, 0.0, 45.0, 5.0),  # from far aside all of it
        (30.0, 0.0, 0.2, 0.0, 2.0027),  # atan(tan 4 sin 30): how far the thigh is drawn aside is not known
        (-30.0, 0.0, 0.2, 0.0, 2.0027),  # from below
    ],
)
def test_the_height_of_the_lens_enters_the_interval(
    above: float, sd: float, gain: float, aside: float, expected: float
) -> None:
    """What is not known of it, and what it does to a thigh drawn aside; worked by hand."""
    assert height_sd_deg(lens(above, sd), gain, aside) == pytest.approx(expected, abs=2e-3)


def test_the_height_enters_the_knee_by_what_it_does_to_both_limbs() -> None:
    """Thigh a fifth, shank a half of each degree: what the knee has is the three tenths between them.

    Of the far leg a tenth the other way and three tenths: four tenths.
    """
    level = marked(0.0, sd_deg=1e-9)
    near, far = (
        reading_spread(limb(0.0), limb(0.0), FLOORS, level=level, lens=lens(0.0, 10.0), far=far)
        for far in (False, True)
    )
    assert (near.thigh_sd_deg, near.knee_sd_deg) == pytest.approx((math.hypot(2.0, 2.0), math.hypot(6.0, 3.0)))
    assert (far.thigh_sd_deg, far.knee_sd_deg) == pytest.approx((math.hypot(2.0, 1.0), math.hypot(6.0, 4.0)))


def test_points_placed_by_hand_have_the_published_error() -> None:
    """Thigh 130 pixels, shank 120: 1.0 degree and a point's 1.5 pixels at either end."""
    spread = hand_spread(make_pose(), level=marked(0.0, sd_deg=1e-9))
    thigh, shank = (math.degrees(math.sqrt(2) * 1.5 / length) for length in (130, 120))
    assert spread.thigh_sd_deg == pytest.approx(math.hypot(1.0, thigh))
    assert spread.knee_sd_deg == pytest.approx(math.hypot(1.0, thigh, shank))


def test_the_level_s_doubt_enters_the_thigh_alone() -> None:
    """A roll of the camera turns both limbs alike."""
    plain, levelled = (hand_spread(make_pose(), level=marked(0.0, sd_deg=sd)) for sd in (1e-9, 2.0))
    assert levelled.thigh_sd_deg == pytest.approx(math.hypot(plain.thigh_sd_deg, 2.0))
    assert levelled.knee_sd_deg == plain.knee_sd_deg


def test_short_limbs_are_less_sure() -> None:
    """The same picture at a tenth of the size: a pixel and a half is 9 degrees."""
    assert hand_spread(make_pose(size_px=(64, 48)), level=marked(0.0, sd_deg=1e-9)).thigh_sd_deg > 9.0


def test_without_an_ankle_the_thigh_has_its_doubt_all_the_same() -> None:
    """There is no knee angle then, but no error either."""
    pose = make_pose()
    without = hand_spread(pose.without(Joint.ANKLE), level=marked(0.0, sd_deg=0.5))
    assert without.thigh_sd_deg == hand_spread(pose, level=marked(0.0, sd_deg=0.5)).thigh_sd_deg
