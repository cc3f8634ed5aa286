"""A number on its scale beside published groups and thresholds: plain shapes, which PDF and HTML draw alike.

Lengths are in points, x to the right, y DOWN from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from thomas_test.check.meaning.reference_bands import ReferenceBand
from thomas_test.core.angles import Angle


class Ink(StrEnum):
    """What a shape is, from which a renderer takes its colour."""

    AXIS = "axis"
    BAND = "band"
    THRESHOLD = "threshold"
    INTERVAL = "interval"
    VALUE = "value"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    ink: Ink


@dataclass(frozen=True, kw_only=True)
class ScaleText:
    """Text, its baseline's ``anchor`` (start, middle or end) at x, y."""

    x: float
    y: float
    text: str
    size: float
    anchor: Literal["start", "middle", "end"]
    ink: Ink = Ink.WORDS


Shape = Bar | Dot | ScaleText


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A drawn scale.

    Attributes
    ----------
    width, height
        In points.
    shapes
        In the order of drawing.
    says
        The same in words, for those who do not see it.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    says: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """From where to where a scale runs, in degrees, and where its ticks stand."""

    low_deg: float
    high_deg: float
    step_deg: float

    def x(self, angle_deg: float, width: float) -> float:
        """The place of an angle; one beyond an end stands at that end."""
        share = (angle_deg - self.low_deg) / (self.high_deg - self.low_deg)
        return min(1.0, max(0.0, share)) * width

    @property
    def ticks_deg(self) -> tuple[float, ...]:
        """Where the ticks stand."""
        count = round((self.high_deg - self.low_deg) / self.step_deg)
        return tuple(self.low_deg + self.step_deg * n for n in range(count + 1))


THIGH_AXIS = Axis(low_deg=-30.0, high_deg=40.0, step_deg=10.0)
KNEE_AXIS = Axis(low_deg=0.0, high_deg=120.0, step_deg=20.0)

_INSET = 8.0
_LINE_Y = 14.0
_BAND_Y = 27.0
_BAND_STEP = 8.0


def draw_scale(
    angle: Angle, *, axis: Axis, thresholds_deg: Sequence[float], bands: Sequence[ReferenceBand], width: float
) -> Scale:
    """Draw an angle with its interval on an axis, the thresholds across it and the groups below it.

    Parameters
    ----------
    angle
        What was measured.
    thresholds_deg
        Where the flags begin to be met.
    bands
        Published groups: a bar of one standard deviation to either side, or the mean alone.
    width
        Of the whole drawing, in points.
    """
    inner = width - 2 * _INSET

    def x(angle_deg: float) -> float:
        return _INSET + axis.x(angle_deg, inner)

    shapes: list[Shape] = [Bar(x=_INSET, y=_LINE_Y - 0.4, width=inner, height=0.8, ink=Ink.AXIS)]
    for tick in axis.ticks_deg:
        shapes.append(Bar(x=x(tick) - 0.25, y=_LINE_Y, width=0.5, height=3.0, ink=Ink.AXIS))
        shapes.append(
            ScaleText(x=x(tick), y=_LINE_Y + 9.0, text=f"{tick:g}°".replace("-", "−"), size=6.0, anchor="middle")
        )
    for row, band in enumerate(bands):
        shapes += _band(band, row, axis, inner, width)
    shapes += [
        Bar(x=x(threshold) - 0.6, y=_LINE_Y - 9.0, width=1.2, height=12.0, ink=Ink.THRESHOLD)
        for threshold in thresholds_deg
    ]
    low, high = x(angle.low_deg), x(angle.high_deg)
    shapes.append(Bar(x=low, y=_LINE_Y - 2.5, width=max(1.0, high - low), height=5.0, ink=Ink.INTERVAL))
    shapes.append(Dot(x=x(angle.value_deg), y=_LINE_Y, radius=3.2, ink=Ink.VALUE))
    return Scale(
        width=width,
        height=_BAND_Y + _BAND_STEP * len(bands) + 1.0,
        shapes=tuple(shapes),
        says=_in_words(angle, thresholds_deg, bands),
    )


def _band(band: ReferenceBand, row: int, axis: Axis, inner: float, width: float) -> list[Shape]:
    y = _BAND_Y + _BAND_STEP * row
    middle = _INSET + axis.x(band.mean_deg, inner)
    shapes: list[Shape] = []
    left = right = middle
    if band.low_deg is not None and band.high_deg is not None:
        left, right = (_INSET + axis.x(end, inner) for end in (band.low_deg, band.high_deg))
        shapes.append(Bar(x=left, y=y, width=right - left, height=5.0, ink=Ink.BAND))
    shapes.append(Bar(x=middle - 0.5, y=y - 0.8, width=1.0, height=6.6, ink=Ink.WORDS))
    # the name stands on the wider side
    on_left = left - _INSET > width - _INSET - right
    place = left - 3.0 if on_left else right + 3.0
    shapes.append(ScaleText(x=place, y=y + 4.6, text=band.name, size=6.0, anchor="end" if on_left else "start"))
    return shapes


def _in_words(angle: Angle, thresholds_deg: Sequence[float], bands: Sequence[ReferenceBand]) -> str:
    thresholds = " and ".join(f"{threshold:g}°" for threshold in thresholds_deg)
    groups = " ".join(band.words for band in bands)
    return (
        f"{angle.value_deg:.1f}°, interval {angle.low_deg:.1f}° to {angle.high_deg:.1f}°; thresholds at {thresholds}."
        + (f" For comparison: {groups}" if groups else "")
    )
