"""The gate of the guided check: who is tested, and the questions before the test, in groups on one page."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from thomas_test.app.check.session import CheckSession, opened_session, put_session
from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.check import steps
from thomas_test.check.red_flags import (
    LONGEST_REASON,
    RED_FLAG_QUESTIONS,
    Answers,
    Group,
    RedFlag,
)
from thomas_test.check.statements import Protocol, Sex
from thomas_test.check.storage import open_examination
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import open_repeatability

_SIDES: tuple[Side, ...] = tuple(Side)
_PROTOCOLS: tuple[Protocol, ...] = tuple(Protocol)


def gate_step(session: CheckSession) -> None:
    """Show the step: every box is taken in as it is ticked, so that nothing is lost on the way."""
    st.html(
        '<p class="tt-lead">A yes ends the test before it begins, or leaves it to a clinician. '
        "What you answer stays in the app's memory until you save it.</p>"
    )
    _ask_who(session)
    st.header("Tick what is true today", anchor=False)
    ends, cautions = st.columns(2, gap="medium")
    with ends:
        st.html('<h3 class="tt-what-follows">A yes ends the test</h3>')
        found = _ask_groups(session, lambda group: not group.asks_for_clinician)
    with cautions:
        st.html('<h3 class="tt-what-follows">A yes ends it, unless a clinician decides otherwise</h3>')
        found |= _ask_groups(session, lambda group: group.asks_for_clinician)
        clinician, reason, decided = _ask_clinician(session)
    none = st.checkbox("None of these is true", session.answers.none, key=f"flag-none-{session.ident}")
    session.answers = Answers(yes=found, none=none, clinician=clinician, reason=reason, decided=decided)
    if st.button("Go on", type="primary", key="on-before"):
        try:
            session.check = steps.answer(session.check, session.answers)
        except ThomasTestError as error:
            session.trouble = str(error)
        st.rerun()
    _offer_to_open(session)
    _offer_own_repeatability(session)


def _ask_groups(session: CheckSession, wanted: Callable[[Group], bool]) -> frozenset[RedFlag]:
    """Ask the groups that are wanted, and give what was ticked."""
    found: set[RedFlag] = set()
    for group in filter(wanted, Group):
        with st.container(gap="xxsmall", key=f"gate-{group.name.lower()}"):
            st.html(f'<h4 class="tt-group">{escape(group.heading)}</h4>')
            found |= {flag for flag in group.flags if _ask_flag(session, flag)}
    return frozenset(found)


def _ask_flag(session: CheckSession, flag: RedFlag) -> bool:
    return st.checkbox(
        RED_FLAG_QUESTIONS[flag].question, flag in session.answers.yes, key=f"flag-{flag}-{session.ident}"
    )


def _ask_clinician(session: CheckSession) -> tuple[str, str, bool]:
    answers = session.answers
    with st.expander("A clinician goes on in spite of a caution", icon=":material/clinical_notes:"):
        st.caption(
            "For cautions alone, and for a clinician who has looked into it: cancer of long ago, surgery that the "
            "surgeon has cleared, 14 to 17 years with a guardian, a helper at the table. Name and reason stand in "
            "the record and in the report."
        )
        clinician = st.text_input("Clinician's name", answers.clinician, key=f"clinician-{session.ident}", max_chars=80)
        reason = st.text_input(
            "Reason", answers.reason, key=f"clinician-reason-{session.ident}", max_chars=LONGEST_REASON
        )
        decided = st.checkbox(
            "I am a clinician, and it is my decision", answers.decided, key=f"clinician-decides-{session.ident}"
        )
    return clinician, reason, decided


def _ask_who(session: CheckSession) -> None:
    examination, ident = session.check.examination, session.ident
    with st.container(horizontal=True):
        person = st.text_input(
            "Person (a name or a code; may stay empty)", examination.person, max_chars=80, key=f"person-{ident}"
        )
        examiner = st.text_input(
            "Examiner (may stay empty)", examination.examiner, max_chars=80, key=f"examiner-{ident}"
        )
        day = st.date_input("Day", examination.day, key=f"day-{ident}")
        first = st.selectbox(
            "Tested first",
            _SIDES,
            index=_SIDES.index(examination.first_leg),
            format_func=lambda side: f"{side} leg",
            key=f"first-{ident}",
        )
    said = _ask_more(session)
    session.describe(person=person.strip(), examiner=examiner.strip(), day=day, first_leg=first)
    try:
        session.describe(**said)
    except ValueError as error:
        st.html(trouble("That could not be done", str(error)))


def _ask_more(session: CheckSession) -> dict[str, Any]:
    """Ask what most leave as it is; what is folded takes no place on a phone."""
    examination, ident = session.check.examination, session.ident
    with (
        st.expander("Time, how the person lies, age, sex", icon=":material/more_horiz:"),
        st.container(horizontal=True),
    ):
        clock = st.text_input(
            "Time (such as 14:05; may stay empty)", examination.clock, max_chars=5, key=f"clock-{ident}"
        )
        protocol: Protocol = st.selectbox(
            "How the person lies",
            _PROTOCOLS,
            index=_PROTOCOLS.index(examination.protocol),
            format_func=lambda protocol: protocol.words,
            key=f"protocol-{ident}",
        )
        age = st.number_input("Age (optional)", 0, 130, value=examination.age_years, step=1, key=f"age-{ident}")
        sex = st.selectbox(
            "Sex (optional)",
            (None, *Sex),
            index=(None, *Sex).index(examination.sex),
            format_func=lambda sex: "not said" if sex is None else sex.value,
            key=f"sex-{ident}",
        )
    return {"protocol": protocol, "clock": clock.strip(), "age_years": age, "sex": sex}


def _offer_own_repeatability(session: CheckSession) -> None:
    with st.expander("Use the clinic's own repeatability", icon=":material/repeat:"):
        upload = st.file_uploader(
            "repeatability.json of thomas-test validate --repeat", type=["json"], key=f"own-{session.turn}"
        )
        if upload is None:
            return
        try:
            own = open_repeatability(upload.getvalue())
            session.describe(repeatability=own)
            st.caption(f"Thigh {own.thigh.degrees:g}°, knee {own.knee.degrees:g}°: {own.thigh.source}.")
        except ThomasTestError as error:
            st.html(trouble("That could not be done", str(error)))


def _offer_to_open(session: CheckSession) -> None:
    with st.expander("Open a saved check", icon=":material/folder_open:"):
        upload = st.file_uploader("A file that the full check saved (JSON)", type=["json"], key=f"open-{session.turn}")
        if upload is None:
            return
        try:
            put_session(opened_session(open_examination(upload.getvalue()), current_settings()))
        except ThomasTestError as error:
            session.trouble = str(error)
            session.turn += 1
        st.rerun()
