"""A number on its scale beside published groups and thresholds, of the shapes that PDF and HTML draw alike.

Lengths are in points, x to the right, y DOWN from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from thomas_test.check.drawings.shapes import Area, Disc, Part, Role, Words
from thomas_test.check.meaning.reference_bands import ReferenceBand
from thomas_test.core.angles import Angle

WIDTH = 250.0
_INSET = 8.0
_LINE_Y = 14.0
_BAND_Y = 27.0
_BAND_STEP = 8.0


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A drawn scale, `WIDTH` wide.

    Attributes
    ----------
    height
        In points.
    shapes
        In the order of drawing.
    says
        The same in words, for those who do not see it.
    """

    height: float
    shapes: tuple[Part, ...]
    says: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """From where to where a scale runs, in degrees, and where its ticks stand."""

    low_deg: float
    high_deg: float
    step_deg: float

    def x(self, angle_deg: float) -> float:
        """The place of an angle; one beyond an end stands at that end."""
        share = (angle_deg - self.low_deg) / (self.high_deg - self.low_deg)
        return _INSET + min(1.0, max(0.0, share)) * (WIDTH - 2 * _INSET)

    @property
    def ticks_deg(self) -> tuple[float, ...]:
        """Where the ticks stand."""
        count = round((self.high_deg - self.low_deg) / self.step_deg)
        return tuple(self.low_deg + self.step_deg * n for n in range(count + 1))


THIGH_AXIS = Axis(low_deg=-30.0, high_deg=40.0, step_deg=10.0)
KNEE_AXIS = Axis(low_deg=0.0, high_deg=120.0, step_deg=20.0)


def draw_scale(angle: Angle, *, axis: Axis, thresholds_deg: Sequence[float], bands: Sequence[ReferenceBand]) -> Scale:
    """Draw an angle with its interval on an axis, the thresholds across it and the groups below it.

    Parameters
    ----------
    angle
        What was measured.
    thresholds_deg
        Where the flags begin to be met.
    bands
        Published groups: a bar of one standard deviation to either side, or the mean alone.
    """
    low, high = axis.x(angle.low_deg), axis.x(angle.high_deg)
    shapes: list[Part] = [_bar(_INSET, _LINE_Y - 0.4, WIDTH - 2 * _INSET, 0.8, Role.AXIS)]
    for tick in axis.ticks_deg:
        shapes.append(_bar(axis.x(tick) - 0.25, _LINE_Y, 0.5, 3.0, Role.AXIS))
        shapes.append(_words(axis.x(tick), _LINE_Y + 9.0, f"{tick:g}°".replace("-", "−"), "middle"))
    for row, band in enumerate(bands):
        shapes += _band(band, row, axis)
    shapes += [_bar(axis.x(threshold) - 0.6, _LINE_Y - 9.0, 1.2, 12.0, Role.THRESHOLD) for threshold in thresholds_deg]
    shapes.append(_bar(low, _LINE_Y - 2.5, max(1.0, high - low), 5.0, Role.INTERVAL))
    shapes.append(Disc(centre=(axis.x(angle.value_deg), _LINE_Y), radius=3.2, role=Role.MARK))
    return Scale(
        height=_BAND_Y + _BAND_STEP * len(bands) + 1.0,
        shapes=tuple(shapes),
        says=_in_words(angle, thresholds_deg, bands),
    )


def _band(band: ReferenceBand, row: int, axis: Axis) -> list[Part]:
    y = _BAND_Y + _BAND_STEP * row
    middle = axis.x(band.mean_deg)
    shapes: list[Part] = []
    left = right = middle
    if band.ends_deg is not None:
        left, right = map(axis.x, band.ends_deg)
        shapes.append(_bar(left, y, right - left, 5.0, Role.BAND))
    shapes.append(_bar(middle - 0.5, y - 0.8, 1.0, 6.6, Role.INK))
    # the name stands on the wider side
    on_left = left > WIDTH - right
    place = left - 3.0 if on_left else right + 3.0
    shapes.append(_words(place, y + 4.6, band.name, "end" if on_left else "start"))
    return shapes


def _bar(x: float, y: float, width: float, height: float, role: Role) -> Area:
    return Area(points=((x, y), (x + width, y), (x + width, y + height), (x, y + height)), role=role)


def _words(x: float, y: float, text: str, anchor: Literal["start", "middle", "end"]) -> Words:
    return Words(place=(x, y), text=text, size=6.0, anchor=anchor)


def _in_words(angle: Angle, thresholds_deg: Sequence[float], bands: Sequence[ReferenceBand]) -> str:
    thresholds = " and ".join(f"{threshold:g}°" for threshold in thresholds_deg)
    groups = " ".join(band.words for band in bands)
    return (
        f"{angle.value_deg:.1f}°, interval {angle.low_deg:.1f}° to {angle.high_deg:.1f}°; thresholds at {thresholds}."
        + (f" For comparison: {groups}" if groups else "")
    )
