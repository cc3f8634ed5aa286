"""Pose models of a few hundred bytes, with everything that a real one has."""

from __future__ import annotations

import hashlib
import struct
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import flatbuffers

from thomas_test.estimators.models.bundle import write_bundle
from thomas_test.estimators.models.catalogue import KnownModel, Member, ModelName, PackageKind


def tiny_network(text: str) -> bytes:
    """Write a TensorFlow Lite network (schema version 3) with one subgraph and two buffers, the second of ``text``."""
    builder = flatbuffers.Builder(64)
    description = builder.CreateString(text)
    builder.Prep(16, len(text))
    data = builder.CreateByteVector(text.encode())
    builder.StartObject(3)
    builder.PrependUOffsetTRelativeSlot(0, data, 0)
    full_buffer = builder.EndObject()
    builder.StartObject(3)
    empty_buffer = builder.EndObject()
    buffers = _vector(builder, [empty_buffer, full_buffer])
    builder.StartObject(5)
    subgraphs = _vector(builder, [builder.EndObject()])
    builder.StartObject(8)
    builder.PrependUint32Slot(0, 3, 0)
    builder.PrependUOffsetTRelativeSlot(2, subgraphs, 0)
    builder.PrependUOffsetTRelativeSlot(3, description, 0)
    builder.PrependUOffsetTRelativeSlot(4, buffers, 0)
    builder.Finish(builder.EndObject(), b"TFL3")
    return bytes(builder.Output())


def _vector(builder: flatbuffers.Builder, references: list[int]) -> int:
    builder.StartVector(4, len(references), 4)
    for reference in reversed(references):
        builder.PrependUOffsetTRelative(reference)
    return int(builder.EndVector())


DETECTOR = tiny_network("finds people")
LANDMARKS = tiny_network("finds joints")


def sha256(data: bytes) -> str:
    """Hash of bytes, as the catalogue writes it."""
    return hashlib.sha256(data).hexdigest()


def tiny_bundle(path: Path) -> Path:
    """Write the bundle of the two tiny networks."""
    write_bundle(path, detector=DETECTOR, landmarks=LANDMARKS)
    return path


OFFICIAL = b"what Google's store would send"


def tiny_known(
    folder: Path,
    *,
    name: ModelName = ModelName.FULL,
    landmarks_in: PackageKind = PackageKind.WHEEL,
    url: str = "http://127.0.0.1:9/model.task",
) -> KnownModel:
    """Describe the tiny model as the catalogue describes a real one; ``folder`` is for working in."""
    rebuilt = tiny_bundle(folder / "expected.task").read_bytes()
    return KnownModel(
        name=name,
        url=url,
        official_sha256=sha256(OFFICIAL),
        rebuilt_sha256=sha256(rebuilt),
        detector=Member(package=PackageKind.WHEEL, path="m/detector.tflite", sha256=sha256(DETECTOR)),
        landmarks=Member(package=landmarks_in, path="m/landmarks.tflite", sha256=sha256(LANDMARKS)),
    )


def write_wheel(folder: Path, members: dict[str, bytes]) -> None:
    """Write what ``pip download`` would leave in a folder."""
    with zipfile.ZipFile(folder / "mediapipe-0-py3-none-any.whl", "w") as wheel:
        for name, data in members.items():
            wheel.writestr(name, data)


def write_npm(folder: Path, members: dict[str, bytes]) -> None:
    """Write what ``npm pack`` would leave in a folder."""
    with tarfile.open(folder / "mediapipe-pose-0.tgz", "w:gz") as package:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            package.addfile(entry, BytesIO(data))


def version_of(network: bytes) -> int:
    """Read the schema version where a reader of the format looks for it: root, index, field 0."""
    root = struct.unpack_from("<I", network)[0]
    index = root - struct.unpack_from("<i", network, root)[0]
    place = struct.unpack_from("<H", network, index + 4)[0]
    return int(struct.unpack_from("<I", network, root + place)[0])
