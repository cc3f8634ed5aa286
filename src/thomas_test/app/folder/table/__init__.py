"""The table of a folder's rows: a real table, which keys walk through and screen readers read as one.

A Streamlit component without a build step. Its nodes stay while rows are walked through: the focus does, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import streamlit as st

from thomas_test.app.widgets.component import component


def folder_table(data: Mapping[str, object], *, key: str, on_report: Callable[[Mapping[str, object]], None]) -> None:
    """Show the table.

    Parameters
    ----------
    data
        What it is told, see `thomas_test.app.folder.payload`.
    key
        Names it.
    on_report
        Called before the next run with what the person did: ``kind`` is ``choose``, ``open`` or ``sort``.
    """

    def reported() -> None:
        state = st.session_state.get(key)  # None where the page shows something else meanwhile
        report = state.get("report") if state is not None else None
        if isinstance(report, Mapping):
            on_report(cast("Mapping[str, object]", report))

    component(__package__, "table")(key=key, data=dict(data), on_report_change=reported)
