"""The point editor: an SVG over the picture, as a Streamlit component without a build step.

The browser draws, drags and shows provisional angles; on release it reports, and the server measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from thomas_test.app.desk import Undoable
from thomas_test.app.editor.payload import Payload
from thomas_test.app.widgets.component import show_reporting


def show_editor(
    edited: Undoable,
    points: Payload,
    *,
    size_px: tuple[int, int],
    picture_url: str,
    on_edit: Callable[[Mapping[str, object]], None],
) -> None:
    """Show the editor of any picture with points.

    Parameters
    ----------
    edited
        What is edited; its ident names the editor, so that two pictures never share one.
    points
        What the editor is told of it, see `thomas_test.app.editor.payload`.
    size_px
        Width and height in whose pixels the points are.
    picture_url
        The picture as a ``data:`` address; it may be smaller, coordinates stay the original's.
    on_edit
        Called before the next run with what the person did, see `thomas_test.app.editor.edits.apply_edit`.
    """
    width, height = size_px
    data = points | {
        "reading": edited.ident,
        "picture": picture_url,
        "width": width,
        "height": height,
        "echo": edited.echo,
        "can_undo": bool(edited.past),
    }
    show_reporting(__package__, "editor", data, key=f"editor-{edited.ident}", on_report=on_edit)
