"""Any two days of a person side by side: the same crop and level, and whether they differ by a change."""

from __future__ import annotations

import streamlit as st

from thomas_test.app.widgets.beside_view import Compared, show_beside
from thomas_test.check.differences import Occasion
from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.check.report.leg import trial_to_show
from thomas_test.check.summary import summarise
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, Course, ExaminationEntry, repeatability_of
from thomas_test.history.curve import between_words

_CHOICES: tuple[Side | Occasion, ...] = (*Side, Occasion.LEGS)
"""A leg on both days, or both legs on the second."""


def show_side_by_side(book: Book, entries: list[ExaminationEntry], courses: dict[Quantity, Course]) -> None:
    """Ask for two days and a leg, and show both."""
    if len(entries) < 2:
        return
    st.subheader("Two days side by side", anchor=False)
    with st.container(horizontal=True):
        first = st.selectbox("First day", entries, index=0, format_func=_day_of, key="first-day")
        second = st.selectbox("Second day", entries, index=len(entries) - 1, format_func=_day_of, key="second-day")
        side: Side | Occasion = st.radio("Leg", _CHOICES, format_func=_leg_words, horizontal=True, key="beside-leg")
    if not isinstance(side, Side):
        _show_legs(book, second)
        return
    if first.ident == second.ident:
        st.write("Choose two different examinations.")
        return
    compared = [_compared(book, entry, side) for entry in (first, second)]
    earlier, later = compared
    if later is None or earlier is None:
        st.write(f"The {side} leg was not measured on both of these days.")
        return
    show_beside(earlier, later, Occasion.ANOTHER_DAY, repeatability=repeatability_of(book))
    for course in courses.values():
        words = between_words(course, side, first.ident, second.ident)
        if words:
            st.write(words)


def _leg_words(side: Side | Occasion) -> str:
    return side.value if isinstance(side, Side) else "both, on the second day"


def _show_legs(book: Book, entry: ExaminationEntry) -> None:
    """Show the two legs of one day, the lines of both on each."""
    left, right = (_compared(book, entry, side, title=f"{side.capitalize()} leg") for side in Side)
    if left is None or right is None:
        st.write("Only one leg was measured on that day.")
        return
    show_beside(left, right, Occasion.LEGS, repeatability=repeatability_of(book))


def _day_of(entry: ExaminationEntry) -> str:
    return entry.day.isoformat()


def _compared(book: Book, entry: ExaminationEntry, side: Side, *, title: str = "") -> Compared | None:
    """The photo of a leg that stands for its trials on that day; None where it was not measured."""
    examination = book.examination(entry.ident)
    summary = summarise(examination, side)
    if summary is None:
        return None
    trial = trial_to_show(examination.legs[side], summary)
    return Compared(title=title or entry.day.isoformat(), analysis=trial.analysis, picture=trial.picture)
