"""The step of one leg: how it feels, its photos from the side, and what the examiner states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.check.session import CheckSession
from thomas_test.app.desk import Case, HandedOver
from thomas_test.app.editor.edits import start_placing, stop_placing
from thomas_test.app.engine import Engine
from thomas_test.app.intake import PICTURE_TYPES
from thomas_test.app.phone.panel import show_phone
from thomas_test.app.widgets import pictures
from thomas_test.app.widgets.cards import notes, refusal, trouble, warnings
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.foreign import plain
from thomas_test.app.widgets.result_view import show_points
from thomas_test.check import steps
from thomas_test.check.meaning.instructions import WHAT_ENDS_IT, told
from thomas_test.check.record import Examination
from thomas_test.check.statements import (
    Feeling,
    Felt,
    NotTested,
    PainKind,
    PainPlace,
    Tightness,
)
from thomas_test.check.summary import LegSummary, cautions, summarise, unsaid
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.repeatability import Repeatability
from thomas_test.core.settings import Settings
from thomas_test.core.statements import Foot, Pelvis, Statement
from thomas_test.images import Photo, read_photo
from thomas_test.output.rows import words_of
from thomas_test.output.words import (
    FOOT_WORDS,
    PELVIS_WORDS,
    degrees,
    interval,
    interval_note,
    knee_words,
    low_back_hint,
    sentence,
    thigh_interval,
    thigh_size,
    thigh_words,
)
from thomas_test.reading.level.phone import with_phone

_PLACES: tuple[PainPlace, ...] = tuple(PainPlace)
_KINDS: tuple[PainKind, ...] = tuple(PainKind)
_ANSWERS = (Felt.NOTHING, Felt.SOMETHING)
_ANSWER_WORDS = {Felt.NOTHING: "no, nothing", Felt.SOMETHING: "yes"}


def ask_feelings(session: CheckSession, side: Side, *, opened: bool) -> None:
    """Ask what is felt in a leg: a stretch is noted, anything else ends the check once it is confirmed."""
    unanswered = session.check.examination.legs[side].felt is Felt.NOT_ASKED
    with st.expander(
        f"Does anything hurt, pull or tingle? ({side} leg)",
        expanded=opened or unanswered or _entered(session, side) is not None,
        icon=":material/front_hand:",
    ):
        if session.check.examination.legs[side].feelings:
            _show_noted(session, side)
        elif not _ask_whether(session, side):
            return
        _ask_what(session, side)
        entered = _entered(session, side)
        if entered is not None:
            _confirm(session, entered, side)


def _entered(session: CheckSession, side: Side) -> Feeling | None:
    """What was entered for a leg and would end the test, until a person has said whether it does."""
    return session.pending[1] if session.pending is not None and session.pending[0] is side else None


def _ask_whether(session: CheckSession, side: Side) -> bool:
    """Ask yes or no, and give whether there is something to note."""
    felt = session.check.examination.legs[side].felt
    if _entered(session, side) is not None:
        felt = Felt.SOMETHING  # the page may have been left meanwhile, and the box with it
    answer = st.radio(
        "Asked of the person while the leg hangs",
        _ANSWERS,
        index=_ANSWERS.index(felt) if felt in _ANSWERS else None,
        format_func=_ANSWER_WORDS.__getitem__,
        horizontal=True,
        key=f"felt-{side}",
    )
    session.check = steps.state(session.check, side, nothing_felt=answer is Felt.NOTHING)
    if answer is Felt.NOTHING and _entered(session, side) is not None:
        session.pending = None
    return answer is Felt.SOMETHING


def _show_noted(session: CheckSession, side: Side) -> None:
    for number, noted in enumerate(session.check.examination.legs[side].feelings):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(f"Noted: {noted.words}.")
            st.button(
                "Remove",
                icon=":material/delete:",
                key=f"unfeel-{side}-{number}",
                on_click=_take_back,
                args=(session, noted, side),
            )


def _take_back(session: CheckSession, noted: Feeling, side: Side) -> None:
    session.check = steps.take_back(session.check, noted, side=side)


def _ask_what(session: CheckSession, side: Side) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Where", _PLACES, format_func=lambda place: place.words, key=f"place-{side}")
        st.selectbox("What", _KINDS, format_func=lambda kind: kind.words, key=f"kind-{side}")
        # heard before anything is drawn: the next press may lead on, and an entry of pain must not be lost by that
        st.button("Note it", key=f"feel-{side}", on_click=_note, args=(session, side))
    st.caption(told(WHAT_ENDS_IT))


def _note(session: CheckSession, side: Side) -> None:
    """Note what stands in the two fields now: it may have been chosen a moment before the press."""
    feeling = Feeling(place=st.session_state[f"place-{side}"], kind=st.session_state[f"kind-{side}"])
    if feeling.ends_test:
        session.pending = (side, feeling)
    else:
        if _entered(session, side) is not None:
            session.pending = None
        session.check = steps.feel(session.check, feeling, side=side)


def _confirm(session: CheckSession, feeling: Feeling, side: Side) -> None:
    other = side.other
    kept = any(trial.analysis.outcome is not None for trial in session.check.examination.legs[other].trials)
    stays = f"The {other} leg's result stays, marked." if kept else "There is no result."
    st.warning(
        f"Entered: {feeling.words} ({side} leg). This ends the test and deletes the photos and numbers of the {side} "
        f"leg. {stays}",
        icon="⚠️",
    )

    def end(*, keep_other: bool = True) -> None:
        session.check = steps.feel(session.check, feeling, side=side, keep_other=keep_other)

    def correct() -> None:
        session.pending = None

    with st.container(horizontal=True):
        # the highlighted way is the one that deletes nothing
        st.button("Correct the entry", type="primary", on_click=correct, key=f"correct-{side}")
        st.button("End the test", on_click=end, key=f"end-{side}")
        if kept:
            st.button(
                "End it and delete both legs",
                on_click=end,
                kwargs={"keep_other": False},
                key=f"end-both-{side}",
            )


def take_photos(session: CheckSession, side: Side) -> None:
    """Show the inputs, and take in what they hold."""
    source = st.segmented_control(
        "Photo from the side", ("File", "Camera", "Phone"), default="File", required=True, key=f"source-{side}"
    )
    files: Sequence[HandedOver]
    if source == "Camera":
        taken = st.camera_input("Take the photo", key=f"shot-{side}-{session.turn}", resolution="1080p")
        files = [] if taken is None else [HandedOver(name="camera photo.jpg", data=taken.getvalue())]
    elif source == "Phone":
        files = show_phone()
    else:
        uploads = st.file_uploader(
            f"Photos of the {side} leg from the side",
            type=list(PICTURE_TYPES),
            accept_multiple_files=True,
            key=f"photo-{side}-{session.turn}",
        )
        files = [HandedOver(name=upload.name, data=upload.getvalue()) for upload in uploads]
    if files:
        _read_all(session, side, files)
        st.rerun()


def _read_all(session: CheckSession, side: Side, files: Iterable[HandedOver]) -> None:
    # the examiner says which leg is tested: the picture need not tell
    settings = replace(current_settings(), leg=side, preset=session.check.examination.preset)
    troubles: list[str] = []
    with st.spinner("Reading the picture…", show_time=True):
        for file in files:
            try:
                reader = engine.shared_engine(settings.effort)
                _take_in(session, side, file, reader, settings)
            except ThomasTestError as error:
                troubles.append(str(error))
    session.trouble = " ".join(dict.fromkeys(troubles))
    session.turn += 1


def _take_in(session: CheckSession, side: Side, file: HandedOver, reader: Engine, settings: Settings) -> None:
    photo = with_phone(read_photo(file.data, name=file.name), file.held)
    print_ = photo.pixels_sha256()
    place = session.place_of(print_)
    if place:
        raise UsageError(
            f"expected another photo, got {file.name}, which is the same picture as {place}: take a new one"
        )
    analysis = read_for_leg(photo, reader, settings, side)
    session.desk.notes = reader.notes
    case = Case(name=file.name, settings=settings, picture=file.data, analysis=analysis, held=file.held)
    session.add(side, case, print_=print_)


def read_for_leg(photo: Photo, reader: Engine, settings: Settings, side: Side) -> Analysis:
    """Read a photo for the leg whose turn it is; one on which the other leg hangs is refused for that reason.

    A reading told to look for the drawn-up leg gives reasons that do not fit the picture. So after a refusal the
    picture is read once more without being told.
    """
    analysis = reader.read(photo, settings)
    if analysis.outcome is not None:
        return analysis
    free = reader.read(photo, replace(settings, leg=None)).outcome
    if free is None or free.pose.tested_leg is side or WarningCode.LEG_CHOICE_UNSURE in free.warnings:
        return analysis
    detail = f"This photo shows the {side.other} leg hanging; this step is for the {side} leg."
    return replace(analysis, refusal=Refusal(code=RefusalCode.OTHER_LEG, detail=detail))


_ENOUGH_TRIALS = 2
_TIGHT_WORDS: Mapping[Tightness, str] = {
    Tightness.NOT_ASKED: "not asked",
    Tightness.YES: "yes",
    Tightness.NO: "no",
}
_TESTED = "yes"
_WHETHER_TESTED: tuple[str, ...] = (_TESTED, *NotTested)
"""A word stands for a leg that is tested: beside an empty choice the list shows a cross that would clear it."""


def leg_step(session: CheckSession) -> None:
    """Show the step of the leg whose turn it is."""
    side = session.check.side
    if side is None:  # pragma: no cover - a programming error
        raise ValueError("expected the step of a leg")
    st.html(
        f'<p class="tt-lead">The <b>{side}</b> leg hangs, the other knee is held to the chest. Two or three photos are '
        "better than one: get up in between, or at least draw the leg up and let it down again.</p>"
    )
    _ask_whether_tested(session, side)
    if session.check.examination.legs[side].not_tested is not None:
        entered = _entered(session, side)
        if entered is not None:
            _confirm(session, entered, side)
        return
    ask_feelings(session, side, opened=True)
    take_photos(session, side)
    for number, ident in enumerate(tuple(session.trials[side]), start=1):
        _show_trial(session, side, ident, number)
    session.sync()
    summary = summarise(session.check.examination, side)
    if summary is not None:
        _show_summary(summary, session.check.examination.repeatability)
    _ask_statements(session, side)
    if summary is not None:
        _show_cautions(session.check.examination, side)


def _show_cautions(examination: Examination, side: Side) -> None:
    """Warn of what was said or measured; what nobody has said yet is a reminder, and no warning."""
    open_yet = unsaid(examination.legs[side])
    for words in cautions(examination, side):
        if words not in open_yet:
            st.warning(plain(words), icon="⚠️")
    if open_yet:
        st.html(notes(("Not said yet, and the report will say so", *open_yet)))


def _ask_whether_tested(session: CheckSession, side: Side) -> None:
    leg = session.check.examination.legs[side]
    answer = st.selectbox(
        f"Is the {side} leg tested?",
        _WHETHER_TESTED,
        index=_WHETHER_TESTED.index(leg.not_tested or _TESTED),
        format_func=lambda said: said if said == _TESTED else f"This leg is not tested: {NotTested(said).words}",
        key=f"tested-{side}",
    )
    reason = None if answer == _TESTED else NotTested(answer)
    if reason is not leg.not_tested:
        session.check = steps.leave_out(session.check, side, reason)
        session.sync()
    if reason is not None:
        st.info("The result then tells about the other leg alone, and names the reason.")


def _show_trial(session: CheckSession, side: Side, ident: str, number: int) -> None:
    case = session.desk.cases[ident]
    measured = case.read.outcome is not None
    mark = "✓" if measured else "✗"
    with st.expander(f"{mark} Photo {number}", expanded=number == len(session.trials[side])):
        left, right = st.columns([3, 2], gap="large")
        with left:
            _show_picture(session, case)
        with right:
            _show_reading(session, case)
            st.button(
                "Leave this photo out",
                icon=":material/delete:",
                key=f"drop-{ident}",
                on_click=lambda: session.drop(side, ident),
            )


def _show_reading(session: CheckSession, case: Case) -> None:
    outcome = case.read.outcome
    if outcome is None:
        if case.read.refusal is not None:
            st.html(refusal(case.read.refusal))
        if case.draft is None:
            st.button(
                "Place the points by hand",
                icon=":material/touch_app:",
                key=f"place-{case.ident}",
                on_click=_change(session, case, start_placing),
            )
        else:
            st.button("Stop placing points", key=f"unplace-{case.ident}", on_click=_change(session, case, stop_placing))
        return
    measurement = outcome.measurement
    st.write(f"**{sentence(thigh_words(measurement.thigh))}** 95 % interval {thigh_interval(measurement.thigh)}.")
    if measurement.knee is not None:
        st.write(f"**{sentence(knee_words(measurement.knee))}** 95 % interval {interval(measurement.knee)}.")
    found = warnings(outcome, case.read.evidence.levels)
    if found:
        st.html(found)


def _change(session: CheckSession, case: Case, change: Callable[[Case], Case]) -> Callable[[], None]:
    return lambda: session.desk.put(change(case))


def _show_picture(session: CheckSession, case: Case) -> None:
    placing = case.draft is not None
    adjust = placing or (
        case.read.outcome is not None and st.toggle("Adjust the points or the level", key=f"adjust-{case.ident}")
    )
    if adjust:
        show_points(session.desk, case)
        if session.desk.trouble:
            st.html(trouble("That change could not be made", session.desk.trouble))
            session.desk.trouble = ""
        return
    st.image(
        pictures.annotated_of(session.desk, case),
        width="stretch",
        alt=f"The photo with hip, knee and ankle drawn in. {words_of(case.read, pattern=False)}",
    )


def _show_summary(summary: LegSummary, repeatability: Repeatability) -> None:
    thigh, knee = summary.thigh, summary.knee
    st.header(f"{summary.side.capitalize()} leg so far", anchor=False)
    with st.container(horizontal=True):
        st.metric("Thigh, median", thigh_size(thigh.angle.value_deg), border=True)
        if knee is not None:
            st.metric("Knee, median", degrees(knee.angle.value_deg), border=True)
        if thigh.spread_deg is not None:
            st.metric(f"Spread of {len(thigh.trials_deg)} thighs", degrees(thigh.spread_deg), border=True)
        if knee is not None and knee.spread_deg is not None:
            st.metric(f"Spread of {len(knee.trials_deg)} knees", degrees(knee.spread_deg), border=True)
    if len(thigh.trials_deg) < _ENOUGH_TRIALS:
        st.caption("One photo has no spread: take another to see how well it repeats.")
    st.caption(interval_note(repeatability))


def _ask_statements(session: CheckSession, side: Side) -> None:
    st.header("What the examiner states", anchor=False)
    leg = session.check.examination.legs[side]
    hints = (low_back_hint(trial.analysis.evidence) for trial in leg.trials)
    for hint in dict.fromkeys(filter(None, hints)):  # of several photos the hint is one
        st.caption(hint)
    with st.container(horizontal=True):
        pelvis = _ask("Low back flat on the table", Pelvis, leg.pelvis, PELVIS_WORDS, f"pelvis-{side}")
        foot = _ask("Foot of the hanging leg", Foot, leg.foot, FOOT_WORDS, f"foot-{side}")
        tight = _ask("Feels tight in daily life", Tightness, leg.tight, _TIGHT_WORDS, f"tight-{side}")
    session.check = steps.state(session.check, side, pelvis=pelvis, foot=foot, tight=tight)


def _ask(label: str, kind: type[Statement], said: Statement, words: Mapping[Statement, str], key: str) -> Statement:
    options = tuple(kind)
    return st.radio(label, options, index=options.index(said), format_func=words.__getitem__, key=key)
