"""What a drawing is made of, and the drawing as SVG: strokes, discs, filled shapes and words, in roles for colours.

A panel is `WIDTH` wide and `HEIGHT` high from `TOP` on, x to the right and y down; its title stands above y = 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from html import escape
from itertools import chain
from typing import Literal, assert_never

Spot = tuple[float, float]

WIDTH, TOP, HEIGHT = 240.0, -26.0, 222.0
LETTERS = 14.0
"""Size of letters: on paper a panel is 87 mm wide, and they are over 14 points."""


class Role(Enum):
    """What a colour is for: each page has its own.

    Ink is for outlines, arrows and words, near and far are the limbs towards the one who looks and those away, a mark
    is what is stretched or works, or a value on its scale; the others are parts of a scale alone.
    """

    GROUND = auto()
    INK = auto()
    NEAR = auto()
    FAR = auto()
    MARK = auto()
    AXIS = auto()
    BAND = auto()
    THRESHOLD = auto()
    INTERVAL = auto()


Colours = Mapping[Role, str]
"""Of a page, as CSS has them, variables included; a drawing of a body does without those of a scale."""

PAPER: Colours = {
    Role.GROUND: "#ffffff",
    Role.INK: "#13272b",
    Role.NEAR: "#b4c3c5",
    Role.FAR: "#e3eaea",
    Role.MARK: "#0b6e6e",
    Role.AXIS: "#50646a",
    Role.BAND: "#c4d6d8",
    Role.THRESHOLD: "#a44300",
    Role.INTERVAL: "#8fc4c4",
}
"""On white paper."""


@dataclass(frozen=True, kw_only=True)
class Stroke:
    """A line through points, its ends and corners round."""

    points: tuple[Spot, ...]
    width: float
    role: Role
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Disc:
    """A filled circle."""

    centre: Spot
    radius: float
    role: Role


@dataclass(frozen=True, kw_only=True)
class Area:
    """A filled polygon."""

    points: tuple[Spot, ...]
    role: Role


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words; the place is where they begin, or have their middle or end, on their line."""

    place: Spot
    text: str
    bold: bool = False
    size: float = LETTERS
    anchor: Literal["start", "middle", "end"] = "start"


Part = Stroke | Disc | Area | Words


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One picture of a drawing.

    Attributes
    ----------
    title
        In the picture's corner, such as ``Start``.
    words
        What the picture shows, for those who do not see it.
    shapes
        From the back to the front.
    """

    title: str
    words: str
    shapes: tuple[Part, ...]

    @classmethod
    def of(cls, title: str, words: str, *pieces: Part | tuple[Part, ...]) -> Panel:
        """A picture made of pieces, each a shape or several."""
        shapes = [piece if isinstance(piece, tuple) else (piece,) for piece in pieces]
        return cls(title=title, words=words, shapes=tuple(chain.from_iterable(shapes)))

    @property
    def all_shapes(self) -> tuple[Part, ...]:
        """With the title in the corner."""
        return (*self.shapes, Words(place=(8.0, -8.0), text=self.title, bold=True))


Drawing = tuple[Panel, ...]
"""Pictures in the order of what is done, two in a row."""


def panel_svg(panel: Panel, colours: Colours, *, ident: str = "drawing") -> str:
    """Draw a panel as SVG that names itself to screen readers.

    Parameters
    ----------
    panel
        What to draw.
    colours
        Of the page that it stands on.
    ident
        By which its title and description are found: one of its own for each picture in a page.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 {TOP:g} {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" role="img" aria-labelledby="{ident}-title {ident}-desc" '
        f'font-family="system-ui, sans-serif"><title id="{ident}-title">{escape(panel.title)}</title>'
        f'<desc id="{ident}-desc">{escape(panel.words)}</desc>'
        f'<rect y="{TOP:g}" width="{WIDTH:g}" height="{HEIGHT:g}" rx="10" fill="{colours[Role.GROUND]}"/>'
        f"{shapes_svg(panel.all_shapes, colours)}</svg>"
    )


def shapes_svg(shapes: Iterable[Part], colours: Colours) -> str:
    """Shapes as elements of SVG, their words escaped."""
    return "".join(_written(shape, colours) for shape in shapes)


def _written(shape: Part, colours: Colours) -> str:
    match shape:
        case Stroke():
            dash = "" if shape.dash is None else f' stroke-dasharray="{shape.dash[0]:g} {shape.dash[1]:g}"'
            cap = "round" if shape.dash is None else "butt"
            return (
                f'<path d="{_path(shape.points)}" fill="none" stroke="{colours[shape.role]}" '
                f'stroke-width="{shape.width:g}" stroke-linecap="{cap}" stroke-linejoin="round"{dash}/>'
            )
        case Disc():
            (x, y) = shape.centre
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{shape.radius:g}" fill="{colours[shape.role]}"/>'
        case Area():
            return f'<path d="{_path(shape.points)} Z" fill="{colours[shape.role]}"/>'
        case Words():
            (x, y) = shape.place
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            return (
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{shape.size:g}" font-weight="{700 if shape.bold else 450}" '
                f'fill="{colours[Role.INK]}"{anchor}>{escape(shape.text)}</text>'
            )
    assert_never(shape)


def _path(points: tuple[Spot, ...]) -> str:
    return " ".join(f"{'L' if number else 'M'}{x:.1f} {y:.1f}" for number, (x, y) in enumerate(points))
