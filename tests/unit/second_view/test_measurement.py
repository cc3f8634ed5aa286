from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.core.angles import ROWS, Angle, HorizonSource, Level
from thomas_test.core.geometry import mirror_x, rotate_about
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.second_view import FrontPose, FrontRefusalCode, OtherViews, SecondView, measure_front
from thomas_test.second_view.measurement import FrontMeasurement

THIGH = Angle.around(0.0, 2.0)
KNEE = Angle.around(90.0, 3.0)
SIDE = OtherViews(thigh=THIGH, knee=KNEE)
LEVEL = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=0.0)


def front_pose(
    *, tilt_deg: float = 0.0, leg: Side = Side.LEFT, hip: bool = False, length_px: float = 200.0
) -> FrontPose:
    """A left leg seen from beyond the feet: away from the midline is to the right of the picture."""
    sign = 1 if leg is Side.LEFT else -1
    knee = np.array([400.0, 300.0])
    way = length_px * np.array([sign * np.sin(np.radians(tilt_deg)), np.cos(np.radians(tilt_deg))])
    points = {Joint.KNEE: knee, Joint.ANKLE: knee + way}
    if hip:
        points[Joint.HIP] = knee - np.array([sign * 54.35, 0.0])
    return FrontPose(
        view=SecondView.FRONT, tested_leg=leg, points_px=points, size_px=(800, 800), source=PointsSource.HAND
    )


def _rotation_deg(measured: FrontMeasurement) -> float:
    assert measured.rotation is not None
    return measured.rotation.value_deg


@pytest.mark.parametrize(
    ("leg", "tilt_deg", "rotation"),
    [
        (Side.LEFT, 0, 0),  # plumb
        (Side.LEFT, -20, 20),  # foot towards the midline: turned out
        (Side.LEFT, 20, -20),  # foot away from it: turned in
        (Side.RIGHT, -20, 20),  # the same for the other leg
    ],
)
def test_shank_points_out_the_rotation(leg: Side, tilt_deg: float, rotation: float) -> None:
    """With the knee square and no abduction, rotation is minus the shank's tilt."""
    measured = measure_front(
        front_pose(tilt_deg=tilt_deg, leg=leg),
        level=LEVEL,
        known=OtherViews(thigh=THIGH, knee=KNEE, abduction=Angle.around(0.0, 1.0)),
    )
    assert _rotation_deg(measured) == pytest.approx(rotation, abs=1e-6)
    assert measured.shank_tilt_deg == pytest.approx(tilt_deg)


@given(tilt=st.floats(-40, 40), roll=st.floats(-20, 20))
def test_camera_roll_is_levelled_away(tilt: float, roll: float) -> None:
    """A rolled picture with its level gives the numbers of the upright one."""
    pose = front_pose(tilt_deg=tilt, hip=True)
    # the level line rises to the right: the picture has turned against the clock
    turned = {joint: rotate_about(point, (400, 400), -roll) for joint, point in pose.points_px.items()}
    rolled = measure_front(replace(pose, points_px=turned), level=replace(LEVEL, tilt_deg=roll), known=SIDE)
    upright = measure_front(pose, level=LEVEL, known=SIDE)
    assert _rotation_deg(rolled) == pytest.approx(_rotation_deg(upright), abs=1e-6)
    assert rolled.abduction is not None
    assert upright.abduction is not None
    assert rolled.abduction.value_deg == pytest.approx(upright.abduction.value_deg, abs=1e-6)


@given(tilt=st.floats(-40, 40))
def test_mirrored_picture_gives_the_same_numbers(tilt: float) -> None:
    """A mirrored picture shows the other leg, with the same rotation and abduction."""
    pose = front_pose(tilt_deg=tilt, hip=True)
    mirrored = replace(
        pose,
        tested_leg=pose.tested_leg.other,
        points_px={joint: mirror_x(point, 800) for joint, point in pose.points_px.items()},
    )
    one = measure_front(pose, level=LEVEL, known=SIDE)
    two = measure_front(mirrored, level=LEVEL, known=SIDE)
    assert _rotation_deg(one) == pytest.approx(_rotation_deg(two))
    assert (one.abduction is None) == (two.abduction is None)
    if one.abduction is not None and two.abduction is not None:
        assert one.abduction.value_deg == pytest.approx(two.abduction.value_deg)


def test_abduction_from_the_knees_offset() -> None:
    """A knee 54.35 px beside the hip, on a thigh of 210 px, is drawn aside by 15 degrees: asin(0.2588)."""
    measured = measure_front(
        front_pose(hip=True), level=LEVEL, known=OtherViews(thigh=THIGH, knee=KNEE, thigh_to_shank=1.05)
    )
    assert measured.abduction is not None
    assert measured.abduction.value_deg == pytest.approx(15.0, abs=0.05)
    assert measured.abduction.half_width_deg > 11.0  # a camera 6 degrees aside adds its whole angle


@pytest.mark.parametrize(
    ("pose", "thigh", "knee", "rotation", "abduction"),
    [
        (front_pose(length_px=39), THIGH, KNEE, FrontRefusalCode.SHANK_SHORT, FrontRefusalCode.HIP_BY_HAND),
        (front_pose(tilt_deg=61), THIGH, KNEE, FrontRefusalCode.SHANK_NOT_HANGING, FrontRefusalCode.HIP_BY_HAND),
        (front_pose(tilt_deg=180), THIGH, KNEE, FrontRefusalCode.SHANK_NOT_HANGING, FrontRefusalCode.HIP_BY_HAND),
        (front_pose(), THIGH, Angle.around(29, 1), FrontRefusalCode.KNEE_STRAIGHT, FrontRefusalCode.HIP_BY_HAND),
        # thigh 20 up and knee 45: the shank points 25 degrees below the line of sight
        (
            front_pose(hip=True),
            Angle.around(-20, 1),
            Angle.around(45, 1),
            FrontRefusalCode.SHANK_TOWARDS_CAMERA,
            FrontRefusalCode.SHANK_TOWARDS_CAMERA,
        ),
        # a thigh far down and a knee of 31 cannot reach a tilt of 55
        (
            front_pose(tilt_deg=55, hip=True),
            Angle.around(45, 1),
            Angle.around(31, 1),
            FrontRefusalCode.ANGLES_DO_NOT_FIT,
            FrontRefusalCode.ANGLES_DO_NOT_FIT,
        ),
    ],
)
def test_what_cannot_be_read_is_refused(
    pose: FrontPose, thigh: Angle, knee: Angle, rotation: FrontRefusalCode, abduction: FrontRefusalCode
) -> None:
    """Where the shank does not show it, there is a reason and no number."""
    measured = measure_front(pose, level=LEVEL, known=OtherViews(thigh=thigh, knee=knee))
    assert (measured.rotation, measured.abduction) == (None, None)
    assert measured.rotation_refusal is not None
    assert measured.rotation_refusal.code is rotation
    assert measured.abduction_refusal is not None
    assert measured.abduction_refusal.code is abduction
    assert measured.rotation_refusal.words.endswith(".")


def test_rotation_that_no_hip_has_is_refused() -> None:
    """Angles that solve to a rotation over 75 degrees do not belong together."""
    measured = measure_front(
        front_pose(tilt_deg=55), level=LEVEL, known=OtherViews(thigh=Angle.around(30, 1), knee=Angle.around(31, 1))
    )
    assert measured.rotation_refusal is not None
    assert measured.rotation_refusal.code is FrontRefusalCode.ANGLES_DO_NOT_FIT


def test_no_side_view_means_a_wider_interval_and_no_abduction() -> None:
    """Without thigh and knee from the side, rotation is less sure and abduction is not read."""
    pose = front_pose(tilt_deg=-10, hip=True)
    alone = measure_front(pose, level=LEVEL)
    both = measure_front(pose, level=LEVEL, known=SIDE)
    assert alone.rotation is not None
    assert both.rotation is not None
    assert alone.rotation.half_width_deg > 1.3 * both.rotation.half_width_deg
    assert alone.abduction_refusal is not None
    assert alone.abduction_refusal.code is FrontRefusalCode.SIDE_VIEW_NEEDED
    assert (alone.side_view_used, both.side_view_used) == (False, True)


def test_unlevelled_picture_has_a_wider_interval() -> None:
    """Rows taken for level are less sure than gravity."""
    pose = front_pose(hip=True)
    rows = measure_front(pose, level=ROWS, known=SIDE).rotation
    gravity = measure_front(pose, level=LEVEL, known=SIDE).rotation
    assert rows is not None
    assert gravity is not None
    assert rows.half_width_deg > gravity.half_width_deg


def test_scattered_readings_widen_the_interval() -> None:
    """Points whose readings scatter by 8 degrees give an interval at least that wide."""
    measured = measure_front(replace(front_pose(), tilt_sd_deg=8.0), level=LEVEL, known=SIDE)
    assert measured.rotation is not None
    assert measured.rotation.half_width_deg > 1.96 * 8.0


def test_neither_angle_nor_reason_is_no_measurement() -> None:
    """A quantity is read or refused."""
    with pytest.raises(ValueError, match="or the reason for none"):
        FrontMeasurement(
            rotation=None,
            rotation_refusal=None,
            abduction=THIGH,
            abduction_refusal=None,
            shank_tilt_deg=None,
            side_view_used=False,
        )
