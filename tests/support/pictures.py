"""Pictures for tests, made on the spot: whole and broken, in every format."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def encoded(image: Image.Image | NDArray[np.uint8], picture_format: str, **options: object) -> bytes:
    """Encode a picture with Pillow."""
    if not isinstance(image, Image.Image):
        image = Image.fromarray(image)
    target = io.BytesIO()
    image.save(target, picture_format, **options)
    return target.getvalue()


def shown(picture: bytes | Path) -> NDArray[np.uint8]:
    """The pixels of a picture that the package drew on, which it does not read as a photo itself."""
    return np.asarray(Image.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture).convert("RGB"))


def plain(size_px: tuple[int, int] = (40, 30), color: object = (200, 60, 20), mode: str = "RGB") -> Image.Image:
    """Make a picture of one colour."""
    return Image.new(mode, size_px, color)


def textured(size_px: tuple[int, int] = (64, 48), seed: int = 7) -> NDArray[np.uint8]:
    """Make a picture that does not compress to nothing, so that it can be cut short."""
    width, height = size_px
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def level_scene(size_px: tuple[int, int] = (320, 240)) -> NDArray[np.uint8]:
    """Make a light room with a dark level bar through the middle and a red square at the upper left."""
    width, height = size_px
    rgb = np.full((height, width, 3), 220, np.uint8)
    rgb[height // 2 - 4 : height // 2 + 4] = 20
    rgb[height // 4 - 12 : height // 4 + 12, width // 4 - 12 : width // 4 + 12] = (220, 0, 0)
    return rgb


def bar_tilt_deg(rgb: NDArray[np.uint8]) -> float:
    """Measure how far the dark bar rises to the right, in degrees, by a straight line through its pixels."""
    rows, columns = np.nonzero(rgb.max(axis=2) < 80)
    middle = np.hypot(rows - rows.mean(), columns - columns.mean()) < min(rgb.shape[:2]) / 2 - 10
    covariance = np.cov(columns[middle], rows[middle])
    _, directions = np.linalg.eigh(covariance)
    across, down = directions[:, 1]
    return float(np.degrees(np.arctan(-down / across)))


def png(size_px: tuple[int, int], *, bit_depth: int = 8, color_type: int = 2, pixels: bytes = b"") -> bytes:
    """Build a PNG by hand: any claimed size, whatever pixels (each row led by its filter byte)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", *size_px, bit_depth, color_type, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(pixels)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg_claiming(size_px: tuple[int, int]) -> bytes:
    """Make a small JPEG whose header claims another size."""
    data = bytearray(encoded(plain(), "JPEG"))
    frame = data.index(b"\xff\xc0")
    struct.pack_into(">HH", data, frame + 5, size_px[1], size_px[0])
    return bytes(data)


def rgb_profile(description: str, red: Colorant, green: Colorant, blue: Colorant, *, gamma: float = 2.2) -> bytes:
    """Build an ICC profile (version 2.1, matrix and gamma) from the colorants' XYZ under D50."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    text = description.encode() + b"\0"
    text = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    white = (0.9642, 1.0, 0.8249)
    tags = {b"desc": text + bytes(-len(text) % 4), b"cprt": b"text" + bytes(4) + b"CC0\0"}
    tags |= {b"wtpt": b"XYZ " + bytes(4) + fixed(*white)}
    for letter, colorant in zip((b"r", b"g", b"b"), (red, green, blue), strict=True):
        tags |= {letter + b"XYZ": b"XYZ " + bytes(4) + fixed(*colorant), letter + b"TRC": curve}
    table, body = struct.pack(">I", len(tags)), b""
    for signature, data in tags.items():
        table += signature + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(body), len(data))
        body += data
    header = struct.pack(">I", 128 + len(table) + len(body)) + b"none" + b"\2\x10\0\0" + b"mntrRGB XYZ "
    header += bytes(12) + b"acsp" + bytes(28) + fixed(*white)
    return header + bytes(128 - len(header)) + table + body


Colorant = tuple[float, float, float]

RED_XYZ: Colorant = (0.43607, 0.22249, 0.01392)
GREEN_XYZ: Colorant = (0.38515, 0.71687, 0.09708)
BLUE_XYZ: Colorant = (0.14307, 0.06061, 0.71410)
"""The colorants of sRGB under D50 (IEC 61966-2-1, adapted by Bradford)."""
