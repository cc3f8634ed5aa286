from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import ROWS, Angle
from thomas_test.core.geometry import mirror_x, rotate_about
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.quality import Refusal
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.second_view import FrontPose, FrontRefusalCode, SecondView, measure_front
from thomas_test.second_view.measurement import abduction_from_top


def top_pose(*, abduction_deg: float, shoulders: bool = True) -> FrontPose:
    """A person seen from above, head at the top of the picture, right leg tested and at the left of it."""
    hip, other_hip = np.array([350.0, 400.0]), np.array([450.0, 400.0])
    way = 200.0 * np.array([-np.sin(np.radians(abduction_deg)), np.cos(np.radians(abduction_deg))])
    points = {Joint.HIP: hip, Joint.OTHER_HIP: other_hip, Joint.KNEE: hip + way}
    if shoulders:
        points |= {Joint.SHOULDER: np.array([320.0, 150.0]), Joint.OTHER_SHOULDER: np.array([480.0, 150.0])}
    return FrontPose(
        view=SecondView.TOP, tested_leg=Side.RIGHT, points_px=points, size_px=(800, 800), source=PointsSource.HAND
    )


def _degrees(read: Angle | Refusal) -> float:
    assert isinstance(read, Angle)
    return read.value_deg


@pytest.mark.parametrize("shoulders", [True, False])
@pytest.mark.parametrize("abduction_deg", [0, 15, -10])
def test_thigh_against_the_midline(abduction_deg: float, shoulders: bool) -> None:
    """Abduction is the thigh's angle to the midline, + away from it, with or without the shoulders."""
    assert _degrees(abduction_from_top(top_pose(abduction_deg=abduction_deg, shoulders=shoulders))) == pytest.approx(
        abduction_deg
    )


@given(abduction=st.floats(-30, 40), turn=st.floats(-180, 180), mirror=st.booleans(), shoulders=st.booleans())
def test_turned_or_mirrored_picture_gives_the_same(
    abduction: float, turn: float, mirror: bool, shoulders: bool
) -> None:
    """From above it does not matter how the picture is turned, nor whether it is mirrored."""
    pose = top_pose(abduction_deg=abduction, shoulders=shoulders)
    points = {joint: rotate_about(point, (400, 400), turn) for joint, point in pose.points_px.items()}
    if mirror:
        points = {joint: mirror_x(point, 800) for joint, point in points.items()}
    assert _degrees(abduction_from_top(replace(pose, points_px=points))) == pytest.approx(abduction, abs=1e-6)


@pytest.mark.parametrize(
    ("joint", "point", "code"),
    [
        (Joint.KNEE, (350, 439), FrontRefusalCode.THIGH_SHORT),  # 39 px
        (Joint.OTHER_HIP, (369, 400), FrontRefusalCode.HIPS_SHORT),  # 19 px
    ],
)
def test_short_lines_are_refused(joint: Joint, point: tuple[float, float], code: FrontRefusalCode) -> None:
    """Too short a thigh or hip line is refused with its reason."""
    pose = top_pose(abduction_deg=0)
    read = abduction_from_top(replace(pose, points_px={**pose.points_px, joint: np.array(point, dtype=float)}))
    assert isinstance(read, Refusal)
    assert read.code is code


def test_rotation_is_not_read_from_above() -> None:
    """From above the shank points away from the camera: rotation needs the view from the feet."""
    measured = measure_front(top_pose(abduction_deg=10), level=ROWS)
    assert measured.rotation_refusal is not None
    assert measured.rotation_refusal.code is FrontRefusalCode.OTHER_VIEW_NEEDED
    assert measured.abduction is not None
