"""The horizontal that a person marks by a line: its tilt, how sure it is, and when it is refused."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, HorizonSource, Level
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray, length_px, line_tilt_deg

LINE_END_SD_PX = 2.0
"""How exactly a person places either end of a line: a couple of pixels, as on a screen that shows `SCREEN_SIDE_PX`.
Assumed, not measured."""

SCREEN_SIDE_PX = 1280
"""Longest side of a picture as it is shown: in a larger one a pixel of the screen is several of the picture. Assumed:
nobody sees a photo of 12 megapixels pixel by pixel."""

MAX_LINE_TILT_DEG = 45.0
"""A steeper line drawn as level means that the picture lies on its side."""

OUTSIDE_SHARE = 0.1
"""How far beyond the picture an end may lie, in longest sides: a finger slips over the border. Farther out there is
nothing to draw along, and the pixels are those of another picture. Ours."""


def level_from_line(
    start_px: ArrayLike, end_px: ArrayLike, *, size_px: tuple[int, int] | None = None, plumb: bool = False
) -> Level:
    """The horizontal that a person marked by two points of a line that is level in the world.

    The shorter the line, the less sure it is.

    Parameters
    ----------
    start_px, end_px
        The two points in pixels, shape ``(2,)``, in either order.
    size_px
        Width and height of the picture, where they are known.
    plumb
        Whether a line steeper than 45 degrees counts as drawn along something plumb; otherwise it is refused.

    Raises
    ------
    UsageError
        When the points are not two places, lie far outside the picture, or are so near each other that the line says
        less than the picture's rows do; or for a line steeper than 45 degrees that is not taken for plumb.
    """
    points = np.asarray([start_px, end_px], dtype=np.float64)
    if points.shape != (2, 2) or not np.isfinite(points).all():
        raise UsageError(f"expected two points of two numbers each, got {points.tolist()}: draw the line again")
    _check_inside(points, size_px)
    end_sd_px = LINE_END_SD_PX * (1.0 if size_px is None else max(1.0, max(size_px) / SCREEN_SIDE_PX))
    length = length_px(points[0], points[1])
    if length < least_length_px(end_sd_px):
        raise UsageError(
            f"expected a line at least {math.ceil(least_length_px(end_sd_px))} pixels long, got one of {length:.0f}, "
            "which says less about the level than the rows of the picture: draw a longer line"
        )
    tilt_deg = line_tilt_deg(points[0], points[1])
    if abs(tilt_deg) > MAX_LINE_TILT_DEG and not plumb:
        raise UsageError(
            f"expected a line within {MAX_LINE_TILT_DEG:g} degrees of the rows, got {tilt_deg:.1f}: "
            "draw it along something level, or turn the picture upright first"
        )
    drawn_sd_deg = math.degrees(math.atan(math.sqrt(2.0) * end_sd_px / length))
    return Level(
        source=HorizonSource.MARKED,
        tilt_deg=level_or_plumb_deg(tilt_deg),
        sd_deg=math.hypot(USUAL_LEVEL_SD_DEG[HorizonSource.MARKED], drawn_sd_deg),
    )


def level_or_plumb_deg(tilt_deg: float) -> float:
    """The tilt of level lines from a line's own: one steeper than 45 degrees is plumb, square to level."""
    if abs(tilt_deg) <= MAX_LINE_TILT_DEG:
        return tilt_deg
    return tilt_deg - math.copysign(90.0, tilt_deg)


def least_length_px(end_sd_px: float) -> float:
    """Length at which a line is as unsure as the picture's rows are, both ends placed with this standard deviation."""
    rows_sd_deg, marked_sd_deg = (USUAL_LEVEL_SD_DEG[source] for source in (HorizonSource.IMAGE, HorizonSource.MARKED))
    drawn_sd_deg = math.sqrt(rows_sd_deg**2 - marked_sd_deg**2)
    return math.sqrt(2.0) * end_sd_px / math.tan(math.radians(drawn_sd_deg))


def _check_inside(points: FloatArray, size_px: tuple[int, int] | None) -> None:
    if size_px is None:
        return
    margin = OUTSIDE_SHARE * max(size_px)
    if (points < -margin).any() or (points > np.asarray(size_px) + margin).any():
        raise UsageError(
            f"expected a line inside the picture of {size_px[0]} x {size_px[1]} pixels, got points at "
            f"{points.tolist()}: give them in the pixels of the upright picture"
        )
