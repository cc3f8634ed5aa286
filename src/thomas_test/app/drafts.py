"""What a session had open, kept so that a reload does not lose it: a key in the browser, the rest in our memory.

The key is drawn at random and is all that the browser keeps. Drafts lie in memory, and where people are kept the full
check in their database as well, so that it outlives the app's process.
"""

from __future__ import annotations

import secrets
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from thomas_test.app.loading import load
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.settings import Faces, Settings

if TYPE_CHECKING:
    from thomas_test.history import Book

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

_ALL: weakref.WeakSet[Drafts] = weakref.WeakSet()


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


class Drafts:
    """Drafts in the memory of the app's own process, and the full check in a database as well.

    Memory answers first: it has everything that a session has open, and ends with the process. The database has the
    full check alone, and answers for what no process of today knows.

    Parameters
    ----------
    is_there
        Whether a session still runs in some window: its draft belongs to that window, and no other gets it.
    book
        The database; None where nothing is kept.
    faces
        What becomes of faces in what is saved there.
    clock
        Seconds, running forward.
    """

    def __init__(
        self,
        is_there: Callable[[str], bool],
        book: Callable[[], Book | None],
        faces: Callable[[], Faces],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_there, self._book, self._faces, self._clock = is_there, book, faces, clock
        self._drafts: dict[str, _Draft] = {}
        self._written: dict[str, object] = {}
        self._lock = threading.RLock()
        _ALL.add(self)

    def sweep(self) -> int:
        """How many drafts were forgotten; to be called every few seconds, for nobody tells when a window is closed."""
        with self._lock:
            before = len(self._drafts)
            self._let_old_ones_go()
            return before - len(self._drafts)

    def keep(self, key: str, contents: Contents, *, holder: str) -> None:
        """Keep what a session has open; what is in the database is written anew only where it has changed."""
        self._remember(key, contents, holder)
        book = self._book()
        if book is not None:
            self._write(book, key, contents.get(CHECK_KEY))

    def waits(self, key: str, *, holder: str) -> bool:
        """Whether a session can have what was kept under a key: no other window has it open."""
        found = self._remembered(key)
        return self._stored(key) is not None if found is None else self._is_free(found, holder)

    def bring_back(self, key: str, *, holder: str) -> Contents | None:
        """What was kept under a key, unless another window has it open."""
        with self._lock:  # of two windows that ask at once one gets it
            found = self._remembered(key)
            if found is not None and self._is_free(found, holder):
                self._remember(key, found.contents, holder)
                return found.contents
        contents = self._check_stored(key) if found is None else None
        if contents is not None:
            self._remember(key, contents, holder)
        return contents

    def forget(self, key: str) -> None:
        """Forget what was kept under a key."""
        with self._lock:
            self._drafts.pop(key, None)
        book = self._book()
        if book is not None:
            self._drop(book, key)

    # in memory

    def _remember(self, key: str, contents: Contents, holder: str) -> None:
        now_s = self._clock()
        with self._lock:
            self._drafts.pop(key, None)
            self._drafts[key] = _Draft(contents=dict(contents), holder=holder, kept_at_s=now_s, seen_at_s=now_s)
            self._let_old_ones_go()

    def _remembered(self, key: str) -> _Draft | None:
        with self._lock:
            self._let_old_ones_go()
            return self._drafts.get(key)

    def _is_free(self, draft: _Draft, holder: str) -> bool:
        return draft.holder == holder or not self._is_there(draft.holder)

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
        while len(self._drafts) > MOST_DRAFTS:
            del self._drafts[next(iter(self._drafts))]

    # in the database

    def _write(self, book: Book, key: str, check: object) -> None:
        load("thomas_test.app.check.draft_file")
        from thomas_test.app.check.draft_file import draft_of, stamp_of
        from thomas_test.app.check.session import CheckSession

        if not isinstance(check, CheckSession) or not check.is_open:
            self._drop(book, key)
            return
        try:
            check.sync()  # a photo that was taken in a moment ago stands on the desk, and not in the check yet
            stamp = stamp_of(check, self._faces())
            if self._written.get(key) != stamp:
                book.save_draft(key, draft_of(check, self._faces()))
                self._written[key] = stamp
        except ThomasTestError:
            return  # a full disk ends no check: it goes on in memory

    def _check_stored(self, key: str) -> Contents | None:
        document = self._stored(key)
        if document is None:
            return None
        load("thomas_test.app.check.draft_file")
        from thomas_test.app.check.draft_file import session_of

        try:
            return {CHECK_KEY: session_of(document, Settings())}
        except ThomasTestError:
            return None  # of another version: what cannot be read is no reason to open with an error

    def _stored(self, key: str) -> bytes | None:
        book = self._book()
        try:
            document = book.draft(key) if book is not None and key else None
        except ThomasTestError:
            return None
        if document is not None:
            self._written.setdefault(key, None)  # it is there: to be dropped once it is forgotten
        return document

    def _drop(self, book: Book, key: str) -> None:
        if key in self._written:
            with suppress(ThomasTestError):  # as for writing; the next run tries again
                book.drop_draft(key)
                del self._written[key]
