"""Networks shared by sessions: one picture at a time, and freed when all are done."""

import contextlib
import threading
import time

import numpy as np
import pytest

from thomas_test.app import engine
from thomas_test.app.engine import SharedEngine, open_engine
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import Photo


def test_two_sessions_never_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A landmarker is not safe between threads: while one reads, the other waits."""
    inside, most = [0], [0]

    def slow(*_: object) -> str:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        inside[0] -= 1
        return "read"

    monkeypatch.setattr(engine, "analyse", slow)
    shared = SharedEngine((), contextlib.ExitStack())
    photo = Photo.from_array(np.zeros((4, 4, 3), np.uint8))
    threads = [threading.Thread(target=shared.read, args=(photo, Settings())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_closing_frees_the_networks_and_notes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened stays open until the engine is closed; what was noticed can be told."""
    log: list[str] = []

    @contextlib.contextmanager
    def opened(*, effort: Effort, notice: object) -> object:
        notice(f"{effort} alone")  # type: ignore[operator]
        log.append("open")
        yield ()
        log.append("closed")

    monkeypatch.setattr(engine, "open_estimators", opened)
    shared = open_engine(Effort.FAST)
    assert log == ["open"]
    assert shared.notes == ("fast alone",)
    shared.close()
    assert log == ["open", "closed"]
