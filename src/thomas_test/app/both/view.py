"""Both legs on the screen: at a glance what all open photos say together, then each photo, and the way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from thomas_test.app.both.into_check import begin_with, take_along
from thomas_test.app.both.sorting import SortedPhotos, examination_of, sort_photos
from thomas_test.app.check.session import CheckSession, check_session, new_session, put_session
from thomas_test.app.desk import Case, Desk
from thomas_test.app.editor.edits import start_placing, with_leg
from thomas_test.app.navigation import go_to
from thomas_test.app.people.place import own_repeatability
from thomas_test.app.widgets import cards, pictures
from thomas_test.app.widgets.beside_view import Compared, drawn_beside, show_both_legs
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.next_step import NextStep, next_step
from thomas_test.app.widgets.result_view import open_editor
from thomas_test.check.record import Examination
from thomas_test.check.report.contents import report_content, shared_cautions, thighs_compared, what_it_lacks
from thomas_test.check.report.leg import trial_to_show
from thomas_test.check.steps import Step
from thomas_test.check.summary import LegSummary, summaries_of
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.images import read_photo
from thomas_test.output.rows import words_of
from thomas_test.output.words import interval_note_short, knee_words, sentence, thigh_words

_SIDES: tuple[Side, ...] = tuple(Side)
_THUMBNAIL_WIDTH_PX = 110
_AS_ONE = "Taken as photos of one person in one session; leave out what is not."


def show_both(desk: Desk) -> None:
    """Show the page of both legs."""
    photos = sort_photos(desk.cases.values(), left_out=desk.left_out)
    examination = examination_of(
        photos, day=date.today(), preset=current_settings().preset, repeatability=_repeatability()
    )
    _say_forced()
    for case in photos.unsure:
        _ask_leg(desk, case)
    summaries = summaries_of(examination)
    with st.container(key="glance-check"):
        _show_glance(desk, photos, examination, summaries)
    lacks = filter(None, (what_it_lacks(examination),))
    cautions = [*lacks, *_hurt_words(photos), *shared_cautions(report_content(examination).legs)]
    if cautions and summaries:
        st.html(cards.beware(cautions))
    _list_photos(desk, photos)


def _repeatability() -> Repeatability:
    """What repeating may change: as it was given to the check that is open, else this machine's own or as published."""
    given = check_session().check.examination.repeatability
    return own_repeatability() if given == PUBLISHED else given


def _say_forced() -> None:
    leg = current_settings().leg
    if leg is not None:
        st.info(
            f"Under Choices the {leg} leg is named as the tested one, and every photo is read for it. "
            "Choose 'as the picture shows' there, and the photos sort themselves."
        )


def _hurt_words(photos: SortedPhotos) -> list[str]:
    return [
        f"{side.capitalize()} leg: something hurt, as was said beside its photo. The full check asks where."
        for side in photos.hurt
    ]


def _show_glance(
    desk: Desk, photos: SortedPhotos, examination: Examination, summaries: Mapping[Side, LegSummary]
) -> None:
    def say() -> None:
        st.html(cards.plain_words(str(thighs_compared(examination))))
        _show_way_on(desk, photos)
        st.html(cards.notes([*_median_words(photos), _AS_ONE, interval_note_short(examination.repeatability)]))

    if len(summaries) == len(Side):
        _show_beside(desk, photos, examination, summaries, say)
        return
    left, right = st.columns([3, 2], gap="medium")
    for side, summary in summaries.items():
        case = _standing(photos, examination, summary)
        words = words_of(case.read, pattern=False)
        with left:
            st.image(
                pictures.annotated_of(desk, case),
                width="stretch",
                alt=f"The photo of the {side} leg with hip, knee and ankle drawn in. {words}",
            )
        with right:
            st.html(cards.glance(side, summary.measurement, summary.findings, examination.preset))
    with right if summaries else st.container():
        say()


def _show_beside(
    desk: Desk,
    photos: SortedPhotos,
    examination: Examination,
    summaries: Mapping[Side, LegSummary],
    say: Callable[[], None],
) -> None:
    standing = {side: _standing(photos, examination, summary) for side, summary in summaries.items()}
    right, left = (
        Compared(title=f"{side.capitalize()} leg", analysis=standing[side].read, picture=standing[side].picture)
        for side in (Side.RIGHT, Side.LEFT)
    )
    stamp = [(side, case.ident, case.revision) for side, case in standing.items()]

    def draw(right: Compared, left: Compared, *, numbers: bool) -> tuple[bytes, bytes]:
        return desk.made("beside", (stamp, numbers), lambda: drawn_beside(right, left, numbers=numbers))

    show_both_legs(right, left, examination, say, draw=draw)


def _standing(photos: SortedPhotos, examination: Examination, summary: LegSummary) -> Case:
    """The photo that stands for a leg: the one nearest to the median of its trials."""
    leg = examination.legs[summary.side]
    return photos.legs[summary.side][leg.trials.index(trial_to_show(leg, summary))]


def _median_words(photos: SortedPhotos) -> list[str]:
    return [
        f"{side} leg: median of {len(photos.legs[side])} photos, the picture is the one nearest to it"
        for side in (Side.RIGHT, Side.LEFT)
        if len(photos.legs[side]) > 1
    ]


def _show_way_on(desk: Desk, photos: SortedPhotos) -> None:
    """Show the one thing to do next, and the way into the full check beside it."""
    if not photos.counted:
        return
    doubt = _doubt(photos)
    missing = next((side for side in (Side.RIGHT, Side.LEFT) if not photos.legs[side]), None)
    with st.container(key="next"):
        if missing is not None and not photos.unsure:
            if st.button(f"Add a photo of the {missing} leg", type="primary", icon=":material/add_a_photo:"):
                desk.add_more()
                st.rerun()
        elif doubt is not None and not photos.unsure:
            case, step = doubt
            st.button(
                step.label,
                type="primary",
                icon=":material/tune:",
                key=f"doubt-{case.ident}",
                on_click=_adjust,
                args=(desk, case),
            )
            st.html(f'<p class="tt-note">{escape(f"{case.name}: {step.why}")}</p>')
        certain = missing is None and doubt is None and not photos.unsure
        _offer_check(desk, photos, primary=certain)


def _doubt(photos: SortedPhotos) -> tuple[Case, NextStep] | None:
    """The first photo whose points or level a person should look at."""
    steps = ((case, next_step(case.read.measured)) for case in photos.counted)
    return next(((case, step) for case, step in steps if step.leads_to_editor), None)


_GO_ON, _CHECK_ICON = "Go on to the full check", ":material/checklist:"


def _offer_check(desk: Desk, photos: SortedPhotos, *, primary: bool) -> None:
    """Offer the way into the full check; where one is on its way, ask what becomes of it."""
    session = check_session()
    if not session.is_open:
        if st.button(_GO_ON, type="primary" if primary else "secondary", icon=_CHECK_ICON, key="into-check"):
            _begin(desk, photos)
        return
    with st.popover(_GO_ON, icon=_CHECK_ICON, key="into-check-ask"):
        person = session.check.examination.person
        st.write(plain(f"A check{f' of {person}' if person else ''} is open already."))
        if session.check.step is not Step.STOPPED and st.button("Put the photos into it", key="into-this-check"):
            _go(session, take_along(session, photos, _prints(desk, photos)))
        if st.button("Forget it and begin a new one with them", key="into-new-check"):
            _begin(desk, photos)


def _begin(desk: Desk, photos: SortedPhotos) -> None:
    session = new_session(today=date.today(), repeatability=_repeatability())
    behind = begin_with(session, photos, _prints(desk, photos), current_settings().preset)
    put_session(session)
    _go(session, behind)


def _go(session: CheckSession, behind: tuple[str, ...]) -> None:
    session.trouble = f"Not taken along: {'; '.join(behind)}." if behind else ""
    go_to("check")


def _prints(desk: Desk, photos: SortedPhotos) -> dict[str, str]:
    """Tell the photos' pixels from those that the check may have already; each is read once more for that."""
    with st.spinner("Taking the photos along…"):
        return {
            case.ident: desk.made("print", None, partial(_print_of, case), of=case.ident) for case in photos.counted
        }


def _print_of(case: Case) -> str:
    return read_photo(case.picture, name=case.name).pixels_sha256() if case.picture else ""


def _ask_leg(desk: Desk, case: Case) -> None:
    """Ask which leg hangs where the picture does not tell; the photo counts once it is named."""
    with st.container(border=True, key=f"ask-leg-{case.ident}"):
        words = "Which leg hangs? The picture does not tell the person's left from right; it counts once you have said."
        with st.container(horizontal=True, vertical_alignment="center"):
            _show_thumbnail(desk, case)
            st.html(f'<p class="tt-ask"><strong>{escape(case.name)}</strong><br>{words}</p>')
            for side in _SIDES:
                if st.button(f"The {side} leg", key=f"name-{side}-{case.ident}", type="primary"):
                    desk.put(with_leg(case, side))
                    st.rerun()


def _list_photos(desk: Desk, photos: SortedPhotos) -> None:
    """List every photo: what it gave, and what can be done with it."""
    st.header("The photos", anchor=False)
    for side in (Side.RIGHT, Side.LEFT):
        for number, case in enumerate(photos.legs[side], start=1):
            count = f", photo {number} of {len(photos.legs[side])}" if len(photos.legs[side]) > 1 else ""
            _show_counted(desk, case, f"{side.capitalize()} leg{count}")
    for case in photos.not_measured:
        _show_not_measured(desk, case)
    for case in photos.doubled:
        _show_aside(desk, case, "The same photo as another one: it counts once.", back=False)
    for case in photos.left_out:
        _show_aside(desk, case, "Left out: it does not count.", back=True)


def _show_counted(desk: Desk, case: Case, heading: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"photo-{case.ident}"):
        _show_thumbnail(desk, case)
        _say(heading, case.name, *_numbers(case))
        leg = case.read.measured.pose.tested_leg
        named = st.selectbox(
            f"Leg in {plain(case.name)}",
            _SIDES,
            index=_SIDES.index(leg),
            format_func=lambda side: f"{side} leg",
            label_visibility="collapsed",
            width=130,
            key=f"both-leg-{case.ident}-{case.revision}",
        )
        if named is not leg:
            desk.put(with_leg(case, named))
            st.rerun()
        _adjust_button(desk, case, "Adjust points")
        if st.button("Leave out", icon=":material/remove_circle:", key=f"out-{case.ident}"):
            desk.left_out.add(case.ident)
            st.rerun()


def _numbers(case: Case) -> tuple[str, ...]:
    outcome = case.read.measured
    said = f"{thigh_words(outcome.measurement.thigh)}; {knee_words(outcome.measurement.knee)}"
    hand = ("Corrected by hand.",) if case.is_corrected else ()
    return (sentence(said), *hand)


def _show_not_measured(desk: Desk, case: Case) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"photo-{case.ident}"):
        if case.analysis is None:
            _say("Not read", case.name, case.error)
        else:
            found = case.read.refusal
            _show_thumbnail(desk, case)
            _say("Not measured", case.name, *((found.advice.what, found.detail, found.advice.do) if found else ()))
            _adjust_button(desk, case, "Place the points by hand")
        if st.button("Close", icon=":material/close:", key=f"close-{case.ident}"):
            desk.close(case.ident)
            st.rerun()


def _show_aside(desk: Desk, case: Case, why: str, *, back: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"photo-{case.ident}"):
        _say(why, case.name)
        if back and st.button("Count it again", icon=":material/undo:", key=f"in-{case.ident}"):
            desk.left_out.discard(case.ident)
            st.rerun()


def _show_thumbnail(desk: Desk, case: Case) -> None:
    st.image(pictures.thumbnail(desk, case), width=_THUMBNAIL_WIDTH_PX, alt=f"{case.name}, small.")


def _say(heading: str, name: str, *lines: str) -> None:
    """Say what a photo gave; its name and some of the lines are strangers'."""
    rest = "".join(f"<br>{escape(line)}" for line in lines if line)
    st.html(f'<p class="tt-photo"><strong>{escape(heading)}</strong> · {escape(name)}{rest}</p>')


def _adjust_button(desk: Desk, case: Case, label: str) -> None:
    st.button(label, icon=":material/tune:", key=f"adjust-{case.ident}", on_click=_adjust, args=(desk, case))


def _adjust(desk: Desk, case: Case) -> None:
    """Open one photo with its points; `Both legs` above it leads back."""
    if case.read.outcome is None and case.draft is None:
        desk.put(start_placing(case))
    open_editor(case.ident)
    desk.show(case.ident)
