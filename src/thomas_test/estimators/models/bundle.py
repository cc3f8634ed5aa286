"""The ``.task`` bundle: a stored zip of the two networks that find a person and place the landmarks."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from thomas_test.core.errors import ModelError

if TYPE_CHECKING:  # brings numpy along, and is needed only where a bundle is rebuilt
    import flatbuffers
    from flatbuffers.table import Table

TFLITE_IDENTIFIER: Final = b"TFL3"
_METADATA_IDENTIFIER: Final = b"M001"
_METADATA_NAME: Final = "TFLITE_METADATA"
# TensorFlow Lite wants the data of a buffer on 16-byte boundaries (`force_align: 16` in the schema)
_MODEL_ALIGNMENT: Final = 16
_OFFSET_BYTES: Final = 4

# Field numbers of the schema's tables
_MODEL_FIELDS: Final = 8
_MODEL_VERSION: Final = 0
_MODEL_BUFFERS: Final = 4
_MODEL_METADATA: Final = 6
# operator codes, subgraphs, description, (old) metadata buffer, signatures: taken over as they are
_MODEL_KEPT: Final = (1, 2, 3, 5, 7)
_NORMALIZATION_OPTIONS: Final = 1  # in the union ProcessUnitOptions


def is_tflite(data: bytes) -> bool:
    """Say whether the bytes carry the mark of a TensorFlow Lite network."""
    return data[4:8] == TFLITE_IDENTIFIER


def with_normalization(network: bytes, *, mean: float, std: float) -> bytes:
    """Set the metadata "input = (pixel - mean) / std" before a network.

    Parameters
    ----------
    network
        A ``.tflite`` file without metadata.
    mean, std
        In grey levels, 0 to 255, the same for all three channels.

    Returns
    -------
    bytes
        A ``.tflite`` file with metadata, the given bytes verbatim inside. The same input gives the
        same output, byte for byte.

    Raises
    ------
    ModelError
        The bytes are no TensorFlow Lite network, or are cut off.
    """
    if not is_tflite(network):
        raise ModelError(f"expected a TensorFlow Lite network (mark TFL3), got {network[:8]!r}")
    note = _normalization_note(mean=mean, std=std)
    try:
        return _set_before(network, note)
    except (struct.error, IndexError, TypeError) as error:
        raise ModelError("expected a whole TensorFlow Lite network, got one that is cut off or damaged") from error


def _normalization_note(*, mean: float, std: float) -> bytes:
    """ModelMetadata > SubGraphMetadata > TensorMetadata (input 0) > ProcessUnit > NormalizationOptions."""
    import flatbuffers

    builder = flatbuffers.Builder(256)
    stds = _floats(builder, std)
    means = _floats(builder, mean)
    options = _table(builder, 2, {0: means, 1: stds})
    builder.StartObject(2)
    builder.PrependUint8Slot(0, _NORMALIZATION_OPTIONS, 0)
    builder.PrependUOffsetTRelativeSlot(1, options, 0)
    process_unit = builder.EndObject()
    tensor = _table(builder, 7, {4: _offsets(builder, [process_unit])})
    subgraph = _table(builder, 9, {2: _offsets(builder, [tensor])})
    metadata = _table(builder, 8, {3: _offsets(builder, [subgraph])})
    builder.Finish(metadata, _METADATA_IDENTIFIER)
    return bytes(builder.Output())


def _set_before(network: bytes, note: bytes) -> bytes:
    import flatbuffers
    from flatbuffers.table import Table

    builder = flatbuffers.Builder(len(network) + len(note) + 65_536)
    builder.Prep(_MODEL_ALIGNMENT, len(network))
    # positions in a builder count from the end, since it writes from the back to the front
    start = builder.CreateByteVector(network) - _OFFSET_BYTES
    old = Table(network, struct.unpack_from("<I", network)[0])

    builder.Prep(_MODEL_ALIGNMENT, len(note))
    data = builder.CreateByteVector(note)
    buffers = [start - position for position in _tables(old, _MODEL_BUFFERS)]
    buffers.append(_table(builder, 3, {0: data}))

    name = builder.CreateString(_METADATA_NAME)
    builder.StartObject(2)
    builder.PrependUOffsetTRelativeSlot(0, name, 0)
    builder.PrependUint32Slot(1, len(buffers) - 1, 0)
    entries = [*(start - position for position in _tables(old, _MODEL_METADATA)), builder.EndObject()]

    new_buffers = _offsets(builder, buffers)
    new_entries = _offsets(builder, entries)
    builder.StartObject(_MODEL_FIELDS)
    builder.PrependUint32Slot(_MODEL_VERSION, _version(old), 0)
    builder.PrependUOffsetTRelativeSlot(_MODEL_BUFFERS, new_buffers, 0)
    builder.PrependUOffsetTRelativeSlot(_MODEL_METADATA, new_entries, 0)
    for field in _MODEL_KEPT:
        place = old.Offset(_slot(field))
        if place:
            builder.PrependUOffsetTRelativeSlot(field, start - old.Indirect(old.Pos + place), 0)
    builder.Finish(builder.EndObject(), TFLITE_IDENTIFIER)
    return bytes(builder.Output())


def _slot(field: int) -> int:
    """Place of a field in a table's index: two sizes come first, two bytes each."""
    return 4 + 2 * field


def _version(model: Table) -> int:
    place = model.Offset(_slot(_MODEL_VERSION))
    return int(struct.unpack_from("<I", model.Bytes, model.Pos + place)[0]) if place else 0


def _tables(model: Table, field: int) -> list[int]:
    """Positions, from the start of the file, of the tables that a vector field holds."""
    place = model.Offset(_slot(field))
    if not place:
        return []
    first, count = model.Vector(place), model.VectorLen(place)
    return [model.Indirect(first + _OFFSET_BYTES * index) for index in range(count)]


def _table(builder: flatbuffers.Builder, fields: int, references: dict[int, int]) -> int:
    builder.StartObject(fields)
    for field, reference in references.items():
        builder.PrependUOffsetTRelativeSlot(field, reference, 0)
    return int(builder.EndObject())


def _offsets(builder: flatbuffers.Builder, references: Sequence[int]) -> int:
    builder.StartVector(_OFFSET_BYTES, len(references), _OFFSET_BYTES)
    for reference in reversed(references):
        builder.PrependUOffsetTRelative(reference)
    return int(builder.EndVector())


def _floats(builder: flatbuffers.Builder, value: float) -> int:
    builder.StartVector(4, 1, 4)
    builder.PrependFloat32(value)
    return int(builder.EndVector())


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
    """The SHA-256 of a file, 64 lower-case hex digits."""
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
