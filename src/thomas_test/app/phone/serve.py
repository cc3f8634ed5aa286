"""The door's own process: ``python -m thomas_test.app.phone.serve``, started and fed by `thomas_test.app.phone.door`.

It gets its orders as one line of JSON on the standard input and ends with it: when the app goes, so does the door. What
comes in goes to the standard output, each piece after a line of JSON that announces it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
import threading
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from thomas_test.app.phone.certificate import certificate_for
from thomas_test.app.phone.pairing import Pairing
from thomas_test.app.phone.requests import Door

USUAL_PORT = 8543
"""So that a firewall can be told; where it is taken, the system gives another."""

MOST_CONNECTIONS = 12
"""A phone opens a handful; whoever else comes meanwhile is told to come later."""

CONNECTION_S = 90.0
"""How long one connection may last, whatever it does: long enough for a photo, see `requests.PHOTO_WITHIN_S`."""

MOST_FILES = 96
"""Files and sockets that this process may hold: a flood of connections is its own trouble, and not the app's."""


class ShortConnection(H11Protocol):
    """HTTP/1.1 over a connection that is cut when its time is over: nobody keeps it by sending slowly."""

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._cut = self.loop.call_later(CONNECTION_S, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop it."""
        self._cut.cancel()
        super().connection_lost(exc)


_ONE_AT_A_TIME = threading.Lock()


def _tell(kind: str, data: bytes = b"", **more: object) -> None:
    """Tell whoever started this process, one piece at a time."""
    head = json.dumps({"kind": kind, "size": len(data), **more}).encode() + b"\n"
    with _ONE_AT_A_TIME:
        sys.stdout.buffer.write(head + data)
        sys.stdout.buffer.flush()


def main() -> None:
    """Serve until the time is over, the phone is done, or the standard input ends."""
    orders = json.loads(sys.stdin.buffer.readline())
    _hold_few_files()
    address, pairing = orders["address"], Pairing(link=orders["link"], open_for_s=orders["open_for_s"])
    listening = _listen(address, orders["port"])
    host = f"{address}:{listening.getsockname()[1]}"
    certificate = certificate_for(address)

    def end() -> None:
        server.should_exit = True

    door = Door(
        pairing,
        host=host,
        on_paired=lambda: asyncio.to_thread(_tell, "paired"),
        on_photo=lambda data, held: asyncio.to_thread(_tell, "photo", data, held=held),
        on_end=end,
    )
    server = uvicorn.Server(
        uvicorn.Config(
            door,
            http=ShortConnection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            ssl_context_factory=lambda _config, _default: certificate.context,
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=8192,
            timeout_keep_alive=20,
            timeout_graceful_shutdown=2,
        )
    )

    closing = threading.Timer(pairing.left_s, end)
    closing.daemon = True
    closing.start()
    threading.Thread(target=_end_with_input, args=(end,), daemon=True).start()
    _tell("open", host=host, fingerprint=certificate.fingerprint)
    server.run(sockets=[listening])


def _listen(address: str, port: int) -> socket.socket:
    """A socket on the address, at a port or, where that is taken, at any."""
    try:
        return socket.create_server((address, port))
    except OSError:
        return socket.create_server((address, 0))


def _end_with_input(end: Any) -> None:
    while sys.stdin.buffer.read(1):
        pass
    end()


def _hold_few_files() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not there on Windows
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(MOST_FILES, most), most))


if __name__ == "__main__":
    main()
