"""The rows of a folder as lines for a person."""

from __future__ import annotations

from collections.abc import Sequence

from thomas_test.analysis import Status
from thomas_test.criteria import Verdict
from thomas_test.results import ResultRow
from thomas_test.wording import SIGNS, degrees

HEADINGS = ("file", "leg", "thigh θ", "knee κ", "flags", "quality")


def rows_to_show(rows: Sequence[ResultRow], most: int) -> list[ResultRow]:
    """Choose the rows of a table that is to stay short: what was not measured first of all, then the first others.

    Parameters
    ----------
    rows
        All, in the order in which the chosen ones are shown.
    most
        How many are shown, unless more than that were refused or could not be read: those are shown in any case.
    """
    failed = [row.status in {Status.REFUSED, Status.ERROR} for row in rows]
    free = max(0, most - sum(failed))
    shown = []
    for row, is_failed in zip(rows, failed, strict=True):
        if is_failed or free > 0:
            shown.append(row)
            free -= not is_failed
    return shown


def table_rows(rows: Sequence[ResultRow]) -> list[tuple[str, ...]]:
    """Give a line for each file: its numbers, or why there are none."""
    return [_measured(row) if row.status is Status.MEASURED else _other(row) for row in rows]


def _measured(row: ResultRow) -> tuple[str, ...]:
    flags = " ".join(SIGNS[Verdict(flag)] for flag in (row.reaches_parallel, row.reaches_10_below, row.knee_near_90))
    return (
        row.file,
        row.tested_leg,
        _angle(row.thigh_angle_deg, row.thigh_low_deg, row.thigh_high_deg, signed=True),
        _angle(row.knee_flexion_deg, row.knee_low_deg, row.knee_high_deg, signed=False),
        flags,
        row.quality.replace(";", ", ").replace("_", " "),
    )


def _other(row: ResultRow) -> tuple[str, ...]:
    return row.file, "", "", "", "", f"{row.status}: {row.reason.replace('_', ' ')}"


def _angle(value: float | None, low: float | None, high: float | None, *, signed: bool) -> str:
    if value is None or low is None or high is None:
        return "–"
    return f"{degrees(value, signed=signed)} ±{(high - low) / 2:.1f}"
