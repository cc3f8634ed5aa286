"""The pose networks, loaded once for all sessions and used by one at a time.

A MediaPipe landmarker is not safe to share between threads, and every Streamlit session runs in its own: a lock
stands before it. Nothing of a picture stays here: what was read goes back to the session that asked.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from thomas_test.core.analysis import Analysis
from thomas_test.core.landmarks import Side
from thomas_test.core.memory import set_aside_what_is_loaded
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import Photo
from thomas_test.reader import Reader
from thomas_test.second_view import FrontAnalysis, OtherViews, analyse_front

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


class Engine:
    """Networks that several sessions share, one picture at a time.

    Parameters
    ----------
    reader
        Open; closed with the engine.
    notes
        What a user should know about it, such as that one network works alone.
    """

    def __init__(self, reader: Reader, *, notes: Sequence[str] = ()) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self.notes = tuple(notes)

    def read(self, photo: Photo, settings: Settings) -> Analysis:
        """Read one photo; another session's waits until this one is done. Raises ThomasTestError where that fails."""
        with self._lock:
            return self._reader.read(photo, settings)

    def read_front(self, photo: Photo, *, leg: Side, other_views: OtherViews) -> FrontAnalysis:
        """Read one photo from beyond the feet, as `read` does."""
        with self._lock:
            return analyse_front(photo, self._reader.estimators, leg=leg, other_views=other_views)

    def close(self) -> None:
        """Free the networks once nobody reads with them."""
        with self._lock:
            self._reader.close()


@st.cache_resource(show_spinner=False, on_release=Engine.close)
def shared_engine(effort: Effort) -> Engine:
    """The networks of an effort, loaded at the first call of any session.

    Raises
    ------
    ModelError
        When they cannot be had; the message says what to do.
    """
    notes: list[str] = []
    reader = Reader(effort=effort, keeps_pictures=False).find(notice=notes.append).open()
    set_aside_what_is_loaded()
    return Engine(reader, notes=notes)


def reading_bar(words: str) -> DeltaGenerator:
    """Show how far the reading is, wherever the page was scrolled to: a bar at the foot, empty, with these words.

    Call its ``progress`` as the reading goes on and its ``empty`` at the end. A page has one: what stands above it
    would hide it on a phone. style.css puts it, and every spinner, at the foot.
    """
    with st.container(key="reading"):
        return st.progress(0.0, words)
