"""The photo page: hand a picture over, see the result, put a hand on it, save it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.desk import Case, Desk, desk
from thomas_test.app.intake import asks_for_reading, followed, open_picture, show_intake, sort_files
from thomas_test.app.loading import load
from thomas_test.app.phone.panel import phone_door
from thomas_test.app.widgets import pictures
from thomas_test.app.widgets.cards import name_line, notes, trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.drawings import show_panel
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.result_view import show_refusal, show_result
from thomas_test.check.drawings.setting_up import SKETCH
from thomas_test.core.analysis import Status
from thomas_test.core.errors import ThomasTestError
from thomas_test.output.words import thigh_words

_SKETCH_WIDTH_PX = 400
_BOTH_LEGS = "thomas_test.app.both.view"
"""Loaded when it is wanted: with it come the report's libraries, and a single photo is shown without them."""

_LOOK_EVERY_S = 1.0

_STATUS_SIGNS = {Status.MEASURED: "✓", Status.REFUSED: "✗"}
_WORK_IS_LOST = "What was corrected by hand is lost with it, unless it was saved as JSON."


def photo_page() -> None:
    """Show the page."""
    open_desk = desk()
    if open_desk.waiting:  # a click or a reload has come between
        _read_waiting(open_desk)
        st.rerun()
    if open_desk.shows_both:
        _show_both(open_desk)
    elif open_desk.case is None:
        _show_start(open_desk)
    else:
        _show_case(open_desk, open_desk.case)


def _show_start(open_desk: Desk) -> None:
    st.title("Thomas Test", anchor=False)
    st.html(
        '<p class="tt-lead">One photo from the side: how far the thigh hangs below horizontal, how far the knee bends, '
        "and how sure that is. The picture stays on this machine.</p>"
    )
    if open_desk.cases:
        _show_open_pictures(open_desk)
    left, right = st.columns([3, 2], gap="large")
    with right:
        show_panel(SKETCH, width_px=_SKETCH_WIDTH_PX)
    with left:
        files = show_intake(open_desk.intake)
        if files:
            open_desk.hand_over(*sort_files(files, current_settings()))
            if _read_waiting(open_desk):
                st.rerun()


def _show_open_pictures(open_desk: Desk) -> None:
    """Lead back to the pictures that are open, or let all of them go."""
    with st.container(horizontal=True, vertical_alignment="center", key="open-pictures"):
        st.markdown("**Open:**", width="content")
        for case in open_desk.cases.values():
            if st.button(plain(_title(case)), key=f"back-{case.ident}"):
                open_desk.show(case.ident)
                st.rerun()
        if len(open_desk.cases) > 1 and st.button("Both legs", icon=":material/compare:", key="both-legs"):
            open_desk.both = True
            st.rerun()
        if _let_go("Close all", open_desk.cases.values(), key=f"close-all-{open_desk.intake}"):
            open_desk.clear()
            st.rerun()
    st.caption("What you add joins them, as the same person's. For another person close them first.")


def _let_go(label: str, cases: Iterable[Case], *, key: str) -> bool:
    """Show a button that lets pictures go; where a person's work would be lost with them, it asks first."""
    if not any(case.is_touched for case in cases):
        return st.button(label, icon=":material/close:", key=key)
    with st.popover(label, icon=":material/close:", key=f"{key}-ask"):
        st.write(_WORK_IS_LOST)
        return st.button(f"{label}, corrections too", key=key)


def _read_waiting(open_desk: Desk) -> bool:
    """Read what waits, one picture after the other, and say what came of each; each is on the desk as soon as it is.

    So a click meanwhile ends the reading of one picture and no more: the next run goes on with it.
    """
    settings = current_settings()
    bar, told = engine.reading_bar("Loading the pose networks…"), st.empty()
    try:
        reader = engine.shared_engine(settings.effort)
    except ThomasTestError as error:
        open_desk.waiting.clear()
        bar.empty()
        st.html(trouble("The pose networks could not be started", str(error)))
        return False
    open_desk.notes = reader.notes
    while open_desk.waiting:
        done, total = len(open_desk.arrived), len(open_desk.arrived) + len(open_desk.waiting)
        name = plain(open_desk.waiting[0].name)
        bar.progress(done / total, "Reading the picture…" if total == 1 else f"Reading {done + 1} of {total}: {name}")
        case = open_picture(open_desk.waiting[0], reader, settings)
        if total > 1:
            load(_BOTH_LEGS)
        if total > 1 and case.analysis is not None:
            pictures.thumbnail(open_desk, case)  # while one waits anyway
        open_desk.arrive(case)
        del open_desk.waiting[0]
        if total > 1:
            told.html(_what_came(open_desk))
    bar.empty()
    told.empty()
    open_desk.settle()
    return True


def _what_came(open_desk: Desk) -> str:
    """Say of each picture that was read what came of it."""
    cases = [open_desk.cases[ident] for ident in open_desk.arrived if ident in open_desk.cases]
    lines = "".join(f"<li>{escape(_title(case))}: {escape(_in_short(case))}</li>" for case in cases)
    return f'<ul class="tt-came" role="status">{lines}</ul>'


def _in_short(case: Case) -> str:
    if case.analysis is None:
        return "could not be read"
    if case.analysis.outcome is None:
        return "not measured" if case.analysis.refusal is None else case.analysis.refusal.advice.what
    outcome = case.analysis.outcome
    return f"{outcome.pose.tested_leg} leg, {thigh_words(outcome.measurement.thigh)}"


def _show_both(open_desk: Desk) -> None:
    _follow_choices(open_desk)
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        st.title("Both legs", anchor=False)
        _show_add(open_desk)
    load(_BOTH_LEGS)
    from thomas_test.app.both.view import show_both

    show_both(open_desk)
    if _let_go("Close all", open_desk.cases.values(), key=f"close-both-{open_desk.intake}"):
        open_desk.clear()
        st.rerun()


def _follow_choices(open_desk: Desk) -> None:
    """Hold every picture against the choices in the side panel; where some are read again that is told."""
    settings = current_settings()
    stale = [case for case in open_desk.cases.values() if asks_for_reading(case, settings)]
    bar = engine.reading_bar("Reading the pictures again…") if stale else None
    try:
        for case in tuple(open_desk.cases.values()):
            if bar is not None and case in stale:
                done = stale.index(case)
                bar.progress(done / len(stale), f"Reading {done + 1} of {len(stale)} again: {plain(case.name)}")
            open_desk.put(followed(case, settings))
    except ThomasTestError as error:
        st.html(trouble("The pictures could not be read again", str(error)))
    if bar is not None:
        bar.empty()


def _show_add(open_desk: Desk) -> None:
    """Lead to the inputs, and to what the phone has sent meanwhile."""
    if st.button("Add photos", icon=":material/add_a_photo:", key="add-photos"):
        open_desk.add_more()
        st.rerun()
    if phone_door():
        # what comes in meanwhile is told without a click, and only this part of the page looks
        st.fragment(_show_waiting, run_every=_LOOK_EVERY_S)(open_desk)


def _show_waiting(open_desk: Desk) -> None:
    door = phone_door()
    waiting = len(door.photos) if door is not None else 0
    if waiting and st.button(f"{waiting} from the phone", icon=":material/smartphone:", key="from-phone"):
        open_desk.add_more()
        st.rerun()


def _show_case(open_desk: Desk, case: Case) -> None:
    case = _with_current_choices(open_desk, case)
    _show_bar(open_desk, case)
    if open_desk.trouble:
        st.html(trouble("That change could not be made", open_desk.trouble))
        open_desk.trouble = ""
    if case.analysis is None:
        st.html(trouble("This file could not be read", case.error))
        if st.button("Choose another file", type="primary"):
            replace_picture(open_desk)
    elif case.analysis.outcome is None:
        show_refusal(open_desk, case, retake=replace_picture)
    else:
        show_result(open_desk, case)


def _show_bar(open_desk: Desk, case: Case) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        if len(open_desk.cases) > 1:
            st.html(name_line(case.name, seen=False))  # it stands in the list beside it
            open_desk.shown = st.selectbox(
                "Picture",
                tuple(open_desk.cases),
                index=tuple(open_desk.cases).index(case.ident),
                format_func=lambda ident: _title(open_desk.cases[ident]),
                label_visibility="collapsed",
                key=f"shown-{open_desk.intake}-{len(open_desk.cases)}",
            )
            if open_desk.shown != case.ident:
                st.rerun()
            if st.button("Both legs", icon=":material/compare:", key="both-legs"):
                open_desk.both = True
                st.rerun()
        else:
            st.html(name_line(case.name))
        _show_add(open_desk)
        if _let_go("Close", (case,), key=f"close-{case.ident}"):
            open_desk.close(case.ident)
            st.rerun()
    if case.settings.effort is not current_settings().effort and case.is_touched:
        st.html(
            notes(["Effort, under Choices, has no effect here: a person worked on these points. Reset to read anew."])
        )


def _title(case: Case) -> str:
    sign = "!" if case.analysis is None else _STATUS_SIGNS[case.analysis.status]
    return f"{sign} {case.name}"


def replace_picture(open_desk: Desk) -> None:
    """Let the picture shown go, which gave nothing, and ask for another; what else is open stays open."""
    open_desk.close(open_desk.shown)
    open_desk.add_more()
    st.rerun()


def _with_current_choices(open_desk: Desk, case: Case) -> Case:
    """Hold the case against the choices in the side panel: read it again where they ask for another reading."""
    settings = current_settings()
    try:
        if asks_for_reading(case, settings):
            with st.spinner("Reading the picture again…", show_time=True):
                case = followed(case, settings)
        else:
            case = followed(case, settings)
    except ThomasTestError as error:
        open_desk.trouble = str(error)
    open_desk.put(case)
    return case
