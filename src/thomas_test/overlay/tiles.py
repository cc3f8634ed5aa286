"""Blocks of words on a backing through which the picture can be seen, made apart and then laid onto the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from thomas_test.core.geometry import FloatArray
from thomas_test.core.pictures import RgbImage
from thomas_test.overlay.style import BACKING, DARK, LIGHT, Colour, font

_COVERED_BOX = 1000.0
"""Words over words: worse than anything else."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float

    def inside(self, frame: Box) -> Box:
        """Move the box into a frame by the shortest way; one larger than the frame begins at its corner."""
        left = min(max(self.left, frame.left), max(frame.left, frame.left + frame.width - self.width))
        top = min(max(self.top, frame.top), max(frame.top, frame.top + frame.height - self.height))
        return replace(self, left=left, top=top)


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
        corners_px = np.array([(box.left, box.top) for box in boxes])
        return self.costs_at(corners_px, np.array([(box.width, box.height) for box in boxes]), margin_px=margin_px)

    def costs_at(self, corners_px: FloatArray, sizes_px: FloatArray, *, margin_px: float) -> FloatArray:
        """The same for boxes by their upper left corners and sizes, shape ``(n, 2)`` each."""
        ends_px = corners_px + sizes_px
        low, high = corners_px[:, None] - margin_px, ends_px[:, None] + margin_px
        covered = ((self.points_px >= low) & (self.points_px <= high)).all(axis=2)
        over = np.zeros(len(corners_px))
        for box in self.boxes:
            start, end = np.array([box.left, box.top]), np.array([box.left + box.width, box.top + box.height])
            shared = np.clip(np.minimum(ends_px, end) - np.maximum(corners_px, start), 0.0, None)
            over += shared.prod(axis=1) / sizes_px.prod(axis=1)
        return np.asarray(covered @ self.weights + _COVERED_BOX * over)


def best_of(boxes: Sequence[Box], clutter: Clutter, *, margin_px: float) -> Box:
    """Choose the box that covers least; of equals the first."""
    return boxes[int(np.argmin(clutter.costs(boxes, margin_px=margin_px)))]


def corners(width: float, height: float, frame: Box, *, head_on_left: bool) -> tuple[Box, ...]:
    """The four corners of the frame, the one that is mostly empty in this test (under the table) first."""
    right, bottom = frame.left + frame.width - width, frame.top + frame.height - height
    at_head, at_feet = (frame.left, right) if head_on_left else (right, frame.left)
    places = ((at_head, bottom), (at_feet, frame.top), (at_head, frame.top), (at_feet, bottom))
    return tuple(Box(left=x, top=y, width=width, height=height).inside(frame) for x, y in places)


_GAPS = np.array([0.6, 1.2, 2.0, 3.0, 4.5])
"""How far from an anchor words are tried, in their own heights."""

_WAYS = np.stack([np.cos(np.radians(np.arange(0, 360, 15))), np.sin(np.radians(np.arange(0, 360, 15)))], axis=-1)
"""In which directions from it, shape ``(24, 2)``."""


def around(
    anchor_px: FloatArray, width: float, height: float, frame: Box, clutter: Clutter, *, margin_px: float
) -> Box:
    """Find the place near an anchor where a box covers least.

    Nearness counts little against covering anything, but decides between free places.
    """
    size = np.array([width, height])
    reach = size / 2 + _GAPS[:, None, None] * height
    least = np.array([frame.left, frame.top])
    most = np.maximum(least, least + np.array([frame.width, frame.height]) - size)
    places = np.clip((anchor_px + reach * _WAYS - size / 2).reshape(-1, 2), least, most)
    far = np.array([math.dist(middle, anchor_px) for middle in places + size / 2]) / height
    costs = clutter.costs_at(places, np.broadcast_to(size, places.shape), margin_px=margin_px) + far
    left, top = places[int(np.argmin(costs))]
    return Box(left=float(left), top=float(top), width=width, height=height)


Tile = NDArray[np.uint8]
"""Pixels with opacity, shape ``(height, width, 4)``."""


@dataclass(frozen=True, kw_only=True)
class TileLine:
    """One line or paragraph of a block.

    Attributes
    ----------
    size
        Height of the letters in units of the picture.
    badge, badge_colour
        A sign before the words, on a disc of its own colour.
    indent
        Room before the words, in units; words with a badge have room for it, see `badge_room`.
    """

    text: str
    size: float
    colour: Colour = LIGHT
    bold: bool = False
    badge: str = ""
    badge_colour: Colour = LIGHT
    indent: float = 0.0


@dataclass(frozen=True, kw_only=True)
class _Line:
    words: TileLine
    text: str
    size_px: int
    indent_px: int
    first: bool

    @property
    def width_px(self) -> int:
        return self.indent_px + round(_length_px(self.text, self.size_px, bold=self.words.bold))

    @property
    def height_px(self) -> int:
        return round(1.4 * self.size_px)


def badge_room(size: float) -> float:
    """Room that a badge takes before words of this size."""
    return 1.65 * size


def make_tile(
    words: Sequence[TileLine], *, unit: float, widest_px: float, full_width: bool = False, padding: float = 6.0
) -> Tile:
    """Set words line by line.

    Parameters
    ----------
    words
        What to set.
    unit
        Pixels to a unit of size.
    widest_px
        Longer lines are broken between words.
    full_width
        Whether the backing is as wide as allowed, whatever the words need.
    padding
        Room around the words, in units.
    """
    edge = max(2, round(padding * unit))
    lines = [line for part in words for line in _broken(part, unit, widest_px - 2 * edge)]
    width = round(widest_px) if full_width else max(line.width_px for line in lines) + 2 * edge
    height = sum(line.height_px for line in lines) + 2 * edge
    image = Image.new("RGBA", (max(1, width), height), (*DARK, 0))
    draw = ImageDraw.Draw(image)
    radius = 0 if full_width else edge
    draw.rounded_rectangle((0, 0, image.width - 1, height - 1), radius=radius, fill=BACKING)
    top = edge
    for line in lines:
        _set_line(draw, line, edge, top)
        top += line.height_px
    return np.asarray(image)


def lay(canvas: RgbImage, tile: Tile, left: int, top: int) -> None:
    """Lay a tile onto the picture; what would stand out over its edge is left away."""
    height, width = canvas.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + tile.shape[1], width), min(top + tile.shape[0], height)
    if x0 >= x1 or y0 >= y1:
        return
    part = canvas[y0:y1, x0:x1]
    over = tile[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
    opacity = over[..., 3:] / 255.0
    part[:] = np.round(over[..., :3] * opacity + part * (1.0 - opacity)).astype(np.uint8)


def _broken(words: TileLine, unit: float, widest_px: float) -> Iterable[_Line]:
    size_px = max(6, round(words.size * unit))
    indent_px = round((badge_room(words.size) if words.badge else words.indent) * unit)
    room = widest_px - indent_px
    text = ""
    first = True
    for word in words.text.split():
        longer = f"{text} {word}" if text else word
        if text and _length_px(longer, size_px, bold=words.bold) > room:
            yield _Line(words=words, text=text, size_px=size_px, indent_px=indent_px, first=first)
            text, first = word, False
        else:
            text = longer
    yield _Line(words=words, text=text, size_px=size_px, indent_px=indent_px, first=first)


@lru_cache(maxsize=2048)
def _length_px(text: str, size_px: int, *, bold: bool) -> float:
    """How long a text is; remembered, as the same words are set on picture after picture."""
    return font(size_px, bold=bold).getlength(text)


def _set_line(draw: ImageDraw.ImageDraw, line: _Line, left: int, top: int) -> None:
    words, size = line.words, line.size_px
    middle = top + line.height_px / 2
    if words.badge and line.first:
        _set_badge(draw, words, (left + 0.42 * line.indent_px, middle), size)
    place = (left + line.indent_px, middle)
    draw.text(place, line.text, font=font(size, bold=words.bold), fill=(*words.colour, 255), anchor="lm")


def _set_badge(draw: ImageDraw.ImageDraw, words: TileLine, centre: tuple[float, float], size: int) -> None:
    x, y = centre
    radius = 0.62 * size
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*words.badge_colour, 255))
    # dark on light discs, light on dark ones; weights of the eye (ITU-R BT.601)
    red, green, blue = words.badge_colour
    ink = DARK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else LIGHT
    draw.text((x, y), words.badge, font=font(size, bold=True), fill=(*ink, 255), anchor="mm")
