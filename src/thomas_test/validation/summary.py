"""The comparison in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from thomas_test.validation.figures import ValidationReport
from thomas_test.validation.page import figure_text, share_text
from thomas_test.validation.records import counted


def summary(report: ValidationReport) -> str:
    """Give the main figures as lines of text; everything else stands on the page."""
    return "\n".join(_lines(report))


def _lines(report: ValidationReport) -> Iterator[str]:
    yield f"{report.results.name} against {report.reference.name}: {counted(len(report.pairs), 'pair')}"
    yield f"  measured of those with a reference: {share_text(report.read_share)}"
    for one in report.agreements:
        who = f"{counted(one.pairs, 'pair')} of {counted(one.subjects, 'person')}"
        yield f"{one.angle.words}, {who}, against {one.against}"
        yield f"  bias             {figure_text(one.bias)}"
        yield f"  lower limit      {figure_text(one.lower_limit)}"
        yield f"  upper limit      {figure_text(one.upper_limit)}"
        yield f"  MAE, RMSE        {figure_text(one.mean_absolute_error)}, {figure_text(one.root_mean_square_error)}"
        yield f"  ICC(2,1)         {figure_text(one.icc, unit='', digits=3)}"
        yield f"  SEM              {figure_text(one.standard_error)}"
        yield f"  MDC95            {figure_text(one.minimal_detectable_change)}"
        yield f"  slope            {figure_text(one.slope, unit=' °/°', digits=3)} (proportional bias)"
        yield f"  coverage         {share_text(one.coverage)} (reference inside the tool's own 95 % interval)"
    for flag in report.flags:
        borderline = sum(flag.counts["borderline"].values())
        yield (
            f"{flag.flag}: kappa {figure_text(flag.decided.kappa, unit='')}, sensitivity "
            f"{share_text(flag.decided.sensitivity)}, specificity {share_text(flag.decided.specificity)}, "
            f"{borderline} borderline not counted in these"
        )
    counts = report.left_out_counts()
    if counts:
        yield "left out: " + ", ".join(f"{count} {reason.value}" for reason, count in counts.items())
    for note in report.notes:
        yield f"note: {note}"
