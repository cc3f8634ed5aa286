"""Says in our words that the app was closed, where Streamlit would ask about the internet, which it does not need."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_NAME = "thomas_test_closed_notice"
START_COMMAND = "thomas-test app"
WORDS = {
    "title": "The app was closed",
    "here": "The app runs on this machine, and it was ended, or the machine was busy or asleep. Nothing is wrong with "
    "the internet, and none is needed. Start it again in a terminal:",
    "elsewhere": "The app runs on another machine of this network, and it no longer answers: it was ended, or the way "
    "there is broken. Ask whoever started it. There it is started with:",
    "then": "This page then goes on by itself. What was not saved has to be done again if the app was ended.",
    "command": START_COMMAND,
}


def closed_notice() -> None:
    """Watch for the connection's end; shows nothing until then."""
    _component()(key="closed-notice", data=WORDS, height=1)


@cache
def _component() -> ComponentRenderer:
    js = (files(__package__) / "notice.js").read_text("utf-8")
    return st.components.v2.component(_NAME, html='<span hidden class="tt-closed-notice"></span>', js=js)
