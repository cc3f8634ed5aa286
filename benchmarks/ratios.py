"""Ratios of one run, which hold on any machine: the whole reading beside its looks, two workers beside one, the starts.

Usage::

    python benchmarks/ratios.py FOLDER [--pictures 24] [--rounds 3]

FOLDER holds pictures. The reading of a picture is compared with the looks that it makes by the processor time that this
process spends, so other work on the machine matters little; seconds of runs and starts are by the clock, the least of
the rounds, with the machine's load beside them. The processor time that `thomas-test score` takes a picture, with all
it starts, gives what a million pictures would take.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from thomas_test.estimators.mediapipe import MediaPipeEstimator
from thomas_test.images import read_photo
from thomas_test.images.folder import walk_parts
from thomas_test.reader import Reader

COMMAND = (sys.executable, "-m", "thomas_test")


def looks_and_all(pictures: Sequence[Path]) -> tuple[float, float, float]:
    """Processor seconds a picture: of the looks, of the whole analysis, and with reading the file."""
    spent = 0.0
    estimate = MediaPipeEstimator.estimate

    def timed(self: MediaPipeEstimator, rgb: object) -> object:
        nonlocal spent
        began = time.process_time()
        try:
            return estimate(self, rgb)
        finally:
            spent += time.process_time() - began

    MediaPipeEstimator.estimate = timed  # type: ignore[method-assign, assignment]
    with Reader(keeps_pictures=False) as reader:
        reader.read(pictures[0])  # warms up
        spent, analysed, read = 0.0, 0.0, 0.0
        for path in pictures:
            began = time.process_time()
            photo = read_photo(path)
            between = time.process_time()
            reader.read(photo)
            analysed += time.process_time() - between
            read += time.process_time() - began
    count = len(pictures)
    return spent / count, analysed / count, read / count


def score(folder: Path, workers: int) -> tuple[float, float, float]:
    """Seconds and processor seconds of a run, and the memory of the largest process so far in MB."""
    with tempfile.TemporaryDirectory() as out:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own command
            [*COMMAND, "score", str(folder), "--out", f"{out}/out", "--workers", str(workers)],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        took = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, spent, after.ru_maxrss / 1024


def start(*words: str) -> tuple[float, float]:
    """Seconds and processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run([*COMMAND, *words], check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    found = [
        chosen.folder.joinpath(*parts)
        for parts, is_picture in sorted(walk_parts(chosen.folder, recursive=False))
        if is_picture
    ]
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    looks, analysed, read = looks_and_all(found)
    print(
        f"looks {looks:.3f} s, analysis {analysed:.3f} s ({analysed / looks:.2f}), with the file {read:.3f} s",
        flush=True,
    )
    helps = [start("--help") for _ in range(max(5, chosen.rounds))]
    print(f"--help: {min(h[0] for h in helps):.2f} s, {min(h[1] for h in helps):.2f} s of processor", flush=True)
    with tempfile.TemporaryDirectory() as room:
        for number in range(chosen.pictures):
            shutil.copy(found[number % len(found)], Path(room) / f"{number:04}{found[number % len(found)].suffix}")
        runs = {workers: [score(Path(room), workers) for _ in range(chosen.rounds)] for workers in (1, 2)}
    for workers, some in runs.items():
        print(
            f"{workers} workers: {min(r[0] for r in some):.2f} s for {chosen.pictures} pictures, "
            f"{min(r[1] for r in some) / chosen.pictures:.3f} s of processor each, largest process so far "
            f"{max(r[2] for r in some):.0f} MB, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(f"two workers are {min(r[0] for r in runs[1]) / min(r[0] for r in runs[2]):.2f} times as fast", flush=True)


if __name__ == "__main__":
    main()
