"""Videos for tests, made on the spot: of frames that show their number, in any container, turned as phones do."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from thomas_test.core.pictures import RgbImage


def numbered(count: int, size_px: tuple[int, int] = (96, 64)) -> list[RgbImage]:
    """Make dark frames whose upper left quarter is as bright as their number: 40, 44, 48 and so on."""
    width, height = size_px
    frames = [np.full((height, width, 3), 16, np.uint8) for _ in range(count)]
    for number, frame in enumerate(frames):
        frame[: height // 2, : width // 2] = 40 + 4 * number
    return frames


def number_of(frame: RgbImage) -> int:
    """Read a frame's number, whichever corner is the bright one."""
    height, width = frame.shape[:2]
    corners = [frame[y : y + 8, x : x + 8].mean() for y in (4, height - 12) for x in (4, width - 12)]
    return round((max(corners) - 40) / 4)


def y4m(frames: Sequence[RgbImage], *, fps: int = 10, pixel_aspect: str = "1:1") -> bytes:
    """Make an uncompressed video as Chromium's fake camera takes it."""
    height, width = frames[0].shape[:2]
    head = f"YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A{pixel_aspect} C420jpeg\n".encode()
    pixels = [b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420).tobytes() for frame in frames]
    return head + b"".join(pixels)


def encoded_video(
    frames: Sequence[RgbImage], *, container: str = "mp4", codec: str = "mpeg4", times_s: Sequence[float] | None = None
) -> bytes:
    """Make a compressed video; frames come ten a second or at the times given."""
    target = io.BytesIO()
    with av.open(target, "w", format=container) as output:
        stream = output.add_stream(codec, rate=1000 if times_s else 10)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 2_000_000
        for number, rgb in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            if times_s is not None:
                frame.pts, frame.time_base = round(times_s[number] * 1000), Fraction(1, 1000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return target.getvalue()


def two_tracks(
    first: Sequence[RgbImage],
    second: Sequence[RgbImage],
    *,
    container: str = "mp4",
    codecs: tuple[str, str] = ("mpeg4", "mpeg4"),
) -> bytes:
    """Make a video of two tracks, each of its own size and length; ten frames a second."""
    target = io.BytesIO()
    with av.open(target, "w", format=container) as output:
        streams = []
        for frames, codec in zip((first, second), codecs, strict=True):
            stream = output.add_stream(codec, rate=10)
            stream.height, stream.width = frames[0].shape[:2]
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            stream.bit_rate = 2_000_000
            streams.append(stream)
        for stream, frames in zip(streams, (first, second), strict=True):
            for rgb in frames:
                output.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
            output.mux(stream.encode())
    return target.getvalue()


def sound_with_cover() -> bytes:
    """Make a sound file of two seconds with a cover picture that says it is one, as music programs write them."""
    from av.stream import Disposition

    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as output:
        sound, cover = output.add_stream("aac", rate=16_000), output.add_stream("mjpeg")
        cover.height, cover.width, cover.pix_fmt = 64, 96, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        output.mux(cover.encode(av.VideoFrame.from_ndarray(numbered(1)[0], format="rgb24")))
        output.mux(cover.encode())
        for number in range(32):
            samples = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            samples.sample_rate, samples.pts = 16_000, number * 1024
            output.mux(sound.encode(samples))
        output.mux(sound.encode())
    return target.getvalue()


def as_unknown_coding(video: bytes) -> bytes:
    """Call a video's coding by a name that no decoder has."""
    for name, nonsense in ((b"avc1", b"zzz1"), (b"FMP4", b"ZZZ1"), (b"V_MPEG4/ISO/AVC", b"V_ZZZZZ/ZZZ/ZZZ")):
        video = video.replace(name, nonsense)
    return video


def noted(mp4: bytes, matrix: tuple[int, int, int, int]) -> bytes:
    """Note in an MP4 how it is to be shown, as (a, b, c, d) of the track header's matrix (ISO/IEC 14496-12)."""
    a, b, c, d = (65536 * number for number in matrix)
    place = mp4.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    return mp4[:place] + struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30) + mp4[place + 36 :]


def turned(mp4: bytes, quarters_clockwise: int) -> bytes:
    """Note in an MP4 that it is to be shown turned, as phones do."""
    return noted(mp4, ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))[quarters_clockwise % 4])


def saved(data: bytes, path: Path) -> Path:
    """Write a video and give its path."""
    path.write_bytes(data)
    return path
