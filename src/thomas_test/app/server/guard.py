"""Who may speak to the app: the browser of this machine, from the app's own pages; nobody else without the token.

Streamlit looks at the names in a request on its websocket alone, takes any page of ``localhost`` for its own, and looks
up its external address on the internet to judge a page from elsewhere. So every request passes here before it reaches
Streamlit:

- the name that it asks for (``Host``) is one of this machine: another name that leads here was made to (DNS rebinding);
- the page that it comes from (``Origin``, ``Sec-Fetch-Site``) is one of ours, port included;
- a connection from beyond loopback has to bring the token that is printed where the app was started;
- every answer forbids other pages to frame it, and itself to fetch anything from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from thomas_test.app.server.index import first_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this machine is called by itself."""

TOKEN_COOKIE = "thomas_test_token"  # noqa: S105 - a name, no secret
_TOKEN_QUERY = "token"  # noqa: S105
_MEDIA_PATHS = ("/media/", "/_stcore/upload_file/")
_FOREIGN_SITES = frozenset({"cross-site", "same-site"})
_WRONG_NAME = "This app answers as localhost only, not as another name: open it at http://localhost and its port.\n"
_FOREIGN = "This app answers its own pages only: another page asked.\n"
_WITHOUT_LINK = (
    "This app shows photos of patients. From another machine it answers those alone who have its link with the token: "
    "it is printed where the app was started.\n"
)


class Guard:
    """ASGI middleware that turns away whoever has no business here.

    Parameters
    ----------
    app
        What is guarded.
    token
        What a connection from beyond loopback has to bring.
    names
        By which the app may be asked for on this machine.
    """

    def __init__(self, app: ASGIApp, *, token: str, names: Collection[str] = LOCAL_NAMES) -> None:
        self._app = app
        self._token = token
        self._names = frozenset(name.strip("[]").lower() for name in names)
        self._policy = content_policy(first_page())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        answer = self._turned_away(scope)
        if answer is None:
            await self._app(scope, receive, self._with_headers(scope, send))
        elif scope["type"] == "websocket":
            # closed before it was accepted: the client gets 403
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, self._with_headers(scope, send))

    def _turned_away(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        local = _is_loopback(scope.get("server")) and _is_loopback(scope.get("client"))
        if local:
            if _host_name(headers.get("host", "")) not in self._names:
                return PlainTextResponse(_WRONG_NAME, status_code=421)
        else:
            answer = self._without_token(scope)
            if answer is not None:
                return answer
        return None if _is_own_page(scope, headers) else PlainTextResponse(_FOREIGN, status_code=403)

    def _without_token(self, scope: Scope) -> Response | None:
        """What somebody from beyond loopback is told; None where the token was brought."""
        if _same(HTTPConnection(scope).cookies.get(TOKEN_COOKIE, ""), self._token):
            return None
        brought = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(_TOKEN_QUERY, [""])[0]
        if scope["type"] != "http" or scope["method"] != "GET" or not _same(brought, self._token):
            return PlainTextResponse(_WITHOUT_LINK, status_code=401)
        # the address without the token, so that it stays in no history and is not handed on with a link
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(TOKEN_COOKIE, self._token, httponly=True, samesite="lax")
        return answer

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["X-Frame-Options"] = "SAMEORIGIN"
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), display-capture=()"
                if scope["path"].startswith(_MEDIA_PATHS):
                    # photos of patients: not into the browser's cache, which lies on the disk
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return sent


def content_policy(page: str) -> str:
    """What a page may load and from where: the app itself, and what it was handed as data.

    A second wall: should a stranger's text become an address after all, the browser does not fetch it.

    Parameters
    ----------
    page
        The app's first page, whose inline scripts are let through by their hashes.
    """
    hashes = " ".join(
        f"'sha256-{_sha256(script)}'" for script in re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    )
    return (
        "default-src 'self'; "
        f"script-src 'self' blob: {hashes}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self'; frame-ancestors 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'"
    )


def new_token() -> str:
    """A token that nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _is_loopback(end: tuple[str, int | None] | None) -> bool:
    """Whether one end of a connection lies on loopback; what is not known does not."""
    try:
        address = ipaddress.ip_address(end[0].partition("%")[0]) if end else None
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address is not None and bool((mapped or address).is_loopback)


def _host_name(host: str) -> str:
    """The name in a ``Host`` header, without its port; empty for what is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # a port that is no number
    except ValueError:
        return ""
    plain = not (parts.username or parts.password or parts.path or parts.query or parts.fragment)
    return (parts.hostname or "").rstrip(".") if plain else ""


def _is_own_page(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from a page of the app, or from nobody's page and does nothing."""
    origin, host = headers.get("origin"), headers.get("host", "")
    if origin is not None and not _leads_to(origin, host):
        return False
    if scope["type"] == "websocket":
        return origin is not None  # browsers always say it
    if headers.get("sec-fetch-site") in _FOREIGN_SITES:
        # a link to the app from elsewhere may be followed, in a window of its own
        return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return True


def _leads_to(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:  # no address at all, such as "http://["
        return False


def _same(brought: str, token: str) -> bool:
    return secrets.compare_digest(brought.encode(), token.encode())
