"""Frames of a video: in order, at their times, upright, with square pixels; whatever is wrong is said."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from support.videos import (
    as_unknown_coding,
    encoded_video,
    noted,
    number_of,
    numbered,
    saved,
    sound_with_cover,
    turned,
    two_tracks,
    y4m,
)
from thomas_test.core.errors import ImageError
from thomas_test.core.pictures import RgbImage
from thomas_test.motion.frames import VideoFile, VideoFrame

FRAMES = numbered(12)


def read(source: bytes | Path, **options: float) -> list[VideoFrame]:
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


@pytest.mark.parametrize(
    ("matrix", "shown"),
    [
        ((-1, 0, 0, 1), lambda rgb: rgb[:, ::-1]),  # a selfie camera's mirror
        ((1, 0, 0, -1), lambda rgb: rgb[::-1]),
        ((0, 1, 1, 0), lambda rgb: rgb.transpose(1, 0, 2)),  # mirrored and turned
        ((0, -1, -1, 0), lambda rgb: rgb[::-1, ::-1].transpose(1, 0, 2)),
    ],
    ids=["left to right", "top to bottom", "transposed", "transverse"],
)
@pytest.mark.parametrize("container", ["mp4", "mov"])
def test_a_mirror_is_obeyed(
    matrix: tuple[int, int, int, int], shown: Callable[[RgbImage], RgbImage], container: str
) -> None:
    """What is shown mirrored is read mirrored: else the right leg would be the left one."""
    frame = read(noted(encoded_video(FRAMES, container=container), matrix))[0].rgb
    expected = shown(FRAMES[0])
    assert frame.shape == expected.shape
    assert np.abs(frame.astype(int) - expected).mean() < 6


SMALL = numbered(12, (48, 32))


@pytest.mark.parametrize(
    ("container", "first", "second", "codecs"),
    [
        *((container, SMALL, FRAMES, ("mpeg4", "mpeg4")) for container in ("mp4", "mov", "matroska", "avi")),
        ("mp4", FRAMES, SMALL, ("mpeg4", "mpeg4")),
        ("mp4", SMALL, FRAMES, ("mpeg4", "libx264")),
        # a large picture that does not move
        ("mp4", numbered(1, (192, 128)), FRAMES, ("mpeg4", "mpeg4")),
        ("mov", numbered(1, (192, 128)), FRAMES, ("mpeg4", "libx264")),
        # nor says so, in containers that count no frames
        ("matroska", numbered(1, (192, 128)), FRAMES, ("mpeg4", "mpeg4")),
        ("matroska", FRAMES, numbered(1, (192, 128)), ("mpeg4", "libx264")),
        ("mpegts", numbered(1, (192, 128)), FRAMES, ("mpeg2video", "mpeg2video")),
    ],
)
def test_the_largest_moving_track_is_read(
    container: str, first: list[RgbImage], second: list[RgbImage], codecs: tuple[str, str]
) -> None:
    """Preview and cover tracks are left alone, wherever they stand."""
    frames = read(two_tracks(first, second, container=container, codecs=codecs))
    assert {frame.rgb.shape for frame in frames} == {FRAMES[0].shape}
    assert [number_of(frame.rgb) for frame in frames] == list(range(12))


@pytest.mark.parametrize(
    ("container", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("matroska", "libx264"), ("avi", "mpeg4")]
)
def test_an_unknown_coding_is_named(container: str, codec: str) -> None:
    """A container that is known with pictures that are not: a reason of its own and the way out."""
    data = as_unknown_coding(encoded_video(FRAMES, container=container, codec=codec))
    with pytest.raises(ImageError, match=r"coding is not known.*Export it as MP4") as caught:
        read(data)
    assert caught.value.reason == "unknown_coding"


def test_a_track_that_can_be_read_goes_before_one_that_cannot() -> None:
    """A preview in a known coding is better than nothing."""
    data = as_unknown_coding(two_tracks(FRAMES, SMALL, codecs=("libx264", "mpeg4")))
    assert read(data)[0].rgb.shape == SMALL[0].shape


def test_a_sound_file_with_a_cover_is_sound_only() -> None:
    """Its cover is no video that is too short."""
    with pytest.raises(ImageError, match="it has sound only, beside a cover picture") as caught:
        VideoFile(sound_with_cover())
    assert caught.value.reason == "unreadable"


def test_a_large_track_of_few_frames_is_a_film_all_the_same() -> None:
    """Two pictures within ten seconds: the track is read, and that it has too few frames can be said."""
    data = two_tracks(numbered(2, (192, 128)), FRAMES, container="matroska")
    assert read(data)[0].rgb.shape == (128, 192, 3)


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


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_a_phone_s_video_without_its_end_says_that_it_is_cut_off(share: float, codec: str) -> None:
    """Such files list their frames at their end: copied in part they cannot be opened, and are not 'sound only'."""
    whole = encoded_video(numbered(40), codec=codec)
    with pytest.raises(ImageError, match="it is cut off: its end") as caught:
        read(whole[: int(share * len(whole))])
    assert caught.value.reason == "unreadable"


@pytest.mark.parametrize(("container", "codec"), [("matroska", "libx264"), ("webm", "libvpx-vp9"), ("avi", "mpeg4")])
@pytest.mark.parametrize("filled", [False, True], ids=["short", "zeros"])
def test_a_video_that_breaks_off_says_where(container: str, codec: str, filled: bool) -> None:
    """Cut short, or filled with zeros as a copy that was broken off is: read up to there, and said."""
    whole = encoded_video(numbered(50, (192, 128)), container=container, codec=codec)
    kept = int(0.6 * len(whole))
    video = VideoFile(whole[:kept] + bytes(len(whole) - kept) * filled, name="clip")
    frames = list(video.frames())
    assert 10 <= len(frames) < 45
    assert "clip breaks off after" in video.damage


@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_a_damaged_place_costs_only_what_it_holds(codec: str) -> None:
    """Bytes spoilt in the middle: what comes after is read, what was patched up from its neighbours is not."""
    data = bytearray(encoded_video(numbered(50, (192, 128)), codec=codec))
    middle = len(data) // 2
    data[middle : middle + 200] = np.random.default_rng(3).bytes(200)
    video = VideoFile(bytes(data), name="clip")
    numbers = [number_of(frame.rgb) for frame in video.frames()]
    assert 30 <= len(numbers) < 50
    assert numbers[-1] == 49
    assert "clip is damaged" in video.damage


def test_a_frame_that_was_patched_up_is_left_out() -> None:
    """The decoder gives it and says so: it shows a leg that was nowhere."""
    data = bytearray(encoded_video(numbered(50, (192, 128)), codec="mpeg4"))
    middle = len(data) // 2
    data[middle : middle + 200] = np.random.default_rng(3).bytes(200)
    given: list[bool] = []
    with av.open(io.BytesIO(bytes(data))) as container:
        for packet in container.demux(video=0):
            with contextlib.suppress(av.FFmpegError):
                given += [frame.is_corrupt for frame in packet.decode()]
    assert any(given)
    assert len(list(VideoFile(bytes(data)).frames())) == len(given) - sum(given)


def test_a_whole_video_has_no_damage() -> None:
    """Nothing is said where nothing is wrong, also with bytes behind the end."""
    for container in ("mp4", "matroska", "avi", "mpegts"):
        codec = "mpeg2video" if container == "mpegts" else "mpeg4"
        video = VideoFile(encoded_video(FRAMES, container=container, codec=codec) + b"junk" * 20)
        assert len(list(video.frames())) == 12
        assert video.damage == ""


def test_a_title_in_another_encoding_is_no_reason_to_refuse() -> None:
    """Windows programs write theirs in their own."""
    target = io.BytesIO()
    with av.open(target, "w", format="avi") as output:
        output.metadata["title"] = "Hufte 1 rechts"
        stream = output.add_stream("mpeg4", rate=10)
        stream.height, stream.width = FRAMES[0].shape[:2]
        for rgb in FRAMES:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        output.mux(stream.encode())
    data = target.getvalue()
    assert b"Hufte" in data
    assert len(read(data.replace(b"Hufte", "Hüfte".encode("cp1252")))) == 12


def test_a_video_that_breaks_off_is_read_up_to_there() -> None:
    """What is whole is read; a cut within a frame ends the video without an end of the program."""
    whole = y4m(FRAMES)
    frames = read(whole[: len(whole) - 4000])
    assert [number_of(frame.rgb) for frame in frames] == list(range(len(frames)))
    assert 10 <= len(frames) <= 12


@pytest.mark.parametrize("aspect", ["1000000:1", "1:1000000", "5:1", "1:5"])
@pytest.mark.parametrize("from_file", [True, False])
def test_a_few_letters_in_the_head_make_no_gigabytes(aspect: str, from_file: bool, tmp_path: Path) -> None:
    """Pixels a million times as wide as high would stretch a small frame beyond the machine: seen in the head."""
    data = y4m(FRAMES, pixel_aspect=aspect)
    with pytest.raises(ImageError, match="times as wide as high") as caught:
        VideoFile(saved(data, tmp_path / "wide.y4m") if from_file else data)
    assert caught.value.reason == "too_large"


def test_frames_are_bounded_as_they_are_shown() -> None:
    """What counts are the pixels after stretching; the head of the file is enough to know."""
    head = b"YUV4MPEG2 W6000 H4000 F10:1 Ip A2:1 C420jpeg\nFRAME\n" + bytes(4_000)
    with pytest.raises(ImageError, match="12000 x 4000 pixels") as caught:
        VideoFile(head)
    assert caught.value.reason == "too_large"


def test_a_frame_larger_than_the_head_says_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each frame is looked at before it is stretched."""
    video = VideoFile(y4m(FRAMES))
    monkeypatch.setattr("thomas_test.motion.frames.MAX_FRAME_PIXELS", 96 * 64 - 1)
    with pytest.raises(ImageError, match="96 x 64 pixels"):
        list(video.frames())
