"""A check in a browser whose server dies at any moment: where people are kept, at most the last answer is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from support.browser import SCENE, heard, settle
from support.servers import Servers

APP_UNDER_TEST = Path(__file__).parents[1] / "app" / "app_under_test.py"
LATEST_KILL_MS = 600


def begin(page: Page) -> None:
    """Answer the first questions."""
    page.get_by_text("None of these is true").click()
    page.get_by_role("button", name="Go on").click()


def go_on(page: Page) -> None:
    """Press the way on."""
    page.get_by_role("button", name="Go on").click()


def hand_over(page: Page) -> None:
    """Hand a photo over."""
    photo = {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": SCENE.read_bytes()}
    page.locator("input[type=file]").first.set_input_files(files=[photo])  # type: ignore[list-item]


def felt_flat(page: Page) -> None:
    """State how the low back lay."""
    page.get_by_text("low back flat, felt with a hand under it").click()


def nothing_felt(page: Page) -> None:
    """Answer that nothing hurts."""
    page.get_by_text("no, nothing").click()


ANSWERS: tuple[Callable[[Page], None], ...] = (begin, go_on, hand_over, felt_flat, nothing_felt, go_on)


def answered(page: Page) -> int:
    """How many of the answers the page shows."""
    settle(page)
    if page.get_by_text("Step 4 of 7").count():
        return 6
    if not page.get_by_text("Step 3 of 7").count():
        return 1 if page.get_by_text("Step 2 of 7").count() else 0
    if not page.get_by_text("Thigh, median").count():
        return 2
    if not page.get_by_role("radio", name="low back flat, felt with a hand under it").is_checked():
        return 3
    return 5 if page.get_by_role("radio", name="no, nothing").is_checked() else 4


def test_a_killed_server_loses_at_most_the_last_answer(
    new_page: Callable[..., Page], serve: Servers, tmp_path: Path
) -> None:
    """After every answer, at a random moment, SIGKILL; the app is started again and the page opened again."""
    database = f"sqlite:///{tmp_path}/kept/history.sqlite"
    address = serve(APP_UNDER_TEST, THOMAS_TEST_DATABASE=database)
    port = urlsplit(address).port
    page = new_page(viewport={"width": 1280, "height": 900})
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/people")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    page.goto(f"{address}/check")
    expect(page.get_by_text("Step 1 of 7")).to_be_visible()
    settle(page)
    chance, lost = random.SystemRandom(), 0
    for number, answer in enumerate(ANSWERS):
        answer(page)
        page.wait_for_timeout(chance.uniform(0, LATEST_KILL_MS))
        serve.kill_last()
        assert serve(APP_UNDER_TEST, port=port, THOMAS_TEST_DATABASE=database) == address
        page.goto(f"{address}/check")
        found = came_back(page, number)
        assert found in (number, number + 1)
        if found == number:
            lost += 1
            with heard(page):  # a choice is shown before the app knows of it
                answer(page)
            expect_answered(page, number + 1)
    assert lost < len(ANSWERS)


def came_back(page: Page, number: int) -> int:
    """How many answers are there again, once the page has what it can have.

    The page of before may have found the app first and hold the check: then it is offered.
    """
    offered = page.get_by_role("button", name="Bring it back")
    for _ in range(50):
        found = answered(page)
        if found >= number:
            break
        if offered.count():
            offered.click()
        page.wait_for_timeout(200)
    page.wait_for_timeout(500)  # nothing more comes: an answer that is not there now is lost
    return answered(page)


def expect_answered(page: Page, number: int) -> None:
    """Wait until an answer that was given again is there."""
    for _ in range(50):
        if answered(page) == number:
            return
        page.wait_for_timeout(200)
    assert answered(page) == number


def test_the_page_that_stayed_open_has_the_check_again_once_the_app_is_back(
    new_page: Callable[..., Page], serve: Servers, tmp_path: Path
) -> None:
    """Without a reload: the window was left open over night, and the app was started anew in the morning."""
    database = f"sqlite:///{tmp_path}/kept/history.sqlite"
    address = serve(APP_UNDER_TEST, THOMAS_TEST_DATABASE=database)
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/people")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    page.get_by_role("link", name="Full check").click()
    expect(page.get_by_text("Step 1 of 7")).to_be_visible()
    settle(page)
    begin(page)
    expect(page.get_by_text("Step 2 of 7")).to_be_visible()
    settle(page)
    serve.kill_last()
    expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    serve(APP_UNDER_TEST, port=urlsplit(address).port, THOMAS_TEST_DATABASE=database)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    for _ in range(5):  # what is pressed before the app has run once is nobody's yet
        settle(page)
        go_on(page)
        page.wait_for_timeout(2000)
        if page.get_by_text("Step 3 of 7").count():
            break
    # an app that had the check no more would stand at its first step
    expect(page.get_by_text("Step 3 of 7")).to_be_visible()
