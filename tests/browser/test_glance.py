"""Glance first: what a result says stands on one screen, and what stands behind it is folded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from support.browser import SCENE, open_scene, settle
from thomas_test.images import encode_picture, read_photo

WINDOWS = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(params=[("desktop", "light"), ("desktop", "dark"), ("phone", "light"), ("phone", "dark")], ids="-".join)
def window(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page in a window of that size and light."""
    size, scheme = request.param
    width, height = WINDOWS[size]
    return new_page(viewport={"width": width, "height": height}, color_scheme=scheme)


def assert_on_one_screen(page: Page, *parts: Locator) -> None:
    """Each part lies inside the window, which nobody has scrolled."""
    size = page.viewport_size
    assert size
    for part in parts:
        box = part.bounding_box()
        assert box, part
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= size["height"], (part, box)
        assert box["x"] + box["width"] <= size["width"], (part, box)


def height_of(page: Page) -> int:
    """How tall the page is."""
    return int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))


def assert_no_findings(page: Page) -> None:
    """Axe finds nothing of any severity."""
    found = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


def test_a_photo_is_told_on_one_screen(window: Page, app_address: str) -> None:
    """Picture, both numbers with their intervals, one plain sentence and the next step, before anybody scrolls."""
    open_scene(window, app_address)
    expect(window.locator(".tt-plain")).to_contain_text("The left thigh ")
    settle(window)
    picture = window.get_by_role("img", name="The picture with hip, knee, ankle")
    expect(picture).to_be_visible()
    numbers = window.locator(".tt-number")
    expect(numbers).to_have_count(2)
    expect(numbers.first.locator(".tt-interval")).to_contain_text("95 % interval")
    next_step = window.get_by_role("button", name="Save the annotated picture")
    assert_on_one_screen(window, picture, numbers.first, numbers.last, window.locator(".tt-plain"), next_step)
    expect(window.locator(".tt-legend")).not_to_be_visible()
    expect(window.locator(".tt-flags")).not_to_be_visible()
    assert height_of(window) < 1700
    assert_no_findings(window)


def test_a_tall_photo_is_told_on_one_screen_too(new_page: Callable[..., Page], app_address: str) -> None:
    """A photo held upright pushes nothing out of the window."""
    page = new_page(viewport={"width": 1280, "height": 800})
    scene = read_photo(SCENE.read_bytes()).rgb
    tall = np.concatenate((scene, np.full_like(scene, 90)))
    page.goto(app_address)
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "tall.png", "mimeType": "image/png", "buffer": encode_picture(tall, "PNG")}]
    )
    expect(page.locator(".tt-plain")).to_be_visible()
    settle(page)
    picture = page.get_by_role("img", name="The picture with hip, knee, ankle")
    box = picture.bounding_box()
    assert box
    assert box["height"] / box["width"] == pytest.approx(tall.shape[0] / tall.shape[1], rel=0.01)
    assert_on_one_screen(page, picture, page.get_by_role("button", name="Save the annotated picture"))


def test_what_is_folded_is_one_click_away(page: Page, app_address: str) -> None:
    """Thresholds with their questions, dials with their groups, and the method."""
    open_scene(page, app_address)
    expect(page.locator(".tt-plain")).to_be_visible()
    settle(page)
    for fold, inside in (
        ("Thresholds, and three questions", ".tt-flags"),
        ("On the dials, beside published groups", ".tt-legend"),
        ("How it was measured, and what it is for", ".tt-levelled"),
    ):
        page.get_by_text(fold).click()
        expect(page.locator(inside)).to_be_visible()
