"""From a photo to an analysis: the one path that command line, app, batch and notebooks share."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from thomas_test.analysis import Analysis, Evidence, Outcome
from thomas_test.calibration import CALIBRATION, Calibration
from thomas_test.checks import (
    angle_warnings,
    fitting_refusal,
    level_warnings,
    refuse_camera,
    refuse_picture,
    trunk_warnings,
)
from thomas_test.criteria import Preset, assess
from thomas_test.estimators import PoseEstimator
from thomas_test.estimators.opening import open_estimators
from thomas_test.images import Photo
from thomas_test.levelling import MARKED_SD_DEG, Tilted, choose_level
from thomas_test.looking import look_for_subject, working_copy
from thomas_test.measurement import (
    Angle,
    HorizonSource,
    Level,
    Measurement,
    knee_flexion_deg,
    thigh_angle_deg,
)
from thomas_test.measuring import Reading, conclude, read_position
from thomas_test.quality import Refusal, WarningCode
from thomas_test.readings import Report
from thomas_test.settings import Settings
from thomas_test.thomas_pose import PointsSource, ThomasPose
from thomas_test.uncertainty import Spread, hand_spread

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
        outcome=_outcome(found.pose, reading.level.used, found.spread, settings.preset, found.warnings),
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
    pose = replace(pose, source=PointsSource.HAND)
    spread = hand_spread(pose, level_sd_deg=levels.sd_deg)
    return Analysis(
        name=name,
        size_px=size_px,
        preset=settings.preset,
        outcome=_outcome(pose, levels.used, spread, settings.preset, level_warnings(levels)),
        evidence=Evidence(levels=levels.all_found, level_sd_deg=levels.sd_deg),
    )


def correct(
    analysis: Analysis, *, pose: ThomasPose | None = None, level: Level | None = None, preset: Preset | None = None
) -> Analysis:
    """Measure again with what a person changed; the automatic outcome is kept beside.

    Parameters
    ----------
    analysis
        A measured one, corrected before or not; or a refused one, where the person places all the points.
    pose
        The points as they are now; None leaves them. Points moved by hand get the interval of hand-placed ones.
    level
        The horizontal as it is now; None leaves it.
    preset
        Other thresholds; None leaves them.

    Raises
    ------
    ValueError
        When a refused picture is corrected without points.
    """
    before = analysis.outcome
    if before is None and pose is None:
        raise ValueError(f"expected points for {analysis.name}, which was refused; got none")
    preset = preset or analysis.preset
    points = replace(pose, source=PointsSource.HAND) if pose is not None else analysis.measured.pose
    evidence, used, warnings = _levels_after(analysis, level)
    spread = (
        hand_spread(points, level_sd_deg=evidence.level_sd_deg)
        if points.source is PointsSource.HAND
        else _spread_with_level(analysis, evidence.level_sd_deg)
    )
    kept = () if pose is not None or before is None else tuple(w for w in before.warnings if w not in _RECOMPUTED)
    return replace(
        analysis,
        preset=preset,
        refusal=None,
        outcome=_outcome(points, used, spread, preset, (*kept, *warnings)),
        automatic=analysis.automatic or before,
        evidence=evidence,
    )


_RECOMPUTED = frozenset(
    {
        WarningCode.NOT_LEVELLED,
        WarningCode.LEVELS_DISAGREE,
        WarningCode.ANKLE_HIDDEN,
        WarningCode.KNEE_OVERBENT,
        WarningCode.TRUNK_SLOPED,
    }
)
"""Warnings that `_outcome` and the level give anew after a correction."""


def _levels_after(analysis: Analysis, level: Level | None) -> tuple[Evidence, Level, tuple[WarningCode, ...]]:
    """Give evidence, horizontal and warnings after a person drew a level line, or left it."""
    evidence = analysis.evidence
    if level is None and analysis.outcome is not None:
        kept = {WarningCode.NOT_LEVELLED, WarningCode.LEVELS_DISAGREE}
        return evidence, analysis.outcome.level, tuple(w for w in analysis.outcome.warnings if w in kept)
    if level is None:
        rows = choose_level(marked_tilt_deg=None, gravity=None, edge=None)
        return replace(evidence, levels=rows.all_found, level_sd_deg=rows.sd_deg), rows.used, level_warnings(rows)
    others = tuple(found for found in evidence.levels if found.source is not HorizonSource.MARKED)
    return replace(evidence, levels=(level, *others), level_sd_deg=MARKED_SD_DEG), level, ()


def _spread_with_level(analysis: Analysis, level_sd_deg: float) -> Spread:
    """Give the automatic points' spread with another horizontal's share in it."""
    automatic = (analysis.automatic or analysis.measured).measurement
    thigh_sd = automatic.thigh.half_width_deg / 1.96
    own = max(thigh_sd**2 - analysis.evidence.level_sd_deg**2, 0.0)
    knee_sd = automatic.knee.half_width_deg / 1.96 if automatic.knee else 0.0
    return Spread(thigh_sd_deg=(own + level_sd_deg**2) ** 0.5, knee_sd_deg=knee_sd)


def _outcome(
    pose: ThomasPose, level: Level, spread: Spread, preset: Preset, warnings: tuple[WarningCode, ...]
) -> Outcome:
    knee = knee_flexion_deg(pose)
    measurement = Measurement(
        thigh=Angle.around(thigh_angle_deg(pose, level), spread.thigh_sd_deg),
        knee=None if knee is None else Angle.around(knee, spread.knee_sd_deg),
    )
    seen = {*warnings, *angle_warnings(measurement), *trunk_warnings(pose, level)}
    return Outcome(
        pose=pose,
        level=level,
        measurement=measurement,
        findings=assess(measurement, preset),
        warnings=tuple(code for code in WarningCode if code in seen),
    )
