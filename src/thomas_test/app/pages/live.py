"""The live page: a camera that reads as it looks, coaches, and captures by itself once the leg is held still."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.desk import desk
from thomas_test.app.drafts import CAPTURES_KEY
from thomas_test.app.navigation import go_to
from thomas_test.app.pages.video import (
    Capture,
    open_on_photo_page,
    opened,
    show_capture,
    show_captured_frame,
    show_video,
)
from thomas_test.app.widgets import cards
from thomas_test.app.widgets.camera_check import camera_trouble
from thomas_test.app.widgets.choices import current_settings
from thomas_test.app.widgets.live_panel import live_panel
from thomas_test.app.widgets.live_stream import LiveProcessor, ice_configuration
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.quality import WarningCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.estimators.models import ModelFile
from thomas_test.motion.coaching import Ending
from thomas_test.motion.following import open_live_reader
from thomas_test.motion.session import HeldFrames, LiveSession, LiveState, measure_held
from thomas_test.output.words import INTERVAL_NOTE, sentence
from thomas_test.reader import Reader

_KEY = "live"
_CAMERA, _VIDEO = "Camera", "Video file"
_REFRESH_S = 0.4
_HOW_TO = (
    "Put the camera down: lens at hip height, square to the table, 2.5 m or more away.",
    "Press START and allow the camera. The picture goes to this app and nowhere else.",
    "Take up the position; the words beside and on the picture say what is missing.",
    "Hold still for two seconds: the frame is captured by itself, with a tone. Then its numbers stand still.",
)
_CONSTRAINTS = {
    "audio": False,
    "video": {
        "width": {"ideal": 640},
        "height": {"ideal": 480},
        # WebRTC buffers frames, not seconds: at 15 a second the picture is 0.1 s later than at 30
        "frameRate": {"ideal": 30, "max": 30},
        "facingMode": {"ideal": "environment"},
    },
}
_LEAD = (
    '<p class="tt-lead">The camera reads while it looks, says what is missing, and captures by itself once the leg '
    "hangs still. The picture stays on this machine.</p>"
)
_STILL_WAY = "You can still take a single photo, or open one, on the Photo page."
_TOO_LONG = "They were not ready within ten seconds: this machine is busy, or was asleep."
_ONCE_MORE = "Press Stop, then Start again."
_TURN_ROUND = "Turn round on the table, or turn the camera to the other side: the other leg is captured the same way."
_TRANSLATIONS = {
    "start": "Start",
    "stop": "Stop",
    "device_ask_permission": "Allow the camera in the browser's question above.",
    "device_not_available": "The camera does not answer: another program may be using it. Close that and start again.",
    "device_access_denied": f"The camera was not allowed. Allow it beside the page's address. {_STILL_WAY}",
    "media_api_not_available": f"The browser offers no camera here: open the app on http://localhost. {_STILL_WAY}",
}


@dataclass(kw_only=True, eq=False)
class Captures:
    """The holds that one browser session has captured, oldest first; a reload brings them back.

    Attributes
    ----------
    holds
        Those that were read.
    unread
        The newest with its name until it is read: a press in that moment ends the run that reads, and loses none.
    reading
        Held by the run that reads it: the run after a press begins beside the one that it ends.
    """

    holds: list[Capture] = field(default_factory=list)
    unread: tuple[HeldFrames, str] | None = None
    reading: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        """Whether there is any; it is work that would be lost, too, for a hold is no file to open again."""
        return bool(self.holds or self.unread)

    has_work = is_open

    @property
    def measured(self) -> tuple[Capture, ...]:
        """Those in which a leg was measured."""
        return tuple(hold for hold in self.holds if hold.case.read.outcome is not None)

    @property
    def tell_both_legs(self) -> bool:
        """Whether both legs were captured, or may have been: where left or right is unsure, a person says it."""
        outcomes = [hold.case.read.measured for hold in self.measured]
        unsure = any(WarningCode.LEG_CHOICE_UNSURE in outcome.warnings for outcome in outcomes)
        return len({outcome.pose.tested_leg for outcome in outcomes}) > 1 or (unsure and len(outcomes) > 1)


@dataclass(kw_only=True, eq=False)
class LiveDesk:
    """What one browser session has live: its camera's session and what was captured.

    Attributes
    ----------
    session
        The camera's; one that has ended stays until the next, for it says why it ended.
    source
        Camera or video.
    held
        How many holds were captured.
    captures
        Those that could be read, oldest first.
    standing
        The capture that stands on the panel until the next try.
    trouble
        Why the newest hold could not be read, in words.
    chosen
        The network and the choices that the camera's session reads by.
    """

    session: LiveSession | None = None
    source: str = _CAMERA
    held: int = 0
    captures: Captures = field(default_factory=Captures)
    standing: Capture | None = None
    trouble: str = ""
    chosen: tuple[ModelFile, Settings] | None = None

    def open(self, model: ModelFile, settings: Settings, given_up: threading.Event) -> LiveSession:
        """Open a session for a camera that has just been started; an earlier one is closed.

        One that is ready only after the page has given it up is closed at once, and takes no newer one's place.
        """
        session = LiveSession(open_live_reader(model, settings), settings.preset)
        if not given_up.is_set():
            self.close()
            self.standing, self.trouble, self.chosen = None, "", (model, settings)
            self.session = session
        if given_up.is_set():
            session.close()
        return session

    def follow(self, model: ModelFile, settings: Settings) -> None:
        """Read on by what is chosen meanwhile: no number stands beside a choice that it was not read by."""
        if self.session is not None and not self.session.closed and self.chosen != (model, settings):
            self.session.read_by(open_live_reader(model, settings), settings.preset)
            self.chosen = model, settings

    def close(self) -> None:
        """Free the networks of the camera's session."""
        if self.session is not None:
            self.session.close()

    def next_try(self) -> None:
        """Let the standing capture go to those before it, and watch for the next hold."""
        self.standing, self.trouble = None, ""
        if self.session is not None:
            self.session.rearm()

    @property
    def state(self) -> LiveState:
        """What the camera shows now; an empty state without one."""
        return LiveState() if self.session is None or self.session.closed else self.session.state


def live_page() -> None:
    """Show the page."""
    st.title("Live", anchor=False)
    live = _live_desk()
    source = st.segmented_control(
        "Read from",
        (_CAMERA, _VIDEO),
        default=live.source,
        required=True,
        key="live-source",
        label_visibility="collapsed",
    )
    live.source = source or live.source  # widgets forget what was chosen when their page is left
    if source == _VIDEO:
        live.close()
        show_video()
        return
    _show_camera(live, current_settings())
    stands = live.standing if live.state.hold is not None else None
    if stands is None and live.captures.tell_both_legs:
        _offer_both_legs(live.captures)
    for capture in reversed(live.captures.holds):
        if capture is not stands:
            show_capture(capture)


def _live_desk() -> LiveDesk:
    found: LiveDesk = st.session_state.setdefault(_KEY, LiveDesk())
    kept = st.session_state.setdefault(CAPTURES_KEY, found.captures)
    if isinstance(kept, Captures) and kept is not found.captures:  # a reload has brought them back
        found.captures, found.held = kept, len(kept.holds) + (kept.unread is not None)
    return found


def _show_camera(live: LiveDesk, settings: Settings) -> None:
    trouble = camera_trouble()
    if trouble is not None:
        st.html(cards.trouble(trouble.what, f"{trouble.do} {_STILL_WAY}"))
        if st.button("To the single photo", type="primary", icon=":material/photo_camera:"):
            go_to("photo")
        return
    st.html(_LEAD)
    left, right = st.columns([3, 2], gap="large")
    reading = right.container()
    with right:
        quick, ice = _show_options()
    try:
        with st.spinner("Loading the pose networks…"):
            model = _model(quick=quick)
            engine.shared_engine(settings.effort)  # so that a capture is read at once
    except ThomasTestError as error:
        st.html(cards.trouble("The pose networks could not be started", str(error)))
        return
    with left:
        playing = _show_stream(live, model, settings, ice)
        if playing:
            _follow(live, model, settings)
    with reading:
        if playing:
            st.fragment(partial(_show_reading, live, settings), run_every=_REFRESH_S)()
        else:
            _collect(live, settings)
            _say_why_it_ended(live)
            st.html(cards.steps("How it goes", _HOW_TO))


def _show_options() -> tuple[bool, dict[str, Any]]:
    with st.expander("Slow machine?"):
        quick = st.toggle("Smaller network", help="Reads more frames a second, each a little less well.")
    with st.expander("The app runs on another machine?"):
        st.caption("Only where the app is hosted: a TURN or STUN server through which browser and app find each other.")
        address = st.text_input("Server", placeholder="turn:turn.example.org:3478", key="ice-address")
        user = st.text_input("User", key="ice-user", autocomplete="off")
        password = st.text_input("Password", type="password", key="ice-password", autocomplete="off")
    return quick, ice_configuration(address, user, password)


@st.cache_resource(show_spinner=False)
def _model(*, quick: bool) -> ModelFile:
    return Reader(effort=Effort.FAST, model="lite" if quick else None).find().models[0]


def _show_stream(live: LiveDesk, model: ModelFile, settings: Settings, ice: dict[str, Any]) -> bool:
    """Show the camera's picture with its button; say whether it runs."""
    try:
        from streamlit_webrtc import webrtc_streamer
        from streamlit_webrtc.webrtc import SignallingTimeoutError
    except ImportError as error:
        st.html(
            cards.trouble(
                "Live video is not installed",
                f"Install it with: python -m pip install streamlit-webrtc ({error}). {_STILL_WAY}",
            )
        )
        return False
    # The library asks for its own base class and calls three methods: ours has those.
    given_up = threading.Event()
    processor = partial(LiveProcessor, partial(live.open, model, settings, given_up))
    try:
        context = webrtc_streamer(
            key="live-camera",
            rtc_configuration=ice,
            media_stream_constraints=_CONSTRAINTS,
            video_processor_factory=cast("Any", processor),
            video_html_attrs={"autoPlay": True, "controls": False, "muted": True, "style": {"width": "100%"}},
            translations=cast("Any", _TRANSLATIONS),
        )
    except (ThomasTestError, SignallingTimeoutError) as error:
        given_up.set()
        live.close()
        words = sentence(str(error)) if isinstance(error, ThomasTestError) else _TOO_LONG
        st.html(cards.trouble("The pose networks could not be started", f"{words} {_ONCE_MORE}"))
        return False
    if not (context.state.playing or context.state.signalling):
        live.close()  # the library says so, too, but on a thread of its own and later than the page asks why
    return bool(context.state.playing)


def _follow(live: LiveDesk, model: ModelFile, settings: Settings) -> None:
    try:
        live.follow(model, settings)
    except ThomasTestError as error:
        st.html(cards.trouble("The pose networks could not be started", str(error)))


def _show_reading(live: LiveDesk, settings: Settings) -> None:
    session = live.session
    if session is not None and session.closed:
        _say_why_it_ended(live)
        return
    standing = live.standing.case.read if live.standing is not None else None
    captures = live.held + int(session is not None and session.has_held)
    live_panel(live.state, settings.preset, captures=captures, captured=standing, failed=bool(live.trouble))
    _collect(live, settings)
    if live.state.hold is not None:
        _show_standing(live)


def _show_standing(live: LiveDesk) -> None:
    """Show the captured frame under its numbers, and the ways on: the other leg, then both beside each other."""
    both = live.captures.tell_both_legs
    measured = live.standing is not None and live.standing.case.read.outcome is not None
    if both:
        _offer_both_legs(live.captures)
    with st.container(horizontal=True, key="live-next"):
        if measured and not both:
            _next_try_button(live, "Now the other leg", ":material/swap_horiz:", primary=True)
        _next_try_button(live, "Measure again", ":material/replay:", primary=not measured and not both)
        if live.standing is not None and st.button("Open with all findings", icon=":material/open_in_full:"):
            open_on_photo_page(live.standing.case)
    if measured and not both:
        st.html(cards.notes((_TURN_ROUND,)))
    if live.standing is not None:
        show_captured_frame(live.standing)
        st.html(cards.notes((INTERVAL_NOTE,)))


def _next_try_button(live: LiveDesk, label: str, icon: str, *, primary: bool) -> None:
    if st.button(label, type="primary" if primary else "secondary", icon=icon):
        live.next_try()
        st.rerun()


def _offer_both_legs(captures: Captures) -> None:
    """Lead to both legs beside each other, with every hold that was measured as a trial of its leg."""
    with st.container(horizontal=True, vertical_alignment="center", key="live-both"):
        if st.button("Both legs", type="primary", icon=":material/compare:", key="live-both-legs"):
            open_desk = desk()
            for capture in captures.measured:
                if capture.case.ident not in open_desk.cases:
                    open_desk.put(capture.case)
            open_desk.both = True
            go_to("photo")
        st.html(cards.notes(("Both legs were captured: beside each other, and on to the full check.",)))


def _say_why_it_ended(live: LiveDesk) -> None:
    ending = live.session.ending if live.session is not None else None
    if ending is Ending.STOPPED:
        st.html(cards.notes((ending.words,)))
    elif ending is not None:
        st.html(cards.trouble("The camera stopped by itself", ending.words))


def _collect(live: LiveDesk, settings: Settings) -> None:
    """Take a hold that has just been completed, read it, and show the page anew with it."""
    held = live.session.take_held() if live.captures.unread is None and live.session is not None else None
    if held is not None:
        live.held += 1
        live.captures.unread = held, f"live capture {live.held}.png"
    if live.captures.unread is not None:
        _read_capture(live, settings)
        st.rerun()
    if live.trouble:
        st.html(cards.trouble("The hold could not be read", live.trouble))


def _read_capture(live: LiveDesk, settings: Settings) -> None:
    """Read the frames of a hold with the pipeline, and put the one that stands for it among the session's pictures."""
    reader, open_desk, captures = engine.shared_engine(settings.effort), desk(), live.captures
    # a run that a press has ended leaves the spinner by an exception: what was read is put away before
    with st.spinner("Reading the frames of the hold…"), captures.reading:
        if captures.unread is None:
            return
        held, name = captures.unread
        try:
            capture = opened(measure_held(held, lambda photo: reader.read(photo, settings), name=name), settings)
        except ThomasTestError as error:
            live.trouble = str(error)
            return
        finally:
            captures.unread = None
        captures.holds.append(capture)
        if live.state.hold is held.hold:  # and no newer one, on which its numbers would stand
            live.standing = capture
        open_desk.open([capture.case])
