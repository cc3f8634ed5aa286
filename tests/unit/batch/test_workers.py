import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from support.batch_fakes import READING, deadly_networks, guarded_networks, make_folder
from thomas_test.batch.picture import Task, read_picture
from thomas_test.batch.workers import read_in_workers
from thomas_test.core.errors import EstimatorError

TESTS = Path(__file__).parents[2]


def tasks(folder: Path, *names: str) -> list[Task]:
    """Make pictures and give their tasks."""
    make_folder(folder, *names)
    return [Task(path=folder / name, name=name) for name in names]


def test_no_more_workers_than_pictures(tmp_path: Path) -> None:
    """One picture is read by one process, however many are allowed."""
    results = list(read_in_workers(tasks(tmp_path, "a.jpg"), READING, 8))
    assert [result.row.status for _, result in results] == ["measured"]
    assert list(read_in_workers([], READING, 8)) == []


def test_workers_that_die_while_opening_end_the_run(tmp_path: Path) -> None:
    """A process that cannot even open the networks is not started for ever."""
    with pytest.raises(EstimatorError, match=r"ended while it opened the networks \(exit status -9\)"):
        list(read_in_workers(tasks(tmp_path, "a.jpg", "b.jpg"), replace(READING, opener=deadly_networks), 2))


def test_an_abandoned_run_leaves_no_process(tmp_path: Path) -> None:
    """Whoever stops listening half-way ends the workers, also one that is busy."""
    stream = read_in_workers(tasks(tmp_path, "a.jpg", "b forever.jpg"), READING, 2)
    next(stream)
    started = time.monotonic()
    stream.close()
    assert time.monotonic() - started < 5
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if children.exists():
        running = [Path(f"/proc/{child}/cmdline").read_text() for child in children.read_text().split()]
        assert not [line for line in running if "spawn_main" in line]


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a group are POSIX")
def test_ctrl_c_prints_nothing_from_the_workers(tmp_path: Path) -> None:
    """The terminal sends Ctrl-C to every process; only the parent speaks, and none is left."""
    make_folder(tmp_path, "a forever.jpg", "b forever.jpg")
    program = (
        "import sys; from pathlib import Path; from support.batch_fakes import READING\n"
        "from thomas_test.batch.picture import Task; from thomas_test.batch.workers import read_in_workers\n"
        "if __name__ == '__main__':\n"
        f"    paths = sorted(Path({str(tmp_path)!r}).iterdir())\n"
        "    try: list(read_in_workers([Task(path=p, name=p.name) for p in paths], READING, 2))\n"
        "    except KeyboardInterrupt: sys.exit(130)\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(4.0)
    os.killpg(process.pid, signal.SIGINT)
    _, printed = process.communicate(timeout=20)
    assert (process.returncode, printed.decode()) == (130, "")


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The measurement stands; the problem is named beside it."""
    (task,) = tasks(tmp_path, "a.jpg")
    (tmp_path / "file").write_text("")
    result = read_picture(replace(task, annotated=tmp_path / "file" / "a.jpg"), READING, ())
    assert result.row.status == "measured"
    assert "file" in result.problem


def test_workers_are_kept_on_loopback(tmp_path: Path) -> None:
    """Before a network is opened, the process that opens it cannot reach beyond this machine."""
    ((_, result),) = read_in_workers(tasks(tmp_path, "a.jpg"), replace(READING, opener=guarded_networks), 1)
    assert result.row.status == "measured"
