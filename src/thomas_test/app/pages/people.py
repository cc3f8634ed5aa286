"""People from week to week: off until somebody switches it on; then a list, a search, and each one's history."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from thomas_test.app.people.person import SHOWN, leave_person, person_view
from thomas_test.app.people.place import book, delete_all, start_keeping, there
from thomas_test.app.widgets.cards import notes, trouble
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.report.letterhead import LONGEST_CLINIC, Letterhead
from thomas_test.core.errors import ThomasTestError
from thomas_test.history import Book, Person
from thomas_test.history.book import OLDEST_BIRTH, SEXES
from thomas_test.history.last_time import letterhead_of, store_letterhead
from thomas_test.history.switch import switch_off, where_words
from thomas_test.history.transfer import Incoming, look_into, take_in

_MOST = 25
_TROUBLE, _TAKEN_IN = "people-trouble", "people-taken-in"


def people_page() -> None:
    """Show the page."""
    st.title("People", anchor=False)
    words = st.session_state.pop(_TROUBLE, "")
    if words:
        st.html(trouble("That could not be done", words))
    try:
        found = book()
        if found is None:
            _offer_to_switch_on(there())
        elif st.session_state.get(SHOWN):
            person_view(found, st.session_state[SHOWN])
        else:
            _list(found)
    except ThomasTestError as error:
        st.html(trouble("That could not be done", str(error)))
        if st.session_state.get(SHOWN):
            leave_person()
            st.button("All people", icon=":material/arrow_back:", key="back-from-trouble")


def _offer_to_switch_on(kept: Book | None) -> None:
    st.html('<p class="tt-lead">Nothing is kept from week to week: it is switched off.</p>')
    st.markdown(
        "Switched on, this machine keeps people under a code, their checks and what they do about it, in one file that "
        f"you alone can read: {plain(where_words())}. Nothing leaves the machine; pictures are kept only where you ask "
        "for it."
    )
    if kept is not None:
        st.html(notes(("What was kept before is still there and comes back",)))
    if st.button("Switch it on", type="primary", icon=":material/toggle_on:"):
        start_keeping()
        st.rerun()


def _list(found: Book) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input("Search", placeholder="any part of a code", key="people-search", width=320)
        with st.popover("Add a person", icon=":material/person_add:"):
            _add(found)
        with st.popover("Take in a file", icon=":material/upload_file:"):
            _offer_to_take_in(found)
    page = int(st.session_state.setdefault("people-page", 0)) if not search else 0
    people = found.people(search.strip(), most=_MOST + 1, after=page * _MOST)
    if not people:
        st.write("Nobody has a code like that." if search else "Nobody yet: add a person, or keep a check's result.")
    for number, person in enumerate(people[:_MOST]):
        _row(person, number)
    if not search and (page or len(people) > _MOST):
        with st.container(horizontal=True):
            st.button("Before", on_click=_turn, args=(-1,), disabled=page == 0, key="people-before")
            st.button("Further", on_click=_turn, args=(1,), disabled=len(people) <= _MOST, key="people-further")
    st.divider()
    _offer_to_switch_off(found)


def _turn(pages: int) -> None:
    st.session_state["people-page"] = max(0, st.session_state.get("people-page", 0) + pages)


def _row(person: Person, number: int) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"person-{number}"):
        st.button(
            plain(person.code),
            key=f"show-{person.code}",
            type="tertiary",
            on_click=_show,
            args=(person.code,),
        )
        st.html(notes((person_words(person),)))


def _show(code: str) -> None:
    st.session_state[SHOWN] = code


def person_words(person: Person) -> str:
    """How often a person was examined, and when last."""
    if person.last_day is None:
        return "not examined yet"
    count = "1 examination" if person.examinations == 1 else f"{person.examinations} examinations"
    return f"{count}, last on {person.last_day.isoformat()}"


def _add(found: Book) -> None:
    with st.form("add-person", border=False, clear_on_submit=True):
        code = st.text_input("Code, better not the name", found.suggested_code(), max_chars=40)
        year = st.number_input("Year of birth (may stay empty)", OLDEST_BIRTH, 2200, value=None, step=1)
        sex = st.selectbox("Sex (may stay empty)", ("", *SEXES), format_func=lambda sex: sex or "not said")
        if st.form_submit_button("Add", type="primary"):
            try:
                _show(found.add_person(code, year_of_birth=year, sex=sex or "").code)
            except ThomasTestError as error:
                st.session_state[_TROUBLE] = str(error)
            st.rerun()


def _offer_to_take_in(book: Book) -> None:
    """Ask for a file, say what it would add, and add it when told so."""
    turn = st.session_state.setdefault(_TAKEN_IN, 0)
    upload = st.file_uploader("A person's file, or a check that the app saved (JSON)", type=["json"], key=f"in-{turn}")
    if upload is None:
        return
    try:
        incoming = look_into(book, upload.getvalue())
        for line in _preview(incoming):
            st.write(plain(line))
        pictures = st.checkbox("Keep the pictures in it, too", key=f"in-pictures-{turn}")
        if st.button("Add this", type="primary", key=f"in-add-{turn}"):
            take_in(book, incoming, pictures=pictures)
            st.session_state[_TAKEN_IN] = turn + 1
            st.rerun()
    except ThomasTestError as error:
        st.html(trouble("That could not be done", str(error)))


def _preview(incoming: Incoming) -> Iterator[str]:
    """What a file would add, line by line."""
    yield f"{incoming.file.code}: {'is here already' if incoming.known else 'would be added'}."
    days = ", ".join(one.day.isoformat() for one in incoming.examinations)
    yield f"Examinations that would be added: {days or 'none'}."
    if incoming.doubled:
        yield f"Here already, and left alone: {', '.join(day.isoformat() for day in incoming.doubled)}."
    if incoming.leaves_plans:
        yield "Its plans are left out: those here stay as they are."


def _ask_letterhead(found: Book) -> None:
    known = letterhead_of(found)
    with st.form("letterhead", border=False):
        name = st.text_input("Name, above every report made here", known.name, max_chars=LONGEST_CLINIC)
        upload = st.file_uploader("Logo (PNG or JPEG)", type=["png", "jpg", "jpeg"])
        without = st.checkbox("No logo", value=known.logo is None and upload is None)
        if st.form_submit_button("Keep it"):
            try:
                logo = None if without and upload is None else upload.getvalue() if upload else known.logo
                store_letterhead(found, Letterhead.from_input(name, logo))
            except ThomasTestError as error:
                st.session_state[_TROUBLE] = str(error)
            st.rerun()


def _offer_to_switch_off(found: Book) -> None:
    st.html(notes((f"Kept on this machine: {where_words()}",)))
    with st.popover("Clinic's name and logo", icon=":material/local_hospital:"):
        _ask_letterhead(found)
    with st.popover("Switch it off", icon=":material/toggle_off:"):
        st.write("Nothing new is kept. What is there stays in its file, and comes back when it is switched on again.")
        if st.button("Switch it off, and leave what is there", key="switch-off"):
            switch_off(found)
            st.rerun()
        st.write("Or delete everybody, with all examinations, pictures and drafts. This cannot be taken back.")
        sure = st.checkbox("Yes, everything", key="sure-of-all")
        if st.button("Delete everything", disabled=not sure, key="delete-all"):
            delete_all(found)
            st.rerun()
