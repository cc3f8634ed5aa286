from __future__ import annotations

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from support.apple_makernote import apple_exif, apple_maker_note, device_vector_g
from thomas_test.images import Gravity, gravity_from_vector, read_gravity

S, C = math.sin(math.radians(10)), math.cos(math.radians(10))
UPRIGHT = (0.0, -1.0, 0.0)

# Worked by hand. Device axes: x right, y up (screen to the viewer). A level line rises to the right by 10 degrees in
# the shown picture, so gravity is sin 10 along the shown right minus cos 10 along the shown up.
#
# Back camera, tag 6, phone upright: shown right = +x, shown up = +y. Tag 6 shows the stored picture turned clockwise
# by a quarter, so the stored up is the shown right (+x) and the stored right is the shown down (-y). From these two
# every other tag follows by its own turn. The front camera looks the other way: with the phone upright the shown
# right is -x, so the stored up is -x, the stored right -y as before.
TABLE = [
    # tag, front, (gx, gy)        shown right, shown up
    (1, False, (-C, -S)),  # -y, +x: phone on its left side as seen from the front
    (2, False, (-C, +S)),  # +y, +x: as 1, right and left exchanged
    (3, False, (+C, +S)),  # +y, -x: half a turn from 1
    (4, False, (+C, -S)),  # -y, -x: as 1, top and bottom exchanged
    (5, False, (-S, -C)),  # -x, +y: as 6, mirrored
    (6, False, (+S, -C)),  # +x, +y: phone upright
    (7, False, (+S, +C)),  # +x, -y: as 8, mirrored
    (8, False, (-S, +C)),  # -x, -y: phone upside down
    (1, True, (+C, -S)),  # -y, -x
    (2, True, (+C, +S)),  # +y, -x: as 1, right and left exchanged
    (3, True, (-C, +S)),  # +y, +x: half a turn from 1
    (4, True, (-C, -S)),  # -y, +x: as 1, top and bottom exchanged
    (5, True, (+S, -C)),  # +x, +y: as 6, mirrored, as in a looking-glass
    (6, True, (-S, -C)),  # -x, +y: phone upright, seen by the person in front of it
    (7, True, (-S, +C)),  # -x, -y: as 8, mirrored
    (8, True, (+S, +C)),  # +x, -y: phone upside down
]


@pytest.mark.parametrize(("orientation", "front_camera", "vector"), TABLE)
def test_a_level_line_that_rises_to_the_right_gives_a_positive_tilt(
    orientation: int, front_camera: bool, vector: tuple[float, float]
) -> None:
    """In all eight orientations and both cameras, the same view gives the same tilt of +10 degrees."""
    gravity = gravity_from_vector(*vector, 0.0, orientation=orientation, front_camera=front_camera)

    assert gravity is not None
    assert gravity.tilt_deg == pytest.approx(10)
    assert gravity.front_camera is front_camera


@pytest.mark.parametrize(("orientation", "front_camera", "vector"), TABLE)
def test_the_writer_of_test_photos_agrees_with_the_table(
    orientation: int, front_camera: bool, vector: tuple[float, float]
) -> None:
    """The vectors in turned test photos are those of the table worked by hand."""
    written = device_vector_g(10, orientation=orientation, front_camera=front_camera)

    assert written == pytest.approx((*vector, 0.0))


@pytest.mark.parametrize(
    ("gx", "gy", "tilt_deg"),
    [
        (0.0, -1.0, 0),  # held upright
        (-1.0, 0.0, 0),  # on its side: a quarter turn is the orientation tag's business
        (0.0, 1.0, 0),  # upside down
        (1.0, 0.0, 0),  # on the other side
        (math.sin(math.radians(44)), -math.cos(math.radians(44)), 44),  # as far as it goes
        (math.sin(math.radians(46)), -math.cos(math.radians(46)), -44),  # past it: the other axis is nearer
    ],
)
def test_the_tilt_is_brought_to_the_nearest_axis(gx: float, gy: float, tilt_deg: float) -> None:
    """A tilt is never more than 45 degrees: farther, the picture is one turned by a quarter."""
    gravity = gravity_from_vector(gx, gy, 0.0, orientation=6, front_camera=False)

    assert gravity is not None
    assert gravity.tilt_deg == pytest.approx(tilt_deg, abs=1e-9)


@pytest.mark.parametrize(
    ("gz", "front_camera", "pitch_deg"),
    [
        (-0.5, False, 30),  # screen tipped up, so the back camera looks down
        (+0.5, False, -30),  # screen tipped down, the back camera looks up
        (+0.5, True, 30),  # the front camera looks where the screen looks
        (-0.5, True, -30),
    ],
)
def test_looking_down_is_a_positive_pitch(gz: float, front_camera: bool, pitch_deg: float) -> None:
    """How far the camera looks down is read from the part of gravity along its view."""
    gravity = gravity_from_vector(0.0, -math.sqrt(0.75), gz, orientation=6, front_camera=front_camera)

    assert gravity is not None
    assert gravity.camera_pitch_deg == pytest.approx(pitch_deg)
    assert gravity.tilt_deg == 0


@pytest.mark.parametrize(
    "vector",
    [
        (0.0, 0.0, 0.0),  # the sensor gave nothing
        (0.0, -0.85, 0.0),  # the phone was falling a little
        (0.0, -1.15, 0.0),  # the phone was lifted
        (0.0, -9.81, 0.0),  # metres per second squared
        (math.nan, -1.0, 0.0),  # no number
    ],
)
def test_a_vector_of_no_use_gives_nothing(vector: tuple[float, float, float]) -> None:
    """A vector far from 1 g is not used."""
    assert gravity_from_vector(*vector, orientation=6, front_camera=False) is None


@pytest.mark.parametrize("front_camera", [False, True])
@pytest.mark.parametrize(
    ("pitch_deg", "levels"),
    [
        (59.0, True),
        (61.0, False),  # less than 0.5 g is left in the picture's plane
        (75.0, False),
        (90.0, False),  # straight down
        (-61.0, False),  # up at the ceiling
        (-90.0, False),
    ],
)
def test_a_camera_too_steep_to_level_by_still_says_how_steep_it_is(
    pitch_deg: float, levels: bool, front_camera: bool
) -> None:
    """The tilt goes where the roll means little; the pitch, which is surest just there, stays."""
    vector = device_vector_g(7.0, front_camera=front_camera, camera_pitch_deg=pitch_deg)
    gravity = gravity_from_vector(*vector, orientation=6, front_camera=front_camera)
    assert gravity is not None
    assert gravity.camera_pitch_deg == pytest.approx(pitch_deg)
    assert gravity.tilt_deg == (pytest.approx(7.0) if levels else None)


@pytest.mark.parametrize("norm_g", [0.91, 1.09])
def test_a_vector_near_1_g_is_used_and_its_length_does_not_matter(norm_g: float) -> None:
    """A hand that shakes along the vector changes neither tilt nor pitch."""
    still = gravity_from_vector(0.1, -0.9, -0.42, orientation=6, front_camera=False)
    shaking = gravity_from_vector(0.1 * norm_g, -0.9 * norm_g, -0.42 * norm_g, orientation=6, front_camera=False)

    assert still is not None
    assert shaking is not None
    assert shaking.tilt_deg == pytest.approx(still.tilt_deg)
    assert shaking.camera_pitch_deg == pytest.approx(still.camera_pitch_deg)


@given(
    tilt_deg=st.floats(-44.9, 45),
    pitch_deg=st.floats(-59, 59),
    orientation=st.integers(1, 8),
    front_camera=st.booleans(),
)
def test_every_tilt_and_pitch_comes_back(
    tilt_deg: float, pitch_deg: float, orientation: int, front_camera: bool
) -> None:
    """Whatever way the phone is held, the tilt and the pitch it was held at are read."""
    vector = device_vector_g(tilt_deg, orientation=orientation, front_camera=front_camera, camera_pitch_deg=pitch_deg)
    gravity = gravity_from_vector(*vector, orientation=orientation, front_camera=front_camera)

    assert gravity is not None
    # 45 and -45 are the same: rounding may bring the one to the other
    assert math.sin(math.radians(gravity.tilt_deg - tilt_deg) * 4) == pytest.approx(0, abs=1e-6)
    assert gravity.camera_pitch_deg == pytest.approx(pitch_deg, abs=1e-6)


@pytest.mark.parametrize(("tilt_deg", "pitch_deg"), [(-45.0, 0.0), (46.0, 0.0), (math.nan, 0.0), (0.0, 91.0)])
def test_a_record_out_of_range_is_not_made(tilt_deg: float, pitch_deg: float) -> None:
    """A gravity record holds a tilt in (-45, 45] and a pitch in [-90, 90]."""
    with pytest.raises(ValueError, match="expected a"):
        Gravity(tilt_deg=tilt_deg, camera_pitch_deg=pitch_deg, front_camera=False)


@pytest.mark.parametrize("byte_order", [b"MM", b"II"])
def test_the_vector_is_read_from_the_maker_note(byte_order: bytes) -> None:
    """Tag 8 of an Apple MakerNote is read in the byte order that the note names, with tag and lens from the Exif."""
    note = apple_maker_note(device_vector_g(7, orientation=8, front_camera=True), byte_order=byte_order)

    gravity = read_gravity(_reloaded(apple_exif(note, orientation=8, front_camera=True)))

    assert gravity is not None
    assert gravity.tilt_deg == pytest.approx(7, abs=1e-5)
    assert gravity.camera_pitch_deg == pytest.approx(0)
    assert gravity.front_camera


def test_an_orientation_given_beside_the_exif_overrules_it() -> None:
    """HEIC loses its tag while it is turned: the one it had decides whether the picture is mirrored."""
    exif = apple_exif(apple_maker_note(device_vector_g(7, orientation=5)), orientation=1)

    gravity = read_gravity(exif, orientation=5)

    assert gravity is not None
    assert gravity.tilt_deg == pytest.approx(7, abs=1e-5)


GOOD_NOTE = apple_maker_note(UPRIGHT)
VECTOR_ENTRY = 14 + 2 + 12


def _changed(offset: int, data: bytes) -> bytes:
    return GOOD_NOTE[:offset] + data + GOOD_NOTE[offset + len(data) :]


@pytest.mark.parametrize(
    "note",
    [
        None,  # a photo of another phone, or one whose notes were taken out
        b"",  # an empty note
        b"Nikon\0" + GOOD_NOTE[6:],  # another maker
        GOOD_NOTE[:13],  # ends in the header
        GOOD_NOTE[:15],  # ends before the count of its tags
        GOOD_NOTE[: VECTOR_ENTRY + 5],  # ends inside the tag
        GOOD_NOTE[:-1],  # ends inside the vector
        _changed(12, b"XX"),  # no byte order
        _changed(VECTOR_ENTRY, struct.pack(">H", 9)),  # without the tag
        _changed(VECTOR_ENTRY + 2, struct.pack(">H", 5)),  # unsigned numbers
        _changed(VECTOR_ENTRY + 4, struct.pack(">I", 2)),  # two numbers
        _changed(VECTOR_ENTRY + 8, struct.pack(">I", 0xFFFFFFF0)),  # points out of the note
        _changed(len(GOOD_NOTE) - 4, struct.pack(">i", 0)),  # a number divided by zero
        apple_maker_note((0.0, 0.0, 0.0)),  # zero
        apple_maker_note((0.0, -9.8, 0.0)),  # absurd
    ],
)
def test_a_note_of_no_use_falls_through_quietly(note: bytes | None) -> None:
    """A missing, short, zero, absurd or foreign MakerNote is the same as none."""
    assert read_gravity(_reloaded(apple_exif(note))) is None


@given(position=st.integers(0, len(GOOD_NOTE) - 1), value=st.integers(0, 255))
def test_no_damaged_byte_in_a_note_raises(position: int, value: int) -> None:
    """A MakerNote with any one byte changed is read or passed over."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = _changed(position, bytes([value]))

    gravity = read_gravity(exif)

    assert gravity is None or gravity.tilt_deg is None or -45 < gravity.tilt_deg <= 45


def _reloaded(exif: Image.Exif) -> Image.Exif:
    fresh = Image.Exif()
    fresh.load(exif.tobytes())
    return fresh
