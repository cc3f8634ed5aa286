"""The about page: what is measured, how to take the photo, what stays on this machine."""

from __future__ import annotations

import streamlit as st

from thomas_test.app.widgets.cards import legend
from thomas_test.app.widgets.choices import preset_title
from thomas_test.app.widgets.palette import palette_for
from thomas_test.check.meaning.instructions import BEFORE_YOU_BEGIN, IN_SHORT, NOT_THE_HIP, NOT_TOO_LATE
from thomas_test.core.criteria import PRESETS
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE, INTERVAL_NOTE

_MEASURED = f"""
**Thigh angle** – from the hip (greater trochanter) to the knee (lateral epicondyle), against the horizontal.
0° is horizontal, below it counts up, above it counts down. {NOT_THE_HIP.text}

**Knee flexion** – the bend at the knee. 0° is straight, 90° a right angle.
"""
_TAKING = "\n".join(f"1. {one.text}" for one in (*IN_SHORT, NOT_TOO_LATE))
_PHONE = """
iPhones write into every photo where down is, and that levels the picture. Bring the **original file** over: AirDrop or
cable, or in the Files app *Save to Files*, then upload. Messengers and screenshots strip it; then mark a level line by
hand under *Adjust points*.
"""
_PRIVACY = """
- The app runs on this machine and answers to this machine alone. No picture, number or usage statistic leaves it.
- Pictures live in the app's memory, and so that a reload loses nothing they stay there until you close them or the
  app, at most 12 hours, and one hour once its window is closed. Nothing is written to disk unless you save it.
- Two people with the app open at once never see each other's pictures.
- What you save carries no location, date or camera data of the original.
"""
_BEFORE = (f"{INTENDED_USE} A clinician interprets.", *(one.text for one in BEFORE_YOU_BEGIN))
_LIMITS = "\n".join(f"- {line}" for line in _BEFORE)


def about_page() -> None:
    """Show the page."""
    st.title("About this instrument", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.header("What is measured", anchor=False)
        st.markdown(_MEASURED)
        st.markdown(INTERVAL_NOTE)
        st.header("Taking the photo", anchor=False)
        st.markdown(_TAKING)
        st.header("From the phone", anchor=False)
        st.markdown(_PHONE)
    with right:
        st.header("What stays here", anchor=False)
        st.markdown(_PRIVACY)
        st.header("Limits", anchor=False)
        st.markdown(_LIMITS)
        st.header("Thresholds and comparison groups", anchor=False)
        for preset in PRESETS.values():
            st.markdown(f"- **{preset_title(preset.name)}** (`{preset.name}`): {preset.source}")
        st.html(legend(palette_for(st.context.theme.type)))
    version = package_version()
    if version:
        st.caption(f"Version {version}")
