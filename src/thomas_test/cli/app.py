"""``thomas-test app``: the Streamlit app in the browser, on this machine only."""

from __future__ import annotations

from typing import Annotated

import typer


def app(
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="Where it answers on this machine; without it 8501 or the next."),
    ] = None,
    phone: Annotated[
        bool,
        typer.Option(
            "--phone",
            help="Open a door for one phone's photos on the local network, for ten minutes (docs/security.md).",
        ),
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
) -> None:
    """Open the app in the browser: photo, live camera, full check, folders. It answers on this machine only.

    The door of --phone answers the local network as well, and takes nothing but photos of one paired phone.

    For example:

      thomas-test app

      thomas-test app --port 8600 --no-browser

      thomas-test app --phone
    """
    from thomas_test.app.launch import launch

    raise typer.Exit(launch(port=port, open_browser=not no_browser, phone=phone))
