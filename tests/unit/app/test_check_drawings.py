from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from thomas_test.app.widgets import drawings as check_drawings
from thomas_test.app.widgets.palette import DARK, LIGHT, Palette

DRAWINGS = (
    check_drawings.position,
    check_drawings.hand_under_back,
    check_drawings.camera_place,
    check_drawings.from_the_feet,
    check_drawings.straighten_knee,
)
WIDEST_LETTER = 0.56
"""Width of a letter over its size, generously."""


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("draw", DRAWINGS)
def test_drawing_is_sound_and_in_the_pages_colours(draw: Callable[[Palette], str], palette: Palette) -> None:
    """Each drawing is well-formed, stands on the page's surface and writes in its ink."""
    root = ET.fromstring(draw(palette))  # noqa: S314 - our own text
    labels = [element for element in root.iter() if element.tag.endswith("text")]
    assert root[0].get("fill") == palette.surface
    assert labels
    assert {label.get("fill") for label in labels} == {palette.ink}


@pytest.mark.parametrize("draw", DRAWINGS)
def test_no_label_is_cut_off(draw: Callable[[Palette], str]) -> None:
    """Every word stays inside of the drawing."""
    root = ET.fromstring(draw(LIGHT))  # noqa: S314 - our own text
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for label in (element for element in root.iter() if element.tag.endswith("text")):
        size, x, y = (float(label.get(name, 0)) for name in ("font-size", "x", "y"))
        assert x + WIDEST_LETTER * size * len(label.text or "") <= width
        assert size <= y <= height
