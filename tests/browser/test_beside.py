"""Two results beside each other in a real browser: of two photos, before and after a correction, of two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from playwright.sync_api import Page, expect

from support.browser import SCENE, drag, handle, open_check, open_editor, settle
from support.examinations import make_examination, make_leg, make_picture
from thomas_test.check.storage import save_examination
from thomas_test.core.landmarks import Side
from thomas_test.images import encode_picture, read_photo


def open_fold(page: Page, words: str) -> None:
    """Open a fold whose content is made only then."""
    page.get_by_text(words).click()
    expect(page.locator(".tt-beside").last).to_be_visible()
    settle(page)


def test_two_photos_are_cut_alike_and_their_numbers_stand_in_one_table(page: Page, app_address: str) -> None:
    """One screen's two pictures have one size, and what lies between the photos is asked before anything is said."""
    mirrored = encode_picture(read_photo(SCENE.read_bytes()).rgb[:, ::-1].copy(), "PNG")
    page.goto(app_address)
    page.locator("input[type=file]").first.set_input_files(
        files=[
            {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": SCENE.read_bytes()},
            {"name": "two.png", "mimeType": "image/png", "buffer": mirrored},
        ]
    )
    page.get_by_role("button", name="Adjust points").first.click()
    page.get_by_role("radio", name="Picture").click()
    settle(page)
    open_fold(page, "Beside another result")
    boxes = [page.get_by_role("img", name=f"{name}, levelled").bounding_box() for name in ("one.jpg", "two.png")]
    assert boxes[0]
    assert boxes[1]
    assert (boxes[0]["y"], boxes[0]["width"], boxes[0]["height"]) == (
        boxes[1]["y"],
        boxes[1]["width"],
        boxes[1]["height"],
    )
    table = page.locator(".tt-beside")
    expect(table.get_by_role("columnheader")).to_have_text(["one.jpg", "two.png", "Difference"])
    expect(table).not_to_contain_text("repeating")
    choose_another_day(page)
    expect(table.get_by_role("row", name="Knee")).to_contain_text("within the 19.4° that repeating may change")


def choose_another_day(page: Page) -> None:
    """Say what lies between two photos, while what stands below the list grows as pictures do that are still loading.

    Streamlit's lists close by themselves as soon as the page scrolls, be it by a pixel: so it is brought into sight
    first, and opened once the page stands still.
    """
    lists = page.get_by_label("What lies between them")
    lists.scroll_into_view_if_needed()
    settle(page)
    lists.click()
    another = page.get_by_role("option", name="the same leg, another day")
    expect(another).to_be_visible()
    page.locator(".tt-beside").evaluate("(table) => { table.style.height = '900px' }")
    page.wait_for_timeout(200)
    another.click()


def test_a_correction_lies_beside_the_automatic_reading(page: Page, app_address: str) -> None:
    """Of one photo nothing was repeated: the difference stands alone."""
    open_editor(page, app_address)
    drag(page, handle(page, "knee").locator(".tt-ring"), 0, 25)
    page.mouse.up()
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    settle(page)
    open_fold(page, "Beside another result")
    table = page.locator(".tt-beside")
    expect(table.get_by_role("columnheader")).to_have_text(["one.jpg", "one.jpg, automatic", "Difference"])
    thigh = table.get_by_role("row", name="Thigh")
    expect(thigh).to_contain_text("1.2° below horizontal")
    expect(thigh.locator(".tt-difference")).not_to_have_text("0.0°")
    expect(table).not_to_contain_text("repeating")


def test_a_check_lies_beside_that_of_another_day(page: Page, app_address: str) -> None:
    """The leg's change since the other day is held against what another day may change."""
    legs = {side: make_leg(side, 12.0, picture=make_picture(seed=8)) for side in Side}
    earlier = replace(make_examination(legs=legs), day=date(2026, 1, 9))
    open_check(page, app_address, make_examination())
    open_fold(page, "Beside another day or photo")
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "check.json", "mimeType": "application/json", "buffer": save_examination(earlier)}]
    )
    table = page.locator(".tt-beside").last
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Right leg, photo 1, 2026-03-14", "Right leg, photo 1, 2026-01-09", "Difference"]
    )
    expect(table.get_by_role("row", name="Thigh")).to_contain_text("20.0°more than the 6.9°")
    expect(table.get_by_role("row", name="Knee")).to_contain_text("0.0°within the 19.4°")
