"""What the person feels during the test: asked of every leg; what ends the test is asked twice."""

from __future__ import annotations

import streamlit as st

from thomas_test.app.check_room import CheckRoom
from thomas_test.examination import steps
from thomas_test.examination.statements import KIND_WORDS, PLACE_WORDS, Feeling, Felt, PainKind, PainPlace
from thomas_test.landmarks import Side

_PLACES: tuple[PainPlace, ...] = tuple(PainPlace)
_KINDS: tuple[PainKind, ...] = tuple(PainKind)
_ANSWERS = (Felt.NOTHING, Felt.SOMETHING)
_ANSWER_WORDS = {Felt.NOTHING: "no, nothing", Felt.SOMETHING: "yes"}


def ask_feelings(room: CheckRoom, side: Side, *, opened: bool) -> None:
    """Ask what is felt in a leg: a stretch is noted, anything else ends the check once it is confirmed."""
    with st.expander(
        f"Does anything hurt, pull or tingle? ({side} leg)", expanded=opened, icon=":material/front_hand:"
    ):
        if room.check.examination.legs[side].feelings:
            _show_noted(room, side)
        elif not _ask_whether(room, side):
            return
        _ask_what(room, side)
        if room.pending is not None and room.pending[0] is side:
            _confirm(room, room.pending[1], side)


def _ask_whether(room: CheckRoom, side: Side) -> bool:
    """Ask yes or no, and give whether there is something to note."""
    felt = room.check.examination.legs[side].felt
    answer = st.radio(
        "Asked of the person while the leg hangs",
        _ANSWERS,
        index=_ANSWERS.index(felt) if felt in _ANSWERS else None,
        format_func=_ANSWER_WORDS.__getitem__,
        horizontal=True,
        key=f"felt-{side}",
    )
    room.check = steps.state(room.check, side, nothing_felt=answer is Felt.NOTHING)
    if answer is Felt.NOTHING:
        room.pending = None
    return answer is Felt.SOMETHING


def _show_noted(room: CheckRoom, side: Side) -> None:
    for number, noted in enumerate(room.check.examination.legs[side].feelings):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(f"Noted: {noted.words}.")
            if st.button("Remove", icon=":material/delete:", key=f"unfeel-{side}-{number}"):
                room.check = steps.take_back(room.check, noted, side=side)
                st.rerun()


def _ask_what(room: CheckRoom, side: Side) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox("Where", _PLACES, format_func=PLACE_WORDS.__getitem__, key=f"place-{side}")
        kind = st.selectbox("What", _KINDS, format_func=KIND_WORDS.__getitem__, key=f"kind-{side}")
        if st.button("Note it", key=f"feel-{side}"):
            _note(room, Feeling(place=place, kind=kind), side)
            st.rerun()
    st.caption("Only a stretch is expected, in front of the thigh. Anything else ends the test without a score.")


def _note(room: CheckRoom, feeling: Feeling, side: Side) -> None:
    if feeling.ends_test:
        room.pending = (side, feeling)
    else:
        room.pending = None
        room.check = steps.feel(room.check, feeling, side=side)


def _confirm(room: CheckRoom, feeling: Feeling, side: Side) -> None:
    st.warning(
        f"Entered: {feeling.words} ({side} leg). This ends the test and deletes the photos and numbers of both legs.",
        icon="⚠️",
    )

    def end() -> None:
        room.check = steps.feel(room.check, feeling, side=side)

    def correct() -> None:
        room.pending = None

    with st.container(horizontal=True):
        st.button("End the test", type="primary", on_click=end, key=f"end-{side}")
        st.button("Correct the entry", on_click=correct, key=f"correct-{side}")
