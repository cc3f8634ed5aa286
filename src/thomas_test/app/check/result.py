"""The end of the guided check: at a glance what was found and the next step; what stands behind it is folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

import streamlit as st

from thomas_test.app.check.file_names import Kind, file_name
from thomas_test.app.check.plan import show_plan, told_with_sources
from thomas_test.app.check.session import CheckSession
from thomas_test.app.people.keeping import offer_to_keep
from thomas_test.app.widgets import cards
from thomas_test.app.widgets.beside_view import Compared, choose_beside, show_both_legs, with_automatic
from thomas_test.app.widgets.cards import trouble
from thomas_test.app.widgets.choices import current_faces
from thomas_test.app.widgets.dial import describe_knee, describe_thigh, knee_dial, thigh_dial
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.palette import palette_for
from thomas_test.check.rating import first_table, save_sheet, sheet_of
from thomas_test.check.record import Examination, Leg
from thomas_test.check.report import examination_handout, examination_html, examination_pdf
from thomas_test.check.report.contents import (
    ReportContent,
    report_content,
    shared_cautions,
    thighs_compared,
    what_it_lacks,
)
from thomas_test.check.report.leg import LegContent, trial_to_show
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.check.summary import LegSummary, summaries_of, summarise
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side
from thomas_test.core.settings import Faces
from thomas_test.output.plain_sentence import plain_sentence
from thomas_test.output.words import interval_note, interval_note_short

_FACES_WORDS: Mapping[Faces, str] = {
    Faces.BLUR: "The face of the person is blurred in all files; the choice stands under Choices, behind » at the top "
    "left.",
    Faces.KEEP: "The face stays visible in all files, as chosen under Choices.",
}
_BLIND_KEY = "rater-blind"


def result_step(session: CheckSession) -> None:
    """Show the result of both legs."""
    rater_blind = bool(st.session_state.get(_BLIND_KEY))
    examination = session.finished(faces=current_faces())
    content = report_content(examination, rater_blind=rater_blind)
    if rater_blind:
        _show_blind(content, examination)
    else:
        _show_result(content, examination)
        show_plan(session, content, examination)
        _show_method(content, examination)
        _offer_beside(examination)
        offer_to_keep(session, examination)
        _offer_other_files(examination)
    _offer_to_rater(examination, rater_blind=rater_blind)


def _offer_to_rater(examination: Examination, *, rater_blind: bool) -> None:
    """Offer what a second reader needs, and the first reader's own table, which is not for them."""
    with st.expander("For a second rater", icon=":material/visibility_off:", expanded=rater_blind):
        st.toggle(
            "For a second rater: no numbers, flags or patterns",
            key=_BLIND_KEY,
            help="Pictures, set-up and how it was measured stay, here and in the two reports.",
        )
        if not any(trial.picture for side in Side for trial in examination.legs[side].trials):
            st.caption("No picture is kept with this check: there is nothing for a second rater to read.")
            return
        st.caption(
            "The bare photos hold no point, no line and no number; the second rater opens them on the page Second "
            "reader and places points of their own. Agreement is worked out there from both tables."
        )
        with st.container(horizontal=True):
            name = file_name(examination, Kind.BLIND, "json")
            offer_file("Bare photos", name, lambda: save_sheet(sheet_of(examination)), icon="photo_library")
            if not rater_blind:
                name = file_name(examination, Kind.READINGS, "csv")
                offer_file("My readings", name, lambda: first_table(examination))


def stopped_step(session: CheckSession) -> None:
    """Show why the check ended, and the other leg's result where there is one: the leg that hurts has no number."""
    examination = session.check.examination
    stop = examination.stop
    if stop is None:  # pragma: no cover - a programming error
        raise ValueError("expected a stopped examination")
    reasons = "".join(f"<p>{escape(reason)}</p>" for reason in stop.reasons)
    st.html(f'<section class="tt-refusal" role="status"><h2>{escape(stop.title)}</h2>{reasons}</section>')
    if not any(examination.legs[side].trials for side in Side):
        st.caption("No score is given and no measurement is kept. You can save this note.")
        _offer_report(examination)
        offer_to_keep(session, examination)
        _offer_other_files(examination)
        return
    examination = session.finished(faces=current_faces())
    content = report_content(examination)
    _show_result(content, examination)
    _show_method(content, examination)
    offer_to_keep(session, examination)
    _offer_other_files(examination)


def _show_result(content: ReportContent, examination: Examination) -> None:
    summaries = summaries_of(examination)
    with st.container(key="glance-check"):
        if len(summaries) == len(Side):
            _show_both(examination, summaries)
        else:
            _show_one(content, examination, summaries)
        st.html(cards.notes((interval_note_short(examination.repeatability),)))
    cautions = shared_cautions(content.legs)
    if cautions:
        st.html(cards.beware(cautions))
    with st.expander("Each leg by itself: photos, trials, what was stated", icon=":material/photo_library:"):
        for column, leg in zip(st.columns(2, gap="large"), content.legs, strict=False):
            with column:
                _show_leg(leg, examination.legs[leg.side])
    with st.expander("Thresholds, and what they may go together with", icon=":material/rule:"):
        _show_thresholds(content, summaries, examination)
    with st.expander("On the dials, beside published groups", icon=":material/speed:"):
        _show_dials(summaries, examination)


def _show_both(examination: Examination, summaries: Mapping[Side, LegSummary]) -> None:
    """Show both legs beside each other: pictures alike, a table with the difference, one sentence."""
    right, left = (_compared(examination.legs[side], summaries[side]) for side in (Side.RIGHT, Side.LEFT))

    def say() -> None:
        st.html(cards.plain_words(str(thighs_compared(examination))))
        _offer_report(examination)
        lacks = what_it_lacks(examination)
        if lacks:
            st.html(cards.notes((lacks,)))

    show_both_legs(right, left, examination, say)


def _compared(leg: Leg, summary: LegSummary) -> Compared:
    trial = trial_to_show(leg, summary)
    return Compared(title=f"{summary.side.capitalize()} leg", analysis=trial.analysis, picture=trial.picture)


def _show_one(content: ReportContent, examination: Examination, summaries: Mapping[Side, LegSummary]) -> None:
    """Show the one leg that was measured, and why the other one was not."""
    left, right = st.columns([3, 2], gap="medium")
    for leg in content.legs:
        if leg.side in summaries:
            summary = summaries[leg.side]
            with left:
                _show_picture(leg)
            with right:
                st.write(f"**{leg.heading}**")
                st.html(cards.glance(leg.side, summary.measurement, summary.findings, examination.preset))
    with right:
        for leg in content.legs:
            if leg.side not in summaries and leg.shown.caption:
                st.caption(plain(f"{leg.heading}: {leg.shown.caption}"))
        _offer_report(examination)


def _show_blind(content: ReportContent, examination: Examination) -> None:
    for column, leg in zip(st.columns(2, gap="large"), content.legs, strict=True):
        with column:
            _show_leg(leg, examination.legs[leg.side])
    with st.expander("How it was measured"):
        for line in content.method:
            st.caption(plain(line))
    st.caption(content.not_this)
    with st.container(horizontal=True, key="save"):
        _offer_pdf(examination, blind=True)
        _offer_page(examination, blind=True)
    st.caption("The check itself, to open again, holds the numbers: it is offered once the switch below is off.")


def _show_picture(leg: LegContent) -> None:
    if leg.shown.picture is not None:
        st.image(
            leg.shown.picture,
            width="stretch",
            alt=f"{leg.heading}: the photo{' with hip, knee and ankle drawn in' if leg.shown.drawn_on else ''}.",
        )
    if leg.shown.caption:
        st.caption(plain(leg.shown.caption))


def _show_leg(leg: LegContent, leg_record: Leg) -> None:
    st.subheader(leg.heading, anchor=False)
    _show_picture(leg)
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
    for row in leg.numbers:
        st.html(
            f'<section class="tt-number"><h3>{escape(row.label)}</h3><p class="tt-name">{escape(row.value)}</p>'
            f'<p class="tt-note">{escape(row.detail)}</p></section>'
        )
    if leg.statements:
        st.write(leg.statements)
    st.caption(leg.measured_how)


def _show_thresholds(content: ReportContent, summaries: Mapping[Side, LegSummary], examination: Examination) -> None:
    for leg in content.legs:
        if leg.side not in summaries:
            continue
        st.write(f"**{plain_sentence(leg.side, summaries[leg.side].findings, examination.preset)}**")
        st.html(cards.flag_list(leg.flags))
        for reading in leg.readings:
            st.write(reading.seen)
    for shared in content.meanings:
        with st.container(border=True):
            st.write(f"**{shared.title}** ({shared.legs})")
            st.write(told_with_sources(shared.sentences))


def _show_dials(summaries: Mapping[Side, LegSummary], examination: Examination) -> None:
    palette, preset = palette_for(st.context.theme.type), examination.preset
    shown = [summaries[side] for side in (Side.RIGHT, Side.LEFT) if side in summaries]
    for column, summary in zip(st.columns(2, gap="large"), shown, strict=False):
        with column:
            st.write(f"**{summary.side.capitalize()} leg**")
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
    any_knee = any(summary.knee is not None for summary in summaries.values())
    st.html(cards.legend(palette, with_knee=any_knee))


def _show_method(content: ReportContent, examination: Examination) -> None:
    with st.expander("How it was measured, what it is for, and the sources", icon=":material/straighten:"):
        for line in content.method:
            st.caption(plain(line))
        for source in (*content.sources, *content.further_sources):
            st.caption(plain(f"{source.short}: {source.full}"))
        st.caption(f"{interval_note(examination.repeatability)} {content.not_this}")


_BESIDE_KEY = "beside-check"


def _offer_beside(examination: Examination) -> None:
    """Offer any two photos beside each other: of one leg, of both, of two days, automatic and corrected."""
    # what is folded is not drawn: the page is no slower for it
    fold = st.expander("Beside another day or photo", icon=":material/compare:", key=_BESIDE_KEY, on_change="rerun")
    if not fold.open:
        return
    with fold:
        upload = st.file_uploader(
            "Another check that was saved (JSON), if wanted", type=["json"], key=f"{_BESIDE_KEY}-file"
        )
        examinations = [examination]
        if upload is not None:
            try:
                examinations.append(open_examination(upload.getvalue()))
            except ThomasTestError as error:
                st.html(trouble("That could not be done", str(error)))
        results = comparable(examinations)
        if len(results) > 1:
            choose_beside(
                results,
                key=f"{_BESIDE_KEY}-{len(examinations)}-{len(results)}",
                repeatability=examination.repeatability,
            )
        else:
            st.caption("This check holds one measured photo: hand over another check to lay beside it.")


def comparable(examinations: Iterable[Examination]) -> list[Compared]:
    """Every measured photo of some checks, those first that stand for their legs: leg by leg, check by check."""
    examinations = list(examinations)
    photos = [photo for side in (Side.RIGHT, Side.LEFT) for each in examinations for photo in _photos(each, side)]
    shown = [photo for photo, stands_for_leg in photos if stands_for_leg]
    rest = [photo for photo, stands_for_leg in photos if not stands_for_leg]
    automatic = [read for photo, _ in photos for read in with_automatic(photo)[1:]]
    return [*shown, *rest, *automatic]


def _photos(examination: Examination, side: Side) -> Iterator[tuple[Compared, bool]]:
    leg, summary = examination.legs[side], summarise(examination, side)
    if summary is None:
        return
    stands = trial_to_show(leg, summary)
    for number, trial in enumerate(leg.trials, start=1):
        if trial.analysis.outcome is not None:
            title = f"{side.capitalize()} leg, photo {number}, {examination.day.isoformat()}"
            compared = Compared(title=title, analysis=trial.analysis, picture=trial.picture, day=examination.day)
            yield compared, trial is stands


def _offer_report(examination: Examination) -> None:
    """Offer the next step: the report of the whole check."""
    with st.container(key="next"):
        _offer_pdf(examination, primary=True)


def _offer_pdf(examination: Examination, *, blind: bool = False, primary: bool = False) -> None:
    name = file_name(examination, _kind(examination, blind=blind), "pdf")
    offer_file("Report as PDF", name, lambda: examination_pdf(examination, rater_blind=blind), primary=primary)


def _offer_other_files(examination: Examination) -> None:
    with st.expander("Other files to take along", icon=":material/download:", expanded=examination.stop is not None):
        with st.container(horizontal=True, key="save"):
            if examination.stop is not None:
                name = file_name(examination, Kind.PATIENT, "pdf")
                offer_file("Hand-out for the person", name, lambda: examination_handout(examination), icon="person")
            _offer_page(examination)
            name = file_name(examination, _kind(examination, blind=False), "json")
            offer_file("The check, to open again", name, lambda: save_examination(examination))
        has_trials = any(leg.trials for leg in examination.legs.values())
        holds = "The file to open again holds the pictures." if has_trials else "No file holds a picture."
        st.caption(f"The app keeps nothing: close the window and it is gone. {holds}")
        if has_trials:
            st.caption(_FACES_WORDS[current_faces()])


def _kind(examination: Examination, *, blind: bool) -> Kind:
    return Kind.BLIND if blind else Kind.FULL if examination.stop is None else Kind.STOPPED


def _offer_page(examination: Examination, *, blind: bool = False) -> None:
    name = file_name(examination, _kind(examination, blind=blind), "html")
    offer_file("Report as a page", name, lambda: examination_html(examination, rater_blind=blind))
