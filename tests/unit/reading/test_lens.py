"""How far above the hip the lens stands: by a phone's gravity, or by what a picture tells."""

from __future__ import annotations

import math

import pytest

from thomas_test.images import Gravity
from thomas_test.reading.calibration import CALIBRATION
from thomas_test.reading.lens import (
    USUAL_FOCAL_MM,
    LensCues,
    LensHeight,
    below_sight_deg,
    height_sd_deg,
    lens_by_cues,
    lens_by_gravity,
)

SIZE_PX = (400, 300)
"""Its diagonal is 500 pixels; the film's 43.267 mm."""


def gravity(*, pitch_deg: float = 0.0, focal_35mm: float | None = 43.267) -> Gravity:
    """A camera held level and tilted so far down; its focal length is the diagonal of the film."""
    return Gravity(tilt_deg=0.0, camera_pitch_deg=pitch_deg, front_camera=False, focal_35mm=focal_35mm)


@pytest.mark.parametrize(
    ("hip_px", "pitch_deg", "above_deg"),
    [
        ((200.0, 150.0), 5.0, 5.0),  # in the middle: as far as the camera looks down
        ((10.0, 150.0), 5.0, 5.0),  # aside of it: no matter
        ((200.0, 250.0), 0.0, math.degrees(math.atan(0.2))),  # 100 pixels below, a focal length of 500
        ((200.0, 50.0), 0.0, -math.degrees(math.atan(0.2))),  # above: the lens stands below it
    ],
)
def test_pitch_and_place_in_the_picture_make_the_height(
    hip_px: tuple[float, float], pitch_deg: float, above_deg: float
) -> None:
    """Worked by hand."""
    found = lens_by_gravity(gravity(pitch_deg=pitch_deg), hip_px, SIZE_PX)
    assert found is not None
    assert found.above_hip_deg == pytest.approx(above_deg, abs=1e-3)


def test_a_roll_turns_what_is_below() -> None:
    """Rolled by 90 degrees the picture's right is down."""
    assert below_sight_deg((300.0, 150.0), SIZE_PX, tilt_deg=90.0, focal_35mm=43.267) == pytest.approx(
        math.degrees(math.atan(0.2)), abs=1e-3
    )


def test_an_unknown_focal_length_is_assumed_and_makes_the_height_less_sure() -> None:
    """But for a hip in the middle, which no focal length moves."""
    known, assumed, middle = (
        lens_by_gravity(gravity(focal_35mm=focal), (200.0, y), SIZE_PX)
        for focal, y in ((USUAL_FOCAL_MM, 250.0), (None, 250.0), (None, 150.0))
    )
    assert known is not None
    assert assumed is not None
    assert middle is not None
    assert assumed.above_hip_deg == known.above_hip_deg
    assert assumed.sd_deg > known.sd_deg + 2.0
    assert middle.sd_deg < known.sd_deg


def test_without_gravity_it_tells_nothing() -> None:
    """Then the picture has to."""
    assert lens_by_gravity(None, (200.0, 150.0), SIZE_PX) is None


def test_from_above_the_far_hip_and_shoulder_are_drawn_higher() -> None:
    """So both raise the guess, and so does a hip that is drawn low."""
    guess = [
        lens_by_cues(LensCues(framing_deg=low, hips_apart=hips, shoulders_apart=shoulders), CALIBRATION.lens)
        for low, hips, shoulders in ((0.0, 0.0, 0.0), (0.0, -0.1, 0.0), (0.0, 0.0, -0.1), (5.0, 0.0, 0.0))
    ]
    assert guess[0].above_hip_deg == CALIBRATION.lens.usual_deg
    assert all(each.above_hip_deg > guess[0].above_hip_deg for each in guess[1:])


def test_a_height_known_exactly_at_the_hip_adds_no_doubt() -> None:
    """A lens at the hip's height draws a limb as it is, however far it is spread."""
    assert height_sd_deg(LensHeight(above_hip_deg=0.0, sd_deg=0.0), 0.2, 20.0) == 0.0
