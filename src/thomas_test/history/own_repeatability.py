"""The clinic's own repeatability, kept once in its database: changes from week to week and new checks go by it."""

from __future__ import annotations

import json
from typing import Final

from thomas_test.core.repeatability import PUBLISHED, Repeatability, open_repeatability, repeatability_to_json
from thomas_test.history.book import Book

_SETTING: Final = "repeatability"


def repeatability_of(book: Book) -> Repeatability:
    """What repeating may change: the clinic's own where it was stored in this database, else as published.

    Whoever begins a check for a person of this database gives it to the examination, so that its report says the same.
    """
    stored = book.setting(_SETTING)
    return PUBLISHED if stored is None else open_repeatability(stored.encode())


def store_repeatability(book: Book, own: Repeatability | None) -> None:
    """Store the clinic's own, as ``thomas-test validate --repeat`` measures it; None goes back to the published."""
    if own is None:
        book.drop_setting(_SETTING)
    else:
        book.set_setting(_SETTING, json.dumps(repeatability_to_json(own), ensure_ascii=False))
