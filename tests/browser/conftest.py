"""Browser tests: a served app, Debian's Chromium, and the proof that a page asks nobody but its own server.

``serve`` starts any Streamlit script and gives its address; ``page`` fails its test when the page reported an error
or tried to reach another machine.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from support.servers import Servers

ROOT = Path(__file__).parents[2]
APP_UNDER_TEST = ROOT / "tests" / "app" / "app_under_test.py"
CHROMIUM_FLAGS = (
    "--no-sandbox",  # tests run as root in a container
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_LOCAL = frozenset({"localhost", "127.0.0.1", ""})
_PATIENCE_MS = 60_000
"""How long a page may take: a busy machine with two cores is slow, and waiting costs nothing where it is not."""

DESKTOP: ViewportSize = {"width": 1280, "height": 900}

_BEGINS_WITH_NOTHING = """try {
  if (!sessionStorage.begun) localStorage.clear();
  sessionStorage.begun = "yes";
} catch { /* a page without an address has no storage */ }"""
"""Once for each tab, so that a reload finds what it left. As the tab opens: as one closes, its page still writes."""


def chromium_path() -> str:
    """The installed Chromium; without one, skip, or fail where CI promises it."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return found
    words = "no Chromium found: install it (Debian: apt install chromium) to run the browser tests"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start Chromium, with further flags if wanted; all are closed in the end."""
    path = chromium_path()
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        opened: list[Browser] = []

        def start(*flags: str) -> Browser:
            opened.append(playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, *flags]))
            return opened[-1]

        yield start
        for browser in opened:
            browser.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    """The Chromium that most tests share."""
    return launch()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Start a Streamlit script on a free port, with the repository's own configuration, and give its address."""
    servers = Servers(lambda: tmp_path_factory.mktemp("server"))
    yield servers
    servers.stop_all()


@pytest.fixture
def serve_once(serve: Servers) -> Callable[[Path], tuple[str, Callable[[], None]]]:
    """Start a script for one test, and give its address with the way to end it."""
    return lambda script: (serve(script), serve.stop_last)


@pytest.fixture(scope="session")
def app_address(serve: Servers) -> str:
    """The address of the whole app, reading with a table instead of networks."""
    return serve(APP_UNDER_TEST)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Windows in which all tests open their tabs, one for each set of options: what was loaded once is cached there."""
    opened: dict[str, BrowserContext] = {}

    def window(**options: Any) -> BrowserContext:
        name = repr(sorted(options.items()))
        if name not in opened:
            opened[name] = browser.new_context(reduced_motion="reduce", **options)
        return opened[name]

    yield window
    for context in opened.values():
        context.close()


@pytest.fixture
def new_page(windows: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a session of its own; errors and foreign requests fail the test when it ends.

    A page finds nothing that another one left in the browser, unless it is asked for with ``finds_drafts``. Size and
    light are the tab's own; with further options (a touch screen) it is a tab of another window.
    """
    opened: list[Page] = []
    trouble: list[str] = []

    def open_page(
        *,
        viewport: ViewportSize = DESKTOP,
        color_scheme: Literal["light", "dark"] = "light",
        finds_drafts: bool = False,
        **options: Any,
    ) -> Page:
        page = windows(**options).new_page()
        opened.append(page)
        watch(page, trouble)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        if not finds_drafts:
            page.add_init_script(_BEGINS_WITH_NOTHING)
        return page

    yield open_page
    for page in opened:
        page.close()
    assert not trouble


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open one page of desktop size."""
    return new_page()


def watch(page: Page, trouble: list[str]) -> None:
    """Note errors of the page, every request to another machine, and every answer that something is not there."""
    page.set_default_timeout(_PATIENCE_MS)
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on(
        "response",
        lambda answer: trouble.append(f"answered {answer.status}: {answer.url}") if answer.status >= 400 else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if urlsplit(request.url).hostname in _LOCAL or not request.url.startswith(("http", "ws"))
            else trouble.append(f"asked another machine: {request.url}")
        ),
    )
