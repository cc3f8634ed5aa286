"""Starting the app."""

import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from thomas_test.app.launch import _run_below, command, door

ROOT = Path(__file__).parents[3]


def test_a_clone_runs_its_own_door() -> None:
    """The same script as ``streamlit run app.py``, with the configuration beside it."""
    assert door() == ROOT / "app.py"
    assert command(port=8601, open_browser=False)[-4:] == ["--server.headless", "true", "--server.port", "8601"]
    assert command()[:4] == [sys.executable, "-m", "streamlit", "run"]


def test_an_installed_copy_runs_the_packages_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a clone around it the package has a script of its own."""
    monkeypatch.setattr("thomas_test.app.launch._CLONE", tmp_path)
    own = door()
    assert own.is_file()
    assert own.parent.name == "app"


def test_the_app_answers_this_machine_alone_and_reports_nothing() -> None:
    """Bound to localhost, other host names refused, usage statistics off, uploads limited, no error details."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["serverAddress"] == "localhost", "else Streamlit asks the internet for our address"
    assert set(config["server"]["allowedHosts"]) == {"localhost", "127.0.0.1", "[::1]"}
    assert config["server"]["maxUploadSize"] <= 200
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "type"


def test_whoever_ends_the_command_ends_the_server(tmp_path: Path) -> None:
    """A service manager knows only the process that it started: that one is the server, and goes when it is told to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "log.txt").open("wb") as log:
        started = [sys.executable, "-m", "thomas_test", "app", "--port", str(port), "--no-browser"]
        with subprocess.Popen(started, stdout=log, stderr=log) as app:
            wait_until(lambda: answers(port))
            app.terminate()
            app.wait(timeout=20)
    wait_until(lambda: not answers(port))


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(true: Callable[[], bool]) -> None:
    """Wait, a busy machine may be slow."""
    give_up = time.monotonic() + 60
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_where_a_process_cannot_become_another_the_server_goes_with_it() -> None:
    """Its exit status is passed on."""
    assert _run_below([sys.executable, "-c", "raise SystemExit(3)"]) == 3


def test_nobody_is_asked_for_an_address_before_the_app_starts() -> None:
    """Streamlit would, at its first start on a machine, and wait for an answer in the terminal."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["showEmailPrompt"] is False
    assert config["logger"]["hideWelcomeMessage"] is True, "else it advertises over the result"
