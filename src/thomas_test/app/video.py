"""A video in the app: the angles over time, the hold, its median and the pipeline's measurement of it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from html import escape

import streamlit as st

from thomas_test.app import cards, engine
from thomas_test.app.captures import Capture, opened, show_capture
from thomas_test.app.choices import current_settings
from thomas_test.app.desk import desk
from thomas_test.app.intake import upload_limit_mb
from thomas_test.errors import ThomasTestError
from thomas_test.estimators.opening import find_models
from thomas_test.live.opening import open_live_reader
from thomas_test.settings import Effort, Settings
from thomas_test.video import VideoAnalysis, VideoFile, analyse_video, draw_series, series_csv, video_to_json
from thomas_test.video.plot import DARK_PLOT, LIGHT_PLOT, describe_series
from thomas_test.wording import sentence

_KEY = "video"
_READING = "Reading the video…"
VIDEO_TYPES = ("mp4", "mov", "m4v", "webm", "mkv", "avi", "y4m")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shown:
    """The video that this browser session shows; `mark` tells whether file and choices are still the same."""

    mark: tuple[object, ...]
    name: str
    video: VideoAnalysis | None
    capture: Capture | None = None
    error: str = ""


def show_video() -> None:
    """Show the upload and what came of it; that stays when the upload has gone with the page that was left."""
    st.html('<p class="tt-lead">A video of the leg being lowered and held: read frame by frame, on this machine.</p>')
    upload = st.file_uploader("A video from the side", type=list(VIDEO_TYPES), key="video-upload")
    limit = f"Up to {upload_limit_mb()} MB. A larger one: cut it to the seconds around the hold, or run"
    st.html(cards.notes([f"{limit} 'thomas-test video' on it."]))
    shown = st.session_state.get(_KEY)
    if upload is not None:
        settings = current_settings()
        mark = (upload.file_id, settings)
        if not isinstance(shown, _Shown) or shown.mark != mark:
            shown = _read(upload.getvalue(), upload.name, settings, mark)
            st.session_state[_KEY] = shown
    if not isinstance(shown, _Shown):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="video-bar"):
        st.html(cards.name_line(shown.name, level=2))
        if upload is None and st.button("Close", icon=":material/close:", key="video-close"):
            del st.session_state[_KEY]
            st.rerun()
    if shown.video is None:
        st.html(cards.trouble("This video could not be read", sentence(shown.error)))
    else:
        _show(shown.video, shown.capture)


def _read(data: bytes, name: str, settings: Settings, mark: tuple[object, ...]) -> _Shown:
    bar = st.progress(0.0, _READING)

    def report(share: float) -> None:
        bar.progress(share, _READING)

    try:
        shared = engine.shared_engine(settings.effort)
        model = find_models(effort=Effort.FAST)[0]
        with contextlib.closing(open_live_reader(model, settings)) as reader:
            video = analyse_video(
                VideoFile(data, name=name),
                reader,
                lambda photo: shared.read(photo, settings),
                preset=settings.preset,
                report=report,
            )
    except ThomasTestError as error:
        return _Shown(mark=mark, name=name, video=None, error=str(error))
    finally:
        bar.empty()
    if video.captured is None:
        return _Shown(mark=mark, name=name, video=video)
    capture = opened(video.captured, settings)
    desk().open([capture.case])
    return _Shown(mark=mark, name=name, video=video, capture=capture)


def _show(video: VideoAnalysis, capture: Capture | None) -> None:
    colours = DARK_PLOT if st.context.theme.type == "dark" else LIGHT_PLOT
    with st.container(key="video-plot"):
        st.image(draw_series(video, colours), width="stretch", alt=describe_series(video))
    st.html(f'<p class="tt-note">{escape(describe_series(video))}</p>')
    if video.damage:
        st.warning(video.damage.replace("*", "").replace("`", ""))
    if capture is None:
        st.html(
            cards.trouble(
                "No hold was found", "The leg has to hang still for two seconds. Film until it has come to rest."
            )
        )
    else:
        show_capture(capture)
    with st.container(horizontal=True, key="save-video"):
        stem = video.name.rsplit(".", 1)[0]
        record = json.dumps(video_to_json(video), indent=2, ensure_ascii=False)
        st.download_button("Series (CSV)", series_csv(video), f"{stem}_angles.csv", "text/csv", on_click="ignore")
        st.download_button("Plot (SVG)", draw_series(video), f"{stem}_angles.svg", "image/svg+xml", on_click="ignore")
        st.download_button("Record (JSON)", record, f"{stem}.json", "application/json", on_click="ignore")
