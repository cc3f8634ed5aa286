"""The page that a browser loads first: it knows where its server answers, and its script is allowed."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from thomas_test.app.server.guard import content_policy
from thomas_test.app.server.index import FirstPage, first_page


async def _streamlit(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"streamlit's own"})


def ask(path: str, method: str = "GET") -> str:
    """What is answered there."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "path": path, "method": method, "headers": []}
    asyncio.run(FirstPage(_streamlit)(scope, receive, send))
    return b"".join(message.get("body", b"") for message in sent).decode()


@pytest.mark.parametrize("path", ["/", "/live", "/check"])
def test_a_page_is_told_where_its_server_answers_before_it_asks(path: str) -> None:
    """The variable is set before the first script that reads it, so that nothing is asked for below the page."""
    answered = ask(path)
    assert 0 < answered.index("BACKEND_BASE_URL") < answered.index('<script type="module"')
    assert "<title>Thomas Test</title>" in answered


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/_stcore/health", "GET"),
        ("/static/js/index.js", "GET"),
        ("/media/1234.jpg", "GET"),
        ("/live", "POST"),  # no browser opens a page so
    ],
)
def test_everything_else_is_streamlits(path: str, method: str) -> None:
    """Only addresses of pages are answered here."""
    assert ask(path, method) == "streamlit's own"


def test_every_script_of_the_page_is_allowed_by_the_policy() -> None:
    """Each inline script has its hash there: else the browser would not run it."""
    page = first_page()
    count = len(re.findall(r"<script>", page))
    assert count >= 2
    policy = content_policy(page)
    assert policy.count("'sha256-") == count
    assert content_policy(page.replace("location.origin", "location.href")) != policy


def test_without_streamlits_page_nothing_is_answered_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of Streamlit without its files goes on as it would."""
    monkeypatch.setattr("streamlit.__file__", str(tmp_path / "__init__.py"))
    assert first_page() == ""
    assert ask("/live") == "streamlit's own"
