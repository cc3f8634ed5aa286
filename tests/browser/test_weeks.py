"""The whole way of a person in a real browser: added, checked twice, followed, reported, taken out, deleted."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from support.browser import SCENE, drag, handle, settle
from thomas_test.images import encode_picture, read_photo

APP_UNDER_TEST = Path(__file__).parents[1] / "app" / "app_under_test.py"
MARKER = "Xyzzy-4711"
_PHOTOS = itertools.count(100)


def photo() -> dict[str, object]:
    """The scene as a photo of its own."""
    rgb = read_photo(SCENE.read_bytes()).rgb.copy()
    rgb[0, 0] = next(_PHOTOS) % 256
    return {"name": "a.png", "mimeType": "image/png", "buffer": encode_picture(rgb, "PNG")}


def go_on(page: Page, step: int) -> None:
    """Press the way on, and wait for the step."""
    settle(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(f"Step {step} of 7")).to_be_visible()
    settle(page)


def check_both_legs(page: Page, day: str, *, knee_moved_px: float = 0.0) -> None:
    """Go the way of the check from its first page to the result; the left knee's point moved by so much."""
    expect(page.get_by_text("Step 1 of 7")).to_be_visible()
    expect(page.get_by_label("Person (a name or a code")).to_have_value(MARKER)
    parts = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    for number, part in enumerate(day.split("-")):
        parts.nth(number).click()
        page.keyboard.type(part)
    page.keyboard.press("Tab")
    page.get_by_text("None of these is true").click()
    go_on(page, 2)
    go_on(page, 3)
    for number, step in enumerate((4, 5)):
        page.locator("input[type=file]").first.set_input_files(files=[photo()])  # type: ignore[list-item]
        expect(page.get_by_text("Thigh, median")).to_be_visible()
        settle(page)
        if knee_moved_px and not number:
            before = page.get_by_test_id("stMetricValue").first.inner_text()
            page.get_by_text("Adjust the points or the level").click()
            handle(page, "knee").scroll_into_view_if_needed()
            drag(page, handle(page, "knee").locator(".tt-ring"), 0, knee_moved_px)
            page.mouse.up()
            expect(page.get_by_test_id("stMetricValue").first).not_to_have_text(before)
            settle(page)
        page.get_by_text("low back flat, felt with a hand under it").click()
        settle(page)
        page.get_by_text("no, nothing").click()
        go_on(page, step)
    go_on(page, 6)
    go_on(page, 7)


def keep(page: Page) -> None:
    """Keep the result with its pictures under the code that the check names."""
    page.locator("label", has=page.get_by_role("checkbox", name="Keep the pictures, too")).click()
    page.get_by_role("button", name="Keep this check").click()
    expect(page.get_by_text(f"Kept for {MARKER}")).to_be_visible()
    settle(page)


def saved(page: Page, button: str) -> bytes:
    """What a button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    return waiting.value.path().read_bytes()


def everything(folder: Path) -> bytes:
    """All bytes of all files."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_whole_way_of_a_person(new_page: Callable[..., Page], serve: Callable[..., str], tmp_path: Path) -> None:
    """A new person, a check today, one dated six weeks later, the curve, changes within and beyond, PDF, deletion."""
    folder = tmp_path / "kept"
    address = serve(APP_UNDER_TEST, THOMAS_TEST_DATABASE=f"sqlite:///{folder}/history.sqlite")
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/people")
    expect(page.get_by_text("Nothing is kept from week to week")).to_be_visible()
    assert not folder.exists()
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Code, better not the name").fill(MARKER)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name=MARKER)).to_be_visible()

    for day, moved in (("2026-03-14", 0.0), ("2026-04-25", -60.0)):
        settle(page)
        page.get_by_role("button", name="New check for this person").click()
        anyway = page.get_by_role("button", name="Forget it and begin")
        expect(anyway.or_(page.get_by_text("Step 1 of 7")).first).to_be_visible()
        if anyway.count():
            anyway.click()
        check_both_legs(page, day, knee_moved_px=moved)
        keep(page)
        page.get_by_role("link", name="People").click()
        expect(page.get_by_role("heading", name=MARKER)).to_be_visible()

    settle(page)
    expect(page.get_by_alt_text("Thigh angle of the left leg, 2 times").filter(visible=True)).to_be_visible()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("beyond the 6.9° that repeating the test may change").first).to_be_visible()
    expect(main.get_by_text("Thigh angle of the right leg, 2 times")).to_contain_text("within the 6.9°")
    assert "improved" not in main.inner_text()

    pdf = pypdfium2.PdfDocument(io.BytesIO(saved(page, "Report")))
    text = " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert len(pdf) == 1
    pdf.close()
    for words in (
        MARKER,
        "2026-04-25",
        "Since 2026-03-14",
        "Beyond what repeating the test may change: left leg, thigh",
    ):
        assert words in text
    assert [len(one["versions"]) for one in json.loads(saved(page, "Everything as one file"))["examinations"]] == [1, 1]
    assert saved(page, "Curve as SVG").startswith(b"<?xml")
    assert saved(page, "Curve as PNG").startswith(b"\x89PNG")

    assert MARKER.encode() in everything(folder)
    assert list(folder.rglob("*.jpg"))
    page.get_by_role("button", name="Delete this person").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    settle(page)
    assert MARKER.encode() not in everything(folder)
    assert not list(folder.rglob("*.jpg"))
