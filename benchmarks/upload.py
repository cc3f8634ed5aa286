"""How long a person waits in the app from handing a photo over until its number and its picture are there.

    python benchmarks/upload.py FOLDER [--pictures 6]

The app is served on this machine and used in headless Chromium, as a person would: the first photo loads the networks,
the others find them loaded. Each is handed over on a page of its own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from live import ROOT, free_port, wait_for
from playwright.sync_api import Browser, sync_playwright

from thomas_test.images import list_pictures

PATIENCE_MS = 60_000


def main() -> None:
    """Print the figures as a line of a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="pictures that can be measured")
    parser.add_argument("--pictures", type=int, default=6)
    chosen = parser.parse_args()
    pictures = [found.path for found in list_pictures(chosen.folder) if found.is_picture][: chosen.pictures]
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true"]
    server = subprocess.Popen(  # noqa: S603 - our own app
        [*command, "--server.port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            seconds = [_wait_of(browser, f"http://localhost:{port}/", picture) for picture in pictures]
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
    first, rest = seconds[0], seconds[1:]
    print(f"{date.today()}, {os.cpu_count()} cores, {len(pictures)} pictures of {chosen.folder.name}")
    print("| first photo, networks loading | later photos, median | slowest |\n|---|---|---|")
    print(f"| {first:.1f} s | {statistics.median(rest):.1f} s | {max(rest):.1f} s |")


def _wait_of(browser: Browser, address: str, picture: Path) -> float:
    page = browser.new_page()
    page.goto(address)
    upload = page.locator("input[type=file]").first
    upload.wait_for(state="attached", timeout=PATIENCE_MS)
    started = time.perf_counter()
    upload.set_input_files(picture)
    page.locator(".tt-number .tt-big").first.wait_for(timeout=PATIENCE_MS)
    page.locator("[data-testid=stMain] img").first.wait_for(timeout=PATIENCE_MS)
    waited = time.perf_counter() - started
    page.close()
    return waited


if __name__ == "__main__":
    main()
