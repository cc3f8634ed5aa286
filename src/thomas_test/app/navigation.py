"""The pages of the app: which there are, in which order, and how one leads to another."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from thomas_test.app.loading import load
from thomas_test.app.server.reach import may_show_people

_KEY = "pages"


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
    _PageEntry(module="people", function="people_page", title="People", path="people", icon=":material/groups:"),
    _PageEntry(module="folder", function="folder_page", title="Folder", path="folder", icon=":material/folder_open:"),
    _PageEntry(module="rate", function="rate_page", title="Second reader", path="rate", icon=":material/visibility:"),
    _PageEntry(module="about", function="about_page", title="About", path="about", icon=":material/info:"),
)


def pages() -> dict[str, Page]:
    """The pages by their paths, the first of which opens by itself; that of people only where it may be shown."""
    entries = [entry for entry in _PAGES if _is_there(entry)]
    found = {entry.path: _page(entry, default=index == 0) for index, entry in enumerate(entries)}
    st.session_state[_KEY] = found
    return found


def go_to(path: str) -> None:
    """Leave this page for another one."""
    known: dict[str, Any] = st.session_state[_KEY]
    st.switch_page(known[path])


def _page(entry: _PageEntry, *, default: bool) -> Page:
    def show() -> None:
        # The page's own libraries are loaded here, unless there was time to load them before (`load_pages`).
        getattr(load(f"{__package__}.pages.{entry.module}"), entry.function)()

    # the first page has no name in its address: `first_page_by_name` answers where somebody types it
    path = None if default else entry.path
    return st.Page(show, title=entry.title, url_path=path, icon=entry.icon, default=default)


def first_page_by_name() -> Page:
    """The first page's own name, typed by hand: it stands in no menu, and leads to the page."""
    first = _PAGES[0].path
    return st.Page(lambda: go_to(first), title=_PAGES[0].title, url_path=first, visibility="hidden")


def _is_there(entry: _PageEntry) -> bool:
    if entry.path == "people" and not may_show_people():
        return False
    return find_spec(f"{__package__}.pages.{entry.module}") is not None
