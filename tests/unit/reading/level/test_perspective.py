import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.reading.level.lines import Straight
from thomas_test.reading.level.table_edge import CONVERGENCE_SD_DEG, level_at_hip


def an_edge(at_hip: float, slope_deg: float, length: float = 1.8) -> Straight:
    """Make a straight line seen from above the hip towards the head."""
    return Straight(
        at_hip=at_hip,
        slope=math.radians(slope_deg),
        slope_spread=length / math.sqrt(12),
        stretches=[(0.0, length)],
    )


@given(level_deg=st.floats(-15, 15))
def test_parallel_edges_give_their_slope(level_deg: float) -> None:
    """Edges that do not converge were seen square: the level is their slope, the camera stands nowhere aside."""
    found = level_at_hip([an_edge(0.3, level_deg), an_edge(0.5, level_deg)])
    assert math.degrees(found.slope) == pytest.approx(level_deg, abs=1e-9)
    assert found.camera_aside_deg == pytest.approx(0.0, abs=1e-9)


def test_one_edge_gives_its_slope_with_the_doubt_of_the_perspective() -> None:
    """0.4 trunk lengths below the hip the drawing may have turned by 0.4 times the usual convergence."""
    found = level_at_hip([an_edge(0.4, 3.0)])
    assert math.degrees(found.slope) == pytest.approx(3.0)
    assert math.degrees(found.slope_sd) == pytest.approx(0.4 * CONVERGENCE_SD_DEG, rel=0.15)
    assert found.camera_aside_deg == pytest.approx(0.0)


def test_converging_edges_are_followed_up_to_the_hip() -> None:
    """Slopes 3, 4 and 5 at 0.3, 0.55 and 0.8 below: 1.8 at the hip, and most of the way there is gone."""
    edges = [an_edge(0.3, 3.0), an_edge(0.55, 4.0), an_edge(0.8, 5.0)]
    found = level_at_hip(edges)
    assert 1.8 < math.degrees(found.slope) < 2.5
    assert math.degrees(found.slope_sd) < math.degrees(level_at_hip(edges[:1]).slope_sd)
    assert found.camera_aside_deg > 10


def test_edges_that_contradict_each_other_widen_the_answer() -> None:
    """Three edges on no common pencil are believed less than three that agree."""
    agree = level_at_hip([an_edge(0.3, 3.0), an_edge(0.4, 3.0), an_edge(0.5, 3.0)])
    contradict = level_at_hip([an_edge(0.3, 3.0), an_edge(0.4, 5.0), an_edge(0.5, 3.0)])
    assert contradict.slope_sd > 2 * agree.slope_sd


def test_short_edges_are_believed_less() -> None:
    """Half the length is half the lever."""
    assert level_at_hip([an_edge(0.3, 1.0, length=0.4)]).slope_sd > level_at_hip([an_edge(0.3, 1.0)]).slope_sd
