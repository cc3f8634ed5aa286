"""Colours of the app's own drawings, for a light and a dark page; a test checks their contrast."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.check.drawings.shapes import Colours, Role
from thomas_test.check.meaning.reference_bands import KNEE_BANDS, THIGH_BANDS, ReferenceBand


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours as ``#rrggbb``.

    Attributes
    ----------
    surface
        What lies behind.
    ink
        Outlines, arrows and words: at least 4.5 to 1 against the surface (WCAG 2.2, 1.4.3).
    line, limb
        The limbs towards the one who looks, and those away; on a dial rings and ticks, and the pictured body.
    accent
        What is stretched or works: 3 to 1 (1.4.11).
    muted
        Text of lesser weight: contrast as of ink.
    met, not_met, borderline, not_assessed
        Beside the signs of the flags.
    bands
        Published groups, one colour for each source on whichever dial.
    """

    surface: str
    ink: str
    line: str
    limb: str
    accent: str
    muted: str
    met: str
    not_met: str
    borderline: str
    not_assessed: str
    bands: tuple[str, str, str]

    @property
    def drawing(self) -> Colours:
        """Those of a drawing of a body."""
        inks = (self.surface, self.ink, self.line, self.limb, self.accent)
        return dict(zip((Role.GROUND, Role.INK, Role.NEAR, Role.FAR, Role.MARK), inks, strict=True))


ON_LIGHT = Palette(
    surface="#fbfcfc",
    ink="#13272b",
    muted="#4d6166",
    line="#93a5a8",
    limb="#d5dfe0",
    accent="#0b6e6e",
    met="#19693c",
    not_met="#a32c1e",
    borderline="#805300",
    not_assessed="#4d6166",
    bands=("#8a5fb0", "#b3641a", "#2b6cb0"),
)

ON_DARK = Palette(
    surface="#0e1719",
    ink="#e8f0f0",
    muted="#a5b7ba",
    line="#5d7277",
    limb="#2b3b3f",
    accent="#5fd3c9",
    met="#6fd39b",
    not_met="#ff9c8c",
    borderline="#f0c060",
    not_assessed="#a5b7ba",
    bands=("#c5a3e6", "#f0a868", "#86b9f2"),
)

_SOURCES = tuple(dict.fromkeys(band.source for band in (*THIGH_BANDS, *KNEE_BANDS)))


def band_colour(band: ReferenceBand, palette: Palette) -> str:
    """The colour of a published group: the same people have the same one on every dial."""
    return palette.bands[_SOURCES.index(band.source)]


def palette_for(theme: str | None) -> Palette:
    """The palette of a page theme, ``light`` or ``dark``; light where the browser did not say."""
    return ON_DARK if theme == "dark" else ON_LIGHT
