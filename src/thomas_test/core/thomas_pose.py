"""The Thomas Test position: the joints by their part in the test, with the tested leg and the way the person lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from thomas_test.core.geometry import FloatArray, Placed, frozen_points
from thomas_test.core.landmarks import Direction, Joint, Side


class PointsSource(StrEnum):
    """Who placed the points."""

    MODEL = "model"
    """A pose network alone."""
    OUTLINE = "model+outline"
    """A pose network, the limb's direction refined by the body's outline."""
    HAND = "hand"
    """A person, or a file of points from another tool."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ThomasPose(Placed[Joint]):
    """Joints of the test position in pixels.

    Attributes
    ----------
    tested_leg
        The leg that hangs, the subject's own side.
    head_towards
        Where in the upright picture the head lies.
    points_px
        Joint to point, shape ``(2,)``; hip and knee of the tested leg are always there.
    source
        Who placed the points.
    by_hand
        The joints that a person placed or confirmed. None, as given, stands for all of them where `source` is
        ``HAND`` and for none otherwise; a person who moved one point says nothing of the others.
    """

    tested_leg: Side
    head_towards: Direction
    points_px: Mapping[Joint, FloatArray]
    source: PointsSource
    by_hand: frozenset[Joint] | None = None

    def __post_init__(self) -> None:
        """Check the points and make them read-only."""
        frozen = frozen_points(self.points_px, Joint)
        missing = {Joint.HIP, Joint.KNEE} - frozen.keys()
        if missing:
            raise ValueError(f"expected hip and knee of the tested leg, got no {' and no '.join(sorted(missing))}")
        if np.array_equal(frozen[Joint.HIP], frozen[Joint.KNEE]):
            raise ValueError("expected hip and knee in two places, got both in one")
        object.__setattr__(self, "points_px", frozen)
        whole = frozen.keys() if self.source is PointsSource.HAND else ()
        given = whole if self.by_hand is None else self.by_hand
        object.__setattr__(self, "by_hand", frozenset(given) & frozen.keys())

    def is_by_hand(self, *joints: Joint) -> bool:
        """Whether a person placed or confirmed all of these joints."""
        return self.by_hand is not None and self.by_hand.issuperset(joints)

    @property
    def forward_sign(self) -> int:
        """``+1`` where the feet point to the right of the picture, ``-1`` where they point to the left."""
        return 1 if self.head_towards is Direction.LEFT else -1

    @property
    def far_leg_tested(self) -> bool:
        """Whether the tested leg is the one away from the camera.

        Who lies on the back with the head at the left of the picture turns the right side to the camera.
        """
        near = Side.RIGHT if self.head_towards is Direction.LEFT else Side.LEFT
        return self.tested_leg is not near

    def with_points(self, points_px: Mapping[Joint, ArrayLike], *, source: PointsSource) -> ThomasPose:
        """A copy with some points placed elsewhere."""
        moved = {joint: np.asarray(point, dtype=np.float64) for joint, point in points_px.items()}
        return replace(self, points_px={**self.points_px, **moved}, source=source)

    def without(self, *joints: Joint) -> ThomasPose:
        """A copy that lacks some joints."""
        return replace(self, points_px={j: p for j, p in self.points_px.items() if j not in joints})
