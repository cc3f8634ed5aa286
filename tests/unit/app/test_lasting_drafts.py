"""Drafts that outlive the process: the full check comes back from the database, and goes from it when forgotten."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from support.examinations import make_examination
from thomas_test.app.check.session import CheckSession, new_session, opened_session
from thomas_test.app.drafts import CHECK_KEY, Drafts
from thomas_test.check import steps
from thomas_test.check.steps import Step
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.settings import Faces, Settings
from thomas_test.history import Book, open_database
from thomas_test.history.database import database_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is made."""
    return tmp_path / "kept" / "history.sqlite"


@pytest.fixture
def book(file: Path) -> Book:
    """A database."""
    return Book(open_database(database_url(str(file))))


def process(book: Book | None) -> Drafts:
    """The drafts of a process that has just started."""
    return Drafts(lambda _: False, lambda: book, lambda: Faces.BLUR)


def on_its_way() -> CheckSession:
    """A check with photos of both legs, at the re-test."""
    session = opened_session(make_examination(), Settings())
    session.check = steps.go_back(session.check)
    session.kept = ("P-1", "0" * 32)
    return session


def test_the_check_comes_back_in_another_process(book: Book) -> None:
    """At its step, with its numbers, its statements, its pictures as they may be kept, and whose it is."""
    kept = on_its_way()
    process(book).keep("key", {CHECK_KEY: kept}, holder="a")
    after = process(book)
    assert after.waits("key", holder="b")
    contents = after.bring_back("key", holder="b")
    assert contents is not None
    found = contents[CHECK_KEY]
    assert isinstance(found, CheckSession)
    assert found.check.step is Step.RETEST
    assert found.kept == ("P-1", "0" * 32)
    for side in Side:
        before, now = kept.check.examination.legs[side], found.check.examination.legs[side]
        assert (now.pelvis, now.feelings) == (before.pelvis, before.feelings)
        assert len(found.trials[side]) == len(kept.trials[side])
        assert all(trial.picture for trial in now.trials)


def test_what_is_unchanged_is_not_written_again(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of the page without an answer costs the disk nothing; an answer is written at once."""
    drafts, session, written = process(book), on_its_way(), []
    known = book.save_draft
    monkeypatch.setattr(book, "save_draft", lambda key, document: (written.append(key), known(key, document)))
    for _ in range(3):
        drafts.keep("key", {CHECK_KEY: session}, holder="a")
    assert written == ["key"]
    session.check = steps.go_on(session.check)
    drafts.keep("key", {CHECK_KEY: session}, holder="a")
    assert written == ["key", "key"]


def test_a_check_that_has_not_begun_is_not_written(book: Book) -> None:
    """Nor anything of the other pages: pictures as they came lie in memory alone."""
    from datetime import date

    process(book).keep("key", {CHECK_KEY: new_session(today=date(2026, 1, 1)), "desk": object()}, holder="a")
    assert book.draft("key") is None


def test_what_is_forgotten_is_gone_from_the_files(book: Book, file: Path) -> None:
    """Given up here, or in a process of before and offered here."""
    drafts = process(book)
    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    after = process(book)
    assert after.waits("key", holder="b")
    after.forget("key")
    assert book.draft("key") is None
    assert b"R. Marsh" not in b"".join(path.read_bytes() for path in file.parent.rglob("*") if path.is_file())


def test_a_new_check_takes_the_old_ones_place(book: Book) -> None:
    """Begun anew in the same window: there is nothing to come back to until it is under way."""
    from datetime import date

    drafts = process(book)
    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    drafts.keep("key", {CHECK_KEY: new_session(today=date(2026, 1, 1))}, holder="a")
    assert book.draft("key") is None


def test_with_a_person_their_check_on_its_way_is_deleted(book: Book) -> None:
    """And nobody else's."""
    book.add_person("P-07")  # whom make_examination names
    drafts = process(book)
    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    other = on_its_way()
    other.check = steps.go_on(other.check)
    other.describe(person="P-071", examiner="", day=other.check.examination.day, first_leg=Side.LEFT)
    drafts.keep("other", {CHECK_KEY: other}, holder="b")
    book.delete_person("P-07")
    assert book.draft("key") is None
    assert book.draft("other") is not None


def test_a_photo_that_was_taken_in_a_moment_ago_is_kept(book: Book) -> None:
    """It stands on the desk, and the page has not run since."""
    session = on_its_way()
    first = session.desk.cases[session.trials[Side.LEFT][0]]
    session.add(Side.LEFT, replace(first, ident="new"))
    process(book).keep("key", {CHECK_KEY: session}, holder="a")
    contents = process(book).bring_back("key", holder="b")
    assert contents is not None
    assert len(contents[CHECK_KEY].trials[Side.LEFT]) == 4


@pytest.mark.parametrize("document", [b"", b"{}", b'{"schema": "thomas-test.draft", "schema_version": 9}'])
def test_a_draft_that_cannot_be_read_is_no_error(book: Book, document: bytes) -> None:
    """Damaged, or of a newer version: the app opens with nothing."""
    book.save_draft("key", document)
    assert process(book).bring_back("key", holder="a") is None


def test_a_full_disk_ends_no_check(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on in memory, and is written as soon as there is room."""
    drafts, known = process(book), book.save_draft

    def full(_key: str, _document: bytes) -> None:
        raise UsageError("expected the database to take this, got: disk full")

    monkeypatch.setattr(book, "save_draft", full)
    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    assert drafts.waits("key", holder="b")
    monkeypatch.setattr(book, "save_draft", known)
    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    assert book.draft("key") is not None


def test_a_check_is_given_up_on_a_full_disk_too(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page ends over it, and the draft goes as soon as there is room."""
    drafts, known = process(book), book.drop_draft

    def full(_key: str) -> None:
        raise UsageError("expected the database to take this, got: disk full")

    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    monkeypatch.setattr(book, "drop_draft", full)
    drafts.keep("key", {}, holder="a")
    drafts.forget("key")
    assert book.draft("key") is not None
    monkeypatch.setattr(book, "drop_draft", known)
    drafts.forget("key")
    assert book.draft("key") is None


def test_without_a_database_memory_alone_keeps(file: Path) -> None:
    """Switched off nothing is written."""
    drafts = process(None)
    drafts.keep("key", {CHECK_KEY: on_its_way()}, holder="a")
    assert drafts.waits("key", holder="b")
    drafts.forget("key")
    assert not drafts.waits("key", holder="b")
    assert not file.exists()


_WRITER = """
import sys
from thomas_test.history import Book, open_database
from thomas_test.history.database import database_url
book = Book(open_database(database_url(sys.argv[1])))
number = 0
while True:
    number += 1
    book.save_draft("key", (b"%09d" % number) * 20_000)
    print(number, flush=True)
"""


def test_killed_at_any_moment_the_last_answer_that_was_kept_is_there(file: Path) -> None:
    """SIGKILL in the midst of writes, ten times: whole, and never older than what had been said to be kept."""
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(file)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.25))
            writer.send_signal(signal.SIGKILL)
            said = [int(line) for line in writer.stdout.read().split()]
        document = Book(open_database(database_url(str(file)))).draft("key")
        assert document is not None
        number = document[:9]
        assert document == number * 20_000, f"seed {seed}"
        assert int(number) >= max(said, default=1), f"seed {seed}"
