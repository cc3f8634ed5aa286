"""Start the app as ``streamlit run app.py`` does, from a clone or from the installed package alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CLONE = Path(__file__).parents[3]


def door() -> Path:
    """Give the script to run; beside it lies ``.streamlit/config.toml``, which Streamlit reads with it."""
    in_clone = _CLONE / "app.py"
    return in_clone if (_CLONE / ".streamlit" / "config.toml").is_file() and in_clone.is_file() else _own_door()


def command(*, port: int | None = None, open_browser: bool = True) -> list[str]:
    """Give the command that starts the app.

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


def launch(*, port: int | None = None, open_browser: bool = True) -> int:
    """Run the app until it is stopped; gives its exit status. Parameters as `command`."""
    try:
        return subprocess.run(command(port=port, open_browser=open_browser), check=False).returncode  # noqa: S603
    except KeyboardInterrupt:  # Ctrl-C is how people stop it
        return 0


def _own_door() -> Path:
    return Path(__file__).with_name("door.py")
