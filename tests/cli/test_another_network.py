"""Another network - another runtime, fewer landmarks, no silhouette - is one line in the registry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from support.bodies import ScriptedEstimator, make_body, make_frame
from support.command_line import Command
from thomas_test.core.analysis import ModelInfo
from thomas_test.core.landmarks import Landmark
from thomas_test.core.pictures import RgbImage
from thomas_test.estimators import NEEDED_LANDMARKS, Detection
from thomas_test.estimators.models import FetchProgress, ModelFile
from thomas_test.estimators.registry import NETWORKS, Network
from thomas_test.images import write_picture
from thomas_test.reading.calibration import CALIBRATION, CALIBRATIONS

COCO = NEEDED_LANDMARKS | {Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW, Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST}
"""What networks trained on COCO know, eyes left out: neither heels nor toes."""


class Toy(ScriptedEstimator):
    """Sees one person, thigh 9 and knee 70 degrees."""

    landmarks = COCO
    thigh_deg, knee_deg = 9.0, 70.0

    def __init__(self, model: ModelFile) -> None:
        super().__init__(lambda _call, _quarters: [make_body(thigh_deg=self.thigh_deg, knee_deg=self.knee_deg)])
        self._model = ModelInfo(name=model.name, sha256=model.sha256)

    @property
    def model(self) -> ModelInfo:
        """Its own name."""
        return self._model

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """Leave out what networks trained on COCO do not know."""
        return [
            Detection(pose=replace(seen.pose, points_px={n: seen.pose[n] for n in self.landmarks}), mask=None)
            for seen in super().estimate(rgb)
        ]


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Register the toy, and put a photo that it knows into the working folder."""

    def find(*, progress: FetchProgress | None = None) -> ModelFile:
        del progress
        return ModelFile(name="toy", path=Path("toy.onnx"), sha256="cd" * 32, source="given")

    def opened(model: ModelFile, *, people: int = 4, video: bool = False) -> Toy:
        del people, video
        return Toy(model)

    monkeypatch.setitem(NETWORKS, "toy", Network(find=find, open=opened))
    write_picture(make_frame(), tmp_path / "photo.png")


def test_without_constants_of_its_own_it_measures_and_warns(command: Command) -> None:
    """Its landmarks are taken as they are, but for the height of the lens; the record names the network."""
    ended = command("measure", "photo.png", "--model", "toy", "--json")
    assert ended.status == 0, ended.err
    record = json.loads(ended.out)
    assert record["models"] == [{"name": "toy", "sha256": "cd" * 32}]
    assert record["outcome"]["thigh"]["value_deg"] == pytest.approx(9.0, abs=1.0)
    assert "network_not_calibrated" in [warning["code"] for warning in record["outcome"]["warnings"]]


def test_its_own_constants_are_used(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line beside those of the other networks."""
    thigh = replace(CALIBRATION.thigh, landmark_offset_deg=2.0, height_gain=0.0, far_height_gain=0.0)
    monkeypatch.setitem(CALIBRATIONS, "toy", replace(CALIBRATION, thigh=thigh))
    record = json.loads(command("measure", "photo.png", "--model", "toy", "--json").out)
    assert record["outcome"]["thigh"]["value_deg"] == pytest.approx(7.0)
    assert "network_not_calibrated" not in [warning["code"] for warning in record["outcome"]["warnings"]]


def test_people_read_the_warning_in_words(command: Command) -> None:
    """Below the numbers, with what to do."""
    ended = command("measure", "photo.png", "--model", "toy", "--no-picture")
    assert "Nobody has measured how far this pose network is off" in ended.out


def test_the_second_photo_warns_as_well(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """From beyond the feet it is the same network, in the record and in words; one that has constants goes unsaid."""
    monkeypatch.setattr(Toy, "thigh_deg", 0.0)
    monkeypatch.setattr(Toy, "knee_deg", 90.0)
    front = ("measure", "photo.png", "--view", "front", "--model", "toy")

    def warned() -> list[str]:
        record = json.loads(command(*front, "--json").out)
        return [warning["code"] for warning in record["warnings"]]

    # the toy's body is seen from the side: its pelvis lies as no hanging leg's from beyond the feet
    assert warned() == ["network_not_calibrated", "second_photo_leg_unsure"]
    assert "Nobody has measured how far this pose network is off" in command(*front, "--no-picture").out
    monkeypatch.setitem(CALIBRATIONS, "toy", CALIBRATION)
    assert warned() == ["second_photo_leg_unsure"]


def test_a_network_that_knows_too_little_is_refused_by_name(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than a row of nothing: the message says which landmark it lacks."""
    monkeypatch.setattr(Toy, "landmarks", COCO - {Landmark.LEFT_EAR})
    for view in ("side", "front"):
        ended = command("measure", "photo.png", "--model", "toy", "--no-picture", "--view", view)
        assert ended.status == 1
        assert "got toy without left_ear: read with another network" in ended.err


def test_the_environment_may_name_it(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it may name any network."""
    monkeypatch.setenv("THOMAS_TEST_MODEL", "toy")
    assert json.loads(command("measure", "photo.png", "--json").out)["models"][0]["name"] == "toy"
