"""A second reader in a real browser: from the first one's check to the agreement of both, neither seeing the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page, expect

from support.app_table import SCENE, scene_pose
from support.browser import drag, handle, settle
from support.examinations import make_examination, make_leg
from thomas_test.check.rating import save_sheet, sheet_of
from thomas_test.check.record import Examination, Trial
from thomas_test.check.storage import save_examination
from thomas_test.core.landmarks import Side
from thomas_test.core.settings import Faces
from thomas_test.images import read_photo
from thomas_test.output.faces import picture_to_keep


def checked() -> Examination:
    """A check of one leg with one photo, face covered."""
    photo = read_photo(SCENE.read_bytes())
    x, y = scene_pose().points_px["hip"]  # type: ignore[index]
    picture = picture_to_keep(photo.rgb, ((x + 300, y, 90.0),), size_px=photo.size_px, faces=Faces.BLUR)
    leg = make_leg(Side.LEFT, 4.0)
    trial = Trial(analysis=replace(leg.trials[0].analysis, size_px=photo.size_px), picture=picture)
    return replace(make_examination(), legs={Side.LEFT: replace(leg, trials=(trial, trial))})


def hand_over(page: Page, number: int, name: str, data: bytes) -> None:
    """Hand a file over."""
    page.locator("input[type=file]").nth(number).set_input_files(
        files=[{"name": name, "mimeType": "application/octet-stream", "buffer": data}]
    )


def saved(page: Page, button: str) -> bytes:
    """What a button saves."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_bytes()


def place(page: Page) -> None:
    """Drag hip, knee and ankle away from where they wait."""
    for point, dx, dy in (("hip", 90, 100), ("knee", -60, 100), ("ankle", -220, 260)):
        ring = handle(page, point).locator(".tt-ring")
        ring.scroll_into_view_if_needed()
        drag(page, ring, dx, dy)
        page.mouse.up()
        settle(page)


def test_two_readers_and_their_agreement(new_page: Callable[..., Page], app_address: str) -> None:
    """The first saves bare photos and a table; the second places own points on the photos; both tables are compared."""
    first = new_page(viewport={"width": 1280, "height": 900})
    first.goto(f"{app_address}/check")
    first.get_by_text("Open a saved check").click()
    hand_over(first, 0, "check.json", save_examination(checked()))
    expect(first.get_by_text("Step 7 of 7")).to_be_visible()
    settle(first)
    first.get_by_text("For a second rater").first.click()
    sheet = saved(first, "Bare photos")
    theirs = saved(first, "My readings")
    assert not re.search(rb"_deg|horizontal|\xc2\xb0", sheet)

    second = new_page(viewport={"width": 1280, "height": 900})
    second.goto(f"{app_address}/rate")
    hand_over(second, 0, "bare.json", sheet)
    expect(second.get_by_text("Photo 1 of 2: the left leg")).to_be_visible()
    settle(second)
    expect(second.locator('.tt-handle[data-point="hip"]')).to_be_visible()
    assert "°" not in second.locator("[data-testid=stMain]").inner_text().replace("–°", "")
    place(second)
    expect(second.get_by_text("1 of 2 photos read.")).to_be_visible()
    handle(second, "knee").focus()
    second.keyboard.press("Shift+ArrowDown")
    moved = handle(second, "knee").get_attribute("aria-valuetext")
    second.get_by_role("button", name="Next photo").click()  # at once: what the key moved is not lost
    expect(second.get_by_text("Photo 2 of 2: the left leg")).to_be_visible()
    settle(second)
    place(second)
    expect(second.get_by_text("2 of 2 photos read.")).to_be_visible()
    second.get_by_label("Your code").fill("R2")
    with second.expect_download() as waiting:
        second.get_by_role("button", name="My readings").click()  # at once: the press ends the typing
    assert waiting.value.suggested_filename == "thomas-test-readings-R2.csv"
    ours = Path(waiting.value.path()).read_bytes()
    assert ours.count(b"measured") == 2
    second.get_by_role("button", name="Back").click()
    expect(second.get_by_text("Photo 1 of 2: the left leg")).to_be_visible()
    settle(second)
    expect(handle(second, "knee")).to_have_attribute("aria-valuetext", str(moved))

    second.get_by_text("Agreement of two readers").click()
    settle(second)
    uploads = second.locator("input[type=file]")
    expect(uploads).to_have_count(2)
    hand_over(second, 0, "first.csv", theirs)
    settle(second)
    hand_over(second, 1, "second.csv", ours)
    expect(second.get_by_test_id("stCode")).to_contain_text("thigh", timeout=60_000)
    expect(second.get_by_role("button", name="The whole comparison as a page")).to_be_visible()


def test_a_readers_points_outlive_a_reload(page: Page, app_address: str) -> None:
    """Leaving asks first, and what was placed is there again."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{app_address}/rate")
    hand_over(page, 0, "bare.json", save_sheet(sheet_of(checked())))
    expect(handle(page, "hip")).to_be_visible()
    settle(page)
    place(page)
    expect(page.get_by_text("1 of 2 photos read.")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("1 of 2 photos read.")).to_be_visible()
    assert asked == ["beforeunload"]
