"""Starting the app."""

import sys
import tomllib
from pathlib import Path

import thomas_test.app.launch as launch_module
from thomas_test.app.launch import command, door

ROOT = Path(__file__).parents[3]


def test_a_clone_runs_its_own_door() -> None:
    """The same script as ``streamlit run app.py``, with the configuration beside it."""
    assert door() == ROOT / "app.py"
    assert command(port=8601, open_browser=False)[-4:] == ["--server.headless", "true", "--server.port", "8601"]
    assert command()[:4] == [sys.executable, "-m", "streamlit", "run"]


def test_an_installed_copy_runs_the_packages_door() -> None:
    """Without a clone around it the package has a script of its own."""
    own = launch_module._own_door()
    assert own.is_file()
    assert own.parent.name == "app"


def test_the_app_answers_this_machine_alone_and_reports_nothing() -> None:
    """Bound to localhost, other host names refused, usage statistics off, uploads limited, no error details."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "localhost"
    assert set(config["server"]["allowedHosts"]) == {"localhost", "127.0.0.1", "[::1]"}
    assert config["server"]["maxUploadSize"] <= 200
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "type"
