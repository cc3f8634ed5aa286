"""The guided check: questions, set-up, both legs, from the feet, re-test, result. Each page asks for one thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from thomas_test.app.check.advance import retest_step, set_up_step
from thomas_test.app.check.gate import gate_step
from thomas_test.app.check.leg import leg_step
from thomas_test.app.check.result import result_step, stopped_step
from thomas_test.app.check.second import second_photo_step
from thomas_test.app.check.session import CheckSession, begun_session, check_session, put_session
from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.page_scripts import from_the_top
from thomas_test.check import steps
from thomas_test.check.steps import Step

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
    if check.step is Step.BEFORE:
        _say_what_came_along(session)
    _STEPS[check.step](session)
    if check.step in _FORWARD_AND_BACK:
        _forward_and_back(session)
    if check.step is not Step.BEFORE or any(session.trials.values()):
        st.divider()
        _offer_new_check()


def _say_what_came_along(session: CheckSession) -> None:
    """Say which photos wait for their legs' steps: nothing is handed over or read twice."""
    counts = {side: len(session.trials[side]) for side in session.check.examination.order}
    told = " and ".join(f"{count} of the {side} leg" for side, count in counts.items() if count)
    if told:
        st.caption(f":material/photo_library: Photos taken along: {told}. They wait at the steps of the legs.")


def _offer_new_check() -> None:
    with st.popover("Start a new check", icon=":material/restart_alt:"):
        st.write("Photos, points, answers and numbers of this check are forgotten, unless you have saved it.")
        st.button("Forget this check and start anew", on_click=lambda: put_session(begun_session()), key="anew")


def _forward_and_back(session: CheckSession) -> None:
    def forward() -> None:
        session.check = steps.go_on(session.check)

    asked = session.pending is not None
    with st.container(horizontal=True):
        st.button("Back", on_click=_go_back, args=(session,), disabled=asked, key=f"back-{session.check.step}")
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


def _result(session: CheckSession) -> None:
    _offer_other_thresholds(session)
    result_step(session)
    st.button("Back", on_click=_go_back, args=(session,), key="back-result")


def _stopped(session: CheckSession) -> None:
    stopped_step(session)
    ended = session.check.examination.stop
    if ended is not None and ended.red_flags:
        st.button("Back to the questions", on_click=_go_back, args=(session,), key="back-stopped")


def _go_back(session: CheckSession) -> None:
    session.check = steps.go_back(session.check)


def _offer_other_thresholds(session: CheckSession) -> None:
    """Say where a saved check was judged by other thresholds than the side panel's, and offer to change that."""
    panel, own = current_settings().preset, session.check.examination.preset
    if panel == own:
        return
    st.info(f"This check keeps the thresholds that it was saved with: {plain(own.name)}.")
    st.button(f"Use those of the side panel: {panel.name}", on_click=lambda: session.use_preset(panel), key="use-panel")


_STEPS: Mapping[Step, Callable[[CheckSession], None]] = {
    Step.BEFORE: gate_step,
    Step.SET_UP: lambda _: set_up_step(),
    Step.FIRST_LEG: leg_step,
    Step.SECOND_LEG: leg_step,
    Step.FROM_THE_FEET: second_photo_step,
    Step.RETEST: retest_step,
    Step.RESULT: _result,
    Step.STOPPED: _stopped,
}
_FORWARD_AND_BACK = frozenset({Step.SET_UP, Step.FIRST_LEG, Step.SECOND_LEG, Step.FROM_THE_FEET, Step.RETEST})
"""The steps that one goes on from once nothing is lacking; the others have ways of their own."""
