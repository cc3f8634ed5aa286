r"""Where gravity points in a photo: the accelerometer's vector that iPhones write into the Exif MakerNote.

The MakerNote, as ExifTool documents it (lib/Image/ExifTool/MakerNotes.pm and Apple.pm)::

    0   "Apple iOS\0"    10 bytes
    10  version          2 bytes
    12  byte order       "MM" in the files seen; "II" is understood
    14  IFD              offsets count from the start of the MakerNote
          tag 8          AccelerationVector: three signed rationals, in g

Axes of a device held upright with the screen towards the viewer: x to the right, y up, z out of the screen. The
vector points where things fall, so that a phone held upright reads (0, -1, 0). ExifTool names the opposite axes,
because it calls the same numbers an acceleration, which at rest points up.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace

from PIL import ExifTags, Image

from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, HorizonSource

NORM_TOLERANCE_G = 0.1
"""How far the vector's length may be from 1 g; farther, the phone was being moved or the numbers are none.

Three real files read 0.99 to 1.00. The limit is ours: an honest vector in a shaking hand
passes, a vector in other units or of random bytes does not.
"""

MIN_IN_PLANE_G = 0.5
"""Least share of gravity in the picture's plane, in g: below it the camera looks more than 60 degrees up or down, and
the tilt is too unsure to level by. Ours: an error of 0.01 g, which a still hand makes, is a degree of tilt there."""

PLAUSIBLE_FOCAL_MM = (9, 400)
"""Focal lengths in 35 mm terms that are believed: from the widest lens of phones to a long telephoto."""

_MAGIC = b"Apple iOS\0"
_IFD_OFFSET = 14
_ENTRY_BYTES = 12
_ACCELERATION_VECTOR = 8
_SIGNED_RATIONAL = 10
_BYTE_ORDERS = {b"MM": ">", b"II": "<"}
_MIRRORED = frozenset({2, 4, 5, 7})


@dataclass(frozen=True, kw_only=True)
class Gravity:
    """Where gravity points in an upright picture.

    Attributes
    ----------
    tilt_deg
        + where a line that is level in the world rises to the right in the upright picture; in (-45, 45]. None where
        the camera looks so steeply up or down that its roll means little, see `MIN_IN_PLANE_G`.
    camera_pitch_deg
        How far the camera looks down, + down, - up; in [-90, 90].
    front_camera
        Whether the camera on the screen's side took the picture.
    focal_35mm
        Focal length in 35 mm terms; None where the file does not tell a plausible one.
    source
        Who tells: the photo's file, or the page that took the photo.
    sd_deg
        Standard deviation of tilt and pitch, above 0.
    """

    tilt_deg: float | None
    camera_pitch_deg: float
    front_camera: bool
    focal_35mm: float | None = None
    source: HorizonSource = HorizonSource.GRAVITY
    sd_deg: float = USUAL_LEVEL_SD_DEG[HorizonSource.GRAVITY]

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.tilt_deg is not None and not -45 < self.tilt_deg <= 45:
            raise ValueError(f"expected a tilt in (-45, 45] degrees, got {self.tilt_deg}")
        if not -90 <= self.camera_pitch_deg <= 90:
            raise ValueError(f"expected a camera pitch in [-90, 90] degrees, got {self.camera_pitch_deg}")


def read_gravity(exif: Image.Exif, *, orientation: int | None = None) -> Gravity | None:
    """Read where gravity points from a photo's Exif data.

    Parameters
    ----------
    exif
        The picture's Exif data, as Pillow reads it.
    orientation
        Exif orientation 1-8 where the data no longer hold it, as in HEIC, which is turned while it is decoded;
        otherwise that of `exif`.

    Returns
    -------
    Gravity or None
        None where there is no usable vector: no MakerNote, another maker's, a damaged or short one, one without the
        vector, or a vector that `gravity_from_vector` cannot use.
    """
    details = exif.get_ifd(ExifTags.IFD.Exif)
    maker_note = details.get(ExifTags.Base.MakerNote)
    if not isinstance(maker_note, bytes):
        return None
    vector_g = _acceleration_vector_g(maker_note)
    if vector_g is None:
        return None
    if orientation is None:
        orientation = exif.get(ExifTags.Base.Orientation, 1)
    # Apple writes "iPhone 12 back camera 4.2mm f/1.6", "iPhone X front TrueDepth camera 2.87mm f/2.2"
    front_camera = "front" in str(details.get(ExifTags.Base.LensModel, "")).lower()
    found = gravity_from_vector(*vector_g, orientation=orientation, front_camera=front_camera)
    return None if found is None else replace(found, focal_35mm=_focal_35mm(details))


def _focal_35mm(details: Mapping[int, object]) -> float | None:
    """The focal length that a camera wrote; 0 stands for not known, and nobody photographs a test beyond the limits."""
    focal = details.get(ExifTags.Base.FocalLengthIn35mmFilm)
    low, high = PLAUSIBLE_FOCAL_MM
    return float(focal) if isinstance(focal, int) and low <= focal <= high else None


def gravity_from_vector(gx: float, gy: float, gz: float, *, orientation: int, front_camera: bool) -> Gravity | None:
    """Turn the accelerometer's vector into the tilt of the upright picture.

    Seen through the back camera of a phone held upright, device x is the picture's right and y its up. Gravity
    (gx, gy) then makes the angle atan2(gx, -gy) with the picture's down, and a level line, square to it, rises to
    the right by the same angle. The orientation tags 1, 3, 6 and 8 turn the picture by quarters, which does not
    change the angle brought to (-45, 45]. A mirrored picture (tags 2, 4, 5 and 7) and the front camera, which sees
    device x to its left, each turn the sign round.

    Parameters
    ----------
    gx, gy, gz
        The vector in g; axes as in the module's description.
    orientation
        Exif orientation 1-8; anything else counts as 1, as it does for turning the picture.
    front_camera
        Whether the front camera took the picture.

    Returns
    -------
    Gravity or None
        None where the length is farther than `NORM_TOLERANCE_G` from 1 g. Where less than `MIN_IN_PLANE_G` lies in the
        picture's plane the tilt alone is None: how steeply the camera looks is known best just then.
    """
    norm_g = math.hypot(gx, gy, gz)
    # "not <=" rather than ">": a vector that is not a number is no use either
    if not abs(norm_g - 1) <= NORM_TOLERANCE_G:
        return None
    pitch_deg = math.degrees(math.asin(gz / norm_g))
    return Gravity(
        tilt_deg=_tilt_deg(gx, gy, turned=(orientation in _MIRRORED) != front_camera),
        camera_pitch_deg=pitch_deg if front_camera else -pitch_deg,
        front_camera=front_camera,
    )


def _tilt_deg(gx: float, gy: float, *, turned: bool) -> float | None:
    """Tilt brought to (-45, 45], its sign turned round for mirrored pictures; None with too little in the plane."""
    if math.hypot(gx, gy) < MIN_IN_PLANE_G:
        return None
    tilt_deg = math.degrees(math.atan2(gx, -gy))
    if turned:
        tilt_deg = -tilt_deg
    return tilt_deg - 90 * math.ceil((tilt_deg - 45) / 90)


def _acceleration_vector_g(maker_note: bytes) -> tuple[float, float, float] | None:
    """Find the vector in an Apple MakerNote; None where it is another maker's, damaged or without it."""
    order = _BYTE_ORDERS.get(maker_note[12:_IFD_OFFSET])
    if not maker_note.startswith(_MAGIC) or order is None:
        return None
    try:
        (count,) = struct.unpack_from(f"{order}H", maker_note, _IFD_OFFSET)
        first = _IFD_OFFSET + 2
        for start in range(first, first + count * _ENTRY_BYTES, _ENTRY_BYTES):
            tag, kind, values, offset = struct.unpack_from(f"{order}HHII", maker_note, start)
            if tag == _ACCELERATION_VECTOR:
                if (kind, values) != (_SIGNED_RATIONAL, 3):
                    return None
                x, x_over, y, y_over, z, z_over = struct.unpack_from(f"{order}6i", maker_note, offset)
                return x / x_over, y / y_over, z / z_over
    except (struct.error, ZeroDivisionError):
        # cut short by an editor, or a sensor that gave nothing: the picture is as good as one without
        return None
    return None
