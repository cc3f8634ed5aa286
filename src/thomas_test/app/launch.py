"""Start the app as ``streamlit run app.py`` does, from a clone or from the installed package alike."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_CLONE = Path(__file__).parents[3]

PHONE_ASKED_BY = "THOMAS_TEST_PHONE"
"""Set in the environment by ``thomas-test app --phone``: the first window that is opened opens the door at once."""


def door() -> Path:
    """The script to run; beside it lies ``.streamlit/config.toml``, which Streamlit reads with it."""
    in_clone = _CLONE / "app.py"
    is_clone = (_CLONE / ".streamlit" / "config.toml").is_file() and in_clone.is_file()
    return in_clone if is_clone else Path(__file__).with_name("door.py")


def command(*, port: int | None = None, open_browser: bool = True) -> list[str]:
    """The command that starts the app.

    Parameters
    ----------
    port
        Where it answers on this machine; None takes Streamlit's own choice, 8501 or the next free one.
    open_browser
        Whether the browser is opened with it.
    """
    flags = ["--server.headless", "false" if open_browser else "true"]
    if port is not None:
        flags += ["--server.port", str(port)]
    return [sys.executable, "-m", "streamlit", "run", str(door()), *flags]


def launch(*, port: int | None = None, open_browser: bool = True, phone: bool = False) -> int:
    """Run the app until it is stopped; gives its exit status. Parameters as `command`.

    With `phone` the first window opens the door for a phone at once.

    Where a process can become another one, it becomes the server, so that whoever stops it stops the server. Elsewhere
    the server is its child, and goes with it.
    """
    started = command(port=port, open_browser=open_browser)
    if phone:
        os.environ[PHONE_ASKED_BY] = "1"
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(started[0], started)  # noqa: S606 - our own interpreter, no shell
    return _run_below(started)


def _run_below(started: list[str]) -> int:
    with subprocess.Popen(started) as server:  # noqa: S603
        try:
            return server.wait()
        except KeyboardInterrupt:  # Ctrl-C is how people stop it
            return 0
        finally:
            server.terminate()
