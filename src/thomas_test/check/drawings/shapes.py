"""What a drawing is made of, and the drawing as SVG: strokes, discs, filled shapes and words, in roles for colours.

A panel is `WIDTH` wide and `HEIGHT` high from `TOP` on, x to the right and y down; its title stands above y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import chain
from typing import assert_never

Spot = tuple[float, float]

WIDTH, TOP, HEIGHT = 240.0, -26.0, 222.0
LETTERS = 14.0
"""Size of letters: on paper a panel is 87 mm wide, and they are over 14 points."""


class Role(StrEnum):
    """What a colour is for: each page has its own."""

    GROUND = "surface"
    INK = "ink"
    NEAR = "line"
    FAR = "limb"
    MARK = "accent"


@dataclass(frozen=True, kw_only=True)
class PageColours:
    """Colours of a page as CSS has them, variables included.

    Attributes
    ----------
    surface
        What lies behind.
    ink
        Outlines, arrows and words.
    line, limb
        The limbs towards the one who looks, and those away.
    accent
        What is stretched or works.
    """

    surface: str
    ink: str
    line: str
    limb: str
    accent: str


PAPER = PageColours(surface="#ffffff", ink="#13272b", line="#b4c3c5", limb="#e3eaea", accent="#0b6e6e")
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
    """Words; the place is where they begin, on their line."""

    place: Spot
    text: str
    bold: bool = False


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


def panel_svg(panel: Panel, colours: PageColours, *, ident: str = "drawing") -> str:
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
    inside = "".join(_written(shape, colours) for shape in panel.all_shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 {TOP:g} {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" role="img" aria-labelledby="{ident}-title {ident}-desc" '
        f'font-family="system-ui, sans-serif"><title id="{ident}-title">{escape(panel.title)}</title>'
        f'<desc id="{ident}-desc">{escape(panel.words)}</desc>'
        f'<rect y="{TOP:g}" width="{WIDTH:g}" height="{HEIGHT:g}" rx="10" fill="{colours.surface}"/>{inside}</svg>'
    )


def _written(shape: Part, colours: PageColours) -> str:
    match shape:
        case Stroke():
            dash = "" if shape.dash is None else f' stroke-dasharray="{shape.dash[0]:g} {shape.dash[1]:g}"'
            cap = "round" if shape.dash is None else "butt"
            return (
                f'<path d="{_path(shape.points)}" fill="none" stroke="{_colour(shape.role, colours)}" '
                f'stroke-width="{shape.width:g}" stroke-linecap="{cap}" stroke-linejoin="round"{dash}/>'
            )
        case Disc():
            (x, y) = shape.centre
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{shape.radius:g}" fill="{_colour(shape.role, colours)}"/>'
        case Area():
            return f'<path d="{_path(shape.points)} Z" fill="{_colour(shape.role, colours)}"/>'
        case Words():
            (x, y) = shape.place
            return (
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{LETTERS:g}" font-weight="{700 if shape.bold else 450}" '
                f'fill="{colours.ink}">{escape(shape.text)}</text>'
            )
    assert_never(shape)


def _colour(role: Role, colours: PageColours) -> str:
    return str(getattr(colours, role.value))


def _path(points: tuple[Spot, ...]) -> str:
    return " ".join(f"{'L' if number else 'M'}{x:.1f} {y:.1f}" for number, (x, y) in enumerate(points))
