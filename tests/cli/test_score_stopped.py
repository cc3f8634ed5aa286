"""`score` told to end while real processes read: what is done is kept, nobody is left, and it goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.batch_fakes import make_folder
from support.runs import written

PICTURES = 60

ENDS_WITHIN_S = 5.0 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
"""Five seconds; on a machine that others keep busy as much more as it is slower."""


def score(tmp_path: Path, out: str, *more: str) -> subprocess.Popen[str]:
    """Start the program on a folder whose points are placed: no network is needed."""
    command = [sys.executable, "-m", "thomas_test", "score", "in", "--out", out, "--points", "points.json"]
    return subprocess.Popen(
        [*command, "--workers", "2", *more],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        # where the tests themselves run in the background Ctrl-C is ignored, and every child would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def session_of(number: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            status = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(status[3]) == number and status[0] != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of pictures with their points."""
    names = [f"{number:03}.png" for number in range(PICTURES)]
    make_folder(tmp_path / "in", *names)
    same = {"tested_leg": "left", "points_px": {"hip": [60, 60], "knee": [110, 60], "ankle": [115, 110]}}
    (tmp_path / "points.json").write_text(json.dumps([{**same, "file": name} for name in names]))
    return tmp_path


def without_seconds(pages: dict[str, bytes]) -> dict[str, bytes]:
    """What was written, but for how long each picture took."""
    table = [line.rsplit(b",", 3) for line in pages["results.csv"].splitlines()]
    records = [json.loads(line) | {"seconds": 0} for line in pages["results.jsonl"].splitlines()]
    return {
        **pages,
        "results.csv": b"\n".join(line[0] for line in table),
        "results.jsonl": json.dumps(records).encode(),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux lists them")
@pytest.mark.parametrize(
    ("name", "to_all"),
    [
        ("SIGTERM", False),  # `kill`, a service manager
        ("SIGTERM", True),  # a batch system, to every process of a job
        ("SIGHUP", True),  # a terminal that is closed
        ("SIGINT", True),  # Ctrl-C
    ],
)
def test_a_run_told_to_end_keeps_what_is_done(folder: Path, name: str, to_all: bool) -> None:
    """Within five seconds, with a sentence on how to go on, no process left, and nothing from the workers."""
    process = score(folder, "out")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("10/"):
            break
    started = time.monotonic()
    (os.killpg if to_all else os.kill)(process.pid, signal.Signals[name])
    _, said = process.communicate(timeout=90)
    assert time.monotonic() - started < ENDS_WITHIN_S
    assert process.returncode not in (0, 3)
    assert "go on with the same command and --resume" in said
    assert "Traceback" not in said
    while session_of(process.pid) and time.monotonic() - started < ENDS_WITHIN_S + 5:
        time.sleep(0.05)
    assert session_of(process.pid) == []
    assert [path.name for path in (folder / "out").iterdir()] == [".unfinished"]

    again = score(folder, "out", "--resume")
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0
    done = int(said.split("Going on: ", 1)[1].split()[0])
    assert done >= 10
    assert said.count(": measured") == PICTURES - done


def test_a_run_killed_and_gone_on_with_writes_what_an_undisturbed_one_does(folder: Path) -> None:
    """SIGKILL leaves no time for anything, and costs nothing but the pictures in hand."""
    process = score(folder, "out")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("40/"):
            break
    process.kill()
    process.communicate()
    again = score(folder, "out", "--resume")
    _, said = again.communicate(timeout=120)
    assert int(said.split("Going on: ", 1)[1].split()[0]) >= 40
    undisturbed = score(folder, "undisturbed")
    undisturbed.communicate(timeout=120)
    assert without_seconds(written(folder / "out")) == without_seconds(written(folder / "undisturbed"))


def test_a_run_that_was_stopped_is_not_begun_anew_by_mistake(folder: Path) -> None:
    """The next run asks what is meant, with exit status 2."""
    process = score(folder, "out")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("5/"):
            break
    process.kill()
    process.communicate()
    again = score(folder, "out")
    _, said = again.communicate(timeout=60)
    assert again.returncode == 2
    assert f"of {PICTURES} pictures: go on with it (--resume), begin anew (--no-resume)" in said
