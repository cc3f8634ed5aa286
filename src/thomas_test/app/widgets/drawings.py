"""Our own drawings in the page's colours."""

from __future__ import annotations

import streamlit as st

from thomas_test.app.widgets.palette import palette_for
from thomas_test.check.drawings.shapes import Drawing, Panel, panel_svg


def show_panel(panel: Panel, *, width_px: int | None = None) -> None:
    """Show one picture, with its words for those who do not see it."""
    drawn = panel_svg(panel, palette_for(st.context.theme.type).drawing)
    st.image(drawn, width="stretch" if width_px is None else width_px, alt=panel.words)


def show_drawing(drawing: Drawing) -> None:
    """Show the pictures of a drawing, two in a row."""
    for first in range(0, len(drawing), 2):
        for column, panel in zip(st.columns(2), drawing[first : first + 2], strict=False):
            with column:
                show_panel(panel)
