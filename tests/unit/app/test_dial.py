"""Dials: the needle lies where the leg lies, marks stand where the thresholds are."""

import math
import re
import xml.etree.ElementTree as ET

import pytest

from thomas_test.app.widgets.dial import describe_thigh, knee_dial, thigh_dial
from thomas_test.app.widgets.palette import ON_DARK, ON_LIGHT, Palette
from thomas_test.check.meaning.reference_bands import KNEE_BANDS, THIGH_BANDS, Quantity
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import GUIDE, PRESETS, Preset

SVG = "{http://www.w3.org/2000/svg}"


def needle_angle_deg(svg: str, forward_sign: int) -> float:
    """Angle of the needle below forward, read off the drawing: it is the last path."""
    path = ET.fromstring(svg).findall(f"{SVG}path")[-1].attrib["d"]  # noqa: S314 - our own drawing
    x0, y0, x1, y1 = (float(number) for number in re.findall(r"-?\d+\.\d+", path))
    return math.degrees(math.atan2(y1 - y0, forward_sign * (x1 - x0)))


@pytest.mark.parametrize("forward_sign", [1, -1])
@pytest.mark.parametrize(
    "angle_deg",
    [
        0.0,  # horizontal
        15.7,  # below
        -8.0,  # above
    ],
)
def test_the_thighs_needle_lies_as_the_thigh_does(angle_deg: float, forward_sign: int) -> None:
    """Its slope is the angle, downwards for a knee below the hip, whichever way the feet point."""
    svg = thigh_dial(Angle.around(angle_deg, 1.0), GUIDE, forward_sign=forward_sign, palette=ON_LIGHT)
    assert needle_angle_deg(svg, forward_sign) == pytest.approx(angle_deg, abs=0.1)


@pytest.mark.parametrize("angle_deg", [38.0, 80.0, 102.7])
def test_the_knees_needle_hangs_as_the_shank_does(angle_deg: float) -> None:
    """Straight on is 0, straight down is 90."""
    svg = knee_dial(Angle.around(angle_deg, 1.0), GUIDE, forward_sign=1, palette=ON_DARK)
    assert needle_angle_deg(svg, 1) == pytest.approx(angle_deg, abs=0.1)


def test_a_mirrored_picture_gives_the_mirrored_dial() -> None:
    """The joint moves to the other side by exactly the dial's width."""
    joints = [
        float(ET.fromstring(svg).findall(f"{SVG}circle")[-1].attrib["cx"])  # noqa: S314 - our own drawing
        for svg in (thigh_dial(Angle.around(5, 1), GUIDE, forward_sign=sign, palette=ON_LIGHT) for sign in (1, -1))
    ]
    assert sum(joints) == pytest.approx(450.0)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_the_presets_own_thresholds_are_marked(preset: Preset) -> None:
    """Another preset moves the marks and what they say."""
    thigh = thigh_dial(Angle.around(5, 1), preset, forward_sign=1, palette=ON_LIGHT)
    knee = knee_dial(Angle.around(60, 1), preset, forward_sign=1, palette=ON_LIGHT)
    assert "parallel" in thigh
    assert f"{preset.below_deg:g}° below" in thigh
    assert f"from {preset.knee_threshold_deg:g}°" in knee


def test_an_interval_without_width_is_still_a_drawing() -> None:
    """A single number as interval draws a thin wedge, no broken path."""
    svg = thigh_dial(Angle(value_deg=3.0, low_deg=3.0, high_deg=3.0), GUIDE, forward_sign=1, palette=ON_LIGHT)
    assert "nan" not in svg
    assert ET.fromstring(svg).tag == f"{SVG}svg"  # noqa: S314 - our own drawing


def test_the_text_alternative_says_everything_that_is_drawn() -> None:
    """Number, interval, thresholds, groups with their size: all in words."""
    words = describe_thigh(Angle.around(4.0, 1.0), "parallel: met.")
    for part in ("4.0°", "2.0° to 6.0°", "parallel: met.", "600 limbs", "117 elite athletes"):
        assert part in words


@pytest.mark.parametrize(("angle_deg", "shown_deg"), [(60.0, 40.0), (-112.0, -30.0)])
def test_a_needle_never_leaves_its_scale(angle_deg: float, shown_deg: float) -> None:
    """It stands at the end, says so, and nothing is drawn outside the picture."""
    svg = thigh_dial(Angle.around(angle_deg, 1.0), GUIDE, forward_sign=1, palette=ON_LIGHT)
    assert needle_angle_deg(svg, 1) == pytest.approx(shown_deg, abs=0.1)
    assert "off the scale" in svg
    assert "off the scale" not in thigh_dial(Angle.around(5.0, 1.0), GUIDE, forward_sign=1, palette=ON_LIGHT)


@pytest.mark.parametrize("angle_deg", [-30.0, 0.0, 10.0, 40.0])
def test_everything_lies_on_the_drawing(angle_deg: float) -> None:
    """The ring and its labels fit the drawing whichever way the feet point."""
    for sign in (1, -1):
        root = ET.fromstring(thigh_dial(Angle.around(angle_deg, 2.0), GUIDE, forward_sign=sign, palette=ON_LIGHT))  # noqa: S314
        width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
        for text in root.findall(f"{SVG}text"):
            reach = 8.0 * len(text.text or "")
            x, ends = float(text.attrib["x"]), {"start": (0, 1), "middle": (-0.5, 0.5), "end": (-1, 0)}
            low, high = (x + share * reach for share in ends[text.attrib["text-anchor"]])
            assert 0 <= low <= high <= width
            assert 0 <= float(text.attrib["y"]) <= height


@pytest.mark.parametrize("palette", [ON_LIGHT, ON_DARK], ids=["light", "dark"])
def test_a_colour_means_the_same_people_on_both_dials(palette: Palette) -> None:
    """The mark at a group's mean has the colour of its source, and each source has a colour of its own."""
    drawn = {Quantity.THIGH: thigh_dial, Quantity.KNEE: knee_dial}
    colours: dict[str, set[str]] = {}
    for quantity, bands in ((Quantity.THIGH, THIGH_BANDS), (Quantity.KNEE, KNEE_BANDS)):
        svg = ET.fromstring(drawn[quantity](Angle.around(20, 1), GUIDE, forward_sign=1, palette=palette))  # noqa: S314
        marks = [circle.attrib["fill"] for circle in svg.findall(f"{SVG}circle")][: len(bands)]
        for band, colour in zip(bands, marks, strict=True):
            colours.setdefault(band.source.short, set()).add(colour)
    assert all(len(found) == 1 for found in colours.values()), colours
    assert len(set.union(*colours.values())) == len(colours) == 3
