"""The report as a page that needs nothing else, and as JSON beside it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from thomas_test.errors import UsageError
from thomas_test.validation.extra import require_libraries
from thomas_test.validation.figures import Agreement, Estimate, ValidationReport
from thomas_test.validation.records import Pair

PAGE_NAME = "validation.html"
JSON_NAME = "validation.json"
_SCHEMA = "thomas-test.validation"
_SCHEMA_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where the report lies."""

    page: Path
    json: Path


def write_report(report: ValidationReport, out_dir: Path) -> Written:
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
    """Give the page: no script, nothing fetched, everything from the tables escaped."""
    require_libraries()
    from thomas_test.validation.agreement import columns_of
    from thomas_test.validation.plots import plots_of

    environment = Environment(
        loader=PackageLoader("thomas_test.validation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure_text, "share": share_text, "data_uri": _data_uri}
    plots = {
        agreement.angle: plots_of(columns_of(report.pairs, agreement.angle), agreement)
        for agreement in report.agreements
    }
    return environment.get_template("validation.html.j2").render(report=report, plots=plots, rows=figure_rows)


def report_record(report: ValidationReport) -> dict[str, Any]:
    """Give the report as JSON has it: texts, finite numbers, truths, lists and objects."""
    record = _plain(report)
    record["pairs"] = [_pair_record(pair) for pair in report.pairs]
    return {"schema": _SCHEMA, "schema_version": _SCHEMA_VERSION, **record}


def figure_rows(agreement: Agreement) -> Iterator[tuple[str, Estimate, str, int]]:
    """Give every figure of an angle in reading order: its name, itself, its unit, its decimals."""
    yield "Bias (tool − reference)", agreement.bias, "°", 2
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
    if estimate.value is None:
        return f"not computed, because {estimate.because}"
    words = f"{_number(estimate.value, digits)}{unit}"
    if estimate.low is None or estimate.high is None:
        return words
    return f"{words} [{_number(estimate.low, digits)} to {_number(estimate.high, digits)}]"


def share_text(estimate: Estimate) -> str:
    """Write a share in per cent, or why there is none."""
    if estimate.value is None:
        return f"not computed, because {estimate.because}"
    words = f"{100 * estimate.value:.0f} %"
    if estimate.low is None or estimate.high is None:
        return words
    return f"{words} [{100 * estimate.low:.0f} to {100 * estimate.high:.0f}]"


def _number(value: float, digits: int) -> str:
    text = f"{round(value, digits) + 0.0:.{digits}f}"
    return text.replace("-", "−")


def _data_uri(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")


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


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        names = (
            field.name for field in fields(value) if field.name != "pairs" or not isinstance(value, ValidationReport)
        )
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value
