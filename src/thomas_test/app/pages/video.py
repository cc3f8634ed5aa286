"""A video in the app: the angles over time, the hold, its median and the pipeline's measurement of it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from html import escape

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.desk import Case, desk
from thomas_test.app.drafts import VIDEO_KEY
from thomas_test.app.intake import upload_limit_mb
from thomas_test.app.navigation import go_to
from thomas_test.app.widgets import cards, pictures
from thomas_test.app.widgets.beside_view import Compared, show_beside
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.downloads import offer_file
from thomas_test.app.widgets.foreign import plain
from thomas_test.check.differences import Occasion
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.landmarks import Side
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import encode_picture
from thomas_test.motion.clip import VideoAnalysis, analyse_video
from thomas_test.motion.clip_files import DARK_PLOT, LIGHT_PLOT, describe_series, draw_series, series_csv, video_to_json
from thomas_test.motion.following import open_live_reader
from thomas_test.motion.frames import VIDEO_SUFFIXES
from thomas_test.motion.frames_apart import VideoApart
from thomas_test.motion.hold import Hold
from thomas_test.motion.session import Captured
from thomas_test.output.rows import words_of
from thomas_test.output.words import (
    INTENDED_USE,
    INTERVAL_NOTE,
    INTERVAL_NOTE_SHORT,
    degrees,
    sentence,
    thigh_size,
)
from thomas_test.reader import Reader


@dataclass(frozen=True, kw_only=True, eq=False)
class Capture:
    """A hold as the pipeline measured it, and its frame as a picture of the session."""

    case: Case
    hold: Hold


def opened(captured: Captured, settings: Settings) -> Capture:
    """Make a picture of the session of a measured hold."""
    case = Case(
        name=captured.analysis.name,
        settings=settings,
        picture=encode_picture(captured.photo.rgb, "PNG"),
        analysis=captured.analysis,
    )
    return Capture(case=case, hold=captured.hold)


def show_capture(capture: Capture) -> None:
    """Show a captured hold at a glance; the Photo page has it, too, for corrections and downloads."""
    analysis, case = capture.case.read, capture.case
    with st.container(border=True, key=f"glance-{case.ident}"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            show_captured_frame(capture)
        with right:
            if analysis.outcome is None:
                if analysis.refusal is not None:
                    st.html(cards.refusal(analysis.refusal))
            else:
                st.html(cards.origin(analysis))
                st.html(cards.glance_at(analysis))
            if st.button("Open with all findings", type="primary", key=f"open-{case.ident}", icon=_OPEN):
                open_on_photo_page(case)
            warnings = cards.warnings(analysis.outcome, analysis.evidence.levels) if analysis.outcome else ""
            if warnings:
                st.html(warnings)
            st.html(cards.notes((hold_words(capture.hold), INTERVAL_NOTE_SHORT)))


def show_captured_frame(capture: Capture) -> None:
    """Show the frame that stands for a hold."""
    st.image(
        pictures.annotated_of(desk(), capture.case),
        width="stretch",
        alt=f"The captured frame with what was measured drawn in. {words_of(capture.case.read)}",
    )


def hold_words(hold: Hold) -> str:
    """Say what the readings of single frames were over the hold."""
    return (
        f"Frame by frame over the {hold.seconds:.1f} s of the hold ({hold.samples} frames), median: "
        f"thigh {thigh_size(hold.thigh_angle_deg)} (SD {degrees(hold.thigh_sd_deg)}), "
        f"knee {degrees(hold.knee_flexion_deg)} (SD {degrees(hold.knee_sd_deg)})."
    )


def open_on_photo_page(case: Case) -> None:
    """Show a captured frame on the page for single photos."""
    open_desk = desk()
    if case.ident not in open_desk.cases:
        open_desk.open([case])
    open_desk.shown = case.ident
    go_to("photo")


_READING = "Reading the video…"
_OPEN = ":material/open_in_full:"
_UNREAD_KEY = "video-unread"
"""The name of the video that is being read; where the page is left meanwhile, it stays."""
VIDEO_TYPES = tuple(sorted(suffix.removeprefix(".") for suffix in VIDEO_SUFFIXES))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shown:
    """The video that this browser session shows; `mark` tells whether file and choices are still the same."""

    mark: tuple[object, ...]
    name: str
    video: VideoAnalysis | None
    captures: tuple[Capture, ...] = ()
    error: str = ""


def show_video() -> None:
    """Show the upload and what came of it; that stays when the upload has gone with the page that was left."""
    st.html('<p class="tt-lead">A video of the leg being lowered and held: read frame by frame, on this machine.</p>')
    upload = st.file_uploader("A video from the side", type=list(VIDEO_TYPES), key="video-upload")
    limit = f"Up to {upload_limit_mb()} MB. A larger one: cut it to the seconds around the hold, or run"
    st.html(cards.notes([f"{limit} 'thomas-test video' on it."]))
    shown = st.session_state.get(VIDEO_KEY)
    if upload is not None:
        settings = current_settings()
        mark = (upload.file_id, settings)
        if not isinstance(shown, _Shown) or shown.mark != mark:
            if isinstance(shown, _Shown) and shown.mark[0] == upload.file_id:
                _let_go_untouched(shown)
            st.session_state[_UNREAD_KEY] = upload.name
            shown = _read(upload.getvalue(), upload.name, settings, mark)
            st.session_state[VIDEO_KEY] = shown
            del st.session_state[_UNREAD_KEY]
    elif _UNREAD_KEY in st.session_state:  # its file went with the page that was left, or was taken out
        unread = st.session_state[_UNREAD_KEY]
        st.html(cards.notes((f"Not read to its end, hand it over again: {unread}",)))
    if not isinstance(shown, _Shown):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="video-bar"):
        st.html(cards.name_line(shown.name, level=2))
        if upload is None and st.button("Close", icon=":material/close:", key="video-close"):
            del st.session_state[VIDEO_KEY]
            st.rerun()
    if shown.video is None:
        st.html(cards.trouble("This video could not be read", sentence(shown.error)))
    else:
        _show(shown.video, shown.captures)


def _let_go_untouched(shown: _Shown) -> None:
    """Close what was captured by other choices: no hold is open twice, but for a person's work in it."""
    for ident in (capture.case.ident for capture in shown.captures):
        case = desk().cases.get(ident)
        if case is not None and not case.is_touched:
            desk().close(ident)


def _read(data: bytes, name: str, settings: Settings, mark: tuple[object, ...]) -> _Shown:
    bar = engine.reading_bar(_READING)

    def progress(done: int, total: int) -> None:
        bar.progress(done / total, _READING)

    try:
        shared = engine.shared_engine(settings.effort)
        model = Reader(effort=Effort.FAST).find().models[0]
        with (
            contextlib.closing(VideoApart(data, name=name)) as file,
            contextlib.closing(open_live_reader(model, settings)) as reader,
        ):
            video = analyse_video(
                file,
                reader,
                lambda photo: shared.read(photo, settings),
                preset=settings.preset,
                progress=progress,
            )
    except ThomasTestError as error:
        return _Shown(mark=mark, name=name, video=None, error=str(error))
    finally:
        bar.empty()
    captures = tuple(opened(captured, settings) for captured in video.measured)
    if captures:
        desk().open([capture.case for capture in captures])
    return _Shown(mark=mark, name=name, video=video, captures=captures)


def _show(video: VideoAnalysis, captures: tuple[Capture, ...]) -> None:
    if video.damage:
        st.warning(plain(video.damage))
    if video.no_hold is not None:
        st.html(cards.trouble("No hold was found", f"{video.no_hold.what} {video.no_hold.do}"))
    legs = _both_legs(captures)
    if legs is None:
        for capture in captures:
            show_capture(capture)
    else:
        right, left = map(_compared, legs)
        show_beside(right, left, Occasion.LEGS)
        for capture in legs:
            with st.expander(f"The {capture.case.read.measured.pose.tested_leg} leg by itself"):
                show_capture(capture)
    with st.expander("The angles over time", icon=":material/show_chart:", expanded=not captures):
        colours = DARK_PLOT if st.context.theme.type == "dark" else LIGHT_PLOT
        with st.container(key="video-plot"):
            st.image(draw_series(video, colours), width="stretch", alt=describe_series(video))
        st.html(f'<p class="tt-note">{escape(describe_series(video))}</p>')
        if captures:
            st.html(cards.notes((INTERVAL_NOTE, INTENDED_USE)))
    with st.container(horizontal=True, key="save-video"):
        stem = pictures.file_stem(video.name)
        offer_file("Series (CSV)", f"{stem}_angles.csv", lambda: series_csv(video))
        offer_file("Plot (SVG)", f"{stem}_angles.svg", lambda: draw_series(video))
        offer_file("Record (JSON)", f"{stem}.json", lambda: _record_text(video))


def _record_text(video: VideoAnalysis) -> str:
    return json.dumps(video_to_json(video), indent=2, ensure_ascii=False)


def _both_legs(captures: tuple[Capture, ...]) -> tuple[Capture, Capture] | None:
    """The holds of the right and of the left leg; None where one of them was not measured."""
    measured = {
        capture.case.read.outcome.pose.tested_leg: capture
        for capture in captures
        if capture.case.read.outcome is not None
    }
    if len(captures) != len(Side) or len(measured) != len(Side):
        return None
    return measured[Side.RIGHT], measured[Side.LEFT]


def _compared(capture: Capture) -> Compared:
    analysis = capture.case.read
    leg = analysis.measured.pose.tested_leg.capitalize()
    return Compared(title=f"{leg} leg", analysis=analysis, picture=capture.case.picture)
