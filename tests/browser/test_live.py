"""The live page in a real browser with a fake camera, which shows a leg being lowered and held, over and over."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from support.browser import measured, number
from support.everybody import assert_no_findings
from support.servers import Servers
from support.videos import y4m
from thomas_test.estimators.models import find_model
from thomas_test.images import Photo
from thomas_test.motion.frames import VideoFile
from thomas_test.reader import Reader

DATA = Path(__file__).parents[1] / "data"
SCRIPT = Path(__file__).with_name("live_under_test.py")
CAPTURED_WITHIN_MS = 180_000
"""A hold takes four seconds; a machine that does ten other things at once reads too few frames for a while."""

SPIES = """
window.tones = 0;
window.tracks = [];
const oscillator = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.top.tones += 1; return oscillator.call(this); };
const ask = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices);
if (ask) navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  window.top.tracks.push(...stream.getTracks());
  return stream;
};
"""
"""Counts what is sounded, and keeps the camera's tracks, to see that they end."""


@pytest.fixture(scope="module")
def frames() -> list[np.ndarray]:
    """The frames that the camera shows."""
    return [frame.rgb for frame in VideoFile(DATA / "clip.mp4").frames()]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which open readers are noted."""
    return tmp_path_factory.mktemp("readers")


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], readers: Path) -> str:
    """Serve the app with the real model."""
    return serve(SCRIPT, READERS_FOLDER=str(readers), THOMAS_TEST_MODEL=str(find_model().path))


@pytest.fixture(scope="module")
def camera(
    launch: Callable[..., Browser], frames: list[np.ndarray], tmp_path_factory: pytest.TempPathFactory
) -> Browser:
    """Start a Chromium whose camera shows the clip, ten frames a second."""
    clip = tmp_path_factory.mktemp("camera") / "clip.y4m"
    clip.write_bytes(y4m(frames))
    return launch(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={clip}",
    )


@pytest.fixture
def context(camera: Browser) -> Iterator[BrowserContext]:
    """A browser session of its own."""
    with camera.new_context(viewport={"width": 1100, "height": 850}) as opened:
        opened.add_init_script(SPIES)
        yield opened


def start(page: Page, address: str) -> FrameLocator:
    """Go to the live page and press START; give the stream's frame."""
    page.goto(f"{address}/live")
    stream = page.frame_locator("iframe[title*=webrtc]")
    stream.get_by_role("button", name="Start").click(timeout=60_000)
    return stream


def wait_for_capture(page: Page, stream: FrameLocator) -> None:
    """Wait as a user would: where a machine that stood still has broken the connection, press START once more."""
    captured = page.locator("[data-show=heading]", has_text="Captured: try 1")
    broken_off = page.get_by_text("The camera stopped by itself")
    for _ in range(3):
        expect(captured.or_(broken_off).first).to_be_visible(timeout=CAPTURED_WITHIN_MS)
        if not broken_off.is_visible():
            return
        stream.get_by_role("button", name="Start").click()
        expect(broken_off).to_be_hidden()
    raise AssertionError("the connection broke off three times")


def wait_until(true: Callable[[], bool], what: str, *, within_s: float = 30.0) -> None:
    """Wait for something that no page shows."""
    give_up = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < give_up, f"expected {what} within {within_s:g} s"
        time.sleep(0.2)


def test_a_held_leg_is_captured_and_measured(
    context: BrowserContext, address: str, frames: list[np.ndarray], readers: Path
) -> None:
    """The hold captures itself, is told and sounded; its number is the pipeline's; STOP frees camera and networks."""
    page = context.new_page()
    stream = start(page, address)
    cue = page.locator("[data-show=cue]")
    wait_for_capture(page, stream)
    expect(cue).to_contain_text("Captured.")
    expect(cue).to_have_attribute("aria-live", "polite")
    within = page.locator("[data-show=thigh_interval]")
    expect(within).to_contain_text("95 % interval", timeout=60_000)
    expect(page.locator("[data-show=heading]")).to_have_text("Captured: try 1")
    expect(page.get_by_alt_text("The captured frame with what was measured drawn in.")).to_be_visible()
    assert page.evaluate("window.tones") == 2
    assert_no_findings(page, "a captured hold")

    # The clip goes on in front of the camera, the leg is lowered anew: what was captured stands, in sight.
    big = page.locator("[data-show=thigh]")
    stood = (big.inner_text(), within.inner_text())
    page.wait_for_timeout(4_000)
    assert (big.inner_text(), within.inner_text()) == stood
    expect(cue).to_contain_text("Captured.")
    box = within.bounding_box()
    assert box
    assert box["y"] + box["height"] < 850
    side = page.locator("[data-show=thigh_words]").inner_text()
    thigh = number(stood[0]) * (-1 if "above" in side else 1)
    truth = json.loads((DATA / "clip.json").read_text("utf-8"))
    assert thigh == pytest.approx(np.median(truth["thigh_angle_deg"][40:]), abs=4.0)
    assert thigh == pytest.approx(pipeline_thigh_deg(frames[50:90:13]), abs=1.0)

    assert list(readers.glob("*.open"))
    stream.get_by_role("button", name="Stop").click()
    wait_until(lambda: not list(readers.glob("*.open")), "the networks to be freed")
    assert page.evaluate("window.tracks.map((track) => track.readyState)") == ["ended"]

    expect(page.get_by_text("The camera was stopped.")).to_be_visible()
    page.get_by_role("button", name="Open with all findings").click()
    expect(page.locator(".tt-flag")).to_have_count(3)
    expect(page.locator(".tt-origin").first).to_contain_text("Left leg")
    assert measured(page) == thigh


def test_a_reload_brings_captured_holds_back(context: BrowserContext, address: str) -> None:
    """No file holds them: leaving asks first, and the page shows them again with picture and numbers."""
    page = context.new_page()
    stream = start(page, address)
    wait_for_capture(page, stream)
    expect(page.locator("[data-show=thigh_interval]")).to_contain_text("95 % interval", timeout=60_000)
    stream.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("The camera was stopped.")).to_be_visible()
    stood = page.locator(".tt-number .tt-big").first.inner_text()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    expect(page.locator(".tt-number .tt-big").first).to_have_text(stood, timeout=60_000)
    expect(page.get_by_alt_text("The captured frame with what was measured drawn in.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_what_moves_after_a_capture_is_the_next_try(context: BrowserContext, address: str) -> None:
    """'Measure again': the panel says which try it is, and the first capture stands below with its numbers."""
    page = context.new_page()
    wait_for_capture(page, start(page, address))
    expect(page.locator("[data-show=thigh_interval]")).to_contain_text("95 % interval", timeout=60_000)
    page.get_by_role("button", name="Measure again").click()
    expect(page.locator("[data-show=heading]")).to_have_text("Now: try 2")
    expect(page.locator("[data-show=thigh_interval]")).to_be_empty()
    expect(page.locator(".tt-number .tt-big").first).to_be_visible()


def pipeline_thigh_deg(frames: list[np.ndarray]) -> float:
    """Measure frames of the hold with the pipeline and the same model, as the page does."""
    with Reader(model=find_model().path) as reader:
        analyses = [reader.read(Photo.from_array(np.ascontiguousarray(frame))) for frame in frames]
    return float(np.median([analysis.measured.measurement.thigh.value_deg for analysis in analyses]))


def test_another_session_sees_nothing_and_leaving_frees_the_networks(
    context: BrowserContext, camera: Browser, address: str, readers: Path
) -> None:
    """A stream runs in one session, another shows nothing of it. Leaving the page without STOP frees the networks."""
    page = context.new_page()
    start(page, address)
    wait_until(lambda: bool(list(readers.glob("*.open"))), "the networks to be opened", within_s=60)
    with camera.new_context() as other:
        stranger = other.new_page()
        stranger.goto(f"{address}/live")
        expect(stranger.get_by_text("How it goes")).to_be_visible(timeout=60_000)
        expect(stranger.locator("[data-show=thigh]")).to_have_count(0)
    page.get_by_role("link", name="About").click()
    wait_until(lambda: not list(readers.glob("*.open")), "the networks to be freed")


def test_a_connection_that_broke_off_is_no_stop(context: BrowserContext, serve: Servers, tmp_path: Path) -> None:
    """The machine stands still until the browser gives the camera up: the page says so, and START goes on."""
    page = context.new_page()
    address = serve(SCRIPT, READERS_FOLDER=str(tmp_path), THOMAS_TEST_MODEL=str(find_model().path))
    stream = start(page, address)
    expect(page.locator("[data-show=heading]")).to_be_visible(timeout=60_000)
    serve.stall_last(10.0)
    broken_off = page.get_by_text("The camera stopped by itself")
    expect(broken_off).to_be_visible(timeout=30_000)
    expect(page.get_by_text("The camera was stopped.")).to_have_count(0)
    stream.get_by_role("button", name="Start").click()
    expect(broken_off).to_be_hidden(timeout=30_000)
    expect(page.locator("[data-show=heading]")).to_be_visible(timeout=60_000)
    serve.stop_last()


def test_a_machine_without_a_camera_is_told(page: Page, address: str) -> None:
    """No camera: what is wrong, what to do, and the way of the single photo."""
    page.goto(f"{address}/live")
    alert = page.get_by_role("alert").filter(has_text="No camera was found")
    expect(alert).to_be_visible(timeout=60_000)
    expect(alert).to_contain_text("on the Photo page")


def test_a_denied_camera_is_told(launch: Callable[..., Browser], address: str) -> None:
    """Permission denied: where to allow it, and the way of the single photo."""
    browser = launch("--use-fake-device-for-media-stream")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/about")
        deny_camera(page, address)
        page.goto(f"{address}/live")
        alert = page.get_by_role("alert").filter(has_text="told to keep the camera")
        expect(alert).to_be_visible(timeout=60_000)
        expect(alert).to_contain_text("on the Photo page")


def deny_camera(page: Page, address: str) -> None:
    """Answer the browser's question about the camera with no, for good."""
    devtools = page.context.new_cdp_session(page)
    window = devtools.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    no = {"permission": {"name": "camera"}, "setting": "denied", "origin": address, "browserContextId": window}
    devtools.send("Browser.setPermission", no)
