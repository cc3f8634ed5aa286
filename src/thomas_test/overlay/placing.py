"""Where words may stand: inside the picture, off the joints, off each other, and near what they speak of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import Self

import numpy as np

from thomas_test.geometry import FloatArray

_COVERED_BOX = 1000.0
"""Words over words: worse than anything else."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """Give the share of this box that the other covers, 0 to 1."""
        wide = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        high = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0) / (self.width * self.height)

    def inside(self, frame: Box) -> Box:
        """Move the box into a frame by the shortest way; one larger than the frame begins at its corner."""
        left = min(max(self.left, frame.left), max(frame.left, frame.left + frame.width - self.width))
        top = min(max(self.top, frame.top), max(frame.top, frame.top + frame.height - self.height))
        return replace(self, left=left, top=top)

    @property
    def centre_px(self) -> FloatArray:
        """Its middle, shape ``(2,)``."""
        return np.array([self.left + self.width / 2, self.top + self.height / 2])


@dataclass(frozen=True, kw_only=True, eq=False)
class Clutter:
    """What words should not cover.

    Attributes
    ----------
    points_px, weights
        Places and how bad it is to cover each; shapes ``(n, 2)`` and ``(n,)``.
    boxes
        Where words stand already.
    """

    points_px: FloatArray = field(default_factory=lambda: np.empty((0, 2)))
    weights: FloatArray = field(default_factory=lambda: np.empty(0))
    boxes: tuple[Box, ...] = ()

    def and_line(self, points_px: Sequence[FloatArray], weight: float, *, samples: int = 16) -> Self:
        """Add a broken line through points."""
        share = np.linspace(0.0, 1.0, samples)[:, None]
        pieces = [a + (b - a) * share for a, b in pairwise(points_px)]
        return self.and_points(np.concatenate(pieces), weight / samples) if pieces else self

    def and_points(self, points_px: FloatArray, weight: float) -> Self:
        """Add places."""
        points = np.atleast_2d(points_px)
        return replace(
            self,
            points_px=np.concatenate((self.points_px, points)),
            weights=np.concatenate((self.weights, np.full(len(points), weight))),
        )

    def and_box(self, box: Box) -> Self:
        """Add words that stand already."""
        return replace(self, boxes=(*self.boxes, box))

    def costs(self, boxes: Sequence[Box], *, margin_px: float) -> FloatArray:
        """How bad it is to put words into each box, shape ``(len(boxes),)``: 0 where nothing is covered."""
        low = np.array([(box.left, box.top) for box in boxes])[:, None] - margin_px
        high = np.array([(box.left + box.width, box.top + box.height) for box in boxes])[:, None] + margin_px
        covered = ((self.points_px >= low) & (self.points_px <= high)).all(axis=2)
        over = [sum(box.overlap(other) for other in self.boxes) for box in boxes]
        return np.asarray(covered @ self.weights + _COVERED_BOX * np.array(over))


def best_of(boxes: Sequence[Box], clutter: Clutter, *, margin_px: float) -> Box:
    """Choose the box that covers least; of equals the first."""
    return boxes[int(np.argmin(clutter.costs(boxes, margin_px=margin_px)))]


def corners(width: float, height: float, frame: Box, *, head_on_left: bool) -> tuple[Box, ...]:
    """Give the four corners of the frame, the one that is mostly empty in this test (under the table) first."""
    right, bottom = frame.left + frame.width - width, frame.top + frame.height - height
    at_head, at_feet = (frame.left, right) if head_on_left else (right, frame.left)
    places = ((at_head, bottom), (at_feet, frame.top), (at_head, frame.top), (at_feet, bottom))
    return tuple(Box(left=x, top=y, width=width, height=height).inside(frame) for x, y in places)


def around(
    anchor_px: FloatArray, width: float, height: float, frame: Box, clutter: Clutter, *, margin_px: float
) -> Box:
    """Find the place near an anchor where a box covers least.

    Nearness counts little against covering anything, but decides between free places.
    """
    boxes = []
    for gap, angle in product((0.6, 1.2, 2.0, 3.0, 4.5), np.radians(np.arange(0, 360, 15))):
        reach = np.array([width / 2 + gap * height, height / 2 + gap * height])
        left, top = anchor_px + reach * (np.cos(angle), np.sin(angle)) - np.array([width, height]) / 2
        boxes.append(Box(left=left, top=top, width=width, height=height).inside(frame))
    far = np.array([math.dist(box.centre_px, anchor_px) for box in boxes]) / height
    return boxes[int(np.argmin(clutter.costs(boxes, margin_px=margin_px) + far))]
