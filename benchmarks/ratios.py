"""Ratios of one run, which hold on any machine: the whole reading beside its looks, two workers beside one, the starts.

Usage::

    python benchmarks/ratios.py FOLDER [--pictures 96] [--rounds 3]

FOLDER holds pictures, of which copies make up so many. The reading of a picture is compared with the looks that it
makes in the round in which it took least: by the processor time that this process spends, for which other work on the
machine matters little, and by the clock, for which it does not matter how long the networks' threads wait for more
after a look. Seconds of runs and starts are by the clock, the least of the rounds, with the machine's load beside them.
The processor time that `thomas-test score` takes a picture, with all it starts, gives what a million would take.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from thomas_test.estimators.mediapipe import MediaPipeEstimator
from thomas_test.images import read_photo
from thomas_test.images.folder import walk_parts
from thomas_test.reader import Reader

COMMAND = (sys.executable, "-m", "thomas_test")


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds a picture, by one clock: of the looks, of the whole reading, and with reading the file."""

    looks: float
    reading: float
    with_file: float

    def __str__(self) -> str:
        """With the ratio of the reading to its looks."""
        ratio = self.reading / self.looks
        whole = f"reading {self.reading:.3f} s ({ratio:.2f}), with the file {self.with_file:.3f} s"
        return f"looks {self.looks:.3f} s, {whole}"


def looks_and_all(pictures: Sequence[Path], clock: Callable[[], float], rounds: int) -> Taken:
    """What a picture takes by some clock, in the round in which the reading took least."""
    spent = 0.0
    estimate = MediaPipeEstimator.estimate

    def timed(self: MediaPipeEstimator, rgb: object) -> object:
        nonlocal spent
        began = clock()
        try:
            return estimate(self, rgb)
        finally:
            spent += clock() - began

    MediaPipeEstimator.estimate = timed  # type: ignore[method-assign, assignment]
    taken = []
    with Reader(keeps_pictures=False) as reader:
        reader.read(pictures[0])  # warms up
        for _ in range(rounds):
            spent, reading, with_file = 0.0, 0.0, 0.0
            for path in pictures:
                began = clock()
                photo = read_photo(path)
                between = clock()
                reader.read(photo)
                reading += clock() - between
                with_file += clock() - began
            count = len(pictures)
            taken.append(Taken(looks=spent / count, reading=reading / count, with_file=with_file / count))
    MediaPipeEstimator.estimate = estimate  # type: ignore[method-assign]
    return min(taken, key=lambda one: one.reading)


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


def score_copies(pictures: Sequence[Path], count: int, workers: int, rounds: int) -> tuple[float, float, float]:
    """The least seconds and processor seconds of some runs over so many copies of pictures, and the memory as above."""
    with tempfile.TemporaryDirectory() as room:
        for number in range(count):
            picture = pictures[number % len(pictures)]
            shutil.copy(picture, Path(room) / f"{number:04}{picture.suffix}")
        runs = [score(Path(room), workers) for _ in range(rounds)]
    return min(run[0] for run in runs), min(run[1] for run in runs), max(run[2] for run in runs)


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
    parser.add_argument("--pictures", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    found = [
        chosen.folder.joinpath(*parts)
        for parts, is_picture in sorted(walk_parts(chosen.folder, recursive=False))
        if is_picture
    ]
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    for name, clock in (("processor", time.process_time), ("clock", time.perf_counter)):
        print(f"by the {name}: {looks_and_all(found, clock, chosen.rounds)}", flush=True)
    helps = [start("--help") for _ in range(max(5, chosen.rounds))]
    print(f"--help: {min(h[0] for h in helps):.2f} s, {min(h[1] for h in helps):.2f} s of processor", flush=True)
    few, many = len(found), chosen.pictures
    took = {
        (workers, count): score_copies(found, count, workers, chosen.rounds)
        for workers in (1, 2)
        for count in (few, many)
    }
    for (workers, count), (took_s, spent_s, largest_mb) in took.items():
        print(
            f"{workers} workers: {took_s:.2f} s for {count} pictures, {spent_s / count:.3f} s of processor each, "
            f"largest process so far {largest_mb:.0f} MB, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    alone, both = ((took[workers, many][0] - took[workers, few][0]) / (many - few) for workers in (1, 2))
    print(f"a further picture takes {alone:.3f} s and {both:.3f} s: two workers are {alone / both:.2f} times as fast")
    print(f"with their starts, which {many} pictures bear, {took[1, many][0] / took[2, many][0]:.2f} times")


if __name__ == "__main__":
    main()
