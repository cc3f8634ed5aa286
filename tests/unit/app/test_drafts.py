"""Drafts in memory: brought back by their key, to one window at a time, and not for ever."""

from __future__ import annotations

import pytest

from thomas_test.app.drafts import ALONE_FOR_S, KEPT_FOR_S, Drafts, new_key, sweep_drafts
from thomas_test.core.settings import Faces


class Windows:
    """Which sessions are there, and what time it is."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.now = 0.0
        self.drafts = Drafts(
            lambda session: session in self.open, lambda: None, lambda: Faces.BLUR, clock=lambda: self.now
        )


@pytest.fixture
def windows() -> Windows:
    """No window, and an empty store."""
    return Windows()


def test_a_draft_comes_back_when_its_window_was_reloaded(windows: Windows) -> None:
    """The window of before is gone: what it had open is the next one's, as it was left."""
    work = {"desk": object()}
    windows.drafts.keep("key", work, holder="before")
    assert windows.drafts.waits("key", holder="after")
    assert windows.drafts.bring_back("key", holder="after") == work


def test_no_window_gets_what_another_has_open(windows: Windows) -> None:
    """A tab that was duplicated carries the same key: two hands on one desk would undo each other's work."""
    windows.open = {"one", "two"}
    windows.drafts.keep("key", {"desk": 1}, holder="one")
    assert windows.drafts.bring_back("key", holder="one") is not None
    assert not windows.drafts.waits("key", holder="two")
    assert windows.drafts.bring_back("key", holder="two") is None
    windows.open = {"two"}
    assert windows.drafts.bring_back("key", holder="two") is not None


def test_a_key_that_was_not_drawn_here_gives_nothing(windows: Windows) -> None:
    """Whatever a browser says it had."""
    windows.drafts.keep("key", {"desk": 1}, holder="one")
    for guess in ("", "KEY", "other", "key "):
        assert windows.drafts.bring_back(guess, holder="two") is None


def test_what_is_forgotten_is_gone(windows: Windows) -> None:
    """At once, and forgetting twice does no harm."""
    windows.drafts.keep("key", {"desk": 1}, holder="one")
    windows.drafts.forget("key")
    windows.drafts.forget("key")
    assert windows.drafts.bring_back("key", holder="one") is None


def test_old_drafts_go(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a working day, and the longest untouched where there are too many: photos are not kept for ever."""
    monkeypatch.setattr("thomas_test.app.drafts.MOST_DRAFTS", 2)
    windows.drafts.keep("a", {"desk": 1}, holder="a")
    windows.drafts.keep("b", {"desk": 2}, holder="b")
    windows.drafts.keep("a", {"desk": 3}, holder="a")
    windows.drafts.keep("c", {"desk": 4}, holder="c")
    assert not windows.drafts.waits("b", holder="x")
    assert windows.drafts.waits("a", holder="x")
    windows.open = {"a", "c"}
    windows.now = KEPT_FOR_S + 1.0
    windows.open = set()
    assert not windows.drafts.waits("a", holder="x")
    assert not windows.drafts.waits("c", holder="x")


def test_drafts_of_closed_windows_go_after_an_hour(windows: Windows) -> None:
    """Those of windows that are there stay; the hour counts from when a window was last there."""
    windows.open = {"open", "closed"}
    windows.drafts.keep("a", {"desk": 1}, holder="open")
    windows.drafts.keep("b", {"desk": 2}, holder="closed")
    windows.now = 3 * ALONE_FOR_S
    assert sweep_drafts() == 0
    windows.open = {"open"}
    windows.now += ALONE_FOR_S - 1.0
    assert sweep_drafts() == 0
    windows.now += 2.0
    assert sweep_drafts() == 1
    windows.open = set()
    assert not windows.drafts.waits("b", holder="x")
    assert windows.drafts.waits("a", holder="x")


def test_keys_are_not_guessed() -> None:
    """Each is its own, 256 bits long."""
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) >= 43 for key in keys)
