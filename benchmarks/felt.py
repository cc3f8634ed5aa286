"""What a person waits for in the app, measured in a real browser with the real networks.

    python benchmarks/felt.py sample_images [--pictures 6] [--rounds 5] [--only upload drag switch live]

The app is served on this machine and used in headless Chromium, which shares its processors and draws without a
graphics card. Waits are taken by the page's own clock, from the event (a file handed over, a button let go, a link
clicked) to the first frame that shows what was waited for. The least and the median of the rounds are printed, with the
load of the machine: what others do on it makes waits longer, never shorter.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from live import CLIP, ROOT, free_port, wait_for
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright

from thomas_test.images.folder import walk_parts
from thomas_test.motion.frames import VideoFile

PATIENCE_MS = 60_000
WINDOW = {"width": 1280, "height": 800}
LARGE_PX = (6000, 4500)
"""27 megapixels, as the main cameras of phones take them."""
SENSOR_NOISE = 12.0
PARTS = ("upload", "drag", "switch", "live")
PAGES = {
    "Live": "Live",
    "Full check": "Full check",
    "Folder": "Folder",
    "Second reader": "Second reader",
    "About": "About this instrument",
    "Photo": "Thomas Test",
}
"""The pages in the order in which they are opened, by what the menu calls them, and their titles."""

CLOCK = """
window.waited = (event, shown, began = null) => new Promise((done, failed) => {
  setTimeout(() => failed(new Error(`${event}: nothing was shown`)), 60000);
  addEventListener(event, () => { began ??= performance.now(); }, { capture: true });
  const look = () => {
    if (began !== null && shown()) done(performance.now() - began);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
window.live = () => {
  for (const host of document.querySelectorAll("*"))
    if (/[0-9]/.test(host.shadowRoot?.querySelector("[data-show=thigh]")?.textContent ?? "")) return true;
  return false;
};
window.number = () => document.querySelector(".tt-number .tt-big")?.textContent ?? null;
window.ran = () => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning";
"""
"""Looks once in every frame: what a frame shows has been there since the one before at the latest."""

FRAMES = """() => {
  window.frames_ms = [];
  window.dragging = true;
  let last = null;
  const tick = (now) => {
    if (last !== null) window.frames_ms.push(now - last);
    last = now;
    if (window.dragging) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
LATE_MS = 25.0
"""A frame that took longer was missed: at 60 a second the next one follows after 16.7."""
PHONE_SLOWER = 4


@dataclass(frozen=True, kw_only=True)
class Wait:
    """What was waited for, how long each time, and how long it may take; milliseconds."""

    what: str
    wanted_ms: float
    took_ms: Sequence[float]

    @property
    def row(self) -> str:
        """A line of the table."""
        least, middle = min(self.took_ms), statistics.median(self.took_ms)
        words = (f"{took / 1000:.2f} s" if self.wanted_ms >= 1000 else f"{took:.0f} ms" for took in (least, middle))
        wanted = f"{self.wanted_ms / 1000:g} s" if self.wanted_ms >= 1000 else f"{self.wanted_ms:.0f} ms"
        return f"| {self.what} | {' | '.join(words)} | {wanted} |"


def main() -> None:
    """Print the figures as lines of a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="pictures that can be measured")
    parser.add_argument("--pictures", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    chosen = parser.parse_args()
    pictures = [
        chosen.folder.joinpath(*parts) for parts, is_picture in sorted(walk_parts(chosen.folder)) if is_picture
    ][: chosen.pictures]
    load = os.getloadavg()[0]
    print(f"{date.today()}, {os.cpu_count()} processors, load before the run {load:.1f}, headless Chromium")
    print("| what | least | median | wanted |\n|---|---|---|---|")
    for wait in _waits(pictures, chosen.rounds, chosen.only):
        print(wait.row, flush=True)
    print(f"load at the end {os.getloadavg()[0]:.1f}")


def _waits(pictures: Sequence[Path], rounds: int, only: Sequence[str]) -> Iterator[Wait]:
    with tempfile.TemporaryDirectory() as folder, _app() as address, _browser(Path(folder)) as context:
        if "upload" in only:
            yield from _uploads(context, address, pictures, rounds)
        if "drag" in only:
            yield from _drags(context, address, pictures[0], rounds)
        if "switch" in only:
            yield from _switches(context, address, rounds)
        if "live" in only:
            yield _starts_of_live(context, address, rounds)


@contextmanager
def _app() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true"]
    server = subprocess.Popen(  # noqa: S603 - our own app
        [*command, "--server.port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def _browser(folder: Path) -> Iterator[BrowserContext]:
    clip = folder / "clip.y4m"
    clip.write_bytes(_y4m())
    flags = [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={clip}",
    ]
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
        context.add_init_script(CLOCK)
        yield context
        browser.close()


def _y4m() -> bytes:
    """The clip as Chromium's fake camera takes it."""
    frames = [frame.rgb for frame in VideoFile(CLIP).frames()]
    height, width = frames[0].shape[:2]
    head = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + b"".join(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420).tobytes() for frame in frames)


def _uploads(context: BrowserContext, address: str, pictures: Sequence[Path], rounds: int) -> Iterator[Wait]:
    yield Wait(
        what="first number of the first photo, networks loading",
        wanted_ms=1500,
        took_ms=[_upload(context, address, pictures[0].name, pictures[0].read_bytes())],
    )
    taken = [_upload(context, address, path.name, path.read_bytes()) for path in pictures for _ in range(rounds)]
    yield Wait(what="first number after an upload, warm", wanted_ms=1500, took_ms=taken)
    large = _large(pictures[0])
    taken = [_upload(context, address, "large.jpg", large) for _ in range(rounds)]
    yield Wait(what="first number after an upload of 27 megapixels, warm", wanted_ms=4000, took_ms=taken)


def _large(picture: Path) -> bytes:
    """The picture as large as a phone takes it, with the noise of a sensor: so is its copy for the screen."""
    rgb = np.asarray(Image.open(picture).convert("RGB").resize(LARGE_PX, Image.Resampling.BICUBIC), dtype=np.int16)
    noise = np.random.default_rng(0).normal(0.0, SENSOR_NOISE, rgb.shape[:2]).astype(np.int16)
    stream = io.BytesIO()
    Image.fromarray(np.clip(rgb + noise[..., None], 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def _upload(context: BrowserContext, address: str, name: str, data: bytes) -> float:
    page = _opened(context, address)
    page.evaluate("void (window.wait = waited('change', () => number()))")
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": name, "mimeType": "image/jpeg", "buffer": data}]
    )
    return _end(page)


def _drags(context: BrowserContext, address: str, picture: Path, rounds: int) -> Iterator[Wait]:
    page = _opened(context, address)
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "large.jpg", "mimeType": "image/jpeg", "buffer": _large(picture)}]
    )
    page.get_by_role("radio", name="Adjust points").click(timeout=PATIENCE_MS)
    knee = page.locator('.tt-handle[data-point="knee"] .tt-ring')
    knee.wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(2000)
    answers: list[float] = []
    for slower in (1, PHONE_SLOWER):
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        frames: list[float] = []
        for turn in range(2 * rounds):
            frames += _drag(page, knee, down_px=30 if turn % 2 else -30)
            page.evaluate("void (window.wait = waited('pointerup', ((before) => () => number() !== before)(number())))")
            page.mouse.up()
            answer = _end(page, close=False)
            if slower == 1:
                answers.append(answer)
            page.wait_for_timeout(500)
        late = sum(frame > LATE_MS for frame in frames)
        words = "" if slower == 1 else f", the page's script slowed {slower} times"
        yield Wait(what=f"a frame while dragging ({late} of {len(frames)} late){words}", wanted_ms=17, took_ms=frames)
    page.close()
    yield Wait(what="answer after release, a photo of 27 megapixels", wanted_ms=150, took_ms=answers)


def _drag(page: Page, what: Locator, *, down_px: float) -> list[float]:
    """Take something and move it without letting go: how long each frame took meanwhile, in milliseconds."""
    x, y = what.evaluate(
        "(ring) => { const at = ring.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; }"
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    page.mouse.move(x + down_px / 2, y + down_px, steps=150)
    return [float(took) for took in page.evaluate("() => { window.dragging = false; return window.frames_ms; }")]


def _switches(context: BrowserContext, address: str, rounds: int) -> Iterator[Wait]:
    page = _opened(context, address)
    titled: dict[str, list[float]] = {}
    for turn in range(rounds + 1):
        for link, title in PAGES.items():
            page.evaluate(
                """(title) => { const there = () => document.querySelector("h1")?.textContent.trim() === title;
                window.wait = waited("click", there); window.all = waited("click", () => there() && ran()); }""",
                title,
            )
            page.get_by_role("link", name=link, exact=True).click()
            title_ms, all_ms = _end(page, close=False), float(page.evaluate("window.all"))
            kind = "the first time" if turn == 0 else "again"
            titled.setdefault(f"page switch, {kind}: its title", []).append(title_ms)
            titled.setdefault(f"page switch, {kind}: all of it", []).append(all_ms)
            if os.environ.get("FELT_DETAILS"):
                print(kind, link, round(title_ms), round(all_ms))
            page.wait_for_timeout(600)
    page.close()
    for what, took_ms in titled.items():
        yield Wait(what=what, wanted_ms=300, took_ms=took_ms)


def _starts_of_live(context: BrowserContext, address: str, rounds: int) -> Wait:
    took_ms = []
    for _ in range(rounds):
        page = _opened(context, f"{address}/live")
        stream = page.frame_locator("iframe[title*=webrtc]")
        button = stream.get_by_role("button", name="Start")
        button.wait_for(timeout=PATIENCE_MS)
        page.wait_for_timeout(1500)
        began = time.perf_counter()
        button.click()
        page.evaluate("waited('click', live, 0)")
        took_ms.append(1000 * (time.perf_counter() - began))
        page.close()
        time.sleep(1.5)
    return Wait(what="START of live to the first reading", wanted_ms=2000, took_ms=took_ms)


def _opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator("h1").first.wait_for()
    page.evaluate("waited('load', ran, 0)")
    page.wait_for_timeout(500)
    return page


def _end(page: Page, *, close: bool = True) -> float:
    waited = float(page.evaluate("window.wait"))
    if close:
        page.evaluate("window.localStorage.clear()")
        page.close()
    return waited


if __name__ == "__main__":
    main()
