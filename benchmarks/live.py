"""How many frames a second the live page reads, and how late its picture is, glass to glass.

    python benchmarks/live.py [--seconds 30] [--models full lite]

First the reading alone: frames of the clip as fast as they are taken. Then the whole page in headless Chromium on the
same machine: the camera is a canvas that plays the clip at 30 frames a second and writes the time on each frame as
bars; the page's own video element is read back, bars against the clock of the same browser. So the delay holds
everything: camera to encoder, network stack, decoder, reading, drawing, encoder, decoder, screen.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from thomas_test.core.criteria import GUIDE
from thomas_test.core.pictures import RgbImage
from thomas_test.estimators.models import find_model
from thomas_test.images import encode_picture
from thomas_test.motion.following import open_live_reader
from thomas_test.motion.frames import VideoFile
from thomas_test.motion.session import LiveSession

ROOT = Path(__file__).parents[1]
CLIP = ROOT / "tests" / "data" / "clip.mp4"
CAMERA_FPS = 30
WARM_UP_S = 15.0

# Twenty bars at the right edge, from y = 40 on, 18 pixels each: the bits of a time in milliseconds, lowest first.
CAMERA = """
(() => {
  const bits = 20, top = 40, high = 18, left = 596;
  const now = () => Math.floor(performance.timeOrigin + performance.now()) % (1 << bits);
  const pictures = FRAMES.map((data) => Object.assign(new Image(), { src: "data:image/jpeg;base64," + data }));
  const camera = document.createElement("canvas");
  Object.assign(camera, { width: 640, height: 480 });
  const draw = camera.getContext("2d");
  let shown = 0;
  const show = () => {
    // to and fro, so that the leg never jumps
    const place = shown++ % (2 * pictures.length);
    draw.drawImage(pictures[place < pictures.length ? place : 2 * pictures.length - 1 - place], 0, 0, 640, 480);
    const time = now();
    for (let bit = 0; bit < bits; bit++) {
      draw.fillStyle = (time >> bit) & 1 ? "white" : "black";
      draw.fillRect(left, top + bit * high, 44, high);
    }
  };
  const track = { label: "benchmark", kind: "videoinput", deviceId: "b", groupId: "b", toJSON() { return this; } };
  navigator.mediaDevices.enumerateDevices = async () => [track];
  navigator.mediaDevices.getUserMedia = async () => {
    setInterval(show, 1000 / FPS);
    return camera.captureStream(FPS);
  };

  window.readings = [];
  const back = document.createElement("canvas");
  Object.assign(back, { width: 640, height: 480 });
  const read = back.getContext("2d", { willReadFrequently: true });
  const watch = (video) => video.requestVideoFrameCallback(() => {
    const arrived = now();
    read.drawImage(video, 0, 0, 640, 480);
    const pixels = read.getImageData(left + 22, 0, 1, 480).data;
    let time = 0;
    for (let bit = 0; bit < bits; bit++) {
      if (pixels[4 * (top + bit * high + high / 2)] > 128) time |= 1 << bit;
    }
    window.readings.push([arrived, time]);
    watch(video);
  });
  const look = setInterval(() => {
    const video = document.querySelector("video");
    if (video) { clearInterval(look); watch(video); }
  }, 200);
})();
"""


def main() -> None:
    """Print the figures as lines of a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each page is watched")
    parser.add_argument("--models", nargs="+", default=["full", "lite"], help="names or .task files")
    chosen = parser.parse_args()
    frames = [frame.rgb for frame in VideoFile(CLIP).frames()]
    load = os.getloadavg()[0]
    print(
        f"{date.today()}, {os.cpu_count()} cores, load before the run {load:.1f}, camera {CAMERA_FPS} frames a second"
    )
    print("| model | reading alone, ms median (95th) | page: frames read a second | shown delay, ms median (95th) |")
    print("|---|---|---|---|")
    for name in chosen.models:
        alone = time_reading(name, frames)
        rate, delays = time_page(name, frames, chosen.seconds)
        print(
            f"| {Path(name).stem} | {np.median(alone):.0f} ({np.percentile(alone, 95):.0f}) | {rate:.1f} "
            f"| {np.median(delays):.0f} ({np.percentile(delays, 95):.0f}) |",
            flush=True,
        )


def time_reading(name: str, frames: list[RgbImage]) -> list[float]:
    """Milliseconds for each frame of the clip, read and drawn, once the person is followed."""
    session = LiveSession(open_live_reader(find_model(name)), GUIDE, clock=lambda: 0.0)
    spent = []
    for number, frame in enumerate(frames):
        started = time.perf_counter()
        session.process(frame, number / 10)
        spent.append(1000.0 * (time.perf_counter() - started))
    session.close()
    return spent[5:]


def time_page(name: str, frames: list[RgbImage], seconds: float) -> tuple[float, np.ndarray]:
    """Frames read a second, and the delay in milliseconds of every newly shown frame."""
    port = free_port()
    environment = {**os.environ, "THOMAS_TEST_MODEL": str(find_model(name).path)}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true"]
    server = subprocess.Popen(  # noqa: S603 - our own app
        [*command, "--server.port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            context = browser.new_context(viewport={"width": 1000, "height": 800})
            pictures = [base64.b64encode(encode_picture(frame, "JPEG", quality=85)).decode() for frame in frames[::2]]
            context.add_init_script(CAMERA.replace("FRAMES", repr(pictures)).replace("FPS", str(CAMERA_FPS)))
            return _watch(context.new_page(), f"http://localhost:{port}/live", seconds)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _watch(page: Page, address: str, seconds: float) -> tuple[float, np.ndarray]:
    page.goto(address)
    stream = page.frame_locator("iframe[title*=webrtc]")
    stream.get_by_role("button", name="Start").click(timeout=60_000)
    page.wait_for_timeout(1000 * WARM_UP_S)
    inside = next(frame for frame in page.frames if "webrtc" in frame.url)
    inside.evaluate("window.readings = []")
    page.wait_for_timeout(1000 * seconds)
    shown = np.array(inside.evaluate("window.readings"), dtype=np.int64)
    page.context.browser.close()  # type: ignore[union-attr]
    new = shown[np.r_[True, shown[1:, 1] != shown[:-1, 1]]]
    return len(new) / seconds, (new[:, 0] - new[:, 1]) % (1 << 20)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody answers there."""
    for _ in range(300):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the app did not start")


if __name__ == "__main__":
    main()
