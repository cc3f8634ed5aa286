"""The guided check: questions, set-up, both legs, from the feet, re-test, result. Each page asks for one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from thomas_test.app.check.advance import retest_step, set_up_step
from thomas_test.app.check.leg import leg_step
from thomas_test.app.check.result import result_step, stopped_step
from thomas_test.app.check.second import second_photo_step
from thomas_test.app.check.session import CheckRoom, check_room, new_room, opened_room, put_room
from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.check import steps
from thomas_test.check.red_flags import RED_FLAG_QUESTIONS, RedFlag
from thomas_test.check.steps import Step
from thomas_test.check.storage import open_examination
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side

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


def check_page() -> None:
    """Show the page."""
    room = check_room()
    room.follow(current_settings().preset)
    room.sync()
    check = room.check
    st.title("Full check", anchor=False)
    number, count = check.progress
    if check.step is not Step.STOPPED:
        side = f": {check.side} leg" if check.side else ""
        st.progress(number / count, text=f"Step {number} of {count}. {_TITLES[check.step]}{side}")
    if room.trouble:
        st.html(trouble("That could not be done", room.trouble))
        room.trouble = ""
    _STEPS[check.step](room)
    if check.step is not Step.BEFORE:
        st.divider()
        _offer_new_check()


def _offer_new_check() -> None:
    with st.popover("Start a new check", icon=":material/restart_alt:"):
        st.write("Photos, points, answers and numbers of this check are forgotten, unless you have saved it.")
        st.button("Forget this check and start anew", type="primary", on_click=_start_anew, key="anew")


def _start_anew() -> None:
    put_room(new_room(today=date.today()))


def _before(room: CheckRoom) -> None:
    st.html(
        '<p class="tt-lead">Any yes ends the test before it begins, with the reason. Nothing is stored: what you '
        "answer lives in this window until you close it or save it.</p>"
    )
    examination = room.check.examination
    with st.form("before", border=False):
        with st.container(horizontal=True):
            person = st.text_input("Person (a name or a code; may stay empty)", examination.person, max_chars=80)
            examiner = st.text_input("Examiner (may stay empty)", examination.examiner, max_chars=80)
            day = st.date_input("Day", examination.day)
            first = st.selectbox("Tested first", _SIDES, format_func=lambda side: f"{side} leg")
        st.subheader("Tick what is true today", anchor=False)
        answers = {flag: st.checkbox(RED_FLAG_QUESTIONS[flag].question, key=f"flag-{flag}") for flag in RedFlag}
        none = st.checkbox("**None of these is true**", key="flag-none")
        sent = st.form_submit_button("Go on", type="primary")
    if sent:
        room.describe(person=person, examiner=examiner, day=day, first_leg=first)
        _take_answers(room, [flag for flag, yes in answers.items() if yes], none=none)
    _offer_to_open(room)


def _take_answers(room: CheckRoom, flags: list[RedFlag], *, none: bool) -> None:
    if not flags and not none:
        room.trouble = "Please read the list, then tick what is true, or that none of it is."
    elif flags and none:
        room.trouble = "Both a point of the list and 'none of these' are ticked: one of them has to go."
    else:
        room.check = steps.answer_red_flags(room.check, flags)
    st.rerun()


def _offer_to_open(room: CheckRoom) -> None:
    with st.expander("Open a saved check", icon=":material/folder_open:"):
        upload = st.file_uploader("A file that the full check saved (JSON)", type=["json"], key=f"open-{room.turn}")
        if upload is None:
            return
        try:
            put_room(opened_room(open_examination(upload.getvalue()), current_settings()))
        except ThomasTestError as error:
            room.trouble = str(error)
            room.turn += 1
        st.rerun()


def _forward_and_back(room: CheckRoom) -> None:
    def forward() -> None:
        room.check = steps.go_on(room.check)

    def back() -> None:
        room.check = steps.go_back(room.check)

    asked = room.pending is not None
    with st.container(horizontal=True):
        st.button("Back", on_click=back, disabled=asked, key=f"back-{room.check.step}")
        st.button(
            "Go on",
            type="primary",
            on_click=forward,
            disabled=asked or not room.check.may_go_on,
            key=f"on-{room.check.step}",
        )
    if asked:
        st.caption("Answer first whether the test ends, or correct the entry.")
    elif room.check.lacks:
        st.caption(f"Still needed: {room.check.lacks}.")


def _set_up(room: CheckRoom) -> None:
    set_up_step()
    _forward_and_back(room)


def _retest(room: CheckRoom) -> None:
    retest_step(room)
    _forward_and_back(room)


def _leg(room: CheckRoom) -> None:
    leg_step(room)
    _forward_and_back(room)


def _second(room: CheckRoom) -> None:
    second_photo_step(room)
    _forward_and_back(room)


def _result(room: CheckRoom) -> None:
    _offer_other_thresholds(room)
    result_step(room)
    st.button("Back", on_click=lambda: setattr(room, "check", steps.go_back(room.check)), key="back-result")


def _offer_other_thresholds(room: CheckRoom) -> None:
    """Say where a saved check was judged by other thresholds than the side panel's, and offer to change that."""
    panel, own = current_settings().preset, room.check.examination.preset
    if panel == own:
        return
    st.info(f"This check keeps the thresholds that it was saved with: {own.name}.")
    st.button(f"Use those of the side panel: {panel.name}", on_click=lambda: room.use_preset(panel), key="use-panel")


_STEPS: Mapping[Step, Callable[[CheckRoom], None]] = {
    Step.BEFORE: _before,
    Step.SET_UP: _set_up,
    Step.FIRST_LEG: _leg,
    Step.SECOND_LEG: _leg,
    Step.FROM_THE_FEET: _second,
    Step.RETEST: _retest,
    Step.RESULT: _result,
    Step.STOPPED: stopped_step,
}
