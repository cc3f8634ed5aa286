"""Checks on the picture itself and on where the camera stood."""

from __future__ import annotations

import cv2
import numpy as np

from thomas_test.checks.sharpness import picture_blur
from thomas_test.estimators import RgbImage
from thomas_test.images import Gravity
from thomas_test.levelling import TableEdge
from thomas_test.quality import Refusal, RefusalCode, WarningCode

LEAST_SIDE_PX = 120
"""A picture smaller than this shows no leg of a measurable size."""

DARK_LUMA, DIM_LUMA = 16.0, 40.0
"""Brightness (0-255) that the brightest twentieth of the picture must reach: under the first nothing can be told
apart, under the second noise rules. The dimmest scene that is read well reaches 62."""

BLURRED_PICTURE = 0.0035
"""Spread of the sharpest edges, in longest sides of the picture, over which a picture in which the networks find no
leg to measure is called blurred. The scenes reach 0.0008; a scene blurred by 5 of 1024 pixels reaches this, and blurred
by 8 the networks find nobody in most."""

OBLIQUE_DEG = 10.0
"""Camera this far from square, by the convergence of the table's edges (which reads a quarter low)."""

PITCH_DEG, STEEP_PITCH_DEG = 12.0, 30.0
"""Camera tilted up or down by more: 10 degrees of it with 10 of abduction cost 1.8 degrees, 20 with 20 cost 7.1
(clinical notes, camera geometry: atan(tan a sin p))."""


def refuse_picture(rgb: RgbImage, size_px: tuple[int, int] | None = None) -> Refusal | None:
    """Refuse a picture in which nothing can be seen, before any network looks at it; `size_px` is the photo's own."""
    height, width = rgb.shape[:2]
    if min(height, width) < LEAST_SIDE_PX:
        width, height = size_px or (width, height)
        return Refusal(code=RefusalCode.TOO_SMALL, detail=f"It has {width} x {height} pixels.")
    if bright_end(rgb) < DARK_LUMA:
        return Refusal(code=RefusalCode.TOO_DARK)
    return None


def fitting_refusal(refusal: Refusal, rgb: RgbImage) -> Refusal:
    """Say that a picture is dark or blurred where that is why the networks saw something else in it.

    What they take a blurred or dark picture for is a guess (nobody, half a leg, somebody upright), and its advice
    would send people the wrong way.
    """
    if refusal.code in NOT_THE_NETWORKS:
        return refusal
    if bright_end(rgb) < DIM_LUMA:
        return Refusal(code=RefusalCode.TOO_DARK)
    if (picture_blur(rgb) or 0.0) > BLURRED_PICTURE:
        return Refusal(code=RefusalCode.BLURRED)
    return refusal


NOT_THE_NETWORKS = frozenset(
    {RefusalCode.TOO_SMALL, RefusalCode.TOO_DARK, RefusalCode.BLURRED, RefusalCode.CAMERA_TOO_HIGH}
)
"""Refusals that do not rest on what the networks saw."""


def view_warnings(edge: TableEdge | None, gravity: Gravity | None) -> tuple[WarningCode, ...]:
    """Say whether the camera stands square and at the right height, as far as table and gravity tell."""
    seen = {
        WarningCode.OBLIQUE_VIEW: edge is not None and abs(edge.camera_aside_deg) > OBLIQUE_DEG,
        WarningCode.CAMERA_HIGH: gravity is not None and abs(gravity.camera_pitch_deg) > PITCH_DEG,
    }
    return tuple(code for code, there in seen.items() if there)


def refuse_camera(gravity: Gravity | None) -> Refusal | None:
    """Refuse a view from far above or from far below, as far as gravity tells; the detail says which it is.

    Both have one code: the fault and its remedy, a lens at the height of the hip, are the same, and codes are stable.
    """
    if gravity is None or abs(gravity.camera_pitch_deg) <= STEEP_PITCH_DEG:
        return None
    way = "down" if gravity.camera_pitch_deg > 0 else "up"
    detail = f"By the phone's own gravity it looks {abs(gravity.camera_pitch_deg):.0f} degrees {way}."
    return Refusal(code=RefusalCode.CAMERA_TOO_HIGH, detail=detail)


def bright_end(rgb: RgbImage) -> float:
    """Brightness that the brightest twentieth of the picture reaches, 0 to 255."""
    return float(np.percentile(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), 95))
