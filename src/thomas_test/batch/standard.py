"""How pictures are read outside of tests: by the pipeline, with the networks or with points placed by hand."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

from thomas_test.analysis import Analysis
from thomas_test.batch.reading import Reading
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.opening import open_model_files
from thomas_test.images import Photo
from thomas_test.models import ModelFile
from thomas_test.pipeline import analyse, measure_points
from thomas_test.points_file import PlacedPoints
from thomas_test.settings import Faces, Settings


def standard_reading(models: tuple[ModelFile, ...], settings: Settings, *, faces: Faces = Faces.BLUR) -> Reading:
    """Give the reading of `thomas-test score`.

    Parameters
    ----------
    models
        Found and checked before; none where every picture has points placed by hand.
    settings
        What the user chose.
    faces
        Whether faces may be seen in annotated pictures.
    """
    return Reading(
        opener=partial(open_model_files, models) if models else _nothing,
        analyse=partial(analyse, settings=settings),
        measure_points=partial(measure_placed, settings=settings),
        effort=settings.effort,
        faces=faces,
    )


def measure_placed(photo: Photo, placed: PlacedPoints, *, settings: Settings) -> Analysis:
    """Measure a photo by points of a file; a level given by the user counts for more than the file's.

    Raises
    ------
    UsageError
        When the points were placed on another picture, as far as sizes tell.
    """
    placed.check_picture(photo.size_px)
    if settings.level_tilt_deg is None:
        settings = replace(settings, level_tilt_deg=placed.level_tilt_deg)
    return measure_points(
        name=photo.name, size_px=photo.size_px, pose=placed.pose, settings=settings, gravity=photo.gravity
    )


def _nothing() -> AbstractContextManager[tuple[PoseEstimator, ...]]:
    return nullcontext(())
