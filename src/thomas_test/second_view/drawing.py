"""The second photo with its joints, the plumb line and the numbers drawn on a copy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from thomas_test.core.angles import Angle
from thomas_test.core.geometry import FloatArray, rotate_about
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.output.words import level_words, sided_interval, turn_size
from thomas_test.overlay.figure import Strokes
from thomas_test.overlay.style import LIGHT, SHANK, THIGH, text_unit_px, unit_px
from thomas_test.overlay.tiles import TileLine, lay, make_tile
from thomas_test.second_view.analysis import FrontAnalysis
from thomas_test.second_view.pose import FrontPose, SecondView


def draw_front(rgb: RgbImage, analysis: FrontAnalysis, *, numbers: bool = True, words: bool = True) -> RgbImage:
    """Draw what was read from a second photo, or why nothing was, on a copy.

    Parameters
    ----------
    rgb
        The picture that was read, or the same picture in another size; it is left as it is.
    analysis
        What came of it.
    numbers
        Whether angles are written.
    words
        Whether anything is written at all; without, the page beside the picture says it.
    """
    canvas = np.ascontiguousarray(rgb).copy()
    height, width = canvas.shape[:2]
    if analysis.pose is not None:
        _draw_joints(canvas, analysis.pose, analysis)
    if not words:
        return canvas
    unit = text_unit_px((width, height))
    tile = make_tile(list(_words(analysis, numbers=numbers)), unit=unit, widest_px=min(0.9 * width, 320 * unit))
    lay(canvas, tile, round(6 * unit), round(height - tile.shape[0] - 6 * unit))
    return canvas


def turn_words(angle: Angle, positive: str, negative: str) -> str:
    """Say an angle that turns either way, such as ``12.0° turned out (95 %: +8.0° to +16.0°)``."""
    return f"{turn_size(angle.value_deg, positive, negative)} (95 %: {sided_interval(angle, positive, negative)})"


def _draw_joints(canvas: RgbImage, pose: FrontPose, analysis: FrontAnalysis) -> None:
    height, width = canvas.shape[:2]
    strokes = Strokes(canvas, unit_px((width, height)))
    scale = np.array([width / analysis.size_px[0], height / analysis.size_px[1]])
    points = {joint: point * scale for joint, point in pose.points_px.items()}
    knee = points[Joint.KNEE]
    if pose.view is SecondView.FRONT:
        length = float(np.hypot(*(points[Joint.ANKLE] - knee)))
        strokes.dashed(knee, knee + _plumb(analysis.level.tilt_deg, length), LIGHT, width=1.8, dash=6.0)
        strokes.line([knee, points[Joint.ANKLE]], SHANK, width=3.4)
    elif Joint.OTHER_HIP in points:
        strokes.dashed(points[Joint.OTHER_HIP], points[Joint.HIP], LIGHT, width=1.8, dash=6.0)
    if Joint.HIP in points:
        strokes.line([points[Joint.HIP], knee], THIGH, width=3.0)
    for joint in (Joint.HIP, Joint.KNEE, Joint.ANKLE, Joint.OTHER_HIP):
        if joint in points and (pose.view is SecondView.TOP or joint is not Joint.OTHER_HIP):
            strokes.ring(points[joint], LIGHT, radius=5.0)


def _plumb(tilt_deg: float, length: float) -> FloatArray:
    """The way of a plumb line in the picture: turned against the clock where level rises to the right."""
    return rotate_about((0.0, length), (0.0, 0.0), -tilt_deg)


def _words(analysis: FrontAnalysis, *, numbers: bool) -> Iterator[TileLine]:
    measured = analysis.measurement
    if measured is None or analysis.pose is None:
        yield TileLine(text=analysis.refusal.words if analysis.refusal else "", size=10.0)
        return
    yield TileLine(text=f"{analysis.pose.tested_leg.capitalize()} leg {analysis.pose.view.words}", size=10.0, bold=True)
    if numbers:
        rows = (("Rotation", measured.rotation, "out", "in"), ("Abduction", measured.abduction, "aside", "across"))
        for name, angle, positive, negative in rows:
            if angle is not None:
                yield TileLine(text=f"{name} {turn_words(angle, positive, negative)}", size=9.0)
    if analysis.pose.view is SecondView.FRONT:
        yield TileLine(text=f"Level: {level_words(analysis.level)}" if numbers else "Level drawn", size=8.0)
    if analysis.warnings:
        yield TileLine(text="Beware: " + ", ".join(code.replace("_", " ") for code in analysis.warnings), size=8.0)
