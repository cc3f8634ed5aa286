"""The step of one leg: how it feels, its photos from the side, and what the examiner states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from thomas_test.app import engine, pictures
from thomas_test.app.cards import refusal, trouble, warnings
from thomas_test.app.cases import Case
from thomas_test.app.check_room import CheckRoom
from thomas_test.app.choices import current_settings
from thomas_test.app.editor import editor
from thomas_test.app.edits import start_placing, stop_placing
from thomas_test.app.intake import PICTURE_TYPES
from thomas_test.app.opening import Incoming, open_picture
from thomas_test.app.result_view import take_edit
from thomas_test.errors import ThomasTestError
from thomas_test.examination import steps
from thomas_test.examination.statements import (
    FOOT_WORDS,
    KIND_WORDS,
    PELVIS_WORDS,
    PLACE_WORDS,
    Feeling,
    Foot,
    PainKind,
    PainPlace,
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
_PLACES: tuple[PainPlace, ...] = tuple(PainPlace)
_KINDS: tuple[PainKind, ...] = tuple(PainKind)
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
    ask_feelings(room, side, opened=not room.trials[side])
    _take_photos(room, side)
    for number, ident in enumerate(tuple(room.trials[side]), start=1):
        _show_trial(room, side, ident, number)
    room.sync()
    summary = summarise(room.check.examination, side)
    if summary is not None:
        _show_summary(summary)
    _ask_statements(room, side)
    for words in cautions(room.check.examination, side) if summary else ():
        st.warning(words, icon="⚠️")


def ask_feelings(room: CheckRoom, side: Side, *, opened: bool) -> None:
    """Ask what is felt in a leg: a stretch is noted, anything else ends the check."""
    with st.expander(
        f"Does anything hurt, pull or tingle? ({side} leg)", expanded=opened, icon=":material/front_hand:"
    ):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            place = st.selectbox("Where", _PLACES, format_func=PLACE_WORDS.__getitem__, key=f"place-{side}")
            kind = st.selectbox("What", _KINDS, format_func=KIND_WORDS.__getitem__, key=f"kind-{side}")
            if st.button("Note it", key=f"feel-{side}"):
                room.check = steps.feel(room.check, Feeling(place=place, kind=kind), side=side)
                st.rerun()
        st.caption("Only a stretch is expected, in front of the thigh. Anything else ends the test without a score.")
        for noted in room.check.examination.legs[side].feelings:
            st.write(f"Noted: {noted.words}.")


def _take_photos(room: CheckRoom, side: Side) -> None:
    source = st.segmented_control(
        "Photo from the side", ("File", "Camera"), default="File", required=True, key=f"source-{side}"
    )
    if source == "Camera":
        taken = st.camera_input("Take the photo", key=f"shot-{side}-{room.turn}", resolution="1080p")
        files = (
            [] if taken is None else [Incoming(name=f"{side} {len(room.trials[side]) + 1}.jpg", data=taken.getvalue())]
        )
    else:
        uploads = st.file_uploader(
            f"Photos of the {side} leg from the side",
            type=list(PICTURE_TYPES),
            accept_multiple_files=True,
            key=f"photo-{side}-{room.turn}",
        )
        files = [Incoming(name=upload.name, data=upload.getvalue()) for upload in uploads]
    if files:
        _read(room, side, files)
        st.rerun()


def _read(room: CheckRoom, side: Side, files: Iterable[Incoming]) -> None:
    # the examiner says which leg is tested: the picture need not tell
    settings = replace(current_settings(), leg=side)
    try:
        with st.spinner("Reading the picture…", show_time=True):
            reader = engine.shared_engine(settings.effort)
            cases = [open_picture(file, reader, settings) for file in files]
    except ThomasTestError as error:
        room.trouble = str(error)
        room.turn += 1
        return
    room.desk.notes = reader.notes
    for case in cases:
        if case.analysis is None:
            room.trouble = case.error
            room.turn += 1
        else:
            room.add(side, case)


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
