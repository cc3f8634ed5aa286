"""The sketch of the position."""

import xml.etree.ElementTree as ET

import pytest

from thomas_test.app.widgets.drawings import position_sketch
from thomas_test.app.widgets.palette import DARK, LIGHT, Palette


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sketch_is_a_drawing_in_the_pages_colours(palette: Palette) -> None:
    """Well-formed, and no colour but the palette's."""
    drawing = position_sketch(palette)
    assert ET.fromstring(drawing).tag.endswith("svg")  # noqa: S314 - our own drawing
    colours = {value for element in ET.fromstring(drawing).iter() for value in element.attrib.values() if "#" in value}  # noqa: S314
    assert colours <= {palette.line, palette.limb, palette.ink, palette.accent, palette.surface}
