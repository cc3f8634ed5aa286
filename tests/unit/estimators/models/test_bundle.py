"""The .task bundle: written the same every time, and checked before MediaPipe sees it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from support.tiny_models import DETECTOR, LANDMARKS, sha256, tiny_bundle
from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.bundle import check_bundle, sha256_of


def test_a_bundle_holds_both_networks_stored_and_aligned(tmp_path: Path) -> None:
    """Two members under MediaPipe's names, uncompressed, each starting on a 16-byte boundary of the file."""
    path = tiny_bundle(tmp_path / "b.task")
    data = path.read_bytes()
    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
        for name, network in zip(bundle.namelist(), (DETECTOR, LANDMARKS), strict=True):
            assert bundle.getinfo(name).compress_type == zipfile.ZIP_STORED
            assert data.index(bundle.read(name)) % 16 == 0
            assert network in bundle.read(name)


def test_a_bundle_has_the_same_bytes_on_every_machine_and_day(tmp_path: Path) -> None:
    """The catalogue pins rebuilt bundles by hash: this hash holds on every system and with every library version."""
    path = tiny_bundle(tmp_path / "b.task")
    assert sha256_of(path) == sha256(path.read_bytes())
    assert sha256_of(path) == "d11296265df3d9616538138043bd1807dbf2189c62380499f9a7883b1787d5d5"


def test_a_good_bundle_passes(tmp_path: Path) -> None:
    """What we write, we accept."""
    check_bundle(tiny_bundle(tmp_path / "b.task"))


def _zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", compression) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)


BOTH = {"pose_detector.tflite": DETECTOR, "pose_landmarks_detector.tflite": LANDMARKS}


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({}, "found nothing"),  # an empty zip
        ({"pose_detector.tflite": DETECTOR}, r"expected pose_landmarks_detector\.tflite"),  # one network
        ({"hand_detector.tflite": DETECTOR}, r"found hand_detector\.tflite"),  # another bundle of MediaPipe
        (BOTH | {"pose_detector.tflite": b"<html>no network"}, "got something else"),  # right name, wrong content
    ],
)
def test_a_zip_that_is_no_pose_bundle_is_refused(tmp_path: Path, members: dict[str, bytes], says: str) -> None:
    """The message says what was expected and what was found."""
    _zip(tmp_path / "b.task", members)
    with pytest.raises(ModelError, match=says):
        check_bundle(tmp_path / "b.task")


def test_a_compressed_bundle_is_refused(tmp_path: Path) -> None:
    """MediaPipe reads networks where they lie in the file, so they must be stored."""
    _zip(tmp_path / "b.task", BOTH, zipfile.ZIP_DEFLATED)
    with pytest.raises(ModelError, match="found it compressed"):
        check_bundle(tmp_path / "b.task")


@pytest.mark.parametrize("data", [b"", b"text", bytes(range(256))])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    """Empty, text or noise."""
    (tmp_path / "b.task").write_bytes(data)
    with pytest.raises(ModelError, match="got no zip"):
        check_bundle(tmp_path / "b.task")


def test_a_cut_off_bundle_is_refused(tmp_path: Path) -> None:
    """Half a download has no directory at its end."""
    data = tiny_bundle(tmp_path / "whole.task").read_bytes()
    (tmp_path / "b.task").write_bytes(data[: len(data) // 2])
    with pytest.raises(ModelError, match="got no zip"):
        check_bundle(tmp_path / "b.task")
