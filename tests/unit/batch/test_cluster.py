"""Reading on a real Dask cluster: a scheduler and two workers, each a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import dask
import pytest

from support.batch_fakes import READING, make_folder, missing_networks
from support.runs import written
from thomas_test.batch import Limits, Summary, score_folder
from thomas_test.batch import cluster as cluster_module
from thomas_test.batch.cluster import NO_WORKER_S, Absence, what_numbers_depend_on
from thomas_test.core.analysis import Status
from thomas_test.core.errors import ModelError, StorageError, UsageError
from thomas_test.output.rows import ResultRow

NAMES = [f"{number:02}{' slow' if number % 2 else ''}.jpg" for number in range(16)]


class Cluster:
    """A scheduler and its workers, which may be started and killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("dask_scheduler", "--port", "0", "--no-dashboard")
        deadline = time.monotonic() + 60
        while not self.file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def _start(self, module: str, *more: str) -> subprocess.Popen[bytes]:
        tests = Path(__file__).parents[2]
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--host", "127.0.0.1"]
        with (self.folder / f"{module}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(self.file), *more],
                env={**os.environ, "PYTHONPATH": f"{tests}:{os.environ.get('PYTHONPATH', '')}"},
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
            )
        self.processes.append(process)
        return process

    def add_worker(self, *more: str) -> subprocess.Popen[bytes]:
        """One more worker; with Dask's nanny, which starts it anew when it is gone, unless told otherwise."""
        return self._start("dask_worker", "--nthreads", "1", "--no-dashboard", *more)

    def end(self) -> None:
        """End everything."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers, one of them with Dask's nanny."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    cluster.add_worker()
    cluster.add_worker("--no-nanny")
    yield cluster
    cluster.end()


@pytest.fixture
def score(cluster: Cluster) -> Callable[..., Summary]:
    """Score a folder on the cluster."""

    def on_cluster(folder: Path, out: Path, **choices: object) -> Summary:
        method = choices.pop("method", READING)
        return score_folder(folder, out, method, scheduler=str(cluster.file), **choices)

    return on_cluster


def test_a_cluster_gives_the_bytes_of_one_machine(tmp_path: Path, score: Callable[..., Summary]) -> None:
    """Table, records, page and pictures are the same, those of pictures that harm their process, too."""
    folder = make_folder(tmp_path / "in", *NAMES[:4], "b refuse.jpg", "c broken.jpg", "d crash.jpg", "n.txt")
    limits = Limits(seconds=20)
    score_folder(folder, tmp_path / "here", READING, workers=1, limits=limits)
    summary = score(folder, tmp_path / "there", limits=limits)
    assert written(tmp_path / "there") == written(tmp_path / "here")
    assert summary.counts[Status.MEASURED] == 4


def test_a_result_is_taken_when_it_is_there(
    tmp_path: Path, score: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads quickly gets the next picture at once, however seldom is looked for workers that are gone."""
    monkeypatch.setattr(cluster_module, "_LISTEN_S", 60.0)
    assert score(make_folder(tmp_path / "in", *NAMES[:6:2]), tmp_path / "out").seconds < 60


def test_a_picture_that_spins_is_cut_off_there_as_well(tmp_path: Path, score: Callable[..., Summary]) -> None:
    """A limit a picture holds on every worker."""
    folder = make_folder(tmp_path / "in", "a spin.jpg", "b.jpg")
    rows = {row.file: row for row in score(folder, tmp_path / "out", limits=Limits(seconds=2)).rows()}
    assert (rows["a spin.jpg"].reason, rows["b.jpg"].status) == ("timed_out", "measured")


def test_a_run_stopped_on_a_cluster_goes_on_without_it(tmp_path: Path, score: Callable[..., Summary]) -> None:
    """And the other way round: the journal does not care who read."""
    folder = make_folder(tmp_path / "in", *NAMES[:6])

    def stop(done: int, _total: int, _row: ResultRow | None) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(folder, tmp_path / "out", progress=stop)
    score_folder(folder, tmp_path / "out", READING, workers=0, resume=True)
    score_folder(folder, tmp_path / "here", READING, workers=0)
    assert written(tmp_path / "out") == written(tmp_path / "here")


def test_networks_that_no_worker_can_open_end_the_run(tmp_path: Path, score: Callable[..., Summary]) -> None:
    """The reason reaches whoever started it."""
    folder = make_folder(tmp_path / "in", "a.jpg")
    with pytest.raises(ModelError, match="the model is damaged"):
        score(folder, tmp_path / "out", method=replace(READING, opener=missing_networks))


def test_a_worker_that_would_measure_otherwise_ends_the_run(
    tmp_path: Path, score: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version, other code, another library: two machines never measure differently."""
    folder = make_folder(tmp_path / "in", "a.jpg")
    older = what_numbers_depend_on(READING) | {"version": "0.0.9"}
    monkeypatch.setattr(cluster_module, "what_numbers_depend_on", lambda _: older)
    with pytest.raises(UsageError, match=r"got '.*' with version .* for 0.0.9: install the same versions everywhere"):
        score(folder, tmp_path / "out")


@pytest.mark.parametrize("failures", ["3", "0"], ids=["tried elsewhere by Dask", "given up by Dask at once"])
def test_a_worker_killed_half_way_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failures: str) -> None:
    """Every picture has its row once, and the results are those of an undisturbed run."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", failures)
    folder = make_folder(tmp_path / "in", *NAMES)
    cluster = Cluster(tmp_path)
    try:
        cluster.add_worker()
        victim = cluster.add_worker("--no-nanny")

        def kill(done: int, _total: int, _row: ResultRow | None) -> None:
            if done == len(NAMES) // 2:
                os.kill(victim.pid, signal.SIGKILL)

        told: list[int] = []
        score_folder(
            folder,
            tmp_path / "there",
            READING,
            scheduler=str(cluster.file),
            progress=lambda done, total, row: (kill(done, total, row), told.append(done)),
        )
    finally:
        cluster.end()
    assert told == list(range(len(NAMES) + 1))
    score_folder(folder, tmp_path / "here", READING, workers=0)
    assert written(tmp_path / "there") == written(tmp_path / "here")


def test_a_scheduler_that_goes_away_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """What is done is kept, and another engine goes on with it."""
    folder = make_folder(tmp_path / "in", *NAMES[:8])
    cluster = Cluster(tmp_path)
    try:
        cluster.add_worker("--no-nanny")

        def kill(done: int, _total: int, _row: ResultRow | None) -> None:
            if done == 3:
                os.kill(cluster.processes[0].pid, signal.SIGKILL)

        # half a minute otherwise, for which Dask hopes that it comes back
        with (
            dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
            pytest.raises(StorageError, match=r"does not answer any more\. [3-8] of 8 pictures are kept"),
        ):
            score_folder(folder, tmp_path / "out", READING, scheduler=str(cluster.file), progress=kill)
    finally:
        cluster.end()
    score_folder(folder, tmp_path / "out", READING, workers=0, resume=True)
    score_folder(folder, tmp_path / "here", READING, workers=0)
    assert written(tmp_path / "out") == written(tmp_path / "here")


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    """With what was expected, and nothing is left."""
    folder = make_folder(tmp_path / "in", "a.jpg")
    with pytest.raises(UsageError, match=r"expected a Dask scheduler at 'tcp://127\.0\.0\.1:9'"):
        score_folder(folder, tmp_path / "out", READING, scheduler="tcp://127.0.0.1:9")
    assert not (tmp_path / "out").exists()


def test_a_cluster_without_workers_is_told_once_each_time() -> None:
    """Not while one comes back soon; once however long it stays away; and anew when they are gone again."""
    now_s, workers, told = [0.0], [1], []
    absence = Absence(lambda: bool(workers[0]), told.append, clock=lambda: now_s[0])

    def pass_by(seconds: float, *, with_workers: int) -> None:
        workers[0] = with_workers
        for _ in range(int(seconds)):
            now_s[0] += 1.0
            absence.look()

    pass_by(100, with_workers=2)
    pass_by(NO_WORKER_S - 5, with_workers=0)
    pass_by(5, with_workers=1)
    assert told == []
    pass_by(10 * NO_WORKER_S, with_workers=0)
    assert [words.startswith("Waiting for a worker: the cluster has none.") for words in told] == [True]
    pass_by(5, with_workers=1)
    pass_by(2 * NO_WORKER_S, with_workers=0)
    assert len(told) == 2


def test_a_run_waits_for_a_worker_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler whose workers are still to come: it is told, the worker comes, and every picture has its row."""
    monkeypatch.setattr(cluster_module, "NO_WORKER_S", 1.0)
    alone, told = Cluster(tmp_path), []

    def notice(words: str) -> None:
        told.append(words)
        alone.add_worker("--no-nanny")

    try:
        folder = make_folder(tmp_path / "in", *NAMES[:2])
        summary = score_folder(folder, tmp_path / "out", READING, scheduler=str(alone.file), notice=notice)
    finally:
        alone.end()
    assert len(told) == 1
    assert summary.counts[Status.MEASURED] == 2
