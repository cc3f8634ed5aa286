"""A process that decodes videos as `thomas_test.motion.frames_apart` does, but for those whose name says their harm."""

from __future__ import annotations

import itertools
import os
import signal
import time
from typing import IO

import numpy as np

from thomas_test.images import own_process
from thomas_test.motion import frames_apart
from thomas_test.motion.frames import Video, VideoFile


def _file(data: bytes, *, name: str) -> VideoFile:
    if name.startswith("spin"):
        sum(itertools.repeat(1, 10**13))
    if name.startswith("stop"):
        os.kill(os.getpid(), signal.SIGSTOP)
    if name.startswith("crash"):
        os.abort()
    if name.startswith("hog"):
        np.ones(2**30)
    return VideoFile(data, name=name)


def _sent(video: Video, frames: object, answers: IO[bytes]) -> bool:
    if video.name.startswith("later spin"):
        sum(itertools.repeat(1, 10**13))
    if video.name.startswith("slowly"):
        time.sleep(0.4)
    head = {"time_s": 0.0, "width": 96, "height": 64}
    if video.name.startswith("liar size"):
        own_process.send_head(answers, {**head, "width": 65_535, "height": 65_535})
    elif video.name.startswith("liar time"):
        own_process.send_head(answers, {**head, "time_s": "soon"})
        own_process.send(answers, bytes(96 * 64 * 3))
    elif video.name.startswith("liar order"):
        own_process.send_head(answers, head)
        own_process.send(answers, bytes(96 * 64 * 3))
    elif video.name.startswith("liar pixels"):
        own_process.send_head(answers, head)
        answers.write(b"short")
        raise EOFError
    else:
        return honest(video, frames, answers)  # type: ignore[arg-type]
    return True


honest = frames_apart._sent


def serve(memory_mb: int) -> None:
    """Serve, harmfully."""
    frames_apart.VideoFile = _file  # type: ignore[assignment,misc]
    frames_apart._sent = _sent  # type: ignore[assignment]
    frames_apart.serve(memory_mb)
