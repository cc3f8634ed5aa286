"""The leg, the thresholds and the angles drawn on a copy of a live frame: a few strokes, made in a few milliseconds."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from thomas_test.core.criteria import Preset, Verdict
from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.motion.following import FrameReading
from thomas_test.output.words import degrees
from thomas_test.overlay.figure import Strokes
from thomas_test.overlay.style import FAINT, LIGHT, SHANK, THIGH, VERDICT_COLOURS, Colour, text_unit_px, unit_px
from thomas_test.overlay.tiles import Tile, TileLine, lay, make_tile

_HELD: Colour = VERDICT_COLOURS[Verdict.MET]
_BEYOND = 1.25
"""The threshold lines reach a little farther than the thigh."""


def draw_frame(rgb: RgbImage, reading: FrameReading | None, preset: Preset, *, words: str, progress: float) -> RgbImage:
    """Draw a reading on a copy of its frame.

    Parameters
    ----------
    rgb
        The frame, shape ``(height, width, 3)``; left as it is.
    reading
        What was read in it, or in the frame before; None where nothing read is true of it: then only words are drawn.
    preset
        Whose thresholds are drawn as lines from the hip.
    words
        What the people at the table are told.
    progress
        How much of the hold is done, 0 to 1: a bar that fills.
    """
    canvas = np.ascontiguousarray(rgb).copy()
    height, width = canvas.shape[:2]
    letters = text_unit_px((width, height))
    if reading is not None:
        _draw_leg(Strokes(canvas, unit_px((width, height))), reading, preset)
        if (numbers := _numbers(reading)) is not None:
            lay(canvas, _number_tile(*numbers, letters, width), width // 64, width // 64)
    said = _word_tile(words, letters, width)
    lay(canvas, said, 0, height - said.shape[0])
    canvas[: max(4, height // 60), : round(width * min(max(progress, 0.0), 1.0))] = _HELD
    return canvas


def _draw_leg(strokes: Strokes, reading: FrameReading, preset: Preset) -> None:
    pose = reading.pose
    if pose is None:
        return
    hip, knee = pose[Joint.HIP], pose[Joint.KNEE]
    reach = _BEYOND * float(np.linalg.norm(knee - hip))
    for threshold_deg in (preset.parallel_deg, preset.below_deg):
        end = hip + reach * _way(threshold_deg - pose.forward_sign * reading.level.tilt_deg, pose.forward_sign)
        strokes.dashed(hip, end, LIGHT, width=1.0, dash=5.0)
    other = [pose[joint] for joint in (Joint.OTHER_HIP, Joint.OTHER_KNEE, Joint.OTHER_ANKLE) if joint in pose]
    if len(other) > 1:
        strokes.line(other, FAINT, width=1.0, rim=0.6)
    if Joint.ANKLE in pose:
        strokes.line([knee, pose[Joint.ANKLE]], SHANK, width=3.0)
        strokes.ring(pose[Joint.ANKLE], SHANK, radius=5.0)
    strokes.line([hip, knee], THIGH, width=3.0)
    strokes.ring(hip, THIGH, radius=5.0)
    strokes.ring(knee, THIGH, radius=5.0)


def _way(drop_deg: float, forward_sign: int) -> FloatArray:
    """The unit way from the hip that drops by this angle below the rows of the picture."""
    angle = np.radians(drop_deg)
    return np.array([forward_sign * np.cos(angle), np.sin(angle)])


def _numbers(reading: FrameReading) -> tuple[str, str] | None:
    thigh, knee = reading.thigh_angle_deg, reading.knee_flexion_deg
    if thigh is None:
        return None
    text_thigh = f"θ {degrees(round(thigh), signed=True).replace('.0', '')}"
    return text_thigh, "κ –" if knee is None else f"κ {degrees(round(knee)).replace('.0', '')}"


@lru_cache(maxsize=256)
def _number_tile(thigh: str, knee: str, unit: float, width: int) -> Tile:
    words = (
        TileLine(text=thigh, size=26.0, colour=THIGH, bold=True),
        TileLine(text=knee, size=26.0, colour=SHANK, bold=True),
    )
    return make_tile(words, unit=unit, widest_px=width / 2)


@lru_cache(maxsize=64)
def _word_tile(words: str, unit: float, width: int) -> Tile:
    return make_tile((TileLine(text=words, size=17.0, bold=True),), unit=unit, widest_px=width, full_width=True)
