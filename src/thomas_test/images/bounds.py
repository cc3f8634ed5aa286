"""How much work a picture file asks for, from its bytes alone: what asks for too much is refused before it is decoded.

A few kilobytes can keep a decoder busy for minutes: a progressive JPEG whose scans go over the whole picture thousands
of times, notes and chunks by the million. Photos stay far below each limit.
"""

from __future__ import annotations

import re
import struct
from typing import BinaryIO

from thomas_test.core.errors import ImageError

MAX_SCANS = 100
"""Most passes over a JPEG's pixels. Cameras make one, programs ten or so; libjpeg-turbo's own tools let 500 pass."""

MAX_SCAN_MEGAPIXELS = 3_000
"""Most passes times megapixels: ten over the largest phone's 250. At most 15 s here, where each takes up to 5 ms."""

MAX_EXIF_BYTES = 4_000_000
"""Most bytes of a JPEG's Exif notes: one segment holds 64 kB, and phones fill one. Pillow joins several by copying."""

MAX_SEGMENTS = 4_000
"""Most segments before a JPEG's pixels, and among them; a depth map beside the photo takes some hundred."""

MAX_CHUNKS = 100_000
"""Most chunks of a PNG: those of 8 kB, as libpng writes them, hold 800 MB."""

MAX_COMMENT_BYTES = 100_000
"""Most bytes of a GIF's comments, which Pillow joins by copying."""

_END_OF_PICTURE, _START_OF_SCAN, _EXIF_SEGMENT = 0xD9, 0xDA, 0xE1
_SIZE_SEGMENTS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SEGMENT = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")
"""What begins a segment or ends the picture. Within compressed pixels no such mark can stand (ITU-T T.81, B.1.1.2); the
ones left out belong to the pixels."""
_PIECE_BYTES = 1 << 16
_PNG = b"\x89PNG\r\n\x1a\n"


def check_work(stream: BinaryIO, name: str) -> None:
    """Refuse a picture that asks for more work than a photo; leaves the stream at its start.

    Raises
    ------
    ImageError
        With the reason ``too_large``.
    """
    stream.seek(0)
    head = stream.read(8)
    asked = ""
    try:
        if head[:2] == b"\xff\xd8":
            asked = _jpeg(stream)
        elif head == _PNG:
            asked = _png(stream)
        elif head[:6] in {b"GIF87a", b"GIF89a"}:
            asked = _gif(stream)
    except (struct.error, IndexError):
        pass  # cut short: the decoder says so
    stream.seek(0)
    if asked:
        message = (
            f"{name!r} asks for more work than a photo does: {asked}. Open it in a photo program and export it anew."
        )
        raise ImageError(message, reason="too_large")


def _jpeg(stream: BinaryIO) -> str:
    megapixels, exif_bytes = 0.0, 0
    stream.seek(2)
    for _ in range(MAX_SEGMENTS):
        fill, kind = struct.unpack(">BB", stream.read(2))
        while fill == 0xFF and kind == 0xFF:
            kind = stream.read(1)[0]
        if fill != 0xFF or kind == _START_OF_SCAN:
            break
        (length,) = struct.unpack(">H", stream.read(2))
        body = stream.read(min(6, max(0, length - 2)))
        if kind in _SIZE_SEGMENTS:
            height, width = struct.unpack(">HH", body[1:5])
            megapixels = width * height / 1e6
        elif kind == _EXIF_SEGMENT and body.startswith(b"Exif"):
            exif_bytes += length
        stream.seek(max(0, length - 2 - len(body)), 1)
    else:
        return f"more than {MAX_SEGMENTS} segments stand before its pixels"
    if exif_bytes > MAX_EXIF_BYTES:
        return f"its notes take {exif_bytes / 1e6:.0f} MB, expected at most {MAX_EXIF_BYTES / 1e6:.0f}"
    stream.seek(-2, 1)
    scans = _scans(stream)
    if scans is None:
        return f"more than {MAX_SEGMENTS} segments stand among its pixels"
    if scans > MAX_SCANS or scans * megapixels > MAX_SCAN_MEGAPIXELS:
        return f"it goes over its {megapixels:.1f} million pixels {scans} times"
    return ""


def _scans(stream: BinaryIO) -> int | None:
    """How many passes over the pixels follow, to the end of the picture; None for too many segments among them.

    What stands behind the end is not decoded, and is no pass over anything: phones put the film of a motion photo, a
    brightness map or a second picture there, in which the same two bytes stand by chance.
    """
    scans = 0
    for _ in range(MAX_SEGMENTS):
        kind = _next_segment(stream)
        if kind is None or kind == _END_OF_PICTURE:
            return scans
        scans += kind == _START_OF_SCAN
        length = stream.read(2)
        stream.seek(max(0, int.from_bytes(length) - 2), 1)
    return None


def _next_segment(stream: BinaryIO) -> int | None:
    """The kind of the next segment, the stream left behind its mark; None where none follows."""
    last = b""
    while piece := stream.read(_PIECE_BYTES):
        piece = last + piece
        if found := _SEGMENT.search(piece):
            stream.seek(found.end() - len(piece), 1)
            return found[1][0]
        last = b"\xff" if piece.endswith(b"\xff") else b""
    return None


def _png(stream: BinaryIO) -> str:
    for _ in range(MAX_CHUNKS):
        head = stream.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return ""
        stream.seek(struct.unpack(">I", head[:4])[0] + 4, 1)
    return f"it is cut into more than {MAX_CHUNKS} chunks"


def _gif(stream: BinaryIO) -> str:
    stream.seek(10)
    flags = stream.read(3)[0]
    stream.seek(_palette_bytes(flags), 1)
    comments = 0
    while kind := stream.read(1):
        if kind == b"!":
            is_comment = stream.read(1) == b"\xfe"
        elif kind == b",":
            is_comment = False
            stream.seek(_palette_bytes(stream.read(9)[8]) + 1, 1)
        else:
            break
        while length := stream.read(1)[0]:
            stream.seek(length, 1)
            comments += length if is_comment else 0
            if comments > MAX_COMMENT_BYTES:
                return f"its comments take more than {MAX_COMMENT_BYTES / 1e3:.0f} kB"
    return ""


def _palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
