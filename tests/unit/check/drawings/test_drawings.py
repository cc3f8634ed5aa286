"""Our own drawings: one for whatever can be done, sound, with words, nothing cut off, limbs joined."""

import itertools
import math
from xml.etree import ElementTree as ET

import pytest

from thomas_test.app.widgets.palette import ON_DARK, ON_LIGHT, Palette
from thomas_test.check.drawings.figure import SHANK, THIGH, bent, reach
from thomas_test.check.drawings.setting_up import SETTING_UP
from thomas_test.check.drawings.shapes import (
    HEIGHT,
    LETTERS,
    TOP,
    WIDTH,
    Area,
    Disc,
    Panel,
    Role,
    Stroke,
    Words,
    panel_svg,
)
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.meaning.suggestions import SUGGESTIONS, Measure

PANELS = list(dict.fromkeys((*SETTING_UP, *(panel for drawing in DRAWINGS.values() for panel in drawing))))
WIDEST_LETTER, WIDEST_BOLD = 0.56, 0.62
"""Width of a letter over its size in the mean, generously."""

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)


@pytest.mark.parametrize("measure", Measure)
def test_every_suggestion_has_a_drawing(measure: Measure) -> None:
    """A start and an end at least, beside the words."""
    assert measure in SUGGESTIONS
    assert len(DRAWINGS[measure]) >= 2


@pytest.mark.parametrize("palette", [ON_LIGHT, ON_DARK], ids=["light", "dark"])
@each_panel
def test_a_drawing_is_sound_names_itself_and_keeps_to_the_pages_colours(panel: Panel, palette: Palette) -> None:
    """Well-formed, with title and description for screen readers, and no colour but the palette's."""
    root = ET.fromstring(panel_svg(panel, palette.drawing, ident="x"))  # noqa: S314 - our own text
    named = {element.get("id"): element.text for element in root}
    assert root.get("role") == "img"
    assert [named[ident] for ident in root.get("aria-labelledby", "").split()] == [panel.title, panel.words]
    colours = {value for element in root.iter() for value in element.attrib.values() if "#" in value}
    assert colours <= {palette.surface, palette.ink, palette.line, palette.limb, palette.accent}


@each_panel
def test_no_word_is_cut_off(panel: Panel) -> None:
    """Every word stays inside of the drawing, wherever letters are wider than usual."""
    for label in (shape for shape in panel.all_shapes if isinstance(shape, Words)):
        x, y = label.place
        assert x + (WIDEST_BOLD if label.bold else WIDEST_LETTER) * LETTERS * len(label.text) <= WIDTH, label.text
        assert TOP + LETTERS <= y <= TOP + HEIGHT - 3, label.text


@each_panel
def test_what_is_felt_is_told_without_colour(panel: Panel) -> None:
    """A mark has another form for stretching (dashes) than for working (a line without a gap), and a word beside it."""
    marks = [
        shape for shape in panel.shapes if isinstance(shape, Stroke) and shape.role is Role.MARK and shape.width == 6.5
    ]
    if marks:
        assert any(isinstance(shape, Words) for shape in panel.shapes)
    for mark in marks:
        assert ("stretched" in panel.words or "nerve" in panel.words or "along" in panel.words) == (
            mark.dash is not None
        )


@each_panel
def test_nobody_floats(panel: Panel) -> None:
    """Something stands below: a floor or a table, but for what has none, a calendar and two thighs."""
    lowest = max(y for shape in panel.shapes if isinstance(shape, Stroke) for _, y in shape.points)
    assert panel.title in {"Go on for weeks", "Where"} or lowest > 184.0


@each_panel
def test_no_part_of_a_body_leaves_the_picture(panel: Panel) -> None:
    """But for the arms of somebody who stands beside."""
    allowed = 2.0 if not any(word in panel.words for word in ("Another person", "A flat hand")) else 10.0
    for shape in panel.shapes:
        points = (
            shape.points if isinstance(shape, Stroke | Area) else (shape.centre,) if isinstance(shape, Disc) else ()
        )
        for x, y in points:
            assert -allowed <= x <= WIDTH + allowed
            assert TOP + 2 <= y <= TOP + HEIGHT + 2


def test_limbs_keep_their_lengths() -> None:
    """A knee between hip and ankle lies one thigh from the one and one shank from the other, on the side asked for."""
    hip = (100.0, 90.0)
    for direction, apart in itertools.product(range(0, 360, 30), (10.0, 40.0, 89.0)):
        ankle = reach(hip, direction, apart)
        left, right = (bent(hip, ankle, THIGH, SHANK, left=side) for side in (True, False))
        for knee in (left, right):
            assert math.isclose(math.dist(hip, knee), THIGH, abs_tol=1e-6)
            assert math.isclose(math.dist(knee, ankle), SHANK, abs_tol=1e-6)
        turn = (ankle[0] - hip[0]) * (left[1] - hip[1]) - (ankle[1] - hip[1]) * (left[0] - hip[0])
        # y counts downwards: what lies to the left turns negative
        assert turn < 0
