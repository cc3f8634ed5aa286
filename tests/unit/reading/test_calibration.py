import dataclasses
from typing import Any

import pytest

from thomas_test.core.analysis import ModelInfo
from thomas_test.estimators.registry import NETWORKS, NETWORKS_OF_EFFORT, SUBSTITUTE
from thomas_test.reading.calibration import CALIBRATION, CALIBRATIONS, UNCALIBRATED, calibration_for


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (CALIBRATION.thigh, "outline_sd_deg"),
        (CALIBRATION.thigh, "spread_gain"),
        (CALIBRATION.shank, "scatter_gain_deg"),
        (CALIBRATION.shank, "disagreement_gain"),
        (CALIBRATION.lens, "sd_deg"),
        (CALIBRATION, "knee_floor_deg"),
        (CALIBRATION, "thigh_interval_gain"),
    ],
)
def test_spreads_and_gains_are_never_negative(record: Any, name: str) -> None:
    """The message names the constant and what it got."""
    with pytest.raises(ValueError, match=f"expected {name} of at least 0, got -0.1"):
        dataclasses.replace(record, **{name: -0.1})


def test_offsets_may_be_negative() -> None:
    """Flesh may lie to either side of the bony line."""
    assert dataclasses.replace(CALIBRATION.thigh, outline_offset_deg=-2.0).outline_offset_deg == -2.0


def test_the_constants_in_force_are_geometry_of_bodies_and_not_free_corrections() -> None:
    """No offset over 8 degrees; the outline of the shank is surer than landmarks; nothing is certain."""
    limbs = (CALIBRATION.thigh, CALIBRATION.shank)
    values = [item for limb in limbs for item in dataclasses.asdict(limb).items()]
    assert all(abs(value) < 8.0 for name, value in values if name.endswith("_offset_deg"))
    assert CALIBRATION.shank.outline_sd_deg < CALIBRATION.shank.landmark_sd_deg
    assert min(CALIBRATION.thigh_floor_deg, CALIBRATION.knee_floor_deg) > 0.0


def test_nobody_changes_the_constants_at_run_time() -> None:
    """The record is frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        CALIBRATION.thigh_floor_deg = 0.0


def named(*names: str) -> list[ModelInfo]:
    """Networks of these names."""
    return [ModelInfo(name=name, sha256="ab" * 32) for name in names]


def test_every_network_of_an_effort_has_constants() -> None:
    """Who chooses nothing is never read with makeshift constants, nor where another stands in; all have networks."""
    for names in NETWORKS_OF_EFFORT.values():
        assert calibration_for(named(*names)) is not None
    assert calibration_for(named(SUBSTITUTE)) is not None
    assert {name for names in CALIBRATIONS for name in names.split("+")} <= NETWORKS.keys()


@pytest.mark.parametrize("names", [("lite",), ("mine.task",), ("full", "lite"), ("full (given)",)])
def test_no_network_gets_another_one_s_constants(names: tuple[str, ...]) -> None:
    """The smallest network, a file of the user's, or one that is calibrated together with one that is not."""
    assert calibration_for(named(*names)) is None


def test_networks_together_have_constants_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was fitted for either alone says nothing of the two together, in whichever order they are named."""
    assert calibration_for(named("heavy", "full")) == CALIBRATIONS["full+heavy"] != CALIBRATIONS["heavy"]
    monkeypatch.delitem(CALIBRATIONS, "full+heavy")
    assert calibration_for(named("full", "heavy")) is None
    assert calibration_for(named("heavy")) == CALIBRATIONS["heavy"]


def test_without_constants_nothing_is_surer() -> None:
    """Every spread is at least that of the networks that were measured."""
    for known, unknown in (
        (CALIBRATION.thigh, UNCALIBRATED.thigh),
        (CALIBRATION.shank, UNCALIBRATED.shank),
        (CALIBRATION, UNCALIBRATED),
    ):
        spreads = [f.name for f in dataclasses.fields(known) if f.name.endswith(("_sd_deg", "_gain", "_floor_deg"))]
        assert spreads
        assert all(getattr(unknown, name) >= getattr(known, name) for name in spreads)
