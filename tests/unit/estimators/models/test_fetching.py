"""Fetching in a child process, with real processes: the network is one that refuses, or a pretended pip."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from pathlib import Path

import pytest

from support.tiny_models import OFFICIAL, tiny_known
from thomas_test.core.errors import ModelError
from thomas_test.estimators.models import fetching
from thomas_test.estimators.models.catalogue import ModelName
from thomas_test.estimators.models.store import ModelStore
from thomas_test.estimators.privacy import keep_on_loopback

FULL = ModelName.FULL


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """A tiny store in the user's cache."""
    monkeypatch.setenv("THOMAS_TEST_CACHE", str(tmp_path))
    return ModelStore(folder=tmp_path / "models", known={FULL: tiny_known(tmp_path)}, origins=())


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script that runs in the child's place, with the guard on; the test writes it."""
    script = tmp_path / "child.py"
    clean = {name: value for name, value in os.environ.items() if "prox" not in name.lower()}
    monkeypatch.setattr(os, "environ", clean | {"https_proxy": "http://proxy.clinic:3128"})
    keep_on_loopback()
    launcher = tmp_path / "python"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    launcher.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(launcher))
    return script


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the pretended interpreter is a shell script")


def _write(child: Path, store: ModelStore, text: str) -> None:
    prelude = f"import json, os, sys\nfrom pathlib import Path\ntarget = Path({str(store.path_of(FULL))!r})\n"
    child.write_text(prelude + textwrap.dedent(text))


def test_the_child_has_the_original_environment_and_the_name(store: ModelStore, child: Path) -> None:
    """It reaches the network as the user's settings say, and is told which model to fetch into which cache."""
    _write(
        child,
        store,
        f"""
        names = ("https_proxy", "THOMAS_TEST_CACHE")
        (target.parent.parent / "seen").write_text(json.dumps([os.environ.get(n) for n in names] + sys.argv[1:]))
        target.parent.mkdir()
        target.write_bytes({OFFICIAL!r})
        """,
    )
    model = fetching.fetch_in_child(store, FULL)
    assert model == store.cached(FULL)
    proxy, cache, *arguments = json.loads((store.folder.parent / "seen").read_text())
    assert (proxy, cache) == ("http://proxy.clinic:3128", str(store.folder.parent))
    assert arguments[-2:] == ["thomas_test.estimators.models.fetching", "full"]


def test_progress_comes_through(store: ModelStore, child: Path) -> None:
    """The listener in the parent hears what the child says, in order."""
    _write(
        child,
        store,
        f"""
        print(json.dumps({{"doing": "downloading", "done": 0.5}}))
        print(json.dumps({{"doing": "putting together", "done": None}}))
        target.parent.mkdir()
        target.write_bytes({OFFICIAL!r})
        """,
    )
    heard: list[tuple[str, float | None]] = []
    fetching.fetch_in_child(store, FULL, lambda doing, done: heard.append((doing, done)))
    assert heard == [("downloading", 0.5), ("putting together", None)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('print(json.dumps({"error": "tried:\\n - all"})); sys.exit(1)', "tried:\n - all"),  # its own message, whole
        ("raise RuntimeError('broken')", "RuntimeError: broken"),  # it broke: its last words
        ("print('[1]'); sys.exit(1)", r"\[1\]"),  # something odd
        ("sys.exit(3)", "ended with status 3"),  # silence
        ("pass", "ended with status 0"),  # it says it is done, but nothing is there
    ],
)
def test_a_failing_child_is_a_model_error(store: ModelStore, child: Path, text: str, says: str) -> None:
    """Whatever happens in the child, the parent gets words and no file that is not whole."""
    _write(child, store, text)
    with pytest.raises(ModelError, match=says):
        fetching.fetch_in_child(store, FULL)


def test_the_real_child_reports_why_it_could_not_fetch(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`python -m thomas_test.estimators.models.fetching` on a machine without network: the whole message arrives."""
    refuses = "http://127.0.0.1:9"
    settings = {"https_proxy": refuses, "HTTPS_PROXY": refuses, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    monkeypatch.setattr(os, "environ", kept | settings)
    with pytest.raises(ModelError) as caught:
        fetching.fetch_in_child(store, FULL)
    message = str(caught.value)
    assert "Google's model store: the connection failed" in message
    assert "rebuilding from MediaPipe's packages: pip:" in message
    assert str(tmp_path / "models" / "pose_landmarker_full.task") in message
