"""Colours that can be read, computed as WCAG 2.2 computes contrast."""

import pytest

from thomas_test.app.widgets.palette import ON_DARK, ON_LIGHT, Palette, palette_for


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [ON_LIGHT, ON_DARK], ids=["light", "dark"])
def test_text_has_enough_contrast(palette: Palette) -> None:
    """Whatever is written stands at least 4.5 to 1 against its ground, also what is written on the accent."""
    written = (palette.ink, palette.muted, palette.accent, palette.met, palette.not_met, palette.borderline)
    for colour in (*written, palette.not_assessed):
        assert contrast(colour, palette.surface) >= 4.5, colour


@pytest.mark.parametrize("palette", [ON_LIGHT, ON_DARK], ids=["light", "dark"])
def test_marks_on_the_dial_can_be_told_from_the_ground(palette: Palette) -> None:
    """The published groups' marks stand at least 3 to 1, the ring at least 2 to 1 (its numbers say the same)."""
    for colour in palette.bands:
        assert contrast(colour, palette.surface) >= 3.0, colour
    assert contrast(palette.line, palette.surface) >= 2.0


@pytest.mark.parametrize(
    ("theme", "palette"),
    [
        ("dark", ON_DARK),  # the browser says so
        ("light", ON_LIGHT),
        (None, ON_LIGHT),  # it said nothing
    ],
)
def test_the_palette_follows_the_page(theme: str | None, palette: Palette) -> None:
    """One palette per theme, light where nothing is known."""
    assert palette_for(theme) is palette
