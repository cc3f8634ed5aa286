"""The official bundle, fetched from a server on loopback that plays Google's store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.tiny_models import OFFICIAL, tiny_known
from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.catalogue import no_progress
from thomas_test.estimators.models.downloads import fetch_official

ANSWERS = {"/good": (200, OFFICIAL), "/changed": (200, b"other bytes"), "/gone": (404, b"")}


class Store(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Send what the table says; ``/cut`` promises more than it sends."""
        status, body = ANSWERS.get(self.path, (200, OFFICIAL[:5]))
        self.send_response(status)
        self.send_header("Content-Length", str(len(OFFICIAL) if self.path == "/cut" else len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the server for one test."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_pinned_file_arrives_and_nothing_is_printed(
    tmp_path: Path, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The bundle lies in the given folder under its name; progress ends at 1; the terminal belongs to the caller."""
    heard: list[float | None] = []
    workshop = tmp_path / "w"
    path = fetch_official(tiny_known(tmp_path, url=f"{address}/good"), workshop, lambda _, done: heard.append(done))
    assert path == workshop / "pose_landmarker_full.task"
    assert path.read_bytes() == OFFICIAL
    assert heard[-1] == 1.0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/changed", r"other bytes \(SHA-256 differs\)"),  # not the pinned file
        ("/gone", "HTTP 404"),  # refused
        ("/cut", "the connection failed"),  # the line broke
    ],
)
def test_anything_but_the_pinned_file_is_refused(tmp_path: Path, address: str, path: str, says: str) -> None:
    """The reason is said and no file is left."""
    workshop = tmp_path / "w"
    with pytest.raises(ModelError, match=says):
        fetch_official(tiny_known(tmp_path, url=address + path), workshop, no_progress)
    assert list(workshop.glob("*")) == []


def test_a_store_out_of_reach_is_a_reason(tmp_path: Path) -> None:
    """No connection: said at once, as a ModelError."""
    with pytest.raises(ModelError, match="the connection failed"):
        fetch_official(tiny_known(tmp_path), tmp_path / "w", no_progress)


def test_a_store_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firewall that swallows everything: the time allowed passes, and that is the reason."""
    monkeypatch.setattr("thomas_test.estimators.models.downloads._READ_TIMEOUT_S", 0.2)
    monkeypatch.setattr(Store, "do_GET", lambda _: threading.Event().wait(0.6))
    with pytest.raises(ModelError, match="no answer"):
        fetch_official(tiny_known(tmp_path, url=f"{address}/good"), tmp_path / "w", no_progress)
