"""Measure seconds a picture, beside the bare MediaPipe call on the same pictures in the same run, and peak memory.

Usage::

    python benchmarks/speed.py FOLDER [--pictures N] [--rounds R] [--efforts fast standard thorough] [--write]

FOLDER holds pictures. Every figure comes of fresh processes: ``thomas-test score`` on N pictures with one and with two
workers, ``thomas-test measure`` on one, and one bare call of each network a picture. Rounds take turns, and the
median of the rounds counts, so that a busy moment does not decide. ``--write`` puts the table into
docs/performance.md, "One picture and a folder"; it is printed in any case.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import jinja2

from thomas_test.core.settings import Effort
from thomas_test.estimators.registry import NETWORKS_OF_EFFORT
from thomas_test.images import read_photo
from thomas_test.images.folder import walk_parts
from thomas_test.output.rows import package_version
from thomas_test.reading.sightings import FIRST_LOOKS, LOOKS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
MARKS = ("<!-- speed:begin -->", "<!-- speed:end -->")
TEMPLATE = "speed.md.jinja"
SECTION = "One picture and a folder"
WORKERS = (1, 2)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One command: wall-clock seconds, and the memory of its largest process in MB; what it wrote to stdout."""

    seconds: float
    peak_mb: float
    output: str = ""


@dataclass(frozen=True, kw_only=True)
class Bare:
    """One bare call of a network: mean seconds a picture, and memory in MB."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A whole folder: seconds a picture with the start of the program, and without it."""

    seconds: float
    without_start: float
    peak_mb: float


def main() -> None:
    """Measure, print, write."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        pictures = _chosen_pictures(chosen.folder, chosen.pictures, Path(scratch) / "pictures")
        bare: dict[str, list[Bare]] = {}
        alone: dict[Effort, list[Run]] = {}
        folders: dict[tuple[Effort, int], list[Folder]] = {}
        for number in range(chosen.rounds):
            for model in sorted({str(name) for effort in chosen.efforts for name in NETWORKS_OF_EFFORT[effort]}):
                bare.setdefault(model, []).append(bare_call(pictures, model))
            for effort in chosen.efforts:
                alone.setdefault(effort, []).append(one_picture(pictures, effort))
                for workers in WORKERS:
                    out = Path(scratch) / f"{number}_{effort}_{workers}"
                    folders.setdefault((effort, workers), []).append(whole_folder(pictures, effort, workers, out))
            print(f"round {number + 1} of {chosen.rounds} done", file=sys.stderr)
        text = table(chosen, len(list(pictures.iterdir())), bare, alone, folders)
    print(text)
    if chosen.write:
        write(text)


def _chosen_pictures(folder: Path, count: int, place: Path) -> Path:
    """Lay copies of the pictures, evenly chosen, into a folder of their own."""
    found = [folder.joinpath(*parts) for parts, is_picture in sorted(walk_parts(folder)) if is_picture]
    place.mkdir()
    for index in sorted({round(i * (len(found) - 1) / max(count - 1, 1)) for i in range(min(count, len(found)))}):
        shutil.copy(found[index], place)
    return place


def one_picture(pictures: Path, effort: Effort) -> Run:
    """Measure one picture from the command line: a person's wait, start included."""
    first = min(pictures.iterdir())
    return run(["-m", "thomas_test", "measure", str(first), "--effort", effort.value, "--json"])


def whole_folder(pictures: Path, effort: Effort, workers: int, out: Path) -> Folder:
    """Score the folder from the command line: reading, measuring, drawing and writing."""
    command = ["-m", "thomas_test", "score", str(pictures), "--out", str(out)]
    done = run([*command, "--effort", effort.value, "--workers", str(workers)])
    count = len(list(pictures.iterdir()))
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return Folder(seconds=done.seconds / count, without_start=record["seconds"] / count, peak_mb=done.peak_mb)


def bare_call(pictures: Path, model: str) -> Bare:
    """Call MediaPipe once a picture in a process of its own: nothing but the call is timed."""
    done = run([__file__, str(pictures), "--bare", model])
    return Bare(seconds=float(done.output.split()[-1]), peak_mb=done.peak_mb)


def run(arguments: Sequence[str]) -> Run:
    """Run Python with these arguments; 3 means that some picture was refused, which is no failure here."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([sys.executable, *arguments], stdout=output, stderr=subprocess.DEVNULL)  # noqa: S603
        # wait4 gives this child's own usage: the largest process of its tree, not of all children before it. A child
        # counts what it was forked from as well, so nothing heavy is imported here.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            raise SystemExit(f"expected {' '.join(arguments)} to work, it ended with {process.returncode}")
        output.seek(0)
        return Run(seconds=seconds, peak_mb=usage.ru_maxrss / 1024.0, output=output.read())


def time_bare_calls(pictures: Path, model: str) -> float:
    """The mean seconds of a landmarker's `detect`, as plainly set up as in MediaPipe's own guide."""
    import mediapipe
    from mediapipe.tasks import python as tasks
    from mediapipe.tasks.python import vision

    from thomas_test.estimators.models import find_model
    from thomas_test.estimators.privacy import keep_on_loopback

    path = find_model(model).path
    keep_on_loopback()
    options = vision.PoseLandmarkerOptions(base_options=tasks.BaseOptions(model_asset_path=str(path)))
    seconds = []
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        for index, each in enumerate([min(pictures.iterdir()), *sorted(pictures.iterdir())]):
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=read_photo(each).rgb.copy())
            started = time.perf_counter()
            landmarker.detect(image)
            if index:  # the first call warms up and does not count
                seconds.append(time.perf_counter() - started)
    return statistics.fmean(seconds)


def table(
    chosen: argparse.Namespace,
    count: int,
    bare: dict[str, list[Bare]],
    alone: dict[Effort, list[Run]],
    folders: dict[tuple[Effort, int], list[Folder]],
) -> str:
    """The text of the section."""
    calls = {
        model: Bare(seconds=_median(each.seconds for each in runs), peak_mb=max(each.peak_mb for each in runs))
        for model, runs in bare.items()
    }
    rows = [
        {
            "effort": effort.value,
            "networks": " + ".join(NETWORKS_OF_EFFORT[effort]),
            "looks": len(LOOKS[effort]) if effort is Effort.THOROUGH else f"{len(FIRST_LOOKS)} to {len(LOOKS[effort])}",
            "bare": sum(calls[name].seconds for name in NETWORKS_OF_EFFORT[effort]),
            "one": _median(each.seconds for each in runs),
            "folder": [_median(each.without_start for each in folders[effort, workers]) for workers in WORKERS],
            "peak_mb": max(each.peak_mb for workers in WORKERS for each in folders[effort, workers]),
        }
        for effort, runs in alone.items()
    ]
    switches = f"--pictures {chosen.pictures} --rounds {chosen.rounds} --efforts {' '.join(chosen.efforts)}"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Markdown of our own figures, no page
    )
    return environment.get_template(TEMPLATE).render(
        date=datetime.now(UTC).date().isoformat(),
        version=package_version(),
        python=platform.python_version(),
        machine=platform.machine(),
        processors=os.cpu_count(),
        pictures=count,
        rounds=chosen.rounds,
        command=f"python benchmarks/speed.py {chosen.folder.name} {switches} --write",
        calls=calls,
        rows=rows,
        start=_median(count * (each.seconds - each.without_start) for runs in folders.values() for each in runs),
    )


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def write(text: str) -> None:
    """Put the text between the marks, and make page or section where there is none."""
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# How fast it is\n"
    block = f"{MARKS[0]}\n{text}\n{MARKS[1]}"
    if MARKS[0] in before:
        after = re.sub(rf"{MARKS[0]}.*?{MARKS[1]}", lambda _: block, before, flags=re.DOTALL)
    else:
        after = f"{before.rstrip()}\n\n## {SECTION}\n\n{block}\n"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(after, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure seconds a picture beside the bare MediaPipe call.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--efforts", type=Effort, nargs="+", default=list(Effort), choices=list(Effort))
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _arguments()
    if arguments.bare:
        print(time_bare_calls(arguments.folder, arguments.bare))
    else:
        main()
