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
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from thomas_test.batch import score_folder
from thomas_test.batch.picture import measure_placed, standard_reading
from thomas_test.core.analysis import Analysis
from thomas_test.core.settings import Settings
from thomas_test.images import Photo, write_picture
from thomas_test.output.points_file import PlacedPoints, read_points
from thomas_test.reader import Reader

POINTS = '{"tested_leg": "left", "head_towards": "left", "points_px": {"hip": [60, 60], "knee": [110, 66]}}'
WORKERS = 2
PICTURE_S = 0.1
ORPHANS_S = 5.0
"""A worker that is just starting, and Python's helper that clears up after it, take a moment to notice."""


class EveryPicture(Mapping[str, PlacedPoints]):
    """The same points for every picture, whatever it is called: no entry for each is kept."""

    def __init__(self, placed: PlacedPoints) -> None:
        self._placed = placed

    def __getitem__(self, name: str) -> PlacedPoints:
        """The points."""
        return self._placed

    def __iter__(self) -> Iterator[str]:
        """Nothing to list."""
        return iter(())

    def __len__(self) -> int:
        """One set of points."""
        return 1


def _logged(photo: Photo, placed: PlacedPoints, *, log: Path) -> Analysis:
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"{photo.name}\n")
    time.sleep(PICTURE_S)
    analysis = measure_placed(photo, placed, settings=Settings())
    return replace(analysis, seconds=0.0)


def run(folder: Path, out: Path, log: Path, scheduler: str | None) -> None:
    """What the killed process does: score, and go on with whatever lies there."""
    points = folder.parent / "points.json"
    points.write_text(POINTS, encoding="utf-8")
    method = replace(standard_reading(Reader(Settings())), measure_points=partial(_logged, log=log))
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
    """Kill Dask's workers, which their nannies start anew."""
    file = scratch / "scheduler.json"
    base = [sys.executable, "-m"]
    where = ["--host", "127.0.0.1", "--scheduler-file", str(file), "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*base, "distributed.cli.dask_scheduler", "--port", "0", *where], **quiet)]  # noqa: S603
    while not file.exists():
        time.sleep(0.1)
    started += [
        subprocess.Popen([*base, "distributed.cli.dask_worker", "--nthreads", "1", *where], **quiet)  # noqa: S603
        for _ in range(WORKERS)
    ]
    process = _start(folder, scratch / "out", scratch / "log", str(file))
    done = 0
    try:
        while process.poll() is None:
            time.sleep(random.uniform(0.5, 4.0))  # noqa: S311 - no secret
            found = [child for nanny in started[1:] for child in readers(nanny.pid)]
            if done < kills and found:
                try:
                    os.kill(random.choice(found), signal.SIGKILL)  # noqa: S311 - no secret
                except ProcessLookupError:
                    continue
                done += 1
    finally:
        for each in reversed(started):
            each.terminate()
        for each in started:
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
