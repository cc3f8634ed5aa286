"""A file to take along: a button whose sign and media type follow from the file's name."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

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
"""The files that are being made, by button and name: the next press ends the run, and the run after it makes them."""


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
    Where the next press ends that run while the file is being made, the run after it makes it.

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
    mime, usual = _KINDS[name.rpartition(".")[2]]
    key = key or f"file-{label}"
    asked: set[tuple[str, str]] = st.session_state.setdefault(_ASKED_KEY, set())
    if st.button(
        label,
        icon=f":material/{icon or usual}:",
        type="primary" if primary else "secondary",
        disabled=disabled,
        key=key,
    ):
        asked.add((key, name))
    if (key, name) not in asked:
        return
    try:
        with st.spinner("Making the file…"):
            made = contents() if callable(contents) else contents
    except ThomasTestError as error:
        st.html(trouble("That file could not be made", str(error)))
    except Exception:
        asked.discard((key, name))  # a fault is shown once, and not by every run from now on
        raise
    else:
        ident = new_ident()
        with st.container(key=f"saved-{ident}"):
            st.download_button("Save", made, name, mime, on_click="ignore", key=f"save-{ident}")
        saved_at_once(ident)
    asked.discard((key, name))


def forget_what_was_asked() -> None:
    """Forget the files that were asked for where a run of the page came through and did not offer them any more."""
    st.session_state.pop(_ASKED_KEY, None)
