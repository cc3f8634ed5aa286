"""The app's frame: the pages, the side panel, and what holds on every page."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import streamlit as st

from thomas_test.app.navigation import first_page_by_name, pages
from thomas_test.app.session_draft import bring_draft_back, keep_draft
from thomas_test.app.widgets.cards import style
from thomas_test.app.widgets.choices import show_choices
from thomas_test.app.widgets.downloads import hand_over_files
from thomas_test.app.widgets.page_scripts import closed_notice, last_word, mended_markup, phone_menu
from thomas_test.app.widgets.palette import palette_for
from thomas_test.app.widgets.presses import hear_every_press
from thomas_test.estimators.privacy import keep_on_loopback

_ICON = files(__package__) / "icon.svg"
_STYLE = Path(str(files(__package__) / "style.css"))


def main() -> None:
    """Show the app: called once for every run of a session's script."""
    keep_on_loopback()
    hear_every_press()
    st.set_page_config(
        page_title="Thomas Test",
        page_icon=_ICON.read_text("utf-8"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(_ICON.read_text("utf-8"), size="medium")
    st.html(style(palette_for(st.context.theme.type)))
    st.html(_STYLE)
    page = st.navigation([*pages().values(), first_page_by_name()], position="top")
    bring_draft_back()
    show_choices()
    with st.sidebar:
        phone_menu()
        closed_notice()
        last_word()
        mended_markup()
    try:
        page.run()
        hand_over_files()
    finally:
        keep_draft()
