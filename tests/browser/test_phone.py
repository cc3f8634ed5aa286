"""The phone as the camera, both sides in a real browser: the app, and the page that a phone opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from support.browser import SCENE, settle
from support.everybody import assert_for_everybody

PHONE_APP = Path(__file__).with_name("phone_under_test.py")


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    """The app with a door on loopback."""
    return serve(PHONE_APP)


@pytest.fixture(scope="module")
def phone_browser(launch: Callable[..., Browser]) -> Browser:
    """A browser with a camera, as a phone has one."""
    return launch("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture
def phone(phone_browser: Browser) -> Iterator[Page]:
    """A phone's page, whose user has clicked the warning of the certificate away."""
    context = phone_browser.new_context(
        viewport={"width": 390, "height": 800},
        ignore_https_errors=True,
        permissions=["camera", "accelerometer", "gyroscope"],
        has_touch=True,
    )
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not trouble


def open_door(page: Page, address: str) -> str:
    """Open the door in the app, and give the link that the code holds."""
    page.goto(address)
    page.get_by_role("radio", name="Phone").click()
    page.get_by_role("button", name="Open the door for ten minutes").click()
    expect(page.get_by_role("status").filter(has_text="waits for the phone")).to_be_visible()
    page.get_by_text("Without a camera for the code").click()
    link = page.locator("code").filter(has_text="https://").first
    expect(link).to_be_visible()
    return link.inner_text().strip()


def hold(hand: CDPSession, *, beta: float, gamma: float) -> None:
    """Hold the phone so: the browser tells its pages."""
    hand.send("DeviceOrientation.setDeviceOrientationOverride", {"alpha": 0, "beta": beta, "gamma": gamma})


def test_a_photo_is_shown_accepted_and_levelled_by_the_phone(page: Page, phone: Page, address: str) -> None:
    """Code, pairing, level, shot, acceptance, number: the picture's level is how the phone was held."""
    link = open_door(page, address)
    phone.goto(link)
    phone.get_by_role("button", name="Start the camera").click()
    expect(phone.get_by_role("status")).to_contain_text("Paired")
    expect(page.get_by_role("status").filter(has_text="One phone is paired")).to_be_visible()
    hand = phone.context.new_cdp_session(phone)
    hold(hand, beta=94, gamma=-90)  # upright, turned by 4 degrees
    expect(phone.locator("#coach")).to_have_text(re.compile("Turn the phone 4° to the left"))
    hold(hand, beta=70, gamma=0)
    expect(phone.locator("#coach")).to_have_text(re.compile("It looks 20° down. Lower it"))
    hold(hand, beta=91, gamma=-90)
    expect(phone.locator("#coach")).to_have_text(re.compile("Level, straight ahead"))
    phone.wait_for_timeout(800)  # until what was told before no longer counts as a shaking hand
    phone.get_by_role("button", name="Take the photo").click()
    expect(phone.get_by_role("status")).to_contain_text("Photo 1 is on the computer")
    shown = page.get_by_role("img", name="phone photo 1.jpg, as it came from the phone, not yet read.")
    expect(shown).to_be_visible()
    expect(page.get_by_text("Its page told how the phone was held")).to_be_visible()
    page.get_by_role("button", name="Accept and read it").click()
    # folded below the numbers
    expect(page.get_by_text("how the phone was held, as its page told, tilt +1.0°").first).to_be_attached()

    # the next one is told beside the result without a click, and asked about in the same way
    phone.locator("#file").set_input_files(SCENE)
    page.get_by_role("button", name="1 from the phone").click()
    expect(page.get_by_role("img", name="phone photo 2.jpg, as it came from the phone, not yet read.")).to_be_visible()


def test_a_photo_that_is_not_wanted_is_thrown_away_and_never_read(page: Page, phone: Page, address: str) -> None:
    """Nothing of the phone is read before a person has said so; what is no picture is told."""
    link = open_door(page, address)
    phone.goto(link)
    phone.get_by_role("button", name="Start the camera").click()
    expect(phone.get_by_role("status")).to_contain_text("Paired")  # before that no hand reaches what takes a file
    phone.locator("#file").set_input_files(SCENE)
    expect(phone.get_by_role("status")).to_contain_text("Photo 1 is on the computer")
    expect(page.get_by_role("img", name="phone photo 1.jpg")).to_be_visible()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("img", name="phone photo 1.jpg")).to_have_count(0)
    expect(page.locator(".tt-number")).to_have_count(0)
    phone.locator("#file").set_input_files(
        files=[{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff nothing"}]
    )
    expect(page.get_by_text("What the phone sent cannot be read")).to_be_visible()


def test_the_end_of_the_pairing_closes_the_door(page: Page, phone: Page, address: str) -> None:
    """The phone says that it is done: the app says that nothing answers any more, and offers to open another door."""
    link = open_door(page, address)
    phone.goto(link)
    phone.get_by_role("button", name="Start the camera").click()
    phone.get_by_role("button", name="Done: close the door").click()
    expect(phone.get_by_role("status")).to_contain_text("Closed")
    expect(page.get_by_text("The door is closed: nothing answers on the network.")).to_be_visible()
    expect(page.get_by_role("button", name="Open the door for ten minutes")).to_be_visible()


def test_the_phones_page_goes_by_the_keyboard_and_axe_finds_nothing(page: Page, phone: Page, address: str) -> None:
    """Every control is reached with Tab and has a name, before and after the start."""
    phone.goto(open_door(page, address))
    assert_for_everybody(phone, "before the start")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Start the camera")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="Take the photo")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.get_by_label("Or send a photo")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Done: close the door")).to_be_focused()
    assert_for_everybody(phone, "the camera runs")


def test_the_door_and_its_code_without_findings(page: Page, address: str) -> None:
    """The app's own side: axe finds nothing beside the open door."""
    open_door(page, address)
    settle(page)
    assert_for_everybody(page, "the open door")
