"""A captured hold on the page: the frame that stands for it, the pipeline's numbers, the live readings beside them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from thomas_test.app import cards, pictures
from thomas_test.app.cases import Case
from thomas_test.app.desk import desk, new_ident
from thomas_test.app.engine import Engine
from thomas_test.images import encode_picture
from thomas_test.live.capture import Captured, HeldFrames, measure_held
from thomas_test.live.hold import Hold
from thomas_test.results import words_of
from thomas_test.settings import Settings
from thomas_test.wording import INTERVAL_NOTE, degrees


@dataclass(frozen=True, kw_only=True, eq=False)
class Capture:
    """A hold as the pipeline measured it, and its frame as a picture of the session."""

    captured: Captured
    case: Case


def capture_of(held: HeldFrames, reader: Engine, settings: Settings, *, name: str) -> Capture:
    """Measure a hold.

    Parameters
    ----------
    held
        The hold and its frames.
    reader
        The shared networks.
    settings
        The choices.
    name
        What to call the frame.

    Raises
    ------
    EstimatorError
        When a network fails.
    """
    return opened(measure_held(held, lambda photo: reader.read(photo, settings), name=name), settings)


def opened(captured: Captured, settings: Settings) -> Capture:
    """Make a picture of the session of a measured hold."""
    case = Case(
        ident=new_ident(),
        name=captured.analysis.name,
        settings=settings,
        picture=encode_picture(captured.photo.rgb, "PNG"),
        analysis=captured.analysis,
    )
    return Capture(captured=captured, case=case)


def show_capture(capture: Capture) -> None:
    """Show a captured hold; the Photo page has it, too, for corrections and downloads."""
    analysis, case = capture.captured.analysis, capture.case
    with st.container(border=True, key=f"capture-{case.ident}"):
        left, right = st.columns([3, 2], gap="large")
        left.image(
            desk().drawn(case, "annotated", lambda: pictures.annotated_jpeg(case.picture or b"", analysis)),
            width="stretch",
            alt=f"The captured frame with what was measured drawn in. {words_of(analysis)}",
        )
        with right:
            if analysis.outcome is None:
                if analysis.refusal is not None:
                    st.html(cards.refusal(analysis.refusal))
            else:
                st.html(cards.origin(analysis))
                st.html(cards.thigh_card(analysis.outcome))
                st.html(cards.knee_card(analysis.outcome))
            st.html(f'<p class="tt-note">{escape(hold_words(capture.captured.hold))}</p>')
            if st.button("Open with all findings", key=f"open-{case.ident}", icon=":material/open_in_full:"):
                _open_on_photo_page(case)
        st.html(f'<p class="tt-note">{escape(INTERVAL_NOTE)} Measures and describes; does not diagnose.</p>')


def hold_words(hold: Hold) -> str:
    """Say what the readings of single frames were over the hold."""
    return (
        f"Frame by frame over the {hold.seconds:.1f} s of the hold ({hold.samples} frames), median: "
        f"thigh {degrees(hold.thigh_angle_deg, signed=True)} (SD {degrees(hold.thigh_sd_deg)}), "
        f"knee {degrees(hold.knee_flexion_deg)} (SD {degrees(hold.knee_sd_deg)})."
    )


def _open_on_photo_page(case: Case) -> None:
    open_desk = desk()
    if case.ident not in open_desk.cases:
        open_desk.open([case])
    open_desk.shown = case.ident
    to_photo_page()


def to_photo_page() -> None:
    """Go to the page for single photos."""
    from thomas_test.app.photo import photo_page

    st.switch_page(st.Page(photo_page, title="Photo", url_path="photo", default=True))
