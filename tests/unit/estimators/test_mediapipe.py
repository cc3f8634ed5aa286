"""The border to MediaPipe, with a landmarker that says what it is told: no model, no network."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from thomas_test.core.errors import EstimatorError, ModelError
from thomas_test.core.landmarks import Landmark
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators import mediapipe as border
from thomas_test.estimators.mediapipe import LANDMARK_NUMBERS, MediaPipeEstimator, silenced_stderr
from thomas_test.estimators.models import ModelFile, ModelSource
from thomas_test.estimators.models.bundle import sha256_of
from thomas_test.estimators.models.catalogue import ModelName

FRAME = np.zeros((30, 40, 3), dtype=np.uint8)


class Landmarker:
    """Stands for MediaPipe's own."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self._answer = answer
        self.closed = 0
        self.stamps: list[int] = []

    def detect(self, _image: Any) -> Any:
        """Look at one picture."""
        return self._answer()

    def detect_for_video(self, _image: Any, stamp_ms: int) -> Any:
        """Look at a frame of a video."""
        self.stamps.append(stamp_ms)
        return self._answer()

    def close(self) -> None:
        """Count."""
        self.closed += 1


class Mask:
    """Stands for MediaPipe's picture of a silhouette."""

    def numpy_view(self) -> np.ndarray:
        """The silhouette as MediaPipe gives it: with a last axis of one."""
        return np.full((30, 40, 1), 0.25, dtype=np.float32)


def an_answer(*, people: int = 1, masks: bool = True) -> SimpleNamespace:
    """Answer as MediaPipe does: landmark number i lies at (i / 100, i / 50) of the picture."""
    points = [SimpleNamespace(x=i / 100, y=i / 50, z=0.0, visibility=i / 40) for i in range(33)]
    return SimpleNamespace(
        pose_landmarks=[points] * people,
        segmentation_masks=[Mask()] * people if masks and people else None,
    )


@pytest.fixture
def order() -> list[str]:
    """The list of what happened."""
    return []


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch, order: list[str]) -> Callable[..., tuple[MediaPipeEstimator, Landmarker]]:
    """Open an estimator around a landmarker that gives this answer."""

    def opened(answer: Callable[[], Any], **options: Any) -> tuple[MediaPipeEstimator, Landmarker]:
        landmarker = Landmarker(answer)

        def open_landmarker(*_: Any, **__: Any) -> Landmarker:
            order.append("landmarker")
            return landmarker

        monkeypatch.setattr(border, "_open_landmarker", open_landmarker)
        monkeypatch.setattr(border, "_check_unchanged", lambda _: None)
        monkeypatch.setattr(border, "keep_on_loopback", lambda: order.append("loopback"))
        path = Path("full.task")
        model = ModelFile(name=ModelName.FULL, path=path, sha256="ab" * 32, source=ModelSource.OFFICIAL)
        return MediaPipeEstimator(model, **options), landmarker

    return opened


def test_landmarks_leave_the_border_named_and_in_pixels(make: Callable[..., Any]) -> None:
    """MediaPipe's number 25 is the left knee; its 0..1 are scaled by width and height, each by its own."""
    estimator, _ = make(an_answer)
    (found,) = estimator.estimate(FRAME)
    np.testing.assert_allclose(found.pose[Landmark.LEFT_KNEE], [25 / 100 * 40, 25 / 50 * 30])
    assert found.pose.visibility[Landmark.LEFT_KNEE] == 25 / 40
    assert found.pose.size_px == (40, 30)
    assert found.mask is not None
    assert (found.mask.shape, found.mask.dtype, found.mask[3, 3]) == ((30, 40), np.float32, 0.25)


def test_a_model_swapped_after_it_was_found_is_not_opened(tmp_path: Path) -> None:
    """What is opened is what was hashed: no result carries the hash of another network."""
    path = tmp_path / "full.task"
    path.write_bytes(b"another network")
    model = ModelFile(name=ModelName.FULL, path=path, sha256="ab" * 32, source=ModelSource.OFFICIAL)
    with pytest.raises(ModelError, match="it was replaced meanwhile"):
        MediaPipeEstimator(model)


def test_a_model_swapped_while_it_is_opened_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the hash and the opening there is no gap to slip through."""
    path = tmp_path / "full.task"
    path.write_bytes(b"the network")
    monkeypatch.setattr(border, "_open_landmarker", lambda *_, **__: path.write_bytes(b"another network"))
    model = ModelFile(name=ModelName.FULL, path=path, sha256=sha256_of(path), source=ModelSource.OFFICIAL)
    with pytest.raises(ModelError, match="it was replaced meanwhile"):
        MediaPipeEstimator(model)


def test_the_table_of_landmarks_is_blazepose_s() -> None:
    """Left is odd and right the next even number; every landmark we know has its own."""
    assert set(LANDMARK_NUMBERS) == set(Landmark)
    assert len(set(LANDMARK_NUMBERS.values())) == len(Landmark)
    for name, number in LANDMARK_NUMBERS.items():
        if name.startswith("left_"):
            assert number % 2 == 1
            assert LANDMARK_NUMBERS[name.mirrored] == number + 1
    assert (LANDMARK_NUMBERS[Landmark.NOSE], LANDMARK_NUMBERS[Landmark.LEFT_HIP]) == (0, 23)


@pytest.mark.parametrize(
    ("people", "masks", "found"),
    [
        (0, True, 0),  # MediaPipe gives None, not an empty list, for the silhouettes of nobody
        (2, True, 2),
        (2, False, 2),  # video mode asks for no silhouettes
    ],
)
def test_everybody_is_brought_over(make: Callable[..., Any], people: int, masks: bool, found: int) -> None:
    """As many people as MediaPipe saw, with their silhouettes where it gave some."""
    estimator, _ = make(lambda: an_answer(people=people, masks=masks))
    detections = estimator.estimate(FRAME)
    assert len(detections) == found
    assert all((detection.mask is not None) is masks for detection in detections)


@pytest.mark.parametrize("error", [RuntimeError("INTERNAL: graph"), ValueError("bad packet")])
def test_a_failing_network_is_an_error_of_ours(make: Callable[..., Any], error: Exception) -> None:
    """Command line and batch know what to do with it; MediaPipe's own words are kept."""

    def fail() -> Any:
        raise error

    estimator, _ = make(fail)
    with pytest.raises(EstimatorError, match=f"failed on this picture: {error}"):
        estimator.estimate(FRAME)


def test_a_closed_estimator_says_so(make: Callable[..., Any]) -> None:
    """The landmarker is freed once, however often it is closed, and not used again."""
    estimator, landmarker = make(an_answer)
    estimator.close()
    estimator.close()
    assert landmarker.closed == 1
    with pytest.raises(EstimatorError, match="expected an open pose landmarker, got a closed one"):
        estimator.estimate(FRAME)


def test_frames_of_a_video_get_growing_time_stamps(make: Callable[..., Any]) -> None:
    """MediaPipe refuses a frame that is not later than the one before; single pictures need no stamp."""
    estimator, landmarker = make(lambda: an_answer(masks=False), video=True)
    for _ in range(3):
        estimator.estimate(FRAME)
    assert landmarker.stamps == sorted(set(landmarker.stamps))
    assert len(landmarker.stamps) == 3
    estimator, landmarker = make(an_answer)
    estimator.estimate(FRAME)
    assert landmarker.stamps == []


def test_the_uploader_is_kept_on_loopback_before_the_first_task_exists(
    make: Callable[..., Any], order: list[str]
) -> None:
    """The other way round would let one report out."""
    make(an_answer)
    assert order == ["loopback", "landmarker"]


def test_an_estimator_names_its_model(make: Callable[..., Any]) -> None:
    """Name and hash go into every result."""
    estimator, _ = make(an_answer)
    assert isinstance(estimator, PoseEstimator)
    assert (estimator.model.name, estimator.model.sha256) == ("full", "ab" * 32)


def test_c_libraries_do_not_write_on_the_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They write past Python to the descriptor itself; for debugging they may."""
    monkeypatch.delenv("THOMAS_TEST_DEBUG", raising=False)
    with silenced_stderr():
        os.write(2, b"hidden ")
    os.write(2, b"shown ")
    monkeypatch.setenv("THOMAS_TEST_DEBUG", "1")
    with silenced_stderr():
        os.write(2, b"debugging")
    assert capfd.readouterr().err == "shown debugging"


def test_the_terminal_comes_back_after_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    """A failure inside leaves the standard error as it was."""

    def fail() -> None:
        with silenced_stderr():
            raise EstimatorError("no")

    with pytest.raises(EstimatorError):
        fail()
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"
