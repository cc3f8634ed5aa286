"""The workers of one machine, and what is done around each picture: its bytes fetched, its annotated picture written.

A process with networks reaches nothing beyond this machine and writes nothing; this process does both for it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from thomas_test.batch.journal import Finished, Pending
from thomas_test.batch.picture import PictureMethod, PictureResult, Task, read_picture
from thomas_test.batch.results import Store
from thomas_test.batch.sources import PictureSource
from thomas_test.batch.worker import Limits, Stopped, Worker
from thomas_test.core.errors import ThomasTestError
from thomas_test.estimators.privacy import keep_on_loopback
from thomas_test.output.points_file import PlacedPoints
from thomas_test.output.rows import row_of_error

_AHEAD = 2
"""Pictures in hand for each worker: while one is read, the bytes of another are fetched or its results written."""

_LISTEN_S = 0.5
"""How long is waited for a result at a time; in between a signal is heard, whichever thread it reached."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A picture to read, with the points placed on it by hand, if any."""

    pending: Pending
    points: PlacedPoints | None = None


Done = tuple[Job, Finished]
"""A picture and what became of it."""

Read = Callable[[Iterable[Job]], Generator[Done]]
"""Reads pictures; results come as they are ready, in no order."""


def task_of(job: Job, source: PictureSource) -> Task:
    """The task of a job; its bytes are fetched where the picture does not lie on this machine."""
    path = source.path(job.pending.key)
    picture = source.fetch(job.pending.key, job.pending.name) if path is None else path
    return Task(name=job.pending.name, picture=picture, points=job.points)


def put_down(result: PictureResult, place: str, store: Store) -> Finished:
    """Write a picture's annotated pictures, where there are any.

    Raises
    ------
    StorageError
        When the place for results is full, read-only or gone.
    """
    problem = store.write(place, result.annotated, result.thumbnail) if result.annotated else ""
    return Finished(
        row=result.row,
        record=result.record,
        annotated_bytes=0 if problem else len(result.annotated),
        thumbnail_bytes=0 if problem else len(result.thumbnail),
        left_out=result.left_out,
        problem=problem,
    )


@contextmanager
def crew_here(method: PictureMethod, *, source: PictureSource, store: Store) -> Generator[Read]:
    """What reads pictures one after the other in this process, without limits."""
    keep_on_loopback()

    def read(jobs: Iterable[Job]) -> Generator[Done]:
        with method.opener() as reader:
            for job in jobs:
                yield job, put_down(read_picture(task_of(job, source), method, reader), job.pending.place, store)

    yield read


class Crew:
    """The workers of one machine.

    Parameters
    ----------
    method, limits
        How pictures are read, and what one may take.
    source, store
        Where pictures come from, and where annotated ones go.
    count
        How many workers.
    """

    def __init__(
        self, method: PictureMethod, limits: Limits, *, source: PictureSource, store: Store, count: int
    ) -> None:
        self._workers = [Worker(method, limits) for _ in range(count)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._source = source
        self._store = store

    def read(self, job: Job) -> Finished:
        """A picture's result, written down; waits until a worker is free. Any thread may ask.

        Raises
        ------
        ThomasTestError
            When the run cannot go on: the networks cannot be opened, or results not be written.
        """
        try:
            task = task_of(job, self._source)
        except ThomasTestError as error:
            return put_down(PictureResult.of_row(row_of_error(job.pending.name, error)), "", self._store)
        with self._worker() as worker:
            result = worker.read(task)
        return put_down(result, job.pending.place, self._store)

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def open(self) -> None:
        """Start the first worker and open its networks, so that what is wrong with them is told at once."""
        self._workers[0].open()

    def open_ahead(self) -> None:
        """Begin with that while something else is done; what is wrong is told by the first picture."""

        def quietly() -> None:
            with suppress(ThomasTestError, Stopped):
                self.open()

        threading.Thread(target=quietly, daemon=True).start()

    def end(self) -> None:
        """Make sure that all processes are gone."""
        for worker in self._workers:
            worker.kill()
        # side by side: one that is just starting takes a moment
        with ThreadPoolExecutor(max_workers=max(1, len(self._workers))) as threads:
            list(threads.map(Worker.end, self._workers))


@contextmanager
def crew_of(crew: Crew, count: int) -> Generator[Read]:
    """What reads pictures in several processes, the first of which is started at once; all are gone afterwards."""
    crew.open_ahead()
    try:
        yield partial(_read_in_workers, crew, count)
    finally:
        crew.end()


def _read_in_workers(crew: Crew, count: int, jobs: Iterable[Job]) -> Generator[Done]:
    waiting = iter(jobs)
    in_hand: dict[Future[Finished], Job] = {}
    with ThreadPoolExecutor(max_workers=_AHEAD * count) as threads:
        try:
            while True:
                while len(in_hand) < _AHEAD * count and (job := next(waiting, None)) is not None:
                    in_hand[threads.submit(crew.read, job)] = job
                if not in_hand:
                    return
                done, _ = wait(in_hand, timeout=_LISTEN_S, return_when=FIRST_COMPLETED)
                for future in done:
                    yield in_hand.pop(future), future.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            crew.end()
