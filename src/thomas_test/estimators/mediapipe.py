"""MediaPipe's pose landmarker as a `PoseEstimator`: the one place that knows its numbers, its scales and its quirks."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.errors import EstimatorError, ModelError
from thomas_test.core.landmarks import Landmark
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.estimators import Detection
from thomas_test.estimators.models.bundle import sha256_of
from thomas_test.estimators.privacy import keep_on_loopback
from thomas_test.estimators.without_pyplot import without_pyplot

if TYPE_CHECKING:
    from thomas_test.estimators.models import ModelFile

LANDMARK_NUMBERS: dict[Landmark, int] = {
    Landmark.NOSE: 0,
    Landmark.LEFT_EAR: 7,
    Landmark.RIGHT_EAR: 8,
    Landmark.LEFT_SHOULDER: 11,
    Landmark.RIGHT_SHOULDER: 12,
    Landmark.LEFT_ELBOW: 13,
    Landmark.RIGHT_ELBOW: 14,
    Landmark.LEFT_WRIST: 15,
    Landmark.RIGHT_WRIST: 16,
    Landmark.LEFT_HIP: 23,
    Landmark.RIGHT_HIP: 24,
    Landmark.LEFT_KNEE: 25,
    Landmark.RIGHT_KNEE: 26,
    Landmark.LEFT_ANKLE: 27,
    Landmark.RIGHT_ANKLE: 28,
    Landmark.LEFT_HEEL: 29,
    Landmark.RIGHT_HEEL: 30,
    Landmark.LEFT_TOE: 31,
    Landmark.RIGHT_TOE: 32,
}
"""Where BlazePose keeps each landmark (MediaPipe's table of 33 pose landmarks)."""


class MediaPipeEstimator:
    """Finds people with MediaPipe's pose landmarker.

    Parameters
    ----------
    model
        The model file, as `thomas_test.estimators.models.find_model` gives it.
    people
        The most people to look for in one picture.
    video
        Follow one scene from frame to frame: faster and steadier; `estimate` then takes the frames in order.

    Raises
    ------
    ModelError
        When the file is no pose model that this MediaPipe can read, or not the one any more that was found.
    """

    def __init__(self, model: ModelFile, *, people: int = 4, video: bool = False) -> None:
        keep_on_loopback()  # before the first task exists: MediaPipe reports home otherwise
        self._model = ModelInfo(name=model.name, sha256=model.sha256)
        self._video = video
        self._clock_ms = 0
        # before and after: handing MediaPipe the very bytes that were hashed would cost 50 MB in every worker
        _check_unchanged(model)
        with silenced_stderr():
            self._landmarker = _open_landmarker(model, people=people, video=video)
        _check_unchanged(model)

    @property
    def model(self) -> ModelInfo:
        """Which network this is."""
        return self._model

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """Find people in a picture of shape ``(height, width, 3)``.

        Raises
        ------
        EstimatorError
            When the landmarker is closed or fails.
        """
        import mediapipe

        if self._landmarker is None:
            raise EstimatorError("expected an open pose landmarker, got a closed one: open a new estimator")
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        try:
            with silenced_stderr():
                result = self._detect(image)
        except (RuntimeError, ValueError) as error:
            raise EstimatorError(f"the pose network failed on this picture: {error}") from error
        height, width = rgb.shape[:2]
        # MediaPipe gives None, not an empty list, where nobody is found.
        masks = result.segmentation_masks or [None] * len(result.pose_landmarks)
        return tuple(
            Detection(pose=_pose(points, (width, height)), mask=_mask(mask))
            for points, mask in zip(result.pose_landmarks, masks, strict=True)
        )

    def close(self) -> None:
        """Free the network; harmless when called twice."""
        if self._landmarker is not None:
            with silenced_stderr():
                self._landmarker.close()
            self._landmarker = None

    def _detect(self, image: Any) -> Any:
        if not self._video:
            return self._landmarker.detect(image)
        # Video mode wants growing time stamps; only their order matters to the tracker.
        self._clock_ms += 33
        return self._landmarker.detect_for_video(image, self._clock_ms)


def _check_unchanged(model: ModelFile) -> None:
    """Make sure that a model file still holds what was found, for that hash is written into every result.

    Raises
    ------
    ModelError
        When it holds something else by now, or cannot be read.
    """
    try:
        sha256 = sha256_of(model.path)
    except OSError as error:
        raise ModelError(f"expected to read the pose model {model.path}, got: {error.strerror}") from error
    if sha256 != model.sha256:
        raise ModelError(
            f"expected the pose model {model.path} as it was found (SHA-256 {model.sha256}), got other bytes "
            f"({sha256}): it was replaced meanwhile. Put it back, or begin anew with the new one"
        )


def _open_landmarker(model: ModelFile, *, people: int, video: bool) -> Any:
    with without_pyplot():
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

    mode = vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE
    options = vision.PoseLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_path=str(model.path)),
        running_mode=mode,
        num_poses=people,
        output_segmentation_masks=not video,
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(
            f"expected a pose landmarker bundle (.task), got {model.path} that MediaPipe cannot open: {error}; "
            f"try `thomas-test models verify {model.name}`"
        ) from error


def _pose(points: Sequence[Any], size_px: tuple[int, int]) -> Pose:
    width, height = size_px
    return Pose(
        points_px={name: np.array([points[i].x * width, points[i].y * height]) for name, i in LANDMARK_NUMBERS.items()},
        visibility={name: float(points[i].visibility or 0.0) for name, i in LANDMARK_NUMBERS.items()},
        size_px=size_px,
    )


def _mask(mask: Any) -> Any:
    return None if mask is None else np.array(mask.numpy_view(), dtype=np.float32).squeeze()


class _Silence:
    """Standard error turned to nowhere for as long as anybody asks for it: pictures are read on several threads.

    Were every thread to remember and restore the file descriptor for itself, one would remember the other's nowhere,
    and the program would stay mute.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = 0
        self._kept = -1

    def begin(self) -> None:
        with self._lock:
            if self._wanted == 0:
                with contextlib.suppress(OSError, ValueError):  # who started us may have closed it, or nobody reads it
                    if sys.stderr is not None:
                        sys.stderr.flush()
                try:
                    self._kept = os.dup(2)
                except OSError:  # nothing to silence, and the number may be another file's by the end
                    self._kept = -1
                else:
                    sink = os.open(os.devnull, os.O_WRONLY)
                    os.dup2(sink, 2)
                    os.close(sink)
            self._wanted += 1

    def end(self) -> None:
        with self._lock:
            self._wanted -= 1
            if self._wanted == 0 and self._kept >= 0:
                os.dup2(self._kept, 2)
                os.close(self._kept)


_SILENCE = _Silence()


@contextlib.contextmanager
def silenced_stderr() -> Iterator[None]:
    """Keep what C++ libraries write to the standard error away from the user's terminal.

    They write to the file descriptor itself, past Python. ``THOMAS_TEST_DEBUG=1`` lets them speak.
    """
    if os.environ.get("THOMAS_TEST_DEBUG") == "1":
        yield
        return
    _SILENCE.begin()
    try:
        yield
    finally:
        _SILENCE.end()
