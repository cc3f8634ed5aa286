"""Our own drawings for the guided check, as SVG text in the page's colours: pure functions."""

from __future__ import annotations

from thomas_test.app.widgets.palette import Palette

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


_WIDTH, _HEIGHT = 400, 220


def position(palette: Palette) -> str:
    """Draw the position: on the table's edge, one knee to the chest, the other leg hanging, low back flat."""
    return _drawing(
        palette,
        _table(palette, 40, 176, 134)
        + _limb(palette, "M62 118 L150 120", 26)  # trunk
        + _circle(palette, 46, 112, 14)  # head
        + _limb(palette, "M150 118 L116 66 L160 52", 17, shade=True)  # held leg
        + _limb(palette, "M84 108 Q112 84 122 68", 9, shade=True)  # arm to the knee
        + _limb(palette, "M152 120 L236 128 L240 196", 17)  # hanging leg
        + _limb(palette, "M240 196 L254 200", 10)
        + _arrow(palette, 138, 96, 124, 78)
        + _label(palette, 150, 32, "knee to the chest")
        + _label(palette, 262, 122, "thigh hangs free")
        + _label(palette, 268, 192, "foot off the floor")
        + _flat_line(palette, 74, 142)
        + _label(palette, 66, 172, "low back flat"),
    )


def hand_under_back(palette: Palette) -> str:
    """Draw how to check the low back: a hand between it and the table finds no gap."""
    return _drawing(
        palette,
        _table(palette, 40, 360, 140)
        + _limb(palette, "M70 122 Q140 120 150 124 T250 124", 30)
        + _circle(palette, 50, 118, 16)
        + _limb(palette, "M250 122 L206 70 L262 54", 20, shade=True)
        + f'<path d="M128 208 L138 168 L150 136 Q160 128 172 136 L168 168 L160 208 Z" fill="{palette.accent}"/>'
        + _label(palette, 180, 176, "a flat hand under the")
        + _label(palette, 180, 192, "low back feels no gap"),
    )


def camera_place(palette: Palette) -> str:
    """Draw where the camera stands: at hip height, 2.5 m away, square to the table."""
    return _drawing(
        palette,
        _label(palette, 14, 20, "from above", strong=True)
        + f'<rect x="24" y="40" width="110" height="46" rx="4" fill="none" stroke="{palette.line}" stroke-width="3"/>'
        + _limb(palette, "M40 62 L124 62", 16)
        + _limb(palette, "M124 66 L160 68", 10)
        + _camera(palette, 128, 176)
        + f'<path d="M128 160 L128 92" stroke="{palette.accent}" stroke-width="2.5" stroke-dasharray="6 5"/>'
        + _square(palette, 128, 92)
        + _label(palette, 140, 130, "2.5 m or more,")
        + _label(palette, 140, 146, "square to it")
        + _label(palette, 250, 20, "from the feet", strong=True)
        + _table(palette, 250, 300, 120)
        + _circle(palette, 275, 103, 14)
        + _camera(palette, 370, 103)
        + f'<path d="M294 103 L352 103" stroke="{palette.accent}" stroke-width="2.5" stroke-dasharray="6 5"/>'
        + _label(palette, 268, 78, "lens at hip height"),
    )


def from_the_feet(palette: Palette) -> str:
    """Draw the second photo: from beyond the feet, lens at the height of the knee."""
    return _drawing(
        palette,
        _table(palette, 70, 250, 118)
        + _limb(palette, "M120 100 L200 100", 26)
        + _limb(palette, "M196 104 L206 190", 18)
        + _limb(palette, "M206 190 L216 198", 11)
        + _limb(palette, "M128 96 L120 40", 18, shade=True)
        + f'<path d="M196 104 L196 204" stroke="{palette.muted}" stroke-width="2" stroke-dasharray="5 5"/>'
        + _label(palette, 262, 164, "the shank shows")
        + _label(palette, 262, 180, "the thigh's turn")
        + _label(palette, 14, 20, "seen from beyond the feet", strong=True),
    )


def straighten_knee(palette: Palette) -> str:
    """Draw the re-test: another hand straightens the hanging knee, and the thigh drops or stays."""
    return _drawing(
        palette,
        _table(palette, 30, 180, 130)
        + _limb(palette, "M52 118 L130 120", 26)
        + _circle(palette, 36, 112, 14)
        + _limb(palette, "M130 118 L98 66 L142 52", 17, shade=True)
        + _limb(palette, "M132 120 L214 104 L228 176", 16, shade=True)
        + _limb(palette, "M132 120 L214 132 L300 124", 16)
        + _arrow(palette, 250, 168, 286, 140)
        + _arrow(palette, 206, 106, 208, 124)
        + _label(palette, 236, 200, "straighten slowly")
        + _label(palette, 190, 86, "does the thigh drop?"),
    )


def _drawing(palette: Palette, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'font-family="system-ui, sans-serif"><rect width="{_WIDTH}" height="{_HEIGHT}" rx="10" '
        f'fill="{palette.surface}"/>{inside}</svg>'
    )


def _limb(palette: Palette, way: str, width: int, *, shade: bool = False) -> str:
    colour = palette.limb if shade else palette.line
    return (
        f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _circle(palette: Palette, x: int, y: int, radius: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{palette.line}"/>'


def _table(palette: Palette, left: int, right: int, top: int) -> str:
    return (
        f'<path d="M{left} {top + 5} H{right}" stroke="{palette.ink}" stroke-width="7" stroke-linecap="round"/>'
        f'<path d="M{left + 12} {top + 8} V212 M{right - 12} {top + 8} V212" stroke="{palette.ink}" stroke-width="4"/>'
    )


def _camera(palette: Palette, x: int, y: int) -> str:
    return (
        f'<rect x="{x - 14}" y="{y - 10}" width="28" height="20" rx="4" fill="{palette.accent}"/>'
        f'<circle cx="{x}" cy="{y}" r="6" fill="{palette.surface}"/>'
    )


def _square(palette: Palette, x: int, y: int) -> str:
    return f'<path d="M{x} {y + 12} h12 v-12" fill="none" stroke="{palette.accent}" stroke-width="2"/>'


def _flat_line(palette: Palette, left: int, right: int) -> str:
    return f'<path d="M{left} 152 H{right}" stroke="{palette.accent}" stroke-width="4" stroke-linecap="round"/>'


def _arrow(palette: Palette, x0: int, y0: int, x1: int, y1: int) -> str:
    return (
        f'<path d="M{x0} {y0} L{x1} {y1}" stroke="{palette.accent}" stroke-width="3" stroke-linecap="round"/>'
        f'<circle cx="{x1}" cy="{y1}" r="5" fill="{palette.accent}"/>'
    )


def _label(palette: Palette, x: int, y: int, words: str, *, strong: bool = False) -> str:
    weight = 650 if strong else 450
    return f'<text x="{x}" y="{y}" font-size="13" font-weight="{weight}" fill="{palette.ink}">{words}</text>'
