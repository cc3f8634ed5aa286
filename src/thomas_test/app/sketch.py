"""A sketch of the position, for those who do not know the test. Pure: SVG text from a palette."""

from __future__ import annotations

from thomas_test.app.palette import Palette

SKETCH_WORDS = (
    "Sketch of the position, seen from the side: the person lies on their back at the table's edge, one knee drawn to "
    "the chest and held, the other leg hanging over the edge with the foot free. A dashed line marks the horizontal "
    "through the hip."
)
"""What the sketch shows, for those who do not see it."""


def position_sketch(palette: Palette) -> str:
    """Draw a person in the position, the tested leg in the accent colour."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 250" fill="none" stroke-linecap="round" '
        'stroke-linejoin="round">'
        f'<path d="M14 152H206" stroke="{palette.line}" stroke-width="12"/>'
        f'<path d="M40 160V238M184 160V238" stroke="{palette.line}" stroke-width="7"/>'
        f'<path d="M12 240H368" stroke="{palette.line}" stroke-width="2"/>'
        f'<g stroke="{palette.limb}"><path d="M202 122L146 60L206 58" stroke-width="20"/>'
        '<path d="M90 124H204" stroke-width="32"/></g>'
        f'<circle cx="50" cy="118" r="19" fill="{palette.limb}"/>'
        f'<path d="M98 112L128 92L150 66" stroke="{palette.line}" stroke-width="10"/>'
        f'<path d="M206 126L286 142L296 214L318 218" stroke="{palette.limb}" stroke-width="24"/>'
        f'<path d="M206 126H356" stroke="{palette.ink}" stroke-width="2" stroke-dasharray="2 7"/>'
        f'<path d="M206 126L286 142L296 214" stroke="{palette.accent}" stroke-width="4"/>'
        f'<path d="M268 126A62 62 0 0 1 266.8 138.2" stroke="{palette.accent}" stroke-width="4"/>'
        + "".join(
            f'<circle cx="{x}" cy="{y}" r="6.5" fill="{palette.surface}" stroke="{palette.accent}" stroke-width="3"/>'
            for x, y in ((206, 126), (286, 142), (296, 214))
        )
        + "</svg>"
    )
