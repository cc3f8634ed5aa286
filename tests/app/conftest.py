"""The app as AppTest runs it, reading with a table instead of networks."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from support.app_table import SCENE, table_engine
from thomas_test.app import engine

APP = Path(__file__).parents[2] / "src" / "thomas_test" / "app" / "server" / "script.py"


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Bring `__main__` back: AppTest puts its script there, and processes that are started later would look for it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[None]:
    """Bring the environment back as it was: the app sets its process's proxies, other tests want theirs.

    People are kept, where a test switches it on, in the test's own folder.
    """
    before = dict(os.environ)
    os.environ["THOMAS_TEST_DATABASE"] = f"sqlite:///{tmp_path}/kept/history.sqlite"
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, environment: None) -> AppTest:  # noqa: ARG001
    """The app on its first page."""
    monkeypatch.setattr(engine, "shared_engine", table_engine)
    return AppTest.from_file(str(APP), default_timeout=20).run()


@pytest.fixture(scope="session")
def scene() -> bytes:
    """A picture that the table knows."""
    return SCENE.read_bytes()
