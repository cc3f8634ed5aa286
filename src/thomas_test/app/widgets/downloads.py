"""A file to take along: a button whose sign and media type follow from the file's name."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_KINDS = {
    "csv": ("text/csv", "table_rows"),
    "html": ("text/html", "html"),
    "json": ("application/json", "data_object"),
    "pdf": ("application/pdf", "picture_as_pdf"),
    "png": ("image/png", "image"),
    "zip": ("application/zip", "folder_zip"),
}
"""Media type and sign by a name's ending."""


def offer_file(
    label: str,
    name: str,
    contents: Callable[[], bytes] | str,
    *,
    key: str | None = None,
    icon: str = "",
    primary: bool = False,
    disabled: bool = False,
) -> None:
    """Offer a file; the page stays as it is when it is taken.

    Parameters
    ----------
    label
        What the button says.
    name
        The file's name.
    contents
        A text, or what makes the file when it is asked for.
    key
        Names the button; without one the file's name does.
    icon
        A sign of its own, such as ``person``.
    primary
        Whether it is the step that comes next.
    disabled
        Whether there is nothing to take yet.
    """
    mime, usual = _KINDS[name.rpartition(".")[2]]
    st.download_button(
        label,
        contents,
        file_name=name,
        mime=mime,
        icon=f":material/{icon or usual}:",
        on_click="ignore",
        type="primary" if primary else "secondary",
        disabled=disabled,
        key=key or f"file-{name}",
    )
