"""Open a reader with real networks."""

from __future__ import annotations

from thomas_test.checks import refuse_picture, refuse_position
from thomas_test.estimators import PoseEstimator, RgbImage
from thomas_test.live.reader import LiveReader
from thomas_test.models import ModelFile
from thomas_test.quality import Refusal
from thomas_test.settings import Settings
from thomas_test.subject import Subject

PEOPLE_SEARCHED = 4
"""The patient and up to three who stand around the table."""


def open_live_reader(model: ModelFile, settings: Settings | None = None) -> LiveReader:
    """Open a reader that searches and follows with one pose model; close it after use.

    Parameters
    ----------
    model
        The model file, as `thomas_test.models.find_model` gives it.
    settings
        The user may name the leg, the side of the head and the tilt.

    Raises
    ------
    ModelError
        When the file is no pose model that MediaPipe can read.
    """
    from thomas_test.estimators.mediapipe import MediaPipeEstimator  # a second to import

    def search() -> PoseEstimator:
        return MediaPipeEstimator(model, people=PEOPLE_SEARCHED)

    def follow() -> PoseEstimator:
        return MediaPipeEstimator(model, people=1, video=True)

    return LiveReader(open_searcher=search, open_follower=follow, settings=settings, check=refuse_frame)


def refuse_frame(subject: Subject, rgb: RgbImage) -> Refusal | None:
    """Hold a frame against what every picture is held against."""
    return refuse_picture(rgb) or refuse_position(subject, scale=1.0)
