"""Pose estimators: whatever finds people in a picture, behind one small protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.landmarks import Landmark, Side
from thomas_test.core.pictures import MaskImage, RgbImage
from thomas_test.core.pose import Pose

NEEDED_LANDMARKS = frozenset(
    {Landmark.NOSE}
    | {Landmark(f"{side}_{part}") for side in Side for part in ("ear", "shoulder", "hip", "knee", "ankle")}
)
"""The landmarks that reading a photo rests on; a network may know more, and one that knows less fails there."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Detection:
    """One person found in one picture.

    Attributes
    ----------
    pose
        The landmarks.
    mask
        The person's silhouette, of the picture's shape; None when the estimator gives none.
    """

    pose: Pose
    mask: MaskImage | None

    def __post_init__(self) -> None:
        """Check that the silhouette fits the picture."""
        if self.mask is not None:
            width, height = self.pose.size_px
            if self.mask.shape != (height, width):
                raise ValueError(f"expected a silhouette of shape {(height, width)}, got {self.mask.shape}")


@runtime_checkable
class PoseEstimator(Protocol):
    """Finds everybody in a picture."""

    @property
    def model(self) -> ModelInfo:
        """Which network this is."""

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """Find up to a handful of people; an empty sequence when there is nobody.

        Raises
        ------
        EstimatorError
            When the network itself fails.
        """

    def close(self) -> None:
        """Free the network; harmless when called twice."""
