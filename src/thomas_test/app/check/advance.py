"""Two steps that tell and ask: how to set the test up, and what the re-test showed."""

from __future__ import annotations

from html import escape

import streamlit as st

from thomas_test.app.check.leg import ask_feelings
from thomas_test.app.check.session import CheckSession
from thomas_test.app.widgets.drawings import show_panel
from thomas_test.check import steps
from thomas_test.check.drawings.setting_up import CAMERA_PLACE, HAND_UNDER_BACK, POSITION, STRAIGHTEN_KNEE
from thomas_test.check.meaning.instructions import (
    CHECK_THE_BACK,
    EXPECTED,
    HOW_TO_RETEST,
    LIE_DOWN,
    PLACE_THE_CAMERA,
    told,
)
from thomas_test.check.meaning.patterns import retest_is_useful
from thomas_test.check.statements import Retest
from thomas_test.check.summary import summarise
from thomas_test.core.landmarks import Side

_SET_UP = ((POSITION, LIE_DOWN), (HAND_UNDER_BACK, CHECK_THE_BACK), (CAMERA_PLACE, PLACE_THE_CAMERA))
"""Each drawing with what it tells."""


def set_up_step() -> None:
    """Show how to lie, how to check the low back, and where the camera stands."""
    for column, (panel, sentence) in zip(st.columns(len(_SET_UP)), _SET_UP, strict=True):
        with column:
            show_panel(panel)
            st.write(sentence.text)
    st.info(told(EXPECTED))


def retest_step(session: CheckSession) -> None:
    """Show the re-test and take what it showed."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_panel(STRAIGHTEN_KNEE)
    with right:
        st.write(told(HOW_TO_RETEST))
        for side in session.tested:
            _ask_retest(session, side)
            ask_feelings(session, side, opened=False)


def _ask_retest(session: CheckSession, side: Side) -> None:
    summary = summarise(session.check.examination, side)
    if summary is None:
        return
    if not retest_is_useful(summary):
        words = f"{side.capitalize()} leg: no need, the thigh reaches parallel and the knee hangs bent."
        st.html(f'<p class="tt-note">{escape(words)}</p>')
        return
    options = tuple(Retest)
    answer = st.radio(
        f"{side.capitalize()} leg",
        options,
        index=options.index(session.check.examination.legs[side].retest),
        format_func=lambda retest: retest.words,
        key=f"retest-{side}",
    )
    session.check = steps.state(session.check, side, retest=answer)
