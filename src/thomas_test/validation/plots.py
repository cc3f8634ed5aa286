"""The two plots of an angle as SVG, each with its text alternative. Drawing only: every figure comes in."""

from __future__ import annotations

import io
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from thomas_test.validation.agreement import Columns
from thomas_test.validation.figures import Agreement, Estimate
from thomas_test.validation.records import counted

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


def plots_of(columns: Columns, agreement: Agreement) -> tuple[Plot, ...]:
    """Draw the Bland-Altman and the scatter plot of one angle."""
    return _bland_altman(columns, agreement), _scatter(columns, agreement)


def _bland_altman(columns: Columns, agreement: Agreement) -> Plot:
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
    axes.set_xlabel(f"Mean of tool and reference, {agreement.angle.words} (°)")
    axes.set_ylabel("Tool − reference (°)")
    alternative = (
        f"Bland-Altman plot of the {agreement.angle.words}: {counted(agreement.pairs, 'pair')}. The differences, "
        f"tool minus reference, run from {differences.min():+.1f}° to {differences.max():+.1f}° over means from "
        f"{means.min():.1f}° to {means.max():.1f}°. Bias {_words(agreement.bias)}; lower limit of agreement "
        f"{_words(agreement.lower_limit)}; upper limit {_words(agreement.upper_limit)}."
    )
    return Plot(
        title=f"Bland-Altman plot, {agreement.angle.words}",
        svg=_svg(figure, f"bland-altman-{agreement.angle}"),
        alternative=alternative,
    )


def _scatter(columns: Columns, agreement: Agreement) -> Plot:
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
    axes.set_xlabel(f"Reference, {agreement.angle.words} (°)")
    axes.set_ylabel("Tool (°)")
    axes.legend(frameon=False, loc="upper left", fontsize=8)
    above = int(np.sum(tool > reference))
    alternative = (
        f"Scatter plot of the {agreement.angle.words}: {counted(agreement.pairs, 'pair')}. The reference runs from "
        f"{reference.min():.1f}° to {reference.max():.1f}°, the tool from {tool.min():.1f}° to {tool.max():.1f}°. "
        f"Above the line of equal values: {counted(above, 'pair')}. "
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
    if estimate.value is None:
        return f"not computed, because {estimate.because}"
    words = f"{estimate.value:.{digits}f}{unit}"
    if estimate.low is None or estimate.high is None:
        return words
    return f"{words} (95 % interval {estimate.low:.{digits}f} to {estimate.high:.{digits}f})"


def _svg(figure: Figure, name: str) -> bytes:
    stream = io.BytesIO()
    # The same table gives the same bytes: a fixed salt for the ids, no date.
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()
