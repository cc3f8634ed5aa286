"""Colours and sizes of everything drawn, in one place and relative to the picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from thomas_test.criteria import Verdict

Colour = tuple[int, int, int]

# Okabe & Ito's palette (2008), told apart by colour-blind people as well; each line has a dark rim, so that it stands
# out from light and from dark grounds alike.
THIGH: Colour = (255, 176, 0)
SHANK: Colour = (86, 180, 233)
LIGHT: Colour = (255, 255, 255)
DARK: Colour = (12, 14, 18)
FAINT: Colour = (225, 225, 225)

VERDICT_COLOURS: Mapping[Verdict, Colour] = MappingProxyType(
    {
        Verdict.MET: (0, 158, 115),
        Verdict.NOT_MET: (213, 94, 0),
        Verdict.BORDERLINE: (240, 228, 66),
        Verdict.NOT_ASSESSED: (160, 160, 160),
    }
)

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
