"""Closes the menu of a narrow window once a page was chosen in it: Streamlit leaves it open, on top of that page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_NAME = "thomas_test_phone_menu"


def phone_menu() -> None:
    """Watch the menu; shows nothing."""
    _component()(key="phone-menu", height=1)


@cache
def _component() -> ComponentRenderer:
    js = (files(__package__) / "menu.js").read_text("utf-8")
    return st.components.v2.component(_NAME, html='<span hidden class="tt-phone-menu"></span>', js=js)
