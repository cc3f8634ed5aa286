"""The pages of the app: which there are, in which order, and how one leads to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from thomas_test.app.loading import load
from thomas_test.app.server.reach import may_show_people

_KEY = "pages"


_FIRST = "photo"
_PAGES: Mapping[str, tuple[str, str]] = {
    _FIRST: ("Photo", "photo_camera"),
    "live": ("Live", "videocam"),
    "check": ("Full check", "checklist"),
    "people": ("People", "groups"),
    "folder": ("Folder", "folder_open"),
    "rate": ("Second reader", "visibility"),
    "about": ("About", "info"),
}
"""Title and sign in the menu by the page's path; its module is called so, too, and has a function ``…_page``."""


def pages() -> dict[str, Page]:
    """The pages by their paths, the first of which opens by itself; that of people only where it may be shown."""
    found = {path: _page(path) for path in _PAGES if path != "people" or may_show_people()}
    st.session_state[_KEY] = found
    return found


def go_to(path: str) -> None:
    """Leave this page for another one."""
    known: dict[str, Any] = st.session_state[_KEY]
    st.switch_page(known[path])


def _page(path: str) -> Page:
    def show() -> None:
        # The page's own libraries are loaded here, unless there was time to load them before (`load_pages`).
        getattr(load(f"{__package__}.pages.{path}"), f"{path}_page")()

    title, sign = _PAGES[path]
    is_first = path == _FIRST
    # the first page has no name in its address: `first_page_by_name` answers where somebody types it
    return st.Page(show, title=title, url_path=None if is_first else path, icon=f":material/{sign}:", default=is_first)


def first_page_by_name() -> Page:
    """The first page's own name, typed by hand: it stands in no menu, and leads to the page."""
    return st.Page(lambda: go_to(_FIRST), title=_PAGES[_FIRST][0], url_path=_FIRST, visibility="hidden")
