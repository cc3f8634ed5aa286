"""Networks shared by sessions: one picture at a time, and freed when all are done."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from thomas_test.app.engine import Engine, shared_engine
from thomas_test.core.settings import Effort, Settings
from thomas_test.estimators import registry
from thomas_test.images import Photo
from thomas_test.reader import Reader


def test_two_sessions_never_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A landmarker is not safe between threads: while one reads, the other waits."""
    inside, most = [0], [0]

    def slow(*_: object) -> str:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        inside[0] -= 1
        return "read"

    reader = Reader()
    monkeypatch.setattr(reader, "read", slow)
    shared = Engine(reader)
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

    def found(_choice: object, effort: Effort, *, notice: Callable[[str], None], **_progress: object) -> tuple[str]:
        notice(f"{effort} alone")
        return ("full",)

    @contextlib.contextmanager
    def opened(models: tuple[str]) -> Iterator[tuple[()]]:
        assert models == ("full",)
        log.append("open")
        yield ()
        log.append("closed")

    monkeypatch.setattr(registry, "find_models", found)
    monkeypatch.setattr(registry, "open_model_files", opened)
    shared = shared_engine.__wrapped__(Effort.FAST)
    assert log == ["open"]
    assert shared.notes == ("fast alone",)
    shared.close()
    assert log == ["open", "closed"]
