"""The app as AppTest runs it, reading with a table instead of networks."""

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parent))
from app_support import SCENE, table_engine

from thomas_test.app import engine

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Give the app on its first page."""
    monkeypatch.setattr(engine, "shared_engine", table_engine)
    return AppTest.from_file(str(APP), default_timeout=20).run()


@pytest.fixture(scope="session")
def scene() -> bytes:
    """Give a picture that the table knows."""
    return SCENE.read_bytes()
