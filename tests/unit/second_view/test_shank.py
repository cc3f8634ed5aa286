import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thomas_test.second_view.rotation import LegAngles

ROTATION = st.floats(-60, 60)
ABDUCTION = st.floats(-20, 30)
THIGH = st.floats(-20, 30)
KNEE = st.floats(40, 110)


@pytest.mark.parametrize(
    ("rotation_deg", "abduction_deg", "thigh_deg", "knee_deg", "tilt_deg"),
    [
        (0, 0, 0, 90, 0),  # plumb
        (20, 0, 0, 90, -20),  # external: the foot swings towards the midline
        (-20, 0, 0, 90, 20),  # internal: away from it
        (0, 15, 0, 90, 0),  # abduction alone leaves a shank plumb that hangs square to the thigh
        (0, 15, 0, 60, 8.5),  # cos60 sin15 over sin60: atan(0.1294 / 0.8660)
        (15.71, 0.88, -3.44, 81.45, -15.70),  # a rendered body
        (-31.07, 9.00, 9.65, 60.66, 31.44),  # another, whose true tilt is 31.48
    ],
)
def test_tilt_of_known_positions(
    rotation_deg: float, abduction_deg: float, thigh_deg: float, knee_deg: float, tilt_deg: float
) -> None:
    """The shank tilts as worked by hand, and as it does in two rendered bodies."""
    leg = LegAngles(abduction_deg=abduction_deg, thigh_deg=thigh_deg, knee_deg=knee_deg)
    shank = leg.shank(rotation_deg)
    assert shank.tilt_deg == pytest.approx(tilt_deg, abs=0.05)


@given(ROTATION, ABDUCTION, THIGH, KNEE)
def test_direction_is_a_unit_vector(rotation: float, abduction: float, thigh: float, knee: float) -> None:
    """However the leg lies, the shank keeps its length."""
    shank = LegAngles(abduction_deg=abduction, thigh_deg=thigh, knee_deg=knee).shank(rotation)
    assert shank.lateral**2 + shank.down**2 + shank.forward**2 == pytest.approx(1.0)


@given(ROTATION, ABDUCTION, THIGH, KNEE)
def test_solving_gives_the_rotation_back(rotation: float, abduction: float, thigh: float, knee: float) -> None:
    """Rotation that is turned into a tilt is found again from the tilt."""
    leg = LegAngles(abduction_deg=abduction, thigh_deg=thigh, knee_deg=knee)
    shank = leg.shank(rotation)
    assume(shank.down > 0.3)
    found = leg.rotation_deg(shank.tilt_deg)
    assert found is not None
    again = leg.shank(found)
    # where two rotations give one tilt, the one nearer to none is given
    assert again.tilt_deg == pytest.approx(shank.tilt_deg, abs=1e-6)
    assert abs(found) <= abs(rotation) + 1e-6


@pytest.mark.parametrize(
    ("tilt_deg", "knee_deg"),
    [
        (0, 0),  # a straight knee points nowhere
        (40, 5),  # a nearly straight one cannot reach this tilt
    ],
)
def test_tilts_that_no_rotation_gives(tilt_deg: float, knee_deg: float) -> None:
    """Where no rotation gives the tilt, there is no number."""
    assert LegAngles(abduction_deg=0, thigh_deg=10, knee_deg=knee_deg).rotation_deg(tilt_deg) is None
