"""The comparison from two files to the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from thomas_test.criteria import GUIDE, PRESETS, Preset
from thomas_test.errors import UsageError
from thomas_test.results import package_version
from thomas_test.validation.extra import require_libraries
from thomas_test.validation.figures import Agreement, TableInfo, ValidationReport
from thomas_test.validation.matching import match
from thomas_test.validation.notes import hints_on, notes_on
from thomas_test.validation.records import AngleName, LeftOut, Reason, Table, count_reasons
from thomas_test.validation.sources import Source, read_source

if TYPE_CHECKING:
    from thomas_test.validation.agreement import Columns

MEAN_OF_RATERS = "mean of the raters"


def validate(
    results: Path,
    reference: Path,
    *,
    flip_thigh: bool = False,
    preset: Preset | None = None,
    knee_tolerance_deg: float | None = None,
) -> ValidationReport:
    """Compare readings with a reference: a goniometer, an inclinometer, a second reader, another results file.

    Parameters
    ----------
    results
        Our ``results.csv``, or a table like the reference by one reader.
    reference
        A table with the columns ``file`` and/or ``subject``, ``side``, ``trial``; ``rater`` where there are
        several; ``thigh_angle_deg``, ``knee_flexion_deg`` in our signs. A results file will do.
    flip_thigh
        The reference counts the thigh the other way: + = knee above the hip.
    preset
        Thresholds of the flags; None takes those that the results were made with, or else the guide's.
    knee_tolerance_deg
        How far under those thresholds' knee angle the knee may stay; None leaves it as they have it.

    Raises
    ------
    UsageError
        When a table cannot be read, no row of one fits a row of the other, or the extra is not installed.
    """
    require_libraries()
    # SciPy and statsmodels take a second or two to load: only for those who compare.
    from thomas_test.validation.agreement import agree, columns_of, raters_agree
    from thomas_test.validation.clusters import cluster_codes
    from thomas_test.validation.flags import compare_flags
    from thomas_test.validation.shares import share

    tools = read_source(results, Table.RESULTS)
    references = read_source(reference, Table.REFERENCE, flip_thigh=flip_thigh)
    matching = match(tools, references)
    columns = {angle: columns_of(matching.pairs, angle) for angle in AngleName}
    if not any(column.tool_deg.size for column in columns.values()):
        raise UsageError(_nothing_in_common(tools, references, matching.left_out))
    raters = sorted({rater for pair in matching.pairs for rater in pair.raters})
    against = MEAN_OF_RATERS if len(raters) > 1 else raters[0] or "the reference"
    used = (preset or _preset_of(tools)).with_knee_tolerance(knee_tolerance_deg)
    measured, owners = zip(*matching.referenced, strict=True)
    return ValidationReport(
        results=_info(tools),
        reference=_info(references),
        flip_thigh=flip_thigh,
        preset=used.name,
        matched_by=matching.matched_by,
        read_share=share(np.array(measured), cluster_codes(owners), of_what="pictures with a reference"),
        pairs=matching.pairs,
        agreements=_agreements(columns, against),
        by_rater=tuple(
            agree(one, angle, against=rater or "(not named)")
            for rater in (raters if len(raters) > 1 else ())
            for angle in AngleName
            if (one := columns_of(matching.pairs, angle, rater)).tool_deg.size
        ),
        between_raters=tuple(
            found for angle in AngleName if (found := raters_agree(matching.pairs, angle)) is not None
        ),
        flags=compare_flags(matching.pairs, used),
        left_out=matching.left_out,
        notes=(*notes_on(matching, tools, used), *_hints(columns)),
        version=package_version(),
    )


def _agreements(columns: dict[AngleName, Columns], against: str) -> tuple[Agreement, ...]:
    from thomas_test.validation.agreement import agree

    return tuple(agree(column, angle, against=against) for angle, column in columns.items() if column.tool_deg.size)


def _hints(columns: dict[AngleName, Columns]) -> tuple[str, ...]:
    return tuple(
        hint for angle, column in columns.items() if (hint := hints_on(angle, column.tool_deg, column.reference_deg))
    )


def _preset_of(source: Source) -> Preset:
    """Give the thresholds that the results name, where they name one set; else the guide's."""
    if len(source.presets) != 1:
        return GUIDE
    ((name, tolerance),) = source.presets
    if name not in PRESETS:
        return GUIDE
    try:
        return PRESETS[name].with_knee_tolerance(float(tolerance) if tolerance else None)
    except ValueError:
        return GUIDE


def _info(source: Source) -> TableInfo:
    return TableInfo(name=source.name, sha256=source.sha256, rows=source.rows)


def _nothing_in_common(tools: Source, references: Source, left_out: Sequence[LeftOut]) -> str:
    words = f"nothing to compare: no picture has an angle in both {tools.name} and {references.name}"
    reasons = ", ".join(f"{count} {reason}" for reason, count in count_reasons(left_out).items())
    words = f"{words} (left out: {reasons or 'nobody'})."
    told = _telling(left_out)
    if told is not None:
        name = tools.name if told.table is Table.RESULTS else references.name
        return f"{words} {name}, line {told.line} ({told.label}): {told.words}"
    first = [next((r.label for r in source.readings), "no row") for source in (tools, references)]
    return (
        f"{words} The first row of one is {first[0]!r}, of the other {first[1]!r}: the"
        " columns file, or subject, side and trial, must be the same in both"
    )


def _telling(left_out: Sequence[LeftOut]) -> LeftOut | None:
    """Give a row that found its picture and was left out all the same, which says more than that others found none.

    None where rows of the reference were sought in vain and nothing contradicts itself.
    """
    clashes = (Reason.CONTRADICTION, Reason.CONFLICT, Reason.AMBIGUOUS)
    clash = next((row for row in left_out if row.reason in clashes), None)
    if clash is not None or any(row.reason is Reason.MISSING_IN_RESULTS for row in left_out):
        return clash
    found = [row for row in left_out if row.reason is not Reason.MISSING_IN_REFERENCE]
    return next((row for row in found if row.table is Table.REFERENCE), None)
