"""A worker: one process with its own networks that reads one picture at a time, and the limits that it works under.

Each worker is a pool of one process (pebble). With a pool of many, a worker that is stopped while it holds their
common pipe stops the others; here it stops nobody, and whoever asked knows which picture it holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection, resource_tracker
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from thomas_test.batch.picture import Loss, PictureMethod, PictureResult, Task, lost, read_picture
from thomas_test.core.errors import EstimatorError
from thomas_test.core.memory import limit_memory
from thomas_test.estimators.privacy import keep_on_loopback
from thomas_test.reader import Reader

T = TypeVar("T")

OPENING_S = 120.0
"""How long a process may take to start and to open its networks: some 100 times what it takes on a free machine."""

MOST_TRIES = 2
"""A picture that killed its worker so often is not tried again."""

MOST_KILLS = 6
"""The same where the worker was killed from outside, which says nothing about the picture it had in hand: a killer that
strikes at random hits the same one twice before long. One that strikes at the same picture every time, such as a
program that guards the machine's memory, is given in to."""

MOST_OPENINGS = 5
"""A worker that ends so often while it opens its networks for the first time ends the run: no picture could be read."""

MOST_OPENINGS_AGAIN = 50
"""The same for one that had them open before: then it is somebody else who ends it, and who may stop doing so."""

_FROM_OUTSIDE = frozenset(
    getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
)
"""Signals that a decoder or a network never sends itself; it falls over its own memory, or gives up (SIGABRT)."""

_LISTEN_S = 0.2
"""How often is looked whether the run was told to end."""

_GRACE_S = 10.0
"""How much longer than a limit an answer is waited for: pebble asks a process to end for 3 s before it is killed."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one picture may take.

    Attributes
    ----------
    seconds
        Time from the moment that a worker takes it in hand.
    memory_mb
        Memory beyond what the worker has with its networks open; 0 for no limit.
    """

    seconds: float = 60.0
    memory_mb: int = 1024


class Stopped(Exception):  # noqa: N818 - no error: the run was told to end
    """The worker was ended while it read."""


class Worker:
    """One process with its networks; started when it is first needed, and anew after a picture that killed it.

    Parameters
    ----------
    method
        How pictures are read.
    limits
        What one picture may take.
    """

    def __init__(self, method: PictureMethod, limits: Limits) -> None:
        self._method = method
        self._limits = limits
        self._pool: ProcessPool | None = None
        self._pid: int | None = None
        self._stopped = False
        self._was_open = False
        self._opening = threading.Lock()

    def read(self, task: Task) -> PictureResult:
        """A picture's result, also where it took its worker with it.

        Raises
        ------
        Stopped
            When the worker was told to end meanwhile.
        ThomasTestError
            When the networks cannot be opened: then no picture could be read.
        """
        crashes = kills = 0
        while True:
            memory_kills = _memory_kills()
            try:
                return self._read_once(task)
            except FutureTimeoutError:
                self._drop()
                self._check_wanted()
                return lost(task.name, Loss.TIMED_OUT, f"{self._limits.seconds:g} s")
            except ProcessExpired as error:
                self._drop()
                self._check_wanted()
                if _memory_kills() > memory_kills:
                    return lost(task.name, Loss.OUT_OF_MEMORY, "the system ended the process")
                if -error.exitcode in _FROM_OUTSIDE:
                    kills += 1
                else:
                    crashes += 1
                if crashes == MOST_TRIES or kills == MOST_KILLS:
                    return lost(task.name, Loss.CRASHED, f"exit status {error.exitcode}")

    def _read_once(self, task: Task) -> PictureResult:
        while True:
            pool = self.open()
            try:
                # pebble's limit runs from when the process takes the picture; one that is stopped before never does
                future = pool.schedule(_read, args=(task,), timeout=self._limits.seconds)
                return self._answer(future, self._limits.seconds)
            except (BrokenProcessPool, RuntimeError, _NotOpenError):
                # killed between two pictures: no picture's fault
                self._drop()

    def open(self) -> ProcessPool:
        """Start the process and open its networks, unless that is done; any thread may ask.

        Raises
        ------
        ThomasTestError
            When they cannot be opened.
        """
        with self._opening:
            return self._pool if self._pool is not None else self._open()

    def _answer(self, future: Future[T], limit_s: float) -> T:
        """What a process answers; asked again and again, for a pool that is ended leaves its questions unanswered."""
        deadline = time.monotonic() + limit_s + _GRACE_S
        while not future.done() and time.monotonic() < deadline:
            self._check_wanted()
            wait([future], timeout=_LISTEN_S)
        return future.result(timeout=0)

    def _open(self) -> ProcessPool:
        exit_status: object = None
        for _ in range(MOST_OPENINGS_AGAIN if self._was_open else MOST_OPENINGS):
            self._check_wanted()
            # spawned, not forked: a fork would copy MediaPipe's and OpenCV's threads half-way through whatever they do
            self._pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))
            try:
                opening = _STARTER.submit(
                    self._pool.schedule, _open, args=(self._method, self._limits.memory_mb), timeout=OPENING_S
                )
                self._pid = self._answer(opening.result(), OPENING_S)
            except (ProcessExpired, FutureTimeoutError, BrokenProcessPool, RuntimeError) as error:
                exit_status = error.exitcode if isinstance(error, ProcessExpired) else type(error).__name__
                self._drop()
            except Exception:
                # never kept: whoever asks next would read with a process that opened nothing
                self._drop()
                raise
            else:
                self._check_wanted()
                self._was_open = True
                return self._pool
        raise EstimatorError(
            f"a process that was to read pictures ended while it opened the networks (exit status {exit_status}): "
            "is there enough memory? Try --workers 1"
        )

    def _check_wanted(self) -> None:
        if self._stopped:
            self._drop()
            raise Stopped

    def kill(self) -> None:
        """End the process at once, whatever it does; whoever waits for it hears `Stopped`."""
        self._stopped = True
        self._kill()

    def _kill(self) -> None:
        if self._pid is not None:
            # at once and for certain: a process that is stopped or busy in a decoder hears no polite signal
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def _drop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        self._kill()
        self._pid = None
        pool.stop()  # type: ignore[no-untyped-call] # pebble leaves it untyped
        pool.join()

    def end(self) -> None:
        """Make sure that the process is gone."""
        self._stopped = True
        self._drop()


def _deaf_to_terminals() -> None:
    """Hold Ctrl-C and a closing terminal back from this thread, and so from every process and thread that it starts.

    They reach every process of a terminal; only the parent decides what they mean.
    """
    if sys.platform != "win32":
        # before Python's own helper process is started, which would end with the terminal and be missed
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
        resource_tracker.ensure_running()
        # and after it: on starting it lets Ctrl-C through again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


_STARTER = ThreadPoolExecutor(max_workers=1, initializer=_deaf_to_terminals)
"""The thread that starts all workers. It lives as long as this process: the kernel ends a worker with the thread that
started it."""


# what runs in the process itself


class _Networks:
    """What this process reads with."""

    def __init__(self) -> None:
        self.method: PictureMethod | None = None
        self.reader: Reader | None = None
        self.closing = contextlib.ExitStack()


_NETWORKS = _Networks()


def _open(method: PictureMethod, memory_mb: int) -> int:
    """Open the networks; the number of this process."""
    _end_with_parent()
    keep_on_loopback()
    _NETWORKS.reader = _NETWORKS.closing.enter_context(method.opener())
    _NETWORKS.method = method
    limit_memory(memory_mb)
    return os.getpid()


class _NotOpenError(Exception):
    """A process without networks: pebble started it in place of one that was killed just as it had answered."""


def _read(task: Task) -> PictureResult:
    if _NETWORKS.method is None:
        raise _NotOpenError
    return read_picture(task, _NETWORKS.method, _NETWORKS.reader)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, whatever killed it."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        # by the kernel, also while this process is stopped or a decoder keeps Python from running (prctl(2))
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _memory_kills() -> int:
    """How many processes this machine has ended for want of memory since it started; 0 where it does not tell."""
    try:
        text = Path("/proc/vmstat").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("oom_kill ")), 0)
