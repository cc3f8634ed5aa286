"""A person's course as a drawing, and the same in a sentence and a table for those who do not see it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from thomas_test.check.meaning.reference_bands import Quantity, bands_for
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.landmarks import Side
from thomas_test.history.progress import Course, Point
from thomas_test.output.words import degrees, interval

_LOOKS: Final = {Side.LEFT: ("#0b5c8a", "o", "-"), Side.RIGHT: ("#a34000", "s", "--")}
"""Colour, mark and line of a leg: told apart without colour as well; blue and orange hold for common colour vision."""

_SIZE_IN: Final = (7.0, 3.6)
_PRINT_DPI: Final = 200


def curve_svg(course: Course, preset: Preset = GUIDE) -> bytes:
    """The curve of one quantity as SVG, the same bytes for the same course."""
    # a fixed salt and no date: what is kept under version control or compared must not differ by themselves
    with mpl.rc_context({"svg.hashsalt": "thomas-test", "svg.fonttype": "path"}):
        figure = _drawn(course, preset)
        out = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Title": _title(course)})
    return out.getvalue()


def curve_png(course: Course, preset: Preset = GUIDE) -> bytes:
    """The curve of one quantity as PNG, fit for printing."""
    figure = _drawn(course, preset)
    figure.set_dpi(_PRINT_DPI)
    out = io.BytesIO()
    FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})
    return out.getvalue()


def sentences(course: Course) -> tuple[str, ...]:
    """What the curve shows, in words: for each leg how often, from where to where, and whether that is a change."""
    said = tuple(_leg_words(course, side) for side in Side if course.points[side])
    difference = course.difference()
    between = () if difference is None else (f"Left and right leg differ by {difference.words}.",)
    return (*said, *between, *_held_against(course)) if said else ()


def course_rows(course: Course) -> list[tuple[str, str, str, str]]:
    """Day, leg, angle and interval of every point, in the order of the days."""
    rows = [(point, side) for side in Side for point in course.points[side]]
    return [
        (point.day.isoformat(), str(side), degrees(point.angle.value_deg), interval(point.angle))
        for point, side in sorted(rows, key=lambda row: (row[0].day, row[1]))
    ]


def _leg_words(course: Course, side: Side) -> str:
    points = course.points[side]
    first, last = points[0], points[-1]
    if len(points) == 1:
        return f"{course.quantity.capitalize()} of the {side} leg: {degrees(first.angle.value_deg)} on {first.day}."
    change = course.change(side)
    changed = "" if change is None else f" {change.words}"
    return (
        f"{course.quantity.capitalize()} of the {side} leg, {len(points)} times: {degrees(first.angle.value_deg)} on "
        f"{first.day}, {degrees(last.angle.value_deg)} on {last.day};{changed}."
    )


def _held_against(course: Course) -> tuple[str, ...]:
    days = f"Held against {course.mdc.degrees:g}°: {course.mdc.source}."
    if course.mdc_sides == course.mdc or course.difference() is None:
        return (days,)
    return days, f"The legs held against {course.mdc_sides.degrees:g}°: {course.mdc_sides.source}."


def _title(course: Course) -> str:
    return f"{course.quantity.capitalize()} over time"


def _drawn(course: Course, preset: Preset) -> Figure:
    figure = Figure(figsize=_SIZE_IN, layout="constrained")
    axes = figure.add_subplot()
    _draw_context(axes, course.quantity, preset)
    for side in Side:
        _draw_leg(axes, side, course.points[side])
    axes.set_title(_title(course), loc="left")
    axes.set_ylabel(f"{course.quantity.capitalize()} (°)")
    locator = AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    for place in ("top", "right"):
        axes.spines[place].set_visible(False)
    if any(course.points.values()):
        axes.legend(frameon=False, fontsize="small", loc="best")
    return figure


def _draw_context(axes: Axes, quantity: Quantity, preset: Preset) -> None:
    for band in bands_for(quantity):
        if band.low_deg is not None and band.high_deg is not None:
            axes.axhspan(band.low_deg, band.high_deg, color="#000000", alpha=0.06, label=band.name)
    for threshold in _thresholds_deg(quantity, preset):
        axes.axhline(threshold, color="#555555", linewidth=0.9, linestyle=":")
        axes.annotate(f"{threshold:g}°", (1.0, threshold), xycoords=("axes fraction", "data"), fontsize="x-small")


def _thresholds_deg(quantity: Quantity, preset: Preset) -> tuple[float, ...]:
    if quantity is Quantity.THIGH:
        return preset.parallel_deg, preset.below_deg
    return (preset.knee_threshold_deg,)


def _draw_leg(axes: Axes, side: Side, points: Sequence[Point]) -> None:
    if not points:
        return
    colour, mark, line = _LOOKS[side]
    days = [date2num(point.day) for point in points]
    values = [point.angle.value_deg for point in points]
    reach = (
        [point.angle.value_deg - point.angle.low_deg for point in points],
        [point.angle.high_deg - point.angle.value_deg for point in points],
    )
    axes.errorbar(days, values, yerr=reach, color=colour, marker=mark, linestyle=line, capsize=3.0, label=f"{side} leg")
