"""From a photo to an analysis: the one path that command line, app, batch and notebooks share."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from thomas_test.analysis import Analysis, Evidence
from thomas_test.calibration import CALIBRATION, Calibration
from thomas_test.checks import fitting_refusal, level_warnings, refuse_camera, refuse_picture
from thomas_test.correction import correct
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.opening import open_estimators
from thomas_test.images import Photo
from thomas_test.levelling import Tilted, choose_level
from thomas_test.looking import look_for_subject, working_copy
from thomas_test.measuring import Reading, conclude, outcome_of, read_position
from thomas_test.quality import Refusal
from thomas_test.readings import Report
from thomas_test.settings import Settings
from thomas_test.thomas_pose import PointsSource, ThomasPose
from thomas_test.uncertainty import hand_spread

__all__ = ["analyse", "conclude_analysis", "correct", "measure_points", "open_estimators", "read_photo_position"]


def analyse(
    photo: Photo,
    estimators: Sequence[PoseEstimator],
    settings: Settings | None = None,
    *,
    report: Report | None = None,
) -> Analysis:
    """Measure a photo, or say why it cannot be measured.

    Parameters
    ----------
    photo
        The upright picture.
    estimators
        The networks that read it, such as those of `open_estimators`.
    settings
        What the user chose; the defaults are those a clinician would choose for one photo.
    report
        Told how many of the readings are done.

    Raises
    ------
    EstimatorError
        When a network itself fails; a picture that shows nothing to measure is a refusal, not an error.
    """
    settings = settings or Settings()
    started = time.perf_counter()
    reading = read_photo_position(photo, estimators, settings, report=report)
    analysis = conclude_analysis(photo, reading, settings)
    models = tuple(estimator.model for estimator in estimators)
    return replace(analysis, models=models, seconds=time.perf_counter() - started)


def read_photo_position(
    photo: Photo, estimators: Sequence[PoseEstimator], settings: Settings, *, report: Report | None = None
) -> Reading | Refusal:
    """Read a photo without concluding anything yet: the slow half of `analyse`, parameters as there."""
    copy = working_copy(photo.rgb)
    refusal = refuse_picture(copy.rgb) or refuse_camera(photo.gravity)
    if refusal is not None:
        return refusal
    subject = look_for_subject(copy.rgb, estimators, settings, report=report)
    read = subject if isinstance(subject, Refusal) else read_position(photo, copy, subject, settings)
    return fitting_refusal(read, copy.rgb) if isinstance(read, Refusal) else read


def conclude_analysis(
    photo: Photo, reading: Reading | Refusal, settings: Settings, calibration: Calibration = CALIBRATION
) -> Analysis:
    """Conclude from a reading: the quick half of `analyse`."""
    if isinstance(reading, Refusal):
        return Analysis(name=photo.name, size_px=photo.size_px, preset=settings.preset, refusal=reading)
    found = conclude(reading, calibration)
    return Analysis(
        name=photo.name,
        size_px=photo.size_px,
        preset=settings.preset,
        outcome=outcome_of(found.pose, reading.level.used, found.spread, settings.preset, found.warnings),
        evidence=found.evidence,
        head_circle_px=reading.head_circle_px,
    )


def measure_points(
    *,
    name: str,
    size_px: tuple[int, int],
    pose: ThomasPose,
    settings: Settings | None = None,
    gravity: Tilted | None = None,
) -> Analysis:
    """Measure points that a person or another tool placed: no network, no picture needed.

    Parameters
    ----------
    name, size_px
        What the picture is called, and its width and height in pixels.
    pose
        The points in the picture's pixels.
    settings
        What the user chose; its ``level_tilt_deg`` counts as a marked level.
    gravity
        Where gravity points in the picture, where its file says so.
    """
    settings = settings or Settings()
    levels = choose_level(marked_tilt_deg=settings.level_tilt_deg, gravity=gravity, edge=None)
    pose = replace(pose, source=PointsSource.HAND, by_hand=None)
    spread = hand_spread(pose, level_sd_deg=levels.sd_deg)
    return Analysis(
        name=name,
        size_px=size_px,
        preset=settings.preset,
        outcome=outcome_of(pose, levels.used, spread, settings.preset, level_warnings(levels)),
        evidence=Evidence(levels=levels.all_found, level_sd_deg=levels.sd_deg),
    )
