"""Read a photo from a file, an upload or bytes; whatever is wrong with it becomes an `ImageError` with a reason."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import stat
import struct
import textwrap
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError

from thomas_test.core.errors import ImageError
from thomas_test.images.bounds import check_work
from thomas_test.images.edits import admits_edit, is_reshaped
from thomas_test.images.folder import printable_text
from thomas_test.images.gravity import Gravity, read_gravity
from thomas_test.images.own_output import refuse_marked, refuse_placed
from thomas_test.images.photo import Photo
from thomas_test.images.pixels import to_rgb

MAX_PIXELS = 52_000_000
"""Most pixels of a photo as it is measured: those of a 50-megapixel phone. The networks look at far fewer, and a photo
within is read with less than 1 GB of memory."""

MAX_JPEG_PIXELS = 250_000_000
"""Most pixels of a JPEG, the largest phone's 200 million among them: one over `MAX_PIXELS` is decoded at half its
width and height, or a quarter, which takes less memory and time than whole (libjpeg scales while it decodes)."""

MAX_OTHER_PIXELS = 120_000_000
"""Most pixels of any other picture, that of a 108-megapixel phone among them: it has to be decoded whole, 360 MB,
before it is scaled down."""

_REDUCED_AT_ONCE = frozenset({"L", "RGB", "CMYK"})
"""Ways to store pixels of which the mean is the mean of the colours: these are scaled down before anything else."""

MAX_SIDE_PX = 65_535
"""Longest side that is decoded: that of the largest JPEG there can be. What is longer is a line of pixels and no photo,
and takes gigabytes once it is scaled."""

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "HEIF", "AVIF")
"""The only decoders that strangers' bytes reach; Pillow has many more, some of which start other programs."""

_SCALED_WHILE_DECODED = frozenset({"JPEG", "MPO"})
"""Formats that need not be decoded whole to be had smaller."""

_MOVING_FORMATS = frozenset({"PNG", "WEBP", "GIF", "AVIF"})
"""Formats whose several frames are a film. Several pictures in a JPEG (MPO), HEIC or TIFF are brightness maps,
thumbnails or pages beside the photo, which comes first: iPhones and Pixels write such files."""

_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
)
"""What Pillow and its plugins raise on damaged files, by their sources and by flipping bytes in the tests."""

_NOTE_ERRORS = (*_DECODER_ERRORS, MemoryError)
"""The same for what stands beside the pixels: a note that asks for too much memory is none."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a stored picture upright, by its Exif orientation (Exif 3.0, section 4.6.5.1.6)."""


def read_photo(source: Path | str | bytes | BinaryIO, *, name: str | None = None) -> Photo:
    """Read a photo upright, in sRGB, and at full size up to `MAX_PIXELS`; a larger one is scaled down.

    JPEG (CMYK too), PNG, WebP, TIFF, BMP, HEIC, AVIF and still GIF; the content decides, not the name's ending.

    Parameters
    ----------
    source
        A file's path, its bytes, or an open binary stream, which is read from its start where it can be rewound.
    name
        What to call the picture; otherwise the file's name, or "picture".

    Raises
    ------
    ImageError
        With the reason ``vanished``, ``no_permission``, ``empty``, ``too_large`` (more than `MAX_JPEG_PIXELS` or
        `MAX_OTHER_PIXELS`, seen before anything is decoded), ``animated`` (which moment is the test, only a person can
        say), ``own_output`` (a picture that this package drew on), ``out_of_memory``, or ``unreadable``.
    """
    if isinstance(source, str):
        source = Path(source)
    if name is None:
        name = printable_text(source.name) if isinstance(source, Path) else "picture"
    if _elsewhere is not None:
        return _elsewhere(source if isinstance(source, Path) else _bytes_of(source), name)
    with _stream(source, name) as stream, _OWN_LIMITS, _memory_told(name):
        check_work(stream, name)
        return _read(stream, name)


_elsewhere: Callable[[Path | bytes, str], Photo] | None = None


def read_photos_with(reader: Callable[[Path | bytes, str], Photo] | None) -> None:
    """Have all photos of this process read by somebody else, such as `thomas_test.images.apart.Apart`.

    Parameters
    ----------
    reader
        Gets a file's path or bytes, and a name; None reads them here again.
    """
    global _elsewhere
    _elsewhere = reader


@contextlib.contextmanager
def _memory_told(name: str) -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        message = f"Reading {name!r} takes more memory than one photo may. Scale it down, or export it as JPEG."
        raise ImageError(message, reason="out_of_memory") from error


class _OwnLimits:
    """What Pillow warns of (many pixels, odd metadata) is decided here, or does not matter to people.

    Python's warning filters (until 3.14) and Pillow's limit belong to the whole process. So all that read at the same
    time share one change of them: the first makes it, the last undoes it, and nobody waits while another decodes.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers = 0
        self._undoing = contextlib.ExitStack()

    def __enter__(self) -> None:
        """Make the change, or share it."""
        with self._lock:
            if self._readers == 0:
                self._undoing.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore")
                self._undoing.callback(setattr, Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
                # it raises from twice this limit on
                Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS // 2
            self._readers += 1

    def __exit__(self, *_: object) -> None:
        """Undo it, if nobody reads any more."""
        with self._lock:
            self._readers -= 1
            if self._readers == 0:
                self._undoing.close()


_OWN_LIMITS = _OwnLimits()
_PILLOW = threading.Lock()
"""Held for a moment, where Pillow's limit is lifted to read a header."""


def _read(stream: BinaryIO, name: str) -> Photo:
    # one name for the picture: what was decoded is let go as soon as there is a smaller one
    image, gravity, reshaped, shrunk = _decoded(stream, name)
    left = 1 if image.format in _SCALED_WHILE_DECODED else shrunk
    turn = _turn(image)
    if left > 1 and image.mode in _REDUCED_AT_ONCE:
        image, left = image.reduce(left), 1
    try:
        rgb = to_rgb(image if turn is None else image.transpose(turn))
    except ValueError as error:
        message = f"{name!r} cannot be shown: {error}. Export it as JPEG, or as PNG or TIFF of 8 or 16 bits."
        raise ImageError(message, reason="unreadable") from error
    if left > 1:
        rgb = np.asarray(Image.fromarray(rgb).reduce(left))
    return Photo(name=name, rgb=rgb, gravity=gravity, reshaped=reshaped, shrunk=shrunk)


class _Opened(NamedTuple):
    """A decoded picture and what its file says of it."""

    image: Image.Image
    gravity: Gravity | None
    reshaped: bool
    shrunk: int


def _decoded(stream: BinaryIO, name: str) -> _Opened:
    _know_heif()
    try:
        image = Image.open(stream, formats=_FORMATS)
        _check_size(image, name)
        _check_still(image, name)
        refuse_marked(image, name)
        # before decoding, which turns a TIFF and then forgets how
        gravity, reshaped = _gravity(image), _is_reshaped(image)
        shrunk = _shrinking(image.size)
        if shrunk > 1 and image.format in _SCALED_WHILE_DECODED:
            image.draft(None, (image.width // shrunk, image.height // shrunk))
        image.load()
    except Image.DecompressionBombError as error:
        raise ImageError(_too_large(name, *_claimed_size(stream)), reason="too_large") from error
    except UnidentifiedImageError as error:
        raise ImageError(
            f"{name!r} holds no picture that can be read. Expected JPEG, PNG, WebP, TIFF, BMP, HEIC or AVIF: "
            "open it in a photo program and export it as JPEG.",
            reason="unreadable",
        ) from error
    except _DECODER_ERRORS as error:
        raise ImageError(
            f"{name!r} is damaged or incomplete ({_short(error)}). Copy it again from the camera or export it as JPEG.",
            reason="unreadable",
        ) from error
    return _Opened(image=image, gravity=gravity, reshaped=reshaped, shrunk=shrunk)


def _shrinking(size_px: tuple[int, int]) -> int:
    """By how much both sides of a picture are divided to be at most `MAX_PIXELS`: 1, 2 or 4."""
    pixels, shrunk = size_px[0] * size_px[1], 1
    while pixels > MAX_PIXELS * shrunk**2:
        shrunk *= 2
    return shrunk


@contextlib.contextmanager
def _stream(source: Path | bytes | BinaryIO, name: str) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with _open_file(source, name) as stream:
            yield stream
        return
    data = _bytes_of(source)
    _check_not_empty(len(data), name)
    yield io.BytesIO(data)


def _bytes_of(source: bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes):
        return source
    if source.seekable():
        source.seek(0)
    return source.read()


def _open_file(path: Path, name: str) -> BinaryIO:
    try:
        status = path.stat()
        # a pipe would be waited for without end
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(path, name)
        _check_not_empty(status.st_size, name)
        stream = path.open("rb")
    except FileNotFoundError as error:
        message = f"{name!r} is not there: expected a picture. It may have been moved, renamed or deleted meanwhile."
        raise ImageError(message, reason="vanished") from error
    except PermissionError as error:
        raise ImageError(_no_permission(name), reason="no_permission") from error
    except OSError as error:
        message = f"{name!r} cannot be opened ({error.strerror}). Copy it to this computer and try again."
        raise ImageError(message, reason="unreadable") from error
    try:
        refuse_placed(path, name)
    except BaseException:
        stream.close()
        raise
    return stream


def _not_a_file(path: Path, name: str) -> ImageError:
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        return ImageError(_no_permission(name), reason="no_permission")
    return ImageError(f"{name!r} is a folder or a device, expected a picture file.", reason="unreadable")


def _no_permission(name: str) -> str:
    return f"Not allowed to read {name!r}. Change its permissions or ask its owner."


def _check_not_empty(size_bytes: int, name: str) -> None:
    if size_bytes == 0:
        raise ImageError(f"{name!r} is empty (0 bytes), expected a picture. Copy it again.", reason="empty")


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if max(width, height) > MAX_SIDE_PX:
        message = f"{name!r} has {width} x {height} pixels: expected a photo, at most {MAX_SIDE_PX} pixels to a side."
        raise ImageError(message, reason="too_large")
    if width * height > _most_pixels(image.format):
        raise ImageError(_too_large(name, f"{width} x {height}", image.format), reason="too_large")
    if min(width, height) < 1:
        raise ValueError(f"{width} x {height} pixels")


def _claimed_size(stream: BinaryIO) -> tuple[str, str | None]:
    """Read size and format of a picture that Pillow itself finds too large: from its header, nothing is decoded."""
    with _PILLOW:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            stream.seek(0)
            image = Image.open(stream, formats=_FORMATS)
        except _NOTE_ERRORS:
            return "far more", None
        finally:
            Image.MAX_IMAGE_PIXELS = limit
    width, height = image.size
    return f"{width} x {height}", image.format


def _short(error: Exception) -> str:
    """A decoder's words in one line: some say a lot about themselves, over several."""
    return textwrap.shorten(str(error), 80, placeholder=" …")


def _most_pixels(picture_format: str | None) -> int:
    return MAX_JPEG_PIXELS if picture_format in _SCALED_WHILE_DECODED else MAX_OTHER_PIXELS


def _too_large(name: str, size: str, picture_format: str | None) -> str:
    limit = _most_pixels(picture_format) // 1_000_000
    return f"{name!r} has too many pixels: expected at most {limit} million, got {size}. Scale it down."


def _check_still(image: Image.Image, name: str) -> None:
    if image.format in _MOVING_FORMATS and getattr(image, "is_animated", False):
        raise ImageError(
            f"{name!r} is animated, expected a single picture. Export the frame that shows the test.",
            reason="animated",
        )


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except _NOTE_ERRORS:  # the pixels may be fine: a damaged note beside them is no reason to refuse
        return Image.Exif()


def _gravity(image: Image.Image) -> Gravity | None:
    # pillow-heif resets the tag to 1, because it has turned the picture, and keeps what it was
    orientation = image.info.get("original_orientation")
    exif = _exif(image)
    try:
        gravity = read_gravity(exif, orientation=orientation)
        # how the pixels lie now only the picture tells; how steeply the camera looked is still about right
        return replace(gravity, tilt_deg=None) if gravity is not None and admits_edit(image, exif) else gravity
    except _NOTE_ERRORS:
        return None


def _is_reshaped(image: Image.Image) -> bool:
    try:
        return is_reshaped(image.size, _exif(image))
    except _NOTE_ERRORS:
        return False


def _turn(image: Image.Image) -> Image.Transpose | None:
    # read again: Pillow has turned a TIFF, pillow-heif a HEIC, and both say so by taking the tag away
    orientation = _exif(image).get(ExifTags.Base.Orientation)
    return _UPRIGHT.get(orientation) if isinstance(orientation, int) else None


@functools.cache
def _know_heif() -> None:
    # thumbnails and depth maps are not looked at, so they need not be parsed
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
