"""What can be done, in pictures, and the hand-out: ticks for what this person is to do, and how often."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.app.check.session import CheckSession
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.drawings import show_drawing
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.exercises import MOST_TIMES_A_WEEK, MOST_WEEKS, THREE_TIMES, Dose, chosen_for, suiting
from thomas_test.check.meaning.advice import Chosen
from thomas_test.check.meaning.sources import Cited
from thomas_test.check.record import Examination
from thomas_test.check.report import examination_handout
from thomas_test.check.report.contents import ReportContent

_NUMBER_WIDTH_PX = 170


def show_plan(session: CheckSession, content: ReportContent, examination: Examination) -> None:
    """Show what can be done, and offer the hand-out; nothing where nothing follows from the test."""
    if not content.suggestions:
        return
    with st.expander("What can be done", icon=":material/self_improvement:"):
        for chosen in content.suggestions:
            _show_suggestion(chosen)
        _offer_handout(session, examination)


def told_with_sources(sentences: Iterable[Cited]) -> str:
    """Sentences with their sources beside them; a bracket is no link here."""
    return " ".join(f"{one.text} :small[:gray[\\[{one.mark}\\]]]" for one in sentences)


def _show_suggestion(chosen: Chosen) -> None:
    with st.expander(chosen.suggestion.title):
        if chosen.words:
            st.caption(chosen.words)
        show_drawing(DRAWINGS[chosen.measure])
        for label, sentences in chosen.suggestion.parts:
            st.write(f"**{label}:** {told_with_sources(sentences)}")


def _offer_handout(session: CheckSession, examination: Examination) -> None:
    offered = suiting(examination)
    if not offered:
        return
    with st.container(border=True, key="handout"):
        st.write("**To take home: tick what this person is to do**")
        asked = ((one.measure, _ask_whether(session, one)) for one in offered)
        chosen = session.chosen = {measure: dose for measure, dose in asked if dose is not None}
        offer_file(
            "Hand-out for the person",
            file_name(examination, Kind.PATIENT, "pdf"),
            lambda: examination_handout(examination, chosen_for(examination, chosen) if chosen else None),
            icon="person",
            key="file-handout",
        )
        st.caption(
            "Large print with the pictures and boxes to tick; no angle and no finding. "
            + ("It holds what is ticked." if chosen else "Nothing is ticked: it holds all of these.")
        )


def _ask_whether(session: CheckSession, one: Chosen) -> Dose | None:
    """Ask whether something is to be done, and then how often; None where it is not ticked."""
    name = f"{one.measure.value}-{session.ident}"
    title, known = one.suggestion.title, session.chosen.get(one.measure)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not st.checkbox(title, value=known is not None, key=f"do-{name}"):
            return None
        dose = known or THREE_TIMES
        times = st.number_input(
            "Times a week", 1, MOST_TIMES_A_WEEK, dose.times_a_week or 1, key=f"times-{name}", width=_NUMBER_WIDTH_PX
        )
        weeks = st.number_input(
            "For how many weeks", 1, MOST_WEEKS, dose.weeks, key=f"weeks-{name}", width=_NUMBER_WIDTH_PX
        )
    return Dose(times_a_week=times, weeks=weeks)
