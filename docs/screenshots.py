"""Take the screenshots in docs/images: every page in light, in dark and as wide as a phone.

``python docs/screenshots.py`` in a checkout, with the pose models fetched and Playwright with Chromium as for the
browser tests. All pictures are made of the samples, the camera shows the clip of the tests: nothing else is needed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
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

import cv2
from PIL import Image
from playwright.sync_api import Error, Page, expect, sync_playwright

from thomas_test import Foot, Pelvis, Reader, Side, read_photo
from thomas_test.check.record import Examination, Leg, Trial
from thomas_test.core.settings import Faces
from thomas_test.history import Book, open_database
from thomas_test.history.database import database_url
from thomas_test.history.transfer import export_person
from thomas_test.motion.frames import VideoFile
from thomas_test.output.faces import heads_of, picture_to_keep

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SAMPLES = ROOT / "sample_images"
CLIP = ROOT / "tests" / "data" / "clip.mp4"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True},
}
_SETTLED_MS = 1500
_CAPTURED_WITHIN_MS = 180_000
"""A hold of the clip takes four seconds, and the clip starts anew every ten."""


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """What is handed to the app.

    Attributes
    ----------
    measured
        Read without a doubt.
    refused
        The thigh cut off by the edge of the picture.
    dim
        So dark that there is a warning.
    camera
        What the camera shows, as Chromium takes it.
    person
        The file of a person who was examined three times; each leg of it is a sample, and every sample another body.
    """

    measured: Path
    refused: Path
    dim: Path
    camera: Path
    person: Path


def made_pictures(folder: Path) -> Pictures:
    """Make what the app is to stumble over out of the samples."""
    names = ("cut off.jpg", "dark.jpg", "camera.y4m", "P-12.json")
    refused, dim, camera, person = (folder / name for name in names)
    with Image.open(SAMPLES / "sample_8.jpg") as whole:
        whole.crop((0, 0, int(0.55 * whole.width), whole.height)).save(refused, quality=90)
    with Image.open(SAMPLES / "sample_4.jpg") as bright:
        dark = io.BytesIO()
        bright.point(lambda value: int(0.26 * value)).save(dark, "JPEG", quality=60)
    dim.write_bytes(dark.getvalue())
    frames = [frame.rgb for frame in VideoFile(CLIP).frames()]
    height, width = frames[0].shape[:2]
    # MJPEG plays at 30 frames a second in Chromium's fake camera, whatever was meant; Y4M keeps its ten.
    pixels = (b"FRAME\n" + cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420).tobytes() for rgb in frames)
    camera.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + b"".join(pixels))
    person.write_bytes(_made_person(folder / "made.sqlite"))
    return Pictures(measured=SAMPLES / "sample_1.jpg", refused=refused, dim=dim, camera=camera, person=person)


def _made_person(database: Path) -> bytes:
    """The file of a person whose thighs hang lower from visit to visit, with what was done about it."""
    book, six_weeks = Book(open_database(database_url(str(database)))), dt.timedelta(weeks=6)
    first = dt.date.today() - 2 * six_weeks
    book.add_person("P-12")
    with Reader() as reader:
        for visit, samples in enumerate(((6, 4), (3, 2), (7, 8))):
            legs = {side: _made_leg(reader, number) for side, number in zip(Side, samples, strict=True)}
            kept = Examination(day=first + visit * six_weeks, legs=legs, person="P-12")
            book.keep("P-12", kept, pictures=True)
    stretch = book.choose("P-12", "psoas_stretch", since=first, times_a_week=3, weeks=14)
    for week in range(12):
        for weekday in (0, 2, 5)[: 3 - week % 2]:
            book.tick(stretch, first + dt.timedelta(weeks=week, days=weekday))
    given_up = book.choose("P-12", "rolling", since=first, times_a_week=3, weeks=6)
    book.end(given_up, first + dt.timedelta(weeks=3))
    return export_person(book, "P-12")


def _made_leg(reader: Reader, number: int) -> Leg:
    photo = read_photo(SAMPLES / f"sample_{number}.jpg")
    analysis = reader.read(photo)
    picture = picture_to_keep(photo.rgb, heads_of(analysis), size_px=analysis.size_px, faces=Faces.BLUR)
    trial = Trial(analysis=analysis, picture=picture)
    return Leg(trials=(trial,), pelvis=Pelvis.FELT, foot=Foot.FREE, nothing_felt=True)


def start(page: Page, _pictures: Pictures) -> None:
    """Show the first page."""
    page.get_by_text("A photo that can be measured").wait_for()


def result(page: Page, pictures: Pictures) -> None:
    """Show a measured picture."""
    _hand_over(page, pictures.measured)
    page.locator(".tt-plain").wait_for()


def choices(page: Page, pictures: Pictures) -> None:
    """Show a measured picture with the side panel open."""
    result(page, pictures)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_text("A large network looks twice, and twice more where its looks do not agree.").wait_for()


def both_legs(page: Page, pictures: Pictures) -> None:
    """Show two photos that sorted themselves into left and right."""
    page.locator("input[type=file]").first.set_input_files([pictures.measured, SAMPLES / "sample_4.jpg"])
    page.locator(".tt-beside").wait_for()


def warning(page: Page, pictures: Pictures) -> None:
    """Show a picture about which there is something to know."""
    _hand_over(page, pictures.dim)
    page.locator(".tt-warnings").wait_for()


def editor(page: Page, pictures: Pictures) -> None:
    """Show the editor with a point chosen."""
    result(page, pictures)
    page.get_by_role("radio", name="Adjust points").click()
    page.locator('.tt-handle[data-point="knee"]').focus()
    page.keyboard.press("ArrowDown")
    page.get_by_text("Corrected by hand", exact=True).wait_for()


def refusal(page: Page, pictures: Pictures) -> None:
    """Show a refused picture."""
    _hand_over(page, pictures.refused)
    page.locator(".tt-refusal").wait_for()


def placing(page: Page, pictures: Pictures) -> None:
    """Show points that wait to be placed on a refused picture."""
    refusal(page, pictures)
    page.get_by_role("button", name="Place the points by hand").click()
    page.locator(".tt-handle").first.wait_for()


def live(page: Page, _pictures: Pictures) -> None:
    """Show the live page as it opens, its button there."""
    _start_button(page).wait_for()


def live_running(page: Page, pictures: Pictures) -> None:
    """Show the camera's picture being read."""
    live(page, pictures)
    _start_button(page).click()
    expect(page.locator("[data-show=thigh]")).to_contain_text("°", timeout=_CAPTURED_WITHIN_MS)


def live_captured(page: Page, pictures: Pictures) -> None:
    """Show a hold that was captured."""
    live(page, pictures)
    _start_button(page).click()
    expect(page.locator("[data-show=thigh_interval]")).to_contain_text("interval", timeout=_CAPTURED_WITHIN_MS)
    page.get_by_alt_text("The captured frame").wait_for()


def video(page: Page, _pictures: Pictures) -> None:
    """Show a video's angles over time, and its hold."""
    page.get_by_role("radio", name="Video file").click()
    _hand_over(page, CLIP)
    page.locator(".tt-number .tt-big").first.wait_for(timeout=_CAPTURED_WITHIN_MS)


def check(page: Page, _pictures: Pictures) -> None:
    """Show the first step of the full check."""
    page.get_by_text("Step 1 of 7").wait_for()


def check_setup(page: Page, pictures: Pictures) -> None:
    """Show how the position is taken up."""
    check(page, pictures)
    page.get_by_label("Person (a name or a code").fill("P-07")
    page.locator("label", has=page.get_by_role("checkbox", name="None of these is true")).click()
    _go_on(page, "Step 2 of 7")


def check_leg(page: Page, pictures: Pictures) -> None:
    """Show the step of a leg with a photo in it."""
    check_setup(page, pictures)
    _go_on(page, "Step 3 of 7")
    _hand_over(page, pictures.measured)
    page.get_by_text("leg so far").wait_for()


def check_result(page: Page, pictures: Pictures) -> None:
    """Show what the check of both legs found."""
    check_leg(page, pictures)
    for step, other in (("Step 4 of 7", SAMPLES / "sample_4.jpg"), ("Step 5 of 7", None)):
        page.get_by_text("low back flat, felt with a hand under it").click()
        page.get_by_text("foot hung free", exact=True).click()
        page.get_by_text("no, nothing").click()
        page.wait_for_timeout(_SETTLED_MS)
        _go_on(page, step)
        if other is not None:
            _hand_over(page, other)
            page.get_by_text("leg so far").wait_for()
    _go_on(page, "Step 6 of 7")
    _go_on(page, "Step 7 of 7")
    page.get_by_role("button", name="Report as PDF").wait_for()


def people(page: Page, pictures: Pictures) -> None:
    """Show a person who was examined three times."""
    switch, known = (page.get_by_role("button", name=name, exact=True) for name in ("Switch it on", "P-12"))
    switch.or_(known).first.wait_for()
    if switch.is_visible():
        switch.click()
        page.get_by_text("Nobody yet").wait_for()
        page.get_by_role("button", name="Take in a file").click()
        _hand_over(page, pictures.person)
        page.get_by_text("Keep the pictures in it, too").click()
        page.wait_for_timeout(_SETTLED_MS)
        page.get_by_role("button", name="Add this").click()
    known.click()
    page.get_by_role("button", name="Delete this person").wait_for()  # the last of the page


def rate(page: Page, _pictures: Pictures) -> None:
    """Show where a second reader begins."""
    page.get_by_text("How it goes").wait_for()


def folder(page: Page, pictures: Pictures) -> None:
    """Show a measured folder with a row chosen."""
    page.get_by_role("radio", name="Files to drop here").click()
    page.locator("input[type=file]").set_input_files([pictures.measured, pictures.refused, pictures.dim])
    page.get_by_role("button", name="Measure all").click()
    page.get_by_role("button", name="All results as a zip").wait_for()
    page.wait_for_timeout(_SETTLED_MS)
    page.get_by_role("rowheader", name=pictures.measured.name).click()
    page.get_by_alt_text("The picture with what was read drawn in").wait_for()


def about(page: Page, _pictures: Pictures) -> None:
    """Show the about page."""
    page.get_by_role("heading", name="About this instrument").wait_for()


def _hand_over(page: Page, file: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(file)


def _go_on(page: Page, step: str) -> None:
    page.get_by_role("button", name="Go on").click()
    page.get_by_text(step).wait_for()
    page.wait_for_timeout(_SETTLED_MS)  # what belongs to the step before goes last


def _start_button(page: Page) -> Any:
    return page.frame_locator("iframe[title*=webrtc]").get_by_role("button", name="Start")


SHOTS: tuple[tuple[str, str, Callable[[Page, Pictures], None]], ...] = (
    ("start", "/", start),
    ("result", "/", result),
    ("choices", "/", choices),
    ("both-legs", "/", both_legs),
    ("warning", "/", warning),
    ("editor", "/", editor),
    ("refusal", "/", refusal),
    ("placing", "/", placing),
    ("live", "/live", live),
    ("live-running", "/live", live_running),
    ("live-captured", "/live", live_captured),
    ("video", "/live", video),
    ("check", "/check", check),
    ("check-setup", "/check", check_setup),
    ("check-leg", "/check", check_leg),
    ("check-result", "/check", check_result),
    ("people", "/people", people),
    ("rate", "/rate", rate),
    ("folder", "/folder", folder),
    ("about", "/about", about),
)


def main() -> int:
    """Take them all, or those named by ``--only``; gives 1 where one of them did not come about."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names, missing = [name for name, *_ in SHOTS], 0
    parser.add_argument("--only", nargs="*", default=names, choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--looks", nargs="*", default=list(LOOKS), choices=list(LOOKS))
    parser.add_argument("--to", type=Path, default=IMAGES, help="the folder they are written to")
    parser.add_argument("--app", type=Path, default=ROOT / "app.py", help="the script to serve")
    chosen = parser.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room, _served(chosen.app) as address, sync_playwright() as playwright:
        pictures = made_pictures(Path(room))
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",  # nobody is there to allow the camera
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={pictures.camera}",
        ]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for look in chosen.looks:
            for name, path, prepare in SHOTS:
                if name not in chosen.only:
                    continue
                # a window of its own: the browser would remember that the side panel was open
                context = browser.new_context(reduced_motion="reduce", **LOOKS[look])
                context.set_default_timeout(60_000)
                to = chosen.to / f"{name}-{look}.png"
                missing += not _shoot(context.new_page(), address + path, prepare, pictures, to)
                context.close()
        browser.close()
    return 1 if missing else 0


def _shoot(page: Page, address: str, prepare: Callable[[Page, Pictures], None], pictures: Pictures, to: Path) -> bool:
    """Take one; what did not come about is said and leaves the picture that is there."""
    try:
        page.goto(address)
        page.get_by_role("heading").first.wait_for()
        prepare(page, pictures)
    except (Error, AssertionError) as error:
        sys.stderr.write(f"not taken: {to.name}: {str(error).partition('Call log')[0].strip()}\n")
        page.close()
        return False
    page.mouse.move(0, 0)
    page.wait_for_timeout(_SETTLED_MS)
    # Streamlit scrolls a part of the page: only a window as high as its content shows all of it.
    height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? innerHeight")
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": max(600, min(int(height), 4000))})
    page.wait_for_timeout(_SETTLED_MS)
    page.screenshot(path=to)
    page.close()
    sys.stdout.write(f"{to}\n")
    sys.stdout.flush()
    return True


@contextmanager
def _served(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    flags = ["--server.port", str(port), "--server.headless", "true"]
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as kept:
        # people are kept for these pictures alone, not among those of whoever takes them
        environment = {**os.environ, "THOMAS_TEST_DATABASE": f"sqlite:///{kept}/history.sqlite"}
        command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_until_up(process, port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"expected a running app, it ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("localhost", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("expected the app within a minute, it did not answer")


if __name__ == "__main__":
    sys.exit(main())
