"""The point editor: an SVG over the picture, as a Streamlit component without a build step.

The browser draws, drags and shows provisional angles; on release it reports, and the server measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from thomas_test.app.desk import Case
from thomas_test.app.editor.payload import Payload, editor_payload
from thomas_test.app.widgets.component import show_reporting


def editor(case: Case, *, picture_url: str, on_edit: Callable[[Mapping[str, object]], None]) -> None:
    """Show the editor of a measured case.

    Parameters
    ----------
    case
        The case; its ident names the editor, so that two pictures never share one.
    picture_url
        The picture as a ``data:`` address.
    on_edit
        Called before the next run with what the person did, see `thomas_test.app.editor.edits.apply_edit`.
    """
    above = st.container()  # the picture first: on a small screen it fits as a whole
    pelvis = case.draft is None and st.toggle(
        "Mark the pelvis as well",
        key=f"mark-pelvis-{case.ident}",
        help="Iliac crest, or both iliac spines, where they are marked on the skin: the pelvic line and the thigh "
        "against it are then shown beside the thigh angle.",
    )
    with above:
        show_editor(case.ident, editor_payload(case, picture_url=picture_url, pelvis=pelvis), on_edit=on_edit)


def show_editor(ident: str, data: Payload, *, on_edit: Callable[[Mapping[str, object]], None]) -> None:
    """Show the editor of any picture with points.

    Parameters
    ----------
    ident
        Names the editor, so that two pictures never share one.
    data
        What it is told, see `thomas_test.app.editor.payload`.
    on_edit
        Called before the next run with what the person did.
    """
    show_reporting(__package__, "editor", data, key=f"editor-{ident}", on_report=on_edit)
