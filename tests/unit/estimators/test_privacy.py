"""What the guard does to the environment. That it keeps MediaPipe quiet is proved in tests/privacy."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from thomas_test.estimators.privacy import LOOPBACK_PROXY, is_kept_on_loopback, keep_on_loopback, original_environment

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has an environment of its own, without any proxy."""
    clean = {name: value for name, value in os.environ.items() if "proxy" not in name.lower() and "PROXIES" not in name}
    monkeypatch.setattr(os, "environ", clean)


@pytest.mark.parametrize("name", PROXIES)
def test_every_proxy_variable_names_a_closed_port_of_this_machine(name: str) -> None:
    """Upper and lower case, http, https and the rest: all point at port 9 on loopback."""
    os.environ["https_proxy"] = "http://proxy.clinic:3128"
    keep_on_loopback()
    assert os.environ[name] == LOOPBACK_PROXY == "http://127.0.0.1:9"


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_no_host_goes_past_the_proxy(name: str) -> None:
    """``no_proxy=*`` would let the uploader out again, so it is taken away."""
    os.environ[name] = "*"
    keep_on_loopback()
    assert name not in os.environ


def test_before_the_guard_nothing_is_kept() -> None:
    """Without the call the process is not guarded, and its environment is the original one."""
    assert not is_kept_on_loopback()
    assert original_environment() == os.environ


def test_the_original_environment_comes_back_whole() -> None:
    """Proxies and exceptions of the user return for a child that fetches; nothing of the guard is left in it."""
    os.environ.update({"https_proxy": "http://proxy.clinic:3128", "NO_PROXY": "intranet", "OTHER": "kept"})
    before = dict(os.environ)
    keep_on_loopback()
    assert is_kept_on_loopback()
    assert original_environment() == before


def test_guarding_twice_forgets_nothing_and_repairs() -> None:
    """A second call sets what was changed meanwhile, and still knows the first environment."""
    os.environ["https_proxy"] = "http://proxy.clinic:3128"
    before = dict(os.environ)
    keep_on_loopback()
    os.environ.update({"https_proxy": "http://elsewhere:1", "no_proxy": "*"})
    keep_on_loopback()
    assert os.environ["https_proxy"] == LOOPBACK_PROXY
    assert "no_proxy" not in os.environ
    assert original_environment() == before


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing
        "{",  # cut off
        "[1]",  # another shape
        '{"https_proxy": 5, "PATH": "/evil"}',  # no text; a variable that is none of ours
    ],
)
def test_a_memory_that_somebody_else_wrote_is_not_followed(text: str) -> None:
    """Damaged memory means no proxies, never a failure and never another variable."""
    os.environ["PATH"] = "/bin"
    keep_on_loopback()
    os.environ[next(name for name in os.environ if name.startswith("THOMAS_TEST_DISPLACED"))] = text
    assert "https_proxy" not in original_environment()
    assert original_environment()["PATH"] == "/bin"


def test_a_child_process_is_guarded_and_can_still_look_back() -> None:
    """Workers of a batch inherit the guard; the way to the network is remembered in them, too."""
    script = (
        "import json, os; from thomas_test.estimators.privacy import *\n"
        "keep_on_loopback(); print(json.dumps([os.environ['https_proxy'], original_environment().get('https_proxy')]))"
    )
    os.environ["https_proxy"] = "http://proxy.clinic:3128"
    keep_on_loopback()
    told = subprocess.run([sys.executable, "-c", script], env=os.environ, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [LOOPBACK_PROXY, "http://proxy.clinic:3128"]
