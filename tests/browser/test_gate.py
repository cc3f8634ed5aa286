"""The gate of the full check in a real browser: one page in groups, a way back, and nothing lost by a reload."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from support.browser import heard, settle
from thomas_test.check.red_flags import RED_FLAG_QUESTIONS, Group

FEVER = "Fever, or feeling ill together with the hip or back trouble?"


def open_gate(page: Page, address: str) -> Page:
    """Go to the first page of the check."""
    page.goto(f"{address}/check")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    settle(page)
    return page


def tick(page: Page, label: str) -> None:
    """Tick the box of that label, as a hand does, and wait until it was taken in."""
    page.locator("label", has=page.get_by_role("checkbox", name=label)).click()
    settle(page)


def test_the_questions_stand_on_one_page_in_groups(new_page: Callable[..., Page], app_address: str) -> None:
    """Every question under the heading of its group, one box for none of them, shorter on a phone than ever."""
    page = open_gate(new_page(viewport={"width": 390, "height": 844}), app_address)
    for group in Group:
        box = page.locator(f".st-key-gate-{group.name.lower()}")
        expect(box.get_by_role("heading", name=group.heading)).to_be_visible()
        expect(box.get_by_role("checkbox")).to_have_count(len(group.flags))
        for flag in group.flags:
            expect(box).to_contain_text(RED_FLAG_QUESTIONS[flag].question)
    expect(page.get_by_role("checkbox", name="None of these is true", exact=True)).to_have_count(1)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 2500


def test_what_was_ticked_comes_back_after_a_reload(page: Page, app_address: str) -> None:
    """Before anything was sent: the boxes, the person and the clinician stand there again."""
    open_gate(page, app_address)
    tick(page, FEVER)
    name = page.get_by_label("Person (a name or a code; may stay empty)")
    name.fill("P-07")
    with heard(page):
        name.press("Enter")
    page.reload()
    expect(page.get_by_text("What was open before the page was reloaded is back.")).to_be_visible()
    settle(page)
    expect(page.get_by_role("checkbox", name=FEVER)).to_be_checked()
    expect(page.get_by_label("Person (a name or a code; may stay empty)")).to_have_value("P-07")
    expect(page.get_by_role("checkbox", name="None of these is true")).not_to_be_checked()


def test_a_box_ticked_by_mistake_is_taken_back(page: Page, app_address: str) -> None:
    """From the end that it led to, back to the questions, and on with the test."""
    open_gate(page, app_address)
    tick(page, FEVER)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status").get_by_text("Not tested")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Back to the questions").click()
    expect(page.get_by_role("checkbox", name=FEVER)).to_be_checked()
    settle(page)
    tick(page, FEVER)
    tick(page, "None of these is true")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Step 2 of 7")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("checkbox", name="None of these is true")).to_be_checked()
    expect(page.get_by_role("checkbox", name=FEVER)).not_to_be_checked()


def test_the_highlighted_button_is_the_way_on(page: Page, app_address: str) -> None:
    """What forgets a check is never highlighted, at the gate nor after it."""
    open_gate(page, app_address)
    tick(page, "None of these is true")
    highlighted = page.locator('[data-testid="stMain"] [data-testid="stBaseButton-primary"]')
    expect(highlighted).to_have_text(["Go on"])
    highlighted.click()
    expect(page.get_by_text("Step 2 of 7")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Start a new check").click()
    expect(page.get_by_role("button", name="Forget this check and start anew")).to_be_visible()
    expect(page.locator('[data-testid="stBaseButton-primary"]')).to_have_text(["Go on"])
