"""Frames of a video file, upright, with square pixels and their times.

Decoded by PyAV (FFmpeg). Strangers' files reach only the containers named here: others, such as playlists, may
name further files or addresses, and nothing is ever fetched.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from thomas_test.core.errors import ImageError
from thomas_test.core.pictures import RgbImage
from thomas_test.images import MAX_PIXELS

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame as AvFrame

CONTAINERS = ("mov", "mp4", "matroska", "webm", "avi", "yuv4mpegpipe", "mpegts", "mpeg", "ogg")
"""Containers of phones, cameras, browsers and screen recorders, by FFmpeg's names; none of them leads elsewhere."""

MOST_FRAMES_PER_SECOND = 15.0
"""More looks a second cost time and tell nothing new about a leg at rest."""

_EARLY_S = 0.005
"""A frame that comes so much too early is taken: time stamps are rounded."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """One frame.

    Attributes
    ----------
    time_s
        From the start of the video.
    rgb
        Upright, square pixels, shape ``(height, width, 3)``.
    """

    time_s: float
    rgb: RgbImage


class VideoFile:
    """A video that can be read from its start as often as needed.

    Parameters
    ----------
    source
        A file, or its bytes; bytes are never written to disk.
    name
        What to call it; None takes the file's name.

    Raises
    ------
    ImageError
        When there is no video to be read; carries the reason.
    """

    def __init__(self, source: Path | bytes, *, name: str | None = None) -> None:
        self.name = name if name is not None else source.name if isinstance(source, Path) else "video"
        self._source = source
        self.damage = ""
        """Where the file broke off while it was read, in words; empty when it did not."""
        with self._opened() as container:
            stream = container.streams.video[0]
            self.duration_s = _duration_s(container)
            if stream.width * stream.height > MAX_PIXELS:
                raise self._unreadable(f"its frames have {stream.width} x {stream.height} pixels", reason="too_large")

    def frames(self, *, most_per_second: float = MOST_FRAMES_PER_SECOND) -> Iterator[Frame]:
        """The frames from the start, leaving some out where there are more than asked for.

        A file that is damaged further on ends there, and `damage` says so.

        Raises
        ------
        ImageError
            When not a single frame can be read.
        """
        from av.error import FFmpegError  # half a second to import

        due_s, step_s, count = 0.0, 1.0 / most_per_second, 0
        with self._opened() as container:
            aspect = float(container.streams.video[0].sample_aspect_ratio or 1)
            try:
                for time_s, raw in _timed(container):
                    if count and time_s < due_s - _EARLY_S:
                        continue
                    due_s, count = time_s + step_s, count + 1
                    yield Frame(time_s=time_s, rgb=_upright(raw, aspect))
            except FFmpegError as error:
                self.damage = f"{self.name} is damaged after {due_s:.1f} s ({_plain(error)}): the rest was not read."
        if not count:
            raise self._unreadable("it holds no frames")

    def frames_at(self, times_s: list[float]) -> list[RgbImage]:
        """The frames nearest to these times, which grow."""
        found: list[RgbImage] = []
        wanted = iter(times_s)
        target = next(wanted, None)
        for frame in self.frames(most_per_second=1000.0):
            while target is not None and frame.time_s >= target - 1e-6:
                found.append(frame.rgb)
                target = next(wanted, None)
            if target is None:
                break
        return found

    @contextlib.contextmanager
    def _opened(self) -> Iterator[InputContainer]:
        import av  # half a second to import
        from av.error import FFmpegError

        source: Any = io.BytesIO(self._source) if isinstance(self._source, bytes) else str(self._source)
        if (isinstance(self._source, bytes) and not self._source) or _is_empty(self._source):
            raise self._unreadable("it is empty", reason="empty")
        options = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"}
        try:
            container = av.open(source, container_options=options)
        except FileNotFoundError as error:
            raise self._unreadable("it does not exist", reason="vanished") from error
        except PermissionError as error:
            raise self._unreadable("it may not be read", reason="no_permission") from error
        except (FFmpegError, OSError, ValueError) as error:
            raise self._unreadable(_plain(error)) from error
        with container:
            if not container.streams.video:
                raise self._unreadable("it has sound only")
            container.streams.video[0].thread_type = "AUTO"
            yield container

    def _unreadable(self, why: str, *, reason: str = "unreadable") -> ImageError:
        return ImageError(
            f"expected a video (MP4, MOV, WebM, MKV, AVI or Y4M), got {self.name}: {why}. "
            "Play it on this machine to see whether it is whole, or record it again",
            reason=reason,
        )


def _is_empty(source: Path | bytes) -> bool:
    try:
        return isinstance(source, Path) and source.is_file() and source.stat().st_size == 0
    except OSError:  # in a folder that may not be looked into: opening it gives the reason
        return False


def _plain(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return words[:1].lower() + words[1:]


def _duration_s(container: InputContainer) -> float | None:
    """Length of the video; None where the file does not say."""
    return container.duration / 1e6 if container.duration else None


def _timed(container: InputContainer) -> Iterator[tuple[float, AvFrame]]:
    """Decoded frames with their time from the first; frames without a time follow at the stream's rate."""
    stream = container.streams.video[0]
    step_s = float(1 / (stream.average_rate or Fraction(30)))
    start_s: float | None = None
    last_s = -step_s
    for raw in container.decode(stream):
        # the library's types promise a time, its files do not always have one
        taken_s: float | None = raw.time
        if taken_s is None:
            time_s = last_s + step_s
        else:
            start_s = taken_s if start_s is None else start_s
            time_s = taken_s - start_s
        if time_s > last_s:
            last_s = time_s
            yield time_s, raw


def _upright(raw: AvFrame, aspect: float) -> RgbImage:
    rgb = _with_square_pixels(np.asarray(raw.to_ndarray(format="rgb24"), dtype=np.uint8), aspect)
    # Phones write upright videos lying and note the turn, in degrees against the clock.
    return np.ascontiguousarray(np.rot90(rgb, round(raw.rotation / 90.0)), dtype=np.uint8)


def _with_square_pixels(rgb: RgbImage, aspect: float) -> RgbImage:
    """Stretch pixels that are wider or narrower than high: they would bend every angle."""
    if aspect == 1.0:
        return rgb
    height, width = rgb.shape[:2]
    size = (round(width * aspect), height) if aspect > 1.0 else (width, round(height / aspect))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
