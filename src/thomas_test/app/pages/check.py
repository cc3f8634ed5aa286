"""The guided check: questions, set-up, both legs, from the feet, re-test, result. Each page asks for one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from thomas_test.app.check.advance import retest_step, set_up_step
from thomas_test.app.check.leg import leg_step
from thomas_test.app.check.result import result_step, stopped_step
from thomas_test.app.check.second import second_photo_step
from thomas_test.app.check.session import CheckSession, check_session, new_session, opened_session, put_session
from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.from_the_top import from_the_top
from thomas_test.check import steps
from thomas_test.check.red_flags import ASKED, LONGEST_REASON, RED_FLAG_QUESTIONS, RedFlag, is_caution
from thomas_test.check.statements import PROTOCOL_WORDS, Protocol, Sex
from thomas_test.check.steps import Step
from thomas_test.check.storage import open_examination
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import open_repeatability

_TITLES: Mapping[Step, str] = {
    Step.BEFORE: "Before the test",
    Step.SET_UP: "Set-up",
    Step.FIRST_LEG: "First leg",
    Step.SECOND_LEG: "Second leg",
    Step.FROM_THE_FEET: "From the feet",
    Step.RETEST: "Re-test",
    Step.RESULT: "Result",
    Step.STOPPED: "No score",
}

_SIDES: tuple[Side, ...] = tuple(Side)
_PROTOCOLS: tuple[Protocol, ...] = tuple(Protocol)


def check_page() -> None:
    """Show the page."""
    session = check_session()
    session.follow(current_settings().preset)
    session.sync()
    check = session.check
    from_the_top(f"check {check.step}")
    st.title("Full check", anchor=False)
    number, count = check.progress
    if check.step is not Step.STOPPED:
        side = f": {check.side} leg" if check.side else ""
        st.progress(number / count, text=f"Step {number} of {count}. {_TITLES[check.step]}{side}")
    if session.trouble:
        st.html(trouble("That could not be done", session.trouble))
        session.trouble = ""
    _STEPS[check.step](session)
    if check.step is not Step.BEFORE:
        st.divider()
        _offer_new_check()


def _offer_new_check() -> None:
    with st.popover("Start a new check", icon=":material/restart_alt:"):
        st.write("Photos, points, answers and numbers of this check are forgotten, unless you have saved it.")
        st.button("Forget this check and start anew", type="primary", on_click=_start_anew, key="anew")


def _start_anew() -> None:
    put_session(new_session(today=date.today()))


def _before(session: CheckSession) -> None:
    st.html(
        '<p class="tt-lead">A yes ends the test before it begins, with the reason; some of them leave it '
        "to a clinician. Nothing is written to disk: what you answer stays in the app's memory until you close it or "
        "save it.</p>"
    )
    examination = session.check.examination
    with st.form("before", border=False):
        with st.container(horizontal=True):
            person = st.text_input("Person (a name or a code; may stay empty)", examination.person, max_chars=80)
            examiner = st.text_input("Examiner (may stay empty)", examination.examiner, max_chars=80)
            day = st.date_input("Day", examination.day)
            clock = st.text_input("Time (such as 14:05; may stay empty)", examination.clock, max_chars=5)
            first = st.selectbox("Tested first", _SIDES, format_func=lambda side: f"{side} leg")
        with st.container(horizontal=True):
            protocol: Protocol = st.selectbox(
                "How the person lies", _PROTOCOLS, format_func=PROTOCOL_WORDS.__getitem__, key="protocol"
            )
            age = st.number_input("Age (optional)", 0, 130, value=examination.age_years, step=1, key="age")
            sex = st.selectbox(
                "Sex (optional)",
                (None, *Sex),
                format_func=lambda sex: "not said" if sex is None else sex.value,
                key="sex",
            )
        st.subheader("Tick what is true today", anchor=False)
        stops = {flag: _ask_flag(flag) for flag in ASKED if not is_caution(flag)}
        st.markdown("**Cautions**: a yes ends the test, unless a clinician decides otherwise below.")
        cautions = {flag: _ask_flag(flag) for flag in ASKED if is_caution(flag)}
        none = st.checkbox("**None of these is true**", key="flag-none")
        with st.expander("A clinician goes on in spite of a caution", icon=":material/clinical_notes:"):
            st.caption(
                "For cautions alone, and for a clinician who has looked into it: cancer of long ago, surgery that the "
                "surgeon has cleared, 14 to 17 years with a guardian, a helper at the table. Name and reason stand in "
                "the record and in the report."
            )
            clinician = st.text_input("Clinician's name", key="clinician", max_chars=80)
            reason = st.text_input("Reason", key="clinician-reason", max_chars=LONGEST_REASON)
            decided = st.checkbox("I am a clinician, and it is my decision", key="clinician-decides")
        sent = st.form_submit_button("Go on", type="primary")
    if sent:
        session.describe(person=person, examiner=examiner, day=day, first_leg=first)
        try:
            session.check = replace(
                session.check,
                examination=replace(
                    session.check.examination, protocol=protocol, clock=clock.strip(), age_years=age, sex=sex
                ),
            )
        except ValueError as error:
            session.trouble = str(error)
            st.rerun()
        flags = [flag for flag, yes in (stops | cautions).items() if yes]
        _take_answers(session, flags, none=none, clinician=clinician if decided else "", reason=reason)
    _offer_to_open(session)
    _offer_own_repeatability(session)


def _ask_flag(flag: RedFlag) -> bool:
    return st.checkbox(RED_FLAG_QUESTIONS[flag].question, key=f"flag-{flag}")


def _take_answers(session: CheckSession, flags: list[RedFlag], *, none: bool, clinician: str, reason: str) -> None:
    if not flags and not none:
        session.trouble = "Please read the list, then tick what is true, or that none of it is."
    elif flags and none:
        session.trouble = "Both a point of the list and 'none of these' are ticked: one of them has to go."
    elif clinician and not reason.strip():
        session.trouble = "Please give the reason for going on in spite of a caution."
    else:
        session.check = steps.answer_red_flags(session.check, flags, clinician=clinician, reason=reason)
    st.rerun()


def _offer_own_repeatability(session: CheckSession) -> None:
    with st.expander("Use the clinic's own repeatability", icon=":material/repeat:"):
        upload = st.file_uploader(
            "repeatability.json of thomas-test validate --repeat", type=["json"], key=f"own-{session.turn}"
        )
        if upload is None:
            return
        try:
            own = open_repeatability(upload.getvalue())
            session.check = replace(session.check, examination=replace(session.check.examination, repeatability=own))
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


def _forward_and_back(session: CheckSession) -> None:
    def forward() -> None:
        session.check = steps.go_on(session.check)

    def back() -> None:
        session.check = steps.go_back(session.check)

    asked = session.pending is not None
    with st.container(horizontal=True):
        st.button("Back", on_click=back, disabled=asked, key=f"back-{session.check.step}")
        st.button(
            "Go on",
            type="primary",
            on_click=forward,
            disabled=asked or not session.check.may_go_on,
            key=f"on-{session.check.step}",
        )
    if asked:
        st.caption("Answer first whether the test ends, or correct the entry.")
    elif session.check.lacks:
        st.caption(f"Still needed: {session.check.lacks}.")


def _set_up(session: CheckSession) -> None:
    set_up_step()
    _forward_and_back(session)


def _retest(session: CheckSession) -> None:
    retest_step(session)
    _forward_and_back(session)


def _leg(session: CheckSession) -> None:
    leg_step(session)
    _forward_and_back(session)


def _second(session: CheckSession) -> None:
    second_photo_step(session)
    _forward_and_back(session)


def _result(session: CheckSession) -> None:
    _offer_other_thresholds(session)
    result_step(session)
    st.button("Back", on_click=lambda: setattr(session, "check", steps.go_back(session.check)), key="back-result")


def _offer_other_thresholds(session: CheckSession) -> None:
    """Say where a saved check was judged by other thresholds than the side panel's, and offer to change that."""
    panel, own = current_settings().preset, session.check.examination.preset
    if panel == own:
        return
    st.info(f"This check keeps the thresholds that it was saved with: {plain(own.name)}.")
    st.button(f"Use those of the side panel: {panel.name}", on_click=lambda: session.use_preset(panel), key="use-panel")


_STEPS: Mapping[Step, Callable[[CheckSession], None]] = {
    Step.BEFORE: _before,
    Step.SET_UP: _set_up,
    Step.FIRST_LEG: _leg,
    Step.SECOND_LEG: _leg,
    Step.FROM_THE_FEET: _second,
    Step.RETEST: _retest,
    Step.RESULT: _result,
    Step.STOPPED: stopped_step,
}
