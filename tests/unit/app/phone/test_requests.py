import asyncio
import re
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thomas_test.app.phone import requests
from thomas_test.app.phone.pairing import MOST_PHOTOS, Pairing
from thomas_test.app.phone.requests import COOKIE, Door, held_in, is_picture, phone_page

HOST, LINK = "192.168.1.5:8543", "the-link"
JPEG = b"\xff\xd8\xff\xe0 a photo"
OWN = {"host": HOST, "origin": f"https://{HOST}"}


class AskedDoor:
    """A door without a network: what it is asked is a scope, what it takes is kept."""

    def __init__(self) -> None:
        self.pairing = Pairing(link=LINK)
        self.photos: list[tuple[bytes, tuple[float, float, float] | None]] = []
        self.told: list[str] = []
        self.door = Door(
            self.pairing,
            host=HOST,
            on_paired=self._paired,
            on_photo=self._keep,
            on_end=lambda: self.told.append("end"),
        )

    async def _paired(self) -> None:
        self.told.append("paired")

    async def _keep(self, data: bytes, held: tuple[float, float, float] | None) -> None:
        self.photos.append((data, held))

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] = OWN, body: Iterable[bytes] = (b"",)
    ) -> tuple[int, dict[str, str], str]:
        """Ask, and give status, headers and words."""
        pieces, sent = list(body), []

        async def receive() -> dict[str, object]:
            if not pieces:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        }
        asyncio.run(self.door(scope, receive, send))  # type: ignore[arg-type]
        head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}  # type: ignore[attr-defined]
        return sent[0]["status"], head, b"".join(one["body"] for one in sent[1:]).decode()  # type: ignore[misc, return-value]

    def pair(self) -> dict[str, str]:
        """Pair, and give what the phone sends from then on."""
        status, head, _ = self.ask("POST", f"/{LINK}/pair")
        assert status == 200
        return {**OWN, "cookie": head["set-cookie"].split(";")[0]}

    def send(self, headers: Mapping[str, str], data: bytes = JPEG, **more: str) -> int:
        """Send a photo, and give the status."""
        headers = {**headers, "content-length": str(len(data)), **more}
        return self.ask("POST", f"/{LINK}/photo", headers, [data])[0]


def test_a_phone_with_the_link_sees_the_page_pairs_and_sends() -> None:
    """Link, page, pairing, photo with how the phone was held, end: the whole of what can be asked."""
    door = AskedDoor()
    status, head, page = door.ask("GET", f"/{LINK}/")
    assert status == 200
    assert "<h1>Photo for the Thomas Test</h1>" in page
    assert head["cache-control"] == "no-store"
    phone = door.pair()
    assert door.send(phone, **{requests.HELD_HEADER: "88.25;-0.5;0.1"}) == 200
    assert door.photos == [(JPEG, (88.25, -0.5, 0.1))]
    assert door.ask("POST", f"/{LINK}/end", phone)[0] == 204
    assert door.told == ["paired", "end"]
    assert door.ask("GET", f"/{LINK}/", phone)[0] == 410


def test_the_cookie_is_for_this_address_and_for_no_script() -> None:
    """The phone's secret goes over TLS alone, to this address alone, from its own page alone."""
    _, head, _ = AskedDoor().ask("POST", f"/{LINK}/pair")
    words = {word.strip().lower() for word in head["set-cookie"].split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= words
    assert head["set-cookie"].startswith("__Host-")


_ANY_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
_METHODS = st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "TRACE", "CONNECT"]) | _ANY_TEXT
_PATHS = st.builds(
    "/".join, st.lists(st.sampled_from(["", LINK, "pair", "photo", "end", ".."]) | _ANY_TEXT, max_size=4)
)
_NAMES = st.sampled_from(["host", "origin", "cookie", "content-length", "x-held", "transfer-encoding"]) | _ANY_TEXT
_HEADERS = st.dictionaries(_NAMES, st.sampled_from([HOST, f"https://{HOST}", f"{COOKIE}="]) | _ANY_TEXT, max_size=6)


@given(method=_METHODS, path=_PATHS, headers=_HEADERS, body=st.lists(st.binary(max_size=64), min_size=1, max_size=3))
def test_nobody_but_the_phone_gets_a_photo_in(
    method: str, path: str, headers: dict[str, str], body: list[bytes]
) -> None:
    """Whatever else is asked of a paired door, in whatever form: nothing is taken, the phone stays paired."""
    door = AskedDoor()
    phone = door.pair()
    status, _, words = door.ask(method, f"/{path}", headers, body)
    assert 400 <= status < 500
    assert door.photos == []
    assert phone["cookie"].split("=", 1)[1] not in words
    assert door.send(phone) == 200


@given(method=_METHODS, path=_PATHS, headers=_HEADERS)
def test_without_the_link_everything_looks_the_same(method: str, path: str, headers: dict[str, str]) -> None:
    """A wrong link, name or way gets one and the same answer: nobody learns that a door is there, or what it takes."""
    door = AskedDoor()
    if LINK not in path:
        status, _, words = door.ask(method, f"/{path}", headers)
        assert (status, words) == (404, "There is nothing here.\n")
        assert door.told == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"host": "evil.example:8543"}, 404),  # a name that was made to lead here
        ({"origin": "https://evil.example"}, 403),  # another page
        ({"cookie": ""}, 410),  # the link alone is used up
        ({"content-length": ""}, 411),
        ({"content-length": str(requests.MOST_PHOTO_BYTES + 1)}, 413),
        ({"x-held": "1;2"}, 400),
        ({"x-held": "nan;0;0"}, 400),
    ],
)
def test_a_photo_that_lacks_something_is_refused_before_it_is_read(change: dict[str, str], status: int) -> None:
    """Each wall by itself."""
    door = AskedDoor()
    assert door.send({**door.pair(), **change}, **{k: v for k, v in change.items() if k == "content-length"}) == status
    assert door.photos == []


def test_a_body_that_is_longer_than_it_says_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is announced as small and goes on is dropped once it is too much."""
    monkeypatch.setattr(requests, "MOST_PHOTO_BYTES", 100)
    door = AskedDoor()
    headers = {**door.pair(), "content-length": "50"}
    assert door.ask("POST", f"/{LINK}/photo", headers, [JPEG, b"x" * 90, b"x" * 90])[0] == 413
    assert door.photos == []


def test_a_body_that_breaks_off_is_no_photo() -> None:
    """A phone that goes away in the middle has sent nothing."""
    door = AskedDoor()
    headers = {**door.pair(), "content-length": "500"}
    assert door.ask("POST", f"/{LINK}/photo", headers, [])[0] == 408
    assert door.photos == []


def test_what_does_not_begin_as_a_photo_is_not_taken() -> None:
    """A web page, a program and a text are turned away by their first bytes."""
    door = AskedDoor()
    phone = door.pair()
    for data in (b"<html>", b"MZ\x90\x00", b"\x7fELF", b"{}", b""):
        assert not is_picture(data)
        assert door.send(phone, data) == 415
    for data in (JPEG, b"\x89PNG\r\n\x1a\n", b"RIFF....WEBPVP8 ", b"\0\0\0\x18ftypheic"):
        assert is_picture(data)


def test_one_pairing_takes_so_many_photos() -> None:
    """A phone that goes on and on is stopped."""
    door = AskedDoor()
    phone = door.pair()
    assert [door.send(phone) for _ in range(MOST_PHOTOS + 1)] == [200] * MOST_PHOTOS + [429]
    assert len(door.photos) == MOST_PHOTOS


@given(st.floats(-999, 999), st.floats(-999, 999), st.floats(0, 999))
def test_how_the_phone_was_held_is_read_as_the_page_writes_it(beta: float, gamma: float, spread: float) -> None:
    """Three numbers with two places, and nothing but those."""
    words = f"{beta:.2f};{gamma:.2f};{spread:.2f}"
    assert held_in(words) == pytest.approx((beta, gamma, spread), abs=0.006)
    assert held_in(words + ";1") is held_in(" " + words) is held_in("") is None


def test_the_page_is_one_piece_and_may_fetch_nothing() -> None:
    """Style and script stand in it, are let through by their hashes, and no address leads elsewhere."""
    page, policy = phone_page()
    assert "default-src 'none'" in policy
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)\s*=|https?:|url\(|@import", page)
