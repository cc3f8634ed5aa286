"""Between the browser's stream and the live session: PyAV frames in, annotated frames out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from thomas_test.motion.session import LiveSession

if TYPE_CHECKING:
    from av import VideoFrame


class LiveProcessor:
    """What streamlit-webrtc calls for every frame, on a thread of its own; it hands over only the newest.

    Parameters
    ----------
    open_session
        Opens the session when the stream starts; called once.
    """

    def __init__(self, open_session: Callable[[], LiveSession]) -> None:
        from av.video.reformatter import VideoReformatter

        self.session = open_session()
        # one for all frames: a frame's own has a thread for each processor, and keeps them for a while
        self._colours = VideoReformatter()

    def recv(self, frame: VideoFrame) -> VideoFrame:
        """Read a frame and give it back with the reading drawn on it."""
        from av import VideoFrame

        rgb = np.asarray(self._colours.reformat(frame, format="rgb24").to_ndarray(), dtype=np.uint8)
        taken_s = time.monotonic() if frame.time is None else frame.time
        return VideoFrame.from_ndarray(self.session.process(rgb, taken_s), format="rgb24")

    async def recv_queued(self, frames: list[VideoFrame]) -> list[VideoFrame]:
        """Read the newest of the frames that have come meanwhile; the others are dropped."""
        return [self.recv(frames[-1])]

    def on_ended(self) -> None:
        """Free the networks when the stream ends: STOP, the page left or closed, the connection lost."""
        self.session.close()


def ice_configuration(address: str, user: str = "", password: str = "") -> dict[str, Any]:
    """The connection's helpers as WebRTC wants them; none for an empty address.

    Without any, browser and app find each other on this machine or in its network. The list is empty then and not left
    out, for without one the library would ask a public STUN server.

    Parameters
    ----------
    address
        Such as ``turn:turn.example.org:3478``; several are separated by spaces.
    user, password
        Of a TURN server; empty where it asks for none.
    """
    urls = address.split()
    known = {"username": user, "credential": password} if user else {}
    return {"iceServers": [{"urls": urls, **known}] if urls else []}
