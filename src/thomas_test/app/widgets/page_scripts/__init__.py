"""What every page needs of the browser beside what Streamlit gives: scripts that watch the page and show nothing."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.app.widgets.component import component

_CLOSED = {
    "title": "The app was closed",
    "here": "The app runs on this machine, and it was ended, or the machine was busy or asleep. Nothing is wrong with "
    "the internet, and none is needed. Start it again in a terminal:",
    "elsewhere": "The app runs on another machine of this network, and it no longer answers: it was ended, or the way "
    "there is broken. Ask whoever started it. There it is started with:",
    "then": "This page then goes on by itself. What was not saved has to be done again if the app was ended.",
    "command": "thomas-test app",
}


def phone_menu() -> None:
    """Close the menu of a narrow window once a page was chosen in it: Streamlit leaves it open, on top of that page."""
    component(__package__, "phone_menu")(key="phone-menu", height=1)


def closed_notice() -> None:
    """Say in our words that the app was closed: Streamlit would ask about the internet, which it does not need."""
    component(__package__, "closed_notice")(key="closed-notice", data=_CLOSED, height=1)


def mended_markup() -> None:
    """Mend what Streamlit's page gets wrong and has no option for: a role, and our colours when light turns dark."""
    # the run that follows is all that is wanted: it asks the browser for its theme
    component(__package__, "mended_markup")(key="mended-markup", height=1, on_dark_change=lambda: None)


def last_word() -> None:
    """Let a link to another page wait for what was entered just before: Streamlit loses one of the two."""
    component(__package__, "last_word")(key="last-word", height=1)


def from_the_top(step: str) -> None:
    """Bring the window to the top whenever another step stands on the page: Streamlit leaves it at the last button.

    Parameters
    ----------
    step
        Names what stands on the page.
    """
    component(__package__, "from_the_top")(key="from-the-top", data={"step": step}, height=1)


def saved_at_once(ident: str) -> None:
    """Press the button in the container ``saved-IDENT``, once: a file that was just made needs no second press.

    Parameters
    ----------
    ident
        Names the file that was made.
    """
    component(__package__, "saved_at_once")(key=f"press-saved-{ident}", data={"ident": ident}, height=1)


@dataclass(frozen=True, kw_only=True)
class FoundKeys:
    """The keys that the browser had when the page was opened; empty where there was none."""

    tab: str
    newest: str


def draft_key(key: str, *, settled: bool, holds: bool, warns: bool) -> FoundKeys | None:
    """Tell the browser the key, and hear which it had; where the window holds work it asks before it is left.

    The tab's own storage has the key of this tab, which a reload brings back; the browser's has the newest of all tabs,
    which a new tab is offered. Nothing but the key lies there.

    Parameters
    ----------
    key
        Of this session's draft.
    settled
        Whether it is the key to keep: before that, the browser only tells what it has.
    holds
        Whether anything is kept under it.
    warns
        Whether leaving the window asks first.

    Returns
    -------
    FoundKeys or None
        None until the browser has answered.
    """
    data = {"key": key, "settled": settled, "holds": holds, "warns": warns}
    answer = component(__package__, "draft_key")(key="draft-key", data=data, on_found_change=lambda: None, height=1)
    found = answer.get("found")
    if not isinstance(found, dict) or (found.get("asked") != key and not settled):
        return None  # an answer to a session of before: the page stayed, and the app was started anew
    return FoundKeys(tab=str(found.get("tab") or ""), newest=str(found.get("newest") or ""))
