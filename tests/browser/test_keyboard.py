"""The keyboard alone: from the first page of the check over a photo to the PDF, and where it stands is always seen."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
from playwright.sync_api import Page, expect

from support.browser import SCENE, heard, settle

_STOP = """() => {
  for (const fading of document.getAnimations()) if (fading.effect?.getTiming().iterations === 1) fading.finish();
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const drawn = (node) => {
    const style = node && getComputedStyle(node);
    return style && style.outlineStyle !== "none" ? [parseFloat(style.outlineWidth), style.outlineColor] : [0, ""];
  };
  const label = at.closest("label") ?? at.labels?.[0];
  const [around, onLabel] = [drawn(at), drawn(at.closest("label"))];
  const [width, colour] = around[0] >= onLabel[0] ? around : onLabel;
  const box = at.getBoundingClientRect();
  const words = at.dataset.testid === "stMain" ? "the page itself" : at.innerText;
  return {
    name: (at.getAttribute("aria-label") || words || label?.innerText || at.tagName).trim().split("\\n").pop(),
    width, colour, inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
_SHORTEST_PX = 2.9
"""Three pixels, as browsers round them."""
_MOST_STOPS = 60


def luminance(colour: str) -> float:
    """Relative luminance of what a browser calls ``rgb(…)`` (WCAG 2.2)."""
    channels = [float(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has that name is reached; every stop on the way is seen, with a plain outline."""
    ground = page.get_by_test_id("stApp").evaluate("(app) => getComputedStyle(app).backgroundColor")
    passed = []
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            continue
        passed.append(stop["name"])
        assert stop["inside"], stop
        assert stop["width"] >= _SHORTEST_PX, stop
        assert contrast(stop["colour"], ground) >= 3.0, stop
        if stop["name"] == name:
            return
    raise AssertionError(f"no stop of the Tab key is called {name!r}: {passed}")


def go_on(page: Page, step: str) -> None:
    """Take the way on to the next step."""
    tab_to(page, "Go on")
    page.keyboard.press("Enter")
    expect(page.get_by_text(step)).to_be_visible()
    settle(page)


def test_from_the_questions_to_the_pdf_without_a_mouse(new_page: Callable[..., Page], app_address: str) -> None:
    """Tab, Space, Enter and arrows are enough; the chooser of files opens by Enter."""
    page = new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    # from now on the browser hands choosers to the test: asked for as late as the key is pressed, it may not yet
    page.on("filechooser", lambda _: None)
    page.goto(f"{app_address}/check")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()  # before that the page has no colours of ours
    settle(page)
    tab_to(page, "None of these is true")
    page.keyboard.press("Space")
    settle(page)
    go_on(page, "Step 2 of 7")
    go_on(page, "Step 3 of 7")
    tab_to(page, "no, nothing")
    with heard(page):  # a page that is still drawn may take the key from the button
        page.keyboard.press("Space")
    tab_to(page, "Upload")
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Enter")
    choosing.value.set_files(SCENE)
    expect(page.get_by_text("Left leg so far")).to_be_visible()
    settle(page)
    go_on(page, "Step 4 of 7")
    tab_to(page, "Is the right leg tested?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The result then tells about the other leg alone")).to_be_visible()
    settle(page)
    go_on(page, "Step 5 of 7")
    go_on(page, "Step 6 of 7")
    go_on(page, "Step 7 of 7")
    tab_to(page, "Report as PDF")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    with pypdfium2.PdfDocument(waiting.value.path().read_bytes()) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "Left leg" in text
