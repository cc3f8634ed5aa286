"""What the door can be asked: for its page, to pair, to take a photo, and to end. Everything else is not there."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from thomas_test.app.phone.pairing import MOST_PHOTOS, Pairing

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST_PHOTO_BYTES = 40 << 20
"""Largest photo: those of 48 megapixels that phones write have half of it."""

PHOTO_WITHIN_S = 60.0
"""How long a photo may take to come in."""

COOKIE = "__Host-thomas-test-phone"
"""Browsers keep a cookie of this kind of name for this address alone, and only over TLS."""

HELD_HEADER = "x-held"
_HELD = re.compile(r"(-?\d{1,3}(?:\.\d{1,3})?);(-?\d{1,3}(?:\.\d{1,3})?);(\d{1,3}(?:\.\d{1,3})?)")
_FOR_THE_PHONE = frozenset({"photo", "end"})
"""What is done for the paired phone alone."""
_NOT_HERE = "There is nothing here.\n"


class Door:
    """ASGI application that takes photos from one phone.

    Parameters
    ----------
    pairing
        Who may use it.
    host
        Address and port by which it is asked for, such as ``192.168.1.5:8543``.
    on_paired, on_end
        What to do when a phone was paired, and when it said that it is done.
    on_photo
        What to do with a photo that came: its bytes, which prove nothing, and how the phone was held, see `held_in`.
    """

    def __init__(
        self,
        pairing: Pairing,
        *,
        host: str,
        on_paired: Callable[[], Awaitable[None]],
        on_photo: Callable[[bytes, tuple[float, float, float] | None], Awaitable[None]],
        on_end: Callable[[], None],
    ) -> None:
        self._pairing, self._host = pairing, host
        self._on_paired, self._on_photo, self._on_end = on_paired, on_photo, on_end
        self._page, policy = phone_page()
        self._headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
            "Permissions-Policy": "camera=(self), accelerometer=(self), gyroscope=(self), microphone=()",
        }
        self._taking = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        answer = await self._answer(request)
        answer.headers.update(self._headers)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        link, _, what = request.url.path.removeprefix("/").partition("/")
        asked = self._asked.get((request.method, what))
        # one answer for a wrong name, a wrong link and a wrong way: nobody learns which
        if asked is None or request.headers.get("host") != self._host or not self._pairing.knows_link(link):
            return PlainTextResponse(_NOT_HERE, status_code=404)
        if request.method == "POST" and request.headers.get("origin") != f"https://{self._host}":
            return PlainTextResponse("Only the page of this address may send.\n", status_code=403)
        if not self._pairing.welcomes(_cookie(request)):
            return PlainTextResponse("This link was used, or its time is over. Open a new one in the app.\n", 410)
        if what in _FOR_THE_PHONE and not self._pairing.is_phone(_cookie(request)):
            return PlainTextResponse("Pair the phone first: open the link.\n", status_code=403)
        return await asked(self, request)

    async def _show_page(self, _request: Request) -> Response:
        return HTMLResponse(self._page)

    async def _pair(self, request: Request) -> Response:
        answer = JSONResponse({"seconds": round(self._pairing.left_s), "photos": MOST_PHOTOS - self._pairing.photos})
        if not self._pairing.is_phone(_cookie(request)):
            phone = self._pairing.pair(request.url.path.split("/")[1])
            answer.set_cookie(COOKIE, phone, secure=True, httponly=True, samesite="strict", path="/")
            await self._on_paired()
        return answer

    async def _take_photo(self, request: Request) -> Response:
        refused = self._refuse_photo(request)
        if refused is not None:
            return refused
        async with self._taking:
            data = await _body(request)
        if data is None:
            return PlainTextResponse("The photo did not come in whole: send it again.\n", status_code=408)
        if len(data) > MOST_PHOTO_BYTES:
            return _too_large()
        if not is_picture(data):
            return PlainTextResponse("Expected a photo (JPEG, HEIC, PNG, WebP), got something else.\n", 415)
        self._pairing.photos += 1
        await self._on_photo(data, held_in(request.headers.get(HELD_HEADER, "")))
        return JSONResponse({"photos": MOST_PHOTOS - self._pairing.photos})

    def _refuse_photo(self, request: Request) -> Response | None:
        """Why a photo is not taken, before any of it is read."""
        held = request.headers.get(HELD_HEADER, "")
        if held and held_in(held) is None:
            return PlainTextResponse("Expected X-Held as beta;gamma;spread in degrees.\n", status_code=400)
        if self._pairing.photos >= MOST_PHOTOS or self._taking.locked():
            return PlainTextResponse("Too many photos at once: wait, or open a new link in the app.\n", status_code=429)
        length = request.headers.get("content-length", "")
        if not re.fullmatch(r"\d{1,12}", length):
            return PlainTextResponse("Expected the photo's size (Content-Length).\n", status_code=411)
        return _too_large() if int(length) > MOST_PHOTO_BYTES else None

    async def _end(self, _request: Request) -> Response:
        self._pairing.end()
        self._on_end()
        return Response(status_code=204)

    _asked: ClassVar[Mapping[tuple[str, str], Callable[[Door, Request], Awaitable[Response]]]] = {
        ("GET", ""): _show_page,
        ("POST", "pair"): _pair,
        ("POST", "photo"): _take_photo,
        ("POST", "end"): _end,
    }


def phone_page() -> tuple[str, str]:
    """The page that sends photos, in one piece, and the policy that lets it do this and nothing else."""
    folder = files(__package__)
    style, script = ((folder / name).read_text("utf-8") for name in ("page.css", "page.js"))
    page = (folder / "page.html").read_text("utf-8")
    page = page.replace("/*style*/", style).replace("/*script*/", script)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; connect-src 'self'; "
        "img-src blob: data:; media-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return page, policy


def held_in(words: str) -> tuple[float, float, float] | None:
    """How the phone was held, out of ``beta;gamma;spread``; None where it is nothing of the kind."""
    found = _HELD.fullmatch(words)
    return None if found is None else (float(found[1]), float(found[2]), float(found[3]))


def is_picture(data: bytes) -> bool:
    """Whether a file begins as a photo of a phone does: JPEG, PNG, WebP, HEIC or AVIF."""
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:8] == b"ftyp"
    )


async def _body(request: Request) -> bytes | None:
    """A request's body, up to a little more than a photo may have; None where it does not come in whole in time."""
    pieces, size = [], 0
    try:
        async with asyncio.timeout(PHOTO_WITHIN_S):
            async for piece in request.stream():
                pieces.append(piece)
                size += len(piece)
                if size > MOST_PHOTO_BYTES:
                    break
    except (TimeoutError, ClientDisconnect):
        return None
    return b"".join(pieces)


def _too_large() -> Response:
    return PlainTextResponse(f"Expected a photo of at most {MOST_PHOTO_BYTES >> 20} MB.\n", status_code=413)


def _cookie(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
