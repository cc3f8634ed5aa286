"""Frames of a video file, upright, with square pixels and their times: the picture that players show.

Decoded by PyAV (FFmpeg). Strangers' files reach only the containers named here: others, such as playlists, may
name further files or addresses, and nothing is ever fetched.
"""

from __future__ import annotations

import contextlib
import functools
import io
import struct
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from thomas_test.core.errors import ImageError
from thomas_test.core.pictures import RgbImage
from thomas_test.images.folder import printable_text

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame as AvFrame
    from av.video.reformatter import VideoReformatter
    from av.video.stream import VideoStream

CONTAINERS = ("mov", "mp4", "matroska", "webm", "avi", "yuv4mpegpipe", "mpegts", "mpeg", "ogg")
"""Containers of phones, cameras, browsers and screen recorders, by FFmpeg's names; none of them leads elsewhere."""

MAX_FRAME_PIXELS = 36_000_000
"""Most pixels of a frame as it is looked at: those of 8K (7680 x 4320), which phones film."""

MAX_PIXEL_ASPECT = 4.0
"""How many times wider than high, or higher than wide, a pixel may be: the widest in use are those of CinemaScope, 2:1.
A header of a few letters that says a million makes gigabytes of a small frame."""

MOST_FRAMES_PER_SECOND = 15.0
"""More looks a second cost time and tell nothing new about a leg at rest."""

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".webm", ".mkv", ".avi", ".y4m", ".mpg", ".mpeg", ".ts", ".mts"}
    | {".m2ts", ".ogv"}
)
"""Endings that make a file a video by its name, in every door. The content decides whether it is one."""

_CUT_OFF = "it is cut off: its end, where the place of every picture is listed, is missing or damaged"

_PICTURE_S = 10.0
"""A track that shows one picture for so long is no film, whatever it says: a hold needs 2.7 frames a second."""

_EARLY_S = 0.005
"""A frame that comes so much too early is taken: time stamps are rounded."""

_WHOLE_SHARE, _WHOLE_S = 0.9, 0.5
"""A file holds less than it announces where so large a share of its frames is missing, or so many seconds are (of a
file that counts no frames). Less is rounding, and the picture that stands last."""


@dataclass(frozen=True, kw_only=True, eq=False)
class VideoFrame:
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


class Video(ABC):
    """A video that can be read from its start as often as needed, wherever it is decoded."""

    name: str
    """What to call it."""
    duration_s: float | None = None
    """Its length; None where the file does not say."""
    damage = ""
    """Where the file was found damaged while it was read, in words; empty where it was not."""

    @abstractmethod
    def frames(self, *, most_per_second: float = MOST_FRAMES_PER_SECOND) -> Generator[VideoFrame]:
        """The frames from the start, leaving some out where there are more than asked for.

        What is damaged is left out, and `damage` says so.

        Raises
        ------
        ImageError
            When not a single frame can be read.
        """

    def frames_at(self, times_s: list[float]) -> list[RgbImage]:
        """The frames nearest to these times, which grow."""
        found: list[RgbImage] = []
        wanted = iter(times_s)
        target = next(wanted, None)
        with contextlib.closing(self.frames(most_per_second=1000.0)) as frames:
            for frame in frames:
                while target is not None and frame.time_s >= target - 1e-6:
                    found.append(frame.rgb)
                    target = next(wanted, None)
                if target is None:
                    break
        return found


class VideoFile(Video):
    """A video that is decoded in this process.

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
        own_name = printable_text(source.name) if isinstance(source, Path) else "video"
        self.name = own_name if name is None else name
        self._source = source
        with self._opened() as (container, track):
            self.duration_s = container.duration / 1e6 if container.duration else None
            self._check_size(track.width, track.height, _aspect(track))

    def frames(self, *, most_per_second: float = MOST_FRAMES_PER_SECOND) -> Generator[VideoFrame]:
        """The frames from the start, leaving some out where there are more than asked for."""
        from av.video.reformatter import VideoReformatter

        due_s, step_s, count = 0.0, 1.0 / most_per_second, 0
        with self._opened() as (container, track):
            aspect = _aspect(track)
            packets = _Packets()
            # one for all: a frame's own has a thread for each processor, and keeps them until Python looks for what
            # only points at itself
            colours = VideoReformatter()
            for time_s, raw in _timed(packets.decoded(container, track), track):
                if count and time_s < due_s - _EARLY_S:
                    continue
                due_s, count = time_s + step_s, count + 1
                # a frame may be larger than the head of the file says
                self._check_size(raw.width, raw.height, aspect)
                yield VideoFrame(time_s=time_s, rgb=_upright(raw, aspect, colours))
            self.damage = self._damage_words(packets, track, due_s)
        if not count:
            raise self._unreadable(packets.trouble or "it holds no frames")

    def _check_size(self, width: int, height: int, aspect: float) -> None:
        if not 1 / MAX_PIXEL_ASPECT <= aspect <= MAX_PIXEL_ASPECT:
            raise self._unreadable(f"its pixels are {aspect:.3g} times as wide as high", reason="too_large")
        across, down = _square_size(width, height, aspect)
        if across * down > MAX_FRAME_PIXELS:
            raise self._unreadable(f"its frames have {across} x {down} pixels", reason="too_large")

    def _damage_words(self, packets: _Packets, track: VideoStream, end_s: float) -> str:
        cut = f"{self.name} breaks off after {end_s:.1f} s: the rest was not copied or is damaged."
        if packets.trouble and packets.ended_early:
            return f"{self.name} is damaged after {end_s:.1f} s ({packets.trouble}): the rest was not read."
        if track.frames:
            if packets.seen < _WHOLE_SHARE * track.frames:
                return cut
        elif self.duration_s is not None and self.duration_s - end_s > _WHOLE_S:
            return cut
        if packets.bad:
            return f"{self.name} is damaged ({packets.trouble}): {packets.bad} of {packets.seen} parts were not read."
        return ""

    @contextlib.contextmanager
    def _opened(self) -> Iterator[tuple[InputContainer, VideoStream]]:
        with self._container() as container:
            track = self._track(container)
            track.thread_type = "AUTO"
            yield container, track

    def _container(self) -> InputContainer:
        """The file, opened; whoever asks closes it."""
        import av  # half a second to import
        from av.error import FFmpegError

        source: Any = io.BytesIO(self._source) if isinstance(self._source, bytes) else str(self._source)
        if (isinstance(self._source, bytes) and not self._source) or _is_empty(self._source):
            raise self._unreadable("it is empty", reason="empty")
        options = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"}
        try:
            # a title in another encoding is no reason to refuse
            container: InputContainer = av.open(source, container_options=options, metadata_errors="replace")
        except FileNotFoundError as error:
            raise self._unreadable("it does not exist", reason="vanished") from error
        except PermissionError as error:
            raise self._unreadable("it may not be read", reason="no_permission") from error
        except (FFmpegError, OSError, ValueError) as error:
            raise self._unreadable(_CUT_OFF if self._is_mp4 else _plain(error)) from error
        return container

    def _track(self, container: InputContainer) -> VideoStream:
        """The largest track of moving pictures that can be decoded: no cover, no row of preview pictures."""
        tracks = list(container.streams.video)
        if not tracks:
            raise self._unreadable("it has sound only" if len(container.streams) else _CUT_OFF)
        # the library's types promise a decoder, its files do not always name one
        known: list[VideoStream] = [track for track in tracks if getattr(track, "codec_context", None) is not None]
        if not known:
            raise self._unknown_coding()
        moving = [track for track in known if not _is_still(track)]
        if not moving and len(known) < len(tracks):
            raise self._unknown_coding()
        if container.streams.audio and all(_says_still(track) for track in known):
            raise self._unreadable("it has sound only, beside a cover picture")
        if len(moving) > 1:
            moving = [track for track in moving if track.index not in self._single_pictures] or moving
        return max(moving or known, key=lambda track: (track.width * track.height, -track.index))

    @functools.cached_property
    def _single_pictures(self) -> frozenset[int]:
        """The tracks with a single picture. Matroska, WebM and MPEG-TS count no frames, so they are looked through."""
        with self._container() as container:
            tracks = [track for track in container.streams.video if not _is_still(track)]
            return frozenset() if all(track.frames for track in tracks) else _with_one_picture(container, tracks)

    @property
    def _is_mp4(self) -> bool:
        """Whether the file begins as phones' videos do; such a one cannot be opened where its end is missing."""
        try:
            with io.BytesIO(self._source) if isinstance(self._source, bytes) else self._source.open("rb") as stream:
                return stream.read(8)[4:] == b"ftyp"
        except OSError:
            return False

    def _unknown_coding(self) -> ImageError:
        return ImageError(
            f"this video's coding is not known: the container of {self.name} can be read, its pictures cannot. "
            "Export it as MP4 with H.264, the kind that every player knows",
            reason="unknown_coding",
        )

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


def _is_still(track: VideoStream) -> bool:
    """Whether a track holds a cover or preview pictures: it says so, or has a single frame."""
    return _says_still(track) or track.frames == 1


def _says_still(track: VideoStream) -> bool:
    from av.stream import Disposition

    pictures = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    return bool(track.disposition & pictures)


def _with_one_picture(container: InputContainer, tracks: list[VideoStream]) -> frozenset[int]:
    """The tracks that show no second picture within `_PICTURE_S`."""
    from av.error import FFmpegError

    seen = dict.fromkeys((track.index for track in tracks), 0)
    start_s: float | None = None
    # a damaged end: what was seen up to there decides
    with contextlib.suppress(FFmpegError):
        for packet in container.demux(tracks):
            seen[packet.stream_index] += packet.size > 0
            if packet.pts is not None:
                time_s = float(packet.pts * packet.time_base)
                start_s = time_s if start_s is None else start_s
                if time_s - start_s > _PICTURE_S:
                    break
            if min(seen.values()) > 1:
                break
    return frozenset(index for index, count in seen.items() if count < 2)


class _Packets:
    """Decodes a track part by part, so that a damaged one costs no other, and counts them."""

    def __init__(self) -> None:
        self.seen = self.bad = 0
        self.ended_early = False
        self.trouble = ""

    def decoded(self, container: InputContainer, track: VideoStream) -> Iterator[AvFrame]:
        """The frames of a track that are whole."""
        from av.error import EOFError as EndOfFile
        from av.error import FFmpegError

        packets = container.demux(track)
        while True:
            try:
                packet = next(packets)
            except (StopIteration, EndOfFile):
                return
            except FFmpegError as error:
                self.ended_early, self.trouble = True, _plain(error)
                return
            self.seen += packet.size > 0
            try:
                frames = packet.decode()
            except EndOfFile:
                continue
            except FFmpegError as error:
                self.bad, self.trouble = self.bad + 1, _plain(error)
                continue
            # what the decoder has patched up from its neighbours shows a leg that was nowhere
            yield from (frame for frame in frames if not frame.is_corrupt)


def _timed(frames: Iterator[AvFrame], track: VideoStream) -> Iterator[tuple[float, AvFrame]]:
    """Decoded frames with their time from the first; frames without a time follow at the stream's rate."""
    step_s = float(1 / (track.average_rate or Fraction(30)))
    start_s: float | None = None
    last_s = -step_s
    for raw in frames:
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


def _upright(raw: AvFrame, aspect: float, colours: VideoReformatter) -> RgbImage:
    stored = colours.reformat(raw, format="rgb24").to_ndarray()
    rgb = _with_square_pixels(np.asarray(stored, dtype=np.uint8), aspect)
    return np.ascontiguousarray(_as_shown(rgb, _display_matrix(raw)), dtype=np.uint8)


_Matrix = tuple[int, int, int, int]


def _display_matrix(raw: AvFrame) -> _Matrix:
    """How players turn and mirror the stored picture: (a, b, c, d), with shown x = a x + c y and y = b x + d y.

    Phones write upright videos lying and note the turn; a front camera notes that it is to be mirrored (ISO/IEC
    14496-12, track header).
    """
    note: Any = raw.side_data.get("DISPLAYMATRIX")
    if note is None:
        return 1, 0, 0, 1
    a, b, _, c, d = struct.unpack_from("=5i", bytes(note))
    return a, b, c, d


def _as_shown(rgb: RgbImage, matrix: _Matrix) -> RgbImage:
    """Turn by the nearest quarter, and mirror, as the matrix says."""
    a, b, c, d = matrix
    if abs(a) + abs(d) >= abs(b) + abs(c):
        mirrored_across, mirrored_down = a < 0, d < 0
    else:
        rgb, mirrored_across, mirrored_down = rgb.transpose(1, 0, 2), c < 0, b < 0
    return rgb[:: -1 if mirrored_down else 1, :: -1 if mirrored_across else 1]


def _aspect(track: VideoStream) -> float:
    """How many times wider than high a pixel is; where the file does not say, it is square."""
    return float(track.sample_aspect_ratio or 1)


def _square_size(width: int, height: int, aspect: float) -> tuple[int, int]:
    """The size of a frame whose pixels are stretched until they are square."""
    return (round(width * aspect), height) if aspect > 1.0 else (width, round(height / aspect))


def _with_square_pixels(rgb: RgbImage, aspect: float) -> RgbImage:
    """Stretch pixels that are wider or narrower than high: they would bend every angle."""
    if aspect == 1.0:
        return rgb
    height, width = rgb.shape[:2]
    size = _square_size(width, height, aspect)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
