"""The live picture stays on this machine: between browser and app it goes over loopback, and nobody is asked the way.

By itself the library offers the browser every address of this machine but loopback, on which others of the same network
can send, too, and asks the network for the browser's ``.local`` name (multicast DNS). A browser on this machine reaches
127.0.0.1, from which the answer finds its way back.
"""

from __future__ import annotations

from typing import Any

LOOPBACK = "127.0.0.1"


def keep_stream_on_loopback() -> None:
    """Let live connections of this process be made over loopback alone; calling it again does no harm."""
    import aioice.ice

    # no option says so (aioice 0.13): what it asks for its addresses and names is replaced
    library: Any = aioice.ice
    library.get_host_addresses = _loopback_alone
    library.get_or_create_mdns_protocol = _nobody_to_ask


def _loopback_alone(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    del use_ipv6
    return [LOOPBACK] if use_ipv4 else []


class _NobodyToAsk:
    """In the place of multicast DNS: finds nothing, so that the browser's own packets tell where it is."""

    async def resolve(self, hostname: str, timeout: float = 0.0) -> None:
        del hostname, timeout


async def _nobody_to_ask(subscriber: object) -> _NobodyToAsk:
    del subscriber
    return _NobodyToAsk()
