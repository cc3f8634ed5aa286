"""Colours and sizes of everything drawn, in one place and relative to the picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from thomas_test.core.criteria import Verdict

Colour = tuple[int, int, int]

# Okabe & Ito's palette (2008), told apart by colour-blind people as well; each line has a dark rim, so that it stands
# out from light and from dark grounds alike.
THIGH: Colour = (255, 176, 0)
SHANK: Colour = (86, 180, 233)
PELVIS: Colour = (204, 121, 167)
LIGHT: Colour = (255, 255, 255)
DARK: Colour = (12, 14, 18)
FAINT: Colour = (225, 225, 225)

VERDICT_COLOURS: Mapping[Verdict, Colour] = {
    Verdict.MET: (0, 158, 115),
    Verdict.NOT_MET: (213, 94, 0),
    Verdict.BORDERLINE: (240, 228, 66),
    Verdict.NOT_ASSESSED: (160, 160, 160),
}

BACKING = (*DARK, 190)
"""What words stand on: dark enough to read white letters over a white wall, clear enough to see what is behind."""

_REFERENCE_AREA_PX = 640 * 480
_SMALLEST_TEXT_UNIT = 0.75
"""Below this the smallest letters would be under 8 pixels high: then they cover more of the picture instead."""


def unit_px(size_px: tuple[int, int]) -> float:
    """Size of everything drawn, 1 for a picture of 640 x 480 pixels."""
    width, height = size_px
    return math.sqrt(width * height / _REFERENCE_AREA_PX)


def text_unit_px(size_px: tuple[int, int]) -> float:
    """Size of letters: as `unit_px`, but never too small to read."""
    return max(unit_px(size_px), _SMALLEST_TEXT_UNIT)


_FOLDER = Path("mpl-data", "fonts", "ttf")


@lru_cache(maxsize=64)
def font(size_px: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Open DejaVu Sans in a size.

    The files come with matplotlib, on which MediaPipe depends. They are found without importing matplotlib, which
    would take a moment and leave a folder in the user's home.

    Parameters
    ----------
    size_px
        Height of a line of letters; at least 1.

    Raises
    ------
    FileNotFoundError
        When matplotlib is installed without its letters.
    """
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    # the same result on every machine: no shaping library, which is not everywhere and is not needed for our words
    return ImageFont.truetype(_font_file(name), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2)
def _font_file(name: str) -> Path:
    spec = find_spec("matplotlib")
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        file = Path(place, _FOLDER, name)
        if file.is_file():
            return file
    raise FileNotFoundError(f"expected {name} among matplotlib's files, found none: install matplotlib again")
