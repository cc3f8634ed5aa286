"""The step of one leg: how it feels, its photos from the side, and what the examiner states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from thomas_test.app import pictures
from thomas_test.app.cards import refusal, trouble, warnings
from thomas_test.app.cases import Case
from thomas_test.app.check_feelings import ask_feelings
from thomas_test.app.check_photos import take_photos
from thomas_test.app.check_room import CheckRoom
from thomas_test.app.editor import editor
from thomas_test.app.edits import start_placing, stop_placing
from thomas_test.app.result_view import take_edit
from thomas_test.examination import steps
from thomas_test.examination.statements import (
    FOOT_WORDS,
    NOT_TESTED_WORDS,
    PELVIS_WORDS,
    Foot,
    NotTested,
    Pelvis,
    Tightness,
)
from thomas_test.examination.summary import LegSummary, cautions, summarise
from thomas_test.landmarks import Side
from thomas_test.results import words_of
from thomas_test.wording import INTERVAL_NOTE, degrees, interval, knee_words, sentence, thigh_words

_ENOUGH_TRIALS = 2
_TIGHT_WORDS: Mapping[Tightness, str] = {
    Tightness.NOT_ASKED: "not asked",
    Tightness.YES: "yes",
    Tightness.NO: "no",
}
_WHETHER_TESTED: tuple[NotTested | None, ...] = (None, *NotTested)
Statement = TypeVar("Statement", bound=StrEnum)


def leg_step(room: CheckRoom) -> None:
    """Show the step of the leg whose turn it is."""
    side = room.check.side
    if side is None:  # pragma: no cover - a programming error
        raise ValueError("expected the step of a leg")
    st.html(
        f'<p class="tt-lead">The <b>{side}</b> leg hangs, the other knee is held to the chest. Two or three photos are '
        "better than one: get up in between, or at least draw the leg up and let it down again.</p>"
    )
    _ask_whether_tested(room, side)
    if room.check.examination.legs[side].not_tested is not None:
        return
    ask_feelings(room, side, opened=True)
    take_photos(room, side)
    for number, ident in enumerate(tuple(room.trials[side]), start=1):
        _show_trial(room, side, ident, number)
    room.sync()
    summary = summarise(room.check.examination, side)
    if summary is not None:
        _show_summary(summary)
    _ask_statements(room, side)
    for words in cautions(room.check.examination, side) if summary else ():
        st.warning(words, icon="⚠️")


def _ask_whether_tested(room: CheckRoom, side: Side) -> None:
    leg = room.check.examination.legs[side]
    reason = st.selectbox(
        f"Is the {side} leg tested?",
        _WHETHER_TESTED,
        index=_WHETHER_TESTED.index(leg.not_tested),
        format_func=lambda why: "yes" if why is None else f"This leg is not tested: {NOT_TESTED_WORDS[why]}",
        key=f"tested-{side}",
    )
    if reason is not leg.not_tested:
        room.check = steps.leave_out(room.check, side, reason)
        room.sync()
    if reason is not None:
        st.info("The result then tells about the other leg alone, and names the reason.")


def _show_trial(room: CheckRoom, side: Side, ident: str, number: int) -> None:
    case = room.case_of(ident)
    measured = case.read.outcome is not None
    mark = "✓" if measured else "✗"
    with st.expander(f"{mark} Photo {number}", expanded=number == len(room.trials[side])):
        left, right = st.columns([3, 2], gap="large")
        with left:
            _show_picture(room, case)
        with right:
            _show_reading(room, case)
            st.button(
                "Leave this photo out",
                icon=":material/delete:",
                key=f"drop-{ident}",
                on_click=lambda: room.drop(side, ident),
            )


def _show_reading(room: CheckRoom, case: Case) -> None:
    outcome = case.read.outcome
    if outcome is None:
        if case.read.refusal is not None:
            st.html(refusal(case.read.refusal))
        if case.draft is None:
            st.button(
                "Place the points by hand",
                icon=":material/touch_app:",
                key=f"place-{case.ident}",
                on_click=_change(room, case, start_placing),
            )
        else:
            st.button("Stop placing points", key=f"unplace-{case.ident}", on_click=_change(room, case, stop_placing))
        return
    measurement = outcome.measurement
    st.write(
        f"**{sentence(thigh_words(measurement.thigh))}** 95 % interval {interval(measurement.thigh, signed=True)}."
    )
    if measurement.knee is not None:
        st.write(f"**{sentence(knee_words(measurement.knee))}** 95 % interval {interval(measurement.knee)}.")
    found = warnings(outcome, case.read.evidence.levels)
    if found:
        st.html(found)


def _change(room: CheckRoom, case: Case, change: Callable[[Case], Case]) -> Callable[[], None]:
    return lambda: room.desk.put(change(case))


def _show_picture(room: CheckRoom, case: Case) -> None:
    placing = case.draft is not None
    adjust = placing or (
        case.read.outcome is not None and st.toggle("Adjust the points or the level", key=f"adjust-{case.ident}")
    )
    if adjust:
        plain = room.desk.drawn(case, "plain", lambda: _plain_jpeg(case), changes=False)
        editor(
            case,
            picture_url=pictures.data_url(plain),
            on_edit=lambda edit: take_edit(room.desk, case.ident, edit),
        )
        if room.desk.trouble:
            st.html(trouble("That change could not be made", room.desk.trouble))
            room.desk.trouble = ""
        return
    st.image(
        room.desk.drawn(case, "annotated", lambda: _annotated_jpeg(case)),
        width="stretch",
        alt=f"The photo with hip, knee and ankle drawn in. {words_of(case.read)}",
    )


def _plain_jpeg(case: Case) -> bytes:
    if case.picture is None:
        return pictures.blank_jpeg(case.read.size_px)
    return pictures.display_jpeg(case.picture, name=case.name)


def _annotated_jpeg(case: Case) -> bytes:
    picture = case.picture or pictures.blank_jpeg(case.read.size_px)
    return pictures.annotated_jpeg(picture, case.read)


def _show_summary(summary: LegSummary) -> None:
    thigh, knee = summary.thigh, summary.knee
    st.subheader(f"{summary.side.capitalize()} leg so far", anchor=False)
    with st.container(horizontal=True):
        st.metric("Thigh, median", degrees(thigh.angle.value_deg, signed=True), border=True)
        if knee is not None:
            st.metric("Knee, median", degrees(knee.angle.value_deg), border=True)
        if thigh.spread_deg is not None:
            st.metric(f"Spread of {len(thigh.trials_deg)} thighs", degrees(thigh.spread_deg), border=True)
        if knee is not None and knee.spread_deg is not None:
            st.metric(f"Spread of {len(knee.trials_deg)} knees", degrees(knee.spread_deg), border=True)
    if len(thigh.trials_deg) < _ENOUGH_TRIALS:
        st.caption("One photo has no spread: take another to see how well it repeats.")
    st.caption(f"Thigh: + = below horizontal. {INTERVAL_NOTE}")


def _ask_statements(room: CheckRoom, side: Side) -> None:
    st.subheader("What the examiner states", anchor=False)
    leg = room.check.examination.legs[side]
    with st.container(horizontal=True):
        pelvis = _ask("Low back flat on the table", Pelvis, leg.pelvis, PELVIS_WORDS, f"pelvis-{side}")
        foot = _ask("Foot of the hanging leg", Foot, leg.foot, FOOT_WORDS, f"foot-{side}")
        tight = _ask("Feels tight in daily life", Tightness, leg.tight, _TIGHT_WORDS, f"tight-{side}")
    room.check = steps.state(room.check, side, pelvis=pelvis, foot=foot, tight=tight)


def _ask(label: str, kind: type[Statement], said: Statement, words: Mapping[Statement, str], key: str) -> Statement:
    options = tuple(kind)
    return st.radio(label, options, index=options.index(said), format_func=words.__getitem__, key=key)
