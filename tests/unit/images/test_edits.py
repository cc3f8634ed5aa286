"""A picture that was changed after the camera wrote it: what the file admits is obeyed."""

from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image

from support.apple_makernote import apple_exif, apple_maker_note, device_vector_g
from support.pictures import level_scene
from thomas_test.images import Photo, read_photo

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    "<rdf:Description {}/></rdf:RDF></x:xmpmeta>"
)


def edited(
    *,
    software: str | None = None,
    xmp: str = "",
    camera_px: tuple[int, int] | None = None,
    size_px: tuple[int, int] = (320, 240),
    picture_format: str = "JPEG",
) -> Photo:
    """A photo tilted by 3 degrees, as an iPhone writes it, with what an editor left in it."""
    exif = apple_exif(apple_maker_note(device_vector_g(3.0, orientation=1)))
    if software is not None:
        exif[ExifTags.Base.Software] = software
    if camera_px is not None:
        details = exif.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.ExifImageWidth], details[ExifTags.Base.ExifImageHeight] = camera_px
    target = io.BytesIO()
    options = {"xmp": XMP.format(xmp).encode()} if xmp else {}
    Image.fromarray(level_scene()).resize(size_px).save(target, picture_format, exif=exif.tobytes(), **options)
    return read_photo(target.getvalue())


@pytest.mark.parametrize("software", [None, "17.5.1", "HDR+ 1.0.540104767zd", "Ver.1.0 ", "G991BXXU5CVDD"])
def test_a_camera_s_own_file_keeps_its_level(software: str | None) -> None:
    """Phones name their system or their camera program there."""
    photo = edited(software=software)
    assert photo.gravity is not None
    assert photo.gravity.tilt_deg == pytest.approx(3.0, abs=1e-3)


@pytest.mark.parametrize(
    "software",
    [
        "Adobe Photoshop 25.4 (Windows)",
        "Adobe Lightroom 7.2.1 (Android)",
        "Snapseed 2.0",
        "GIMP 2.10.36",
        "Picasa",
        "paint.net 5.0.13",
        "Microsoft Windows Photo Viewer 10.0",
        "darktable 4.6.1",
    ],
)
def test_an_editor_that_names_itself_costs_the_sensor_s_level(software: str) -> None:
    """It may have turned or mirrored the picture; how steeply the camera looked is still known."""
    photo = edited(software=software)
    assert photo.gravity is not None
    assert photo.gravity.tilt_deg is None
    assert photo.gravity.camera_pitch_deg == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("picture_format", ["JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("xmp", "is_obeyed"),
    [
        ('crs:HasCrop="True" crs:CropAngle="-2.35"', True),
        ("crs:CropAngle='1.5'", True),
        ('crs:PerspectiveVertical="+12"', True),
        ('crs:CropAngle="0" crs:PerspectiveRotate="0.0"', False),
        ('xmp:CreatorTool="Adobe Photoshop Lightroom Classic 13.1"', True),
        ('xmp:CreatorTool="17.5.1"', False),
        ('stEvt:softwareAgent="Snapseed 2.0"', True),
        ('xmp:CreateDate="2026-01-02T09:41:00"', False),
    ],
)
def test_what_xmp_admits_is_obeyed(xmp: str, is_obeyed: bool, picture_format: str) -> None:
    """A turn with its angle, or the program that wrote it, in attributes as editors write them."""
    photo = edited(xmp=xmp, picture_format=picture_format)
    assert photo.gravity is not None
    assert (photo.gravity.tilt_deg is None) == is_obeyed


@pytest.mark.parametrize(
    ("camera_px", "size_px", "reshaped"),
    [
        (None, (320, 240), False),  # the file does not say
        ((4032, 3024), (320, 240), False),  # made smaller
        ((3024, 4032), (320, 240), False),  # and turned by a quarter
        ((4032, 3024), (324, 240), True),
        ((4032, 3024), (320, 180), True),  # 4:3 shown as 16:9, or cropped to it
        ((4000, 2250), (320, 240), True),
        ((4032, 3024), (321, 240), False),  # whole pixels
    ],
)
def test_another_shape_than_the_camera_s_is_noticed(
    camera_px: tuple[int, int] | None, size_px: tuple[int, int], reshaped: bool
) -> None:
    """Cameras note the size that they wrote, and editors mostly leave it."""
    assert edited(camera_px=camera_px, size_px=size_px).reshaped is reshaped
