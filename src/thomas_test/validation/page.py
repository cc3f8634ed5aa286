"""The report as a page that needs nothing else, and as JSON beside it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from thomas_test.core.codec import Layout, lay_out, to_json
from thomas_test.core.errors import UsageError
from thomas_test.output.pages import page_template
from thomas_test.validation.agreement import Columns, columns_of
from thomas_test.validation.figures import Agreement, Estimate, ValidationReport
from thomas_test.validation.records import Pair, count_of

_DOTS = "#0b5c8a"
_BIAS = "#1a1a1a"
_LIMITS = "#a34000"
"""Told apart by line style as well; blue and orange hold for every common colour vision."""

_SIZE_IN = (6.0, 4.2)


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A plot: what it is, its SVG, and its text for those who do not see it."""

    title: str
    svg: bytes
    alternative: str


def plots_of(
    columns: Columns, agreement: Agreement, names: tuple[str, str] = ("tool", "reference")
) -> tuple[Plot, ...]:
    """Draw the Bland-Altman and the scatter plot of one angle; `names` are those of the two columns."""
    return _bland_altman(columns, agreement, names), _scatter(columns, agreement, names)


def _bland_altman(columns: Columns, agreement: Agreement, names: tuple[str, str]) -> Plot:
    first, second = names
    figure, axes = _canvas()
    means, differences = (
        (columns.tool_deg + columns.reference_deg) / 2.0,
        columns.tool_deg - columns.reference_deg,
    )
    axes.axhline(0.0, color="#888888", linewidth=0.8)
    _level(axes, agreement.bias, "bias", color=_BIAS, style="-")
    _level(axes, agreement.upper_limit, "upper limit", color=_LIMITS, style="--")
    _level(axes, agreement.lower_limit, "lower limit", color=_LIMITS, style="--")
    axes.plot(means, differences, linestyle="none", marker="o", markersize=4.5, color=_DOTS, alpha=0.75)
    axes.set_xlabel(f"Mean of {first} and {second}, {agreement.angle.words} (°)")
    axes.set_ylabel(f"{first.capitalize()} − {second} (°)")
    alternative = (
        f"Bland-Altman plot of the {agreement.angle.words}: {count_of(agreement.pairs, 'pair')}. The differences, "
        f"{first} minus {second}, run from {differences.min():+.1f}° to {differences.max():+.1f}° over means from "
        f"{means.min():.1f}° to {means.max():.1f}°. Bias {_words(agreement.bias)}; lower limit of agreement "
        f"{_words(agreement.lower_limit)}; upper limit {_words(agreement.upper_limit)}."
    )
    return Plot(
        title=f"Bland-Altman plot, {agreement.angle.words}",
        svg=_svg(figure, f"bland-altman-{agreement.angle}"),
        alternative=alternative,
    )


def _scatter(columns: Columns, agreement: Agreement, names: tuple[str, str]) -> Plot:
    first, second = names
    figure, axes = _canvas()
    tool, reference = columns.tool_deg, columns.reference_deg
    low, high = float(min(tool.min(), reference.min())), float(max(tool.max(), reference.max()))
    pad = 0.05 * (high - low) or 1.0
    ends = (low - pad, high + pad)
    axes.plot(ends, ends, color="#888888", linewidth=1.0, linestyle=":", label="equal")
    axes.plot(reference, tool, linestyle="none", marker="o", markersize=4.5, color=_DOTS, alpha=0.75)
    axes.set_xlim(*ends)
    axes.set_ylim(*ends)
    axes.set_aspect("equal")
    axes.set_xlabel(f"{second.capitalize()}, {agreement.angle.words} (°)")
    axes.set_ylabel(f"{first.capitalize()} (°)")
    axes.legend(frameon=False, loc="upper left", fontsize=8)
    above = int(np.sum(tool > reference))
    alternative = (
        f"Scatter plot of the {agreement.angle.words}: {count_of(agreement.pairs, 'pair')}. The {second} runs from "
        f"{reference.min():.1f}° to {reference.max():.1f}°, the {first} from {tool.min():.1f}° to {tool.max():.1f}°. "
        f"Above the line of equal values: {count_of(above, 'pair')}. "
        f"ICC(2,1) {_words(agreement.icc, unit='', digits=2)}."
    )
    return Plot(
        title=f"Scatter plot, {agreement.angle.words}",
        svg=_svg(figure, f"scatter-{agreement.angle}"),
        alternative=alternative,
    )


def _canvas() -> tuple[Figure, Axes]:
    figure = Figure(figsize=_SIZE_IN, layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    return figure, axes


def _level(axes: Axes, estimate: Estimate, name: str, *, color: str, style: str) -> None:
    if estimate.value is None:
        return
    if estimate.low is not None and estimate.high is not None:
        axes.axhspan(estimate.low, estimate.high, color=color, alpha=0.10, linewidth=0)
    axes.axhline(estimate.value, color=color, linestyle=style, linewidth=1.3)
    axes.annotate(
        f"{name} {estimate.value:+.1f}°", xy=(1.0, estimate.value), xycoords=("axes fraction", "data"),
        xytext=(-2, 2), textcoords="offset points", ha="right", va="bottom", fontsize=8, color=color,
    )  # fmt: skip


def _words(estimate: Estimate, *, unit: str = "°", digits: int = 1) -> str:
    return _text(estimate, lambda value: f"{value:.{digits}f}", unit, " (95 % interval {} to {})")


def _svg(figure: Figure, name: str) -> bytes:
    stream = io.BytesIO()
    # The same table gives the same bytes: a fixed salt for the ids, no date.
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()


PAGE_NAME = "validation.html"
JSON_NAME = "validation.json"


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where the report lies."""

    page: Path
    json: Path


def write_validation_page(report: ValidationReport, out_dir: Path) -> Written:
    """Write ``validation.html`` and ``validation.json`` into a folder, which is made if it is not there.

    Raises
    ------
    UsageError
        When the folder cannot be written.
    """
    written = Written(page=out_dir / PAGE_NAME, json=out_dir / JSON_NAME)
    page, record = page_html(report), json.dumps(report_record(report), indent=2, ensure_ascii=False, allow_nan=False)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        written.page.write_text(page, encoding="utf-8")
        written.json.write_text(record + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"expected a folder to write to at {out_dir}: {error.strerror or error}") from error
    return written


def page_html(report: ValidationReport) -> str:
    """The page: no script, nothing fetched, everything from the tables escaped."""
    filters: dict[str, Callable[..., str]] = {"figure": figure_text, "share": share_text, "data_uri": _data_uri}
    plots = {
        agreement.angle: plots_of(columns_of(report.pairs, agreement.angle), agreement, report.names)
        for agreement in report.agreements
    }
    template = page_template("thomas_test.validation", "validation.html.j2", filters=filters)
    return template.render(report=report, plots=plots, rows=figure_rows)


def report_record(report: ValidationReport) -> dict[str, Any]:
    """The report as JSON has it: texts, finite numbers, truths, lists and objects."""
    return to_json(report)


def figure_rows(
    agreement: Agreement, names: tuple[str, str] = ("tool", "reference")
) -> Iterator[tuple[str, Estimate, str, int]]:
    """Every figure of an angle in reading order: its name, itself, its unit, its decimals."""
    first, second = names
    mean = "Bias" if first == "tool" else "Mean change"
    yield f"{mean} ({first} − {second})", agreement.bias, "°", 2
    yield "Lower limit of agreement", agreement.lower_limit, "°", 2
    yield "Upper limit of agreement", agreement.upper_limit, "°", 2
    yield "Mean absolute error (MAE)", agreement.mean_absolute_error, "°", 2
    yield "Root mean square error (RMSE)", agreement.root_mean_square_error, "°", 2
    yield "95th percentile of the absolute error", agreement.absolute_error_p95, "°", 2
    yield "ICC(2,1)", agreement.icc, "", 3
    yield "Standard error of measurement (SEM, of agreement)", agreement.standard_error, "°", 2
    yield "Minimal detectable change (MDC95)", agreement.minimal_detectable_change, "°", 2
    yield "Proportional bias (slope of the difference on the mean)", agreement.slope, " °/°", 3


def figure_text(estimate: Estimate, unit: str = "°", digits: int = 2) -> str:
    """Write a figure with its interval, or why there is none."""
    return _text(estimate, lambda value: _number(value, digits), unit, " [{} to {}]")


def share_text(estimate: Estimate) -> str:
    """Write a share in per cent, or why there is none."""
    return _text(estimate, lambda share: f"{100 * share:.0f}", " %", " [{} to {}]")


def _text(estimate: Estimate, number: Callable[[float], str], unit: str, interval: str) -> str:
    if estimate.value is None:
        return f"not computed, because {estimate.because}"
    words = f"{number(estimate.value)}{unit}"
    if estimate.low is None or estimate.high is None:
        return words
    return words + interval.format(number(estimate.low), number(estimate.high))


def _number(value: float, digits: int) -> str:
    text = f"{round(value, digits) + 0.0:.{digits}f}"
    return text.replace("-", "−")


def _data_uri(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")


lay_out(
    ValidationReport,
    Layout(
        schema="thomas-test.validation",
        left_out=frozenset({"pairs"}),
        says=lambda report, _: {"pairs": [_pair_record(pair) for pair in report.pairs]},
    ),
)


def _pair_record(pair: Pair) -> dict[str, Any]:
    return {
        "label": pair.tool.label,
        "subject": pair.subject,
        "side": pair.side.value if pair.side else "",
        "trial": pair.trial,
        "legs_differ": pair.legs_differ,
        "tool": {angle.column: read.value_deg for angle, read in pair.tool.angles.items()},
        "reference": {
            rater: {angle.column: read.value_deg for angle, read in angles.items()}
            for rater, angles in pair.raters.items()
        },
    }


def summary(report: ValidationReport) -> str:
    """The main figures as lines of text; everything else stands on the page."""
    return "\n".join(_lines(report))


def _lines(report: ValidationReport) -> Iterator[str]:
    yield f"{report.results.name} against {report.reference.name}: {count_of(len(report.pairs), 'pair')}"
    yield f"  measured of those with a reference: {share_text(report.read_share)}"
    for one in report.agreements:
        who = f"{count_of(one.pairs, 'pair')} of {count_of(one.subjects, 'person')}"
        yield f"{one.angle.words}, {who}, against {one.against}"
        bias = figure_text(one.bias)
        yield (
            f"  mean change      {bias} (first session − second session)"
            if report.repeat
            else f"  bias             {bias}"
        )
        yield f"  lower limit      {figure_text(one.lower_limit)}"
        yield f"  upper limit      {figure_text(one.upper_limit)}"
        yield f"  MAE, RMSE        {figure_text(one.mean_absolute_error)}, {figure_text(one.root_mean_square_error)}"
        yield f"  ICC(2,1)         {figure_text(one.icc, unit='', digits=3)}"
        yield f"  SEM              {figure_text(one.standard_error)}"
        yield f"  MDC95            {figure_text(one.minimal_detectable_change)}"
        yield f"  slope            {figure_text(one.slope, unit=' °/°', digits=3)} (proportional bias)"
        inside = "second session inside the first one's" if report.repeat else "reference inside the tool's own"
        yield f"  coverage         {share_text(one.coverage)} ({inside} 95 % interval)"
    for flag in report.flags:
        borderline = sum(flag.counts["borderline"].values())
        yield f"{flag.flag}:"
        for name, found in (("decided", flag.decided), ("all, by value", flag.by_value)):
            yield (
                f"  {name:16} kappa {figure_text(found.kappa, unit='')}, sensitivity {share_text(found.sensitivity)}, "
                f"specificity {share_text(found.specificity)}"
            )
        yield f"  {borderline} borderline not counted in the decided ones"
    counts = report.left_out_counts()
    if counts:
        yield "left out: " + ", ".join(f"{count} {reason.value}" for reason, count in counts.items())
    for note in report.notes:
        yield f"note: {note}"
