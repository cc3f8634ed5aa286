"""Kill a run again and again, and count what was lost (nothing) and what was read again.

Usage::

    python benchmarks/faults.py [--kills 50] [--pictures 400] [--who parent worker cluster]

A folder of small pictures with their points is scored by real processes. At random moments one of them is killed
(SIGKILL): the parent, which is started again with ``--resume`` until it is through; one of its workers; the process
below a Dask worker, or its worker. Afterwards the results are compared, byte by byte, with those of an undisturbed run;
every read is logged by the process that does it, so that what is read again is counted. Prints rows for
docs/robustness.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from placed import POINTS, EveryPicture, measure_logged

from thomas_test.batch import score_folder
from thomas_test.batch.picture import standard_reading
from thomas_test.core.settings import Settings
from thomas_test.images import write_picture
from thomas_test.output.points_file import read_points
from thomas_test.reader import Reader

WORKERS = 2
ORPHANS_S = 5.0
"""A worker that is just starting, and Python's helper that clears up after it, take a moment to notice."""

ENDING_S = 20.0
"""A nanny whose worker is killed while it is told to end may wait for it for ever."""


def run(folder: Path, out: Path, log: Path, scheduler: str | None) -> None:
    """What the killed process does: score, and go on with whatever lies there."""
    points = folder.parent / "points.json"
    points.write_text(POINTS, encoding="utf-8")
    method = replace(standard_reading(Reader(Settings())), measure_points=partial(measure_logged, log=log))
    everywhere = EveryPicture(read_points(points)[0])
    score_folder(folder, out, method, workers=WORKERS, scheduler=scheduler, resume=True, points=everywhere)


def _start(folder: Path, out: Path, log: Path, scheduler: str | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, __file__, "--run", str(folder), str(out), str(log)]
    return subprocess.Popen([*command, *([scheduler] if scheduler else [])], start_new_session=True)  # noqa: S603


def written(out: Path) -> dict[str, bytes]:
    """What a run wrote, but for when, and for the journal's own bytes."""
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {
        name: re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d", b"", path.read_bytes())
        for name, path in found.items()
        if name not in {"journal.sqlite", "run.json"}
    }


def children(number: int) -> list[int]:
    """The processes that one started, and theirs."""
    found: list[int] = []
    for each in Path(f"/proc/{number}/task").glob("*/children"):
        try:
            found += [int(child) for child in each.read_text().split()]
        except OSError:
            continue
    return found + [below for child in found for below in children(child)]


def readers(number: int) -> list[int]:
    """The worker processes among them."""
    return [child for child in children(number) if b"spawn_main" in _command(child)]


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def is_alive(number: int) -> bool:
    """Whether a process is there and no mere entry that nobody has collected yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def kill_parent(scratch: Path, folder: Path, kills: int) -> tuple[int, int]:
    """Kill the run itself until it was killed so often, then let it end; kills and processes left behind."""
    done = orphans = 0
    while True:
        process = _start(folder, scratch / "out", scratch / "log")
        if done == kills:
            process.wait()
            return done, orphans
        time.sleep(random.uniform(0.0, 3.0))  # noqa: S311 - no secret
        below = children(process.pid)
        if process.poll() is not None:
            return done, orphans
        process.kill()
        process.wait()
        done += 1
        deadline = time.monotonic() + ORPHANS_S
        while any(map(is_alive, below)) and time.monotonic() < deadline:
            time.sleep(0.1)
        orphans += sum(map(is_alive, below))


def kill_workers(scratch: Path, folder: Path, kills: int) -> tuple[int, int]:
    """Kill workers while the run goes on."""
    process = _start(folder, scratch / "out", scratch / "log")
    done = 0
    while process.poll() is None:
        time.sleep(random.uniform(0.0, 3.0))  # noqa: S311 - no secret
        if done < kills and (found := readers(process.pid)):
            try:
                os.kill(random.choice(found), signal.SIGKILL)  # noqa: S311 - no secret
            except ProcessLookupError:
                continue
            done += 1
    return done, 0


def kill_cluster(scratch: Path, folder: Path, kills: int) -> tuple[int, int]:
    """Kill Dask's workers, which their nannies start anew; a nanny that gives up is, as on a real cluster."""
    file = scratch / "scheduler.json"
    base = [sys.executable, "-m"]
    where = ["--host", "127.0.0.1", "--scheduler-file", str(file), "--no-dashboard"]
    beside = f"{Path(__file__).parent}:{os.environ.get('PYTHONPATH', '')}"
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "PYTHONPATH": beside},
    }
    scheduler = subprocess.Popen([*base, "distributed.cli.dask_scheduler", "--port", "0", *where], **quiet)  # noqa: S603
    while not file.exists():
        time.sleep(0.1)

    def nanny() -> subprocess.Popen[bytes]:
        return subprocess.Popen([*base, "distributed.cli.dask_worker", "--nthreads", "1", *where], **quiet)  # noqa: S603

    nannies = [nanny() for _ in range(WORKERS)]
    process = _start(folder, scratch / "out", scratch / "log", str(file))
    done = 0
    try:
        while process.poll() is None:
            time.sleep(random.uniform(0.5, 4.0))  # noqa: S311 - no secret
            # one whose worker is killed before it ever joined gives up for good
            nannies = [each if each.poll() is None else nanny() for each in nannies]
            found = [child for each in nannies for child in readers(each.pid)]
            if done < kills and found:
                try:
                    os.kill(random.choice(found), signal.SIGKILL)  # noqa: S311 - no secret
                except ProcessLookupError:
                    continue
                done += 1
    finally:
        for each in (*nannies, scheduler):
            each.terminate()
        for each in (*nannies, scheduler):
            try:
                each.wait(ENDING_S)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
    return done, 0


FAULTS = {"parent": kill_parent, "worker": kill_workers, "cluster": kill_cluster}


def main() -> None:
    """Make a folder, score it undisturbed, then under each kind of fault."""
    if sys.argv[1:2] == ["--run"]:
        folder, out, log, *scheduler = sys.argv[2:]
        run(Path(folder), Path(out), Path(log), scheduler[0] if scheduler else None)
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pictures", type=int, default=400)
    parser.add_argument("--who", nargs="+", choices=FAULTS, default=list(FAULTS))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "in"
        folder.mkdir()
        for number in range(chosen.pictures):
            write_picture(np.full((120, 160, 3), number % 250, dtype=np.uint8), folder / f"{number:05}.png")
        _start(folder, Path(room) / "undisturbed", Path(room) / "log").wait()
        expected = written(Path(room) / "undisturbed")
        for who in chosen.who:
            scratch = Path(room) / who
            scratch.mkdir()
            done, orphans = FAULTS[who](scratch, folder, chosen.kills)
            reads = Counter((scratch / "log").read_text(encoding="utf-8").splitlines())
            same = "same bytes" if written(scratch / "out") == expected else "OTHER BYTES"
            reasons = json.loads((scratch / "out" / "run.json").read_text(encoding="utf-8"))["reasons"]
            print(
                f"| {who}: SIGKILL at random moments | {done} | {chosen.pictures} pictures, {WORKERS} workers: {same}, "
                f"{reasons or 'all measured'}; "
                f"{sum(reads.values()) - len(reads)} pictures read again, none more than {max(reads.values())} times; "
                f"{orphans} processes left after {ORPHANS_S:g} s |",
                flush=True,
            )
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
