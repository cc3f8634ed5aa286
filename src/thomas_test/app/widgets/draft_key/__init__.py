"""Keeps the key of a session's draft in the browser, and asks before a window with a person's work in it is left.

The tab's own storage has the key of this tab, which a reload brings back; the browser's has the newest of all tabs,
which a new tab is offered. Nothing but the key lies there.
"""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.app.widgets.component import component


@dataclass(frozen=True, kw_only=True)
class FoundKeys:
    """The keys that the browser had when the page was opened; empty where there was none."""

    tab: str
    newest: str


def draft_key(key: str, *, settled: bool, holds: bool, warns: bool) -> FoundKeys | None:
    """Tell the browser the key, and hear which it had.

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
