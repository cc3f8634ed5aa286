"""Where a photo ends inside its picture: in a screenshot, on a slide or between black bars.

The networks place a foot that the photo cuts off in what lies beyond it, as if the leg went on there.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from thomas_test.core.geometry import FloatArray, length_px
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.core.thomas_pose import ThomasPose

ONE_COLOUR, ANOTHER_COLOUR = 3, 12
"""Grey levels by which a bar's own colour may vary, and by which the photo must differ from it. Walls and floors carry
noise and shading, which JPEG leaves none of in a bar."""

BAR_THIGHS = 0.2
"""How broad a bar is at least, in thigh lengths: about a foot's length. In a narrower one no foot is guessed."""

EDGE_PX = 12
"""How far from the bar the photo is asked whether it is there: beyond the block of 8 pixels in which JPEG smears the
edge. An edge that is not straight, or not along the picture's rows, is none of a photo."""

SHOWN = 0.8
"""Share of that line that must have another colour: of a body before a plain wall only the body has."""


def photo_corners_px(rgb: RgbImage, pose: ThomasPose) -> FloatArray:
    """Where the photo begins and ends, as far as a leg can be cut off there: below, and beyond the feet.

    Parameters
    ----------
    rgb
        The picture, shape ``(height, width, 3)``.
    pose
        The person in its pixels.

    Returns
    -------
    FloatArray
        Upper left and lower right corner, shape ``(2, 2)``; those of the picture where no bar is found.
    """
    height, width = rgb.shape[:2]
    corners = np.array([[0.0, 0.0], [width, height]])
    hip_x, hip_y = _inside(pose[Joint.HIP], rgb)
    knee, other_knee, shoulder, ankle = (
        _inside(pose[joint], rgb) for joint in (Joint.KNEE, Joint.OTHER_KNEE, Joint.SHOULDER, Joint.ANKLE)
    )
    least = max(round(BAR_THIGHS * length_px(pose[Joint.HIP], pose[Joint.KNEE])), 1)
    left, right = sorted((knee[0], shoulder[0]))
    below = _bar_begins(rgb[hip_y:, left:right], least)
    top, bottom = sorted((other_knee[1], max(ankle[1], hip_y)))
    across = rgb[top:bottom].transpose(1, 0, 2)
    if below is not None:
        corners[1, 1] = hip_y + below
    # a board or a curtain before the leg has the rest of the room behind it, a bar has nothing
    if pose.forward_sign > 0:
        beyond = _bar_begins(across[hip_x:], least, to_end=True)
        corners[1, 0] = width if beyond is None else hip_x + beyond
    else:
        beyond = _bar_begins(across[:hip_x][::-1], least, to_end=True)
        corners[0, 0] = 0 if beyond is None else hip_x - beyond
    return corners


def _inside(point_px: FloatArray, rgb: RgbImage) -> tuple[int, int]:
    x, y = np.clip(point_px, 0, rgb.shape[1::-1]).astype(int)
    return int(x), int(y)


def _bar_begins(lines: NDArray[np.uint8], least: int, *, to_end: bool = False) -> int | None:
    """At which line a bar of one colour begins behind a straight edge; None where there is none.

    Parameters
    ----------
    lines
        Shape ``(lines, length, 3)``, the photo first.
    least
        So many lines must have the bar's colour.
    to_end
        Whether all lines must that follow; else text or buttons may stand farther down.
    """
    if len(lines) < least + EDGE_PX or not lines.shape[1]:
        return None
    dark, bright = lines.min(axis=1).astype(int), lines.max(axis=1).astype(int)
    if to_end:
        dark, bright = np.minimum.accumulate(dark[::-1])[::-1], np.maximum.accumulate(bright[::-1])[::-1]
    darkest, brightest = (sliding_window_view(each, least, axis=0) for each in (dark, bright))
    darkest, brightest = darkest.min(axis=-1), brightest.max(axis=-1)
    plain = np.flatnonzero((brightest - darkest).max(axis=-1) <= ONE_COLOUR)
    if not len(plain) or plain[0] < EDGE_PX:
        return None
    begins = int(plain[0])
    apart = np.abs(lines[begins - EDGE_PX].astype(int) - (darkest[begins] + brightest[begins]) // 2).max(axis=-1)
    return begins if float((apart > ANOTHER_COLOUR).mean()) >= SHOWN else None
