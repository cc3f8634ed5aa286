"""Between WebRTC and the session: frames in and out, the newest only, freed at the end; no server asked by default."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import av
import numpy as np
import pytest
from streamlit_webrtc.component import _resolve_server_rtc_configuration

from thomas_test.app.widgets.live_stream import LiveProcessor, ice_configuration
from thomas_test.core.pictures import RgbImage


class Session:
    """Notes what it is given."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.closed = False

    def process(self, rgb: RgbImage, time_s: float) -> RgbImage:
        """Return the negative."""
        self.times.append(time_s)
        return 255 - rgb

    def close(self) -> None:
        """Note it."""
        self.closed = True


def frame(milliseconds: int | None) -> av.VideoFrame:
    """A frame of one colour with a time of its own."""
    made = av.VideoFrame.from_ndarray(np.full((48, 64, 3), (200, 60, 20), np.uint8), format="rgb24")
    if milliseconds is not None:
        made.pts, made.time_base = milliseconds, Fraction(1, 1000)
    return made


@pytest.fixture
def session() -> Session:
    """A session that only notes."""
    return Session()


def test_a_frame_is_read_as_rgb_at_its_own_time(session: Session) -> None:
    """The camera's time counts, not that of arrival; what the session gives back is shown."""
    shown = LiveProcessor(lambda: session).recv(frame(1250))
    assert session.times == [1.25]
    assert shown.to_ndarray(format="rgb24")[20, 20] == pytest.approx(np.array([55, 195, 235]), abs=2)


def test_a_frame_without_a_time_gets_that_of_its_arrival(session: Session) -> None:
    """Times still run forward."""
    processor = LiveProcessor(lambda: session)
    processor.recv(frame(None))
    processor.recv(frame(None))
    assert session.times == sorted(session.times)


def test_of_waiting_frames_only_the_newest_is_read(session: Session) -> None:
    """Frames that came meanwhile are dropped, not queued."""
    processor, frames = LiveProcessor(lambda: session), [frame(0), frame(100), frame(200)]
    with ThreadPoolExecutor(1) as elsewhere:  # a browser test that ran before leaves a loop running in this thread
        shown = elsewhere.submit(lambda: asyncio.run(processor.recv_queued(frames))).result()
    assert session.times == [0.2]
    assert len(shown) == 1


def test_the_end_of_the_stream_frees_the_session(session: Session) -> None:
    """STOP, a closed tab, a lost connection: all end here."""
    LiveProcessor(lambda: session).on_ended()
    assert session.closed


def test_no_server_is_asked_by_default() -> None:
    """Without a setting neither browser nor app has a STUN or TURN server to ask."""
    assert ice_configuration("") == {"iceServers": []}
    assert _resolve_server_rtc_configuration(ice_configuration("  ")).iceServers == []


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        (("stun:stun.example.org",), {"urls": ["stun:stun.example.org"]}),
        (
            ("turn:a.example.org turns:b.example.org", "me", "secret"),
            {"urls": ["turn:a.example.org", "turns:b.example.org"], "username": "me", "credential": "secret"},
        ),
    ],
)
def test_a_hosted_app_can_name_its_server(typed: tuple[str, ...], server: dict[str, object]) -> None:
    """STUN without, TURN with user and password."""
    assert ice_configuration(*typed) == {"iceServers": [server]}
