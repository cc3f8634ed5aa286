"""Frames of a video: in order, at their times, upright, with square pixels; whatever is wrong is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from support.videos import encoded_video, number_of, numbered, saved, turned, y4m
from thomas_test.core.errors import ImageError
from thomas_test.motion.frames import Frame, VideoFile

FRAMES = numbered(12)


def read(source: bytes | Path, **options: float) -> list[Frame]:
    """Read all frames."""
    return list(VideoFile(source).frames(**options))


@pytest.mark.parametrize(
    "data",
    [
        y4m(FRAMES),
        encoded_video(FRAMES),
        encoded_video(FRAMES, container="mov"),
        encoded_video(FRAMES, container="matroska"),
        encoded_video(FRAMES, container="avi"),
    ],
    ids=["y4m", "mp4", "mov", "mkv", "avi"],
)
def test_every_container_gives_its_frames_in_order_and_time(data: bytes) -> None:
    """Twelve frames, ten a second, from time zero on."""
    frames = read(data)
    assert [number_of(frame.rgb) for frame in frames] == list(range(12))
    assert [frame.time_s for frame in frames] == pytest.approx([number / 10 for number in range(12)], abs=1e-3)
    assert {frame.rgb.shape for frame in frames} == {FRAMES[0].shape}


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_phones_turn_is_undone(quarters: int) -> None:
    """A video that is to be shown turned is turned: the bright corner wanders, the shape with it."""
    frame = read(turned(encoded_video(FRAMES), quarters))[0].rgb
    expected = np.rot90(FRAMES[0], -quarters)
    assert frame.shape == expected.shape
    assert np.abs(frame.astype(int) - expected).mean() < 6


def test_wide_pixels_are_made_square() -> None:
    """Pixels noted as 4:3 wide are stretched, for they would bend every angle."""
    assert read(y4m(FRAMES, pixel_aspect="4:3"))[0].rgb.shape == (64, 128, 3)
    assert read(y4m(FRAMES, pixel_aspect="3:4"))[0].rgb.shape == (85, 96, 3)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (100.0, list(range(12))),  # no more than there are
        (10.0, list(range(12))),  # exactly as many
        (5.0, [0, 2, 4, 6, 8, 10]),
        (1.0, [0, 10]),
    ],
)
def test_frames_are_left_out_where_there_are_too_many(wanted: float, numbers: list[int]) -> None:
    """At most so many frames a second are given, evenly."""
    assert [number_of(frame.rgb) for frame in read(y4m(FRAMES), most_per_second=wanted)] == numbers


def test_irregular_times_are_kept() -> None:
    """A phone's frames come at times of their own; those count."""
    times = [0.0, 0.1, 0.35, 0.4, 1.0, 1.2]
    frames = read(encoded_video(FRAMES[:6], container="matroska", times_s=times), most_per_second=60.0)
    assert [frame.time_s for frame in frames] == pytest.approx(times, abs=2e-3)


def test_frames_at_times_are_those_shown_then() -> None:
    """Asked for times, the first frame at or after each is given."""
    found = VideoFile(y4m(FRAMES)).frames_at([0.0, 0.31, 0.9])
    assert [number_of(frame) for frame in found] == [0, 4, 9]


def test_a_video_can_be_read_again(tmp_path: Path) -> None:
    """From a file or from bytes, as often as needed, and under its own name."""
    video = VideoFile(saved(y4m(FRAMES), tmp_path / "leg raise.y4m"))
    assert len(list(video.frames())) == len(list(video.frames())) == 12
    assert video.name == "leg raise.y4m"
    assert VideoFile(y4m(FRAMES), name="upload.y4m").name == "upload.y4m"


def test_the_length_is_known_where_the_file_says_it() -> None:
    """For the progress bar."""
    assert VideoFile(encoded_video(FRAMES)).duration_s == pytest.approx(1.2, abs=0.11)


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://192.0.2.1/leak.ts\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello, I am no video", "unreadable"),
        (encoded_video(FRAMES)[:300], "unreadable"),  # cut off before its index
        (y4m(FRAMES)[:60], "unreadable"),  # a head and no frame
        (PLAYLIST, "unreadable"),  # a list of addresses that must never be asked
    ],
    ids=["empty", "text", "cut", "no frames", "playlist"],
)
@pytest.mark.parametrize("from_file", [True, False])
def test_bad_videos_give_a_reason_and_words(data: bytes, reason: str, from_file: bool, tmp_path: Path) -> None:
    """What is no video is an error with a stable reason, and words on what was expected and what to do."""
    source = saved(data, tmp_path / "bad.mp4") if from_file else data
    with pytest.raises(ImageError, match=r"expected a video .* got .*: .* record it again") as caught:
        read(source)
    assert caught.value.reason == reason


def test_a_video_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A wrong path has a reason of its own."""
    with pytest.raises(ImageError, match="does not exist") as caught:
        VideoFile(tmp_path / "nowhere.mp4")
    assert caught.value.reason == "vanished"


def test_a_folder_is_no_video(tmp_path: Path) -> None:
    """A folder given by mistake is said to be none."""
    with pytest.raises(ImageError, match="expected a video"):
        VideoFile(tmp_path)


def test_a_video_that_breaks_off_is_read_up_to_there() -> None:
    """What is whole is read; a cut within a frame ends the video without an end of the program."""
    whole = y4m(FRAMES)
    frames = read(whole[: len(whole) - 4000])
    assert [number_of(frame.rgb) for frame in frames] == list(range(len(frames)))
    assert 10 <= len(frames) <= 12
