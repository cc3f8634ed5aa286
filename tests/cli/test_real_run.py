"""The program as a user calls it, with the real networks. Needs the pose models (``make model``)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from thomas_test.estimators.models import find_model
from thomas_test.images import write_picture


@pytest.fixture(autouse=True, scope="module")
def _model() -> None:
    """Have the model before the clock runs, so that fetching it is no part of a run."""
    find_model("full")


def make_noise(folder: Path, count: int) -> Path:
    """Make pictures of noise, which take the networks as long as any."""
    folder.mkdir()
    random = np.random.default_rng(7)
    for number in range(count):
        picture = random.integers(0, 255, (480, 640, 3)).astype(np.uint8)
        write_picture(picture, folder / f"{number:02}.jpg")
    return folder


def call(*argv: str) -> list[str]:
    """The line that runs the program in a process of its own."""
    return [sys.executable, "-m", "thomas_test", *argv]


def running_in_group(group: int) -> list[str]:
    """The commands of a process group that still run five seconds later; Linux tells, others are not asked."""
    for _ in range(50):
        # the fields of /proc/PID/stat after the name in brackets: state, parent, group
        stats = [path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat")]
        running = [" ".join(each[:3]) for each in stats if each[2] == str(group) and each[0] != "Z"]
        if not running:
            break
        time.sleep(0.1)
    return running


def test_nothing_but_our_own_words_is_printed(tmp_path: Path) -> None:
    """The networks' libraries print nothing onto the user's terminal: a refusal is the only output."""
    folder = make_noise(tmp_path / "in", 1)
    ended = subprocess.run(
        call("measure", str(folder / "00.jpg"), "--effort", "fast"), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (3, "")
    assert ended.stdout.startswith("00.jpg: not measured. ")
    assert len(ended.stdout.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(sys.platform == "win32", reason="signals to a group are POSIX")
def test_a_run_that_is_stopped_says_so_and_keeps_what_is_done(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C in the middle: exit status 130, how to go on, no half results, no process left behind."""
    folder = make_noise(tmp_path / "in", 60)
    process = subprocess.Popen(
        call("score", str(folder), "--out", str(tmp_path / "out"), "--effort", "fast", "--workers", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # where the tests themselves run in the background Ctrl-C is ignored, and every child would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stderr is not None
    while not process.stderr.readline().startswith("2/60"):
        assert process.poll() is None
    if number is signal.SIGINT:  # a terminal tells every process of the group
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Stopped after " in err
    assert "--resume" in err
    assert "Traceback" not in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".unfinished"]
    assert running_in_group(process.pid) == []
