"""What dials are drawn with: the part of a circle, angles turned into drawing coordinates, lines and words as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from thomas_test.app.palette import Palette

WIDTH = 450.0
"""Of every dial, in its own pixels."""


@dataclass(frozen=True, kw_only=True)
class Sector:
    """The part of a circle that a dial shows.

    Attributes
    ----------
    low_deg, high_deg
        Ends of the scale; angles grow clockwise from forward, as a leg drops.
    step_deg
        From one numbered tick to the next.
    centre_px
        The joint, in the drawing's own pixels, for a dial that faces right.
    ring_px
        Radius of the scale: the thigh's is wide, for a degree there decides more than one of the knee.
    height_px
        Height of the drawing.
    """

    low_deg: float
    high_deg: float
    step_deg: float
    centre_px: tuple[float, float]
    ring_px: float
    height_px: float

    def within(self, angle_deg: float) -> float:
        """Give the angle, or the end of the scale that is nearest to it."""
        return min(max(angle_deg, self.low_deg), self.high_deg)


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Turns angles into drawing coordinates."""

    sector: Sector
    forward_sign: int
    palette: Palette

    @property
    def centre(self) -> tuple[float, float]:
        """Give the joint."""
        x, y = self.sector.centre_px
        return (x if self.forward_sign > 0 else WIDTH - x), y

    def at(self, radius: float, angle_deg: float) -> tuple[float, float]:
        """Give the point at a distance from the joint; angles drop clockwise on a dial that faces right."""
        turn = math.radians(angle_deg)
        x, y = self.centre
        return x + self.forward_sign * radius * math.cos(turn), y + radius * math.sin(turn)

    def arc(self, radius: float, low_deg: float, high_deg: float) -> str:
        """Give the path of an arc from one angle to a greater one."""
        (x0, y0), (x1, y1) = self.at(radius, low_deg), self.at(radius, high_deg)
        large = int(high_deg - low_deg > 180)
        sweep = int(self.forward_sign > 0)
        return f"M{x0:.1f} {y0:.1f}A{radius:g} {radius:g} 0 {large} {sweep} {x1:.1f} {y1:.1f}"

    def spoke(self, inner: float, outer: float, angle_deg: float) -> str:
        """Give the path of a line along the radius."""
        (x0, y0), (x1, y1) = self.at(inner, angle_deg), self.at(outer, angle_deg)
        return f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"


def path(path: str, colour: str, width: float, *, cap: str = "", dash: str = "") -> str:
    """Give a line along a path; ends are round unless told otherwise."""
    extra = (f' stroke-linecap="{cap}"' if cap else "") + (f' stroke-dasharray="{dash}"' if dash else "")
    return f'<path d="{path}" stroke="{colour}" stroke-width="{width:g}"{extra}/>'


def text(x: float, y: float, words: str, colour: str, *, anchor: str = "start", weight: int = 400) -> str:
    """Give words; their middle or one end stands at the point."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )
