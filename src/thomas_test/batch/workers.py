"""Worker processes, each with its own networks. One that dies costs the picture in its hands and is replaced.

The standard pools give up all their work when one of their processes is killed; here the parent knows
which picture each worker holds.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess

from thomas_test.batch.picture import PictureMethod, PictureResult, Task, lost, read_picture
from thomas_test.core.errors import EstimatorError, ThomasTestError
from thomas_test.estimators.privacy import keep_on_loopback

_READY = "ready"

_FAREWELL_S = 5.0
"""How long a worker may take to close its networks before it is ended."""


def read_here(tasks: Iterable[Task], reading: PictureMethod) -> Generator[tuple[Task, PictureResult]]:
    """Read pictures one after the other in this process."""
    keep_on_loopback()
    with reading.opener() as reader:
        for task in tasks:
            yield task, read_picture(task, reading, reader)


def read_in_workers(tasks: Iterable[Task], reading: PictureMethod, count: int) -> Generator[tuple[Task, PictureResult]]:
    """Read pictures in several processes; results come as they are ready, in no order.

    Raises
    ------
    ThomasTestError
        When a worker cannot open its networks: then none could.
    """
    waiting = deque(tasks)
    # spawned, not forked: a fork would copy MediaPipe's and OpenCV's threads half-way through whatever they do
    context = multiprocessing.get_context("spawn")
    crew = [_Worker.start(context, reading) for _ in range(min(count, len(waiting)))]
    try:
        while crew:
            for connection in wait([worker.connection for worker in crew]):
                worker = next(each for each in crew if each.connection is connection)
                task, result = worker.listen()
                if task is not None and result is not None:
                    yield task, result
                if worker.is_gone:
                    crew.remove(worker)
                    if waiting and not worker.is_dismissed:
                        crew.append(_Worker.start(context, reading))
                elif waiting:
                    worker.give(waiting.popleft())
                else:
                    worker.dismiss()
    finally:
        for worker in crew:
            worker.end()


@dataclass(kw_only=True, eq=False)
class _Worker:
    """The parent's view of one process."""

    process: SpawnProcess
    connection: Connection
    task: Task | None = None
    is_ready: bool = False
    is_gone: bool = False
    is_dismissed: bool = False

    @classmethod
    def start(cls, context: SpawnContext, reading: PictureMethod) -> _Worker:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, reading), daemon=True)
        with _deaf_to_ctrl_c():
            process.start()
        # without this the pipe would stay open when the worker dies, and nobody would notice
        theirs.close()
        return cls(process=process, connection=ours)

    def listen(self) -> tuple[Task | None, PictureResult | None]:
        """Take what the worker says; the picture in its hands is lost if it says nothing any more."""
        task, self.task = self.task, None
        try:
            said = self.connection.recv()
        except (EOFError, OSError):
            self.end()
            if not self.is_ready:
                raise EstimatorError(
                    f"a process that was to read pictures ended while it opened the networks (exit status "
                    f"{self.process.exitcode}): is there enough memory? Try --workers 1"
                ) from None
            return task, None if task is None else lost(task, self.process.exitcode)
        if isinstance(said, ThomasTestError):
            raise said
        if said == _READY:
            self.is_ready = True
            return None, None
        return task, said

    def give(self, task: Task) -> None:
        """Hand over a picture; a worker that is just dying is noticed when it is listened to."""
        self.task = task
        try:
            self.connection.send(task)
        except OSError:
            return

    def dismiss(self) -> None:
        """Let the worker close its networks and go; its pipe closes when it is gone."""
        self.is_dismissed = True
        try:
            self.connection.send(None)
        except OSError:
            return

    def end(self) -> None:
        """Make sure that the process is gone."""
        self.is_gone = True
        self.connection.close()
        self.process.join(_FAREWELL_S if self.is_dismissed else 0.1)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: it inherits that, and would print a traceback before it is set up."""
    if sys.platform == "win32":
        yield
        return
    # started now, because on starting it lets Ctrl-C through again
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, reading: PictureMethod) -> None:
    """Read pictures as they are handed over, until there are no more."""
    # Ctrl-C reaches every process of the terminal; only the parent decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_on_loopback()
    # a pipe that the parent closed ends, breaks, or is reset where results lay in it unread: nobody waits for more
    with contextlib.suppress(EOFError, ConnectionError):
        try:
            with reading.opener() as reader:
                connection.send(_READY)
                while (task := connection.recv()) is not None:
                    connection.send(read_picture(task, reading, reader))
        except ThomasTestError as error:
            connection.send(error)
