"""The page that a browser loads first: Streamlit's own, told where its server answers.

Streamlit's page does not know which part of its address is the app's and which is the name of one of its pages. So on
``/live`` it asks ``/live/_stcore/health`` first, gets a 404, and only then asks the right address: time lost, and an
error in the browser's console. Streamlit reads the address of its server from a variable, which is set here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.responses import HTMLResponse
from streamlit import config

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_TELLS = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin }</script>"
_HEAD = "<head>"
_PAGE = re.compile(r"/[a-z]*")
"""The name of a page, or of none: Streamlit answers both with its first page, and then says which it is."""
_TITLE, _OWN_TITLE = "<title>Streamlit</title>", "<title>Thomas Test</title>"


class FirstPage:
    """ASGI middleware that answers the addresses of the app's pages with the page that knows its server.

    Parameters
    ----------
    app
        Everything else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._html = first_page()
        # under a path of its own the app does not begin at the origin: Streamlit finds it as it always did
        self._is_told = _HEAD in self._html and not config.get_option("server.baseUrlPath")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a browser that opens a page; pass everything else on."""
        asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _PAGE.fullmatch(scope["path"])
        if not (asked and self._is_told):
            await self._app(scope, receive, send)
            return
        # as Streamlit does: looked up anew each time, for it names the files of one version
        await HTMLResponse(self._html, headers={"Cache-Control": "no-cache"})(scope, receive, send)


def first_page() -> str:
    """The text of the page; empty where Streamlit has none, such as in a checkout of its own."""
    index = Path(streamlit.__file__).with_name("static") / "index.html"
    if not index.is_file():
        return ""
    return index.read_text("utf-8").replace(_HEAD, f"{_HEAD}\n    {_TELLS}", 1).replace(_TITLE, _OWN_TITLE, 1)
