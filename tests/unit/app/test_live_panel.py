"""What the live panel is told: whole degrees, the place on the scale, words."""

from __future__ import annotations

import json

import pytest

from support.analyses import make_analysis, make_pose, make_refusal
from thomas_test.app.widgets.live_panel import panel_payload
from thomas_test.core.criteria import GUIDE
from thomas_test.motion.coaching import Cue
from thomas_test.motion.following import FrameReading
from thomas_test.motion.hold import Hold
from thomas_test.motion.session import LiveState


def state(thigh_deg: float, **values: object) -> LiveState:
    """A state with one reading."""
    reading = FrameReading(time_s=0.0, size_px=(640, 480), pose=make_pose(thigh_deg=thigh_deg, knee_deg=61.6))
    return LiveState(reading=reading, **values)


@pytest.mark.parametrize(
    ("thigh", "shown", "words", "reached"),
    [
        (9.4, "9°", "below horizontal", "at or past parallel, 1° short of 10° below"),
        (9.7, "10°", "below horizontal", "at or past parallel, just short of 10° below"),
        (10.0, "10°", "below horizontal", "at or past 10° below"),
        (0.3, "0°", "horizontal", "at or past parallel, 10° short of 10° below"),
        (-4.6, "5°", "above horizontal", "5° short of parallel"),
    ],
)
def test_the_thigh_is_shown_whole_with_its_side(thigh: float, shown: str, words: str, reached: str) -> None:
    """Whole degrees do not flicker; the side stands in words, never as a bare sign."""
    told = panel_payload(state(thigh), GUIDE, captures=0)
    assert (told["thigh"], told["thigh_words"], told["reached"]) == (shown, words, reached)
    assert told["knee"] == "62°"


@pytest.mark.parametrize(("thigh", "place"), [(-80.0, 0.0), (-40.0, 0.0), (-5.0, 0.5), (30.0, 1.0), (44.0, 1.0)])
def test_the_marker_stays_on_the_scale(thigh: float, place: float) -> None:
    """From 40 above to 30 below; what lies beyond stands at the end."""
    assert panel_payload(state(thigh), GUIDE, captures=0)["place"] == pytest.approx(place, abs=1e-3)


def test_the_thresholds_are_the_presets() -> None:
    """Nothing on the scale is a number of the panel's own."""
    told = panel_payload(state(0.0), GUIDE, captures=0)["thresholds"]
    assert [threshold["words"] for threshold in told] == ["0°", "10°"]


def test_without_a_reading_there_are_no_numbers() -> None:
    """Before the first frame: dashes, no marker, the first cue."""
    told = panel_payload(LiveState(), GUIDE, captures=0)
    assert (told["thigh"], told["knee"], told["place"], told["rate"]) == ("–", "–", None, "")
    assert told["cue"] == Cue.LOOKING.words


HOLD = Hold(
    start_s=1.0,
    end_s=3.0,
    samples=20,
    thigh_angle_deg=9.0,
    thigh_sd_deg=0.4,
    knee_flexion_deg=60.0,
    knee_sd_deg=0.6,
)


def test_a_captured_hold_stands_with_its_own_numbers_and_intervals() -> None:
    """Whatever moves in front of the camera: the numbers are the pipeline's, in tenths, and no scale moves beside."""
    moving = panel_payload(state(-36.0, hold=HOLD, cue=Cue.DONE, progress=1.0), GUIDE, captures=2)
    assert (moving["thigh"], moving["place"], moving["heading"]) == ("–", None, "Captured: try 2")
    told = panel_payload(
        state(-36.0, hold=HOLD, cue=Cue.DONE), GUIDE, captures=2, captured=make_analysis(thigh_deg=9.0)
    )
    assert (told["thigh"], told["thigh_words"]) == ("9.0°", "below horizontal")
    assert told["thigh_interval"] == "95 % interval 6.0° to 12.0° below horizontal"
    assert str(told["knee_interval"]).startswith("95 % interval")
    assert told["reached"] == ""


def test_after_a_capture_what_moves_is_the_next_try() -> None:
    """The heading says which try the moving numbers belong to."""
    assert panel_payload(state(3.0), GUIDE, captures=0)["heading"] == "Now"
    assert panel_payload(state(3.0), GUIDE, captures=2)["heading"] == "Now: try 3"


def test_a_hold_that_was_refused_has_no_number() -> None:
    """Its reason stands where the numbers would."""
    told = panel_payload(state(3.0, hold=HOLD), GUIDE, captures=1, captured=make_refusal())
    assert told["thigh"] == "–"
    assert "What to do" not in str(told["trouble"])
    assert str(told["trouble"])


def test_a_hold_that_could_not_be_read_is_not_being_read() -> None:
    """Until it is read the panel says so, and no longer: why it could not be stands below."""
    assert panel_payload(state(3.0, hold=HOLD), GUIDE, captures=1)["thigh_words"] == "Reading the frames of the hold…"
    assert panel_payload(state(3.0, hold=HOLD), GUIDE, captures=1, failed=True)["thigh_words"] == ""


def test_what_is_told_can_be_sent() -> None:
    """Plain data, whatever the state."""
    told = panel_payload(state(3.0, progress=1 / 3, frames_per_second=11.7, trouble="x", late=2), GUIDE, captures=4)
    assert json.loads(json.dumps(told)) == told
    assert told["rate"] == "12 frames a second"
    assert told["captures"] == 4


@pytest.mark.parametrize(
    ("rate", "begins", "slow"),
    [(0.3, "under one frame", True), (1.2, "1 frame a", True), (3.2, "3 frames", True), (9.8, "10 frames", False)],
)
def test_a_slow_machine_is_told_what_to_do(rate: float, begins: str, slow: bool) -> None:
    """Too few frames a second: words, not a page that never captures."""
    told = str(panel_payload(state(3.0, frames_per_second=rate), GUIDE, captures=0)["rate"])
    assert told.startswith(begins)
    assert ("smaller network" in told) is slow
