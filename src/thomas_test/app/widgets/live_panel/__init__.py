"""The live panel: big numbers, the thigh on its scale, coaching words that are read out, a tone on capture.

A Streamlit component without a build step. Its nodes stay while their text changes: only so does a screen reader
read new words out, and nothing flickers.
"""

from __future__ import annotations

from collections.abc import Mapping

from thomas_test.app.widgets.component import component
from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import Preset
from thomas_test.motion.session import SLOW_PER_SECOND, LiveState
from thomas_test.output.words import degrees, interval, thigh_interval, thigh_side

SCALE_DEG = (-40.0, 30.0)
"""Ends of the scale on which the thigh moves; what lies beyond stands at its end."""


def live_panel(
    state: LiveState, preset: Preset, *, captures: int, captured: Analysis | None = None, failed: bool = False
) -> None:
    """Show the panel; parameters as for `panel_payload`."""
    data = panel_payload(state, preset, captures=captures, captured=captured, failed=failed)
    component(__package__, "panel")(key="live-panel", data=data)


def panel_payload(
    state: LiveState, preset: Preset, *, captures: int, captured: Analysis | None = None, failed: bool = False
) -> Mapping[str, object]:
    """What the panel needs: the numbers of now, or those of the hold that was captured, which stand still.

    Parameters
    ----------
    state
        The live state.
    preset
        Whose thresholds stand on the scale.
    captures
        How many holds were captured in this session: when it grows the panel sounds its tone.
    captured
        What the pipeline made of the hold that stands; None while it is being read.
    failed
        Whether it could not be read: why stands below.
    """
    common = {
        "cue": state.cue.words,
        "progress": round(state.progress, 2),
        "captures": captures,
        "trouble": state.trouble,
    }
    if state.hold is not None:
        return common | _standing(captured, tries=captures, failed=failed)
    return common | _moving(state, preset, tries=captures)


def _standing(captured: Analysis | None, *, tries: int, failed: bool) -> dict[str, object]:
    """The hold's own result: tenths and intervals, for it no longer moves."""
    outcome = captured.outcome if captured is not None else None
    told: dict[str, object] = {
        "phase": "captured",
        "heading": f"Captured: try {tries}",
        "thigh": "–",
        "thigh_words": "Reading the frames of the hold…" if captured is None and not failed else "",
        "thigh_interval": "",
        "knee": "–",
        "knee_interval": "",
        "place": None,
        "thresholds": [],
        "reached": "",
        "rate": "",
    }
    if captured is not None and captured.refusal is not None:
        return told | {"trouble": captured.refusal.words}
    if outcome is None:
        return told
    thigh, knee = outcome.measurement.thigh, outcome.measurement.knee
    return told | {
        "thigh": degrees(abs(thigh.value_deg)),
        "thigh_words": thigh_side(thigh.value_deg),
        "thigh_interval": f"95 % interval {thigh_interval(thigh)}",
        "knee": "–" if knee is None else degrees(knee.value_deg),
        "knee_interval": "not assessed: the ankle was not seen" if knee is None else f"95 % interval {interval(knee)}",
    }


def _moving(state: LiveState, preset: Preset, *, tries: int) -> dict[str, object]:
    reading = state.reading
    thigh = reading.thigh_angle_deg if reading is not None else None
    knee = reading.knee_flexion_deg if reading is not None else None
    return {
        "phase": "live",
        "heading": f"Now: try {tries + 1}" if tries else "Now",
        "thigh_interval": "",
        "knee_interval": "",
        "thigh": "–" if thigh is None else _whole(abs(thigh)),
        "thigh_words": "" if thigh is None else thigh_side(round(thigh)),
        "knee": "–" if knee is None else _whole(knee),
        "place": None if thigh is None else _share(thigh),
        "thresholds": [
            {"place": _share(angle), "words": _whole(angle)} for angle in (preset.parallel_deg, preset.below_deg)
        ],
        "reached": "" if thigh is None else _reached(thigh, preset),
        "rate": _rate(state.frames_per_second),
    }


def _rate(frames_per_second: float) -> str:
    if frames_per_second <= 0.0:
        return ""
    whole = round(frames_per_second)
    words = "under one frame a second" if whole < 1 else f"{whole} frame{'' if whole == 1 else 's'} a second"
    slow = frames_per_second < SLOW_PER_SECOND
    return f"{words}: slow. Close other programs, or choose the smaller network." if slow else words


def _whole(angle_deg: float) -> str:
    """Write a live angle: whole degrees, for tenths would only flicker."""
    return degrees(round(angle_deg)).replace(".0", "")


def _share(angle_deg: float) -> float:
    low, high = SCALE_DEG
    return round(min(max((angle_deg - low) / (high - low), 0.0), 1.0), 4)


def _reached(thigh_deg: float, preset: Preset) -> str:
    """Say where the thigh is against the thresholds; a live reading has no interval, so nothing is judged."""
    below = f"{_whole(preset.below_deg)} below"
    if thigh_deg >= preset.below_deg:
        return f"at or past {below}"
    if thigh_deg >= preset.parallel_deg:
        return f"at or past parallel, {_short(preset.below_deg - thigh_deg)} of {below}"
    return f"{_short(preset.parallel_deg - thigh_deg)} of parallel"


def _short(missing_deg: float) -> str:
    return f"{_whole(missing_deg)} short" if round(missing_deg) else "just short"
