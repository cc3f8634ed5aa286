"""A pose: the landmarks of one person in pixels, as one look of an estimator gave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from thomas_test.core.geometry import FloatArray, Placed, frozen_points
from thomas_test.core.landmarks import Landmark


@dataclass(frozen=True, kw_only=True, eq=False)
class Pose(Placed[Landmark]):
    """Landmarks of one person in the pixels of one picture.

    Attributes
    ----------
    points_px
        Landmark to point, shape ``(2,)`` each, x to the right and y down; points may lie outside the
        picture. Read-only.
    visibility
        Landmark to the network's own visibility in [0, 1]. Not a measure of correctness: on rendered
        scenes it is the same for right and for wrong legs (docs/accuracy.md).
    size_px
        Width and height of the picture.
    """

    points_px: Mapping[Landmark, FloatArray]
    visibility: Mapping[Landmark, float]
    size_px: tuple[int, int]

    def __post_init__(self) -> None:
        """Check shapes and make everything read-only."""
        if min(self.size_px) <= 0:
            raise ValueError(f"expected a picture size in pixels, got {self.size_px}")
        object.__setattr__(self, "points_px", frozen_points(self.points_px, Landmark))
        object.__setattr__(self, "visibility", MappingProxyType(dict(self.visibility)))
