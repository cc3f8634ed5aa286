"""Gives a bare ``.tflite`` network the note about its input that MediaPipe Tasks asks for.

MediaPipe's packages carry the pose networks without metadata; its Tasks interface refuses such
a network ("it requires specifying NormalizationOptions metadata"). The note says how a pixel becomes
a network's input: ``(pixel - mean) / std``.

A ``.tflite`` file is a FlatBuffer, whose references only point forwards. So the original file is kept
as it is, byte for byte, and a new head is set before it, whose references point into it. Two things
follow, and they are why this is not done with a generated schema that reads and writes everything anew:
the weights that were checked by their hash are still there verbatim, and the result depends neither on the
version of the schema nor on that of the library, so that its own hash can be pinned.

Table layouts: ``schema.fbs`` of TensorFlow Lite (version 3) and ``metadata_schema.fbs`` of TFLite Support.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from thomas_test.errors import ModelError

if TYPE_CHECKING:  # brings numpy along, and is needed only where a bundle is rebuilt
    import flatbuffers
    from flatbuffers.table import Table

TFLITE_IDENTIFIER: Final = b"TFL3"
_METADATA_IDENTIFIER: Final = b"M001"
_METADATA_NAME: Final = "TFLITE_METADATA"
# TensorFlow Lite wants the data of a buffer on 16-byte boundaries (`force_align: 16` in the schema)
_ALIGNMENT: Final = 16
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
    builder.Prep(_ALIGNMENT, len(network))
    # positions in a builder count from the end, since it writes from the back to the front
    start = builder.CreateByteVector(network) - _OFFSET_BYTES
    old = Table(network, struct.unpack_from("<I", network)[0])

    builder.Prep(_ALIGNMENT, len(note))
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
