"""Glance first: what a result says stands on one screen, and what stands behind it is folded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from support.browser import SCENE, open_check, open_scene, settle
from support.everybody import assert_no_findings, turn
from support.examinations import make_examination, make_full_house
from support.videos import numbered, y4m
from thomas_test.core.statements import Foot, Pelvis
from thomas_test.images import encode_picture, read_photo

WINDOWS = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(params=WINDOWS)
def window(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page in a window of that size; where things stand is the same in either light."""
    width, height = WINDOWS[request.param]
    return new_page(viewport={"width": width, "height": height})


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


def test_both_legs_are_told_on_one_screen(window: Page, app_address: str) -> None:
    """Both pictures alike, a table with the difference and what it is held against, one sentence, the next step."""
    open_check(window, app_address, make_examination())
    pictures = [window.get_by_role("img", name=f"{side} leg, levelled") for side in ("Right", "Left")]
    table = window.locator(".tt-beside").first
    expect(table.get_by_role("columnheader")).to_have_text(["Right leg", "Left leg", "Difference"])
    expect(table.get_by_role("row", name="Thigh")).to_contain_text("12.0°more than the 6.9° that repeating may change")
    said = window.get_by_text("The left thigh hangs 12.0° lower than the right one: more than the 6.9°")
    assert_on_one_screen(window, *pictures, table, said, window.get_by_role("button", name="Report as PDF"))
    boxes = [picture.bounding_box() for picture in pictures]
    assert boxes[0]
    assert boxes[1]
    assert (boxes[0]["y"], boxes[0]["width"], boxes[0]["height"]) == pytest.approx(
        (boxes[1]["y"], boxes[1]["width"], boxes[1]["height"]), abs=1
    )
    assert height_of(window) < 2000


def test_of_a_check_what_holds_for_both_legs_is_told_once(page: Page, app_address: str) -> None:
    """No paragraph of sources stands twice, however full the check: groups, cautions and meanings are shared."""
    full = make_full_house()
    unchecked = {side: replace(leg, pelvis=Pelvis.NOT_CHECKED, foot=Foot.TOUCHED) for side, leg in full.legs.items()}
    open_check(page, app_address, replace(full, legs=unchecked))
    for fold in (
        "Thresholds, and what they may go",
        "On the dials, beside",
        "How it was measured",
        "Each leg by itself",
    ):
        page.get_by_text(fold).click()
    settle(page)
    expect(page.locator(".tt-legend")).to_have_count(1)
    paragraphs = page.locator("[data-testid=stMain] :is(p, li)").all_inner_texts()
    sourced = [words for words in paragraphs if re.search(r"\[[^\]]+ \d{4}\]", words)]
    beware = page.locator(".tt-warnings li").all_inner_texts()
    assert sourced
    assert len(beware) > 1
    twice = sorted({words for told in (sourced, beware) for words in told if told.count(words) > 1})
    assert not twice, "\n".join(twice)
    assert any(words.startswith("Both legs: ") for words in beware)


def test_a_step_begins_at_its_top(page: Page, app_address: str) -> None:
    """The window does not stay where the button of the step before stood."""
    page.goto(f"{app_address}/check")
    page.get_by_text("None of these").first.click()
    forward = page.get_by_role("button", name="Go on")
    forward.scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > 0
    forward.click()
    expect(page.get_by_text("Step 2 of 7")).to_be_visible()
    settle(page)
    expect(page.get_by_role("heading", name="Full check")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


@pytest.fixture(scope="session")
def video_address(serve: Callable[..., str]) -> str:
    """The address of the app that reads the frames of a video from a table as well."""
    return serve(Path(__file__).with_name("video_under_test.py"))


def test_a_video_is_told_on_one_screen(window: Page, video_address: str) -> None:
    """The frame of the hold, both numbers, one sentence and the way to all findings; the curve is folded."""
    window.goto(f"{video_address}/live")
    window.get_by_text("Video file").click()
    window.locator("input[type=file]").set_input_files(
        files=[{"name": "leg.y4m", "mimeType": "video/mp4", "buffer": y4m(numbered(50))}]
    )
    expect(window.locator(".tt-plain")).to_be_visible(timeout=60_000)
    settle(window)
    frame = window.get_by_role("img", name="The captured frame")
    step = window.get_by_role("button", name="Open with all findings")
    frame.scroll_into_view_if_needed()
    size = window.viewport_size
    assert size
    top = frame.bounding_box()
    below = step.bounding_box()
    assert top
    assert below
    assert below["y"] + below["height"] - top["y"] < size["height"] - 60  # under the bar with the pages
    for scheme in ("light", "dark"):
        turn(window, scheme)
        assert_no_findings(window, f"a video, {scheme}")
    expect(window.locator(".st-key-video-plot")).not_to_be_visible()
    window.get_by_text("The angles over time").click()
    expect(window.locator(".st-key-video-plot")).to_be_visible()
