"""A file to take along: a button whose sign and media type follow from the file's name."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from thomas_test.app.desk import new_ident
from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.page_scripts import saved_at_once
from thomas_test.core.errors import ThomasTestError

_KINDS = {
    "csv": ("text/csv", "table_rows"),
    "html": ("text/html", "html"),
    "json": ("application/json", "data_object"),
    "pdf": ("application/pdf", "picture_as_pdf"),
    "png": ("image/png", "image"),
    "svg": ("image/svg+xml", "image"),
    "zip": ("application/zip", "folder_zip"),
}
"""Media type and sign by a name's ending."""

_ASKED_KEY = "files-asked"
"""The buttons whose files are being made: the next press ends the run, and the run after it makes them."""

_MADE_KEY = "files-made"
"""The files that are being handed over."""

_HANDED_OVER_S = 10.0
"""For so long every run hands a file over: what a run shows is lost where the next begins before the browser saw it."""


@dataclass(kw_only=True)
class _Made:
    """A file that was made, and when it was first handed over (monotonic clock)."""

    ident: str
    name: str
    contents: bytes | str
    handed_over_s: float | None = None


def offer_file(
    label: str,
    name: str,
    contents: Callable[[], bytes | str] | bytes | str,
    *,
    key: str | None = None,
    icon: str = "",
    primary: bool = False,
    disabled: bool = False,
) -> None:
    """Offer a file, which is made when it is asked for, of what the page says then.

    Streamlit's own button would ask for it beside the page's run: what was typed just before, which the same press of
    the mouse sends off, is not in that file, and the end of the run that it causes takes the file away from under the
    browser. Here the press and what was typed go one way, in their order, and the file is made within the run.
    Where the next press ends that run while the file is being made, the run after it makes it. The end of the page
    hands it over, see `hand_over_files`.

    Parameters
    ----------
    label
        What the button says.
    name
        The file's name.
    contents
        What is in it, or what makes that.
    key
        Names the button; without one its label does. It stays while a name is typed.
    icon
        A sign of its own, such as ``person``.
    primary
        Whether it is the step that comes next.
    disabled
        Whether there is nothing to take yet.
    """
    _, usual = _kind(name)
    key = key or f"file-{label}"
    st.button(
        label,
        icon=f":material/{icon or usual}:",
        type="primary" if primary else "secondary",
        disabled=disabled,
        key=key,
        on_click=_ask_for,  # heard before anything is drawn: the next press may end this run above the button
        args=(key,),
    )
    asked: set[str] = st.session_state.get(_ASKED_KEY, set())
    if key not in asked:
        return
    if _runs_alone():
        st.rerun()  # the whole page, whose end hands the file over
    try:
        with st.spinner("Making the file…"):
            made = contents() if callable(contents) else contents
    except ThomasTestError as error:
        st.html(trouble("That file could not be made", str(error)))
    except Exception:
        asked.discard(key)  # a fault is shown once, and not by every run from now on
        raise
    else:
        st.session_state.setdefault(_MADE_KEY, []).append(_Made(ident=new_ident(), name=name, contents=made))
    asked.discard(key)


def _ask_for(key: str) -> None:
    st.session_state.setdefault(_ASKED_KEY, set()).add(key)


def hand_over_files() -> None:
    """Hand the files that were made over to the browser, which saves each once: the end of every run of the page.

    What was asked for and is not offered by a page that came through is forgotten.
    """
    now_s = time.monotonic()
    made: list[_Made] = st.session_state.get(_MADE_KEY, [])
    for one in made:
        one.handed_over_s = one.handed_over_s or now_s
        with st.container(key=f"saved-{one.ident}"):
            mime, _ = _kind(one.name)
            st.download_button("Save", one.contents, one.name, mime, on_click="ignore", key=f"save-{one.ident}")
        saved_at_once(one.ident)
    # what was handed over long ago was so once more, now: the run that did it first may have been the last before this
    st.session_state[_MADE_KEY] = [one for one in made if now_s - (one.handed_over_s or now_s) < _HANDED_OVER_S]
    st.session_state[_ASKED_KEY] = set()


def _kind(name: str) -> tuple[str, str]:
    return _KINDS[name.rpartition(".")[2]]


def _runs_alone() -> bool:
    """Whether only a part of the page runs."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)
