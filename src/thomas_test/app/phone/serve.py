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


class _Teller:
    """Writes to whoever started this process, one piece at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def tell(self, kind: str, data: bytes = b"", **more: object) -> None:
        head = json.dumps({"kind": kind, "size": len(data), **more}).encode() + b"\n"
        with self._lock:
            sys.stdout.buffer.write(head + data)
            sys.stdout.buffer.flush()

    async def tell_later(self, kind: str, data: bytes = b"", **more: object) -> None:
        await asyncio.to_thread(self.tell, kind, data, **more)


def main() -> None:
    """Serve until the time is over, the phone is done, or the standard input ends."""
    orders = json.loads(sys.stdin.buffer.readline())
    _hold_few_files()
    address, pairing = orders["address"], Pairing(link=orders["link"], open_for_s=orders["open_for_s"])
    listening = _listen(address, orders["port"])
    host = f"{address}:{listening.getsockname()[1]}"
    certificate, teller = certificate_for(address), _Teller()

    async def on_photo(data: bytes, held: tuple[float, float, float] | None) -> None:
        await teller.tell_later("photo", data, held=held)

    async def on_end() -> None:
        server.should_exit = True

    door = Door(pairing, host=host, on_paired=lambda: teller.tell_later("paired"), on_photo=on_photo, on_end=on_end)
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

    def end() -> None:
        server.should_exit = True

    closing = threading.Timer(pairing.left_s, end)
    closing.daemon = True
    closing.start()
    threading.Thread(target=_end_with_input, args=(end,), daemon=True).start()
    teller.tell("open", host=host, fingerprint=certificate.fingerprint)
    server.run(sockets=[listening])


def _listen(address: str, port: int) -> socket.socket:
    """A socket on the address, at a port or, where that is taken, at any."""
    for wanted in dict.fromkeys((port, 0)):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, wanted))
        except OSError:
            listening.close()
            if wanted == 0:
                raise
            continue
        return listening
    raise AssertionError  # pragma: no cover


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
