from pathlib import Path

import pytest

from support.examinations import make_examination
from thomas_test.core.errors import UsageError
from thomas_test.history import Book, open_database
from thomas_test.history.database import database_url
from thomas_test.history.switch import (
    copies_words,
    delete_everything,
    is_made,
    is_on,
    switch_off,
    switch_on,
    where_words,
)


def test_asking_makes_no_database(file: Path) -> None:
    """Off is the state of a machine on which nobody did anything."""
    assert not is_made(database_url(str(file)))
    assert not file.parent.exists()


def test_on_and_off_leave_what_is_there(file: Path) -> None:
    """Off keeps nothing new; it is the same book when it is switched on again."""
    book = switch_on(database_url(str(file)))
    assert is_made(database_url(str(file)))
    assert is_on(book)
    book.add_person("P-1")
    switch_off(book)
    assert not is_on(book)
    again = switch_on(database_url(str(file)))
    assert is_on(again)
    assert again.has("P-1")


def test_a_database_that_the_command_line_made_is_on(book: Book) -> None:
    """Whoever adds people there wants them kept."""
    assert is_on(book)


def test_deleting_everything_takes_every_file_along(file: Path) -> None:
    """Database, log of writes, pictures, and copies of before a change of the tables; nothing else in the folder."""
    book = switch_on(database_url(str(file)))
    book.add_person("P-1")
    book.keep("P-1", make_examination(), pictures=True)
    book.save_draft("key", b"draft")
    file.with_name(f"{file.name}.before-20260101T000000").write_bytes(b"older")
    mine = file.with_name("mine.txt")
    mine.write_text("stays")
    delete_everything(book)
    assert list(file.parent.iterdir()) == [mine]
    assert not is_made(database_url(str(file)))


def test_a_copy_is_found_whatever_the_database_is_called(tmp_path: Path) -> None:
    """Brackets in a name are letters here, and no pattern: else everybody would stay in the copy."""
    file = tmp_path / "kept" / "clinic [2026].sqlite"
    book = Book(open_database(database_url(str(file))))
    copy = file.with_name(f"{file.name}.before-20260101T000000")
    copy.write_bytes(b"older")
    assert repr(str(copy)) in copies_words(book)
    delete_everything(book)
    assert list(file.parent.iterdir()) == []


def test_a_servers_database_is_not_ours_to_remove(server_book: Book) -> None:
    """It says where that is done."""
    with pytest.raises(UsageError, match="remove it there"):
        delete_everything(server_book)


def test_emptying_takes_people_and_drafts_and_leaves_settings(book: Book) -> None:
    """A clinic's own limits outlive the people."""
    book.add_person("P-1")
    book.save_draft("key", b"draft")
    book.set_setting("mdc", "4")
    book.empty()
    assert book.people() == []
    assert book.draft("key") is None
    assert book.setting("mdc") == "4"


def test_where_says_no_password() -> None:
    """The file, or the server's address."""
    assert where_words(database_url("/a/b.sqlite")) == "/a/b.sqlite"
    assert "secret" not in where_words(database_url("postgresql+psycopg://ann:secret@db/clinic"))
