"""A case on the screen: the picture or its editor, the numbers on their dials, the flags, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from html import escape
from typing import Literal

import streamlit as st

from thomas_test.app.desk import Case, Desk
from thomas_test.app.editor import show_editor
from thomas_test.app.editor.edits import (
    apply_edit,
    start_placing,
    stop_placing,
    with_confirmed_points,
    with_leg,
    with_statements,
)
from thomas_test.app.editor.payload import editor_payload
from thomas_test.app.widgets import cards, pictures
from thomas_test.app.widgets.beside_view import Compared, choose_beside, with_automatic
from thomas_test.app.widgets.choices import preset_title
from thomas_test.app.widgets.dial import describe_knee, describe_thigh, knee_dial, thigh_dial
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.next_step import NextStep, next_step
from thomas_test.app.widgets.palette import palette_for
from thomas_test.app.widgets.pictures import annotated_button, record_buttons
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.statements import Foot, Pain, Pelvis, Statement, Statements
from thomas_test.output.rows import words_of
from thomas_test.output.words import INTENDED_USE, INTERVAL_NOTE, INTERVAL_NOTE_SHORT, flag_lines, low_back_hint

Retake = Callable[[Desk], None]
_PICTURE, _EDITOR = "Picture", "Adjust points"
_DIAL_WIDTH_PX = 420
_LEG_WIDTH_PX = 220
_NO_PICTURE = (
    "This result was opened without its picture. To see the points on it, close this and hand both files over together."
)
_GOES_THERE = "What this photo gives stands there beside the others."
_SIDES: tuple[Side, ...] = tuple(Side)


def show_result(desk: Desk, case: Case) -> None:
    """Show a measured case: picture, numbers, one sentence and the next step on one screen, the rest folded."""
    analysis = case.read
    with st.container(key="glance"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            editing = _show_picture_or_editor(desk, case)
        with right:
            st.html(cards.origin(analysis))
            st.html(cards.glance_at(analysis))
            step = next_step(analysis.measured, editing=editing)
            _show_next_step(desk, case, step, editing=editing)
            warnings = cards.warnings(analysis.measured, analysis.evidence.levels)
            if warnings:
                st.html(warnings)
            st.html(cards.notes((INTERVAL_NOTE_SHORT,)))
    with st.container(horizontal=True, key="save"):
        if step is not NextStep.SAVE or len(desk.cases) > 1:  # else it is the next step, and stands there
            annotated_button(case, key="save-picture")
        record_buttons(case)
    _show_folded(desk, case)


def _show_folded(desk: Desk, case: Case) -> None:
    """Show what stands behind the numbers, for those who want it."""
    analysis = case.read
    with st.expander("Thresholds, and three questions before a pattern is named", icon=":material/rule:"):
        st.html(cards.flags(analysis.measured, analysis.preset, analysis.stated))
        _ask_statements(desk, case)
        st.caption(
            f"Thresholds: {plain(preset_title(analysis.preset.name))}. Others stand under Choices, behind » at the top."
        )
    _offer_comparison(desk, case)
    with st.expander("On the dials, beside published groups", icon=":material/speed:"):
        _show_dials(analysis)
    with st.expander("How it was measured, and what it is for", icon=":material/straighten:"):
        st.html(cards.levelled(analysis))
        st.html(cards.notes((INTERVAL_NOTE, INTENDED_USE, *desk.notes)))


def show_refusal(desk: Desk, case: Case, *, retake: Retake | None) -> None:
    """Show a picture that was not measured: why, and how to take it again. No angle stands here.

    Parameters
    ----------
    desk, case
        What is open.
    retake
        Asks for another picture in its place; None where there is nobody to ask.
    """
    analysis, placing = case.read, case.draft is not None
    left, right = st.columns([3, 2], gap="large")
    with left:
        if placing:
            show_points(desk, case)
        else:
            st.image(pictures.plain_of(desk, case), width="stretch", alt="The picture as it was opened.")
            if case.picture is None:
                st.html(cards.notes((_NO_PICTURE,)))
    with right:
        if analysis.refusal is not None:
            st.html(cards.refusal(analysis.refusal))
        if placing:
            st.html(cards.steps("Placing the points by hand", _PLACING))
        _show_placing(desk, case)
        if retake is not None:
            _offer_retake(desk, case, retake)
        with st.container(horizontal=True, key="save"):
            record_buttons(case)


def _offer_retake(desk: Desk, case: Case, retake: Retake) -> None:
    kind: Literal["primary", "secondary"] = "primary" if case.draft is None else "secondary"
    if st.button("Take another photo", type=kind, icon=":material/add_a_photo:", key=f"retake-{case.ident}"):
        retake(desk)


_PLACING = (
    "Drag the hip, the knee and the ankle of the hanging leg onto the body.",
    "Once hip and knee stand, the thigh is measured; with the ankle the knee, too.",
    "Then name the leg, and put the level line on something level.",
)


def _show_placing(desk: Desk, case: Case) -> None:
    if case.draft is None:
        if st.button("Place the points by hand", icon=":material/touch_app:"):
            desk.put(start_placing(case))
            # Once hip and knee stand, the case is measured: the hand goes on where it was.
            open_editor(case.ident)
            st.rerun()
    elif st.button("Stop placing points", icon=":material/close:"):
        desk.put(stop_placing(case))
        st.rerun()


def _show_picture_or_editor(desk: Desk, case: Case) -> bool:
    """Show the annotated picture, or the points to adjust; say whether it is these."""
    if WarningCode.LEG_CHOICE_UNSURE in case.read.measured.warnings:
        _ask_leg(desk, case)
    with st.container(horizontal=True, vertical_alignment="center", key="view"):
        view = st.segmented_control(
            "View",
            (_PICTURE, _EDITOR),
            default=_PICTURE,
            required=True,
            key=f"view-{case.ident}",
            label_visibility="collapsed",
        )
        if view == _EDITOR and WarningCode.LEG_CHOICE_UNSURE not in case.read.measured.warnings:
            _show_leg(desk, case)
    if case.picture is None:
        st.html(cards.notes((_NO_PICTURE,)))
    if view == _EDITOR:
        show_points(desk, case)
        return True
    st.image(
        pictures.annotated_of(desk, case),
        width="stretch",
        alt=f"The picture with hip, knee, ankle and the angles drawn in. {words_of(case.read)}",
    )
    return False


def _ask_leg(desk: Desk, case: Case) -> None:
    """Ask which leg it is where the picture does not tell: naming the one that was guessed settles it, too."""
    with st.container(border=True, key=f"ask-leg-{case.ident}"):
        st.html(f'<p class="tt-ask"><strong>{NextStep.NAME_LEG.label}</strong> {escape(NextStep.NAME_LEG.why)}</p>')
        with st.container(horizontal=True):
            for side in _SIDES:
                if st.button(f"The {side} leg", key=f"name-{side}-{case.ident}", type="primary"):
                    desk.put(with_leg(case, side))
                    st.rerun()


_NOT_SAID = "not said"
_QUESTIONS: Mapping[type[StrEnum], tuple[str, Mapping[StrEnum, str]]] = {
    Pelvis: (
        "Low back flat?",
        {
            Pelvis.SEEN: "yes, as seen",
            Pelvis.FELT: "yes, felt with a hand",
            Pelvis.CUFF: "yes, a pressure cuff held",
            Pelvis.NOT_CHECKED: _NOT_SAID,
        },
    ),
    Foot: (
        "Foot hung free?",
        {Foot.FREE: "yes", Foot.TOUCHED: "no, it touched something", Foot.NOT_CHECKED: _NOT_SAID},
    ),
    Pain: (
        "Did anything hurt?",
        {Pain.NONE: "no, or only a stretch in front", Pain.SOME: "yes", Pain.NOT_ASKED: _NOT_SAID},
    ),
}


def _ask_statements(desk: Desk, case: Case) -> None:
    """Ask the three things that a pattern needs and no photo shows."""
    before = case.settings.stated
    if case.analysis is not None and low_back_hint(case.analysis.evidence):
        st.caption(low_back_hint(case.analysis.evidence))
    with st.container(horizontal=True, key=f"stated-{case.ident}"):
        pelvis = _ask(Pelvis, before.pelvis, case.ident)
        foot = _ask(Foot, before.foot, case.ident)
        pain = _ask(Pain, before.pain, case.ident)
    stated = Statements(pelvis=pelvis, foot=foot, pain=pain)
    if stated != before:
        desk.put(with_statements(case, stated))
        st.rerun()


def _ask(kind: type[Statement], said: Statement, ident: str) -> Statement:
    question, answers = _QUESTIONS[kind]
    options = tuple(kind)
    return st.selectbox(
        question, options, index=options.index(said), format_func=answers.__getitem__, key=f"{kind.__name__}-{ident}"
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
        desk.put(case.heard(edit))


def _show_leg(desk: Desk, case: Case) -> None:
    pose = case.read.measured.pose
    leg = st.selectbox(
        "This is the person's",
        _SIDES,
        index=_SIDES.index(pose.tested_leg),
        format_func=lambda side: f"The person's {side} leg",
        label_visibility="collapsed",
        width=_LEG_WIDTH_PX,
        key=f"leg-{case.ident}-{case.revision}",
    )
    if leg != pose.tested_leg:
        desk.put(with_leg(case, leg))
        st.rerun()


def _show_next_step(desk: Desk, case: Case, step: NextStep, *, editing: bool) -> None:
    if step is NextStep.NAME_LEG:
        return  # it is asked above the picture
    why = step.why
    with st.container(horizontal=True, vertical_alignment="center", key="next"):
        if step is NextStep.SAVE and len(desk.cases) > 1:
            why = _GOES_THERE
            if st.button("Back to both legs", type="primary", icon=":material/compare:", key=f"back-{case.ident}"):
                desk.both = True
                st.rerun()
        elif step is NextStep.SAVE:
            annotated_button(case, key="next-picture", primary=True)
        elif step.leads_to_editor and not editing:
            st.button(step.label, type="primary", icon=":material/tune:", on_click=open_editor, args=(case.ident,))
        elif step is NextStep.CONFIRM_POINTS and st.button(step.label, type="primary", icon=":material/check:"):
            desk.put(with_confirmed_points(case))
            st.rerun()
        st.html(f'<p class="tt-note">{escape(why)}</p>')


def open_editor(ident: str) -> None:
    """Let the picture of a case be shown with its points to adjust."""
    st.session_state[f"view-{ident}"] = _EDITOR


def _offer_comparison(desk: Desk, case: Case) -> None:
    """Offer this result beside any other that is open, and beside its own automatic reading."""
    # what is folded is not drawn: the page is no slower for it
    fold = st.expander(
        "Beside another result", icon=":material/compare:", key=f"beside-{case.ident}", on_change="rerun"
    )
    if not fold.open:
        return
    others = (each for each in desk.cases.values() if each is not case and each.analysis and each.analysis.outcome)
    results = [
        *with_automatic(Compared(title=case.name, analysis=case.read, picture=case.picture)),
        *(Compared(title=each.name, analysis=each.read, picture=each.picture) for each in others),
    ]
    with fold:
        if len(results) > 1:
            choose_beside(results, key=f"beside-{case.ident}-{len(results)}")
        else:
            st.caption(
                "Another photo, another day, the other leg or another reader's saved result: open both on the Photo "
                "page (a saved result as its JSON together with its photo), then they can be laid beside each other."
            )


def _show_dials(analysis: Analysis) -> None:
    outcome, preset, palette = analysis.measured, analysis.preset, palette_for(st.context.theme.type)
    forward = outcome.pose.forward_sign
    lines = flag_lines(outcome.findings, preset)
    thigh, knee = outcome.measurement.thigh, outcome.measurement.knee
    marks = " ".join(f"{line.label}: {line.verdict}." for line in lines[:2])
    left, right = st.columns(2, gap="large")
    left.image(
        thigh_dial(thigh, preset, forward_sign=forward, palette=palette),
        width=_DIAL_WIDTH_PX,
        alt=describe_thigh(thigh, marks),
    )
    if knee is not None:
        right.image(
            knee_dial(knee, preset, forward_sign=forward, palette=palette),
            width=_DIAL_WIDTH_PX,
            alt=describe_knee(knee, f"{lines[2].label}: {lines[2].verdict}."),
        )
    st.html(cards.legend(palette, with_knee=knee is not None))


def show_points(desk: Desk, case: Case) -> None:
    """Show the picture of a case with its points to drag, and ask whether the pelvis is marked."""
    above = st.container()  # the picture first: on a small screen it fits as a whole
    pelvis = case.draft is None and st.toggle(
        "Mark the pelvis as well",
        key=f"mark-pelvis-{case.ident}",
        help="Iliac crest, or both iliac spines, where they are marked on the skin: the pelvic line and the thigh "
        "against it are then shown beside the thigh angle.",
    )
    with above:
        show_editor(
            case,
            editor_payload(case, pelvis=pelvis),
            size_px=case.read.size_px,
            picture_url=pictures.data_url(pictures.plain_of(desk, case)),
            on_edit=lambda edit: take_edit(desk, case.ident, edit),
        )
