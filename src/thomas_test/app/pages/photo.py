"""The photo page: hand a picture over, see the result, put a hand on it, save it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.desk import Case, Desk, desk
from thomas_test.app.editor.edits import with_choices, with_preset
from thomas_test.app.intake import HandedOver, open_files, read_again, show_intake
from thomas_test.app.widgets.cards import name_line, notes, trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.drawings import show_panel
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.reading_bar import reading_bar
from thomas_test.app.widgets.result_view import show_refusal, show_result
from thomas_test.check.drawings.setting_up import SKETCH
from thomas_test.core.analysis import Status
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.settings import Settings

_SKETCH_WIDTH_PX = 400
_STATUS_SIGNS = {Status.MEASURED: "✓", Status.REFUSED: "✗"}
_WORK_IS_LOST = "What was corrected by hand is lost with it, unless it was saved as JSON."


def photo_page() -> None:
    """Show the page."""
    open_desk = desk()
    if open_desk.case is None:
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
        taken = bool(files) and _take_in(open_desk, files)
    if taken:
        st.rerun()


def _show_open_pictures(open_desk: Desk) -> None:
    """Lead back to the pictures that are open, or let all of them go."""
    with st.container(horizontal=True, vertical_alignment="center", key="open-pictures"):
        st.markdown("**Open:**", width="content")
        for case in open_desk.cases.values():
            if st.button(plain(_title(case)), key=f"back-{case.ident}"):
                open_desk.shown = case.ident
                st.rerun()
        if _let_go("Close all", open_desk.cases.values(), key=f"close-all-{open_desk.intake}"):
            open_desk.clear()
            st.rerun()


def _let_go(label: str, cases: Iterable[Case], *, key: str) -> bool:
    """Show a button that lets pictures go; where a person's work would be lost with them, it asks first."""
    if not any(case.is_touched for case in cases):
        return st.button(label, icon=":material/close:", key=key)
    with st.popover(label, icon=":material/close:", key=f"{key}-ask"):
        st.write(_WORK_IS_LOST)
        return st.button(f"{label}, corrections too", key=key)


def _take_in(open_desk: Desk, files: tuple[HandedOver, ...]) -> bool:
    settings = current_settings()
    bar = reading_bar("Loading the pose networks…")

    def progress(done: int, total: int) -> None:
        words = "Reading the picture…" if total == 1 else f"Reading {done + 1} of {total} files…"
        bar.progress(done / total, words)

    try:
        reader = engine.shared_engine(settings.effort)
        open_desk.notes = reader.notes
        open_desk.open(open_files(files, reader, settings, progress=progress))
    except ThomasTestError as error:
        st.html(trouble("The pose networks could not be started", str(error)))
        return False
    finally:
        bar.empty()
    return True


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
        else:
            st.html(name_line(case.name))
        if st.button("Add photos", icon=":material/add_a_photo:", key="add-photos"):
            open_desk.add_more()
            st.rerun()
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
    settings = replace(current_settings(), stated=case.settings.stated)  # that is said below the picture
    if case.is_touched:
        case = with_choices(case, settings)
    elif _same_reading(case.settings, settings) or case.picture is None:
        case = with_preset(case, settings.preset)
    else:
        try:
            with st.spinner("Reading the picture again…", show_time=True):
                case = read_again(case, engine.shared_engine(settings.effort), settings)
        except ThomasTestError as error:
            open_desk.trouble = str(error)
    open_desk.put(case)
    return case


def _same_reading(one: Settings, other: Settings) -> bool:
    return (one.leg, one.head_towards, one.effort) == (other.leg, other.head_towards, other.effort)
