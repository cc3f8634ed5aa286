"""Videos decoded in processes of their own: the same frames, and whatever one does there, the program lives on."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from support.videos import as_unknown_coding, encoded_video, number_of, numbered, y4m
from thomas_test.core.errors import ImageError
from thomas_test.motion import frames_apart
from thomas_test.motion.frames import VideoFile
from thomas_test.motion.frames_apart import VideoApart

FRAMES = numbered(12)


def test_its_frames_are_those_that_are_decoded_here() -> None:
    """Pixel for pixel, with their times, in every passage; one that is left half-way is no hindrance."""
    data = encoded_video(FRAMES)
    here = VideoFile(data, name="a.mp4")
    with contextlib.closing(VideoApart(data, name="a.mp4")) as there:
        next(there.frames())
        for found, wanted in zip(there.frames(), here.frames(), strict=True):
            assert found.time_s == wanted.time_s
            assert np.array_equal(found.rgb, wanted.rgb)
        assert [number_of(rgb) for rgb in there.frames_at([0.0, 0.31, 0.9])] == [0, 4, 9]
        assert (there.name, there.duration_s, there.damage) == ("a.mp4", here.duration_s, "")


def test_a_long_video_takes_no_more_memory_than_a_short_one() -> None:
    """Frame after frame: what one needs to be decoded is there for the next, however many processors there are."""
    data = encoded_video(numbered(1) * 300)
    with contextlib.closing(VideoApart(data, name="leg.mp4", memory_mb=512)) as video:
        assert len(list(video.frames())) == 300


def test_damage_is_told() -> None:
    """Where the file breaks off."""
    whole = encoded_video(numbered(50, (192, 128)), container="avi")
    cut = whole[: len(whole) * 6 // 10]
    here = VideoFile(cut, name="cut.avi")
    count = len(list(here.frames()))
    with contextlib.closing(VideoApart(cut, name="cut.avi")) as there:
        assert len(list(there.frames())) == count
        assert there.damage == here.damage != ""


@pytest.mark.parametrize("data", [b"", b"no video", as_unknown_coding(encoded_video(FRAMES, codec="libx264"))])
def test_what_is_refused_is_refused_with_its_reason(data: bytes) -> None:
    """In the words that are said here."""
    with pytest.raises(ImageError) as there:
        VideoApart(data, name="a \ud83d.mp4")
    with pytest.raises(ImageError) as here:
        VideoFile(data, name="a ?.mp4")
    assert (str(there.value), there.value.reason) == (str(here.value), here.value.reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("spin.mp4", "timed_out"),  # holds Python's lock and never comes back
        ("stop.mp4", "timed_out"),  # hears no signal that asks
        ("later spin.mp4", "timed_out"),  # opened, and then no frame
        ("slowly.mp4", "timed_out"),  # each frame in its time, all of them too long
        ("crash.mp4", "crashed"),
        ("hog.mp4", "out_of_memory"),
        ("liar size.mp4", "crashed"),  # says that a frame has more pixels than one may have
        ("liar pixels.mp4", "crashed"),  # sends fewer than it says
        ("liar time.mp4", "crashed"),
        ("liar order.mp4", "crashed"),  # frames without end, all at the same moment
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="signals and limits of memory")
def test_whatever_a_video_does_to_its_process_it_is_told(
    name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a reason and in time, and no process stays behind."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parents[2])])
    monkeypatch.setattr(frames_apart, "__name__", "support.harmful_video_decoder")
    monkeypatch.setattr(frames_apart, "OwnProcess", remembered := Remembered())
    started = time.monotonic()
    with (
        pytest.raises(ImageError) as told,
        contextlib.closing(VideoApart(y4m(FRAMES), name=name, frame_s=2.0, decoding_s=3.0, memory_mb=300)) as video,
    ):
        list(video.frames())
    assert told.value.reason == reason
    assert time.monotonic() - started < 60
    assert not Path(f"/proc/{remembered.number}").exists()


class Remembered:
    """Starts a process and knows its number."""

    def __init__(self) -> None:
        self._kind, self.number = frames_apart.OwnProcess, 0

    def __call__(self, *args: object, **options: object) -> object:
        """Start it."""
        process = self._kind(*args, **options)  # type: ignore[arg-type]
        self.number = process._process.pid
        return process


def test_a_film_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames that look alike take hardly any bytes: so many are read, and no more."""
    monkeypatch.setattr(frames_apart, "MOST_FRAMES", 12)
    data = encoded_video(FRAMES)
    with contextlib.closing(VideoApart(data, name="a.mp4")) as video:
        assert len(list(video.frames())) == 12
    monkeypatch.setattr(frames_apart, "MOST_FRAMES", 11)
    with (
        contextlib.closing(VideoApart(data, name="a.mp4")) as video,
        pytest.raises(ImageError, match="at most") as told,
    ):
        list(video.frames())
    assert told.value.reason == "too_large"
