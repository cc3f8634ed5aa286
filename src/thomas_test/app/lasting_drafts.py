"""Drafts that outlive the app's process, where people are kept: the full check, in the same database.

Memory answers first: it has everything that a session has open. The database has the full check alone, and answers for
what no process of today knows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from thomas_test.app.drafts import CHECK_KEY, Contents, MemoryDrafts
from thomas_test.app.loading import load
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.settings import Faces, Settings

if TYPE_CHECKING:
    from thomas_test.history import Book


class LastingDrafts:
    """Drafts in memory, and the full check in the database as well.

    Parameters
    ----------
    memory
        Where a session's whole work lies as long as the process runs.
    book
        The database; None where nothing is kept.
    faces
        What becomes of faces in what is saved.
    """

    def __init__(self, memory: MemoryDrafts, book: Callable[[], Book | None], faces: Callable[[], Faces]) -> None:
        self._memory, self._book, self._faces = memory, book, faces
        self._written: dict[str, object] = {}

    def keep(self, key: str, contents: Contents, *, holder: str) -> None:
        """Keep what a session has open; what is in the database is written anew only where it has changed."""
        self._memory.keep(key, contents, holder=holder)
        check, book = contents.get(CHECK_KEY), self._book()
        if book is None:
            return
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

    def waits(self, key: str, *, holder: str) -> bool:
        """Whether a session can have what was kept under a key."""
        if self._memory.knows(key):
            return self._memory.waits(key, holder=holder)
        return self._stored(key) is not None

    def bring_back(self, key: str, *, holder: str) -> Contents | None:
        """What was kept under a key, unless another window has it open."""
        if self._memory.knows(key):
            return self._memory.bring_back(key, holder=holder)
        document = self._stored(key)
        if document is None:
            return None
        load("thomas_test.app.check.draft_file")
        from thomas_test.app.check.draft_file import session_of

        try:
            contents = {CHECK_KEY: session_of(document, Settings())}
        except ThomasTestError:
            return None  # of another version: what cannot be read is no reason to open with an error
        self._memory.keep(key, contents, holder=holder)
        return contents

    def forget(self, key: str) -> None:
        """Forget what was kept under a key."""
        self._memory.forget(key)
        book = self._book()
        if book is not None:
            self._drop(book, key)

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
            book.drop_draft(key)
            del self._written[key]
