"""Blocks of words on a backing through which the picture can be seen, made apart and then laid onto the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from thomas_test.estimators import RgbImage
from thomas_test.overlay.fonts import font
from thomas_test.overlay.style import BACKING, DARK, LIGHT, Colour

Tile = NDArray[np.uint8]
"""Pixels with opacity, shape ``(height, width, 4)``."""


@dataclass(frozen=True, kw_only=True)
class Words:
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
    words: Words
    text: str
    size_px: int
    indent_px: int
    first: bool

    @property
    def width_px(self) -> int:
        return self.indent_px + round(font(self.size_px, bold=self.words.bold).getlength(self.text))

    @property
    def height_px(self) -> int:
        return round(1.4 * self.size_px)


def badge_room(size: float) -> float:
    """Room that a badge takes before words of this size."""
    return 1.65 * size


def make_tile(
    words: Sequence[Words], *, unit: float, widest_px: float, full_width: bool = False, padding: float = 6.0
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


def _broken(words: Words, unit: float, widest_px: float) -> Iterable[_Line]:
    size_px = max(6, round(words.size * unit))
    face = font(size_px, bold=words.bold)
    indent_px = round((badge_room(words.size) if words.badge else words.indent) * unit)
    room = widest_px - indent_px
    text = ""
    first = True
    for word in words.text.split():
        longer = f"{text} {word}" if text else word
        if text and face.getlength(longer) > room:
            yield _Line(words=words, text=text, size_px=size_px, indent_px=indent_px, first=first)
            text, first = word, False
        else:
            text = longer
    yield _Line(words=words, text=text, size_px=size_px, indent_px=indent_px, first=first)


def _set_line(draw: ImageDraw.ImageDraw, line: _Line, left: int, top: int) -> None:
    words, size = line.words, line.size_px
    middle = top + line.height_px / 2
    if words.badge and line.first:
        _set_badge(draw, words, (left + 0.42 * line.indent_px, middle), size)
    place = (left + line.indent_px, middle)
    draw.text(place, line.text, font=font(size, bold=words.bold), fill=(*words.colour, 255), anchor="lm")


def _set_badge(draw: ImageDraw.ImageDraw, words: Words, centre: tuple[float, float], size: int) -> None:
    x, y = centre
    radius = 0.62 * size
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*words.badge_colour, 255))
    # dark on light discs, light on dark ones; weights of the eye (ITU-R BT.601)
    red, green, blue = words.badge_colour
    ink = DARK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else LIGHT
    draw.text((x, y), words.badge, font=font(size, bold=True), fill=(*ink, 255), anchor="mm")
