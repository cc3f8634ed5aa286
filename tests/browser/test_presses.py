"""What a hand does faster than the app can follow, on a machine that is busy: each press counts, once, in its order."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.browser import handle, heard, measured, open_editor, settle
from support.servers import Servers

_BUSY = Path(__file__).with_name("presses_under_test.py")


@pytest.fixture(scope="module")
def busy_address(serve: Servers) -> str:
    """The address of the app whose runs begin late."""
    return serve(_BUSY)


@pytest.fixture
def editing(page: Page, busy_address: str) -> Page:
    """The editor, with the knee moved down in three steps."""
    open_editor(page, busy_address)
    for _ in range(3):
        handle(page, "knee").focus()
        with heard(page):
            page.keyboard.press("Shift+ArrowDown")
    return page


@pytest.mark.parametrize("pause_ms", [0, 60, 150])
def test_undo_pressed_three_times_takes_three_changes_back(editing: Page, pause_ms: int) -> None:
    """Each is done, however fast the next comes."""
    moved = handle(editing, "knee").get_attribute("aria-valuetext") or ""
    right, down = moved.split(" right, ")
    before = f"{right} right, {int(down.split()[0]) - 30} down"
    editing.locator("[data-do=undo]").evaluate(
        """async (undo, pauseMs) => {
          for (let n = 0; n < 3; n += 1) {
            undo.click();
            await new Promise((done) => setTimeout(done, pauseMs));
          }
        }""",
        pause_ms,
    )
    expect(handle(editing, "knee")).to_have_attribute("aria-valuetext", before)
    expect(editing.locator("[data-do=undo]")).to_be_disabled()


@pytest.mark.parametrize("leaves", ["by a link", "by the browser's way back"])
def test_a_point_that_was_moved_is_kept_though_another_page_is_asked_for_at_once(editing: Page, leaves: str) -> None:
    """What the editor reports as its page is left is heard before the other is drawn."""
    editing.get_by_role("link", name="About").click()
    expect(editing.get_by_role("heading", name="About")).to_be_visible()
    settle(editing)
    editing.get_by_role("link", name="Photo").click()
    before = measured(editing)
    editing.get_by_role("radio", name="Adjust points").click()
    handle(editing, "knee").focus()
    settle(editing)
    editing.keyboard.press("Shift+ArrowDown")
    if leaves == "by a link":
        editing.get_by_role("link", name="About").click()
    else:
        editing.get_by_role("heading").first.dispatch_event("pointerdown")  # sends what keys have moved
        editing.wait_for_timeout(60)
        editing.go_back()
    expect(editing.get_by_role("heading", name="About")).to_be_visible()
    editing.get_by_role("link", name="Photo").click()
    expect(editing.locator(".tt-number .tt-big").first).to_be_visible()
    assert measured(editing) > before


@pytest.mark.parametrize("is_phone", [False, True], ids=["mouse", "finger"])
def test_what_was_typed_last_is_kept_though_the_press_that_ends_it_leads_away(
    new_page: Callable[..., Page], busy_address: str, is_phone: bool
) -> None:
    """The other page stands there, and what was typed stands where it was on the way back."""
    page = new_page(has_touch=is_phone)
    page.goto(f"{busy_address}/check")
    settle(page)
    person = page.get_by_label("Person (a name or a code; may stay empty)")
    person.fill("P-07")
    elsewhere = page.get_by_role("link", name="About")
    elsewhere.tap() if is_phone else elsewhere.click()
    expect(page.get_by_role("heading", name="About")).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Full check").click()
    expect(person).to_have_value("P-07")
