"""What was chosen to be done: a tick and a date, under the curve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

import streamlit as st

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.app.widgets.cards import notes, trouble
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.drawings import show_drawing
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.report import examination_handout
from thomas_test.core.errors import UsageError
from thomas_test.history import Book, ExaminationEntry, PlanEntry
from thomas_test.history.last_time import letterhead_of
from thomas_test.history.plans import choosable, persists, plan_words, planned, title_of


def show_plans(book: Book, code: str, entries: list[ExaminationEntry]) -> None:
    """Show what was chosen, take ticks, and offer what suits the latest examination."""
    st.subheader("What is done about it", anchor=False)
    today, plans = dt.date.today(), book.plans(code)
    seen = max(today, entries[-1].day)
    for plan in plans:  # one that begins later, too: it is not offered any more, and may be ended
        _show_plan(book, plan, seen, today)
    if not plans:
        st.write("Nothing was chosen yet.")
    _offer_handout(book, code, entries[-1], plans)
    show_patience(plans, seen)
    with st.expander("Choose something to do", icon=":material/add_task:"):
        _choose(book, code, entries[-1], plans, seen)


def _offer_handout(book: Book, code: str, last: ExaminationEntry, plans: list[PlanEntry]) -> None:
    """Offer the hand-out of what is on its way; nothing where nothing is."""
    examination = book.examination(last.ident)
    exercises = planned(examination, plans, max(dt.date.today(), last.day))
    if not exercises or examination.stop is not None:
        return
    offer_file(
        "Hand-out for the person",
        file_name(replace(examination, person=code), Kind.PATIENT, "pdf"),
        lambda: examination_handout(examination, exercises, letterhead=letterhead_of(book)),
        icon="person",
        key="plans-handout",
    )


def show_patience(plans: Iterable[PlanEntry], day: dt.date) -> None:
    """Show what to do if it persists, once the weeks that a plan named have passed."""
    patience = persists(plans, day)
    if patience is None:
        return
    with st.container(border=True, key="persists"):
        st.write(f"**{patience.title}**")
        show_drawing(DRAWINGS[Measure.PERSISTS])
        for _, sentences in patience.parts:
            st.write(" ".join(plain(str(sentence)) for sentence in sentences))


def _show_plan(book: Book, plan: PlanEntry, seen: dt.date, today: dt.date) -> None:
    with st.container(border=True, key=f"plan-{plan.ident}"):
        st.write(f"**{plain(title_of(plan.measure))}**")
        st.html(notes((plan_words(plan, seen),)))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input("Day", max(today, plan.since), key=f"day-{plan.ident}", width=180)
            done = day in plan.days
            label, icon = ("Not done after all", ":material/undo:") if done else ("Done", ":material/check:")
            if st.button(label, icon=icon, key=f"tick-{plan.ident}", disabled=plan.since > seen):
                (book.untick if done else book.tick)(plan.ident, day)
                st.rerun()
            _offer_end(book, plan, day, seen)


def _offer_end(book: Book, plan: PlanEntry, day: dt.date, seen: dt.date) -> None:
    """Let a plan be ended from the chosen day on, and go on after all; nothing once its weeks are over."""
    if plan.weeks_over <= seen:
        return
    if plan.ended is not None:
        if st.button("Goes on after all", icon=":material/undo:", key=f"end-{plan.ident}"):
            _note(lambda: book.end(plan.ident, None))
    elif st.button("No longer done from this day", icon=":material/stop_circle:", key=f"end-{plan.ident}"):
        _note(lambda: book.end(plan.ident, day))


def _note(change: Callable[[], None]) -> None:
    """Note something of a plan and show it, or say why not."""
    try:
        change()
    except UsageError as error:
        st.html(trouble("Not noted", str(error)))
    else:
        st.rerun()


def _choose(book: Book, code: str, last: ExaminationEntry, plans: list[PlanEntry], seen: dt.date) -> None:
    examination = book.examination(last.ident)
    if examination.stop is not None:
        st.write("The latest check was stopped: nothing is suggested after it.")
        return
    offered = choosable(examination, plans, seen)
    if not offered:
        st.write("The latest examination suggests nothing that is not chosen already.")
        return
    chosen = st.selectbox("What", offered, format_func=lambda one: one.suggestion.title)
    show_drawing(DRAWINGS[chosen.measure])
    ended = [plan.ended for plan in plans if plan.measure == chosen.measure.value and plan.ended is not None]
    with st.form("choose-plan", border=False):
        with st.container(horizontal=True):
            since = st.date_input("Since", max([last.day, *ended]))
            times = st.number_input("Times a week", 1, 21, 3)
            weeks = st.number_input("For how many weeks, before one looks again", 1, 104, 6)
        if st.form_submit_button("Choose this", type="primary"):
            book.choose(code, chosen.measure.value, since=since, times_a_week=times, weeks=weeks)
            st.rerun()
