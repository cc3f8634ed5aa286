"""The app as a server: guarded, on loopback before it starts, and rid of what a closed window leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from streamlit import cli_util, config, runtime
from streamlit.web.server import server_util

from thomas_test.app.drafts import sweep_drafts
from thomas_test.app.loading import load_pages
from thomas_test.app.server.answers import keep_answers
from thomas_test.app.server.guard import LOCAL_NAMES, Guard, new_token
from thomas_test.app.server.index import FirstPage
from thomas_test.app.server.reach import PASSWORD_VARIABLE, address, answers_beyond, password
from thomas_test.app.server.stream import keep_stream_on_loopback
from thomas_test.core.errors import UsageError
from thomas_test.core.memory import give_back_memory, keep_memory_returnable, overwrite_freed_memory
from thomas_test.estimators.privacy import keep_on_loopback
from thomas_test.images.apart import Apart
from thomas_test.images.left_behind import sweep_left_behind
from thomas_test.images.reading import read_photos_with

if TYPE_CHECKING:
    from streamlit.runtime.app_session import AppSession

SCRIPT = Path(__file__).with_name("script.py")
"""What every session runs. It lies where no folder ``pages`` does: Streamlit would take that for pages of its own."""

LOAD_PAGES_AFTER_S = 3.0
"""When the pages' libraries are loaded: the first page has been shown by then, which needs the processor for itself."""

SWEEP_S = 5.0
"""How often sessions are looked for whose window was closed."""

FORGOTTEN_TIMES = 3
"""So many sweeps let go of a closed window: a page that was still at work when it closed may put something back."""

_MEGABYTE = 1 << 20


def guarded() -> list[Middleware]:
    """The middleware that stands before Streamlit; also sets what has to hold before the server starts.

    From here on the process and its children send nothing beyond loopback by proxy, and uploads stay in memory while
    they come in: above a megabyte they would go through a temporary file.
    """
    keep_on_loopback()
    overwrite_freed_memory()
    keep_memory_returnable()
    keep_answers()
    MultiPartParser.spool_max_size = (int(config.get_option("server.maxUploadSize")) + 1) * _MEGABYTE
    token = _chosen_password() or new_token()
    names = {*LOCAL_NAMES, *config.get_option("server.allowedHosts")}
    if answers_beyond():
        # the guard judges names; Streamlit's own list would refuse every name but those of this machine
        config.set_option("server.allowedHosts", ["*"])
        _say_loudly(address(), token)
    else:
        keep_stream_on_loopback()
    return [Middleware(Guard, token=token, names=names), Middleware(FirstPage)]


def _chosen_password() -> str:
    """The password that was set; with one that cannot be one the start ends in words, not in a traceback."""
    try:
        return password()
    except UsageError as error:
        raise SystemExit(str(error)) from error


def _say_loudly(where: str, token: str) -> None:
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    shown = "YOUR-PASSWORD" if password() else token
    people = "shown, for a password was set" if password() else f"hidden: set {PASSWORD_VARIABLE} to have it"
    lines = (
        f"THIS APP ANSWERS BEYOND THIS MACHINE ({where}). It shows photos of patients.",
        "Whoever has this link can use it, and nobody without it; put the machine's name in the place of HOST:",
        f"  {scheme}://HOST:{config.get_option('server.port')}/?token={shown}",
        f"The People page is {people}.",
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
    """What goes on beside the server: the browser is opened, closed windows are swept, a closed terminal ends it.

    Photos are read in processes of their own meanwhile, which can be ended. Before all that goes what a killed app of
    version 0.1 left in the temporary folder.
    """
    sweep_left_behind()
    apart = Apart()
    read_photos_with(apart.read)
    threading.Thread(target=apart.prepare, daemon=True).start()
    loading = threading.Timer(LOAD_PAGES_AFTER_S, load_pages)
    loading.daemon = True
    loading.start()
    loop = asyncio.get_running_loop()
    if hasattr(signal, "SIGHUP"):
        # as SIGTERM: the server ends in order
        loop.add_signal_handler(signal.SIGHUP, os.kill, os.getpid(), signal.SIGTERM)
    cli_util.print_to_cli(f"The app answers at {server_util.get_url('localhost')} - Ctrl+C ends it.")
    if not config.get_option("server.headless"):
        loop.call_soon(_open_browser)
    sweeping = asyncio.create_task(_sweep_for_ever())
    try:
        yield
    finally:
        loading.cancel()
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sweeping
        read_photos_with(None)
        apart.close()


def _open_browser() -> None:
    cli_util.open_browser(server_util.get_url("localhost"))


async def _sweep_for_ever() -> None:
    known: dict[str, AppSession] = {}
    leaving: dict[str, tuple[AppSession, int]] = {}
    while True:
        await asyncio.sleep(SWEEP_S)
        alive = sessions_alive()
        leaving |= {ident: (known[ident], FORGOTTEN_TIMES) for ident in known.keys() - alive.keys()}
        known, has_left = alive, bool(leaving)
        for session, _ in leaving.values():
            forget(session)
        leaving = {ident: (session, times - 1) for ident, (session, times) in leaving.items() if times > 1}
        if has_left:
            del session
        if sweep_drafts() or has_left:
            give_back_memory()


def sessions_alive() -> dict[str, AppSession]:
    """The sessions whose window is open, or was closed not longer ago than a lost connection may last.

    Streamlit itself keeps the others, with photos and all, until another window is closed.
    """
    if not runtime.exists():
        return {}
    # no public way leads there (Streamlit 1.67)
    manager: Any = runtime.get_instance()._session_mgr  # noqa: SLF001
    with manager._storage_lock:  # noqa: SLF001
        manager._session_storage._cache.expire()  # noqa: SLF001
    return {info.session.id: info.session for info in manager.list_sessions()}


def forget(session: AppSession) -> None:
    """Let go of all that a closed window had: uploads, pictures shown, and what its pages remembered.

    Streamlit does so when nothing points at the session any more. But its loop points at the one that it last sent to
    until another window is opened, and the end of a connection may for as long as the app runs (Streamlit 1.67).
    """
    session.shutdown()
    session.session_state.clear()
    session._client_state.Clear()  # noqa: SLF001 - what was typed
    session._fragment_storage.clear()  # noqa: SLF001 - parts of pages, with what they were shown for
    session._browser_queue.clear()  # noqa: SLF001
    if runtime.exists():
        running: Any = runtime.get_instance()
        # again, for a page that was at work: a session that has shut down does this no more
        session._uploaded_file_mgr.remove_session_files(session.id)  # noqa: SLF001
        running.media_file_mgr.clear_session_refs(session.id)
        running.media_file_mgr.remove_orphaned_files()
