"""Every reader of a stranger's file, fed with damaged ones: a result or a refusal in words, never anything else.

Long: run with ``make attack``; ``THOMAS_TEST_FUZZ`` says how many inputs each reader gets (500 by default).
"""

from __future__ import annotations

import io
import json
import os
import random
import time
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from support.analyses import make_analysis
from support.examinations import make_full_house
from support.videos import encoded_video, numbered, y4m
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.core.errors import ThomasTestError
from thomas_test.images import read_photo
from thomas_test.motion.frames import VideoFile
from thomas_test.output.records import analysis_from_json, analysis_to_json

INPUTS = int(os.environ.get("THOMAS_TEST_FUZZ", "500"))
LONGEST_S = 20.0
"""No input may take longer, on a busy machine."""


def picture(kind: str, **options: object) -> bytes:
    """A small picture as a file."""
    stream = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def _photo(data: bytes) -> None:
    read_photo(data)


def _record(data: bytes) -> None:
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return
    analysis_from_json(record)


def _video(data: bytes) -> None:
    for count, _ in enumerate(VideoFile(data).frames()):
        if count > 20:
            return


READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "jpeg": (_photo, picture("JPEG", exif=Image.Exif())),
    "progressive": (_photo, picture("JPEG", progressive=True)),
    "png": (_photo, picture("PNG")),
    "webp": (_photo, picture("WEBP")),
    "tiff": (_photo, picture("TIFF")),
    "gif": (_photo, picture("GIF")),
    "bmp": (_photo, picture("BMP")),
    "avif": (_photo, picture("AVIF")),
    "record": (_record, json.dumps(analysis_to_json(make_analysis())).encode()),
    "check": (open_examination, save_examination(make_full_house())),
    "mp4": (_video, encoded_video(numbered(6))),
    "y4m": (_video, y4m(numbered(3))),
}


def damaged(data: bytes, number: int) -> bytes:
    """A file with bytes flipped, cut out, doubled or put in; the same for the same number."""
    chance = random.Random(number)  # noqa: S311 - no secret
    made = bytearray(data)
    # most of what steers a decoder stands in the head
    reach = len(made) if chance.random() < 0.5 else min(len(made), 400)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place, kind = chance.randrange(max(1, reach)), chance.random()
        if kind < 0.6:
            made[place : place + 1] = bytes([chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))])
        elif kind < 0.75:
            del made[place : place + chance.choice((1, 4, 100))]
        elif kind < 0.9:
            made[place:place] = made[place : place + chance.choice((1, 4, 100))]
        else:
            made[place:place] = chance.randbytes(chance.choice((1, 4, 100)))
        reach = max(1, min(reach, len(made)))
    return bytes(made)


def inputs() -> Iterator[int]:
    """The numbers of the inputs."""
    return iter(range(INPUTS))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("default")
def test_damaged_files_are_read_or_refused_in_words(reader: str) -> None:
    """Nothing but our own errors comes out, and nothing takes long."""
    read, whole = READERS[reader]
    read(whole)
    for number in inputs():
        data, started = damaged(whole, number), time.perf_counter()
        try:
            read(data)
        except ThomasTestError as error:
            assert str(error)  # noqa: PT017 - not every input is refused
        took = time.perf_counter() - started
        assert took < LONGEST_S, f"input {number} took {took:.1f} s"
