"""Reloading, leaving, closing: what was open comes back, a person's work is asked about, and nobody is frightened."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from support.browser import SCENE, drag, handle, measured, open_editor, open_scene, settle

APP_UNDER_TEST = Path(__file__).parents[1] / "app" / "app_under_test.py"


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The questions that the browser asked before it left, each answered with yes."""
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return questions


def test_a_correction_outlives_a_reload(page: Page, app_address: str, asked: list[str]) -> None:
    """F5 asks first, and brings the picture back with the point where the hand had put it."""
    open_editor(page, app_address)
    drag(page, handle(page, "knee").locator(".tt-ring"), 0, 25)
    page.mouse.up()
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    settle(page)
    before = measured(page)
    page.reload()
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    assert measured(page) == before
    assert asked == ["beforeunload"]
    page.locator(".st-key-bar").get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Close, corrections too").click()
    expect(page.get_by_text("A photo that can be measured")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("A photo that can be measured")).to_be_visible()
    expect(page.locator(".tt-chip")).to_have_count(0)
    assert asked == ["beforeunload"]


def test_a_file_handed_over_at_once_is_read(new_page: Callable[..., Page], app_address: str) -> None:
    """In a window that was opened a moment ago, while the app still looks what another window had left."""
    left = new_page()
    open_scene(left, app_address)
    expect(left.locator(".tt-chip")).to_have_text("Automatic")
    for _ in range(4):
        page = left.context.new_page()
        open_scene(page, app_address, at_once=True)
        expect(page.locator(".tt-chip")).to_have_text("Automatic")
        page.close()


def test_a_check_outlives_a_reload(page: Page, app_address: str, asked: list[str]) -> None:
    """It stands at the step where it stood, with its answers."""
    page.goto(f"{app_address}/check")
    page.get_by_label("Person (a name or a code; may stay empty)").fill("P-07")
    page.get_by_text("None of these is true").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Step 2 of 7")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Step 3 of 7")).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "one.jpg", "mimeType": "image/png", "buffer": SCENE.read_bytes()}]
    )
    expect(page.get_by_text("Thigh, median")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("Step 3 of 7")).to_be_visible()
    expect(page.get_by_text("Thigh, median")).to_be_visible()
    assert asked == ["beforeunload"]


def test_another_window_is_offered_what_was_left_and_takes_nothing_that_is_open(
    new_page: Callable[..., Page], app_address: str
) -> None:
    """While one window has the picture open another sees nothing of it; once it was closed the picture is offered."""
    first, second = new_page(), new_page()
    open_scene(first, app_address)
    wait_until_kept(first)
    second.goto(app_address)
    expect(second.get_by_text("A photo that can be measured")).to_be_visible()
    expect(second.get_by_text("Work from another window")).to_have_count(0)
    first.close()
    third = new_page(finds_drafts=True)
    third.goto(app_address)
    third.get_by_role("button", name="Bring it back").click()
    expect(third.locator(".tt-number .tt-big").first).to_be_visible()
    third.get_by_role("button", name="Close", exact=True).click()


def wait_until_kept(page: Page) -> None:
    """Wait until the browser has the key of what the page has open: a page's own policy forbids `wait_for_function`."""
    for _ in range(100):
        if page.evaluate("localStorage['thomas-test-draft'] === sessionStorage['thomas-test-draft']"):
            return
        page.wait_for_timeout(200)
    pytest.fail("expected the draft's key in the browser's storage within 20 s")


def test_a_closed_app_says_so_and_how_it_is_started(
    new_page: Callable[..., Page], serve_once: Callable[..., tuple[str, Callable[[], None]]]
) -> None:
    """No word of the internet: the app ran on this machine and was ended."""
    address, stop = serve_once(APP_UNDER_TEST)
    page = new_page()
    page.goto(address.replace("localhost", "127.0.0.1"))
    expect(page.get_by_text("A photo that can be measured")).to_be_visible()
    expect(page.locator("body[data-tt-closed-notice]")).to_have_count(1)  # it watches now
    stop()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The app was closed", timeout=60_000)
    expect(dialog.get_by_text("thomas-test app")).to_be_visible()
    shown = dialog.inner_text()
    assert "connected to the internet" not in shown
    assert not re.search("streamlit", shown, re.IGNORECASE)
