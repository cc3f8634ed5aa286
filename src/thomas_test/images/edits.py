"""What a file says of how its picture was changed after the camera wrote it.

An editor that turns, mirrors or warps a picture mostly keeps what the phone's sensors said, which then is no longer
true of the pixels. Where the file admits it, the sensor's level is not used; where it does not, the table's edge tells.
"""

from __future__ import annotations

import re

from PIL import ExifTags, Image

_EDITORS = re.compile(
    rb"photoshop|lightroom|camera raw|gimp|snapseed|pixelmator|affinity|darktable|rawtherapee|capture one|luminar"
    rb"|picasa|paint\.net|paint shop|acdsee|photoscape|polarr|vsco|canva|picsart|imagemagick|irfanview|xnview|krita"
    rb"|digikam|faststone|microsoft (windows )?photo|windows photo|photos editor|photodirector|facetune",
    re.IGNORECASE,
)
"""Programs that turn, crop and warp pictures, as they name themselves in ``Software`` or in XMP."""

_TURNS = re.compile(
    rb"crs:(?:CropAngle|StraightenAngle|PerspectiveRotate|PerspectiveVertical|PerspectiveHorizontal|PerspectiveAspect"
    rb"|UprightTransform_\d)\s*(?:=\s*[\"\']|>)\s*([+-]?\d+(?:\.\d+)?)"
)
"""Settings of Lightroom and Camera Raw that turn or warp, with their amount."""

_SAME_SHAPE = 0.01
"""How much two pictures of one shape may differ in it: sides are whole pixels, and encoders round to eights."""


def admits_edit(image: Image.Image, exif: Image.Exif) -> bool:
    """Whether the file says that a program which turns and warps pictures has written it."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    software = (exif.get(ExifTags.Base.Software), exif.get(ExifTags.Base.ProcessingSoftware))
    notes = [str(each).encode() for each in (*software, details.get(ExifTags.Base.Software)) if each]
    xmp = _xmp(image)
    # what XMP names as the program that wrote the file, now or earlier
    tools = re.findall(rb"(?:CreatorTool|softwareAgent)\s*(?:=\s*[\"\']|>)\s*([^\"\'<]{1,80})", xmp)
    turned = any(float(amount) != 0.0 for amount in _TURNS.findall(xmp))
    return turned or any(_EDITORS.search(note) for note in (*notes, *tools))


def is_reshaped(size_px: tuple[int, int], exif: Image.Exif) -> bool:
    """Whether the picture has another shape than the camera gave it: cropped, or stretched, which bends every angle.

    Parameters
    ----------
    size_px
        Width and height as stored, or turned by a quarter.
    exif
        Its Exif data, in which cameras note the size they wrote; many editors leave it.
    """
    details = exif.get_ifd(ExifTags.IFD.Exif)
    width, height = (details.get(tag) for tag in (ExifTags.Base.ExifImageWidth, ExifTags.Base.ExifImageHeight))
    if not (isinstance(width, int) and isinstance(height, int) and min(width, height) > 0):
        return False
    shape, camera_shape = (max(sides) / min(sides) for sides in (size_px, (width, height)))
    return abs(shape / camera_shape - 1.0) > _SAME_SHAPE


def _xmp(image: Image.Image) -> bytes:
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return found if isinstance(found, bytes) else str(found).encode()
