"""Write photos as an iPhone does: stored sideways, with an orientation tag and the accelerometer's vector.

The vector is worked out from the phone's axes and the way each orientation tag turns a picture, not with the
package's shortcut, so that the two check each other.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image

from thomas_test.core.geometry import FloatArray, rotate_about

pillow_heif.register_heif_opener()

Vector = tuple[float, float, float]
Name = TypeVar("Name")

# How a stored picture's right (R) and up (U) show after turning by the tag: (shown right, shown up).
# Tag 6: the stored picture is turned clockwise by a quarter, so its up becomes right and its right becomes down.
SHOWN_AXES = {
    1: ("+R", "+U"),
    2: ("-R", "+U"),  # mirrored left to right
    3: ("-R", "-U"),  # half a turn
    4: ("+R", "-U"),  # mirrored top to bottom
    5: ("-U", "-R"),  # mirrored along the falling diagonal: right and down change places
    6: ("+U", "-R"),  # a quarter clockwise
    7: ("+U", "+R"),  # mirrored along the rising diagonal: right and up change places
    8: ("-U", "+R"),  # a quarter anticlockwise
}

# The stored picture's right and up along the device's x and y. A phone held upright writes tag 6; through the back
# camera the shown right is then device +x and the shown up +y, through the front camera, which looks the other way,
# -x and +y. Turned back by tag 6 (U is the shown right, R the shown down):
BACK_CAMERA = {"R": (0.0, -1.0), "U": (1.0, 0.0)}
FRONT_CAMERA = {"R": (0.0, -1.0), "U": (-1.0, 0.0)}

TO_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def device_vector_g(
    horizon_tilt_deg: float, *, orientation: int = 6, front_camera: bool = False, camera_pitch_deg: float = 0.0
) -> Vector:
    """What the accelerometer reads when level lines rise to the right by this angle in the shown picture."""
    axes = FRONT_CAMERA if front_camera else BACK_CAMERA
    right, up = (
        np.array(axes[axis[1]]) * (1 if axis[0] == "+" else -1)  # "-U": against the stored picture's up
        for axis in SHOWN_AXES[orientation]
    )
    tilt, pitch = math.radians(horizon_tilt_deg), math.radians(camera_pitch_deg)
    # the world's up leans to the left where level lines rise to the right; gravity is its opposite
    gx, gy = (math.sin(tilt) * right - math.cos(tilt) * up) * math.cos(pitch)
    # z comes out of the screen: the back camera looks along -z, the front camera along +z
    return float(gx), float(gy), math.sin(pitch) * (1 if front_camera else -1)


def apple_maker_note(vector_g: Vector, *, byte_order: bytes = b"MM") -> bytes:
    """Build a MakerNote with the vector in tag 8, between two other tags, as iPhones have it."""
    order = ">" if byte_order == b"MM" else "<"
    entries = 3
    data_at = 14 + 2 + 12 * entries + 4
    note = b"Apple iOS\0" + b"\0\1" + byte_order + struct.pack(f"{order}H", entries)
    note += struct.pack(f"{order}HHIi", 1, 9, 1, 14)  # MakerNoteVersion, int32s
    note += struct.pack(f"{order}HHII", 8, 10, 3, data_at)  # AccelerationVector, three signed rationals
    note += struct.pack(f"{order}HHIi", 16, 9, 1, 1)
    note += struct.pack(f"{order}I", 0)
    for value in vector_g:
        note += struct.pack(f"{order}ii", round(value * 10_000_000), 10_000_000)
    return note


def apple_exif(maker_note: bytes | None, *, orientation: int = 1, front_camera: bool = False) -> Image.Exif:
    """Build the Exif data around a MakerNote."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Apple"
    exif[ExifTags.Base.Model] = "iPhone 12"
    exif[ExifTags.Base.Orientation] = orientation
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.LensModel] = f"iPhone 12 {'front' if front_camera else 'back'} camera 4.2mm f/1.6"
    if maker_note is not None:
        details[ExifTags.Base.MakerNote] = maker_note
    return exif


def turn_scene(rgb: NDArray[np.uint8], horizon_tilt_deg: float) -> NDArray[np.uint8]:
    """Turn a level scene so that its level lines rise to the right by this angle; same size, corners grey."""
    # Pillow turns anticlockwise, which lifts the right end of a line
    turned = Image.fromarray(rgb).rotate(horizon_tilt_deg, Image.Resampling.BICUBIC, fillcolor=(128, 128, 128))
    return np.asarray(turned)


def turn_points(
    points_px: Mapping[Name, FloatArray], horizon_tilt_deg: float, *, size_px: tuple[int, int]
) -> dict[Name, FloatArray]:
    """Turn what was seen in a level scene as `turn_scene` turns its pixels."""
    middle = np.array(size_px) / 2.0
    return {name: rotate_about(point, middle, -horizon_tilt_deg) for name, point in points_px.items()}


def encode_iphone_photo(
    rgb: NDArray[np.uint8],
    *,
    horizon_tilt_deg: float,
    orientation: int = 6,
    front_camera: bool = False,
    camera_pitch_deg: float = 0.0,
    picture_format: str = "JPEG",
) -> bytes:
    """Encode upright pixels the way an iPhone stores them.

    Parameters
    ----------
    rgb
        The picture as people are to see it, already turned by the tilt (see `turn_scene`).
    horizon_tilt_deg
        + where level lines rise to the right in `rgb`.
    orientation
        Exif orientation to store it under.
    front_camera, camera_pitch_deg
        Which camera, and how far it looks down.
    picture_format
        ``JPEG`` or ``HEIF``. In HEIC the orientation becomes the container's own turn, as in an iPhone's files.
    """
    vector_g = device_vector_g(
        horizon_tilt_deg, orientation=orientation, front_camera=front_camera, camera_pitch_deg=camera_pitch_deg
    )
    exif = apple_exif(apple_maker_note(vector_g), orientation=orientation, front_camera=front_camera)
    stored = Image.fromarray(rgb)
    if (transpose := TO_STORED[orientation]) is not None:
        stored = stored.transpose(transpose)
    target = io.BytesIO()
    stored.save(target, picture_format, exif=exif.tobytes(), quality=92)
    return target.getvalue()


def write_iphone_photo(
    rgb: NDArray[np.uint8],
    path: Path,
    *,
    roll_deg: float,
    orientation: int = 6,
    front_camera: bool = False,
    camera_pitch_deg: float = 0.0,
) -> None:
    """Turn a level scene by `roll_deg` and write it with the matching vector: .jpg or .heic."""
    path.write_bytes(
        encode_iphone_photo(
            turn_scene(rgb, roll_deg),
            horizon_tilt_deg=roll_deg,
            orientation=orientation,
            front_camera=front_camera,
            camera_pitch_deg=camera_pitch_deg,
            picture_format="HEIF" if path.suffix.lower() in {".heic", ".heif"} else "JPEG",
        )
    )
