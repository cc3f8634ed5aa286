"""From whatever a file holds (palette, grey, 16 bit, alpha, CMYK, wide colours) to 8-bit sRGB pixels."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_PROFILE_SPACE_OF_MODE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
_MAX_THREADS = 4
_MIN_ROWS_A_THREAD = 256


def to_rgb(image: Image.Image) -> NDArray[np.uint8]:
    """Turn a loaded picture into sRGB pixels.

    Transparent parts become white, as on paper and in a browser. A colour profile is followed: a photo in Adobe RGB
    or ProPhoto looks pale without it.

    Parameters
    ----------
    image
        A picture that Pillow has decoded. Pillow itself undoes Adobe's inverted inks in CMYK files.

    Returns
    -------
    NDArray[np.uint8]
        Shape ``(height, width, 3)``, read-only.

    Raises
    ------
    ValueError
        Pixels that are no shown colours, such as floating-point or 32-bit values: nobody says which is white.
    """
    profile = image.info.get("icc_profile")
    flat = _flattened(image)
    rgb = _through_profile(flat, profile) if isinstance(profile, bytes) and profile else None
    if rgb is None:
        rgb = np.asarray(flat.convert("RGB"))
    rgb.setflags(write=False)
    return rgb


def _flattened(image: Image.Image) -> Image.Image:
    """Bring every way to store pixels to one of L, RGB and CMYK, without transparency."""
    if image.mode.startswith("I;16"):
        # 65535 is white: the rounded share of 255, not the upper byte, which would darken by half a level
        values = np.asarray(image).astype(np.uint32)
        return Image.fromarray(((values * 255 + 32767) // 65535).astype(np.uint8))
    if image.mode in {"I", "F", "LAB"}:
        raise ValueError(f"its pixels are stored as {image.mode}, which says not how bright they are to be shown")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("RGB")
    if image.mode in _PROFILE_SPACE_OF_MODE:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _through_profile(image: Image.Image, profile_bytes: bytes) -> NDArray[np.uint8] | None:
    """Convert to sRGB; None where there is nothing to convert, or the profile is damaged or not for these pixels."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_bytes))
        if profile.profile.xcolor_space.strip() != _PROFILE_SPACE_OF_MODE[image.mode]:
            return None
        if "srgb" in ImageCms.getProfileDescription(profile).lower():
            return None
        transform = ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            image.mode,
            "RGB",
            # relative: white stays white
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            # the cache is the one part of a transform that threads may not share
            ImageCms.Flags.NOCACHE,
        )
    except (OSError, ImageCms.PyCMSError):
        return None
    return _in_bands(image, transform)


def _in_bands(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> NDArray[np.uint8]:
    """Apply a transform to bands of rows on several threads: on one, 12 megapixels take longer than decoding them."""
    threads = max(1, min(_MAX_THREADS, os.cpu_count() or 1, image.height // _MIN_ROWS_A_THREAD))
    edges = [image.height * band // threads for band in range(threads + 1)]
    rgb = np.empty((image.height, image.width, 3), np.uint8)

    def convert(band: int) -> None:
        top, bottom = edges[band], edges[band + 1]
        rows = image.crop((0, top, image.width, bottom))
        rgb[top:bottom] = np.asarray(ImageCms.applyTransform(rows, transform))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(convert, range(threads)))
    return rgb
