"""A clinic's own repeatability, out of a comparison of two sessions, as a file that the other commands read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from thomas_test.core.codec import to_json
from thomas_test.core.errors import UsageError
from thomas_test.core.repeatability import PUBLISHED, Mdc, Repeatability
from thomas_test.validation.figures import Agreement, ValidationReport
from thomas_test.validation.records import AngleName, count_of

FILE_NAME = "repeatability.json"


def own_repeatability(report: ValidationReport) -> Repeatability:
    """What repeating may change in these sessions; an angle of which no figure could be computed stays as published.

    The legs of one person differ by the error of two readings, as two sessions do: the thigh's figure holds for them.
    """
    found = PUBLISHED
    for one in report.agreements:
        value = one.minimal_detectable_change.value
        # one table given twice differs by nothing, or by what floating point leaves
        if value is None or not 0.0 < (degrees := round(value, 1)) <= 90.0:
            continue
        mdc = Mdc(degrees=degrees, source=_source(report, one))
        if one.angle is AngleName.THIGH:
            found = replace(found, thigh=mdc, sides=mdc)
        else:
            found = replace(found, knee=mdc, knee_other_day=mdc)
    return found


def _source(report: ValidationReport, one: Agreement) -> str:
    who = f"{count_of(one.subjects, 'person')}, {count_of(one.pairs, 'pair')}"
    return f"measured here: {report.results.name} and {report.reference.name}, {who}"


def write_repeatability(report: ValidationReport, out_dir: Path) -> Path:
    """Write ``repeatability.json`` beside the page.

    Raises
    ------
    UsageError
        When the comparison was not of two sessions, or the folder cannot be written.
    """
    if not report.repeat:
        raise UsageError("expected two sessions of the same people (--repeat), got a comparison with a reference")
    path = out_dir / FILE_NAME
    record = json.dumps(to_json(own_repeatability(report)), indent=2, ensure_ascii=False)
    try:
        path.write_text(record + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"expected a folder to write to at {out_dir}: {error.strerror or error}") from error
    return path
