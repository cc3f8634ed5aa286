"""Draw an analysis on a copy of its picture. Everything was measured before: nothing is measured or judged here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

import numpy as np

from thomas_test.core.analysis import Analysis
from thomas_test.core.geometry import FloatArray
from thomas_test.core.landmarks import Joint
from thomas_test.core.pictures import RgbImage
from thomas_test.overlay import contents
from thomas_test.overlay.figure import Figure, Strokes, arc_points
from thomas_test.overlay.style import FAINT, LIGHT, PELVIS, SHANK, THIGH, text_unit_px
from thomas_test.overlay.tiles import Box, Clutter, Tile, TileLine, around, best_of, corners, lay, make_tile

_JOINT_COST, _LEG_COST, _TRUNK_COST, _LINE_COST = 200.0, 60.0, 10.0, 6.0
"""How bad it is for words to cover these; only their order matters."""

_MAY_COVER = 20.0
"""Words that cost less leave the tested leg free."""

_PANEL_SHAPES = ((1.0, 300.0), (1.0, 210.0), (0.8, 300.0), (0.8, 210.0), (0.8, 150.0))
"""Size of the letters and greatest width of the panel, the best to read first."""


def draw_overlay(rgb: RgbImage, analysis: Analysis, *, numbers: bool = True, panel: bool = True) -> RgbImage:
    """Draw what was measured, or why nothing was, on a copy of the picture.

    Parameters
    ----------
    rgb
        The picture that was analysed, or the same picture in another size; it is left as it is.
    analysis
        What came of it.
    numbers
        Whether angles, flags and tilt are written. Without them the picture can be shown to a second rater.
    panel
        Whether flags, level, intervals and the note on them are written as well; without it the angles stand alone, for
        a page that says the rest beside the picture.

    Returns
    -------
    RgbImage
        A new picture of the same shape.
    """
    canvas = np.ascontiguousarray(rgb).copy()
    if analysis.outcome is None:
        _draw_refusal(canvas, analysis)
        return canvas
    figure = Figure.of(analysis.outcome, canvas, analysis.size_px)
    _draw_lines(canvas, figure)
    if numbers and not panel:
        write_bare_angles(canvas, figure)
    else:
        _write(canvas, figure, analysis, numbers=numbers)
    return canvas


def _draw_lines(canvas: RgbImage, figure: Figure) -> None:
    strokes = Strokes(canvas, figure.unit)
    if len(figure.other_leg) > 1:
        strokes.faint(figure.other_leg, FAINT, width=2.0, opacity=0.4)
    strokes.dashed(*figure.horizontal, LIGHT, width=1.8, dash=7.0)
    if figure.has_extension:
        strokes.dashed(*figure.extension, THIGH, width=1.6, dash=4.0)
    if figure.pelvis is not None:
        strokes.dashed(*figure.pelvis, PELVIS, width=2.6, dash=2.4)
        for end in figure.pelvis:
            strokes.ring(end, PELVIS, radius=4.5)
    if figure.knee_arc is not None:
        strokes.line(figure.knee_arc, SHANK, width=2.2)
    # a narrow one is short: with a thick rim it would be a dark spot
    strokes.line(figure.thigh_arc, THIGH, width=1.8 if figure.is_narrow else 2.2, rim=0.7 if figure.is_narrow else 1.2)
    if figure.ankle is not None:
        strokes.line([figure.knee, figure.ankle], SHANK, width=3.4)
    strokes.line([figure.hip, figure.knee], THIGH, width=3.4)
    for joint in figure.leg:
        strokes.ring(joint, LIGHT, radius=6.0)


def _write(canvas: RgbImage, figure: Figure, analysis: Analysis, *, numbers: bool) -> None:
    height, width = canvas.shape[:2]
    size = text_unit_px((width, height))
    clutter = _clutter(figure)
    room = Box(left=0, top=0, width=width, height=height)
    if numbers:
        room, clutter = _write_note(canvas, room, clutter, size)
    edge = 6.0 * size
    frame = Box(
        left=edge, top=room.top + edge, width=max(1.0, width - 2 * edge), height=max(1.0, room.height - 2 * edge)
    )
    outcome = figure.outcome
    words = (
        contents.panel_words(outcome, analysis.preset, analysis.evidence.levels)
        if numbers
        else contents.blind_words(outcome)
    )
    clutter = _write_panel(canvas, words, frame, clutter, size, head_on_left=figure.head_on_left)
    if numbers:
        _write_angles(canvas, figure, frame, clutter, size)


def write_bare_angles(canvas: RgbImage, figure: Figure, *, beside: Sequence[FloatArray] = ()) -> None:
    """Write the angles alone onto the caller's copy, where they cover least.

    Parameters
    ----------
    canvas, figure
        What is written on, and what was drawn on it.
    beside
        Another leg's points, from the hip down, which are to be seen as well.
    """
    height, width = canvas.shape[:2]
    size = text_unit_px((width, height))
    edge = 6.0 * size
    frame = Box(left=edge, top=edge, width=max(1.0, width - 2 * edge), height=max(1.0, height - 2 * edge))
    clutter = _clutter(figure).and_line(beside, _LEG_COST)
    _write_angles(canvas, figure, frame, clutter, size, intervals=False)


def _write_panel(
    canvas: RgbImage, words: Sequence[TileLine], frame: Box, clutter: Clutter, size: float, *, head_on_left: bool
) -> Clutter:
    """Write the panel into a free corner; where there is none, narrower or smaller, until it leaves the leg free."""
    found: list[tuple[float, Box, Tile]] = []
    for shrink, wide in _PANEL_SHAPES:
        tile = make_tile(words, unit=size * shrink, widest_px=min(frame.width, wide * size * shrink))
        places = corners(tile.shape[1], tile.shape[0], frame, head_on_left=head_on_left)
        box = best_of(places, clutter, margin_px=2.0 * size)
        cost = float(clutter.costs([box], margin_px=2.0 * size)[0])
        found.append((cost, box, tile))
        if cost < _MAY_COVER:
            break
    _, box, tile = min(found, key=itemgetter(0))
    return _lay(canvas, tile, box, clutter)


def _write_note(canvas: RgbImage, room: Box, clutter: Clutter, size: float) -> tuple[Box, Clutter]:
    """Write the note along the lower edge, or along the upper one if a leg hangs there; give the room that is left."""
    note = _note(size, room.width)
    height = note.shape[0]
    below = Box(left=0, top=room.height - height, width=room.width, height=height)
    above = Box(left=0, top=0, width=room.width, height=height)
    strip = best_of((below, above), clutter, margin_px=12.0 * size)
    left_over = Box(left=0, top=height if strip is above else 0, width=room.width, height=room.height - height)
    return left_over, _lay(canvas, note, strip, clutter)


@lru_cache(maxsize=4)
def _note(size: float, width_px: float) -> Tile:
    """The note as a strip; remembered, as it is the same on all pictures of a size."""
    return make_tile(contents.note_words(), unit=size, widest_px=width_px, full_width=True, padding=4.0)


def _write_angles(
    canvas: RgbImage, figure: Figure, frame: Box, clutter: Clutter, size: float, *, intervals: bool = True
) -> None:
    measured, said = figure.outcome.measurement, contents.label_words if intervals else contents.bare_label_words
    labels = [(said("θ", measured.thigh, THIGH, signed=True), _middle(figure.thigh_arc))]
    if measured.knee is not None and figure.knee_arc is not None:
        labels.append((said("κ", measured.knee, SHANK, signed=False), _middle(figure.knee_arc)))
    if figure.outcome.pelvis is not None and figure.pelvis is not None:
        # at the end away from the leg, where the angles' own words are not
        labels.append((contents.pelvis_words(figure.outcome.pelvis, intervals=intervals), figure.pelvis[0]))
    for words, anchor in labels:
        tile = make_tile(words, unit=size, widest_px=frame.width, padding=3.5)
        box = around(anchor, tile.shape[1], tile.shape[0], frame, clutter, margin_px=3.0 * size)
        clutter = _lay(canvas, tile, box, clutter)


def _middle(arc_px: FloatArray) -> FloatArray:
    middle: FloatArray = arc_px[len(arc_px) // 2]
    return middle


def _lay(canvas: RgbImage, tile: Tile, box: Box, clutter: Clutter) -> Clutter:
    lay(canvas, tile, round(box.left), round(box.top))
    return clutter.and_box(box)


def _clutter(figure: Figure) -> Clutter:
    """Gather what words should not cover, the joints of the tested leg first of all."""
    rings = [arc_points(joint, 8.0 * figure.unit, 0.0, 360.0) for joint in figure.leg]
    clutter = (
        Clutter()
        .and_points(np.stack(figure.leg), _JOINT_COST)
        .and_points(np.concatenate(rings), _JOINT_COST)
        .and_line(figure.leg, _LEG_COST)
        .and_points(figure.thigh_arc, _LINE_COST / 2)
        .and_line(figure.horizontal, _LINE_COST)
        .and_line(figure.other_leg, _LINE_COST)
    )
    if figure.knee_arc is not None:
        clutter = clutter.and_points(figure.knee_arc, _LINE_COST / 2)
    if figure.pelvis is not None:
        clutter = clutter.and_line(list(figure.pelvis), _LEG_COST)
    if figure.has_extension:
        clutter = clutter.and_line(figure.extension, _LINE_COST)
    if Joint.SHOULDER in figure.points_px:
        clutter = clutter.and_line([figure.hip, figure.points_px[Joint.SHOULDER]], _TRUNK_COST)
    return clutter


def _draw_refusal(canvas: RgbImage, analysis: Analysis) -> None:
    if analysis.refusal is None:  # an analysis without outcome always has one
        return
    height, width = canvas.shape[:2]
    words = contents.refusal_words(analysis.refusal)
    lay(
        canvas,
        make_tile(words, unit=text_unit_px((width, height)), widest_px=width, full_width=True, padding=9.0),
        0,
        0,
    )
