"""The side panel: a person's choices as one `Settings` record, the same on every page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from thomas_test.core.criteria import PRESETS, Preset
from thomas_test.core.landmarks import Direction, Side
from thomas_test.core.settings import Effort, Faces, Settings

_KEY = "settings"
CHOICES = ("choice-preset", "choice-leg", "choice-head", "choice-effort", "choice-faces")
"""The side panel's choices in a session, by the keys of its widgets."""

_PICTURE = "as the picture shows"
_EFFORTS: tuple[Effort, ...] = tuple(Effort)
_EFFORT_LOOKS = {
    Effort.FAST: "A small network looks twice, and twice more where its looks do not agree.",
    Effort.STANDARD: "A large network looks twice, and twice more where its looks do not agree.",
    Effort.THOROUGH: "Both networks look eight times each.",
}
PRESET_TITLES: Mapping[str, str] = {"guide": "The guide", "execp": "EXECP protocol 2021", "mills": "Mills et al. 2015"}
"""What people read instead of a preset's name, which files and the command line have."""


def preset_title(name: str) -> str:
    """What people read for a preset; a saved result may have one that is not known here."""
    return PRESET_TITLES.get(name, name)


def show_choices() -> Settings:
    """Show the side panel and give what is chosen."""
    with st.sidebar:
        st.header("Choices", anchor=False)
        preset = st.selectbox(
            "Thresholds",
            tuple(PRESETS),
            key="choice-preset",
            format_func=preset_title,
            help="Where 'met' begins. The guide is the default: parallel, 10° below, knee near 90°.",
        )
        st.caption(Preset.named(preset).source)
        tolerance_key = f"choice-tolerance-{preset}"
        # What stands in the session is told as the default as well: where two runs follow each other at once the
        # browser hears the second alone, falls back to the default, and sends it as if it had been chosen.
        tolerance = st.number_input(
            "Knee tolerance, °",
            0.0,
            90.0,
            value=float(st.session_state.get(tolerance_key, Preset.named(preset).knee_tolerance_deg)),
            step=1.0,
            format="%.0f",
            key=tolerance_key,
            help="How far under the preset's knee angle still counts as near it.",
        )
        leg = st.selectbox("Tested leg", (_PICTURE, *Side), key="choice-leg", help="The person's own left or right.")
        head = st.selectbox("Head towards", (_PICTURE, *Direction), key="choice-head", help="In the picture.")
        effort = st.selectbox(
            "Effort",
            _EFFORTS,
            index=_EFFORTS.index(st.session_state.get("choice-effort", Settings().effort)),
            key="choice-effort",
            format_func=str.capitalize,
        )
        st.caption(_EFFORT_LOOKS[effort])
        st.toggle(
            "Leave faces visible in what is saved",
            key="choice-faces",
            help="Otherwise the face of the person measured is blurred in every picture that is saved or put into a "
            "report. On the screen pictures stay as they are.",
        )
    settings = Settings(
        preset=Preset.named(preset).with_knee_tolerance(tolerance),
        leg=None if leg == _PICTURE else Side(leg),
        head_towards=None if head == _PICTURE else Direction(head),
        effort=effort,
    )
    st.session_state[_KEY] = settings
    return settings


def current_settings() -> Settings:
    """What is chosen in the side panel; the defaults before it was shown."""
    found = st.session_state.get(_KEY)
    return found if isinstance(found, Settings) else Settings()


def current_faces() -> Faces:
    """What becomes of faces in what is saved; blurred before the side panel was shown."""
    return Faces.KEEP if st.session_state.get("choice-faces") else Faces.BLUR
