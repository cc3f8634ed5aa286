"""The live panel: big numbers, the thigh on its scale, coaching words that are read out, a tone on capture.

A Streamlit component without a build step. Its nodes stay while their text changes: only so does a screen reader
read new words out, and nothing flickers.
"""

from __future__ import annotations

from thomas_test.app.widgets.component import component
from thomas_test.app.widgets.live_panel.payload import panel_payload
from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import Preset
from thomas_test.motion.session import LiveState


def live_panel(state: LiveState, preset: Preset, *, captures: int, captured: Analysis | None = None) -> None:
    """Show the panel; parameters as for `payload`."""
    component(__package__, "panel")(
        key="live-panel", data=panel_payload(state, preset, captures=captures, captured=captured)
    )
