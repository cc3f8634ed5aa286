"""What several browser tests do: hand the scene over, find a point, read a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from thomas_test.check.record import Examination
from thomas_test.check.storage import save_examination

SCENE = Path(__file__).parents[1] / "app" / "data" / "hanging.jpg"

_FADED = """() => Promise.race([
    Promise.allSettled(document.getAnimations()
        .filter((a) => a.playState === "running" && a.effect?.getTiming().iterations !== Infinity)
        .filter((a) => a.effect?.target?.checkVisibility())
        .map((a) => a.finished)),
    new Promise((done) => setTimeout(done, 2000))])"""
"""Not for ever, and without what is paused or folded away: their `finished` never comes."""


def settle(page: Page) -> None:
    """Wait until the page's script has run and nothing fades in any more.

    Until then what belongs to the step before still stands there, and half-faded words have no contrast to measure.
    """
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    page.evaluate(_FADED)


_RUN_BEGINS = """() => ({ begun: Promise.race([
    new Promise((done) => {
        const app = document.querySelector("[data-testid=stApp]");
        const seen = new MutationObserver(() => app.dataset.testScriptState === "running" && done());
        seen.observe(app, { attributes: true });
    }),
    new Promise((done) => setTimeout(done, 3000))]) })"""
"""A run that is over before the page shows that it began is not seen: after so long it has been."""


@contextmanager
def heard(page: Page) -> Iterator[None]:
    """Wait until what is done within has reached the page's script, and it has run: `settle` may be there before it."""
    run = page.evaluate_handle(_RUN_BEGINS)
    yield
    page.evaluate("(run) => run.begun", run)
    settle(page)


def open_scene(page: Page, address: str, *, name: str = "one.jpg", path: str = "/", at_once: bool = False) -> None:
    """Go to the app and hand over the scene under a name, as a person does once the page stands, or at once."""
    page.goto(address + path)
    if not at_once:
        settle(page)
    upload = {"name": name, "mimeType": "image/jpeg", "buffer": SCENE.read_bytes()}
    page.locator("input[type=file]").first.set_input_files(files=[upload])  # type: ignore[list-item]


def open_check(page: Page, address: str, examination: Examination) -> None:
    """Open a saved check at its result."""
    page.goto(f"{address}/check")
    settle(page)
    page.get_by_text("Open a saved check").click()
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "check.json", "mimeType": "application/json", "buffer": save_examination(examination)}]
    )
    expect(page.get_by_text("Step 7 of 7")).to_be_visible()
    settle(page)


def open_editor(page: Page, address: str, name: str = "one.jpg") -> Page:
    """Hand the scene over and open its editor."""
    open_scene(page, address, name=name)
    page.get_by_role("radio", name="Adjust points").click()
    expect(page.locator(".tt-handle").first).to_be_visible()
    return page


def handle(page: Page, point: str) -> Locator:
    """A point's handle."""
    return page.locator(f'.tt-handle[data-point="{point}"]')


def provisional(page: Page, name: str) -> float:
    """What the editor itself shows, signed as the record is."""
    words = page.locator(f"[data-show={name}]").inner_text()
    return number(words) * (-1 if "above" in words else 1)


def measured(page: Page) -> float:
    """The thigh angle as the server measured it, signed, once the page shows all of what it measured."""
    settle(page)
    words = page.locator(".tt-number .tt-big").first.inner_text()
    return number(words) * (-1 if "above" in words else 1)


def number(words: str) -> float:
    """The first number in words, with a true minus or a hyphen."""
    found = re.search(r"[−-]?\d+(\.\d+)?", words)
    assert found, words
    return float(found.group().replace("−", "-"))


def drag(page: Page, what: Locator, dx: float, dy: float) -> None:
    """Press in the middle of something and move, without letting go."""
    box = what.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
