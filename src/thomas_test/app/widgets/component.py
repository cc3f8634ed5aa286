"""Components of our own without a build step: the files beside a module are all that there is of one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def component(package: str, name: str) -> ComponentRenderer:
    """The component of a script; one that has no page beside it shows nothing, and only watches the browser's.

    Parameters
    ----------
    package
        Where its files lie.
    name
        What they are called: ``name.js``, and ``name.html`` with ``name.css`` where it shows something.
    """
    said = {path.name: path.read_text("utf-8") for path in files(package).iterdir() if path.name.startswith(f"{name}.")}
    hidden = f'<span hidden class="tt-{name.replace("_", "-")}"></span>'
    html, css = said.get(f"{name}.html", hidden), said.get(f"{name}.css")
    return st.components.v2.component(f"thomas_test_{name}", html=html, css=css, js=said[f"{name}.js"])
