"""Photos read in processes of their own, which can be ended: for a program that has to live on, whatever it is given.

A decoder that spins cannot be stopped from inside, and one that falls over takes its process along. So a program that
many people use at once hands the bytes to a process that does nothing else, looks at the clock, and ends it where it
takes too long. Others wait for nobody: each has a process of its own.

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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np

from thomas_test.core.codec import from_json, to_json
from thomas_test.core.errors import ImageError, UsageError
from thomas_test.core.memory import give_back_memory, limit_memory, overwrite_freed_memory
from thomas_test.core.text_files import json_in
from thomas_test.images.gravity import Gravity
from thomas_test.images.photo import Photo
from thomas_test.images.reading import MAX_PIXELS, MAX_SIDE_PX, read_photo

DECODING_S = 30.0
"""How long one photo may take. The largest ones within all bounds take some 5 s here, alone on the machine."""

MEMORY_MB = 1024
"""How much memory one photo may take beyond what the process has when it starts."""

STARTING_S = 120.0
"""How long a process may take to start: some 200 times what it takes on a free machine."""

MOST_TRIES = 2
"""A photo whose process ended so often is not tried again."""

_FEWEST = 4
"""So many photos are read at once at least, so that one that takes long holds up nobody."""

_MOST_IDLE = 2
"""So many processes stay, ready for the next photo; each has some 60 MB."""

_HEAD = struct.Struct(">I")
_MOST_HEAD_BYTES = 1_000_000
_PIECE_BYTES = 1 << 22


class Apart:
    """Processes that read photos: as many as photos are waited for, up to a few.

    Parameters
    ----------
    seconds
        How long one photo may take.
    memory_mb
        How much memory one may take; 0 for no limit. Only Linux holds it.
    """

    def __init__(self, *, seconds: float = DECODING_S, memory_mb: int = MEMORY_MB) -> None:
        self._seconds, self._memory_mb = seconds, memory_mb
        self._places = threading.BoundedSemaphore(max(_FEWEST, os.cpu_count() or _FEWEST))
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._is_closed = False
        self._lock = threading.Lock()

    def read(self, source: Path | bytes, name: str) -> Photo:
        """A photo, as `read_photo` gives it; any thread may ask.

        Raises
        ------
        ImageError
            As `read_photo` does, or with the reason ``timed_out`` or ``crashed``.
        """
        for _ in range(MOST_TRIES):
            with self._process() as process:
                try:
                    return process.ask(source, name, seconds=self._seconds)
                except _Ended as error:
                    if error.is_late:
                        raise ImageError(
                            f"Reading {name!r} took longer than {self._seconds:g} s. Open it in a photo program and "
                            "export it anew.",
                            reason="timed_out",
                        ) from None
        raise ImageError(
            f"{name!r} brought down the process that read it, twice. Open it in a photo program and export it anew.",
            reason="crashed",
        )

    def prepare(self) -> None:
        """Start a process ahead of the first photo."""
        with suppress(ImageError), self._process():
            pass

    def close(self) -> None:
        """End all processes; no photo is read any more."""
        with self._lock:
            self._is_closed = True
            processes = list(self._all)
        for process in processes:
            process.end()

    @contextmanager
    def _process(self) -> Iterator[_Process]:
        with self._places:
            process = self._idle_process() or self._new_process()
            try:
                process.start()
                yield process
            finally:
                self._put_back(process)

    def _idle_process(self) -> _Process | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive():
                    return process
                self._forget(process)
        return None

    def _new_process(self) -> _Process:
        with self._lock:
            if self._is_closed:
                raise ImageError("No photo is read any more: the program is ending.", reason="crashed")
            process = _Process(self._memory_mb)
            self._all.add(process)
        return process

    def _put_back(self, process: _Process) -> None:
        with self._lock:
            if not self._is_closed and process.is_alive() and len(self._idle) < _MOST_IDLE:
                self._idle.append(process)
            else:
                self._forget(process)

    def _forget(self, process: _Process) -> None:
        self._all.discard(process)
        process.end()


class _Ended(Exception):  # noqa: N818 - no error: it is told in other words
    """A process that ended before it answered."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__()
        self.is_late = is_late


class _Process:
    """One process that reads one photo at a time."""

    def __init__(self, memory_mb: int) -> None:
        # its own way to the package: the door of the app may lie anywhere
        program = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve({memory_mb})"
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
                _receive_head(self._answers)
            self._is_started = True
        except (OSError, EOFError, ValueError, UsageError) as error:
            self.end()
            raise ImageError(
                "The process that was to read a photo did not start: is there enough memory?", reason="crashed"
            ) from error

    @property
    def _questions(self) -> IO[bytes]:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        return self._process.stdin

    @property
    def _answers(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        return self._process.stdout

    def ask(self, source: Path | bytes, name: str, *, seconds: float) -> Photo:
        """A photo, read there."""
        try:
            with self._clock(seconds):
                self._send(source, name, seconds=seconds)
                return self._photo(name)
        except (OSError, EOFError, ValueError, TypeError, KeyError, UsageError):
            # cut off in the middle of an answer, or one that says nothing good of the process
            self.end()
            raise _Ended(is_late=self._is_late) from None

    def _send(self, source: Path | bytes, name: str, *, seconds: float) -> None:
        path = os.fsencode(source).hex() if isinstance(source, Path) else ""
        data = b"" if isinstance(source, Path) else source
        name = name.encode("utf-8", "replace").decode()  # half a character is none
        _send_head(self._questions, {"name": name, "path": path, "bytes": len(data), "seconds": seconds})
        _send(self._questions, data)

    def _photo(self, name: str) -> Photo:
        answer = _receive_head(self._answers)
        if "reason" in answer:
            raise ImageError(str(answer["message"]), reason=str(answer["reason"]))
        width, height = int(answer["width"]), int(answer["height"])
        if not (0 < width <= MAX_SIDE_PX and 0 < height <= MAX_SIDE_PX and width * height <= MAX_PIXELS):
            raise ValueError(f"{width} x {height} pixels")
        rgb = np.empty((height, width, 3), dtype=np.uint8)
        _receive_into(self._answers, rgb.reshape(-1).data)
        rgb.setflags(write=False)
        gravity = answer["gravity"]
        return Photo(
            name=name,
            rgb=rgb,
            gravity=None if gravity is None else from_json(Gravity, gravity, expected="gravity"),
            reshaped=answer["reshaped"] is True,
            shrunk=int(answer["shrunk"]),
        )

    @contextmanager
    def _clock(self, seconds: float) -> Iterator[None]:
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


def _send_head(stream: BinaryIO | IO[bytes], head: dict[str, Any]) -> None:
    text = json.dumps(head, allow_nan=False).encode()
    _send(stream, _HEAD.pack(len(text)) + text)


def _send(stream: BinaryIO | IO[bytes], data: bytes | memoryview) -> None:
    left = memoryview(data)
    while left:
        left = left[stream.write(left[:_PIECE_BYTES]) :]


def _receive_head(stream: IO[bytes]) -> dict[str, Any]:
    (length,) = _HEAD.unpack(_received(stream, _HEAD.size))
    if length > _MOST_HEAD_BYTES:
        raise ValueError(f"a head of {length} bytes")
    head = json_in(_received(stream, length), expected="a head")
    if not isinstance(head, dict):
        raise TypeError("expected an object")
    return head


def _received(stream: IO[bytes], length: int) -> bytes:
    data = bytearray(length)
    _receive_into(stream, memoryview(data))
    return bytes(data)


def _receive_into(stream: IO[bytes], place: memoryview) -> None:
    done = 0
    while done < len(place):
        count = stream.readinto(place[done : done + _PIECE_BYTES])  # type: ignore[attr-defined] # pipes have it
        if not count:
            raise EOFError
        done += count


# what runs in the process itself


def serve(memory_mb: int) -> None:
    """Read photos for the process that started this one, until it is gone."""
    overwrite_freed_memory()
    questions, answers = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # whatever a library prints is no answer
    limit_memory(memory_mb)
    _send_head(answers, {})
    while True:
        try:
            asked = _receive_head(questions)
            source = Path(os.fsdecode(bytes.fromhex(asked["path"]))) if asked["path"] else None
            data = b"" if source else _received(questions, asked["bytes"])
            _limit_processor(asked["seconds"])
            _answer(answers, data if source is None else source, asked["name"])
            del data
        except (EOFError, BrokenPipeError):
            return
        give_back_memory()


def _answer(answers: BinaryIO | IO[bytes], source: Path | bytes, name: str) -> None:
    try:
        photo = read_photo(source, name=name)
    except ImageError as error:
        _send_head(answers, {"reason": error.reason, "message": str(error)})
    else:
        width, height = photo.size_px
        _send_head(
            answers,
            {
                "width": width,
                "height": height,
                "gravity": None if photo.gravity is None else to_json(photo.gravity),
                "reshaped": photo.reshaped,
                "shrunk": photo.shrunk,
            },
        )
        _send(answers, np.ascontiguousarray(photo.rgb).reshape(-1).data)


def _limit_processor(seconds: float) -> None:
    """Let the system end this process where nobody else does: the one that looks at the clock may be gone."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time() + 2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard < 0 else min(wanted, hard), hard))
