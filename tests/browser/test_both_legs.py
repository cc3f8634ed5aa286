"""Several photos in a real browser: both legs on one screen, adjusted and back, and into the full check."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from support.app_table import scene_again
from support.browser import SCENE, drag, handle, settle

WINDOWS = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(params=list(WINDOWS))
def window(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page in a window of that size."""
    width, height = WINDOWS[request.param]
    return new_page(viewport={"width": width, "height": height})


def assert_no_findings(page: Page) -> None:
    """Axe finds nothing of any severity."""
    found = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


def assert_on_first_screen(page: Page, *parts: Locator) -> None:
    """Each part lies inside the window, which nobody has scrolled."""
    size = page.viewport_size
    assert size
    for part in parts:
        box = part.bounding_box()
        assert box, part
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= size["height"], (part, box)
        assert box["x"] + box["width"] <= size["width"], (part, box)


def test_two_legs_from_one_upload_to_the_check(window: Page, app_address: str) -> None:
    """Pictures, table and next step on the first screen; corrected and reloaded, all of it goes into the check."""
    page = window
    page.goto(app_address)
    settle(page)
    files = [
        {"name": "left.jpg", "mimeType": "image/jpeg", "buffer": SCENE.read_bytes()},
        {"name": "right only.png", "mimeType": "image/png", "buffer": scene_again(1)},
        {"name": "refused.png", "mimeType": "image/png", "buffer": scene_again(2)},
    ]
    page.locator("input[type=file]").first.set_input_files(files=files)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", name="Both legs")).to_be_visible()
    settle(page)
    table, forward = page.locator(".tt-beside"), page.get_by_role("button", name="Go on to the full check")
    expect(table.get_by_role("columnheader")).to_have_text(["Right leg", "Left leg", "Difference"])
    pictures = [page.get_by_role("img", name=f"{side} leg, levelled") for side in ("Right", "Left")]
    assert_on_first_screen(page, *pictures, table, page.locator(".tt-plain"), forward)
    expect(page.locator(".tt-photo").filter(has_text="refused.png")).to_contain_text("Not measured")
    assert_no_findings(page)

    page.locator("[class*=st-key-photo-]").filter(has_text="left.jpg").get_by_role("button", name="Adjust").click()
    expect(page.locator(".tt-handle").first).to_be_visible()
    settle(page)
    knee = handle(page, "knee").locator(".tt-ring")
    knee.scroll_into_view_if_needed()
    drag(page, knee, 0, 25)
    page.mouse.up()
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    page.get_by_role("button", name="Both legs", exact=True).click()
    expect(table.locator(".tt-difference").first).not_to_contain_text("0.0°")
    settle(page)
    stood = table.inner_text()

    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("What was open before the page was reloaded is back.")).to_be_visible()
    expect(page.get_by_role("heading", name="Both legs")).to_be_visible()
    assert table.inner_text() == stood

    forward.click()
    expect(page.get_by_text("1 of the left leg and 1 of the right leg")).to_be_visible()
    page.get_by_text("None of these").first.click()
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Step 2 of 7")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Step 3 of 7")).to_be_visible()
    expect(page.get_by_role("heading", name="Left leg so far")).to_be_visible()
    expect(page.get_by_text("✓ Photo 1")).to_be_visible()
