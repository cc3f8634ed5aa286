"""How exactly a person places points on a picture, and so how sure a direction between two of them is."""

from __future__ import annotations

import math

HAND_THIGH_SD_DEG = 1.0
"""Standard error of angles read from photos of the test by hand (Peeler & Leiter 2013, n = 28: SEM 1.0 degrees)."""

HAND_POINT_SD_PX = 1.5
"""How exactly a person places a point on a screen: a guess of about one and a half pixels, which matters only for
limbs under 100 pixels."""


def placed_direction_sd_deg(length_px: float) -> float:
    """How much the direction between two points wavers when each is placed by hand on a screen."""
    return math.degrees(math.sqrt(2.0) * HAND_POINT_SD_PX / max(length_px, 1.0))


def placed_thigh_sd_deg(thigh_px: float) -> float:
    """How sure the direction of a thigh is whose two ends were placed by hand."""
    return math.hypot(HAND_THIGH_SD_DEG, placed_direction_sd_deg(thigh_px))
