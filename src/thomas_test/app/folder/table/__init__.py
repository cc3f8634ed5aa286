"""The table of a folder's rows: a real table, which keys walk through and screen readers read as one.

A Streamlit component without a build step. Its nodes stay while rows are walked through: the focus does, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thomas_test.app.folder.sheet import Sheet
from thomas_test.app.widgets.component import show_reporting
from thomas_test.core.criteria import Preset
from thomas_test.core.errors import UsageError
from thomas_test.output.row_words import flag_titles, row_in_words
from thomas_test.output.rows import ResultRow


def folder_table(sheet: Sheet, *, on_report: Callable[[Mapping[str, object]], None]) -> None:
    """Show the table; what it reports is for `take_report`."""
    key = f"folder-table-{sheet.ident}"
    show_reporting(__package__, "table", table_payload(sheet), key=key, on_report=on_report)


def table_payload(sheet: Sheet) -> dict[str, Any]:
    """What the table shows: its columns, its rows in words, the chosen one."""
    chosen = sheet.chosen()
    return {
        "columns": _columns(sheet.run.settings.preset),
        "rows": [_row(row) for row in sheet.shown()],
        "chosen": chosen.file if chosen else "",
        "sorted": sheet.sorted_by,
        "down": sheet.down,
        "heard": sheet.heard,
    }


def _columns(preset: Preset) -> list[dict[str, str]]:
    return [
        {"id": "file", "title": "Picture"},
        {"id": "leg", "title": "Leg"},
        {"id": "thigh", "title": "Thigh to horizontal"},
        {"id": "knee", "title": "Knee bent"},
        *({"id": column, "title": title} for column, title in flag_titles(preset).items()),
        {"id": "status", "title": "Status"},
    ]


def _row(row: ResultRow) -> dict[str, Any]:
    words = row_in_words(row)
    return {
        "file": row.file,
        "status": words.status,
        "sign": words.status_sign,
        "tone": row.status.value,
        "hand": words.hand,
        "why": words.why,
        "leg": words.leg,
        "thigh": [words.thigh, words.thigh_interval],
        "knee": [words.knee, words.knee_interval],
        "flags": [{"sign": flag.sign, "words": flag.answer, "tone": flag.tone} for flag in words.flags],
    }


def take_report(sheet: Sheet, report: Mapping[str, object]) -> None:
    """Do what the table reports. It comes from the browser: nothing in it is trusted.

    Raises
    ------
    UsageError
        When it cannot be followed; the sheet is then as it was.
    """
    kind, what, number = report.get("kind"), report.get("what"), report.get("number")
    if not isinstance(what, str):
        raise UsageError(f"expected the name of a row or a column, got {what!r}")
    if kind == "sort":
        sheet.sort_by(what)
    elif kind == "choose":
        sheet.choose(what)
    elif kind == "open":
        sheet.choose(what)
        sheet.open_chosen()
    else:
        raise UsageError(f"expected a report of choose, open or sort, got {kind!r}")
    if isinstance(number, int):
        sheet.heard = number
