"""A folder in a real browser: walked through by keys, a row corrected, saved, a run cancelled; wide and on a phone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from support.browser import SCENE, handle, settle


def hand_over(page: Page, address: str, *names: str) -> None:
    """Hand the scene over under these names and have all measured."""
    page.goto(f"{address}/folder")
    settle(page)
    page.get_by_role("radio", name="Files to drop here").click()
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": SCENE.read_bytes()} for name in names]
    page.locator("input[type=file]").set_input_files(files=files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Measure all").click()
    expect(page.get_by_text(_BEGUN).or_(page.get_by_role("table"))).to_be_visible(timeout=_FIRST_WITHIN_MS)


_BEGUN = re.compile(r"[1-9]\d* of \d+ pictures read")
_FIRST_WITHIN_MS = 90_000
"""The first photo of all starts the process that photos are read in: on a busy machine that takes its time."""


def row_of(page: Page, name: str) -> Locator:
    """A row of the table, as a screen reader finds it."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def shown_name(page: Page) -> Locator:
    """The name beside the picture."""
    return page.locator(".tt-name")


_LONG_PAUSE = """() => {
  const wait = window.setTimeout.bind(window);
  window.setTimeout = (then, ms, ...more) => wait(then, ms === 350 ? 3600000 : ms, ...more);
}"""
"""As if any hand were quicker than the pause after which the editor tells what keys have moved."""


def check(page: Page) -> None:
    """Axe finds nothing, whatever its severity; on the rows and the editor that is looked at with every other page."""
    found = Axe().run(page).response["violations"]
    assert not found, "\n".join(f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found)


def test_keys_walk_through_a_folder_and_a_correction_is_in_the_zip(page: Page, app_address: str) -> None:
    """Arrow keys change the row and its picture, Enter opens its points; what is moved there is in results.csv."""
    hand_over(page, app_address, "a.jpg", "b refused.jpg", "c.jpg")
    table = page.get_by_role("table")
    expect(table).to_be_visible(timeout=_FIRST_WITHIN_MS)
    expect(shown_name(page)).to_have_text("a.jpg")
    assert table.get_by_role("columnheader").all_inner_texts()[:4] == [
        "Picture",
        "Leg",
        "Thigh to horizontal",
        "Knee bent",
    ]
    box = page.locator(".tt-scroll").bounding_box()
    last = row_of(page, "c.jpg").get_by_role("cell").last.bounding_box()
    assert box
    assert last
    assert last["x"] + last["width"] <= box["x"] + box["width"] + 1, "the status is in sight"
    page.get_by_role("rowheader", name="a.jpg").get_by_role("button").focus()
    page.keyboard.press("ArrowDown")
    expect(shown_name(page)).to_have_text("b refused.jpg")
    expect(page.get_by_role("img", name=re.compile("The other knee is not drawn"))).to_be_visible()
    expect(page.get_by_role("button", name="Measure by hand")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(shown_name(page)).to_have_text("c.jpg")
    expect(page.get_by_role("rowheader", name="c.jpg").get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    knee = handle(page, "knee")
    right, down = map(int, re.findall(r"\d+", knee.get_attribute("aria-valuetext") or ""))
    knee.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("Corrected by hand: table and zip have it.")).to_be_visible()
    settle(page)
    page.evaluate(_LONG_PAUSE)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Alt+PageUp")
    expect(shown_name(page)).to_have_text("b refused.jpg")
    expect(handle(page, "hip")).to_be_visible()  # its points wait to be placed
    page.keyboard.press("Alt+PageDown")
    expect(shown_name(page)).to_have_text("c.jpg")
    expect(handle(page, "knee")).to_have_attribute("aria-valuetext", f"{right} right, {down + 20} down")
    page.get_by_role("button", name="All rows").click()
    expect(row_of(page, "c.jpg")).to_contain_text("corrected by hand")
    with page.expect_download() as saving:
        page.get_by_role("button", name="All results as a zip").click()
    text = zipfile.ZipFile(saving.value.path()).read("results.csv").decode("utf-8-sig")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["c.jpg"]["points_source"] == "hand"
    assert float(rows["c.jpg"]["thigh_angle_deg"]) > float(rows["c.jpg"]["automatic_thigh_deg"]) + 5
    assert rows["c.jpg"]["automatic_thigh_deg"] == rows["a.jpg"]["thigh_angle_deg"]


def test_on_a_phone_a_run_is_cancelled_and_what_is_done_stays(new_page: Callable[..., Page], app_address: str) -> None:
    """Progress and Cancel are in sight; then the rows with a picture below them, and nothing wider than the screen."""
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    hand_over(page, app_address, *(f"slow {number:02}.jpg" for number in range(40)))
    expect(page.get_by_text(_BEGUN)).to_be_in_viewport()
    check(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(re.compile(r"Cancelled: \d+ pictures were not read"))).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(41)
    expect(row_of(page, "slow 00.jpg")).to_contain_text("below")
    expect(row_of(page, "slow 39.jpg")).to_contain_text("the run was cancelled before its turn")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("img", name="The picture with what was read drawn in")).to_be_visible()
