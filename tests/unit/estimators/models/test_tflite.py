"""Metadata set before a network: read back with the schemas that MediaPipe itself ships."""

from __future__ import annotations

from typing import Any

import pytest

from support.tiny_models import DETECTOR, sha256, tiny_network, version_of
from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.bundle import is_tflite, with_normalization


def _parsed(network: bytes) -> Any:
    from mediapipe.tasks.metadata import schema_py_generated as schema

    return schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(network, 0))


def _note(network: bytes) -> Any:
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    model = _parsed(network)
    entry = next(entry for entry in model.metadata if entry.name == b"TFLITE_METADATA")
    note = bytes(model.buffers[entry.buffer].data)
    assert note[4:8] == b"M001"
    return schema.ModelMetadataT.InitFromObj(schema.ModelMetadata.GetRootAsModelMetadata(note, 0))


def _contents(model: Any) -> list[bytes]:
    return [b"" if buffer.data is None else bytes(buffer.data) for buffer in model.buffers]


@pytest.mark.parametrize("length", [1, 15, 16, 17, 1000])
def test_the_network_stays_verbatim_on_its_boundary(length: int) -> None:
    """The bytes whose hash was checked are inside unchanged, and still on a 16-byte boundary."""
    network = tiny_network("x" * length)
    result = with_normalization(network, mean=0, std=255)
    assert result.count(network) == 1
    assert result.index(network) % 16 == 0


def test_the_head_reads_as_the_old_one_did() -> None:
    """Version, description, subgraphs and buffers are what they were; one buffer is new."""
    before, after = _parsed(DETECTOR), _parsed(with_normalization(DETECTOR, mean=0, std=255))
    assert version_of(with_normalization(DETECTOR, mean=0, std=255)) == after.version == before.version == 3
    assert after.description == before.description == b"finds people"
    assert len(after.subgraphs) == len(before.subgraphs) == 1
    assert len(after.buffers) == len(before.buffers) + 1
    assert _contents(after)[:-1] == _contents(before) == [b"", b"finds people"]


@pytest.mark.parametrize(("mean", "std"), [(127.5, 127.5), (0.0, 255.0)])  # the detector's, the landmarks'
def test_the_note_says_how_a_pixel_is_scaled(mean: float, std: float) -> None:
    """NormalizationOptions of the first input holds the given mean and deviation."""
    unit = (
        _note(with_normalization(DETECTOR, mean=mean, std=std))
        .subgraphMetadata[0]
        .inputTensorMetadata[0]
        .processUnits[0]
    )
    assert unit.optionsType == 1  # NormalizationOptions
    assert list(unit.options.mean) == [mean]
    assert list(unit.options.std) == [std]


def test_metadata_that_was_there_is_kept() -> None:
    """A network that already carries an entry has both afterwards."""
    once = with_normalization(DETECTOR, mean=0, std=255)
    twice = with_normalization(once, mean=0, std=255)
    assert [entry.name for entry in _parsed(twice).metadata] == [b"TFLITE_METADATA"] * 2


def test_the_same_network_gives_the_same_bytes_everywhere() -> None:
    """The result is pinned by its hash: it must not depend on machine, day or library version."""
    expected = "6b3f256129b4f4520d041a3e5a484a5a0e2271e86d42d315e91d2b7dd4283a89"
    assert sha256(with_normalization(DETECTOR, mean=0, std=255)) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",  # empty
        b"PK\3\4 a zip",  # something else
        DETECTOR[:40],  # cut off after the mark
        DETECTOR[:60],  # cut off later
    ],
)
def test_what_is_no_whole_network_is_refused(data: bytes) -> None:
    """No mark, or cut off: a ModelError says so, no traceback of the library."""
    with pytest.raises(ModelError, match=r"expected a (whole )?TensorFlow Lite network"):
        with_normalization(data, mean=0, std=255)


def test_a_network_is_known_by_its_mark() -> None:
    """Bytes 4 to 7 are TFL3."""
    assert is_tflite(DETECTOR)
    assert not is_tflite(b"TFL3TFL")
