"""The guided check in a real browser: from the first page to a PDF for both legs, and an end without a number."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from support.browser import SCENE, drag, handle, open_check, settle
from support.examinations import make_examination
from support.paper import letters_pt
from thomas_test.images import encode_picture, read_photo

_PHOTOS = itertools.count()


@pytest.fixture
def check(page: Page, app_address: str) -> Page:
    """The first page of the check."""
    page.goto(app_address + "/check")
    expect(page.get_by_text("Step 1 of 7")).to_be_visible()
    return page


def go_on(check: Page, step: str) -> None:
    """Press the way on and wait for the step."""
    forward = check.get_by_role("button", name="Go on")
    expect(forward).to_have_count(1)  # the step before is gone
    forward.click()
    expect(check.get_by_text(step)).to_be_visible()
    settle(check)


def begin(check: Page) -> None:
    """Say who, and that nothing of the list is true."""
    check.get_by_label("Person (a name or a code").fill("P-07")
    tick(check, "None of these is true")
    go_on(check, "Step 2 of 7")


def another() -> bytes:
    """The scene as a photo of its own: the same one twice counts once."""
    rgb = read_photo(SCENE.read_bytes()).rgb.copy()
    rgb[0, 0] = next(_PHOTOS) % 256
    return encode_picture(rgb, "PNG")


def nothing_felt(check: Page) -> None:
    """Answer that nothing hurts, pulls or tingles."""
    check.get_by_text("no, nothing").click()
    settle(check)


def tick(check: Page, label: str) -> None:
    """Tick the box of that label, as a hand does."""
    check.locator("label", has=check.get_by_role("checkbox", name=label)).click()


def hand_over(check: Page, *names: str) -> None:
    """Hand photos of the leg over."""
    files = [{"name": name, "mimeType": "image/png", "buffer": another()} for name in names]
    check.locator("input[type=file]").first.set_input_files(files=files)  # type: ignore[arg-type]


_CUT_NUMBERS_ON = """(width) => {
  const numbers = [...document.querySelectorAll("[data-testid=stMetricValue]")];
  numbers.forEach((number) => { number.style.width = `${width - 64}px`; });
  const parts = numbers.flatMap((number) => [number, ...number.querySelectorAll("*")]);
  const ends = (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== "visible";
  const cut = parts.filter(ends);
  numbers.forEach((number) => { number.style.width = ""; });
  return cut.map((part) => part.textContent);
}"""
"""Large numbers that end in dots where they have as much room as on a screen of that width."""


def test_from_the_first_page_to_a_pdf_for_both_legs(check: Page, tmp_path: Path) -> None:
    """Both legs are photographed, one point is corrected by hand, and the PDF holds both in one page."""
    begin(check)
    expect(check.get_by_alt_text("A flat hand under the low back of a person lying on a table.")).to_be_visible()
    go_on(check, "Step 3 of 7")
    hand_over(check, "one.jpg", "two.jpg")
    expect(check.get_by_text("Spread of 2 thighs")).to_be_visible()
    check.get_by_text("low back flat, felt with a hand under it").click()
    nothing_felt(check)
    go_on(check, "Step 4 of 7")
    hand_over(check, "three.jpg")
    expect(check.get_by_text("Thigh, median")).to_be_visible()
    settle(check)
    assert not check.evaluate(_CUT_NUMBERS_ON, 320)
    before = check.get_by_test_id("stMetricValue").first.inner_text()
    check.get_by_text("Adjust the points or the level").click()
    handle(check, "knee").scroll_into_view_if_needed()
    drag(check, handle(check, "knee").locator(".tt-ring"), 0, -40)
    check.mouse.up()
    expect(check.get_by_test_id("stMetricValue").first).not_to_have_text(before)
    after = check.get_by_test_id("stMetricValue").first.inner_text()
    check.get_by_text("low back flat, as seen").click()
    nothing_felt(check)
    go_on(check, "Step 5 of 7")
    go_on(check, "Step 6 of 7")
    go_on(check, "Step 7 of 7")
    with check.expect_download() as waiting:
        check.get_by_role("button", name="Report as PDF").click()
    target = tmp_path / "report.pdf"
    waiting.value.save_as(target)
    assert waiting.value.suggested_filename.endswith(".pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(target.read_bytes()))
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    pages = len(document)
    document.close()
    assert pages == 1
    for words in (
        "P-07",
        "Left leg, tested first",
        "Right leg",
        "median of 2 trials",
        "points checked or placed by hand",
    ):
        assert words in text
    assert after in text
    assert "no diagnosis" in text


def _handed_out(page: Page) -> tuple[bytes, list[str]]:
    """The hand-out as the page gives it now, and the words of each of its pages."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hand-out for the person").click()
    pdf = waiting.value.path().read_bytes()
    with pypdfium2.PdfDocument(pdf) as document:
        return pdf, [" ".join(each.get_textpage().get_text_bounded().split()) for each in document]


def test_what_is_ticked_is_on_the_hand_out_and_nothing_else(page: Page, app_address: str) -> None:
    """In large print, with its drawing, how often, and a box for each day of each week.

    The press that takes it is also what ends the typing: what was typed is in it all the same.
    """
    open_check(page, app_address, make_examination())
    page.get_by_text("What can be done").click()
    for title in ("Psoas stretch", "bridge"):
        page.locator(".st-key-handout label", has_text=re.compile(title, re.IGNORECASE)).first.click()
        settle(page)
    weeks = page.get_by_label("For how many weeks")
    expect(weeks).to_have_count(2)
    weeks.last.fill("2")
    pdf, (first, *exercises) = _handed_out(page)
    assert "Your exercises" in first
    assert len(exercises) == 2
    for told, weeks_told, row in zip(exercises, ("6 weeks", "2 weeks"), ("1 2 3 4 5 6", "1 2"), strict=True):
        assert f"3 times a week for {weeks_told}" in told
        assert told.endswith(f"Week Mon Tue Wed Thu Fri Sat Sun {row}")
    assert min(letters_pt(pdf)) >= 13.99
    assert not re.search(r"rolling|squat|°", " ".join((first, *exercises)), re.IGNORECASE)


@pytest.mark.parametrize("pause_ms", [0, 60, 120, 200])
def test_files_asked_for_in_one_breath_all_come(page: Page, app_address: str, pause_ms: int) -> None:
    """A press ends the run in which the one before is heard, its file made, or shown: each comes, and once."""
    open_check(page, app_address, make_examination())
    page.get_by_text("Other files to take along").click()
    expect(page.get_by_role("button", name="The check, to open again")).to_be_visible()
    saved: list[str] = []
    page.on("download", lambda download: saved.append(Path(download.suggested_filename).suffix))
    with page.expect_download(lambda _: len(saved) == 3):
        page.evaluate(
            """async ([labels, pauseMs]) => {
              for (const label of labels) {
                [...document.querySelectorAll("button")].find((button) => button.innerText.includes(label)).click();
                await new Promise((done) => setTimeout(done, pauseMs));
              }
            }""",
            [["Report as PDF", "The check, to open again", "Report as a page"], pause_ms],
        )
    settle(page)
    assert sorted(saved) == [".html", ".json", ".pdf"]


def test_a_wrong_entry_ends_nothing_before_it_is_confirmed(check: Page) -> None:
    """Groin pain by mistake: the entry is corrected, and starting anew is asked about as well."""
    begin(check)
    go_on(check, "Step 3 of 7")
    check.get_by_test_id("stRadio").get_by_text("yes", exact=True).first.click()
    settle(check)
    check.get_by_label("Where").click()
    check.get_by_role("option", name="groin").click()
    settle(check)
    check.get_by_label("What", exact=True).click()
    check.get_by_role("option", name="a sharp pain").click()
    settle(check)
    check.get_by_role("button", name="Note it").click()
    expect(check.get_by_text("This ends the test and deletes the photos")).to_be_visible()
    expect(check.get_by_role("button", name="Go on")).to_be_disabled()
    check.get_by_role("button", name="Correct the entry").click()
    expect(check.get_by_text("This ends the test and deletes the photos")).to_have_count(0)
    expect(check.get_by_text("Step 3 of 7")).to_be_visible()
    settle(check)
    check.get_by_role("button", name="Start a new check").click()
    check.get_by_role("button", name="Forget this check and start anew").click()
    expect(check.get_by_text("Step 1 of 7")).to_be_visible()


def test_a_red_flag_ends_it_in_the_browser(check: Page) -> None:
    """A yes leads to the reason; no photo is asked for and no angle is seen."""
    tick(check, "Fever, or feeling ill together with the hip or back trouble?")
    check.get_by_role("button", name="Go on").click()
    expect(check.get_by_role("status").get_by_text("Not tested")).to_be_visible()
    expect(check.locator("input[type=file]")).to_have_count(0)
    assert "°" not in check.locator("[data-testid=stMain]").inner_text()
