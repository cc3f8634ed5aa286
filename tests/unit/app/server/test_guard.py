"""Who may speak to the app: the guard's answers, request by request."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from thomas_test.app.server.guard import TOKEN_COOKIE, Guard, content_policy, new_token
from thomas_test.app.server.index import first_page

LINK_WORD = "open-sesame-of-128-bits"
LOCAL, NEAR = "127.0.0.1", "192.168.1.5"
PORT = 8501


async def _app(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """Stand in for Streamlit: lets everybody in."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"let in"})


def ask(
    *,
    kind: str = "http",
    method: str = "GET",
    path: str = "/",
    query: str = "",
    server: str = LOCAL,
    client: str = LOCAL,
    **headers: str,
) -> tuple[int, dict[str, str], str]:
    """Ask the guarded app; gives status, headers and words; 101 and 403 for a websocket."""
    named = {name.replace("_", "-"): value for name, value in ({"host": f"localhost:{PORT}"} | headers).items()}
    scope = {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "server": (server, PORT),
        "client": (client, 50_000),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
    }
    if kind == "http":
        scope["method"] = method
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Guard(_app, token=LINK_WORD)(scope, receive, send))
    first = sent[0]
    if kind == "websocket":
        return (101 if first["type"] == "websocket.accept" else 403), {}, ""
    got = {name.decode(): value.decode() for name, value in first["headers"]}
    return first["status"], got, b"".join(message.get("body", b"") for message in sent[1:]).decode()


OWN = f"http://localhost:{PORT}"


@pytest.mark.parametrize(
    "host", ["localhost:8501", "localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:8501", "localhost.:8501"]
)
def test_this_machine_by_its_own_names(host: str) -> None:
    """Whatever this machine calls itself."""
    assert ask(host=host)[0] == 200


@pytest.mark.parametrize(
    "host",
    ["evil.invalid", "evil.invalid:8501", "localhost.evil.invalid", "evil@localhost", "localhost/x", "", "127.0.0.2x"],
)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/media/x.jpg", "/check"])
def test_another_name_that_leads_here_is_refused_on_every_path(host: str, path: str) -> None:
    """DNS rebinding: a page elsewhere had its own name lead to this machine. Plain pages, too."""
    status, _, words = ask(host=host, path=path)
    assert status == 421
    assert "open it at http://localhost" in words


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        (OWN, True),
        ("http://localhost:9999", False),  # another server on this machine
        ("http://localhost", False),  # another port: 80
        ("http://127.0.0.1:8501", False),  # not the name that was asked for
        ("http://evil.invalid", False),
        ("http://evil.invalid:8501", False),
        ("null", False),  # a file, a frame in a sandbox
        ("", False),
        (None, False),  # no browser
    ],
)
def test_a_websocket_is_opened_by_the_apps_own_pages_only(origin: str | None, let_in: bool) -> None:
    """Own name, own port; anything else gets 403 before Streamlit hears of it, and asks nobody about it."""
    headers = {} if origin is None else {"origin": origin}
    assert ask(kind="websocket", path="/_stcore/stream", **headers)[0] == (101 if let_in else 403)


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "OPTIONS"])
def test_no_other_page_asks_for_anything(method: str) -> None:
    """A request that says from which page it comes has to come from ours."""
    assert ask(method=method, origin="http://evil.invalid")[0] == 403
    assert ask(method=method, origin="http://localhost:9999")[0] == 403
    assert ask(method=method, origin="http://[")[0] == 403
    assert ask(method=method, origin=OWN)[0] == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin"}, 200),
        ({"sec_fetch_site": "none"}, 200),  # typed by hand
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}, 200),  # a link
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}, 403),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}, 403),
        ({"sec_fetch_site": "same-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "script"}, 403),  # other port
    ],
)
def test_nothing_of_the_app_is_put_into_another_page(headers: dict[str, str], status: int) -> None:
    """Pictures, scripts and frames are for the app's own pages; a link to the app may be followed."""
    assert ask(**headers)[0] == status


def test_every_answer_forbids_frames_and_addresses_elsewhere() -> None:
    """Refusals as well; photos and uploads stay out of the browser's cache, which lies on the disk."""
    for headers in (ask()[1], ask(host="evil.invalid")[1]):
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert ask(path="/media/1234.jpg")[1]["cache-control"] == "no-store"
    assert "cache-control" not in ask(path="/static/x.js")[1]


def test_the_policy_names_no_address_and_no_inline_script_but_streamlits_own() -> None:
    """A picture, script or request may come from the app itself, or from data that the page holds."""
    policy = content_policy(first_page())
    assert "http" not in policy
    assert "*" not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "'sha256-" in scripts


@pytest.mark.parametrize(
    ("server", "client"), [(NEAR, "192.168.1.9"), (NEAR, NEAR), ("::ffff:192.168.1.5", "10.0.0.9")]
)
@pytest.mark.parametrize("host", [f"localhost:{PORT}", "127.0.0.1", f"{NEAR}:{PORT}"])
def test_from_beyond_loopback_nobody_gets_in_without_the_token(server: str, client: str, host: str) -> None:
    """Whatever name the client says: where the connection arrived is what counts."""
    for path in ("/", "/_stcore/health", "/media/x.jpg"):
        status, _, words = ask(server=server, client=client, host=host, path=path)
        assert status == 401
        assert "printed where the app was started" in words
    wrong = ask(server=server, client=client, host=host, query="token=guess")
    assert wrong[0] == 401
    socket = ask(kind="websocket", server=server, client=client, host=host, origin=f"http://{host}")
    assert socket[0] == 403


def test_the_link_with_the_token_lets_in_and_leaves_no_trace_of_it_in_the_address() -> None:
    """The token moves into a cookie that no script reads; with it pages and websocket are open."""
    there = {"server": NEAR, "client": "192.168.1.9", "host": f"{NEAR}:{PORT}"}
    status, headers, _ = ask(**there, query=f"token={LINK_WORD}", path="/check")
    assert (status, headers["location"]) == (303, "/")
    assert f"{TOKEN_COOKIE}={LINK_WORD}" in headers["set-cookie"]
    assert "HttpOnly" in headers["set-cookie"]
    cookie = f"other=1; {TOKEN_COOKIE}={LINK_WORD}"
    assert ask(**there, cookie=cookie)[0] == 200
    assert ask(kind="websocket", **there, cookie=cookie, origin=f"http://{NEAR}:{PORT}")[0] == 101
    assert ask(kind="websocket", **there, cookie=cookie, origin="http://evil.invalid")[0] == 403
    assert ask(**there, cookie=f"{TOKEN_COOKIE}=wrong")[0] == 401
    assert ask(**there, cookie="{broken")[0] == 401


def test_tokens_differ_and_are_long() -> None:
    """128 bits each."""
    assert len({new_token() for _ in range(20)}) == 20
    assert min(len(new_token()) for _ in range(20)) >= 21
