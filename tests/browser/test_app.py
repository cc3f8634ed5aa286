"""The app in a real browser: in and out, two people at once. Every page for everybody: test_every_page.py."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from support.browser import measured, open_editor, open_scene, settle
from thomas_test.output.records import analysis_from_json


def test_a_saved_result_is_what_was_shown_and_opens_again(page: Page, app_address: str) -> None:
    """The JSON that the browser saves reads back as an analysis, and handed to the app shows the same number."""
    open_scene(page, app_address)
    expect(page.locator(".tt-chip")).to_have_text("Automatic")
    shown = measured(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Result as JSON").click()
    assert saving.value.suggested_filename == "one.json"
    data = saving.value.path().read_bytes()
    analysis = analysis_from_json(json.loads(data))
    assert analysis.measured.measurement.thigh.value_deg == pytest.approx(shown, abs=0.051)
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "one.json", "mimeType": "application/json", "buffer": data}]
    )
    expect(page.locator(".tt-name")).to_have_text("one.jpg")
    assert measured(page) == pytest.approx(shown)


def test_the_annotated_picture_is_saved_in_full_size(page: Page, app_address: str) -> None:
    """The one obvious button of a good result gives a PNG."""
    open_scene(page, app_address)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the annotated picture").click()
    assert saving.value.suggested_filename == "one-annotated.png"
    assert saving.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_two_sessions_see_nothing_of_each_other(new_page: Callable[..., Page], app_address: str) -> None:
    """Two people at once: each has their own picture, and one's start-over leaves the other's alone."""
    first, second = new_page(), new_page()
    open_scene(first, app_address, name="first.jpg")
    second.goto(app_address)
    expect(first.locator(".tt-name")).to_have_text("first.jpg")
    expect(second.get_by_text("A photo that can be measured")).to_be_visible()
    open_scene(second, app_address, name="refused.jpg")
    expect(second.locator(".tt-refusal")).to_be_visible()
    expect(first.locator(".tt-name")).to_have_text("first.jpg")
    assert "first.jpg" not in second.content()
    second.get_by_role("button", name="Take another photo").click()
    expect(second.locator("input[type=file]")).to_be_attached()
    first.get_by_role("radio", name="Adjust points").click()
    expect(first.locator(".tt-handle").first).to_be_visible()


def test_the_page_does_not_jump_when_it_runs_again(page: Page, app_address: str) -> None:
    """After a key moved a point and the server answered, the same part of the page stands at the same place."""
    open_editor(page, app_address)
    page.mouse.wheel(0, 250)
    knee = page.locator('.tt-handle[data-point="knee"]')
    knee.focus()
    stage = page.locator(".tt-stage")
    before = stage.bounding_box()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    assert stage.bounding_box() == before


@pytest.mark.parametrize("width", [1280, 390])
def test_every_stop_of_the_tab_key_can_be_seen(new_page: Callable[..., Page], app_address: str, width: int) -> None:
    """What lies beyond the window, such as the closed side panel, takes no focus."""
    page = new_page(viewport={"width": width, "height": 844})
    for typed, path in (("/photo", "/"), ("/folder", "/folder")):
        page.goto(app_address + typed)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settle(page)
        assert page.url == app_address + path  # the first page by its own name leads to it, too
        expect(page.get_by_text("Page not found")).to_have_count(0)
        expect(page.get_by_test_id("stSidebar")).to_have_css("visibility", "hidden")
        page.wait_for_timeout(500)  # until the panel has slid out
        for _ in range(12):
            page.keyboard.press("Tab")
            stop = page.evaluate(
                "() => { const box = document.activeElement.getBoundingClientRect();"
                " return [box.left, box.right, document.activeElement.outerHTML.slice(0, 200)] }"
            )
            assert stop[1] > 0, (path, stop)
            assert stop[0] < width, (path, stop)


def test_the_menu_of_a_phone_goes_once_a_page_was_chosen(new_page: Callable[..., Page], app_address: str) -> None:
    """It has a word, it opens, and it does not stay over the page that was asked for."""
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(app_address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settle(page)
    opener = page.get_by_test_id("stExpandSidebarButton")
    expect(opener).to_have_accessible_name("Expand sidebar")
    # a loop, for the page's own policy forbids `wait_for_function`; the script comes after the page
    for _ in range(100):
        named = opener.evaluate("(button) => getComputedStyle(button, '::after').content.includes('Menu')")
        if named and page.evaluate("document.body.dataset.ttPhoneMenu"):
            break
        page.wait_for_timeout(100)
    opener.click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="About").click()
    expect(page.get_by_role("heading", name="About this instrument")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()


def test_a_phone_shows_how_far_the_reading_is(new_page: Callable[..., Page], app_address: str) -> None:
    """Wherever the page stands, while a picture is read that is said within the window."""
    page = new_page(viewport={"width": 390, "height": 500}, has_touch=True)
    open_scene(page, app_address, name="slow.jpg")
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Reading the picture…")).to_be_in_viewport()
    expect(page.locator(".tt-plain")).to_be_visible()
    expect(bar).to_have_count(0)
