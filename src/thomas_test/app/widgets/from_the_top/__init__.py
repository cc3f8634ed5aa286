"""Shows a new step from its top: Streamlit leaves the window where the button of the step before stood."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_NAME = "thomas_test_from_the_top"


def from_the_top(step: str) -> None:
    """Bring the window to the top of the page whenever another step stands on it; shows nothing.

    Parameters
    ----------
    step
        Names what stands on the page.
    """
    _component()(key="from-the-top", data={"step": step}, height=1)


@cache
def _component() -> ComponentRenderer:
    js = (files(__package__) / "top.js").read_text("utf-8")
    return st.components.v2.component(_NAME, html='<span hidden class="tt-from-the-top"></span>', js=js)
