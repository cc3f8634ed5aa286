"""An estimator that replays what another one saw, so that tests, notebooks and demonstrations need no model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.codec import Layout, from_json, lay_out
from thomas_test.core.errors import EstimatorError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.core.text_files import json_file, json_in
from thomas_test.estimators import Detection, PoseEstimator

SCHEMA = 1
MAX_BYTES = 100_000_000
"""Larger recordings are not read: a picture takes some 10 kB."""


def picture_key(rgb: RgbImage) -> str:
    """Name a picture by its shape and pixels: equal pictures have equal keys on every machine."""
    pixels = np.ascontiguousarray(rgb)
    return hashlib.sha256(str(pixels.shape).encode() + pixels.tobytes()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class _Recording:
    """What a file of a recording holds: the people in every picture, by its key."""

    schema: int
    model: ModelInfo
    pictures: Mapping[str, tuple[Pose, ...]]

    def __post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise ValueError(f"expected a recording of schema {SCHEMA}, got {self.schema}")


lay_out(Pose, Layout())


class RecordedEstimator:
    """Replays recorded detections; a picture it has never seen is an error, not an empty room.

    Parameters
    ----------
    detections
        Picture key (`picture_key`) to the people found in that picture.
    model
        Which network gave them.
    """

    def __init__(self, detections: Mapping[str, Sequence[Detection]], *, model: ModelInfo) -> None:
        self._detections = {key: tuple(found) for key, found in detections.items()}
        self._model = model

    @classmethod
    def from_json(cls, source: Path | str) -> Self:
        """Read a recording from a file, or from JSON text.

        Raises
        ------
        UsageError
            When it cannot be read or is no recording of this schema.
        """
        expected = "a recording of poses"
        if isinstance(source, Path):
            value = json_file(source, expected=expected, max_bytes=MAX_BYTES)
        else:
            value = json_in(source, expected=expected, max_bytes=MAX_BYTES)
        recording = from_json(_Recording, value, expected=expected)
        found = {key: [Detection(pose=pose, mask=None) for pose in poses] for key, poses in recording.pictures.items()}
        return cls(found, model=recording.model)

    @property
    def model(self) -> ModelInfo:
        """Which network gave the recording."""
        return self._model

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """What was recorded for this very picture.

        Raises
        ------
        EstimatorError
            When the picture was never recorded.
        """
        try:
            return self._detections[picture_key(rgb)]
        except KeyError:
            height, width = rgb.shape[:2]
            raise EstimatorError(
                f"expected one of {len(self._detections)} recorded pictures, got another of {width} x {height} pixels"
            ) from None

    def close(self) -> None:
        """Do nothing: there is nothing to free."""

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close it."""


class Recorder:
    """Passes pictures on to an estimator and remembers what it said.

    Parameters
    ----------
    estimator
        The one that is listened to. Silhouettes are left out of the recording: they are large.
    """

    def __init__(self, estimator: PoseEstimator) -> None:
        self._estimator = estimator
        self._pictures: dict[str, list[dict[str, Any]]] = {}

    @property
    def model(self) -> ModelInfo:
        """Which network is listened to."""
        return self._estimator.model

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """Find people and remember them."""
        found = self._estimator.estimate(rgb)
        self._pictures[picture_key(rgb)] = [_record(detection) for detection in found]
        return [Detection(pose=detection.pose, mask=None) for detection in found]

    def to_json(self) -> str:
        """Everything heard so far, for `RecordedEstimator.from_json`."""
        model = {"name": self.model.name, "sha256": self.model.sha256}
        return json.dumps({"schema": SCHEMA, "model": model, "pictures": self._pictures})

    def close(self) -> None:
        """Close the estimator that is listened to."""
        self._estimator.close()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close it."""
        self.close()


def _record(detection: Detection) -> dict[str, Any]:
    pose = detection.pose
    return {
        "size_px": list(pose.size_px),
        "points_px": {name: [round(float(v), 3) for v in point] for name, point in pose.points_px.items()},
        "visibility": {name: round(value, 3) for name, value in pose.visibility.items()},
        "world_m": {name: [round(float(v), 4) for v in point] for name, point in pose.world_m.items()},
    }
