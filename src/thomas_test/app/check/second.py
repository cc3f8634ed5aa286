"""The optional second photo of each leg: from beyond the feet for rotation, from above for abduction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.check.session import CheckSession, other_views
from thomas_test.app.desk import HandedOver
from thomas_test.app.editor import show_editor
from thomas_test.app.editor.second_photo import LABELS, SecondPhoto, edited, second_photo_payload, size_px_of
from thomas_test.app.intake import PICTURE_TYPES
from thomas_test.app.phone.panel import show_phone
from thomas_test.app.widgets import pictures
from thomas_test.app.widgets.drawings import show_panel
from thomas_test.app.widgets.foreign import plain
from thomas_test.check import steps
from thomas_test.check.drawings.setting_up import FROM_THE_FEET
from thomas_test.check.meaning import instructions
from thomas_test.check.meaning.instructions import told
from thomas_test.check.statements import Seen, latest_seen
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Effort
from thomas_test.images import encode_picture, read_photo
from thomas_test.output.words import SECOND_PHOTO_NOTE
from thomas_test.second_view import NEEDED, USED, FrontAnalysis, SecondView, draw_front
from thomas_test.second_view.drawing import turn_words


def second_photo_step(session: CheckSession) -> None:
    """Show the step."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_panel(FROM_THE_FEET)
    with right:
        st.write(told(instructions.FROM_THE_FEET))
    _take_from_phone(session)
    for side in session.tested:
        st.header(f"{side.capitalize()} leg", anchor=False)
        _ask_seen(session, side)
        _take_photo(session, side)
        for view in SecondView:
            second = session.seconds.get((side, view))
            if second is not None:
                _show(session, side, second)


def _ask_seen(session: CheckSession, side: Side) -> None:
    leg = session.check.examination.legs[side]
    key = f"seen-{side}"

    def keep_latest() -> None:
        st.session_state[key] = list(latest_seen(st.session_state[key]))

    chosen = st.multiselect(
        "What the examiner sees: the thigh",
        tuple(Seen),
        default=[seen for seen in Seen if seen in leg.seen],
        format_func=lambda seen: seen.words,
        key=key,
        on_change=keep_latest,
        placeholder="nobody looked",
        help="Turned out or turned in, straight on or not: of two that exclude each other the later one stays.",
    )
    session.check = steps.state(session.check, side, seen=frozenset(latest_seen(chosen)))


def _take_photo(session: CheckSession, side: Side) -> None:
    with st.expander(f"Add a second photo of the {side} leg", icon=":material/add_a_photo:"):
        view = st.segmented_control(
            "Taken",
            tuple(SecondView),
            default=SecondView.FRONT,
            format_func=lambda each: f"{each.words} ({each.tells})",
            required=True,
            key=f"view-{side}",
        )
        upload = st.file_uploader(
            f"Second photo of the {side} leg", type=list(PICTURE_TYPES), key=f"second-{side}-{view}-{session.turn}"
        )
        if upload is None:
            return
        _take_in(session, side, view, HandedOver(name=upload.name, data=upload.getvalue()))
        st.rerun()


def _take_from_phone(session: CheckSession) -> None:
    """Take second photos through the door for the phone: the person says what the one that is accepted shows."""
    purposes = [(side, view) for side in session.tested for view in SecondView]
    if not st.toggle("Second photos come from the phone", key="second-phone") or not purposes:
        return  # no door opens unasked
    side, view = st.selectbox(
        "What the photo shows that is accepted next",
        purposes,
        format_func=lambda each: f"{each[0]} leg, {each[1].words}",
        key="second-phone-shows",
    )
    files = show_phone()
    for file in files:
        _take_in(session, side, view, file)
    if files:
        st.rerun()


def _take_in(session: CheckSession, side: Side, view: SecondView, file: HandedOver) -> None:
    try:
        with st.spinner("Reading the picture…", show_time=True):
            second = _opened(session, side, view, file.name, file.data)
        session.drop_second(side, view)
        session.seconds[side, view] = second
    except ThomasTestError as error:
        session.trouble = str(error)
    session.turn += 1


def _opened(session: CheckSession, side: Side, view: SecondView, name: str, data: bytes) -> SecondPhoto:
    photo = read_photo(data, name=name)
    analysis: FrontAnalysis | None = None
    if view is SecondView.FRONT:
        reader = engine.shared_engine(Effort.THOROUGH)  # one network alone is too poor in this view
        analysis = reader.read_front(photo, leg=side, other_views=other_views(session, side))
    return SecondPhoto(picture=data, photo=photo, view=view, analysis=analysis, first=analysis)


def _show(session: CheckSession, side: Side, second: SecondPhoto) -> None:
    analysis = second.analysis
    read = analysis is not None and analysis.measurement is not None
    left, right = st.columns([3, 2], gap="large")
    with left:
        if not read or st.toggle("Adjust the points or the level", key=f"adjust-{second.ident}"):
            _show_editor(session, side, second)
        elif analysis is not None:
            st.image(
                session.desk.made(
                    "drawn", (second.echo, analysis.measurement), lambda: _drawn(second, analysis), of=second.ident
                ),
                width="stretch",
                alt=f"The second photo of the {side} leg with its joints drawn in.",
            )
    with right:
        _say(second)
        _ask_face(session, side, second)
        st.button(
            "Leave this photo out",
            key=f"drop-{second.ident}",
            icon=":material/delete:",
            on_click=lambda: session.drop_second(side, second.view),
        )


def _say(second: SecondPhoto) -> None:
    analysis = second.analysis
    if analysis is None or analysis.measurement is None:
        reason = analysis.refusal.words if analysis is not None and analysis.refusal is not None else ""
        needed = ", ".join(LABELS[joint].lower() for joint in USED[second.view] if joint in NEEDED[second.view])
        st.info(f"{plain(reason)} Drag these points into place: {needed}.".strip())
        return
    measured = analysis.measurement
    for name, angle, why, words in (
        ("Rotation", measured.rotation, measured.rotation_refusal, ("turned out", "turned in")),
        ("Abduction", measured.abduction, measured.abduction_refusal, ("drawn aside", "across the midline")),
    ):
        if angle is not None:
            st.write(f"**{name}:** {turn_words(angle, *words)}.")
        elif why is not None:
            st.html(f'<p class="tt-note"><b>{name}:</b> {escape(why.words)}</p>')
    for code in analysis.warnings:
        st.warning(str(code.advice))
    st.caption(SECOND_PHOTO_NOTE)


def _ask_face(session: CheckSession, side: Side, second: SecondPhoto) -> None:
    if second.photo is None:
        return
    no_face = st.checkbox(
        "No face can be seen in this picture",
        second.no_face,
        key=f"no-face-{second.ident}",
        help="Nothing is then blurred in it, and it is kept even where the place of a face is not known.",
    )
    second = session.seconds[side, second.view] = replace(second, no_face=no_face)
    if not second.is_kept:
        place = " or place both shoulders" if second.view is SecondView.TOP else ""
        st.caption(
            f"Left out of the files while it is not known where the face is: tick the box if none is seen{place}."
        )


def _drawn(second: SecondPhoto, analysis: FrontAnalysis) -> bytes:
    return encode_picture(pictures.for_display(draw_front(_rgb(second), analysis)), "JPEG", quality=88, drawn_on=True)


def _rgb(second: SecondPhoto) -> RgbImage:
    """Its pixels; those of an empty ground where it was opened without its picture."""
    return second.photo.rgb if second.photo is not None else read_photo(pictures.blank_jpeg(size_px_of(second))).rgb


def _show_editor(session: CheckSession, side: Side, second: SecondPhoto) -> None:
    shown = session.desk.made(
        "plain",
        None,
        lambda: encode_picture(pictures.for_display(_rgb(second)), "JPEG", quality=88),
        of=second.ident,
    )

    def take(edit: Mapping[str, object]) -> None:
        current = session.seconds.get((side, second.view))
        if current is None or edit.get("reading") != current.ident:
            return
        try:
            session.seconds[side, second.view] = edited(current, edit, leg=side, known=other_views(session, side))
        except UsageError as error:
            session.trouble = str(error)

    show_editor(
        second,
        second_photo_payload(second),
        size_px=size_px_of(second),
        picture_url=pictures.data_url(shown),
        on_edit=take,
    )
