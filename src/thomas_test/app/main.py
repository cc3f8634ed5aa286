"""The app's frame: the pages, the side panel, and what holds on every page."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from thomas_test.app.session_draft import bring_draft_back, keep_draft
from thomas_test.app.widgets.cards import style
from thomas_test.app.widgets.choices import show_choices
from thomas_test.app.widgets.closed_notice import closed_notice
from thomas_test.app.widgets.palette import palette_for
from thomas_test.app.widgets.phone_menu import phone_menu
from thomas_test.estimators.privacy import keep_on_loopback

_ICON = files(__package__) / "icon.svg"
_STYLE = Path(str(files(__package__) / "style.css"))


def main() -> None:
    """Show the app: called once for every run of a session's script."""
    keep_on_loopback()
    st.set_page_config(
        page_title="Thomas Test",
        page_icon=_ICON.read_text("utf-8"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(_ICON.read_text("utf-8"), size="medium")
    st.html(style(palette_for(st.context.theme.type)))
    st.html(_STYLE)
    page = st.navigation(_pages(), position="top")
    bring_draft_back()
    show_choices()
    with st.sidebar:
        phone_menu()
        closed_notice()
    try:
        page.run()
    finally:
        keep_draft()


@dataclass(frozen=True, kw_only=True)
class _PageEntry:
    """A page: the module that has it, its function, and how it stands in the menu."""

    module: str
    function: str
    title: str
    path: str
    icon: str


_PAGES = (
    _PageEntry(module="photo", function="photo_page", title="Photo", path="photo", icon=":material/photo_camera:"),
    _PageEntry(module="live", function="live_page", title="Live", path="live", icon=":material/videocam:"),
    _PageEntry(module="check", function="check_page", title="Full check", path="check", icon=":material/checklist:"),
    _PageEntry(module="folder", function="folder_page", title="Folder", path="folder", icon=":material/folder_open:"),
    _PageEntry(module="about", function="about_page", title="About", path="about", icon=":material/info:"),
)


def _pages() -> list[Page]:
    return [_page(entry, default=index == 0) for index, entry in enumerate(_PAGES) if _is_there(entry)]


def _page(entry: _PageEntry, *, default: bool) -> Page:
    def show() -> None:
        # The page's own libraries are loaded when it is opened, not before.
        getattr(import_module(f"{__package__}.pages.{entry.module}"), entry.function)()

    return st.Page(show, title=entry.title, url_path=entry.path, icon=entry.icon, default=default)


def _is_there(entry: _PageEntry) -> bool:
    return find_spec(f"{__package__}.pages.{entry.module}") is not None
