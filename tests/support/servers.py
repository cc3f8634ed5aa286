"""Streamlit scripts that are served for a browser, guarded as the app is, and what may befall a server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parents[2]
_STARTS_WITHIN_S = 60.0

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks our own server itself: networks that were opened in this process before keep its proxy variables on loopback."""

_DOOR = """
from streamlit.starlette import App
from thomas_test.app.server import guarded, while_it_runs
app = App({script!r}, middleware=guarded(), lifespan=while_it_runs)
"""
"""As app.py, before another script: what is tested in the browser is guarded as the app is."""


class Servers:
    """Starts scripts on free ports, with the repository's own configuration; what befalls one befalls the newest.

    Parameters
    ----------
    folder
        Makes a folder for the log of each.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def __call__(self, script: Path, *, port: int = 0, **environment: str) -> str:
        """Start one, and give its address."""
        port = port or free_port()
        log = self._folder() / "log.txt"
        door = log.with_name("guarded_door.py")
        door.write_text(_DOOR.format(script=str(script)), encoding="utf-8")
        command = [sys.executable, "-m", "streamlit", "run", str(door)]
        flags = ["--server.port", str(port), "--server.headless", "true"]
        # people are kept, where a test switches it on, beside the log
        environment = {"THOMAS_TEST_DATABASE": f"sqlite:///{log.parent}/kept/history.sqlite"} | environment
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [*command, *flags], cwd=ROOT, env={**os.environ, **environment}, stdout=stream, stderr=stream
            )
        self._running.append(process)
        address = f"http://localhost:{port}"
        _wait_until_up(address, process, log)
        return address

    def stall_last(self, seconds: float) -> None:
        """Let it stand still, as a machine that is asleep or far too busy."""
        self._running[-1].send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self._running[-1].send_signal(signal.SIGCONT)

    def stop_last(self) -> None:
        """End it in order."""
        process = self._running.pop()
        process.terminate()
        process.wait(timeout=20)

    def kill_last(self) -> None:
        """End it as a power cut does."""
        process = self._running.pop()
        process.kill()
        process.wait(timeout=20)

    def stop_all(self) -> None:
        """End them all in order."""
        while self._running:
            self.stop_last()


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        try:
            with _DIRECT.open(f"{address}/_stcore/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
