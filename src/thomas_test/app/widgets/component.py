"""Components of our own without a build step: the files beside a module are all that there is of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def component(package: str, name: str) -> ComponentRenderer:
    """The component of a script; one that has no page beside it shows nothing, and only watches the browser's.

    Parameters
    ----------
    package
        Where its files lie.
    name
        What they are called: ``name.js``, and ``name.html`` with ``name.css`` where it shows something.
    """
    said = {path.name: path.read_text("utf-8") for path in files(package).iterdir() if path.name.startswith(f"{name}.")}
    hidden = f'<span hidden class="tt-{name.replace("_", "-")}"></span>'
    html, css = said.get(f"{name}.html", hidden), said.get(f"{name}.css")
    return st.components.v2.component(f"thomas_test_{name}", html=html, css=css, js=said[f"{name}.js"])


def show_reporting(
    package: str, name: str, data: Mapping[str, object], *, key: str, on_report: Callable[[Mapping[str, object]], None]
) -> None:
    """Show a component that reports what a person does in it.

    Parameters
    ----------
    package, name
        Which one, see `component`.
    data
        What it is told.
    key
        Names it.
    on_report
        Called before the next run with each report. It comes from the browser: nothing in it is trusted.
    """

    def reported() -> None:
        state = st.session_state.get(key)  # None where the page shows something else meanwhile
        report = state.get("report") if state is not None else None
        if isinstance(report, Mapping):
            on_report(cast("Mapping[str, object]", report))

    component(package, name)(key=key, data=dict(data), on_report_change=reported)
