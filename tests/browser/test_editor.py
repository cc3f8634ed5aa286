"""The point editor in a real browser: mouse, keys, numbers, touch; what the page computes and what the server says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from support.browser import drag, handle, measured, open_editor, open_scene, provisional


@pytest.fixture
def editing(page: Page, app_address: str) -> Page:
    """The scene with its editor open."""
    return open_editor(page, app_address)


def test_a_point_is_dragged_and_the_server_measures_what_the_page_showed(editing: Page) -> None:
    """The angle follows in the picture's frame, hiding no point; on release the server agrees, the automatic stays."""
    before = measured(editing)
    numbers = box_of(editing.locator(".tt-hud"))
    middle = [numbers["x"] + numbers["width"] / 2, numbers["y"] + numbers["height"] / 2]
    start = box_of(handle(editing, "knee").locator(".tt-ring"))
    drag(editing, handle(editing, "knee").locator(".tt-ring"), middle[0] - start["x"], middle[1] - start["y"])
    assert in_frame_and_hiding_nothing(editing)  # the point came to where they stood: they went elsewhere
    editing.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2 + 40)
    assert in_frame_and_hiding_nothing(editing)
    during = provisional(editing, "thigh")
    assert during > before + 10
    assert measured(editing) == pytest.approx(before)  # nothing is measured before release
    expect(editing.locator(".tt-loupe")).to_have_class(re.compile("tt-on"))
    editing.mouse.up()
    expect(editing.locator(".tt-chip")).to_have_text("Corrected by hand")
    assert measured(editing) == pytest.approx(during, abs=0.051)
    expect(editing.locator(".tt-origin")).to_contain_text(f"{before:.1f}°")


def test_keys_move_the_chosen_point_and_keep_it_chosen(editing: Page) -> None:
    """An arrow moves by one pixel, Shift by ten; the point keeps the focus after the server answered, and can go on."""
    knee = handle(editing, "knee")
    right, down = (float(n) for n in re.findall(r"\d+", knee.get_attribute("aria-valuetext") or ""))
    knee.focus()
    editing.keyboard.press("Shift+ArrowDown")
    editing.keyboard.press("ArrowDown")
    editing.keyboard.press("ArrowLeft")
    expect(knee).to_have_attribute("aria-valuetext", f"{right - 1:.0f} right, {down + 11:.0f} down")
    shown = provisional(editing, "thigh")
    expect(editing.locator(".tt-chip")).to_have_text("Corrected by hand")
    assert measured(editing) == pytest.approx(shown, abs=0.051)
    expect(knee).to_be_focused()
    editing.keyboard.press("ArrowDown")
    expect(knee).to_have_attribute("aria-valuetext", f"{right - 1:.0f} right, {down + 12:.0f} down")


def test_the_level_line_is_dragged_as_a_whole_and_raised_at_one_end(editing: Page) -> None:
    """Put elsewhere its tilt stays and it is the person's; raised it turns the thigh one to one and leaves the knee."""
    first, second = handle(editing, "level_a"), handle(editing, "level_b")
    tilt = provisional(editing, "level")
    one, other = first.locator(".tt-ring").bounding_box(), second.locator(".tt-ring").bounding_box()
    assert one
    assert other
    x, y = (one["x"] + other["x"] + one["width"]) / 2, (one["y"] + other["y"] + one["height"]) / 2
    before = first.get_attribute("aria-valuetext")
    editing.mouse.move(x, y)
    editing.mouse.down()
    editing.mouse.move(x, y - 20)
    editing.mouse.move(x, y - 40)
    editing.mouse.up()
    expect(editing.locator(".tt-levelled")).to_contain_text("marked by hand")
    assert provisional(editing, "level") == pytest.approx(tilt, abs=0.051)
    assert first.get_attribute("aria-valuetext") != before

    thigh, knee = provisional(editing, "thigh"), provisional(editing, "knee")
    end = handle(editing, "level_b")
    end.focus()
    for _ in range(4):
        editing.keyboard.press("Shift+ArrowUp")
    tilt = provisional(editing, "level")
    assert tilt > 3
    expect(editing.locator(".tt-levelled")).to_contain_text(f"marked by hand, tilt +{tilt:.1f}°")
    assert provisional(editing, "knee") == pytest.approx(knee)
    assert measured(editing) == pytest.approx(thigh - tilt, abs=0.11)  # the head is to the right


def test_undo_and_reset_lead_back(editing: Page) -> None:
    """Undo takes one change back, reset all of them, and a reset can be undone."""
    before = measured(editing)
    knee = handle(editing, "knee")
    knee.focus()
    editing.keyboard.press("Shift+ArrowDown")
    editing.keyboard.press("Shift+ArrowDown")
    expect(editing.locator(".tt-chip")).to_have_text("Corrected by hand")
    corrected = measured(editing)
    editing.get_by_role("button", name="Reset").click()
    expect(editing.locator(".tt-chip")).to_have_text("Automatic")
    assert measured(editing) == pytest.approx(before)
    editing.get_by_role("button", name="Undo").click()
    expect(editing.locator(".tt-chip")).to_have_text("Corrected by hand")
    assert measured(editing) == pytest.approx(corrected)
    assert provisional(editing, "thigh") == pytest.approx(corrected, abs=0.051)


def test_numbers_move_points(editing: Page) -> None:
    """The same points stand as numbers beside the picture, follow every move, and move the point when typed."""
    editing.get_by_text("The same points as numbers").click()
    down = editing.get_by_label("Knee, pixels down", exact=True)
    handle(editing, "knee").focus()
    before = float(down.input_value())
    editing.keyboard.press("ArrowDown")
    expect(down).to_have_value(f"{before + 1:.1f}")
    down.fill(f"{before + 30:.1f}")
    down.press("Tab")
    shown = provisional(editing, "thigh")
    expect(editing.locator(".tt-number .tt-big").first).to_contain_text(f"{shown:.1f}°")
    editing.get_by_label("Level tilt").fill("5")
    editing.get_by_label("Level tilt").press("Tab")
    expect(editing.locator(".tt-levelled")).to_contain_text("marked by hand, tilt +5.0°")


def test_a_held_leg_is_not_swapped_in(editing: Page) -> None:
    """A leg held to the chest is not: the points stay as they were, and it is said why."""
    before = measured(editing)
    editing.get_by_role("button", name="Swap leg").click()
    expect(editing.get_by_role("alert")).to_contain_text("expected the other leg to hang")
    expect(editing.locator(".tt-origin")).to_contain_text("Left leg")
    assert measured(editing) == pytest.approx(before)


def test_zoom_shows_more_of_less_goes_to_the_chosen_point_and_moves_none(editing: Page) -> None:
    """Zooming, dragging the zoomed picture and choosing a point out of sight change what is seen, not the measured."""
    svg = editing.locator(".tt-svg")
    whole = svg.get_attribute("viewBox")
    editing.get_by_role("button", name="Zoom in").click()
    editing.get_by_role("button", name="Zoom in").click()
    zoomed = svg.get_attribute("viewBox") or ""
    assert float(zoomed.split()[2]) < float((whole or "").split()[2])
    drag(editing, svg, -60, -30)
    editing.mouse.up()
    assert svg.get_attribute("viewBox") != zoomed
    expect(editing.locator(".tt-chip")).to_have_text("Automatic")
    editing.get_by_role("button", name="Fit").click()
    expect(svg).to_have_attribute("viewBox", whole or "")

    # what is chosen stays in the middle; choosing a point out of sight brings it there
    handle(editing, "knee").focus()
    for _ in range(4):
        editing.get_by_role("button", name="Zoom in").click()
    assert in_sight(editing, "knee")
    assert not in_sight(editing, "shoulder")
    handle(editing, "shoulder").focus()
    assert in_sight(editing, "shoulder")
    expect(editing.locator(".tt-chip")).to_have_text("Automatic")


def test_one_finger_moves_a_point_and_two_the_picture(new_page: Callable[..., Page], app_address: str) -> None:
    """On a phone a touch drags as a mouse does, a pinch zooms where it is and moves no point; the help says so."""
    page = open_editor(new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True), app_address)
    expect(page.get_by_text("Two fingers zoom")).to_be_visible()
    expect(page.get_by_text("Arrow keys")).to_be_hidden()
    knee, svg = handle(page, "knee"), page.locator(".tt-svg")
    knee.scroll_into_view_if_needed()
    box = box_of(knee.locator(".tt-ring"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touches = page.context.new_cdp_session(page)

    def touch(kind: str, *fingers: tuple[float, float]) -> None:
        points = [{"x": right, "y": down, "id": number} for number, (right, down) in enumerate(fingers)]
        touches.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    whole, stood = svg.get_attribute("viewBox") or "", knee.get_attribute("aria-valuetext")
    touch("Start", (x, y))
    touch("Start", (x, y), (x + 40, y))
    for apart in (60, 90, 120):
        touch("Move", (x, y), (x + apart, y))
    zoomed = (svg.get_attribute("viewBox") or "").split()
    assert float(zoomed[2]) == pytest.approx(float(whole.split()[2]) / 3, rel=0.02)
    touch("End")
    box = box_of(knee.locator(".tt-ring"))
    assert box["x"] + box["width"] / 2 == pytest.approx(x, abs=2)  # what lay under the first finger lies there still
    expect(page.locator(".tt-chip")).to_have_text("Automatic")
    assert knee.get_attribute("aria-valuetext") == stood
    assert page.evaluate("visualViewport.scale") == 1
    for _ in range(2):
        touch("Start", (x + 60, y - 60))
        touch("End")
    expect(svg).to_have_attribute("viewBox", whole)

    touch("Start", (x, y))
    for step in (10, 20, 30):
        touch("Move", (x, y + step))
    assert in_frame_and_hiding_nothing(page)
    touch("End")
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    assert measured(page) == pytest.approx(provisional(page, "thigh"), abs=0.051)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def box_of(what: Locator) -> FloatRect:
    """Where something stands."""
    box = what.bounding_box()
    assert box
    return box


def in_frame_and_hiding_nothing(page: Page) -> bool:
    """Whether the numbers lie within the picture's frame, and on no point."""
    numbers, frame = box_of(page.locator(".tt-hud")), box_of(page.locator(".tt-stage"))
    within = _right(frame) >= _right(numbers) and frame["y"] + frame["height"] >= numbers["y"] + numbers["height"]
    rings = [box_of(ring) for ring in page.locator(".tt-handle .tt-ring").all()]
    hidden = any(
        ring["x"] < _right(numbers)
        and numbers["x"] < _right(ring)
        and ring["y"] < numbers["y"] + numbers["height"]
        and numbers["y"] < ring["y"] + ring["height"]
        for ring in rings
    )
    return within and numbers["x"] >= frame["x"] and numbers["y"] >= frame["y"] and not hidden


def _right(box: FloatRect) -> float:
    return box["x"] + box["width"]


def test_an_unseen_ankle_can_be_placed(page: Page, app_address: str) -> None:
    """Points of which the model was unsure are marked in words; an unseen ankle is no point until it is dragged."""
    open_editor(page, app_address, name="unsure.jpg")
    expect(handle(page, "hip")).to_have_attribute("aria-label", re.compile("unsure"))
    assert page.locator("[data-show=knee]").inner_text() == "–"
    drag(page, handle(page, "ankle").locator(".tt-ring"), 10, -5)
    page.mouse.up()
    expect(page.locator(".tt-chip")).to_have_text("Corrected by hand")
    expect(page.locator(".tt-number .tt-big").nth(1)).to_contain_text(f"{provisional(page, 'knee'):.1f}°")


def test_a_refused_picture_is_measured_by_hand(page: Page, app_address: str) -> None:
    """Hip and knee dragged into place on a refused picture give a measurement that says who placed them."""
    open_scene(page, app_address, name="refused.jpg")
    page.get_by_role("button", name="Place the points by hand").click()
    expect(handle(page, "hip")).to_be_visible()
    drag(page, handle(page, "hip").locator(".tt-ring"), 60, 120)
    page.mouse.up()
    expect(page.locator(".tt-number")).to_have_count(0)
    drag(page, handle(page, "knee").locator(".tt-ring"), -60, 125)
    page.mouse.up()
    expect(page.locator(".tt-origin")).to_contain_text("Points placed by hand")
    assert measured(page) == pytest.approx(provisional(page, "thigh"), abs=0.051)


def in_sight(page: Page, point: str) -> bool:
    """Whether a point lies within what the editor shows."""
    right, down = (float(n) for n in re.findall(r"\d+", handle(page, point).get_attribute("aria-valuetext") or ""))
    x, y, width, height = map(float, (page.locator(".tt-svg").get_attribute("viewBox") or "").split())
    return x <= right <= x + width and y <= down <= y + height


@pytest.mark.parametrize("width", [1280, 390])
def test_points_waiting_to_be_placed_do_not_hide_each_others_words(
    new_page: Callable[..., Page], app_address: str, width: int
) -> None:
    """Every label can be read, the help says where they belong, and taking another photo is not the main thing."""
    page = new_page(viewport={"width": width, "height": 844})
    open_scene(page, app_address, name="refused.jpg")
    page.get_by_role("button", name="Place the points by hand").click()
    expect(page.get_by_text("Drag hip, knee and ankle from the top")).to_be_visible()
    boxes = [handle(page, name).locator("text").bounding_box() for name in ("hip", "knee", "ankle")]
    for number, one in enumerate(boxes):
        assert one
        for other in boxes[number + 1 :]:
            assert other
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert beside or above
    expect(page.get_by_test_id("stBaseButton-primary")).to_have_count(0)
