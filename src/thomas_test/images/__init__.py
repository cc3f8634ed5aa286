"""Pictures in and out: read a photo upright and know where gravity points, walk a folder, write without metadata."""

from thomas_test.images.folder import PICTURE_SUFFIXES
from thomas_test.images.gravity import Gravity, gravity_from_vector, read_gravity
from thomas_test.images.photo import Photo
from thomas_test.images.reading import MAX_PIXELS, read_photo
from thomas_test.images.writing import encode_picture, write_picture

__all__ = [
    "MAX_PIXELS",
    "PICTURE_SUFFIXES",
    "Gravity",
    "Photo",
    "encode_picture",
    "gravity_from_vector",
    "read_gravity",
    "read_photo",
    "write_picture",
]
