"""The same reading on a cluster (Dask; the extra ``cluster``).

Every Dask worker gets a crew of its own (`thomas_test.batch.crew`), with the same limits and the same care for a
process that dies as on one machine. Before it reads anything a worker shows that it would measure as this machine
does; one that would not ends the run.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
import multiprocessing
import platform
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, WorkerPlugin, as_completed, get_worker
from distributed.comm.core import CommClosedError

from thomas_test.batch.crew import Crew, Done, Job, Read
from thomas_test.batch.journal import Finished, plain_text
from thomas_test.batch.picture import Loss, PictureMethod, lost
from thomas_test.batch.results import Store
from thomas_test.batch.sources import PictureSource
from thomas_test.batch.worker import Limits
from thomas_test.core.errors import StorageError, ThomasTestError, UsageError
from thomas_test.output.rows import package_version

PLUGIN = "thomas-test"

_AHEAD = 2
"""Pictures handed out for each thread of the cluster: so that none waits for the way through the scheduler."""

MOST_TURNS = 4
"""Dask tries a picture on three or four workers, one after the other, where each of them is lost; so often it is handed
out anew then. No picture ends a worker itself: it is read in a process below, whose end costs the worker nothing."""

NO_WORKER_S = 30.0
"""Without a worker for so long it is told: one that is started anew, or moved by a queue, is back sooner."""

_LISTEN_S, _LOOK_EVERY_S = 0.1, 2.0
"""How long is waited for a result at the most, and how often is looked meanwhile whether there is a worker."""

_LIBRARIES = ("mediapipe", "numpy", "opencv-contrib-python", "pillow", "pillow-heif")
"""What numbers depend on beside our own code and the models."""


def what_numbers_depend_on(method: PictureMethod) -> dict[str, str]:
    """What two machines must share to measure alike, here: by name, of this package, the libraries and the choices."""
    return {
        "version": package_version(),
        "code": _hash_of_code(),
        "libraries": ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES),
        "settings": hashlib.sha256(plain_text(method.settings).encode()).hexdigest(),
    }


def _hash_of_code() -> str:
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class CrewPlugin(WorkerPlugin):
    """Gives a Dask worker its crew, once, when it joins.

    Parameters
    ----------
    method, limits, source, store
        As for `Crew`.
    """

    name = PLUGIN

    def __init__(self, method: PictureMethod, limits: Limits, *, source: PictureSource, store: Store) -> None:
        self._method, self._limits, self._source, self._store = method, limits, source, store
        self._wanted = what_numbers_depend_on(method)
        self._crew: Crew | None = None
        self._refusal: ThomasTestError | None = None

    async def setup(self, worker: Any) -> None:
        """Check that this machine measures alike, and open the first networks, whose files are hashed on the way."""
        # Dask marks its workers as daemons, which may have no processes of their own; ours end with their parent
        multiprocessing.current_process().daemon = False
        try:
            here = what_numbers_depend_on(self._method)
            if here != self._wanted:
                differences = [
                    f"{name} {here[name]} for {said}" for name, said in self._wanted.items() if here[name] != said
                ]
                raise UsageError(
                    f"expected a worker that measures as this machine does, got {platform.node()!r} with "
                    f"{'; '.join(differences)}: install the same versions everywhere"
                )
            count = worker.state.nthreads
            self._crew = Crew(self._method, self._limits, source=self._source, store=self._store, count=count)
            await asyncio.to_thread(self._crew.open)
        except ThomasTestError as error:
            # told by the first picture that comes here, so that it reaches whoever started the run
            self._refusal = error

    async def teardown(self, worker: Any) -> None:  # noqa: ARG002 - Dask's
        """End the crew."""
        if self._crew is not None:
            await asyncio.to_thread(self._crew.end)

    def read(self, job: Job) -> Finished:
        """A picture's result, written down."""
        if self._refusal is not None:
            raise self._refusal
        if self._crew is None:
            raise UsageError(f"expected a crew on {platform.node()!r}, got none: start the run anew")
        return self._crew.read(job)


def _read_on_worker(job: Job) -> Finished:
    plugin = get_worker().plugins[PLUGIN]
    assert isinstance(plugin, CrewPlugin)  # noqa: S101 - by its name
    return plugin.read(job)


@contextmanager
def _client(scheduler: str) -> Generator[Client]:
    is_address = "://" in scheduler or not Path(scheduler).exists()
    try:
        client = Client(scheduler, timeout=15) if is_address else Client(scheduler_file=scheduler, timeout=15)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"expected a Dask scheduler at {scheduler!r}, got no answer ({error}): give its address, tcp://HOST:PORT, "
            "or the file that it writes with --scheduler-file"
        ) from error
    with client:
        yield client


@contextmanager
def crews_of_cluster(
    scheduler: str,
    method: PictureMethod,
    limits: Limits,
    *,
    source: PictureSource,
    store: Store,
    notice: Callable[[str], None],
) -> Generator[Read]:
    """What reads pictures on the workers of a cluster, which give up their crews afterwards.

    Parameters
    ----------
    scheduler
        Its address, or the file that it writes.
    method, limits, source, store
        As for `Crew`; all machines must reach source and store under the same name.
    notice
        Told in plain words that no worker has been there for a while.

    Raises
    ------
    UsageError
        When the scheduler does not answer. While pictures are read, a `ThomasTestError` when a worker would measure
        otherwise than this machine, or cannot read at all, a `StorageError` when the scheduler goes away.
    """
    with _client(scheduler) as client:
        client.register_plugin(CrewPlugin(method, limits, source=source, store=store))
        try:
            yield partial(_read_on_cluster, client, Absence(partial(_has_worker, client), notice))
        except (CancelledError, CommClosedError) as error:
            raise StorageError(f"the Dask scheduler at {scheduler!r} does not answer any more") from error
        finally:
            # a scheduler that has gone took its workers' crews along
            with suppress(OSError, TimeoutError, RuntimeError):
                client.unregister_worker_plugin(PLUGIN)


class Absence:
    """Tells that a cluster has had no worker for `NO_WORKER_S`: once, and anew when they were back and went again.

    Parameters
    ----------
    has_worker
        Whether there is one now.
    notice
        Told in plain words.
    clock
        Seconds, running forward.
    """

    def __init__(
        self,
        has_worker: Callable[[], bool],
        notice: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._has_worker, self._notice, self._clock = has_worker, notice, clock
        self._looked_s, self._is_told = -math.inf, False
        self._since_s: float | None = None

    def look(self) -> None:
        """Look whether there is a worker, unless that was just done."""
        now_s = self._clock()
        if now_s - self._looked_s < _LOOK_EVERY_S:
            return
        self._looked_s = now_s
        if self._has_worker():
            self._since_s, self._is_told = None, False
            return
        self._since_s = now_s if self._since_s is None else self._since_s
        if not self._is_told and now_s - self._since_s >= NO_WORKER_S:
            self._is_told = True
            self._notice(
                "Waiting for a worker: the cluster has none. Start one, or stop with Ctrl-C and go on later with "
                "--resume."
            )


def _has_worker(client: Client) -> bool:
    try:
        return bool(client.nthreads())
    except OSError:  # no answer: that the scheduler is gone is told by the pictures that it had
        return True


def _read_on_cluster(client: Client, absence: Absence, jobs: Iterable[Job]) -> Generator[Done]:
    waiting = iter(jobs)
    in_hand: dict[object, tuple[Job, int]] = {}
    stream = as_completed()

    def hand_out(job: Job, turn: int) -> None:
        future = client.submit(_read_on_worker, job, key=f"{PLUGIN}-{job.pending.key.hex()}-{turn}", pure=False)
        in_hand[future.key] = job, turn
        stream.add(future)

    try:
        while True:
            while len(in_hand) < _AHEAD * _threads(client) and (job := next(waiting, None)) is not None:
                hand_out(job, 1)
            if not in_hand:
                return
            while not stream.has_ready() and not stream.is_empty():
                absence.look()
                # woken by a result: workers that read quickly would wait for the next picture otherwise
                with stream.thread_condition:
                    if not stream.has_ready():
                        stream.thread_condition.wait(_LISTEN_S)
            for future in stream.next_batch(block=True):
                job, turn = in_hand.pop(future.key)
                result = _result_of(future, job, is_last=turn == MOST_TURNS)
                if result is None:
                    hand_out(job, turn + 1)
                else:
                    yield job, result
                future.release()
    finally:
        for future in list(stream.futures):
            future.cancel()


def _threads(client: Client) -> int:
    """How many pictures the cluster reads at a time; one at least, for a cluster whose workers are still to come."""
    return max(1, int(sum(client.nthreads().values())))


def _result_of(future: Any, job: Job, *, is_last: bool) -> Finished | None:
    """A picture's result; None where every worker that had it is gone, and it is worth another turn."""
    try:
        result: Finished = future.result()
    except KilledWorker as error:
        if not is_last:
            return None
        left = lost(job.pending.name, Loss.CRASHED, f"{error.last_worker.address} was the last")
        return Finished(row=left.row, record=left.record)
    return result
