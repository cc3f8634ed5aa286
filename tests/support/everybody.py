"""What holds on every page for everybody: nothing that axe finds, nothing to push sideways, no word cut off."""

from __future__ import annotations

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from support.browser import settle

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
ENLARGED: ViewportSize = {"width": 640, "height": 400}
"""What is left of a window of 1280 by 800 at 200 percent."""
GROUND = {"light": "#fbfcfc", "dark": "#0e1719"}

_FINDINGS = """(rules) => axe.run({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) })
    .then(({ violations }) => violations.flatMap((found) => found.nodes.map((node) =>
        `${found.id} (${found.impact}): ${node.html.slice(0, 200)} ${node.failureSummary}`)))"""
_OF_COLOURS = ["color-contrast", "link-in-text-block"]

_CUT = """() => {
  const found = [];
  const scrolls = (node) => {
    for (let at = node; at && at !== document.body && at.dataset?.testid !== "stMain"; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
    return false;
  };
  const main = document.querySelector("[data-testid=stMain]") ?? document.documentElement;
  if (main.scrollWidth > main.clientWidth) found.push(`the page is ${main.scrollWidth - main.clientWidth} px too wide`);
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim())) continue;
    if (node.closest("svg, .tt-spoken") || !node.checkVisibility({ visibilityProperty: true })) continue;
    const box = node.getBoundingClientRect();
    if (box.width <= 2 || parseFloat(getComputedStyle(node).fontSize) < 1) continue;
    const words = node.textContent.trim().slice(0, 60);
    if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(node)) found.push(`beyond the window: ${words}`);
    for (let at = node, up = 0; at && at !== document.body && up < 6; at = at.parentElement, up++) {
      const { overflowX, overflowY } = getComputedStyle(at), edge = at.getBoundingClientRect();
      if (edge.width <= 2) break;
      const longer = at === node && node.scrollWidth > node.clientWidth + 1;
      const right = /hidden|clip/.test(overflowX) && (longer || box.right > edge.right + 1.5);
      const below = /hidden|clip/.test(overflowY) && at.clientHeight > 0 && box.bottom > edge.bottom + 2;
      if (right || below) { found.push(`cut off: ${words}`); break; }
    }
  }
  return found;
}"""
"""Words that end beyond the window or at the edge of what holds them; what scrolls by itself may be wider."""


def assert_no_findings(page: Page, where: str, rules: list[str] | None = None) -> None:
    """Axe finds nothing of any severity, by all of its rules or by those named."""
    page.evaluate(_axe())
    found = page.evaluate(_FINDINGS, rules)
    if found and page.get_by_test_id("stApp").count():
        settle(page)  # a part that runs by itself may just have been fading
        found = page.evaluate(_FINDINGS, rules)
    assert not found, "\n".join(f"{where}: {each}" for each in found)


def assert_for_everybody(page: Page, where: str) -> None:
    """In both lights, on a desk and on a phone axe finds nothing; there and at 200 percent nothing is cut off.

    The page ends in the other light: the next call begins with that.
    """
    begun = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    first, second = ("dark", "light") if begun else ("light", "dark")
    # what is no matter of colours is the same in either light
    for scheme, rules in ((first, None), (second, _OF_COLOURS)):
        turn(page, scheme)
        for size in (DESKTOP, PHONE):
            _resize(page, size)
            assert_no_findings(page, f"{where}, {scheme}, {size['width']} px wide", rules)
    for size in (PHONE, ENLARGED):
        _resize(page, size)
        cut = page.evaluate(_CUT)
        assert not cut, "\n".join(f"{where}, {size['width']} px wide: {each}" for each in cut)
    _resize(page, DESKTOP)


def turn(page: Page, scheme: str) -> None:
    """Turn the machine light or dark; a page of the app follows by itself, colours of our own included."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if page.get_by_test_id("stApp").count():
        expect(page.locator(":root")).to_have_css("--tt-surface", GROUND[scheme])
        settle(page)


def _resize(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if page.get_by_test_id("stApp").count():
        settle(page)


@cache
def _axe() -> str:
    return Axe().axe_script
