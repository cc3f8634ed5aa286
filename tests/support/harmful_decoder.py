"""A process that reads photos as `thomas_test.images.apart` does, but for those whose name says what harm they do."""

from __future__ import annotations

import itertools
import os
import signal
import time
from pathlib import Path
from typing import IO

import numpy as np

from thomas_test.images import Photo, apart, own_process
from thomas_test.images.reading import _memory_told, read_photo


def _read(source: Path | bytes, *, name: str) -> Photo:
    with _memory_told(name):
        if name.startswith("spin"):
            sum(itertools.repeat(1, 10**13))
        if name.startswith("stop"):
            os.kill(os.getpid(), signal.SIGSTOP)
        if name.startswith("wait"):
            time.sleep(600)
        if name.startswith("crash"):
            os.abort()
        if name.startswith("hog"):
            np.ones(2**30)
    return read_photo(source, name=name)


def _answer(answers: IO[bytes], source: Path | bytes, name: str) -> None:
    head = {"width": 160, "height": 120, "gravity": None, "reshaped": False, "shrunk": 1}
    if name == "liar size.png":
        own_process.send_head(answers, {**head, "width": 65_535, "height": 65_535})
    elif name == "liar pixels.png":
        own_process.send_head(answers, head)
        answers.write(b"short")
        raise EOFError
    elif name == "liar json.png":
        answers.write(own_process._HEAD.pack(100_000) + b"[" * 100_000)
    else:
        honest(answers, source, name)


honest = apart._answer


def serve(memory_mb: int) -> None:
    """Serve, harmfully."""
    apart.read_photo, apart._answer = _read, _answer
    apart.serve(memory_mb)
