"""The live page without a camera, and a video handed over; the camera itself is in tests/browser/test_live.py."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest
from streamlit_webrtc.webrtc import SignallingTimeoutError

from support.analyses import make_analysis, make_pose
from support.app_table import table_engine
from support.videos import as_unknown_coding, encoded_video, numbered, y4m
from thomas_test.app import engine
from thomas_test.app.both.sorting import sort_photos
from thomas_test.app.desk import Desk
from thomas_test.app.editor.edits import with_confirmed_points
from thomas_test.app.pages import live, video
from thomas_test.app.widgets.camera_check import CAMERA_TROUBLES
from thomas_test.app.widgets.live_stream import LiveProcessor
from thomas_test.core.criteria import GUIDE, PRESETS
from thomas_test.core.errors import ModelError
from thomas_test.core.landmarks import Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.quality import Advice, WarningCode
from thomas_test.core.settings import Settings
from thomas_test.estimators.models import ModelFile
from thomas_test.images import Photo
from thomas_test.motion import frames_apart
from thomas_test.motion.coaching import Ending
from thomas_test.motion.following import FrameReading
from thomas_test.motion.hold import Hold
from thomas_test.motion.session import Captured, HeldFrames, LiveSession, LiveState

PAGE = """
from thomas_test.app.pages.live import live_page
live_page()
"""
MODEL = ModelFile(name="table", path=Path("table.task"), sha256="0" * 64, source="given")


class RestingReader:
    """Reads every frame as a leg at rest, or on its way for ever."""

    closed = 0

    def __init__(self, speed_deg_s: float) -> None:
        self.speed_deg_s = speed_deg_s

    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        """Read a frame."""
        assert rgb.ndim == 3
        return FrameReading(
            time_s=time_s, size_px=(640, 480), pose=make_pose(thigh_deg=4.0 + self.speed_deg_s * time_s)
        )

    def close(self) -> None:
        """Count."""
        RestingReader.closed += 1


def words(app: AppTest) -> str:
    """Everything that stands on the page as text."""
    return "\n".join(str(element.value) for element in (*app.html, *app.markdown, *app.caption, *app.title))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, environment: None) -> AppTest:  # noqa: ARG001
    """The page by itself, with a model that is only a name."""
    monkeypatch.setattr(engine, "shared_engine", table_engine)
    # AppTest stands in for Streamlit's runtime without the part in which the library looks for the session
    monkeypatch.setattr("streamlit_webrtc.component.get_this_session_info", lambda: None)
    monkeypatch.setattr(live, "_model", lambda *, quick: MODEL)  # noqa: ARG005
    monkeypatch.setattr("thomas_test.estimators.registry.find_models", lambda *_, **__: (MODEL,))
    monkeypatch.setattr(live, "open_live_reader", lambda *_args: RestingReader(0.0))
    monkeypatch.setattr(video, "open_live_reader", lambda *_args: RestingReader(0.0))
    return AppTest.from_string(PAGE, default_timeout=30).run()


def test_the_page_offers_the_camera_and_says_how_it_goes(page: AppTest) -> None:
    """The stream with its button, the panel, and the four steps; nothing is measured yet."""
    assert not page.exception
    assert "the frame is captured by itself" in words(page)
    assert "95 %" not in words(page)


@pytest.mark.parametrize("trouble", CAMERA_TROUBLES.values(), ids=CAMERA_TROUBLES)
def test_a_camera_that_cannot_work_is_said_with_the_still_way(
    page: AppTest, trouble: Advice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each trouble has its words, what to do, and the way of the single photo; no stream is offered."""
    monkeypatch.setattr(live, "camera_trouble", lambda: trouble)
    page.run()
    assert not page.exception
    assert escape(trouble.what) in words(page)
    assert "on the Photo page" in words(page)
    assert "To the single photo" in [button.label for button in page.button]
    assert "captured by itself" not in words(page)


def test_missing_live_video_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without streamlit-webrtc: what to install, and the still way."""
    monkeypatch.setitem(sys.modules, "streamlit_webrtc", None)
    page.run()
    assert not page.exception
    assert "python -m pip install streamlit-webrtc" in words(page)
    assert "on the Photo page" in words(page)


def test_a_missing_model_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that cannot be had is words on the page, not a traceback."""

    def no_model(*, quick: bool) -> ModelFile:
        raise ModelError(f"expected a model, quick {quick}, got none: fetch it")

    monkeypatch.setattr(live, "_model", no_model)
    page.run()
    assert not page.exception
    assert "could not be started" in words(page)
    assert "fetch it" in words(page)


def hand_over(page: AppTest, data: bytes, name: str = "leg.y4m") -> AppTest:
    """Choose the video file and hand one over."""
    page.segmented_control(key="live-source").set_value("Video file").run()
    page.file_uploader(key="video-upload").set_value([(name, data, "video/mp4")])
    return page.run()


def test_a_video_is_analysed_and_its_hold_shown(page: AppTest) -> None:
    """The drawing over time, the hold with its median and spread, the measurement; the frame is among the pictures."""
    closed = RestingReader.closed
    hand_over(page, y4m(numbered(50)))
    assert not page.exception
    shown = words(page)
    assert "leg was held from" in shown
    assert "thigh 4.0° below horizontal (SD 0.0°), knee 60.0° (SD 0.0°)" in shown
    assert "95 % interval" in shown
    desk = page.session_state["desk"]
    assert isinstance(desk, Desk)
    assert [case.name for case in desk.cases.values()] == ["leg.y4m"]
    assert RestingReader.closed == closed + 1
    page.run()
    assert RestingReader.closed == closed + 1  # a rerun reads nothing again


def test_a_video_that_is_read_by_other_choices_is_open_once(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The capture of before goes; one with a person's work in it stays beside the new one."""
    hand_over(page, y4m(numbered(50)))
    desk = page.session_state["desk"]
    for preset in ("mills", "execp"):
        monkeypatch.setattr(video, "current_settings", partial(Settings, preset=PRESETS[preset]))
        page.run()
        assert not page.exception
        (case,) = desk.cases.values()
        assert case.read.preset.name == preset
    desk.put(with_confirmed_points(case))
    monkeypatch.setattr(video, "current_settings", Settings)
    page.run()
    assert [one.is_touched for one in desk.cases.values()] == [True, False]


def test_a_video_without_a_hold_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing stands, and words on what was missing; no number."""
    monkeypatch.setattr(video, "open_live_reader", lambda *_args: RestingReader(8.0))
    hand_over(page, y4m(numbered(30)))
    assert not page.exception
    assert "No hold was found" in words(page)
    assert "95 % interval" not in words(page)


def test_what_is_no_video_is_said_without_a_traceback(page: AppTest) -> None:
    """A stranger's file and its name do no harm."""
    hand_over(page, b"no video", "<img src=x>.mp4")
    assert not page.exception
    assert "This video could not be read" in words(page)
    assert "<img src=x>" not in words(page)


def test_a_video_that_stops_its_decoder_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is decoded in a process that is ended in time; the page stands."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parents[1])])
    monkeypatch.setattr(frames_apart, "__name__", "support.harmful_video_decoder")
    monkeypatch.setattr(video, "VideoApart", partial(frames_apart.VideoApart, frame_s=2.0))
    hand_over(page, y4m(numbered(12)), "spin.y4m")
    assert not page.exception
    assert "took too long" in words(page)


def test_an_unknown_coding_is_named(page: AppTest) -> None:
    """The container can be read, its pictures cannot: the way out is said."""
    hand_over(page, as_unknown_coding(encoded_video(numbered(12), codec="libx264")), "clip.mp4")
    assert not page.exception
    assert "coding is not known" in words(page)
    assert "Export it as MP4" in words(page)


def test_leaving_the_camera_frees_its_networks(page: AppTest) -> None:
    """Going from the camera to a video closes the camera's session."""
    desk = page.session_state["live"]
    reader = RestingReader(0.0)
    desk.session = LiveSession(reader, GUIDE)
    page.segmented_control(key="live-source").set_value("Video file").run()
    assert not page.exception
    assert desk.session.closed


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SignallingTimeoutError("10 seconds"), "not ready within ten seconds"),
        (ModelError("expected a model, got none: fetch it"), "Expected a model, got none: fetch it. Press Stop"),
    ],
)
def test_networks_that_do_not_open_at_start_are_said_and_freed(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """Words with what to do, no traceback; what opens after it was given up is closed, and ends no newer session."""
    factories = []

    def broken(*, video_processor_factory: Callable[[], LiveProcessor], **_options: object) -> None:
        factories.append(video_processor_factory)
        raise error

    monkeypatch.setattr("streamlit_webrtc.webrtc_streamer", broken)
    page.run()
    assert not page.exception
    assert said in words(page)
    desk = page.session_state["live"]
    desk.session = newer = LiveSession(RestingReader(0.0), GUIDE)
    assert factories[0]().session.closed
    assert desk.session is newer
    assert not newer.closed


@pytest.mark.parametrize(("signalling", "ended"), [(True, None), (False, Ending.STOPPED)], ids=["on its way", "ended"])
def test_a_stream_that_has_ended_says_why_at_once(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, signalling: bool, ended: Ending | None
) -> None:
    """The library closes the session on a thread of its own, after the page was drawn; one on its way is left alone."""
    state = SimpleNamespace(playing=False, signalling=signalling)
    monkeypatch.setattr("streamlit_webrtc.webrtc_streamer", lambda **_options: SimpleNamespace(state=state))
    desk = page.session_state["live"]
    desk.session = LiveSession(RestingReader(0.0), GUIDE)
    page.run()
    assert desk.session.ending is ended
    assert ("The camera was stopped." in words(page)) is (ended is not None)


def test_a_video_stays_when_one_looks_elsewhere(page: AppTest) -> None:
    """To the camera and back: what came of it is there, is read no second time, and goes when it is closed."""
    hand_over(page, y4m(numbered(50)))
    closed = RestingReader.closed
    page.segmented_control(key="live-source").set_value("Camera").run()
    page.segmented_control(key="live-source").set_value("Video file").run()
    assert not page.exception
    assert "leg.y4m" in words(page)
    assert "leg was held from" in words(page)
    assert RestingReader.closed == closed
    page.button(key="video-close").click().run()
    assert "leg was held from" not in words(page)


def test_a_video_that_was_left_while_it_was_read_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result of the one before stands under its own name; handed over again and read, the note goes."""

    def left(*_: object, **__: object) -> None:
        raise StopException

    hand_over(page, y4m(numbered(50)))
    with monkeypatch.context() as leaving:
        leaving.setattr(video, "analyse_video", left)
        hand_over(page, y4m(numbered(51)), name="next.y4m")
    page.segmented_control(key="live-source").set_value("Camera").run()
    page.segmented_control(key="live-source").set_value("Video file").run()
    assert "Not read to its end, hand it over again: next.y4m" in words(page)
    assert "leg was held from" in words(page)
    hand_over(page, y4m(numbered(51)), name="next.y4m")
    page.segmented_control(key="live-source").set_value("Camera").run()
    page.segmented_control(key="live-source").set_value("Video file").run()
    assert not page.exception
    assert "Not read to its end" not in words(page)


def captured(side: Side, thigh_deg: float, *, unsure: bool = False) -> video.Capture:
    """A hold that was captured and measured."""
    analysis = make_analysis(thigh_deg=thigh_deg, tested_leg=side, name=f"live capture {side} {thigh_deg:g}.png")
    if unsure:
        outcome = analysis.measured
        analysis = replace(analysis, outcome=replace(outcome, warnings=(WarningCode.LEG_CHOICE_UNSURE,)))
    hold = Hold(
        start_s=0.0,
        end_s=2.0,
        thigh_angle_deg=thigh_deg,
        knee_flexion_deg=60.0,
        thigh_sd_deg=0.1,
        knee_sd_deg=0.1,
        samples=9,
    )
    width, height = analysis.size_px
    photo = Photo.from_array(np.full((height, width, 3), 90 + int(thigh_deg), dtype=np.uint8), name=analysis.name)
    return video.opened(Captured(hold=hold, photo=photo, analysis=analysis), Settings())


@pytest.mark.parametrize(
    ("holds", "offered"),
    [
        ([captured(Side.LEFT, 4.0)], False),
        ([captured(Side.LEFT, 4.0), captured(Side.LEFT, 6.0)], False),
        ([captured(Side.LEFT, 4.0), captured(Side.RIGHT, 6.0)], True),
        ([captured(Side.LEFT, 4.0), captured(Side.LEFT, 6.0, unsure=True)], True),
    ],
)
def test_one_live_session_leads_to_both_legs(page: AppTest, holds: list[video.Capture], offered: bool) -> None:
    """Once both legs are captured, or may be, where a person has to say which it is."""
    page.session_state["live"].captures.holds += holds
    page.run()
    assert not page.exception
    assert ("Both legs" in [button.label for button in page.button]) is offered


def test_both_legs_has_every_capture_even_one_that_was_closed(page: AppTest) -> None:
    """They are laid beside each other with nothing read again; what the Photo page has let go is back."""
    holds = [captured(Side.LEFT, 4.0), captured(Side.RIGHT, -6.0), captured(Side.RIGHT, -5.0)]
    page.session_state["live"].captures.holds += holds
    page.session_state["desk"] = Desk()
    page.session_state["desk"].open([holds[1].case])
    page.run()
    page.button(key="live-both-legs").click().run()
    desk = page.session_state["desk"]
    assert desk.shows_both
    found = sort_photos(desk.cases.values())
    assert [len(found.legs[side]) for side in (Side.LEFT, Side.RIGHT)] == [1, 2]


class StandingSession(LiveSession):
    """A camera's session in which a hold that was captured stands."""

    @property
    def state(self) -> LiveState:
        """What the camera shows."""
        return LiveState(hold=captured(Side.LEFT, 4.0).hold)


def test_after_one_leg_the_next_step_is_the_other(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was captured stands with the way to the other leg; that way watches for the next hold."""
    monkeypatch.setattr(live, "_show_stream", lambda *_args: True)
    desk = page.session_state["live"]
    desk.session = StandingSession(RestingReader(0.0), GUIDE)
    desk.standing = captured(Side.LEFT, 4.0)
    desk.captures.holds.append(desk.standing)
    page.run()
    assert not page.exception
    assert "the other leg is captured the same way" in words(page)
    (button,) = [button for button in page.button if button.label == "Now the other leg"]
    assert "Measure again" in [button.label for button in page.button]
    button.click().run()
    assert desk.standing is None
    desk.captures.holds.append(captured(Side.RIGHT, 4.0))
    page.run()
    assert "Both legs" in [button.label for button in page.button]


def test_what_is_chosen_while_it_streams_counts_at_once(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The smaller network, or the leg named: the camera is read by it on, without STOP and START, and only once."""
    asked: list[tuple[ModelFile, Settings]] = []

    def opened(model: ModelFile, settings: Settings) -> RestingReader:
        asked.append((model, settings))
        return RestingReader(0.0)

    smaller = replace(MODEL, name="smaller")
    monkeypatch.setattr(live, "_show_stream", lambda *_args: True)
    monkeypatch.setattr(live, "_model", lambda *, quick: smaller if quick else MODEL)
    monkeypatch.setattr(live, "open_live_reader", opened)
    desk = page.session_state["live"]
    session = desk.open(MODEL, Settings(), threading.Event())
    page.run()
    assert len(asked) == 1
    page.toggle[0].set_value(True).run()
    page.run()
    assert [model.name for model, _ in asked] == ["table", "smaller"]
    named = Settings(leg=Side.RIGHT)
    monkeypatch.setattr(live, "current_settings", lambda: named)
    page.run()
    assert asked[-1] == (smaller, named)
    assert desk.session is session
    assert not session.closed


@pytest.mark.parametrize("ended", ["before", "after"])
def test_a_press_while_a_hold_is_read_loses_none(page: AppTest, monkeypatch: pytest.MonkeyPatch, ended: str) -> None:
    """STOP at the tone, or another page: the run that reads is ended before it or after, the next one shows it."""
    presses = ["STOP"]

    @contextmanager
    def spinner(words: str) -> Iterator[None]:
        reads = words.startswith("Reading")
        if reads and presses and ended == "before":
            raise StopException(presses.pop())
        yield
        if reads and presses:
            raise StopException(presses.pop())

    monkeypatch.setattr("streamlit.spinner", spinner)
    held = HeldFrames(hold=captured(Side.LEFT, 4.0).hold, frames=(np.full((64, 96, 3), 90, np.uint8),))
    desk = page.session_state["live"]
    desk.session = LiveSession(RestingReader(0.0), GUIDE)
    taken = iter([held])
    monkeypatch.setattr(desk.session, "take_held", lambda: next(taken, None))
    page.run()
    assert not presses
    page.run()
    assert not page.exception
    assert [hold.case.name for hold in desk.captures.holds] == ["live capture 1.png"]
    assert "95 % interval" in words(page)
