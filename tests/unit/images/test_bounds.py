"""Files of a few kilobytes that keep a decoder busy for minutes are refused before they are decoded."""

from __future__ import annotations

import io
import struct
import threading
import time
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image

from thomas_test.core.errors import ImageError
from thomas_test.images import bounds, read_photo
from thomas_test.images import reading as reading_module

PLAIN = Image.new("RGB", (640, 480), (90, 120, 130))


def encoded(image: Image.Image = PLAIN, kind: str = "JPEG", **options: object) -> bytes:
    """A picture as a file."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def repeated_scans(times: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: as many passes over all pixels."""
    whole = encoded(progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * times + whole[-2:]


def with_segments(count: int, kind: int, body: bytes) -> bytes:
    """A JPEG with segments put in front."""
    whole = encoded()
    return whole[:2] + (struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body) * count + whole[2:]


def with_chunks(count: int) -> bytes:
    """A PNG with empty chunks put before its pixels."""
    whole = encoded(kind="PNG")
    chunk = b"\0\0\0\0teSt" + struct.pack(">I", zlib.crc32(b"teSt"))
    return whole[:33] + chunk * count + whole[33:]


def with_comment(length: int) -> bytes:
    """A GIF with a long comment, in blocks of 200 bytes."""
    whole = encoded(kind="GIF")
    place = whole.index(b",\0\0\0\0\x80\x02")  # the frame of 640 pixels across
    return whole[:place] + b"!\xfe" + (b"\xc8" + b"c" * 200) * (length // 200) + b"\0" + whole[place:]


def with_a_film(megabytes: int) -> bytes:
    """A motion photo: phones put a film behind the picture, which holds any two bytes once in 65,000."""
    return encoded() + np.random.default_rng(1).bytes(megabytes << 20)


def with_an_end_in_a_comment() -> bytes:
    """A JPEG whose many passes stand behind a comment that holds the mark of the picture's end."""
    whole = encoded(progressive=True)
    first, last = whole.index(b"\xff\xda"), whole.rindex(b"\xff\xda")
    second = whole.index(b"\xff\xc4", first)
    comment = b"\xff\xfe\x00\x04\xff\xd9"
    return whole[:second] + comment + whole[second:last] + whole[last:-2] * 3_000 + whole[-2:]


def with_comments_among_its_pixels(count: int) -> bytes:
    """A JPEG with empty comments between its passes."""
    whole = encoded(progressive=True)
    place = whole.rindex(b"\xff\xda")
    return whole[:place] + b"\xff\xfe\x00\x02" * count + whole[place:]


HOSTILE = [
    (lambda: repeated_scans(3_000), "30.. times"),
    (with_an_end_in_a_comment, "30.. times"),
    (lambda: with_comments_among_its_pixels(200_000), "more than 4000 segments stand among its pixels"),
    (lambda: with_segments(80, 0xE1, b"Exif\0\0" + bytes(65_000)), "its notes take 5 MB"),
    (lambda: with_segments(200_000, 0xFE, b""), "more than 4000 segments"),
    (lambda: with_chunks(150_000), "more than 100000 chunks"),
    (lambda: with_comment(2_000_000), "its comments take more than 100 kB"),
]


@pytest.mark.parametrize(
    ("made", "words"), HOSTILE, ids=["scans", "hidden", "among", "exif", "segments", "chunks", "comment"]
)
def test_hostile_files_are_refused_at_once(made: object, words: str) -> None:
    """Each is told for what it is, in a moment, with what to do."""
    data = made()  # type: ignore[operator]
    started = time.perf_counter()
    with pytest.raises(ImageError, match=f"asks for more work .*({words}).*export it anew") as caught:
        read_photo(data, name="x.jpg")
    assert caught.value.reason == "too_large"
    assert time.perf_counter() - started < 2.0


@pytest.mark.parametrize(
    "data",
    [
        repeated_scans(20),
        encoded(progressive=True),
        encoded(optimize=True),
        with_segments(60, 0xE2, b"a depth map" * 5_000),
        with_a_film(12),
        with_chunks(2_000),
        with_comment(2_000),
        encoded(kind="WEBP"),
        encoded(kind="TIFF"),
    ],
)
def test_what_photos_are_like_is_read(data: bytes) -> None:
    """Progressive ones, those with a depth map, and those of chatty programs."""
    assert read_photo(data).size_px == (640, 480)


def test_a_large_progressive_photo_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten passes over the largest phone's pixels are as many as a program makes."""
    assert bounds.MAX_SCAN_MEGAPIXELS >= 10 * reading_module.MAX_JPEG_PIXELS / 1e6
    monkeypatch.setattr(bounds, "MAX_SCAN_MEGAPIXELS", 1)
    with pytest.raises(ImageError, match=r"it goes over its 0\.3 million pixels"):
        read_photo(encoded(progressive=True))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 5, 11, 20, 40])
@pytest.mark.parametrize("data", [encoded(), encoded(kind="PNG"), encoded(kind="GIF")], ids=["jpg", "png", "gif"])
def test_a_file_cut_in_its_head_is_damaged_and_no_more(data: bytes, length: int) -> None:
    """The bounds leave the decoder to say so."""
    with pytest.raises(ImageError, match=r"empty|damaged|no picture") as caught:
        read_photo(data[:length])
    assert caught.value.reason in {"empty", "unreadable"}


def test_nobody_waits_while_another_decodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that takes long holds up no other one; what is shared by the process is undone when both are done."""
    limit, decoding, may_end = Image.MAX_IMAGE_PIXELS, threading.Event(), threading.Event()
    turn = reading_module._turn

    def slowly(image: Image.Image) -> Image.Transpose | None:
        if image.size == (640, 480):
            decoding.set()
            assert may_end.wait(30)
        return turn(image)

    monkeypatch.setattr(reading_module, "_turn", slowly)
    slow = threading.Thread(target=read_photo, args=(encoded(),))
    slow.start()
    assert decoding.wait(30)
    other = threading.Thread(target=read_photo, args=(encoded(PLAIN.resize((64, 48))),))
    other.start()
    other.join(20)
    waits = other.is_alive()
    may_end.set()
    slow.join(30)
    other.join(30)
    assert not waits
    assert limit == Image.MAX_IMAGE_PIXELS


def test_many_readers_leave_the_process_as_it_was() -> None:
    """Warnings are warnings again afterwards, and Pillow's limit is what it was."""
    before, limit = list(warnings.filters), Image.MAX_IMAGE_PIXELS
    data = encoded(Image.fromarray(np.zeros((30, 40, 3), np.uint8)))
    threads = [threading.Thread(target=lambda: [read_photo(data) for _ in range(20)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == before
    assert limit == Image.MAX_IMAGE_PIXELS
