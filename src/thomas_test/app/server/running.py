"""The app as a server: guarded, on loopback before it starts, and rid of what a closed window leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from streamlit import cli_util, config, runtime
from streamlit.web.server import server_util

from thomas_test.app.server.guard import LOCAL_NAMES, Guard, new_token
from thomas_test.app.server.stream import keep_stream_on_loopback
from thomas_test.estimators.privacy import keep_on_loopback

SCRIPT = Path(__file__).with_name("script.py")
"""What every session runs. It lies where no folder ``pages`` does: Streamlit would take that for pages of its own."""

SWEEP_S = 5.0
"""How often sessions are looked for whose window was closed."""

_MEGABYTE = 1 << 20


def guarded() -> list[Middleware]:
    """The middleware that stands before Streamlit; also sets what has to hold before the server starts.

    From here on the process and its children send nothing beyond loopback by proxy, and uploads stay in memory while
    they come in: above a megabyte they would go through a temporary file.
    """
    keep_on_loopback()
    MultiPartParser.spool_max_size = (int(config.get_option("server.maxUploadSize")) + 1) * _MEGABYTE
    token = new_token()
    names = {*LOCAL_NAMES, *config.get_option("server.allowedHosts")}
    address = config.get_option("server.address") or "0.0.0.0"  # noqa: S104 - what Streamlit makes of none
    if address not in LOCAL_NAMES:
        # the guard judges names; Streamlit's own list would refuse every name but those of this machine
        config.set_option("server.allowedHosts", ["*"])
        _say_loudly(address, token)
    else:
        keep_stream_on_loopback()
    return [Middleware(Guard, token=token, names=names)]


def _say_loudly(address: str, token: str) -> None:
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    lines = (
        f"THIS APP ANSWERS BEYOND THIS MACHINE ({address}). It shows photos of patients.",
        "Whoever has this link can use it, and nobody without it; put the machine's name in the place of HOST:",
        f"  {scheme}://HOST:{config.get_option('server.port')}/?token={token}",
        *(
            ()
            if scheme == "https"
            else ("What is sent is NOT encrypted: anybody on the network can read it. See docs/security.md.",)
        ),
    )
    rule = "!" * 78
    print("\n".join(("", rule, *lines, rule, "")), file=sys.stderr, flush=True)  # noqa: T201


@contextlib.asynccontextmanager
async def while_it_runs(_app: object) -> AsyncIterator[None]:
    """What goes on beside the server: the browser is opened, closed windows are swept, a closed terminal ends it."""
    loop = asyncio.get_running_loop()
    if hasattr(signal, "SIGHUP"):
        # as SIGTERM: the server ends in order
        loop.add_signal_handler(signal.SIGHUP, os.kill, os.getpid(), signal.SIGTERM)
    if not config.get_option("server.headless"):
        loop.call_soon(_open_browser)
    sweeping = asyncio.create_task(_sweep_for_ever())
    try:
        yield
    finally:
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping


def _open_browser() -> None:
    cli_util.open_browser(server_util.get_url("localhost"))


async def _sweep_for_ever() -> None:
    known: frozenset[str] = frozenset()
    while True:
        await asyncio.sleep(SWEEP_S)
        alive = sessions_alive()
        if known - alive:
            give_back_memory()
        known = alive


def sessions_alive() -> frozenset[str]:
    """Let go of sessions whose window was closed longer ago than a lost connection may last; names the others.

    Streamlit keeps them, with photos and all, until another window is closed.
    """
    if not runtime.exists():
        return frozenset()
    # no public way leads there (Streamlit 1.67)
    manager: Any = runtime.get_instance()._session_mgr  # noqa: SLF001
    with manager._storage_lock:  # noqa: SLF001
        manager._session_storage._cache.expire()  # noqa: SLF001
    return frozenset(info.session.id for info in manager.list_sessions())


def give_back_memory() -> None:
    """Free what only points at itself, and hand free pages back to the system: they hold pixels of photos."""
    gc.collect()
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


def _malloc_trim() -> Callable[[int], int] | None:
    """The C library's way to give memory back; None where it has none (only glibc's has)."""
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return trim
