"""The ``.task`` bundle: a stored zip of the two networks that find a person and place the landmarks."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Final

from thomas_test.errors import ModelError
from thomas_test.models.tflite import is_tflite, with_normalization

DETECTOR_MEMBER: Final = "pose_detector.tflite"
LANDMARKS_MEMBER: Final = "pose_landmarks_detector.tflite"

# What each network expects of a pixel, in grey levels. From the graphs of MediaPipe's old pose solution:
# pose_detection.pbtxt scales to -1..1, pose_landmark_by_roi.pbtxt to 0..1.
_DETECTOR_MEAN: Final = 127.5
_DETECTOR_STD: Final = 127.5
_LANDMARKS_MEAN: Final = 0.0
_LANDMARKS_STD: Final = 255.0

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name: the same bytes on every day
_UNIX: Final = 3  # "made on": the same bytes on every system
_ALIGNMENT: Final = 16  # networks are read where they lie in the zip
_LOCAL_HEADER_BYTES: Final = 30
_PADDING_ID: Final = 0xD935  # extra field "alignment", as Android's zipalign writes it


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 lower-case hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_bundle(path: Path, *, detector: bytes, landmarks: bytes) -> None:
    """Put the two bare networks into one bundle, each with its metadata; same input, same bytes.

    Raises
    ------
    ModelError
        One of them is no TensorFlow Lite network.
    """
    networks = {
        DETECTOR_MEMBER: with_normalization(detector, mean=_DETECTOR_MEAN, std=_DETECTOR_STD),
        LANDMARKS_MEMBER: with_normalization(landmarks, mean=_LANDMARKS_MEAN, std=_LANDMARKS_STD),
    }
    with path.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        for name, network in networks.items():
            bundle.writestr(_entry(name, starts_at=file.tell()), network)


def _entry(name: str, *, starts_at: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system = _UNIX
    entry.external_attr = 0o644 << 16
    before = starts_at + _LOCAL_HEADER_BYTES + len(name) + 4
    padding = -before % _ALIGNMENT
    entry.extra = _PADDING_ID.to_bytes(2, "little") + padding.to_bytes(2, "little") + bytes(padding)
    return entry


def check_bundle(path: Path) -> None:
    """Make sure that a file is a pose bundle that MediaPipe can read.

    Raises
    ------
    ModelError
        It is no zip, lacks one of the two networks, or holds them compressed.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            for name in (DETECTOR_MEMBER, LANDMARKS_MEMBER):
                _check_member(bundle, name)
    except (zipfile.BadZipFile, EOFError) as error:
        raise ModelError(f"expected a zip with {DETECTOR_MEMBER} and {LANDMARKS_MEMBER}, got no zip") from error


def _check_member(bundle: zipfile.ZipFile, name: str) -> None:
    if name not in bundle.namelist():
        found = ", ".join(bundle.namelist()[:5]) or "nothing"
        raise ModelError(f"expected {name} in the zip, found {found}")
    if bundle.getinfo(name).compress_type != zipfile.ZIP_STORED:
        raise ModelError(f"expected {name} stored as it is, found it compressed: MediaPipe cannot read that")
    with bundle.open(name) as member:
        if not is_tflite(member.read(8)):
            raise ModelError(f"expected a TensorFlow Lite network in {name}, got something else")
