"""The pinned facts about the three models, and the records that carry them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.tiny_models import OFFICIAL, sha256, tiny_known
from thomas_test.estimators.models import ModelFile, ModelName, ModelSource
from thomas_test.estimators.models.catalogue import KNOWN_MODELS, PackageKind


def test_there_are_three_models() -> None:
    """lite, full and heavy, each known by its own name."""
    assert [name.value for name in ModelName] == ["lite", "full", "heavy"]
    assert {name: known.name for name, known in KNOWN_MODELS.items()} == {name: name for name in ModelName}


def test_no_two_files_share_a_hash() -> None:
    """Six contents, six hashes: a copied line in the catalogue would be noticed."""
    hashes = [h for known in KNOWN_MODELS.values() for h in (known.official_sha256, known.rebuilt_sha256)]
    hashes += [known.landmarks.sha256 for known in KNOWN_MODELS.values()]
    assert len(set(hashes)) == 9


def test_full_comes_from_the_wheel_alone() -> None:
    """Whoever has only a Python package mirror gets the default model."""
    full = KNOWN_MODELS[ModelName.FULL]
    assert full.detector.package is full.landmarks.package is PackageKind.WHEEL


@pytest.mark.parametrize("name", ModelName)
def test_the_official_address_is_that_of_the_model(name: ModelName) -> None:
    """Name, version and precision are in the address; it ends with the cache's file name."""
    url = KNOWN_MODELS[name].url
    assert url.startswith("https://")
    assert url.endswith(f"/pose_landmarker_{name}/float16/1/pose_landmarker_{name}.task")
    assert KNOWN_MODELS[name].file_name == url.rsplit("/", 1)[1]


def test_a_content_is_told_by_its_hash(tmp_path: Path) -> None:
    """Official, rebuilt, or neither."""
    known = tiny_known(tmp_path)
    assert known.source_of(sha256(OFFICIAL)) is ModelSource.OFFICIAL
    assert known.source_of(known.rebuilt_sha256) is ModelSource.REBUILT
    assert known.source_of("0" * 64) is None


@pytest.mark.parametrize("text", ["", "abc", "G" * 64, "A" * 64, "a" * 65])
def test_a_hash_is_checked_at_birth(text: str) -> None:
    """64 lower-case hex digits and nothing else."""
    with pytest.raises(ValueError, match="SHA-256"):
        ModelFile(name="full", path=Path("f.task"), sha256=text, source="given")
