"""Take the screenshots in docs/images: every page in light, in dark and as wide as a phone.

``python docs/screenshots.py MEASURED REFUSED``: a picture that is measured and one that is refused. Needs the pose
models, and Playwright with Chromium as the browser tests do.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",  # the live page sees a camera
    "--use-fake-device-for-media-stream",
)
_SETTLED_MS = 1500


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """What is handed to the app."""

    measured: Path
    refused: Path


def start(page: Page, _pictures: Pictures) -> None:
    """Show the first page."""
    page.get_by_text("A photo that can be measured").wait_for()


def result(page: Page, pictures: Pictures) -> None:
    """Show a measured picture."""
    page.locator("input[type=file]").set_input_files(pictures.measured)
    page.locator(".tt-flags").wait_for()


def editor(page: Page, pictures: Pictures) -> None:
    """Show the editor with a point chosen."""
    result(page, pictures)
    page.get_by_role("radio", name="Adjust points").click()
    page.locator('.tt-handle[data-point="knee"]').focus()
    page.keyboard.press("ArrowDown")
    page.get_by_text("Corrected by hand", exact=True).wait_for()


def refusal(page: Page, pictures: Pictures) -> None:
    """Show a refused picture."""
    page.locator("input[type=file]").set_input_files(pictures.refused)
    page.locator(".tt-refusal").wait_for()


def folder(page: Page, pictures: Pictures) -> None:
    """Show a measured folder with a row chosen."""
    page.get_by_role("radio", name="Files to drop here").click()
    page.locator("input[type=file]").set_input_files([pictures.measured, pictures.refused])
    page.get_by_role("button", name="Measure all").click()
    page.get_by_role("button", name="All results as a zip").wait_for()
    table = page.get_by_test_id("stDataFrame")
    table.click(position={"x": 20, "y": 55})
    page.get_by_role("img").last.wait_for()


def about(page: Page, _pictures: Pictures) -> None:
    """Show the about page."""
    page.get_by_role("heading", name="About this instrument").wait_for()


def plain(page: Page, _pictures: Pictures) -> None:
    """Show a page as it opens."""
    page.get_by_role("heading", level=1).wait_for()


SHOTS: tuple[tuple[str, str, Callable[[Page, Pictures], None]], ...] = (
    ("start", "/", start),
    ("result", "/", result),
    ("editor", "/", editor),
    ("refusal", "/", refusal),
    ("live", "/live", plain),
    ("check", "/check", plain),
    ("folder", "/folder", folder),
    ("about", "/about", about),
)


def main() -> int:
    """Take them all, or those named by ``--only``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measured", type=Path)
    parser.add_argument("refused", type=Path)
    parser.add_argument("--only", nargs="*", default=[name for name, *_ in SHOTS])
    parser.add_argument("--app", type=Path, default=ROOT / "app.py", help="the script to serve")
    chosen = parser.parse_args()
    pictures = Pictures(measured=chosen.measured, refused=chosen.refused)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _served(chosen.app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS])
        for look, options in LOOKS.items():
            context = browser.new_context(reduced_motion="reduce", **options)
            context.set_default_timeout(60_000)
            for name, path, prepare in SHOTS:
                if name in chosen.only:
                    _shoot(context.new_page(), address + path, prepare, pictures, IMAGES / f"{name}-{look}.png")
            context.close()
        browser.close()
    return 0


def _shoot(page: Page, address: str, prepare: Callable[[Page, Pictures], None], pictures: Pictures, to: Path) -> None:
    page.goto(address)
    page.get_by_role("heading").first.wait_for()
    if page.get_by_text("Page not found").count():
        return
    try:
        prepare(page, pictures)
    except Error as error:
        sys.stderr.write(f"{to.name}: {error}\n")
    page.mouse.move(0, 0)
    page.wait_for_timeout(_SETTLED_MS)
    # Streamlit scrolls a part of the page: only a window as high as its content shows all of it.
    height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? innerHeight")
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": max(600, min(int(height), 4000))})
    page.wait_for_timeout(_SETTLED_MS)
    page.screenshot(path=to)
    page.close()


@contextmanager
def _served(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    flags = ["--server.port", str(port), "--server.headless", "true"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "streamlit", "run", str(script), *flags], cwd=ROOT, stdout=log, stderr=log
        )
        time.sleep(5)
        try:
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
