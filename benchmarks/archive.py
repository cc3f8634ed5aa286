"""Score large folders of small pictures, and see what grows: time, memory, the page.

Usage::

    python benchmarks/archive.py [--pictures 1000 10000] [--entries 20000] [--workers 2] [--bare]

Pictures are 64 x 48 pixels with points placed by hand: what is measured is everything around the networks, which take
the same for each picture whatever the folder's size. With ``--bare`` every picture is refused and nothing is drawn:
what is left is what a run does for any file, which is what could grow. For each number of pictures: seconds and
processor time a picture (which hardly minds what else the machine does), the parent's memory after a tenth and at the
end, the largest worker's, and, in a browser, how long the page takes to show its first rows and to have all of them.
Then the time from the start of the command to the first picture's end in a folder of so many entries.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from placed import POINTS, EveryPicture

from thomas_test.batch import score_folder
from thomas_test.batch.picture import measure_placed, standard_reading
from thomas_test.core.analysis import Analysis
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.settings import Settings
from thomas_test.images import Photo, encode_picture
from thomas_test.output.points_file import PlacedPoints, read_points
from thomas_test.output.rows import ResultRow
from thomas_test.reader import Reader


def memory_mb(number: int | str, what: str) -> float:
    """What a process has in memory, or had at most, in MB."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(f"{what}:")), 0.0)


def workers_mb() -> float:
    """The largest worker's memory so far."""
    children = [each.read_text().split() for each in Path(f"/proc/{os.getpid()}/task").glob("*/children")]
    return max((memory_mb(number, "VmHWM") for some in children for number in some), default=0.0)


def refused(photo: Photo, placed: PlacedPoints) -> Analysis:
    """Refuse a picture, whatever is in it."""
    analysis = measure_placed(photo, placed, settings=Settings())
    return replace(analysis, outcome=None, refusal=Refusal(code=RefusalCode.NO_PERSON), seconds=0.0)


def processor_s() -> float:
    """The processor time of this process and of those that it started and that have ended."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in each)


def run(folder: Path, out: Path, workers: int, *, first_only: bool, is_bare: bool) -> None:
    """What the measured process does."""
    began = float(os.environ["BEGAN"])
    points = folder.parent / "points.json"
    points.write_text(POINTS.replace("60, 60", "20, 20").replace("110, 66", "44, 24"), encoding="utf-8")
    tenth, largest = 0.0, 0.0
    clock = time.perf_counter()

    def told(done: int, total: int, row: ResultRow | None) -> None:
        nonlocal tenth, largest, clock
        if row is None:
            clock = time.perf_counter()
        if done == 1 and first_only:
            print(f"first picture of {total} after {time.time() - began:.2f} s", flush=True)
            os._exit(0)
        if done == total // 10:
            tenth = memory_mb("self", "VmRSS")
        if done % 100 == 0:
            largest = max(largest, workers_mb())

    everywhere = EveryPicture(read_points(points)[0])
    method = standard_reading(Reader(Settings()))
    worked = processor_s()
    summary = score_folder(
        folder,
        out,
        replace(method, measure_points=refused) if is_bare else method,
        recursive=True,
        workers=workers,
        points=everywhere,
        progress=told,
    )
    spent, worked = time.perf_counter() - clock, processor_s() - worked
    files = summary.files
    print(
        f"{files} pictures: {spent:.1f} s, {1000 * spent / files:.1f} ms a picture, {1000 * worked / files:.1f} ms of "
        f"processor time; parent {tenth:.0f} MB after a "
        f"tenth, {memory_mb('self', 'VmRSS'):.0f} MB at the end (peak {memory_mb('self', 'VmHWM'):.0f}); "
        f"largest worker {largest:.0f} MB",
        flush=True,
    )


def fill(folder: Path, count: int) -> None:
    """Make so many small pictures, a thousand in a folder."""
    for number in range(count):
        inside = folder / f"{number // 1000:04}"
        inside.mkdir(parents=True, exist_ok=True)
        rgb = np.full((48, 64, 3), number % 250, dtype=np.uint8)
        (inside / f"{number:07}.png").write_bytes(encode_picture(rgb, "PNG"))


def look_at(page: Path, rows: int) -> None:
    """Open the page in a browser and say how long that takes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        clock = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="commit")
        tab.wait_for_selector("#results tbody tr")
        first = time.perf_counter() - clock
        tab.wait_for_selector(f"#results[data-loaded='{rows}']")
        everything = time.perf_counter() - clock
        clock = time.perf_counter()
        tab.get_by_role("button", name="Thigh θ").click()
        tab.wait_for_selector("[aria-sort=ascending]")
        sort = time.perf_counter() - clock
        session = tab.context.new_cdp_session(tab)
        session.send("Performance.enable")
        heap = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        browser.close()
    beside = sum(path.stat().st_size for path in page.with_suffix("").glob("*")) / 1e6
    print(
        f"  page {page.stat().st_size / 1e6:.2f} MB and {beside:.1f} MB beside it: first rows after {first:.2f} s, all "
        f"after {everything:.2f} s, sorted in {sort:.2f} s, {heap['JSHeapUsedSize'] / 1e6:.0f} MB of script memory",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--run"]:
        folder, out, workers, mode = sys.argv[2:]
        run(Path(folder), Path(out), int(workers), first_only=mode == "first", is_bare=mode == "bare")
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", nargs="+", type=int, default=[1000, 10000])
    parser.add_argument("--entries", type=int, default=20000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--bare", action="store_true")
    chosen = parser.parse_args()
    runs = [(number, "bare" if chosen.bare else "all") for number in chosen.pictures]
    for count, mode in [*runs, (chosen.entries, "first")]:
        with tempfile.TemporaryDirectory() as room:
            fill(Path(room) / "in", count)
            command = [sys.executable, __file__, "--run", f"{room}/in", f"{room}/out", str(chosen.workers), mode]
            subprocess.run(command, check=True, env={**os.environ, "BEGAN": str(time.time())})  # noqa: S603
            if mode != "first":
                look_at(Path(room) / "out" / "report.html", count)


if __name__ == "__main__":
    main()
