import dataclasses
import math

import pytest

from support.analyses import make_pose, marked
from thomas_test.core.landmarks import Joint
from thomas_test.reading.calibration import CALIBRATION
from thomas_test.reading.limbs import FusedLimb
from thomas_test.reading.uncertainty import flesh_sd_deg, hand_spread, reading_spread, view_sd_deg


def limb(sd_deg: float) -> FusedLimb:
    """Make a limb's direction with this much doubt."""
    return FusedLimb(direction_deg=0.0, sd_deg=sd_deg, outline_weight=0.5, disagreement_deg=0.0)


FLOORS = dataclasses.replace(CALIBRATION, thigh_floor_deg=2.0, knee_floor_deg=6.0)


@pytest.mark.parametrize(
    ("thigh", "shank", "level", "aside", "thigh_sd", "knee_sd"),
    [
        (0.0, 0.0, 1e-9, 0.0, 2.0, 6.0),  # the floors: no reading of one picture is surer
        (1.0, 0.0, 2.0, 0.0, 3.0, math.sqrt(37)),  # 1, 2, 2 and 1, 6: the level turns both limbs alike
        (2.0, 3.0, 1.0, 0.0, 3.0, 7.0),  # 2, 1, 2 and 2, 3, 6: both limbs make the knee
        (0.0, 0.0, 1e-9, 20.0, math.hypot(2.0, 2.8997), 6.0),  # atan(tan 20 sin 8)
        (0.0, 0.0, 1e-9, -20.0, math.hypot(2.0, 2.8997), 6.0),  # from the other side
    ],
)
def test_independent_doubts_add_as_squares(
    thigh: float, shank: float, level: float, aside: float, thigh_sd: float, knee_sd: float
) -> None:
    """Worked by hand."""
    spread = reading_spread(limb(thigh), limb(shank), FLOORS, level=marked(0.0, sd_deg=level), camera_aside_deg=aside)
    assert spread.thigh_sd_deg == pytest.approx(thigh_sd, abs=1e-3)
    assert spread.knee_sd_deg == pytest.approx(knee_sd, abs=1e-3)


def test_a_square_camera_adds_nothing() -> None:
    """The further aside, the more the unknown height of the camera matters."""
    assert view_sd_deg(0.0) == 0.0
    assert 0.0 < view_sd_deg(5.0) < view_sd_deg(10.0) < view_sd_deg(30.0)


@pytest.mark.parametrize(
    ("aside", "pitch", "view", "flesh"),
    [
        (20.0, None, 2.8997, 0.0),  # atan(tan 20 sin 8): the height is not known
        (20.0, 3.0, 1.8161, 0.0),  # atan(tan 20 sin 5), for 3 and 4 make 5; and the usual height
        (20.0, 15.0, 5.5639, 2.4),  # atan(tan 20 sin 15.524); 12 degrees more than usual, a fifth of each
        (20.0, -15.0, 5.5639, 3.6),  # from below: 18 degrees less than usual
        (0.0, 30.0, 0.0, 5.4),  # square, but far above
    ],
)
def test_how_far_the_phone_looks_down_enters_the_interval(
    aside: float, pitch: float | None, view: float, flesh: float
) -> None:
    """In place of the height assumed, and for the flesh that seems turned; worked by hand."""
    assert view_sd_deg(aside, pitch) == pytest.approx(view, abs=2e-3)
    assert flesh_sd_deg(pitch, CALIBRATION) == pytest.approx(flesh)
    spread = reading_spread(
        limb(0.0), limb(0.0), FLOORS, level=marked(0.0, sd_deg=1e-9), camera_aside_deg=aside, camera_pitch_deg=pitch
    )
    assert spread.thigh_sd_deg == pytest.approx(math.hypot(2.0, view, flesh), abs=2e-3)
    assert spread.knee_sd_deg == 6.0


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
