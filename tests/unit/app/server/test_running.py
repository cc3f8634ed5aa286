"""The app as a server: what is set before it starts, what it says, and what it lets go."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from starlette.formparsers import MultiPartParser
from streamlit import config
from streamlit.runtime import app_session

from thomas_test.app import loading
from thomas_test.app.server import SCRIPT, guarded, while_it_runs
from thomas_test.app.server import running as server
from thomas_test.app.server.guard import Guard
from thomas_test.app.server.stream import LOOPBACK, keep_stream_on_loopback
from thomas_test.images import encode_picture, read_photo

ROOT = Path(__file__).parents[4]


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Leave process, environment and Streamlit's settings as they were."""
    import aioice.ice

    for name in ("get_host_addresses", "get_or_create_mdns_protocol"):
        monkeypatch.setattr(aioice.ice, name, getattr(aioice.ice, name))
    monkeypatch.setattr(MultiPartParser, "spool_max_size", MultiPartParser.spool_max_size)
    monkeypatch.setattr(app_session, "ForwardMsgQueue", app_session.ForwardMsgQueue)
    monkeypatch.setattr(server, "keep_on_loopback", lambda: None)
    monkeypatch.setattr(server, "overwrite_freed_memory", lambda: None)
    monkeypatch.setattr(server, "keep_memory_returnable", lambda: None)
    chosen: dict[str, object] = {"server.maxUploadSize": 100, "server.allowedHosts": ["localhost"], "server.port": 8501}
    monkeypatch.setattr(config, "get_option", lambda name: chosen.get(name))
    monkeypatch.setattr(config, "set_option", chosen.__setitem__)
    monkeypatch.setattr(server, "chosen", chosen, raising=False)
    return monkeypatch


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1"])
def test_on_this_machine_nothing_is_said(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The ordinary case is quiet."""
    server.chosen["server.address"] = address  # type: ignore[attr-defined]
    middleware, _ = guarded()
    assert middleware.cls is Guard
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::", None])  # noqa: S104
def test_beyond_this_machine_is_said_loudly_with_the_link(
    address: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it shows, who gets in, with what link, and that nothing is encrypted."""
    server.chosen["server.address"] = address  # type: ignore[attr-defined]
    middleware, _ = guarded()
    said = capsys.readouterr().err
    assert "ANSWERS BEYOND THIS MACHINE" in said
    assert "photos of patients" in said
    assert f":8501/?token={middleware.kwargs['token']}" in said
    assert "NOT encrypted" in said


def test_a_password_takes_the_place_of_the_drawn_token_and_is_not_printed(
    settings: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed says that the People page is shown, or how it would be."""
    server.chosen["server.address"] = "192.168.1.5"  # type: ignore[attr-defined]
    guarded()
    assert "People page is hidden: set THOMAS_TEST_PASSWORD" in capsys.readouterr().err
    settings.setenv("THOMAS_TEST_PASSWORD", "correct.horse-Battery")
    middleware, _ = guarded()
    said = capsys.readouterr().err
    assert middleware.kwargs["token"] == "correct.horse-Battery"  # noqa: S105
    assert "correct.horse-Battery" not in said
    assert "People page is shown" in said


def test_a_password_that_cannot_be_one_ends_the_start_in_words(settings: pytest.MonkeyPatch) -> None:
    """What was expected and what came, without a traceback and without the word itself."""
    settings.setenv("THOMAS_TEST_PASSWORD", "short")
    with pytest.raises(
        SystemExit, match=r"expected THOMAS_TEST_PASSWORD to be 12 to 100 letters.*got 5 letters"
    ) as end:
        guarded()
    assert "short" not in str(end.value)


@pytest.mark.usefixtures("settings")
def test_uploads_stay_in_memory_as_they_come_in() -> None:
    """The form's reader would write what is larger than a megabyte to a temporary file."""
    server.chosen["server.address"] = "localhost"  # type: ignore[attr-defined]
    guarded()
    assert MultiPartParser.spool_max_size > 100 * 1024 * 1024


@pytest.mark.usefixtures("settings")
def test_sessions_keep_what_they_answered() -> None:
    """Streamlit's own queue throws it away as a page begins to run, and a file on its way is lost."""
    server.chosen["server.address"] = "localhost"  # type: ignore[attr-defined]
    guarded()
    assert app_session.ForwardMsgQueue.keeps_answers  # type: ignore[attr-defined]


@pytest.mark.usefixtures("settings")
def test_the_live_stream_offers_loopback_and_asks_nobody() -> None:
    """No address that others of the same network reach, no multicast for the browser's name."""
    import aioice.ice

    keep_stream_on_loopback()
    connection = aioice.ice.Connection(ice_controlling=True)

    async def candidates() -> list[str]:
        await connection.gather_candidates()
        await connection.add_remote_candidate(
            aioice.Candidate("1", 1, "udp", 1, "0a1b2c3d-0000-4000-8000-000000000000.local", 50_000, "host")
        )
        hosts = [candidate.host for candidate in connection.local_candidates]
        assert connection.remote_candidates == []
        await connection.close()
        return hosts

    assert asyncio.run(candidates()) == [LOOPBACK]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no terminals that hang up here")
def test_a_closed_terminal_ends_it_as_sigterm_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGHUP asks for the same orderly end."""
    asked: list[int] = []
    monkeypatch.setattr(config, "get_option", lambda _: True)
    monkeypatch.setattr(server.server_util, "get_url", lambda name: f"http://{name}:1")

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, asked.append, signal.SIGTERM)
        async with while_it_runs(None):
            os.kill(os.getpid(), signal.SIGHUP)
            for _ in range(100):
                await asyncio.sleep(0.01)
                if asked:
                    break
        loop.remove_signal_handler(signal.SIGTERM)
        loop.remove_signal_handler(signal.SIGHUP)

    asyncio.run(run())
    assert asked == [signal.SIGTERM]


def test_the_browser_is_opened_unless_nobody_sits_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `thomas-test app` promises; `--no-browser` leaves it."""
    opened: list[str] = []
    monkeypatch.setattr(server.cli_util, "open_browser", opened.append)
    monkeypatch.setattr(server.server_util, "get_url", lambda name: f"http://{name}:1")

    async def run() -> None:
        async with while_it_runs(None):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        if hasattr(signal, "SIGHUP"):
            asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)

    for headless in (True, False):
        monkeypatch.setattr(config, "get_option", lambda _, answer=headless: answer)
        asyncio.run(run())
    assert opened == ["http://localhost:1"]


def test_pages_are_loaded_before_anybody_opens_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment after the start, each of them; one that cannot be loaded stops no other. An early end loads none."""
    loaded: list[str] = []

    def load(name: str) -> None:
        loaded.append(name.rsplit(".", 1)[-1])
        if name.endswith(".live"):
            raise ImportError(name)

    async def run(seconds: float) -> None:
        async with while_it_runs(None):
            await asyncio.sleep(seconds)
        if hasattr(signal, "SIGHUP"):
            asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)

    monkeypatch.setattr(config, "get_option", lambda _: True)
    monkeypatch.setattr(server.server_util, "get_url", lambda name: f"http://{name}:1")
    monkeypatch.setattr(loading, "load", load)
    asyncio.run(run(0.0))
    assert loaded == []
    monkeypatch.setattr(server, "LOAD_PAGES_AFTER_S", 0.0)
    asyncio.run(run(0.2))
    assert set(loaded) == {path.stem for path in SCRIPT.parents[1].glob("pages/[a-z]*.py")}


@pytest.mark.parametrize("door", [ROOT / "app.py", SCRIPT.parents[1] / "door.py"])
def test_both_doors_are_guarded(door: Path) -> None:
    """Streamlit finds the same guarded app in the clone's script and in the package's."""
    from streamlit.web.server.app_discovery import discover_asgi_app

    found = discover_asgi_app(door)
    assert found.is_asgi_app
    assert found.app_name == "app"
    words = [sys.executable, "-c", f"import runpy; app = runpy.run_path({str(door)!r})['app']; print(app.script_path)"]
    ran = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    assert Path(ran.stdout.strip()) == SCRIPT
    assert not SCRIPT.with_name("pages").exists(), "Streamlit would show what lies there as pages of its own"


def test_a_closed_session_is_let_go_with_all_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shut down, what its pages remembered and was typed cleared, memory given back: several times, then no more.

    A page that was at work when its window closed may put something back after the first time.
    """
    done: list[str] = []

    class Cleared:
        def __init__(self, what: str) -> None:
            self.what = what

        def clear(self) -> None:
            done.append(self.what)

        Clear = clear

    class Session:
        session_state, _client_state = Cleared("state"), Cleared("typed")
        _fragment_storage, _browser_queue = Cleared("parts"), Cleared("queue")

        def shutdown(self) -> None:
            done.append("shut down")

    two = {"two": Session()}
    alive = iter([{"one": Session(), **two}, *[two] * 5])

    def next_alive() -> dict[str, Session]:
        try:
            return next(alive)
        except StopIteration:
            raise asyncio.CancelledError from None

    monkeypatch.setattr(server, "SWEEP_S", 0.0)
    monkeypatch.setattr(server, "sessions_alive", next_alive)
    monkeypatch.setattr(server, "give_back_memory", lambda: done.append("given back"))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(server._sweep_for_ever())
    assert done == ["shut down", "state", "typed", "parts", "queue", "given back"] * server.FORGOTTEN_TIMES


def test_photos_are_read_in_processes_of_their_own_while_it_runs() -> None:
    """Whichever page reads them; afterwards no process is left."""
    photo = encode_picture(np.zeros((120, 160, 3), dtype=np.uint8), "PNG")
    read_by: list[int] = []

    async def run() -> None:
        async with while_it_runs(None):
            assert read_photo(photo).size_px == (160, 120)
            read_by.extend(_children())

    before = _children()
    asyncio.run(run())
    assert set(read_by) - before
    assert _children() <= before


def _children() -> set[int]:
    """The processes that this one started and that are there."""
    listed = [each.read_text("ascii") for each in Path("/proc/self/task").glob("*/children")]
    return {int(number) for some in listed for number in some.split()}
