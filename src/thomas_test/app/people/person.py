"""One person's history: both legs over time, what was done, two days side by side, and the files to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

import streamlit as st

from thomas_test.app.check.session import begun_session, check_session, opened_session, put_session
from thomas_test.app.desk import desk
from thomas_test.app.navigation import go_to
from thomas_test.app.people.plans import show_plans
from thomas_test.app.widgets.beside_view import Compared, show_beside
from thomas_test.app.widgets.cards import notes
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.differences import Occasion
from thomas_test.check.meaning.reference_bands import Quantity
from thomas_test.check.report import examination_pdf
from thomas_test.check.report.leg import trial_to_show
from thomas_test.check.summary import summarise
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, Course, ExaminationEntry, Person, PlanEntry, course_of, repeatability_of
from thomas_test.history.curve import (
    between_words,
    course_rows,
    curve_png,
    curve_svg,
    plan_rows,
    plan_sentences,
    sentences,
)
from thomas_test.history.last_time import earlier_of, letterhead_of
from thomas_test.history.progress import as_repeated_here
from thomas_test.history.switch import copies_words
from thomas_test.history.transfer import export_person, export_table

SHOWN = "people-shown"
"""Under which the session has the code of the person shown."""

_TITLES = {Quantity.THIGH: "Thigh", Quantity.KNEE: "Knee"}


def person_view(book: Book, code: str) -> None:
    """Show one person."""
    st.button("All people", icon=":material/arrow_back:", on_click=leave_person, key="all-people")
    person = book.person(code)
    st.header(plain(person.code), anchor=False)
    st.html(notes((_about(person),)))
    _offer_new_check(person)
    entries = book.examinations(code)
    if entries:
        courses = course_of(book, code)
        _show_course(courses, book.plans(code), code)
        show_plans(book, code, entries)
        _show_side_by_side(book, entries, courses)
        _list_examinations(book, code, entries)
    _offer_files(book, person)
    _offer_to_delete(book, person)


def leave_person() -> None:
    """Show nobody any more, and let go of what was drawn of them."""
    st.session_state.pop(SHOWN, None)
    desk().forget(SHOWN)


def _about(person: Person) -> str:
    born = "" if person.year_of_birth is None else f"born {person.year_of_birth}"
    count = "1 examination" if person.examinations == 1 else f"{person.examinations} examinations"
    return ", ".join(filter(None, (born, person.sex, count if person.examinations else "not examined yet")))


def _offer_new_check(person: Person) -> None:
    if not check_session().has_work:
        if st.button("New check for this person", icon=":material/checklist:", type="primary"):
            _begin_check(person)
        return
    with st.popover("New check for this person", icon=":material/checklist:"):
        st.write("A check is open. It is forgotten when a new one begins, unless you have kept or saved it.")
        if st.button("Forget it and begin", type="primary", key="begin-anyway"):
            _begin_check(person)


def _begin_check(person: Person) -> None:
    session = begun_session()
    session.describe(person=person.code)
    put_session(session)
    go_to("check")


def _show_course(courses: dict[Quantity, Course], plans: list[PlanEntry], code: str) -> None:
    st.subheader("Over time", anchor=False)
    quantity = st.radio("Which angle", tuple(courses), format_func=_TITLES.__getitem__, horizontal=True, key="curve-of")
    course, preset = courses[quantity], current_settings().preset
    told, planned = sentences(course), plan_sentences(plans, dt.date.today())
    if not told:
        st.write("This angle was not measured yet.")
        return
    dark = st.context.theme.type == "dark"
    # the server does not know how wide a window is: both are there, and the style sheet shows the one that fits
    for form in ("wide", "narrow"):
        with st.container(key=f"person-curve-{form}"):
            curve = partial(curve_svg, course, preset, plans=plans, dark=dark, narrow=form == "narrow")
            drawn = desk().made(f"curve-{form}", (course, preset, plans, dark), curve, of=SHOWN)
            st.image(drawn.decode(), width="stretch", alt=" ".join((*told, *planned)))
    for sentence in told:
        st.write(plain(sentence))
    with st.expander("The same as a table"):
        _table(("Day", "Leg", "Angle", "95 % interval"), course_rows(course))
        if plans:
            _table(("What was done", "Since", "To", "Times a week", "Days done"), plan_rows(plans))
    with st.container(horizontal=True):
        for ending, draw in (("svg", curve_svg), ("png", curve_png)):
            name = f"{_file_stem(code)}-{_TITLES[quantity].lower()}.{ending}"
            offer_file(f"Curve as {ending.upper()}", name, partial(draw, course, preset, plans=plans))


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    st.table({name: [plain(row[place]) for row in rows] for place, name in enumerate(columns)}, hide_index=True)


_LEGS: tuple[Side | Occasion, ...] = (*Side, Occasion.LEGS)
"""A leg on both days, or both legs on the second."""


def _show_side_by_side(book: Book, entries: list[ExaminationEntry], courses: dict[Quantity, Course]) -> None:
    """Ask for two days and a leg, and show both."""
    if len(entries) < 2:
        return
    st.subheader("Two days side by side", anchor=False)
    with st.container(horizontal=True):
        first = st.selectbox("First day", entries, index=0, format_func=_day_of, key="first-day")
        second = st.selectbox("Second day", entries, index=len(entries) - 1, format_func=_day_of, key="second-day")
        side: Side | Occasion = st.radio("Leg", _LEGS, format_func=_leg_words, horizontal=True, key="beside-leg")
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
    said = [between_words(course, side, first.ident, second.ident) for course in courses.values()]
    if any(said):
        st.caption("Above is one photo of each day with its own angles. By the medians of all trials of these days:")
    for words in filter(None, said):
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


def _list_examinations(book: Book, code: str, entries: list[ExaminationEntry]) -> None:
    st.subheader("Examinations", anchor=False)
    copies = copies_words(book)
    for entry in reversed(entries):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"entry-{entry.ident}"):
            st.write(f"**{entry.day.isoformat()}**")
            version = "" if entry.version == 1 else f"version {entry.version}: {entry.why}"
            by = f"written by {entry.written_by}" if entry.written_by else ""
            st.html(notes((", ".join(filter(None, (version, by))) or "as examined",)))
            report, name = partial(_report, book, code, entry.ident), f"{_file_stem(code)}-{entry.day.isoformat()}.pdf"
            offer_file("Report", name, report, key=f"report-{entry.ident}")
            if st.button("Open", icon=":material/folder_open:", key=f"open-{entry.ident}", help="In the full check"):
                session = opened_session(book.examination(entry.ident), current_settings())
                session.kept = (code, entry.ident)
                put_session(session)
                go_to("check")
            with st.popover("Delete", icon=":material/delete:"):
                st.write("This examination with all its versions and pictures, for good.")
                if copies:
                    st.write(plain(copies))
                if st.button("Delete it", key=f"delete-{entry.ident}"):
                    book.delete_examination(entry.ident)
                    st.rerun()


def _report(book: Book, code: str, ident: str) -> bytes:
    """The one page of an examination, with what was found the last time."""
    examination = as_repeated_here(book, book.examination(ident))
    return examination_pdf(examination, letterhead=letterhead_of(book), earlier=earlier_of(book, code, examination))


def _offer_files(book: Book, person: Person) -> None:
    st.subheader("Take along", anchor=False)
    with st.container(horizontal=True):
        code, stem = person.code, _file_stem(person.code)
        offer_file("Everything as one file", f"{stem}.json", lambda: export_person(book, code))
        offer_file("Angles as a table", f"{stem}.csv", lambda: export_table(book, [code]), icon="table")


def _offer_to_delete(book: Book, person: Person) -> None:
    with st.popover("Delete this person", icon=":material/person_remove:"):
        st.write(
            "With all examinations, plans, pictures and checks on their way, for good. Files that you took along are "
            "yours to delete."
        )
        if copies := copies_words(book):
            st.write(plain(copies))
        if st.button("Delete for good", type="primary", key="delete-person"):
            open_check = check_session()
            kept_for = open_check.kept[0] if open_check.kept is not None else ""
            if person.code in (open_check.check.examination.person, kept_for):
                put_session(begun_session())
            book.delete_person(person.code)
            leave_person()
            st.rerun()


def _file_stem(code: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in code).strip("-")
    return f"thomas-test-{kept or 'person'}"
