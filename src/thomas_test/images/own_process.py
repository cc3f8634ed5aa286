"""A process of its own for a decoder, which can be ended: what photos and videos read so have in common.

What such a process says is not trusted, for a stranger's bytes have reached it: it answers in JSON and pixels, of a
size that is checked, and never in pickles. It writes nothing to disk, and fills what it frees.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, BinaryIO

import numpy as np

from thomas_test.core.errors import ImageError, UsageError
from thomas_test.core.memory import limit_memory, overwrite_freed_memory
from thomas_test.core.pictures import RgbImage
from thomas_test.core.text_files import json_in

STARTING_S = 120.0
"""How long a process may take to start: some 200 times what it takes on a free machine."""

NO_GOOD_ANSWER = (OSError, EOFError, ValueError, TypeError, KeyError, OverflowError, UsageError)
"""What comes of an answer that was cut off, or that says nothing good of the process."""

_HEAD = struct.Struct(">I")
_MOST_HEAD_BYTES = 1_000_000
_PIECE_BYTES = 1 << 22


class OwnProcess:
    """One process that is asked one thing at a time.

    Parameters
    ----------
    module
        Whose function ``serve`` it runs, with the limit of memory as its argument.
    memory_mb
        How much memory it may take beyond what it starts with; 0 for no limit.
    what
        What it was to read, in words: "a photo".
    allows
        Whether a picture that it answers with may have this width and height.
    """

    def __init__(self, module: str, memory_mb: int, *, what: str, allows: Callable[[int, int], bool]) -> None:
        self._what, self._allows = what, allows
        # its own way to the package: the door of the app may lie anywhere
        program = f"import sys; sys.path[:] = {sys.path!r}; from {module} import serve; serve({memory_mb})"
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # a buffer would keep the beginning of the last photo
            bufsize=0,
            # a terminal's Ctrl-C is for the program: it ends its processes itself
            start_new_session=os.name == "posix",
        )
        self._is_late = self._is_started = False

    def start(self) -> None:
        """Wait until it can be asked, where that is not so already.

        Raises
        ------
        ImageError
            When it does not start.
        """
        if self._is_started:
            return
        try:
            with self._clock(STARTING_S):
                receive_head(self._answers)
            self._is_started = True
        except NO_GOOD_ANSWER as error:
            self.end()
            raise ImageError(
                f"The process that was to read {self._what} did not start: is there enough memory?", reason="crashed"
            ) from error

    def ask(self, question: Mapping[str, Any], data: bytes = b"", *, seconds: float) -> dict[str, Any]:
        """What it answers to a question and its bytes; ``rgb`` in it are pixels, where it has a width and a height.

        Raises
        ------
        ImageError
            When it says why it cannot answer; one of `NO_GOOD_ANSWER` when it does not do even that, or not in time.
        """
        with self._clock(seconds):
            send_head(self._questions, {**question, "bytes": len(data), "seconds": seconds})
            send(self._questions, data)
            answer = receive_head(self._answers)
            answer.pop("rgb", None)
            if "reason" in answer:
                raise ImageError(str(answer["message"]), reason=str(answer["reason"]))
            if "width" in answer:
                width, height = int(answer["width"]), int(answer["height"])
                if not (width > 0 and height > 0 and self._allows(width, height)):
                    raise ValueError(f"{width} x {height} pixels")
                answer["rgb"] = received_pixels(self._answers, width, height)
        return answer

    @property
    def _questions(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        return self._process.stdin

    @property
    def _answers(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        return self._process.stdout

    @property
    def is_late(self) -> bool:
        """Whether it was ended because it took too long."""
        return self._is_late

    @contextmanager
    def _clock(self, seconds: float) -> Iterator[None]:
        """End it where what happens meanwhile takes longer."""
        alarm = threading.Timer(seconds, self._end_late)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _end_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return not self._is_late and self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._questions, self._answers):
            with suppress(OSError):  # what was to be written to it is lost
                stream.close()


def send_head(stream: BinaryIO | IO[bytes], head: Mapping[str, Any]) -> None:
    """Send what is said about the bytes that follow, if any."""
    text = json.dumps(head, allow_nan=False).encode()
    send(stream, _HEAD.pack(len(text)) + text)


def send(stream: BinaryIO | IO[bytes], data: bytes | memoryview) -> None:
    """Send bytes."""
    left = memoryview(data)
    while left:
        left = left[stream.write(left[:_PIECE_BYTES]) :]


def receive_head(stream: IO[bytes]) -> dict[str, Any]:
    """What is said about the bytes that follow."""
    (length,) = _HEAD.unpack(received(stream, _HEAD.size))
    if length > _MOST_HEAD_BYTES:
        raise ValueError(f"a head of {length} bytes")
    head = json_in(received(stream, length), expected="a head")
    if not isinstance(head, dict):
        raise TypeError("expected an object")
    return head


def received(stream: IO[bytes], length: int) -> bytes:
    """So many bytes."""
    data = bytearray(length)
    _receive_into(stream, memoryview(data))
    return bytes(data)


def received_pixels(stream: IO[bytes], width: int, height: int) -> RgbImage:
    """A picture of a size that was found to be allowed; nobody can write to it."""
    rgb = np.empty((height, width, 3), dtype=np.uint8)
    _receive_into(stream, rgb.reshape(-1).data)
    rgb.setflags(write=False)
    return rgb


def _receive_into(stream: IO[bytes], place: memoryview) -> None:
    done = 0
    while done < len(place):
        count = stream.readinto(place[done : done + _PIECE_BYTES])  # type: ignore[attr-defined] # pipes have it
        if not count:
            raise EOFError
        done += count


# what runs in the process itself


def begin_to_serve(memory_mb: int) -> tuple[BinaryIO, BinaryIO]:
    """Where this process is asked and where it answers, once it fills what it frees and its memory is limited."""
    overwrite_freed_memory()
    questions, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # whatever a library prints is no answer
    limit_memory(memory_mb)
    send_head(answers, {})
    return questions, answers


def receive_question(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """What is asked, with its bytes; from then on the answer has its time."""
    asked = receive_head(stream)
    data = received(stream, asked["bytes"])
    _limit_processor(asked["seconds"])
    return asked, data


def answer(stream: BinaryIO | IO[bytes], head: Mapping[str, Any], rgb: RgbImage | None = None) -> None:
    """Answer, with a picture or without."""
    if rgb is None:
        send_head(stream, head)
        return
    height, width = rgb.shape[:2]
    send_head(stream, {**head, "width": width, "height": height})
    send(stream, np.ascontiguousarray(rgb).reshape(-1).data)


def refuse(stream: BinaryIO | IO[bytes], error: ImageError) -> None:
    """Say why there is no answer."""
    send_head(stream, {"reason": error.reason, "message": str(error)})


def _limit_processor(seconds: float) -> None:
    """Let the system end this process where nobody else does: the one that looks at the clock may be gone."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time() + 2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard < 0 else min(wanted, hard), hard))
