"""The live panel: big numbers, the thigh on its scale, coaching words that are read out, a tone on capture.

A Streamlit component without a build step. Its nodes stay while their text changes: only so does a screen reader
read new words out, and nothing flickers.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from thomas_test.app.widgets.live_panel.payload import panel_payload
from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import Preset
from thomas_test.motion.session import LiveState

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_NAME = "thomas_test_live_panel"


def live_panel(state: LiveState, preset: Preset, *, captures: int, captured: Analysis | None = None) -> None:
    """Show the panel; parameters as for `payload`."""
    _component()(key="live-panel", data=panel_payload(state, preset, captures=captures, captured=captured))


@cache
def _component() -> ComponentRenderer:
    folder = files(__package__)
    html, css, js = ((folder / f"panel.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component(_NAME, html=html, css=css, js=js)
