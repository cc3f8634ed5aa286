"""Every reader of a stranger's file, with a whole file for it, and files that were damaged."""

from __future__ import annotations

import io
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from support.analyses import make_analysis
from support.apple_makernote import encode_iphone_photo
from support.examinations import make_full_house
from support.journals import METHOD, entry, finished, pending
from support.videos import encoded_video, numbered, y4m
from thomas_test.batch.journal import Journal
from thomas_test.check.storage import open_examination, save_examination
from thomas_test.core.errors import ThomasTestError
from thomas_test.core.text_files import json_in
from thomas_test.images import read_photo
from thomas_test.motion.frames import VideoFile
from thomas_test.output.points_file import read_points
from thomas_test.output.records import analysis_from_json, analysis_to_json
from thomas_test.validation.records import Table
from thomas_test.validation.sources import read_source
from thomas_test.validation.tables import read_manifest

MANIFEST = b"file,subject,side,trial\na.jpg,P-01,left,1\nb.jpg,P-02,right,2\n"
TABLE = b"file,thigh_angle_deg,knee_flexion_deg\na.jpg,-3.5,62\nb.jpg,4,57\n"
NOISE = np.random.default_rng(1).integers(0, 256, (120, 160, 3), dtype=np.uint8)
POINTS = {"tested_leg": "left", "head_towards": "left", "points_px": {"hip": [60, 60], "knee": [110, 66]}}


def picture(kind: str, **options: object) -> bytes:
    """A small picture as a file."""
    stream = io.BytesIO()
    Image.fromarray(NOISE).save(stream, kind, **options)
    return stream.getvalue()


def journal() -> bytes:
    """The journal of a run."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "journal.sqlite"
        with Journal(path) as made:
            made.list_files([entry("a.jpg"), entry("b.jpg")])
            made.add(pending("a.jpg"), METHOD, finished("a.jpg"))
        return path.read_bytes()


def _video(data: bytes) -> None:
    for count, _ in enumerate(VideoFile(data).frames()):
        if count > 20:
            return


def _journal(path: Path) -> None:
    with Journal(path) as opened:
        list(opened.results())
        list(opened.pending())


def of_file(read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """What reads bytes, of what reads a file."""

    def reader(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "file"
            path.write_bytes(data)
            read(path)

    return reader


READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "jpeg": (read_photo, picture("JPEG", exif=Image.Exif())),
    "iphone": (read_photo, encode_iphone_photo(NOISE, horizon_tilt_deg=2.0)),
    "progressive": (read_photo, picture("JPEG", progressive=True)),
    "png": (read_photo, picture("PNG")),
    "webp": (read_photo, picture("WEBP")),
    "tiff": (read_photo, picture("TIFF")),
    "gif": (read_photo, picture("GIF")),
    "bmp": (read_photo, picture("BMP")),
    "avif": (read_photo, picture("AVIF")),
    "record": (
        lambda data: analysis_from_json(json_in(data, expected="a record")),
        json.dumps(analysis_to_json(make_analysis())).encode(),
    ),
    "check": (open_examination, save_examination(make_full_house())),
    "points": (of_file(read_points), json.dumps(POINTS).encode()),
    "manifest": (of_file(read_manifest), MANIFEST),
    "table": (of_file(lambda path: read_source(path, Table.REFERENCE)), TABLE),
    "journal": (of_file(_journal), journal()),
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


def check_damaged(reader: str, inputs: int, *, longest_s: float) -> None:
    """Hold that so many damaged files are read, or refused in words, and none takes longer than that."""
    read, whole = READERS[reader]
    read(whole)
    for number in range(inputs):
        data, started = damaged(whole, number), time.perf_counter()
        try:
            read(data)
        except ThomasTestError as error:
            assert str(error), f"input {number}"  # noqa: PT017 - not every input is refused
        took = time.perf_counter() - started
        assert took < longest_s, f"input {number} took {took:.1f} s"
