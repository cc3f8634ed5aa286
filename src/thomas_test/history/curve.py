"""A person's course as a drawing, and the same in a sentence and a table for those who do not see it."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from thomas_test.check.meaning.reference_bands import Quantity, bands_for
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import Change
from thomas_test.history.book import PlanEntry
from thomas_test.history.plans import plan_words, title_of
from thomas_test.history.progress import Course, CoursePoint
from thomas_test.output.words import degrees, interval, thigh_interval, thigh_size

_MARKS: Final = {Side.LEFT: ("o", "-"), Side.RIGHT: ("s", "--")}
"""Mark and line of a leg: told apart without colour as well."""


@dataclass(frozen=True, kw_only=True)
class _Ink:
    """Colours on paper or on a dark page; blue and orange hold for common colour vision."""

    surface: str
    words: str
    threshold: str
    legs: Mapping[Side, str]


_PAPER: Final = _Ink(
    surface="#ffffff", words="#13272b", threshold="#555555", legs={Side.LEFT: "#0b5c8a", Side.RIGHT: "#a34000"}
)
_DARK: Final = _Ink(
    surface="#10191b", words="#e6eeef", threshold="#a9b6b9", legs={Side.LEFT: "#7cc4ee", Side.RIGHT: "#f2a66e"}
)


@dataclass(frozen=True, kw_only=True)
class _Form:
    """The shape of the drawing.

    Attributes
    ----------
    size_in
        Of the curve without what was done.
    plan_in
        Height of each plan below it.
    narrow
        Whether there is no room beside what is drawn: the legend stands below it, and a plan's words take two lines.
    """

    size_in: tuple[float, float]
    plan_in: float = 0.36
    narrow: bool = False


_WIDE: Final = _Form(size_in=(7.0, 3.6))
_SMALL: Final = _Form(size_in=(4.4, 2.5))
_NARROW: Final = _Form(size_in=(3.3, 4.4), plan_in=0.75, narrow=True)
_PRINT_DPI: Final = 200


def curve_svg(
    course: Course,
    preset: Preset = GUIDE,
    *,
    plans: Sequence[PlanEntry] = (),
    dark: bool = False,
    narrow: bool = False,
) -> bytes:
    """The curve of one quantity as SVG, the same bytes for the same course; on paper, or on a dark page.

    Parameters
    ----------
    course, preset
        What was found, and the thresholds behind it.
    plans
        What was done about it: a bar below the axis for each, from when to when, with a mark for each day of it.
    dark
        Whether it stands on a dark page.
    narrow
        Whether it stands on a phone: all of it as wide as that, with letters that can be read there.
    """
    # a fixed salt and no date: what is kept under version control or compared must not differ by themselves
    with mpl.rc_context({"svg.hashsalt": "thomas-test", "svg.fonttype": "path"}):
        figure = _drawn(course, preset, plans, _DARK if dark else _PAPER, form=_NARROW if narrow else _WIDE)
        out = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Title": _title(course)})
    return out.getvalue()


def curve_png(course: Course, preset: Preset = GUIDE, *, plans: Sequence[PlanEntry] = (), small: bool = False) -> bytes:
    """The curve of one quantity as PNG, fit for printing; below it what was done about it.

    Parameters
    ----------
    course, preset, plans
        As for `curve_svg`.
    small
        Whether it is printed in a column: letters are larger beside the lines, so that they can still be read.
    """
    figure = _drawn(course, preset, plans, _PAPER, form=_SMALL if small else _WIDE)
    figure.set_dpi(_PRINT_DPI)
    out = io.BytesIO()
    FigureCanvasAgg(figure).print_png(out, metadata={"Software": None})
    return out.getvalue()


def sentences(course: Course) -> tuple[str, ...]:
    """What the curve shows, in words: for each leg how often, from where to where, and whether that is a change."""
    said = tuple(_leg_words(course, side) for side in Side if course.points[side])
    difference = course.difference()
    if difference is not None:
        said += (f"Left and right leg differ by {abs(difference.degrees):.1f}°: {difference.held}.",)
    return (*said, *_held_against(course)) if said else ()


def plan_sentences(plans: Sequence[PlanEntry], day: dt.date) -> tuple[str, ...]:
    """What the bars below the curve show, in words, as it stands on a day."""
    return tuple(f"{title_of(plan.measure)}: {plan_words(plan, day)}." for plan in plans)


def plan_rows(plans: Sequence[PlanEntry]) -> list[tuple[str, str, str, str, str]]:
    """What, since when, to when, how often a week, and on how many days it was done."""
    return [
        (
            title_of(plan.measure),
            plan.since.isoformat(),
            plan.until.isoformat(),
            str(plan.times_a_week),
            str(len(plan.days)),
        )
        for plan in plans
    ]


def between_words(course: Course, side: Side, first: str, second: str) -> str:
    """How a leg differs between two examinations, by their keys; empty where it was not measured in both."""
    change = course.between(side, first, second)
    if change is None:
        return ""
    return f"{course.quantity.capitalize()} of the {side} leg: {change_words(course.quantity, change)}."


def angle_words(quantity: Quantity, angle: Angle) -> str:
    """An angle as it is told everywhere: of the thigh its size and its side of the horizontal, never a sign."""
    return thigh_size(angle.value_deg) if quantity is Quantity.THIGH else degrees(angle.value_deg)


def change_words(quantity: Quantity, change: Change) -> str:
    """A change and what it is held against: a thigh is lower or higher than before, as it is above or below."""
    return change.told("lower", "higher") if quantity is Quantity.THIGH else change.words


def course_rows(course: Course) -> list[tuple[str, str, str, str]]:
    """Day, leg, angle and interval of every point, in the order of the days."""
    rows = [(point, side) for side in Side for point in course.points[side]]
    return [
        (
            point.day.isoformat(),
            str(side),
            angle_words(course.quantity, point.angle),
            thigh_interval(point.angle, beside=True) if course.quantity is Quantity.THIGH else interval(point.angle),
        )
        for point, side in sorted(rows, key=lambda row: (row[0].day, row[1]))
    ]


def _leg_words(course: Course, side: Side) -> str:
    points = course.points[side]
    first, last = (f"{angle_words(course.quantity, point.angle)} on {point.day}" for point in (points[0], points[-1]))
    if len(points) == 1:
        return f"{course.quantity.capitalize()} of the {side} leg: {first}."
    change = course.change(side)
    changed = "" if change is None else f" {change_words(course.quantity, change)}"
    return f"{course.quantity.capitalize()} of the {side} leg, {len(points)} times: {first}, {last};{changed}."


def _held_against(course: Course) -> tuple[str, ...]:
    days = f"Held against {course.mdc.degrees:g}°: {course.mdc.source}."
    if course.mdc_sides == course.mdc or course.difference() is None:
        return (days,)
    return days, f"The legs held against {course.mdc_sides.degrees:g}°: {course.mdc_sides.source}."


def _title(course: Course) -> str:
    return f"{course.quantity.capitalize()} over time"


def _drawn(
    course: Course,
    preset: Preset,
    plans: Sequence[PlanEntry],
    ink: _Ink,
    *,
    form: _Form = _WIDE,
) -> Figure:
    (width, height), below = form.size_in, form.plan_in * len(plans)
    figure = Figure(figsize=(width, height + below), layout="constrained", facecolor=ink.surface)
    rows = figure.add_gridspec(1 + bool(plans), 1, height_ratios=[height, below][: 1 + bool(plans)])
    axes = figure.add_subplot(rows[0], facecolor=ink.surface)
    axes.use_sticky_edges = False
    if plans:
        _draw_plans(figure.add_subplot(rows[1], sharex=axes, facecolor=ink.surface), plans, ink, form)
    _draw_context(axes, course.quantity, preset, ink)
    for side in Side:
        _draw_leg(axes, side, course.points[side], ink)
    axes.set_title(_title(course), loc="left", color=ink.words)
    axes.set_ylabel(_axis_words(course.quantity), color=ink.words)
    locator = AutoDateLocator(minticks=2, maxticks=4 if form.narrow else 8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.xaxis.get_offset_text().set_color(ink.words)
    days = {point.day for side in Side for point in course.points[side]}
    if len(days) == 1 and not plans:
        _stand_alone(axes, days.pop())
    axes.tick_params(colors=ink.words)
    for place, spine in axes.spines.items():
        spine.set_visible(place in ("left", "bottom"))
        spine.set_color(ink.words)
    if any(course.points.values()):
        if form.narrow:
            figure.legend(frameon=False, fontsize="small", loc="outside lower left", labelcolor=ink.words)
        else:
            axes.legend(frameon=False, fontsize="small", loc="best", labelcolor=ink.words)
    return figure


def _axis_words(quantity: Quantity) -> str:
    """What the axis counts; its numbers have signs, so it says what they stand for."""
    words = f"{quantity.capitalize()} (°)"
    return f"{words}\n− above, + below horizontal" if quantity is Quantity.THIGH else words


def _stand_alone(axes: Axes, day: dt.date) -> None:
    """One day has no course: it stands in the middle under its own date, in place of the years around it."""
    middle = date2num(day)
    axes.set_xticks([middle], labels=[day.isoformat()])
    axes.set_xlim(middle - 1.0, middle + 1.0)


def _draw_context(axes: Axes, quantity: Quantity, preset: Preset, ink: _Ink) -> None:
    for band in bands_for(quantity):
        if band.ends_deg is not None:
            axes.axhspan(*band.ends_deg, color=ink.words, alpha=0.07, linewidth=0, label=band.name)
    for threshold in _thresholds_deg(quantity, preset):
        axes.axhline(threshold, color=ink.threshold, linewidth=0.9, linestyle=":")
        axes.annotate(
            f"{threshold:g}°",
            (1.0, threshold),
            xycoords=("axes fraction", "data"),
            fontsize="x-small",
            color=ink.threshold,
        )


def _draw_plans(axes: Axes, plans: Sequence[PlanEntry], ink: _Ink, form: _Form) -> None:
    """A bar for each plan, its name above it, a mark for each day on which it was done."""
    gap = "\n" if form.narrow else " "
    for row, plan in enumerate(plans):
        since, until = date2num(plan.since), date2num(plan.until)
        axes.barh(row, until - since, 0.3, since, facecolor="none", edgecolor=ink.words, hatch="////", linewidth=0.9)
        axes.plot([date2num(day) for day in plan.days], [row] * len(plan.days), "|", color=ink.words, markersize=11)
        often = "once a week" if plan.times_a_week == 1 else f"{plan.times_a_week} times a week"
        words = f"{_short(title_of(plan.measure))},{gap}since {plan.since.isoformat()}, {often}"
        axes.annotate(
            words,
            (0.0, row - 0.3),
            xycoords=("axes fraction", "data"),
            fontsize="x-small",
            color=ink.words,
            verticalalignment="bottom",
            parse_math=False,  # a name out of a file is text
        )
    axes.use_sticky_edges = False
    axes.set_ylim(len(plans) - 0.6, -0.8)
    axes.axis("off")


def _short(title: str) -> str:
    """A title up to what explains it, cut where it is long: the sentence below has it whole."""
    short = re.split(r": | \(", title)[0]
    return short if len(short) <= _LONGEST_NAME else f"{short[: _LONGEST_NAME - 1]}…"


_LONGEST_NAME: Final = 38


def _thresholds_deg(quantity: Quantity, preset: Preset) -> tuple[float, ...]:
    if quantity is Quantity.THIGH:
        return preset.parallel_deg, preset.below_deg
    return (preset.knee_threshold_deg,)


def _draw_leg(axes: Axes, side: Side, points: Sequence[CoursePoint], ink: _Ink) -> None:
    if not points:
        return
    mark, line = _MARKS[side]
    days = [date2num(point.day) for point in points]
    values = [point.angle.value_deg for point in points]
    reach = (
        [point.angle.value_deg - point.angle.low_deg for point in points],
        [point.angle.high_deg - point.angle.value_deg for point in points],
    )
    axes.errorbar(
        days, values, yerr=reach, color=ink.legs[side], marker=mark, linestyle=line, capsize=3.0, label=f"{side} leg"
    )
