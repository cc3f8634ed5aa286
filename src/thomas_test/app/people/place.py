"""The book of people as the app uses it: None where nothing is kept, or where it must not be shown."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.engine import make_url

from thomas_test.app.server.reach import may_show_people
from thomas_test.core.errors import ThomasTestError
from thomas_test.history import Book, default_url, open_database
from thomas_test.history.switch import delete_everything, is_made, is_on, switch_on


def book() -> Book | None:
    """The book of people, where it was switched on; None where it was not, or may not be shown here.

    Raises
    ------
    UsageError
        When its database is there and cannot be opened.
    """
    found = there()
    return found if found is not None and is_on(found) else None


def there() -> Book | None:
    """The book of people, switched on or off; None where there is no database, or it may not be shown here."""
    url = default_url()
    if not may_show_people():
        return None
    if not is_made(url):
        _opened.clear()
        return None
    return _opened(url.render_as_string(hide_password=False))


def book_or_none() -> Book | None:
    """The book of people for what goes on without one; None where it cannot be opened, too: its page says why."""
    try:
        return book()
    except ThomasTestError:
        return None


def start_keeping() -> None:
    """Switch it on."""
    _opened.clear()
    switch_on(default_url())


def delete_all(found: Book) -> None:
    """Delete the database with all that is in it and beside it."""
    _opened.clear()
    delete_everything(found)


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Book:
    """The book of one database, opened once for all sessions of this process."""
    return Book(open_database(make_url(url)))
