"""Every page for everybody: walked part by part, looked at in both lights, on a desk, on a phone, at 200 percent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.app_table import scene_again
from support.browser import handle, open_scene, settle
from support.everybody import DESKTOP, ENLARGED, PHONE, assert_for_everybody
from support.examinations import make_examination, make_full_house
from thomas_test.check.rating import save_sheet, sheet_of
from thomas_test.check.report import examination_html
from thomas_test.check.storage import save_examination

APP_UNDER_TEST = Path(__file__).parents[1] / "app" / "app_under_test.py"


_PUSHED = """(node) => {
  const found = [];
  for (let at = node.parentElement; at && at.dataset.testid !== "stMain"; at = at.parentElement)
    if (at.scrollWidth > at.clientWidth + 1) found.push(`${at.className}: ${at.scrollWidth} in ${at.clientWidth} px`);
  return found;
}"""
"""What around a part is wider than it shows: there it has to be pushed sideways."""


def hand_over(page: Page, *names: str, data: bytes | None = None) -> None:
    """Hand files over: photos of the scene, each of its own, unless told what they hold."""
    files = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data or scene_again(number)}
        for number, name in enumerate(names, start=len(names[0]))
    ]
    page.locator("input[type=file]").first.set_input_files(files=files)  # type: ignore[arg-type]


def unfold(page: Page) -> None:
    """Open whatever is folded."""
    folds = page.locator("[data-testid=stMain] [data-testid=stExpander] details:not([open]) > summary")
    while folds.count():
        folds.first.click()
        settle(page)


def go_on(page: Page, step: str) -> None:
    """Take the way on to the next step."""
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(step)).to_be_visible()
    settle(page)


def test_photo(new_page: Callable[..., Page], app_address: str) -> None:
    """Ways in, a result unfolded beside the choices, the editor, both legs, a refusal, points to be placed."""
    page = new_page()
    page.goto(app_address)
    settle(page)
    page.get_by_role("radio", name="Camera").click()
    settle(page)
    expect(page.locator("[data-testid=stMain] a:visible")).to_have_count(0)  # no way out to the internet
    assert_for_everybody(page, "camera")
    page.get_by_role("radio", name="File").click()
    settle(page)
    assert_for_everybody(page, "start")
    hand_over(page, "unsure.png")
    expect(page.locator(".tt-warnings")).to_be_visible()
    unfold(page)
    assert_for_everybody(page, "result")
    page.get_by_role("radio", name="Adjust points").click()
    page.get_by_text("The same points as numbers").click()
    page.get_by_test_id("stExpandSidebarButton").click()
    assert_for_everybody(page, "editor and choices")
    page = new_page()
    page.goto(app_address)
    settle(page)
    hand_over(page, "left.png", "right only.png", "refused.png")
    expect(page.get_by_role("heading", name="Both legs")).to_be_visible()
    settle(page)
    unfold(page)
    assert_for_everybody(page, "both legs")
    page = new_page()
    open_scene(page, app_address, name="refused.jpg")
    page.get_by_role("button", name="Place the points by hand").click()
    expect(handle(page, "hip")).to_be_visible()
    settle(page)
    assert_for_everybody(page, "refusal and placing")


def test_check(page: Page, app_address: str) -> None:
    """After every step of the check."""
    page.goto(f"{app_address}/check")
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    unfold(page)
    assert_for_everybody(page, "questions, one not answered")
    page.locator("label", has=page.get_by_role("checkbox", name="None of these is true")).click()
    go_on(page, "Step 2 of 7")
    assert_for_everybody(page, "set-up")
    go_on(page, "Step 3 of 7")
    hand_over(page, "a.png", "b.png")
    expect(page.get_by_text("Spread of 2 thighs")).to_be_visible()
    page.get_by_text("no, nothing").click()
    settle(page)
    unfold(page)
    assert_for_everybody(page, "first leg")
    go_on(page, "Step 4 of 7")
    hand_over(page, "of the other leg.png")
    expect(page.get_by_text("Thigh, median")).to_be_visible()
    page.get_by_text("no, nothing").click()
    go_on(page, "Step 5 of 7")
    hand_over(page, "from the feet, so again another.png")
    expect(page.get_by_text("Rotation:")).to_be_visible()
    settle(page)
    unfold(page)
    assert_for_everybody(page, "from the feet")
    go_on(page, "Step 6 of 7")
    unfold(page)
    assert_for_everybody(page, "re-test")
    go_on(page, "Step 7 of 7")
    unfold(page)
    assert_for_everybody(page, "result")


def test_a_check_that_ends(page: Page, app_address: str) -> None:
    """The reason why nothing is tested."""
    page.goto(f"{app_address}/check")
    settle(page)
    page.locator("label", has=page.get_by_role("checkbox", name="Fever, or feeling ill")).click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status").get_by_text("Not tested")).to_be_visible()
    settle(page)
    unfold(page)
    assert_for_everybody(page, "not tested")


def test_folder(page: Page, app_address: str) -> None:
    """Results with a row's picture."""
    page.goto(f"{app_address}/folder")
    settle(page)
    assert_for_everybody(page, "start")
    page.get_by_role("radio", name="Files to drop here").click()
    settle(page)
    hand_over(page, "a.png", "refused.png")
    page.get_by_role("button", name="Measure all").click()
    expect(page.get_by_role("img", name="The picture with what was read drawn in")).to_be_visible()
    settle(page)
    assert_for_everybody(page, "results")
    page.get_by_role("button", name="Adjust points").click()
    expect(handle(page, "hip")).to_be_visible()
    settle(page)
    assert_for_everybody(page, "a row's points")


def test_second_reader(page: Page, app_address: str) -> None:
    """Before and while photos are read."""
    page.goto(f"{app_address}/rate")
    settle(page)
    unfold(page)
    assert_for_everybody(page, "start")
    hand_over(page, "bare.json", data=save_sheet(sheet_of(make_examination())))
    expect(handle(page, "hip")).to_be_visible()
    settle(page)
    assert_for_everybody(page, "reading")


def test_people(new_page: Callable[..., Page], serve: Callable[..., str]) -> None:
    """Switched off, nobody yet, a person with two days, and the check that was kept."""
    address, page = serve(APP_UNDER_TEST), new_page()
    page.goto(f"{address}/people")
    settle(page)
    assert_for_everybody(page, "off")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    unfold(page)
    assert_for_everybody(page, "nobody yet")
    for day in (date(2026, 3, 14), date(2026, 4, 25)):
        page = new_page()
        page.goto(f"{address}/check")
        settle(page)
        page.get_by_text("Open a saved check").click()
        hand_over(page, "check.json", data=save_examination(replace(make_examination(), day=day)))
        expect(page.get_by_text("Step 7 of 7")).to_be_visible()
        settle(page)
        page.get_by_role("button", name="Keep this check").click()
        expect(page.get_by_text("Kept for P-07")).to_be_visible()
        settle(page)
    assert_for_everybody(page, "kept")
    page.get_by_role("link", name="People").click()
    page.get_by_role("button", name="P-07").click()
    curve = page.get_by_alt_text("Thigh angle of the left leg, 2 times").filter(visible=True)
    expect(curve).to_be_visible()
    settle(page)
    unfold(page)
    assert_for_everybody(page, "a person")
    for size in (DESKTOP, PHONE, ENLARGED):
        page.set_viewport_size(size)
        expect(curve).to_have_count(1)
        box, room = curve.bounding_box(), page.get_by_test_id("stMain").bounding_box()
        assert box is not None
        assert room is not None
        assert room["x"] <= box["x"], size
        assert box["x"] + box["width"] <= room["x"] + room["width"], size
        assert curve.evaluate(_PUSHED) == [], size


@pytest.mark.parametrize("path", ["live", "about"])
def test_other_pages(page: Page, app_address: str, path: str) -> None:
    """Live without a camera, and what the app is."""
    page.goto(f"{app_address}/{path}")
    if path == "live":
        expect(page.get_by_role("alert")).to_be_visible()
    settle(page)
    assert_for_everybody(page, path)


@pytest.mark.parametrize("blind", [False, True], ids=["report", "second rater"])
def test_pages_to_take_along(page: Page, tmp_path: Path, blind: bool) -> None:
    """The report of a check, and its page for a second rater, unfolded."""
    file = tmp_path / "page.html"
    file.write_text(examination_html(make_full_house(mixed=True), rater_blind=blind), encoding="utf-8")
    page.goto(file.as_uri())
    for fold in page.locator("details:not([open]) > summary").all():
        fold.click()
    assert_for_everybody(page, file.name)
