"""The end of the guided check: what was found, what goes with it, what can be done, and the files to take along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

import streamlit as st

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.app.check.session import CheckSession
from thomas_test.app.people.keeping import offer_to_keep
from thomas_test.app.widgets.cards import legend
from thomas_test.app.widgets.choices import current_faces
from thomas_test.app.widgets.dial import KNEE_BANDS, THIGH_BANDS, describe_knee, describe_thigh, knee_dial, thigh_dial
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.palette import palette_for
from thomas_test.check.meaning.sources import Cited
from thomas_test.check.record import Examination, Leg
from thomas_test.check.report import examination_handout, examination_html, examination_pdf
from thomas_test.check.report.contents import ReportContent, report_content
from thomas_test.check.report.leg import LegContent
from thomas_test.check.storage import save_examination
from thomas_test.check.summary import LegSummary, summarise
from thomas_test.core.landmarks import Side
from thomas_test.core.settings import Faces
from thomas_test.output.words import INTERVAL_NOTE, sentence

_FACES_WORDS: Mapping[Faces, str] = {
    Faces.BLUR: "The face of the person is blurred in all files; the choice stands under Choices, behind » at the top "
    "left.",
    Faces.KEEP: "The face stays visible in all files, as chosen under Choices.",
}


def result_step(session: CheckSession) -> None:
    """Show the result of both legs."""
    rater_blind = st.toggle(
        "For a second rater: no numbers, flags or patterns",
        key="rater-blind",
        help="Pictures, set-up and how it was measured stay, here and in the two reports.",
    )
    faces = current_faces()
    st.caption(_FACES_WORDS[faces])
    examination = session.finished(faces=faces)
    content = report_content(examination, rater_blind=rater_blind)
    for column, leg, side in zip(st.columns(2, gap="large"), content.legs, (Side.RIGHT, Side.LEFT), strict=True):
        with column:
            _show_leg(leg, examination.legs[side], summarise(examination, side), examination)
    if content.comparison:
        st.subheader("Both legs", anchor=False)
        st.write(content.comparison)
    _show_suggestions(content)
    with st.expander("How it was measured"):
        for line in content.method:
            st.caption(plain(line))
        for source in (*content.sources, *content.further_sources):
            st.caption(plain(f"{source.short}: {source.full}"))
    st.caption(content.not_this if rater_blind else f"{INTERVAL_NOTE} {content.not_this}")
    if not rater_blind:
        offer_to_keep(session, examination)
    _offer_files(examination, rater_blind=rater_blind)


def stopped_step(session: CheckSession) -> None:
    """Show why the check ended, and the other leg's result where there is one: the leg that hurts has no number."""
    examination = session.check.examination
    stop = examination.stop
    if stop is None:  # pragma: no cover - a programming error
        raise ValueError("expected a stopped examination")
    reasons = "".join(f"<p>{escape(reason)}</p>" for reason in stop.reasons)
    st.html(f'<section class="tt-refusal" role="status"><h2>{escape(stop.title)}</h2>{reasons}</section>')
    kept = [side for side in Side if examination.legs[side].trials]
    if not kept:
        st.caption("No score is given and no measurement is kept. You can save this note.")
        offer_to_keep(session, examination)
        _offer_files(examination, rater_blind=False)
        return
    examination = session.finished(faces=current_faces())
    content = report_content(examination)
    for leg in content.legs:
        if leg.side in kept:
            _show_leg(leg, examination.legs[leg.side], summarise(examination, leg.side), examination)
    st.caption(f"{INTERVAL_NOTE} {content.not_this}")
    offer_to_keep(session, examination)
    _offer_files(examination, rater_blind=False)


def _show_leg(leg: LegContent, leg_record: Leg, summary: LegSummary | None, examination: Examination) -> None:
    st.subheader(leg.heading, anchor=False)
    if leg.shown.picture is not None:
        st.image(
            leg.shown.picture,
            width="stretch",
            alt=f"{leg.heading}: the photo{' with hip, knee and ankle drawn in' if leg.shown.drawn_on else ''}.",
        )
    if leg.shown.caption:
        st.caption(plain(leg.shown.caption))
    missing = sum(front.picture is None for front in leg_record.fronts)
    if missing:
        st.caption(
            "A second photo is left out of the files: it is not known where the face is in it. Go back to the step "
            "from the feet to say that no face is seen, or to place the shoulders."
        )
    for front in leg.fronts:
        if front.picture is not None:
            st.image(
                front.picture,
                width=260,
                alt=f"{leg.heading}: the second photo{' with its joints drawn in' if front.drawn_on else ''}.",
            )
        st.caption(plain(front.caption))
    if summary is None or not leg.numbers:
        st.write(leg.statements)
        st.caption(leg.measured_how)
        return
    for row in leg.numbers:
        st.html(
            f'<section class="tt-number"><h2>{escape(row.label)}</h2><p class="tt-name">{escape(row.value)}</p>'
            f'<p class="tt-note">{escape(row.detail)}</p></section>'
        )
    _show_dials(summary, examination)
    flags = "".join(
        f'<li class="tt-flag tt-{flag.tone}"><span class="tt-sign" aria-hidden="true">'
        f"{escape(flag.sign)}</span><span><strong>{escape(sentence(flag.label).removesuffix('.'))}</strong><br>"
        f"{escape(flag.answer)}</span></li>"
        for flag in leg.flags
    )
    st.html(f'<ul class="tt-flags">{flags}</ul>')
    for reading in leg.readings:
        with st.container(border=True):
            st.write(f"**{reading.title}**")
            st.write(reading.seen)
            st.write(_told(reading.sentences))
    st.write(leg.statements)
    st.write(_told(leg.confidence))
    for caution in leg.cautions:
        st.warning(plain(caution), icon="⚠️")
    st.caption(leg.measured_how)


def _show_dials(summary: LegSummary, examination: Examination) -> None:
    palette, preset = palette_for(st.context.theme.type), examination.preset
    st.image(
        thigh_dial(summary.thigh.angle, preset, forward_sign=1, palette=palette),
        width="stretch",
        alt=describe_thigh(summary.thigh.angle, ""),
    )
    if summary.knee is not None:
        st.image(
            knee_dial(summary.knee.angle, preset, forward_sign=1, palette=palette),
            width="stretch",
            alt=describe_knee(summary.knee.angle, ""),
        )
    st.html(legend((THIGH_BANDS, KNEE_BANDS) if summary.knee is not None else (THIGH_BANDS,), palette))


def _show_suggestions(content: ReportContent) -> None:
    if not content.suggestions:
        return
    st.subheader("What can be done", anchor=False)
    for chosen in content.suggestions:
        with st.expander(chosen.suggestion.title):
            if chosen.words:
                st.caption(chosen.words)
            for label, sentences in chosen.suggestion.parts:
                st.write(f"**{label}:** {_told(sentences)}")


def _told(sentences: Iterable[Cited]) -> str:
    """Sentences with their sources beside them; a bracket is no link here."""
    return " ".join(f"{one.text} :small[:gray[\\[{one.mark}\\]]]" for one in sentences)


def _offer_files(examination: Examination, *, rater_blind: bool) -> None:
    st.subheader("Take along", anchor=False)
    kind = Kind.BLIND if rater_blind else Kind.FULL if examination.stop is None else Kind.STOPPED
    with st.container(horizontal=True, key="save"):
        for label, ending, mime, icon, make in (
            (
                "Report as PDF",
                "pdf",
                "application/pdf",
                ":material/picture_as_pdf:",
                lambda: examination_pdf(examination, rater_blind=rater_blind),
            ),
            *([] if rater_blind else [_handout(examination)]),
            (
                "Report as a page",
                "html",
                "text/html",
                ":material/html:",
                lambda: examination_html(examination, rater_blind=rater_blind).encode(),
            ),
            # the whole record holds every number: nothing for somebody who must not see them
            *([] if rater_blind else [_record(examination)]),
        ):
            of = Kind.PATIENT if label == _HANDOUT else kind
            _download(label, file_name(examination, of, ending), mime, icon, make)
    if rater_blind:
        st.caption("The check itself, to open again, holds the numbers: it is offered once the switch above is off.")
        return
    has_trials = any(leg.trials for leg in examination.legs.values())
    holds = "The file to open again holds the pictures." if has_trials else "No file holds a picture."
    st.caption(f"The app keeps nothing: close the window and it is gone. {holds}")


def _record(examination: Examination) -> tuple[str, str, str, str, Callable[[], bytes]]:
    icon = ":material/data_object:"
    return "The check, to open again", "json", "application/json", icon, lambda: save_examination(examination)


_HANDOUT = "Hand-out for the person"


def _handout(examination: Examination) -> tuple[str, str, str, str, Callable[[], bytes]]:
    icon = ":material/person:"
    return _HANDOUT, "pdf", "application/pdf", icon, lambda: examination_handout(examination)


def _download(label: str, name: str, mime: str, icon: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        make,
        file_name=name,
        mime=mime,
        icon=icon,
        on_click="ignore",
        type="primary" if name.endswith("pdf") else "secondary",
        key=f"file-{name}",
    )
