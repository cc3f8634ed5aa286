"""How far the reading is: a bar at the foot of the window, seen wherever the page was scrolled to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def reading_bar(words: str) -> DeltaGenerator:
    """Show the bar, empty, with these words; call its ``progress`` as the reading goes on and its ``empty`` at the end.

    A page has one: what stands above it would hide it on a phone. style.css puts it, and every spinner, at the foot.
    """
    with st.container(key="reading"):
        return st.progress(0.0, words)
