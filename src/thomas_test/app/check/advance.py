"""Two steps that tell and ask: how to set the test up, and what the re-test showed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from thomas_test.app.check.leg import ask_feelings
from thomas_test.app.check.session import CheckSession
from thomas_test.app.widgets import drawings
from thomas_test.app.widgets.palette import Palette, palette_for
from thomas_test.check import steps
from thomas_test.check.meaning.instructions import (
    CHECK_THE_BACK,
    EXPECTED,
    HOW_TO_RETEST,
    LIE_DOWN,
    PLACE_THE_CAMERA,
    told,
)
from thomas_test.check.meaning.patterns import retest_is_useful
from thomas_test.check.statements import RETEST_WORDS, Retest
from thomas_test.check.summary import summarise
from thomas_test.core.landmarks import Side


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """A drawing, what it tells, and the same for those who do not see it."""

    draw: Callable[[Palette], str]
    words: str
    alt: str


_SET_UP = (
    _Panel(
        draw=drawings.position,
        words=told(LIE_DOWN),
        alt="A person lies on a table, one knee held to the chest, the other leg hanging over the edge.",
    ),
    _Panel(
        draw=drawings.hand_under_back,
        words=told(CHECK_THE_BACK),
        alt="A flat hand under the low back of a person lying on a table.",
    ),
    _Panel(
        draw=drawings.camera_place,
        words=told(PLACE_THE_CAMERA),
        alt="The camera stands square to the table, 2.5 metres away, at the height of the hip.",
    ),
)


def set_up_step() -> None:
    """Show how to lie, how to check the low back, and where the camera stands."""
    palette = palette_for(st.context.theme.type)
    for column, panel in zip(st.columns(len(_SET_UP)), _SET_UP, strict=True):
        with column:
            st.image(panel.draw(palette), width="stretch", alt=panel.alt)
            st.write(panel.words)
    st.info(told(EXPECTED))


def retest_step(session: CheckSession) -> None:
    """Show the re-test and take what it showed."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.image(
            drawings.straighten_knee(palette_for(st.context.theme.type)),
            width="stretch",
            alt="Another person straightens the hanging knee; the thigh drops or stays.",
        )
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
        format_func=RETEST_WORDS.__getitem__,
        key=f"retest-{side}",
    )
    session.check = steps.state(session.check, side, retest=answer)
