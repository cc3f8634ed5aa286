"""The book of people as the app uses it: None where nothing is kept, or where it must not be shown.

Libraries of databases are loaded only where a database may be there: the app asks before every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from thomas_test.app.loading import load
from thomas_test.app.server.reach import may_show_people
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.history.where import may_be_there

if TYPE_CHECKING:
    from thomas_test.history import Book


def book() -> Book | None:
    """The book of people, where it was switched on; None where it was not, or may not be shown here.

    Raises
    ------
    UsageError
        When its database is there and cannot be opened.
    """
    found = there()
    if found is None:
        return None
    from thomas_test.history.switch import is_on

    return found if is_on(found) else None


def there() -> Book | None:
    """The book of people, switched on or off; None where there is no database, or it may not be shown here."""
    if not may_show_people() or not may_be_there():
        return None
    load("thomas_test.history.switch")
    from thomas_test.history import default_url
    from thomas_test.history.switch import is_made

    url = default_url()
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


def own_repeatability() -> Repeatability:
    """What repeating the test may change here: the clinic's own where its database has one, else as published."""
    found = book_or_none()
    if found is None:
        return PUBLISHED
    from thomas_test.history import repeatability_of

    return repeatability_of(found)


def start_keeping() -> None:
    """Switch it on."""
    from thomas_test.history.switch import switch_on

    _opened.clear()
    switch_on()


def delete_all(found: Book) -> None:
    """Delete the database with all that is in it and beside it."""
    from thomas_test.history.switch import delete_everything

    _opened.clear()
    delete_everything(found)


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Book:
    """The book of one database, opened once for all sessions of this process."""
    from sqlalchemy.engine import make_url

    from thomas_test.history import Book, open_database

    opened = Book(open_database(make_url(url)))
    opened.drop_old_drafts()
    return opened
