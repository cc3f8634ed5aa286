"""Photos read in processes of their own, which can be ended: for a program that has to live on, whatever it is given.

A decoder that spins cannot be stopped from inside, and one that falls over takes its process along. So a program that
many people use at once hands the bytes to a process that does nothing else, looks at the clock, and ends it where it
takes too long. Others wait for nobody: each has a process of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from thomas_test.core.codec import from_json, to_json
from thomas_test.core.errors import ImageError
from thomas_test.core.memory import give_back_memory
from thomas_test.images.gravity import Gravity
from thomas_test.images.own_process import NO_GOOD_ANSWER, OwnProcess, answer, begin_to_serve, receive_question, refuse
from thomas_test.images.photo import Photo
from thomas_test.images.reading import MAX_PIXELS, MAX_SIDE_PX, read_photo

DECODING_S = 30.0
"""How long one photo may take. The largest ones within all bounds take some 5 s here, alone on the machine."""

MEMORY_MB = 1024
"""How much memory one photo may take beyond what the process has when it starts."""

MOST_TRIES = 2
"""A photo whose process ended so often is not tried again."""

_FEWEST = 4
"""So many photos are read at once at least, so that one that takes long holds up nobody."""

_MOST_IDLE = 2
"""So many processes stay, ready for the next photo; each has some 60 MB."""


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
        self._idle: list[OwnProcess] = []
        self._all: set[OwnProcess] = set()
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
                    return _asked(process, source, name, seconds=self._seconds)
                except NO_GOOD_ANSWER:
                    process.end()
                    if process.is_late:
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
    def _process(self) -> Iterator[OwnProcess]:
        with self._places:
            process = self._idle_process() or self._new_process()
            try:
                process.start()
                yield process
            finally:
                self._put_back(process)

    def _idle_process(self) -> OwnProcess | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive():
                    return process
                self._forget(process)
        return None

    def _new_process(self) -> OwnProcess:
        with self._lock:
            if self._is_closed:
                raise ImageError("No photo is read any more: the program is ending.", reason="crashed")
            process = OwnProcess(__name__, self._memory_mb, what="a photo", allows=_may_be_a_photo)
            self._all.add(process)
        return process

    def _put_back(self, process: OwnProcess) -> None:
        with self._lock:
            if not self._is_closed and process.is_alive() and len(self._idle) < _MOST_IDLE:
                self._idle.append(process)
            else:
                self._forget(process)

    def _forget(self, process: OwnProcess) -> None:
        self._all.discard(process)
        process.end()


def _may_be_a_photo(width: int, height: int) -> bool:
    return max(width, height) <= MAX_SIDE_PX and width * height <= MAX_PIXELS


def _asked(process: OwnProcess, source: Path | bytes, name: str, *, seconds: float) -> Photo:
    path = os.fsencode(source).hex() if isinstance(source, Path) else ""
    whole = name.encode("utf-8", "replace").decode()  # half a character is none
    data = b"" if isinstance(source, Path) else source
    told = process.ask({"name": whole, "path": path}, data, seconds=seconds)
    gravity = told["gravity"]
    return Photo(
        name=name,
        rgb=told["rgb"],
        gravity=None if gravity is None else from_json(Gravity, gravity, expected="gravity"),
        reshaped=told["reshaped"] is True,
        shrunk=int(told["shrunk"]),
    )


# what runs in the process itself


def serve(memory_mb: int) -> None:
    """Read photos for the process that started this one, until it is gone."""
    questions, answers = begin_to_serve(memory_mb)
    while True:
        try:
            asked, data = receive_question(questions)
            _answer(answers, Path(os.fsdecode(bytes.fromhex(asked["path"]))) if asked["path"] else data, asked["name"])
            del data
        except (EOFError, BrokenPipeError):
            return
        give_back_memory()


def _answer(answers: BinaryIO | IO[bytes], source: Path | bytes, name: str) -> None:
    try:
        photo = read_photo(source, name=name)
    except ImageError as error:
        refuse(answers, error)
    else:
        gravity = None if photo.gravity is None else to_json(photo.gravity)
        answer(answers, {"gravity": gravity, "reshaped": photo.reshaped, "shrunk": photo.shrunk}, photo.rgb)
