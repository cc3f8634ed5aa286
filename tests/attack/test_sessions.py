"""Many windows at once: each its own number, and after they are closed nothing of them is left in the app's memory.

Long: run with ``make attack``. Needs Linux for what a process has in memory, and Chromium.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from support.trace import memory_holds

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_images").glob("*.jpg"))
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def family(pid: int) -> list[int]:
    """A process and those that it started, which read photos for it."""
    below = [each.read_text("ascii").split() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    return [pid, *(int(number) for some in below for number in some)]


def memory_mb(pid: int) -> float:
    """What a process has in memory that it made itself.

    Pages of libraries are left out: nothing of a photo can be there, and how many of them count as this process's own
    changes with whatever else on this machine uses the same libraries.
    """
    found = re.search(r"^Pss_Anon:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    assert found is not None
    return int(found.group(1)) / 1000


def marked(number: int, mark: bytes) -> bytes:
    """A sample as a window's own photo, as large as a phone's, with a mark in its notes.

    The note is longer than what Python keeps in its own small pools, whose freed places it does not clear.
    """
    stream = io.BytesIO()
    picture = Image.open(SAMPLES[number % len(SAMPLES)]).convert("RGB")
    picture = picture.resize((4000, round(4000 * picture.height / picture.width)))
    picture.save(stream, "JPEG", quality=95, comment=mark * 100)
    return stream.getvalue()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """The app with real networks: its process and its address."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true"]
    with (tmp_path / "log").open("wb") as log:
        started = subprocess.Popen(
            [*command, "--server.port", str(port)], cwd=ROOT, stdout=log, stderr=log, env=dict(os.environ)
        )
    address = f"http://localhost:{port}"
    wait_until(lambda: is_up(address), within_s=90)
    yield started.pid, address
    started.send_signal(signal.SIGTERM)
    started.wait(30)


def is_up(address: str) -> bool:
    """Whether the app answers."""
    with contextlib.suppress(OSError):
        return bool(_DIRECT.open(f"{address}/_stcore/health").status == 200)
    return False


def wait_until(true: Callable[[], bool], *, within_s: float) -> None:
    """Wait for something."""
    give_up = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.5)


def hand_over(page: Page, address: str, data: bytes) -> None:
    """Open a window and hand a photo over."""
    page.goto(address)
    page.locator("input[type=file]").first.set_input_files(
        [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": data}], timeout=120_000
    )


def number_of(page: Page) -> str:
    """The number that a window shows."""
    shown = page.locator(".tt-number .tt-big, .tt-refusal h2").first
    shown.wait_for(timeout=240_000)
    return shown.inner_text()


def let_go(page: Page) -> None:
    """Close the photo, so that no draft of it is kept for a reload, and then the window."""
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator("input[type=file]").first.wait_for(state="attached", timeout=60_000)
    page.close()


@pytest.mark.parametrize("windows", [10, 20])
def test_windows_side_by_side_and_their_memory_back(app: tuple[int, str], windows: int) -> None:
    """Right number in each; a minute after closing the memory is what one window had left, and no photo is in it.

    Of the processes that read photos two stay for the next ones, whether one window or many asked for them.
    """
    pid, address = app
    marks = [f"MARK-OF-WINDOW-{number:03}-{os.getpid()}".encode() for number in range(windows)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        alone: dict[int, str] = {}
        for number in range(len(SAMPLES)):  # also warms up: networks, fonts, caches
            page = browser.new_page()
            hand_over(page, address, marked(number, b"warm"))
            alone[number] = number_of(page)
            let_go(page)
        time.sleep(45)
        base, readers = memory_mb(pid), [round(memory_mb(each)) for each in family(pid)[1:]]
        pages = [browser.new_page() for _ in range(windows)]
        for number, page in enumerate(pages):
            hand_over(page, address, marked(number, marks[number]))
        for number, page in enumerate(pages):
            assert number_of(page) == alone[number % len(SAMPLES)]
        during = memory_mb(pid)
        for page in pages:
            let_go(page)
        browser.close()
    time.sleep(60)
    after, readers_after = memory_mb(pid), [round(memory_mb(each)) for each in family(pid)[1:]]
    left = [
        f"{mark.decode()} in {'the app' if each == pid else 'a process that reads for it'}"
        for each in family(pid)
        for mark in marks
        if memory_holds(each, mark)
    ]
    sys.stderr.write(f"{windows} windows: {base:.0f} MB before, {during:.0f} with them, {after:.0f} after closing; ")
    sys.stderr.write(f"what reads for it: {readers} MB before, {readers_after} after closing\n")
    assert left == []
    assert after <= 1.1 * base
    assert len(readers_after) <= 2
    assert max(readers_after) <= 1.1 * max(readers)
