"""Dials of our own making: an angle with its interval, the thresholds and the published groups, as SVG text.

Pure functions of records. The thigh's dial is a protractor in the picture's own sense: the needle lies as the thigh
does, on the side to which the feet point. Colour never speaks alone: everything it says is also said in `describe`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from thomas_test.app.widgets.palette import Palette, band_colour
from thomas_test.check.meaning.reference_bands import KNEE_BANDS, THIGH_BANDS, ReferenceBand
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import Preset
from thomas_test.output.words import interval, knee_words, thigh_interval, thigh_words

WIDTH = 450.0
"""Of every dial, in its own pixels."""


@dataclass(frozen=True, kw_only=True)
class Sector:
    """The part of a circle that a dial shows.

    Attributes
    ----------
    low_deg, high_deg
        Ends of the scale; angles grow clockwise from forward, as a leg drops.
    centre_px
        The joint, in the drawing's own pixels, for a dial that faces right.
    ring_px
        Radius of the scale: the thigh's is wide, for a degree there decides more than one of the knee.
    height_px
        Height of the drawing.
    """

    low_deg: int
    high_deg: int
    centre_px: tuple[float, float]
    ring_px: float
    height_px: float

    def within(self, angle_deg: float) -> float:
        """The angle, or the end of the scale that is nearest to it."""
        return min(max(angle_deg, self.low_deg), self.high_deg)


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Turns angles into drawing coordinates."""

    sector: Sector
    forward_sign: int
    palette: Palette

    @property
    def centre(self) -> tuple[float, float]:
        """The joint."""
        x, y = self.sector.centre_px
        return (x if self.forward_sign > 0 else WIDTH - x), y

    def at(self, radius: float, angle_deg: float) -> tuple[float, float]:
        """The point at a distance from the joint; angles drop clockwise on a dial that faces right."""
        turn = math.radians(angle_deg)
        x, y = self.centre
        return x + self.forward_sign * radius * math.cos(turn), y + radius * math.sin(turn)

    def arc(self, radius: float, low_deg: float, high_deg: float) -> str:
        """The path of an arc from one angle to a greater one."""
        (x0, y0), (x1, y1) = self.at(radius, low_deg), self.at(radius, high_deg)
        large = int(high_deg - low_deg > 180)
        sweep = int(self.forward_sign > 0)
        return f"M{x0:.1f} {y0:.1f}A{radius:g} {radius:g} 0 {large} {sweep} {x1:.1f} {y1:.1f}"

    def spoke(self, inner: float, outer: float, angle_deg: float) -> str:
        """The path of a line along the radius."""
        (x0, y0), (x1, y1) = self.at(inner, angle_deg), self.at(outer, angle_deg)
        return f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"


def path(path: str, colour: str, width: float, *, cap: str = "", dash: str = "") -> str:
    """A line along a path; ends are round unless told otherwise."""
    extra = (f' stroke-linecap="{cap}"' if cap else "") + (f' stroke-dasharray="{dash}"' if dash else "")
    return f'<path d="{path}" stroke="{colour}" stroke-width="{width:g}"{extra}/>'


def text(x: float, y: float, words: str, colour: str, *, anchor: str = "start", weight: int = 400) -> str:
    """Words; their middle or one end stands at the point."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )


_BAND_GAP = 12.0
_CLEAR_OF_NEEDLE_DEG = 4.0
_FONT = "'Source Sans', 'Source Sans 3', 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', Arial, sans-serif"


_THIGH_SECTOR = Sector(low_deg=-30, high_deg=40, centre_px=(88, 150), ring_px=248, height_px=330)
_KNEE_SECTOR = Sector(low_deg=0, high_deg=120, centre_px=(210, 22), ring_px=190, height_px=266)


def thigh_dial(thigh: Angle, preset: Preset, *, forward_sign: int, palette: Palette) -> str:
    """Draw the thigh's angle against the horizontal.

    Parameters
    ----------
    thigh
        The angle; one beyond the scale is drawn at the end of it and said to be off the scale.
    preset
        Whose thresholds are marked.
    forward_sign
        ``+1`` where the feet point to the right of the picture, ``-1`` for the left.
    palette
        The colours.

    Returns
    -------
    str
        A complete ``<svg>`` element.
    """
    marks = {"parallel": preset.parallel_deg, f"{preset.below_deg:g}° below": preset.below_deg}
    pen = Pen(sector=_THIGH_SECTOR, forward_sign=forward_sign, palette=palette)
    return _dial(pen, thigh, marks, THIGH_BANDS, _table_and_trunk(pen))


def knee_dial(knee: Angle, preset: Preset, *, forward_sign: int, palette: Palette) -> str:
    """Draw the knee's flexion: 0 straight on, growing as the shank hangs down; parameters as `thigh_dial`."""
    marks = {f"from {preset.knee_threshold_deg:g}°": preset.knee_threshold_deg}
    pen = Pen(sector=_KNEE_SECTOR, forward_sign=forward_sign, palette=palette)
    return _dial(pen, knee, marks, KNEE_BANDS, _thigh_stub(pen))


def describe_thigh(thigh: Angle, thresholds: str) -> str:
    """Say in words what the thigh's dial shows, for those who do not see it."""
    return _described(f"{thigh_words(thigh)}, 95 % interval {thigh_interval(thigh)}", thresholds, THIGH_BANDS)


def describe_knee(knee: Angle, thresholds: str) -> str:
    """Say in words what the knee's dial shows."""
    return _described(f"{knee_words(knee)}, 95 % interval {interval(knee)}", thresholds, KNEE_BANDS)


def _described(number: str, thresholds: str, bands: Sequence[ReferenceBand]) -> str:
    groups = " ".join(band.words for band in bands)
    return f"Dial: {number}. {thresholds} For comparison: {groups}"


def _dial(
    pen: Pen, angle: Angle, marks: Mapping[str, float], bands: Sequence[ReferenceBand], body: Iterable[str]
) -> str:
    """Draw a dial: body and limb, the scale with the interval, groups, thresholds with their words, the needle."""
    sector = pen.sector
    needle_deg = sector.within(angle.value_deg)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {sector.height_px:g}" font-family="{_FONT}" '
        f'font-size="14" fill="none" stroke-linecap="round">'
    )
    parts = [
        opening,
        *body,
        path(pen.spoke(0, sector.ring_px - 60, needle_deg), pen.palette.limb, 24),
        *_wedge(pen, angle),
        path(pen.arc(sector.ring_px, sector.low_deg, sector.high_deg), pen.palette.line, 2),
        *_ticks(pen, needle_deg),
        *_bands(pen, bands),
        *(part for mark in marks.items() for part in _threshold(pen, *mark, len(bands))),
        *(() if needle_deg == angle.value_deg else _off_scale(pen, needle_deg)),
        *_needle(pen, needle_deg),
        "</svg>",
    ]
    return "".join(parts)


def _ticks(pen: Pen, needle_deg: float) -> Iterable[str]:
    sector, ring = pen.sector, pen.sector.ring_px
    for tick in range(sector.low_deg, sector.high_deg + 1, 10):
        numbered = tick % 20 == 0
        yield path(pen.spoke(ring - (8 if numbered else 5), ring, tick), pen.palette.line, 1.5)
        if numbered and abs(tick - needle_deg) > _CLEAR_OF_NEEDLE_DEG:
            x, y = pen.at(ring - 26, tick)
            yield text(x, y + 4, f"{abs(tick):g}°", pen.palette.muted, anchor="middle")


def _wedge(pen: Pen, angle: Angle) -> Iterable[str]:
    """Fill the interval from the joint to the ring, never thinner than can be seen, as far as it lies on the scale."""
    sector = pen.sector
    low, high = sector.within(angle.low_deg), sector.within(max(angle.high_deg, angle.low_deg + 0.4))
    if low == high:
        return
    x, y = pen.centre
    arc = pen.arc(sector.ring_px, low, high)
    yield f'<path d="{arc}L{x:.1f} {y:.1f}Z" fill="{pen.palette.accent}" fill-opacity="0.22"/>'
    yield path(arc, pen.palette.accent, 10, cap="butt")


def _needle(pen: Pen, angle_deg: float) -> Iterable[str]:
    yield path(pen.spoke(0, pen.sector.ring_px + 2, angle_deg), pen.palette.accent, 3)
    x, y = pen.centre
    colours = f'fill="{pen.palette.surface}" stroke="{pen.palette.accent}"'
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {colours} stroke-width="3"/>'


def _off_scale(pen: Pen, angle_deg: float) -> Iterable[str]:
    """Say in words that the needle stands at the end of the scale because the angle lies beyond it."""
    x, y = pen.at(0.5 * pen.sector.ring_px, pen.sector.low_deg + 0.2 * (angle_deg - pen.sector.low_deg))
    yield text(x, max(y - 40, 16), "off the scale", pen.palette.accent, anchor="middle", weight=600)


def _table_and_trunk(pen: Pen) -> Iterable[str]:
    x, y = pen.centre
    back = -pen.forward_sign
    yield path(f"M{x + back * 86:.1f} {y + 23:.1f}H{x + back * 8:.1f}", pen.palette.line, 8)
    yield path(f"M{x + back * 82:.1f} {y:.1f}H{x:.1f}", pen.palette.limb, 26)


def _thigh_stub(pen: Pen) -> Iterable[str]:
    x, y = pen.centre
    yield path(f"M{x - pen.forward_sign * 112:.1f} {y:.1f}H{x:.1f}", pen.palette.limb, 26)
    yield path(f"M{x - pen.forward_sign * 112:.1f} {y:.1f}H{x:.1f}", pen.palette.accent, 2, dash="2 6")


def _threshold(pen: Pen, label: str, angle_deg: float, rings: int) -> Iterable[str]:
    ring = pen.sector.ring_px
    outer = ring + _BAND_GAP * (rings + 0.8)
    yield path(pen.spoke(ring - 14, outer, angle_deg), pen.palette.ink, 2)
    x, y = pen.at(outer + 7, angle_deg)
    anchor = "start" if (math.cos(math.radians(angle_deg)) > 0) == (pen.forward_sign > 0) else "end"
    if math.cos(math.radians(angle_deg)) < 0.3:
        y += 10
    yield text(x, y + 4, label, pen.palette.ink, anchor=anchor, weight=600)


def _bands(pen: Pen, bands: Sequence[ReferenceBand]) -> Iterable[str]:
    for ring, band in enumerate(bands):
        colour, radius = band_colour(band, pen.palette), pen.sector.ring_px + _BAND_GAP * (ring + 1)
        if band.ends_deg is not None:
            yield path(pen.arc(radius, *band.ends_deg), colour, 5, cap="butt")
        x, y = pen.at(radius, band.mean_deg)
        colours = f'fill="{colour}" stroke="{pen.palette.surface}"'
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {colours} stroke-width="1.5"/>'
