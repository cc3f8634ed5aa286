"""A drawing on paper: the same shapes as on the screen, for reportlab."""

from __future__ import annotations

from typing import assert_never

from reportlab.graphics.shapes import Circle, Drawing, Polygon, PolyLine, String
from reportlab.lib.colors import Color, HexColor

from thomas_test.check.drawings.shapes import (
    HEIGHT,
    LETTERS,
    PAPER,
    TOP,
    WIDTH,
    Area,
    Disc,
    Panel,
    Part,
    Role,
    Spot,
    Stroke,
    Words,
)
from thomas_test.check.report.sheet import BOLD, PLAIN


def panel_on_paper(panel: Panel, *, width_pt: float) -> Drawing:
    """A panel in a width; its letters grow with it."""
    drawing = Drawing(WIDTH, HEIGHT)
    for shape in panel.all_shapes:
        drawing.add(_drawn(shape))
    factor = width_pt / WIDTH
    drawing.scale(factor, factor)
    drawing.width, drawing.height = width_pt, HEIGHT * factor
    return drawing


def _drawn(shape: Part) -> PolyLine | Circle | Polygon | String:
    """Turn a shape over: PDF counts upwards."""
    match shape:
        case Stroke():
            line = PolyLine(_turned(shape.points), strokeColor=_colour(shape.role), strokeWidth=shape.width)
            line.strokeLineJoin = 1
            line.strokeLineCap = 1 if shape.dash is None else 0
            if shape.dash is not None:
                line.strokeDashArray = list(shape.dash)
            return line
        case Disc():
            (x, y) = shape.centre
            return Circle(x, _up(y), shape.radius, fillColor=_colour(shape.role), strokeColor=None)
        case Area():
            return Polygon(_turned(shape.points), fillColor=_colour(shape.role), strokeColor=None)
        case Words():
            (x, y) = shape.place
            font = BOLD if shape.bold else PLAIN
            return String(x, _up(y), shape.text, fontName=font, fontSize=LETTERS, fillColor=_colour(Role.INK))
    assert_never(shape)


def _up(y: float) -> float:
    return TOP + HEIGHT - y


def _turned(points: tuple[Spot, ...]) -> list[float]:
    return [number for x, y in points for number in (x, _up(y))]


def _colour(role: Role) -> Color:
    return HexColor(getattr(PAPER, role.value))
