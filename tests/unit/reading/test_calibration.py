import dataclasses

import pytest

from thomas_test.reading.calibration import CALIBRATION


@pytest.mark.parametrize(
    "name", ["thigh_outline_sd_deg", "spread_gain", "scatter_gain_deg", "disagreement_gain", "knee_floor_deg"]
)
def test_spreads_and_gains_are_never_negative(name: str) -> None:
    """The message names the constant and what it got."""
    with pytest.raises(ValueError, match=f"expected {name} of at least 0, got -0.1"):
        dataclasses.replace(CALIBRATION, **{name: -0.1})


def test_offsets_may_be_negative() -> None:
    """Flesh may lie to either side of the bony line."""
    assert dataclasses.replace(CALIBRATION, thigh_outline_offset_deg=-2.0).thigh_outline_offset_deg == -2.0


def test_the_constants_in_force_are_geometry_of_bodies_and_not_free_corrections() -> None:
    """No offset over 8 degrees; the outline of the shank is surer than landmarks; nothing is certain."""
    values = dataclasses.asdict(CALIBRATION)
    assert all(abs(value) < 8.0 for name, value in values.items() if name.endswith("_offset_deg"))
    assert CALIBRATION.shank_outline_sd_deg < CALIBRATION.shank_landmark_sd_deg
    assert min(CALIBRATION.thigh_floor_deg, CALIBRATION.knee_floor_deg) > 0.0


def test_nobody_changes_the_constants_at_run_time() -> None:
    """The record is frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        CALIBRATION.spread_gain = 0.0
