"""From a photo to an analysis: the one path that command line, app, batch and notebooks share."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thomas_test.core.analysis import Analysis, Evidence, Outcome, ReadBy
from thomas_test.core.criteria import refuse_angles
from thomas_test.core.geometry import Circle
from thomas_test.core.landmarks import Joint
from thomas_test.core.progress import Progress
from thomas_test.core.quality import Refusal
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.estimators import PoseEstimator
from thomas_test.images import Gravity, Photo
from thomas_test.reading.calibration import FIRST_LOOKS_AGREE_DEG, Calibration, calibration_for
from thomas_test.reading.checks.choice import with_doubted_choice
from thomas_test.reading.checks.limbs import level_warnings
from thomas_test.reading.checks.picture import fitting_refusal, lens_warnings, refuse_camera, refuse_picture
from thomas_test.reading.checks.position import refuse_turned
from thomas_test.reading.conclude import PositionReading, conclude, outcome_of, read_position
from thomas_test.reading.lens import lens_by_gravity
from thomas_test.reading.level.choice import choose_level
from thomas_test.reading.search import look_for_subject, working_copy
from thomas_test.reading.subject import Subject
from thomas_test.reading.uncertainty import hand_spread


def analyse(
    photo: Photo,
    estimators: Sequence[PoseEstimator],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> Analysis:
    """Measure a photo, or say why it cannot be measured.

    Parameters
    ----------
    photo
        The upright picture.
    estimators
        The networks that read it, such as those of an open `thomas_test.Reader`.
    settings
        What the user chose; the defaults are those a clinician would choose for one photo.
    progress
        Told how many of the looks are done.

    Raises
    ------
    EstimatorError
        When a network itself fails; a picture that shows nothing to measure is a refusal, not an error.
    """
    settings = settings or Settings()
    started = time.perf_counter()
    read = read_photo_position(photo, estimators, settings, progress=progress)
    models = tuple(estimator.model for estimator in estimators)
    return replace(
        conclude_analysis(photo, read.reading, settings, calibration_for(models)),
        read_by=ReadBy(models=models, effort=settings.effort),
        head_circle_px=read.head_circle_px,
        other_heads_px=read.other_heads_px,
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class PhotoReading:
    """What was read from a photo: what can be measured in it, and whose heads are in it, in its own pixels.

    Attributes
    ----------
    reading
        What there is to conclude from, or why there is nothing.
    head_circle_px
        The subject's head: centre x, centre y and radius; None where no subject was found.
    other_heads_px
        The heads of those who stand beside, as far as they were seen.
    first_apart_deg
        How far apart the first looks are, see `thomas_test.reading.search.Looked`.
    """

    reading: PositionReading | Refusal
    head_circle_px: Circle | None = None
    other_heads_px: tuple[Circle, ...] = ()
    first_apart_deg: float = math.inf


def read_photo_position(
    photo: Photo,
    estimators: Sequence[PoseEstimator],
    settings: Settings,
    *,
    progress: Progress | None = None,
    agree_deg: float = FIRST_LOOKS_AGREE_DEG,
) -> PhotoReading:
    """Read a photo without concluding anything yet: the slow half of `analyse`, parameters as there.

    ``agree_deg`` as for `thomas_test.reading.search.look_for_subject`.
    """
    copy = working_copy(photo.rgb)
    refusal = refuse_picture(copy.rgb, photo.size_px) or refuse_camera(photo.gravity)
    if refusal is not None:
        return PhotoReading(reading=refusal)
    looked = look_for_subject(copy.rgb, estimators, settings, progress=progress, agree_deg=agree_deg)
    found = looked.found
    read = found if isinstance(found, Refusal) else read_position(photo, copy, found, settings)
    if isinstance(read, Refusal):
        read = fitting_refusal(refuse_turned(read, looked.first, scale=copy.scale), copy.rgb)
        if isinstance(found, Subject):
            read = with_doubted_choice(read, found, settings)
    return PhotoReading(
        reading=read,
        head_circle_px=None if isinstance(found, Refusal) else _enlarged(found.head_circle_px, copy.scale),
        other_heads_px=tuple(_enlarged(head, copy.scale) for head in looked.other_heads_px),
        first_apart_deg=looked.first_apart_deg,
    )


def _enlarged(circle: Circle, scale: float) -> Circle:
    """Bring a circle of the working copy into the pixels of the photo."""
    x, y, radius = circle
    return x / scale, y / scale, radius / scale


def conclude_analysis(
    photo: Photo, reading: PositionReading | Refusal, settings: Settings, calibration: Calibration | None
) -> Analysis:
    """Conclude from a reading with the constants of the networks that read it: the quick half of `analyse`."""
    if isinstance(reading, Refusal):
        # kept for whoever places the points by hand after all
        levels = choose_level(marked=settings.level, gravity=photo.gravity)
        return _analysis_of(reading, Evidence(levels=levels.all_found), settings, photo.name, photo.size_px)
    found = conclude(reading, calibration)
    outcome = outcome_of(found.pose, reading.level.used, found.spread, settings.preset, found.warnings, settings.stated)
    return _analysis_of(outcome, found.evidence, settings, photo.name, photo.size_px)


def _analysis_of(
    found: Outcome | Refusal, evidence: Evidence, settings: Settings, name: str, size_px: tuple[int, int]
) -> Analysis:
    """The result with what was found: refused as well where the angles are those of no hanging leg."""
    refusal = found if isinstance(found, Refusal) else refuse_angles(found.measurement)
    return Analysis(
        name=name,
        size_px=size_px,
        preset=settings.preset,
        stated=settings.stated,
        outcome=None if isinstance(found, Refusal) or refusal else found,
        refusal=refusal,
        evidence=evidence,
    )


def measure_points(
    *,
    name: str,
    size_px: tuple[int, int],
    pose: ThomasPose,
    settings: Settings | None = None,
    gravity: Gravity | None = None,
) -> Analysis:
    """Measure points that a person or another tool placed: no network, no picture needed.

    Parameters
    ----------
    name, size_px
        What the picture is called, and its width and height in pixels.
    pose
        The points in the picture's pixels.
    settings
        What the user chose; its ``level`` counts for more than gravity.
    gravity
        Where gravity points in the picture, where its file says so; a camera that it shows to look down or up is
        warned of and not refused, for a person saw the picture.
    """
    settings = settings or Settings()
    levels = choose_level(marked=settings.level, gravity=gravity)
    pose = replace(pose, source=PointsSource.HAND, by_hand=None)
    spread = hand_spread(pose, level=levels.used)
    warnings = (*level_warnings(levels), *lens_warnings(lens_by_gravity(gravity, pose[Joint.HIP], size_px)))
    outcome = outcome_of(pose, levels.used, spread, settings.preset, warnings, settings.stated)
    return _analysis_of(outcome, Evidence(levels=levels.all_found), settings, name, size_px)
