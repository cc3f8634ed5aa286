"""A case on the screen: the picture or its editor, the numbers on their dials, the flags, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from thomas_test.analysis import Analysis
from thomas_test.app import cards, pictures
from thomas_test.app.cases import Case
from thomas_test.app.desk import Desk
from thomas_test.app.dial import describe, knee_dial, thigh_dial
from thomas_test.app.downloads import annotated_button, record_buttons
from thomas_test.app.editor import editor
from thomas_test.app.edits import acknowledged, apply_edit, start_placing, stop_placing, with_leg
from thomas_test.app.next_step import Action, next_step
from thomas_test.app.palette import Palette, palette_for
from thomas_test.errors import ThomasTestError
from thomas_test.landmarks import Side
from thomas_test.meaning.reference_bands import Quantity, ReferenceBand, bands_for
from thomas_test.results import words_of
from thomas_test.wording import INTERVAL_NOTE, flag_lines

StartOver = Callable[[Desk], None]
_PICTURE, _EDITOR = "Picture", "Adjust points"
_DIAL_WIDTH_PX = 330
_NO_DIAGNOSIS = "Measures and describes; does not diagnose, and is no medical device."
_SIDES: tuple[Side, ...] = tuple(Side)


def show_result(desk: Desk, case: Case, *, start_over: StartOver) -> None:
    """Show a measured case."""
    analysis, palette = case.read, palette_for(st.context.theme.type)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_picture_or_editor(desk, case)
        _show_next_step(desk, case, start_over)
    with right:
        st.html(cards.origin(analysis))
        _show_numbers(analysis, palette)
    st.subheader("Against the thresholds", anchor=False)
    st.html(cards.flags(analysis.measured, analysis.preset))
    st.caption(f"Thresholds: {analysis.preset.name}. Others stand under Choices, behind » at the top left.")
    warnings = cards.warnings(analysis.measured, analysis.evidence.levels)
    if warnings:
        st.html(warnings)
    st.html(cards.levelled(analysis))
    st.html(cards.legend(_bands(analysis), palette))
    st.html(cards.notes((INTERVAL_NOTE, _NO_DIAGNOSIS, *desk.notes)))
    st.subheader("Save", anchor=False)
    with st.container(horizontal=True, key="save"):
        annotated_button(case, key="save-picture")
        record_buttons(case)


def show_refusal(desk: Desk, case: Case, *, start_over: StartOver) -> None:
    """Show a picture that was not measured: why, and how to take it again. No angle stands here."""
    analysis = case.read
    left, right = st.columns([3, 2], gap="large")
    with left:
        if case.draft is None:
            st.image(_plain(desk, case), width="stretch", alt="The picture as it was opened.")
        else:
            _show_editor(desk, case)
    with right:
        if analysis.refusal is not None:
            st.html(cards.refusal(analysis.refusal))
        step = next_step(analysis)
        if st.button(step.label, type="primary", icon=":material/add_a_photo:"):
            start_over(desk)
        _show_placing(desk, case)
        with st.container(horizontal=True, key="save"):
            record_buttons(case)


def _show_placing(desk: Desk, case: Case) -> None:
    if case.draft is None:
        if st.button("Place the points by hand", icon=":material/touch_app:"):
            desk.put(start_placing(case))
            # Once hip and knee stand, the case is measured: the hand goes on where it was.
            _open_editor(case.ident)
            st.rerun()
    elif st.button("Stop placing points", icon=":material/close:"):
        desk.put(stop_placing(case))
        st.rerun()


def _show_picture_or_editor(desk: Desk, case: Case) -> None:
    view = st.segmented_control(
        "View",
        (_PICTURE, _EDITOR),
        default=_PICTURE,
        required=True,
        key=f"view-{case.ident}",
        label_visibility="collapsed",
    )
    if view == _EDITOR:
        _show_editor(desk, case)
        _show_leg(desk, case)
    else:
        st.image(
            desk.drawn(case, "annotated", lambda: _annotated_jpeg(case)),
            width="stretch",
            alt=f"The picture with hip, knee, ankle and the angles drawn in. {words_of(case.read)}",
        )


def take_edit(desk: Desk, ident: str, edit: Mapping[str, object]) -> None:
    """Take in what the editor reports; what cannot be followed is said, and the points stay where they were."""
    case = desk.cases.get(ident)
    if case is None or edit.get("reading") != ident:
        return
    try:
        desk.put(apply_edit(case, edit))
    except ThomasTestError as error:
        desk.trouble = str(error)
        desk.put(acknowledged(case, edit))


def _show_leg(desk: Desk, case: Case) -> None:
    pose = case.read.measured.pose
    leg = st.selectbox(
        "This is the person's",
        _SIDES,
        index=_SIDES.index(pose.tested_leg),
        format_func=lambda side: f"{side} leg",
        key=f"leg-{case.ident}-{case.revision}",
    )
    if leg != pose.tested_leg:
        desk.put(with_leg(case, leg))
        st.rerun()


def _show_next_step(desk: Desk, case: Case, start_over: StartOver) -> None:
    step = next_step(case.read)
    with st.container(horizontal=True, vertical_alignment="center", key="next"):
        if step.action is Action.SAVE:
            annotated_button(case, key="next-picture", primary=True)
        elif step.action is Action.ADJUST:
            st.button(step.label, type="primary", icon=":material/tune:", on_click=_open_editor, args=(case.ident,))
        elif st.button(step.label, type="primary"):
            start_over(desk)
        st.html(f'<p class="tt-note">{step.why}</p>')


def _open_editor(ident: str) -> None:
    st.session_state[f"view-{ident}"] = _EDITOR


def _show_numbers(analysis: Analysis, palette: Palette) -> None:
    outcome, preset = analysis.measured, analysis.preset
    forward = outcome.pose.forward_sign
    lines = flag_lines(outcome.findings, preset)
    st.html(cards.thigh_card(outcome))
    thigh, bands = outcome.measurement.thigh, bands_for(Quantity.THIGH)
    marks = " ".join(f"{line.label}: {line.verdict}." for line in lines[:2])
    st.image(
        thigh_dial(thigh, preset, forward_sign=forward, palette=palette),
        width=_DIAL_WIDTH_PX,
        alt=describe("thigh angle", thigh, marks, bands),
    )
    st.html(cards.knee_card(outcome))
    knee, bands = outcome.measurement.knee, bands_for(Quantity.KNEE)[:2]
    if knee is not None:
        st.image(
            knee_dial(knee, preset, forward_sign=forward, palette=palette),
            width=_DIAL_WIDTH_PX,
            alt=describe("knee flexion", knee, f"{lines[2].label}: {lines[2].verdict}.", bands),
        )


def _bands(analysis: Analysis) -> tuple[tuple[ReferenceBand, ...], ...]:
    """Give the groups that stand on the dials shown."""
    thigh, knee = bands_for(Quantity.THIGH), bands_for(Quantity.KNEE)[:2]
    return (thigh, knee) if analysis.measured.measurement.knee is not None else (thigh,)


def _show_editor(desk: Desk, case: Case) -> None:
    editor(
        case,
        picture_url=pictures.data_url(_plain(desk, case)),
        on_edit=lambda edit: take_edit(desk, case.ident, edit),
    )


def _plain(desk: Desk, case: Case) -> bytes:
    return desk.drawn(case, "plain", lambda: _plain_jpeg(case), changes=False)


def _plain_jpeg(case: Case) -> bytes:
    if case.picture is None:
        return pictures.blank_jpeg(case.read.size_px)
    return pictures.display_jpeg(case.picture, name=case.name)


def _annotated_jpeg(case: Case) -> bytes:
    if case.picture is None:
        return pictures.annotated_jpeg(pictures.blank_jpeg(case.read.size_px), case.read)
    return pictures.annotated_jpeg(case.picture, case.read)
