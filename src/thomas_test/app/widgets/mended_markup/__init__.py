"""Mends what Streamlit's page gets wrong where no option of its does: a role, and our colours when light turns dark."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_NAME = "thomas_test_mended_markup"


def mended_markup() -> None:
    """Watch the page and mend it; shows nothing."""
    _component()(key="mended-markup", height=1, on_dark_change=_run_again)


def _run_again() -> None:
    """The run that follows is all that is wanted: it asks the browser for its theme."""


@cache
def _component() -> ComponentRenderer:
    js = (files(__package__) / "mend.js").read_text("utf-8")
    return st.components.v2.component(_NAME, html='<span hidden class="tt-mended-markup"></span>', js=js)
