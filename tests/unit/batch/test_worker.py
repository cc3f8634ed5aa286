import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pebble import ProcessPool

from support.batch_fakes import READING, deadly_networks, guarded_networks, make_folder, tries_of
from thomas_test.batch.picture import Loss, Task
from thomas_test.batch.worker import MOST_KILLS, MOST_TRIES, Limits, Stopped, Worker
from thomas_test.core.errors import EstimatorError

SHORT = Limits(seconds=2.0, memory_mb=512)


def task(folder: Path, name: str) -> Task:
    """Make a picture and give its task."""
    make_folder(folder, name)
    return Task(picture=folder / name, name=name)


def workers_running() -> list[str]:
    """The worker processes of this one."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    numbers = [number for each in children for number in each.read_text().split()]
    lines = [Path(f"/proc/{number}/cmdline").read_text() for number in numbers]
    return [line for line in lines if "spawn_main" in line]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a forever.jpg", Loss.TIMED_OUT),  # waits for something that never comes
        ("a spin.jpg", Loss.TIMED_OUT),  # a decoder that never comes back, and lets nobody else run
        ("a stop.jpg", Loss.TIMED_OUT),  # a process that is stopped hears no polite signal
        ("a crash.jpg", Loss.CRASHED),
        ("a hog.jpg", Loss.OUT_OF_MEMORY),
    ],
)
def test_a_picture_costs_its_own_row(tmp_path: Path, name: str, reason: Loss) -> None:
    """Whatever it does to its worker; the next one is read by a new worker where the old one is gone."""
    worker = Worker(READING, SHORT)
    try:
        assert worker.read(task(tmp_path, name)).row.reason == reason.value
        assert worker.read(task(tmp_path, "b.jpg")).row.status == "measured"
        assert len(workers_running()) == 1
    finally:
        worker.end()
    assert workers_running() == []


@pytest.mark.parametrize("name", ["a once.jpg", "a thrice.jpg"])
def test_a_picture_is_not_to_blame_for_what_kills_its_worker_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """However often a killer happens to strike while it is in hand: it gets the numbers of an undisturbed run."""
    monkeypatch.setenv("TRIES", str(tmp_path))
    worker = Worker(READING, SHORT)
    try:
        assert worker.read(task(tmp_path / "in", name)).row.status == "measured"
    finally:
        worker.end()


@pytest.mark.parametrize(("name", "tries"), [("a crash.jpg", MOST_TRIES), ("a kill.jpg", MOST_KILLS)])
def test_a_picture_that_killed_its_worker_is_not_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, tries: int
) -> None:
    """Twice where its decoder fell over it; a few times more where somebody strikes at it every time."""
    monkeypatch.setenv("TRIES", str(tmp_path))
    worker = Worker(READING, SHORT)
    try:
        assert worker.read(task(tmp_path / "in", name)).row.reason == Loss.CRASHED.value
    finally:
        worker.end()
    assert tries_of(name) == tries


def test_a_worker_killed_between_two_pictures_costs_none(tmp_path: Path) -> None:
    """Neither the one before nor the one after, however often it happens."""
    worker = Worker(READING, Limits())
    try:
        for number in range(3):
            assert worker.read(task(tmp_path, f"{number}.jpg")).row.status == "measured"
            os.kill(worker._pid or 0, signal.SIGKILL)
    finally:
        worker.end()


def test_a_process_that_pebble_started_anew_is_opened_first(tmp_path: Path) -> None:
    """Pebble puts another process in the place of one that is killed at the moment that its answer arrives."""
    worker = Worker(READING, Limits())
    try:
        worker.open()
        worker._drop()
        worker._pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))
        assert worker.read(task(tmp_path, "a.jpg")).row.status == "measured"
    finally:
        worker.end()
    assert workers_running() == []


def test_a_process_that_was_not_opened_is_not_kept(tmp_path: Path) -> None:
    """Whatever went wrong, here a method that cannot cross to another process: the next picture hears the same."""
    worker = Worker(replace(READING, opener=lambda: deadly_networks()), SHORT)
    for name in ("a.jpg", "b.jpg"):
        with pytest.raises(AttributeError, match="lambda"):
            worker.read(task(tmp_path, name))
    assert workers_running() == []


def test_workers_that_die_while_opening_end_the_run(tmp_path: Path) -> None:
    """A process that cannot even open the networks is not started for ever."""
    worker = Worker(replace(READING, opener=deadly_networks), SHORT)
    with pytest.raises(EstimatorError, match=r"ended while it opened the networks \(exit status -9\)"):
        worker.read(task(tmp_path, "a.jpg"))
    assert workers_running() == []


def test_a_busy_worker_is_ended_at_once(tmp_path: Path) -> None:
    """Whoever waits for it hears that the run was stopped, and no process is left."""
    worker = Worker(READING, Limits(seconds=600))
    worker.open()
    heard: list[type[Exception]] = []

    def read() -> None:
        try:
            worker.read(task(tmp_path, "a spin.jpg"))
        except Stopped:
            heard.append(Stopped)

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.5)
    started = time.monotonic()
    worker.kill()
    reader.join(timeout=20)
    worker.end()
    assert heard == [Stopped]
    assert time.monotonic() - started < 5
    assert workers_running() == []


def test_workers_are_kept_on_loopback(tmp_path: Path) -> None:
    """Before a network is opened, the process that opens it cannot reach beyond this machine."""
    worker = Worker(replace(READING, opener=guarded_networks), SHORT)
    try:
        assert worker.read(task(tmp_path, "a.jpg")).row.status == "measured"
    finally:
        worker.end()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends a stopped process on Linux only")
@pytest.mark.parametrize("name", ["a spin.jpg", "a stop.jpg", "a forever.jpg"])
def test_no_worker_outlives_a_killed_parent(tmp_path: Path, name: str) -> None:
    """Not even one that hears nothing any more: the kernel ends it."""
    make_folder(tmp_path, name)
    program = (
        "import sys; from pathlib import Path; from support.batch_fakes import READING\n"
        "from thomas_test.batch.picture import Task; from thomas_test.batch.worker import Limits, Worker\n"
        "if __name__ == '__main__':\n"
        "    worker = Worker(READING, Limits()); worker.open(); print(worker._pid, flush=True)\n"
        f"    worker.read(Task(picture=Path({str(tmp_path / name)!r}), name={name!r}))\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    environment = {**os.environ, "PYTHONPATH": f"{Path(__file__).parents[2]}:{os.environ.get('PYTHONPATH', '')}"}
    with subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        time.sleep(1.0)
        parent.kill()
    deadline = time.monotonic() + 5
    while is_alive(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(number)


def is_alive(number: int) -> bool:
    """Whether a process is there and no mere entry that nobody has collected yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
