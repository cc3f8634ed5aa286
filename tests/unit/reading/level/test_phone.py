import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, HorizonSource
from thomas_test.core.errors import UsageError
from thomas_test.images import Gravity, Photo
from thomas_test.reading.level.choice import choose_level
from thomas_test.reading.level.phone import MOST_SPREAD_DEG, PhoneHeld, gravity_of_phone, with_phone

USUAL_SD_DEG = USUAL_LEVEL_SD_DEG[HorizonSource.PHONE]


def held(beta_deg: float, gamma_deg: float, spread_deg: float = 0.0) -> PhoneHeld:
    """Make how a phone was held."""
    return PhoneHeld(beta_deg=beta_deg, gamma_deg=gamma_deg, spread_deg=spread_deg)


def turned(roll_deg: float, down_deg: float) -> PhoneHeld:
    """The angles of an upright phone whose picture's level lines rise by `roll_deg` and that looks `down_deg` down.

    By the specification the last row of Rz(alpha) Rx(beta) Ry(gamma), (-cos b sin c, sin b, cos b cos c), is the
    world's up in the device's axes: it is taken apart again, gamma being kept within a quarter turn.
    """
    roll, down = math.radians(roll_deg), math.radians(down_deg)
    right, up = -math.cos(down) * math.sin(roll), math.cos(down) * math.cos(roll)
    out = math.sin(down) + 0.0  # no minus zero: it would turn gamma by half a turn
    beta, gamma = math.asin(max(-1.0, min(1.0, up))), math.atan2(-right, out)
    if out < 0:
        beta, gamma = math.pi - beta, math.atan2(right, -out)
    return held((math.degrees(beta) + 180.0) % 360.0 - 180.0, math.degrees(gamma))


@pytest.mark.parametrize(
    ("beta_deg", "gamma_deg", "tilt_deg", "pitch_deg"),
    [
        (90.0, 0.0, 0.0, 0.0),  # upright, straight ahead
        (80.0, 0.0, 0.0, 10.0),  # leaning back: the camera looks down
        (100.0, 0.0, 0.0, -10.0),  # leaning forward: it looks up
        (85.0, 90.0, 5.0, 0.0),  # upright, turned: the specification's own jump from gamma 0 to 90
        (0.0, -90.0, 0.0, 0.0),  # on its side, screen to the viewer: a quarter turn is no tilt
        (4.0, -90.0, 4.0, 0.0),  # on its side, and 4 degrees off
    ],
)
def test_the_angles_of_the_browser_become_tilt_and_pitch(
    beta_deg: float, gamma_deg: float, tilt_deg: float, pitch_deg: float
) -> None:
    """Where level lines rise and how far the camera looks down follow from the two turns, by hand."""
    found = gravity_of_phone(held(beta_deg, gamma_deg))
    assert found is not None
    assert found.tilt_deg == pytest.approx(tilt_deg, abs=1e-6)
    assert found.camera_pitch_deg == pytest.approx(pitch_deg, abs=1e-6)
    assert found.source is HorizonSource.PHONE


@given(roll_deg=st.floats(-44.0, 44.0), down_deg=st.floats(-55.0, 55.0))
def test_every_roll_and_pitch_comes_back(roll_deg: float, down_deg: float) -> None:
    """Whatever way an upright phone is held, its tilt and pitch are found, over the jumps of the two angles, too."""
    found = gravity_of_phone(turned(roll_deg, down_deg))
    assert found is not None
    assert found.tilt_deg == pytest.approx(roll_deg, abs=1e-4)
    assert found.camera_pitch_deg == pytest.approx(down_deg, abs=1e-4)


@given(roll_deg=st.floats(-44.0, 44.0), down_deg=st.floats(-30.0, 30.0))
def test_angles_rounded_to_a_tenth_move_the_tilt_by_less_than_its_doubt(roll_deg: float, down_deg: float) -> None:
    """A browser that rounds to 0.1 degrees, as Chromium does, costs a fifth of the standard deviation at most."""
    exact = turned(roll_deg, down_deg)
    found = gravity_of_phone(held(round(exact.beta_deg, 1), round(exact.gamma_deg, 1)))
    assert found is not None
    assert found.tilt_deg == pytest.approx(roll_deg, abs=USUAL_SD_DEG / 5)


def test_a_hand_that_moved_makes_the_level_less_sure() -> None:
    """The spread around the moment of the picture adds to the doubt, and too much of it tells nothing."""
    steady, shaken = gravity_of_phone(held(90.0, 0.0)), gravity_of_phone(held(90.0, 0.0, 1.5))
    assert steady is not None
    assert steady.sd_deg == USUAL_SD_DEG
    assert shaken is not None
    assert shaken.sd_deg == pytest.approx(math.hypot(USUAL_SD_DEG, 1.5))
    assert gravity_of_phone(held(90.0, 0.0, MOST_SPREAD_DEG + 0.1)) is None


def test_a_phone_that_lies_flat_tells_no_tilt_and_its_pitch() -> None:
    """A camera that looks straight down has no roll to level by."""
    found = gravity_of_phone(held(0.0, 0.0))
    assert found is not None
    assert found.tilt_deg is None
    assert found.camera_pitch_deg == pytest.approx(90.0)


def test_the_phone_is_asked_only_where_the_file_says_nothing() -> None:
    """Gravity in the picture's own file comes before what the page told; without it the page's is the level used."""
    bare = Photo(name="shot", rgb=np.zeros((4, 6, 3), np.uint8))
    own = Gravity(tilt_deg=None, camera_pitch_deg=3.0, front_camera=False)
    told = held(88.0, 90.0)
    assert with_phone(Photo(name="shot", rgb=bare.rgb, gravity=own), told).gravity is own
    assert with_phone(bare, None).gravity is None
    used = choose_level(marked=None, gravity=with_phone(bare, told).gravity).used
    assert used.source is HorizonSource.PHONE
    assert used.tilt_deg == pytest.approx(2.0)
    assert used.sd_deg == USUAL_SD_DEG


@pytest.mark.parametrize("wrong", [(181.0, 0.0, 0.0), (0.0, 91.0, 0.0), (0.0, 0.0, -1.0), (math.nan, 0.0, 0.0)])
def test_what_no_browser_reports_is_refused(wrong: tuple[float, float, float]) -> None:
    """Angles out of their range, or that are no number, say what was expected."""
    with pytest.raises(UsageError, match=r"expected (beta|gamma|spread) from"):
        held(*wrong)
