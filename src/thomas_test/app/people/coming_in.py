"""A person's file, or a saved check, taken into the book: shown first, then added."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.foreign import plain
from thomas_test.core.errors import ThomasTestError
from thomas_test.history import Book
from thomas_test.history.transfer import Incoming, look_into, take_in

_TURN = "people-taken-in"


def offer_to_take_in(book: Book) -> None:
    """Ask for a file, say what it would add, and add it when told so."""
    turn = st.session_state.setdefault(_TURN, 0)
    upload = st.file_uploader("A person's file, or a check that the app saved (JSON)", type=["json"], key=f"in-{turn}")
    if upload is None:
        return
    try:
        incoming = look_into(book, upload.getvalue())
        for line in preview(incoming):
            st.write(plain(line))
        pictures = st.checkbox("Keep the pictures in it, too", key=f"in-pictures-{turn}")
        if st.button("Add this", type="primary", key=f"in-add-{turn}"):
            take_in(book, incoming, pictures=pictures)
            st.session_state[_TURN] = turn + 1
            st.rerun()
    except ThomasTestError as error:
        st.html(trouble("That could not be done", str(error)))


def preview(incoming: Incoming) -> Iterator[str]:
    """What a file would add, line by line."""
    yield f"{incoming.code}: {'is here already' if incoming.known else 'would be added'}."
    days = ", ".join(one.day.isoformat() for one in incoming.examinations)
    yield f"Examinations that would be added: {days or 'none'}."
    if incoming.doubled:
        yield f"Here already, and left alone: {', '.join(day.isoformat() for day in incoming.doubled)}."
