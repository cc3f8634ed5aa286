"""What is concluded from a reading: angles, how sure they are, and which of them there are."""

from __future__ import annotations

import math

import pytest

from support.analyses import make_pose, marked
from thomas_test.core.angles import thigh_angle_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import WarningCode
from thomas_test.reading.calibration import CALIBRATION
from thomas_test.reading.conclude import PositionReading, conclude
from thomas_test.reading.lens import LensCues, LensHeight
from thomas_test.reading.level.choice import choose_level
from thomas_test.reading.limbs import LimbReading


def make_reading(
    *, ankle_seen: bool = True, shank_covered: bool = False, above_hip_deg: float | None = None
) -> PositionReading:
    """Read a leg at 5 and 65 degrees against the rows, the camera 10 degrees from square."""
    thigh, shank = (
        LimbReading(landmark_deg=angle, spread_deg=1.0, outline_deg=angle, scatter=0.002, length_px=130.0)
        for angle in (5.0, 65.0)
    )
    return PositionReading(
        pose=make_pose(),
        thigh=thigh,
        shank=shank,
        level=choose_level(marked=marked(0.0), gravity=None),
        camera_aside_deg=10.0,
        lens=None if above_hip_deg is None else LensHeight(above_hip_deg=above_hip_deg, sd_deg=1.0),
        lens_cues=LensCues(framing_deg=0.0, hips_apart=0.0, shoulders_apart=0.0),
        readings=8,
        ankle_seen=ankle_seen,
        shank_covered=shank_covered,
        warnings=(),
    )


def test_an_ankle_that_is_not_seen_is_not_in_the_points() -> None:
    """So no knee angle can be made of it; the landmarks' own is left out as well."""
    found = conclude(make_reading(ankle_seen=False), CALIBRATION)
    assert Joint.ANKLE not in found.pose
    assert found.evidence.landmark_knee_deg is None
    assert Joint.ANKLE in conclude(make_reading(), CALIBRATION).pose


def test_a_covered_shank_adds_doubt_about_the_thigh() -> None:
    """Its knee end is then more of a guess; an ankle out of the frame alone adds none."""
    plain, cut, covered = (
        conclude(make_reading(ankle_seen=seen, shank_covered=covered), CALIBRATION).spread.thigh_sd_deg
        for seen, covered in ((True, False), (False, False), (False, True))
    )
    assert cut == plain
    assert covered == pytest.approx(math.hypot(plain, CALIBRATION.covered_shank_sd_deg))


def test_a_lens_known_to_stand_high_turns_the_thigh_back_and_widens_it() -> None:
    """By the fitted gain for every degree, and what a camera aside draws off; the result says what was taken off."""
    level, high = (conclude(make_reading(above_hip_deg=above), CALIBRATION) for above in (0.0, 20.0))
    drawn_off = math.degrees(math.atan(math.tan(math.radians(10.0)) * math.sin(math.radians(20.0))))
    expected = 20.0 * CALIBRATION.thigh.height_gain - CALIBRATION.lens.aside_gain * drawn_off
    turned = thigh_angle_deg(level.pose, marked(0.0)) - thigh_angle_deg(high.pose, marked(0.0))
    assert turned == pytest.approx(expected, abs=1e-6)
    assert high.evidence.lens_taken_off_deg == pytest.approx(expected)
    assert high.evidence.lens_above_hip_deg == 20.0
    assert level.evidence.lens_taken_off_deg == pytest.approx(0.0)
    assert high.spread.thigh_sd_deg > level.spread.thigh_sd_deg


@pytest.mark.parametrize(
    ("above", "code"), [(13.0, WarningCode.CAMERA_HIGH), (-9.0, WarningCode.CAMERA_LOW), (5.0, None)]
)
def test_a_lens_well_above_or_below_the_hip_is_warned_of(above: float, code: WarningCode | None) -> None:
    """From 12 degrees above and from 8 below; between them of neither."""
    warned = set(conclude(make_reading(above_hip_deg=above), CALIBRATION).warnings)
    assert warned & {WarningCode.CAMERA_HIGH, WarningCode.CAMERA_LOW} == ({code} if code else set())


def test_no_doubt_goes_below_that_of_the_best_picture() -> None:
    """What no reading of one picture can know stays in every interval."""
    spread = conclude(make_reading(), CALIBRATION).spread
    assert spread.thigh_sd_deg > CALIBRATION.thigh_floor_deg
    assert spread.knee_sd_deg > CALIBRATION.knee_floor_deg


def test_a_network_without_constants_of_its_own_is_less_sure_and_says_so() -> None:
    """Nobody knows where it puts its landmarks: nothing is taken off them, both intervals are wider, and it is told."""
    known, unknown = (conclude(make_reading(), constants) for constants in (CALIBRATION, None))
    assert unknown.spread.thigh_sd_deg > 1.3 * known.spread.thigh_sd_deg
    assert unknown.spread.knee_sd_deg > 1.3 * known.spread.knee_sd_deg
    assert WarningCode.NETWORK_NOT_CALIBRATED in unknown.warnings
    assert WarningCode.NETWORK_NOT_CALIBRATED not in known.warnings
