"""Whether anything is kept from week to week: off until somebody switches it on, and off again with nothing lost.

On means that there is a database and that nobody has said "keep nothing new" in it. A server's database that a setting
names is there because somebody named it.
"""

from __future__ import annotations

from glob import escape
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL

from thomas_test.core.errors import UsageError
from thomas_test.history.book import Book
from thomas_test.history.database import default_url, files_of, open_database, pictures_folder, sqlite_file

_SETTING: Final = "keeping"
_OFF: Final = "off"


def is_made(url: URL | None = None) -> bool:
    """Whether there is a database at all; asking makes none."""
    path = sqlite_file(url or default_url())
    return path is None or path.is_file()


def is_on(book: Book) -> bool:
    """Whether what is examined may be kept in a database that is there."""
    return book.setting(_SETTING) != _OFF


def switch_on(url: URL | None = None) -> Book:
    """The book of people, from now on open for what is examined; its database is made where there is none.

    Raises
    ------
    UsageError
        When the database cannot be opened.
    """
    book = Book(open_database(url))
    book.set_setting(_SETTING, "on")
    return book


def switch_off(book: Book) -> None:
    """Keep nothing new; what is there stays until it is deleted."""
    book.set_setting(_SETTING, _OFF)


def delete_everything(book: Book) -> None:
    """Delete the database with all people, pictures, drafts and copies of before a change of its tables.

    Raises
    ------
    UsageError
        For a server's database, which is not ours to remove, and for files that cannot be removed.
    """
    path, pictures = sqlite_file(book.engine.url), pictures_folder(book.engine)
    if path is None or pictures is None:
        raise UsageError("expected a database that is a file, got a server's: remove it there")
    book.empty()  # overwritten first: a file that is only removed could be read from the disk afterwards
    book.engine.dispose()
    try:
        for file in (*_all_of(path), *(pictures.iterdir() if pictures.is_dir() else ())):
            file.unlink(missing_ok=True)
        if pictures.is_dir():
            pictures.rmdir()
    except OSError as error:
        raise UsageError(f"expected to delete {str(error.filename)!r}, got: {error.strerror}") from error


def where_words(url: URL | None = None) -> str:
    """Where it is kept: the file, or the server without its password."""
    url = url or default_url()
    path = sqlite_file(url)
    return url.render_as_string(hide_password=True) if path is None else str(path)


def copies_words(book: Book) -> str:
    """Which copies, made before an update changed the tables, may still hold whoever is deleted; empty without any."""
    path = sqlite_file(book.engine.url)
    names = [] if path is None else [f"{str(copy)!r}" for copy in _copies_of(path)]
    return (
        f"A copy of before an update may still hold what is deleted: remove {', '.join(names)} by hand."
        if names
        else ""
    )


def _all_of(path: Path) -> list[Path]:
    return [*files_of(path), *_copies_of(path)]


def _copies_of(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{escape(path.name)}.before-*"))
