"""What a session had open, kept so that a reload does not lose it: a key in the browser, the rest in our memory.

The key is drawn at random and is all that the browser keeps. Drafts lie in memory, and where people are kept the full
check in their database as well (`thomas_test.app.lasting_drafts`).
"""

from __future__ import annotations

import secrets
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

Contents = Mapping[str, object]
"""What a session keeps, by the names under which it does."""

DESK_KEY, CHECK_KEY, FOLDER_KEY, VIDEO_KEY, PHONE_KEY = "desk", "check-session", "folder-run", "video", "phone-door"
CAPTURES_KEY, RATING_KEY = "captures", "rating"
WORK_KEYS = (DESK_KEY, CHECK_KEY, FOLDER_KEY, VIDEO_KEY, PHONE_KEY, CAPTURES_KEY, RATING_KEY)
"""The names under which a session keeps what is worth bringing back."""


@runtime_checkable
class Workplace(Protocol):
    """What a page of the app has open."""

    @property
    def is_open(self) -> bool:
        """Whether there is anything in it."""

    @property
    def has_work(self) -> bool:
        """Whether a person's work is in it, which is not done again in no time."""


def new_key() -> str:
    """A key that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


MOST_DRAFTS = 8
"""Sessions whose work is kept at once; the one longest untouched goes first. Each holds its pictures in memory."""

KEPT_FOR_S = 12 * 3600.0
"""A working day: after that a draft is forgotten."""

ALONE_FOR_S = 3600.0
"""How long a draft stays whose window is closed: a lunch hour, in which a browser may put a window to sleep."""

_ALL: weakref.WeakSet[MemoryDrafts] = weakref.WeakSet()


def sweep_drafts() -> int:
    """How many drafts of this process were forgotten, because they are old or their windows were closed long ago."""
    return sum(drafts.sweep() for drafts in list(_ALL))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Draft:
    contents: Contents
    holder: str
    kept_at_s: float
    seen_at_s: float
    """When its window was last there."""


class MemoryDrafts:
    """Drafts in the memory of the app's own process: they end with it, and nothing is written anywhere.

    Parameters
    ----------
    is_there
        Whether a session still runs in some window: its draft belongs to that window, and no other gets it.
    most
        How many are kept.
    clock
        Seconds, running forward.
    """

    def __init__(
        self,
        is_there: Callable[[str], bool],
        *,
        most: int = MOST_DRAFTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_there, self._most, self._clock = is_there, most, clock
        self._drafts: dict[str, _Draft] = {}
        self._lock = threading.Lock()
        _ALL.add(self)

    def sweep(self) -> int:
        """How many drafts were forgotten; to be called every few seconds, for nobody tells when a window is closed."""
        with self._lock:
            before = len(self._drafts)
            self._let_old_ones_go()
            return before - len(self._drafts)

    def keep(self, key: str, contents: Contents, *, holder: str) -> None:
        """Keep what a session has open."""
        with self._lock:
            self._drafts.pop(key, None)
            self._drafts[key] = self._draft(contents, holder)
            self._let_old_ones_go()

    def knows(self, key: str) -> bool:
        """Whether anything is kept under a key, whoever has it open."""
        with self._lock:
            self._let_old_ones_go()
            return key in self._drafts

    def waits(self, key: str, *, holder: str) -> bool:
        """Whether something was kept under a key that no other window has open."""
        with self._lock:
            return self._free(key, holder) is not None

    def bring_back(self, key: str, *, holder: str) -> Contents | None:
        """What was kept under a key, unless another window has it open."""
        with self._lock:
            found = self._free(key, holder)
            if found is None:
                return None
            self._drafts[key] = self._draft(found.contents, holder)
            return found.contents

    def forget(self, key: str) -> None:
        """Forget what was kept under a key."""
        with self._lock:
            self._drafts.pop(key, None)

    def _free(self, key: str, holder: str) -> _Draft | None:
        self._let_old_ones_go()
        found = self._drafts.get(key)
        return None if found is None or (found.holder != holder and self._is_there(found.holder)) else found

    def _draft(self, contents: Contents, holder: str) -> _Draft:
        now_s = self._clock()
        return _Draft(contents=dict(contents), holder=holder, kept_at_s=now_s, seen_at_s=now_s)

    def _let_old_ones_go(self) -> None:
        now_s = self._clock()
        seen = {
            key: replace(draft, seen_at_s=now_s) if self._is_there(draft.holder) else draft
            for key, draft in self._drafts.items()
        }
        self._drafts = {
            key: draft
            for key, draft in seen.items()
            if now_s - draft.kept_at_s <= KEPT_FOR_S and now_s - draft.seen_at_s <= ALONE_FOR_S
        }
        while len(self._drafts) > self._most:
            del self._drafts[next(iter(self._drafts))]
