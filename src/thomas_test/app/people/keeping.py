"""A check's result kept for a person: offered at its end, where keeping was switched on."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.app.check.session import CheckSession
from thomas_test.app.people.place import book_or_none
from thomas_test.app.people.plans import show_patience
from thomas_test.app.widgets.cards import notes, trouble
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.record import Examination
from thomas_test.check.report import examination_pdf
from thomas_test.check.report.letterhead import Earlier
from thomas_test.core.errors import ThomasTestError
from thomas_test.history import Book
from thomas_test.history.book import checked_code
from thomas_test.history.last_time import earlier_of, letterhead_of
from thomas_test.history.plans import choose_all
from thomas_test.history.progress import as_repeated_here
from thomas_test.history.tables import LONGEST_CODE
from thomas_test.history.transfer import kept_before

_MOST = 50

_GIVEN_AWAY_KEY, _TURN_KEY = "keep-given-away", "keep-turn"
"""The code that was offered as nobody's and was somebody's when it was taken, and how often that was."""


def offer_to_keep(session: CheckSession, examination: Examination) -> None:
    """Offer to keep a finished check for a person, or its correction as a new version; nothing where it is off."""
    found = book_or_none()
    if found is None:
        return
    try:
        if session.kept is not None and not found.has_examination(session.kept[1]):
            session.kept = None  # deleted meanwhile, such as one that was kept for somebody else by mistake
        code = session.kept[0] if session.kept is not None else examination.person
        if code and found.has(code):
            _show_last_time(found, code, examination)
        st.header("Keep it from week to week", anchor=False)
        if session.kept is None:
            _keep(found, session, examination)
        else:
            _keep_again(found, examination, *session.kept)
    except ThomasTestError as error:
        st.html(trouble("That could not be done", str(error)))


def _show_last_time(book: Book, code: str, examination: Examination) -> None:
    """Show what was found and planned before this examination; nothing where it is the first."""
    earlier = earlier_of(book, code, examination)
    if earlier is None:
        return
    st.header(f"Since {earlier.day.isoformat()}", anchor=False)
    st.write(f"**{earlier.summary}**")
    st.html(_earlier_table(earlier))
    for plan in earlier.plans:
        st.html(notes((f"Planned: {plan}",)))
    show_patience(book.plans(code), examination.day)
    told = as_repeated_here(book, examination)
    report = partial(examination_pdf, told, letterhead=letterhead_of(book), earlier=earlier)
    name = file_name(examination, Kind.FULL, "pdf")
    offer_file("Report with the last time", name, report, key="report-last-time")


def _earlier_table(earlier: Earlier) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in (earlier.day.isoformat(), "Today", "Difference"))
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th><td>{escape(row.before)}</td>'
        f"<td><strong>{escape(row.today)}</strong></td>"
        f'<td class="tt-difference{" tt-apart" if row.is_change else ""}">{escape(row.change)}</td></tr>'
        for row in earlier.rows
    )
    return f'<table class="tt-beside"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def _keep(found: Book, session: CheckSession, examination: Examination) -> None:
    state, turn = st.session_state, st.session_state.get(_TURN_KEY, 0)
    if given_away := state.pop(_GIVEN_AWAY_KEY, ""):
        words = (
            f"{given_away} was given to somebody in another window meanwhile. Look at the code below, and keep it then."
        )
        st.html(trouble("Nothing was kept yet", words))
    codes = [person.code for person in found.people(most=_MOST)]
    typed = examination.person[:LONGEST_CODE].strip()
    first = typed or found.suggested_code()
    with st.form("keep", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            "For whom (a code that is new adds the person)",
            list(dict.fromkeys((first, *codes))),
            accept_new_options=True,
            key=f"keep-for-{turn}",
        )
        pictures = st.checkbox("Keep the pictures, too", key="keep-pictures")
        kept = st.form_submit_button("Keep this check", type="primary", icon=":material/bookmark_add:")
    plan = " What is ticked to take home becomes the plan." if session.chosen else ""
    st.caption(
        f"Under the day of the check, {examination.day.isoformat()}. In the record the code stands for any name.{plan}"
    )
    if kept:
        code = checked_code(code or "")
        if code in session.offered and found.has(code):
            # two windows are offered the same next code: one person's check must not join another's history
            session.offered.clear()
            state[_GIVEN_AWAY_KEY], state[_TURN_KEY] = code, turn + 1
            st.rerun()
        if not found.has(code):
            found.add_person(code)
            session.offered.discard(code)  # by now it is this person's own, whatever becomes of the check
        # a saved check that was opened and kept again is no second examination
        ident = kept_before(found, code, examination)
        if pictures or not ident:
            why = "kept again, with pictures" if ident else "examined"
            ident = found.keep(code, examination, ident=ident, why=why, pictures=pictures)
        session.kept = (code, ident)
        choose_all(found, code, examination, session.chosen)
        st.rerun()
    if not found.has(first):
        session.offered.add(first)


def _keep_again(found: Book, examination: Examination, code: str, ident: str) -> None:
    versions = found.versions(ident)
    st.write(f"Kept for {plain(code)} under {versions[-1].day.isoformat()}, version {versions[-1].version}.")
    with st.expander("Keep a correction as a new version"), st.form("keep-again", border=False):
        why = st.text_input("What was corrected", max_chars=200)
        # a correction alone takes no picture away
        had = versions[-1].has_pictures
        pictures = st.checkbox("Keep the pictures, too", had, key=f"keep-pictures-again-{ident}-{had}")
        if st.form_submit_button("Keep as a new version"):
            found.keep(code, examination, why=why or "corrected", ident=ident, pictures=pictures)
            st.rerun()
