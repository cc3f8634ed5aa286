"""Everything read from one picture, and what is concluded from it.

Reading is slow and knows no fitted constant; concluding is quick arithmetic. So the fitting script reads every
scene once and concludes as often as it likes, by the very code that users run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from thomas_test.core.analysis import Evidence, Outcome
from thomas_test.core.angles import Angle, HorizonSource, Level, Measurement, knee_flexion_deg, thigh_angle_deg
from thomas_test.core.criteria import Preset, assess
from thomas_test.core.landmarks import Joint
from thomas_test.core.quality import Refusal, WarningCode
from thomas_test.core.settings import Settings
from thomas_test.core.statements import Statements
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.images import Photo
from thomas_test.reading.calibration import UNCALIBRATED, Calibration, LensConstants
from thomas_test.reading.checks.limbs import (
    angle_warnings,
    fusion_warnings,
    level_warnings,
    reading_warnings,
    refuse_reading,
    trunk_warnings,
)
from thomas_test.reading.checks.picture import leg_blur, lens_warnings, view_warnings
from thomas_test.reading.checks.position import ankle_seen, refuse_position, shank_covered
from thomas_test.reading.lens import LensCues, LensHeight, lens_by_cues, lens_by_gravity, read_lens_cues
from thomas_test.reading.level.choice import LevelChoice, choose_level
from thomas_test.reading.level.table_edge import find_table_edge
from thomas_test.reading.limbs import (
    LimbReading,
    aligned_pose,
    find_leg_edges,
    fuse_limb,
    longer_than,
    outline_below_landmarks_deg,
    read_limbs,
    turned_by_lens_deg,
)
from thomas_test.reading.low_back import low_back_gap
from thomas_test.reading.search import WorkingCopy
from thomas_test.reading.subject import Subject
from thomas_test.reading.uncertainty import Spread, reading_spread


@dataclass(frozen=True, kw_only=True, eq=False)
class PositionReading:
    """What was read from one picture, in the pixels of the photo; no fitted constant has touched it.

    Attributes
    ----------
    pose
        The joints by the landmarks alone.
    thigh, shank
        The directions of the two limbs.
    level
        The horizontal, and what else was found.
    camera_aside_deg
        How far from square the camera stands, by the table's edges; 0 where they do not tell.
    lens
        How high the lens stands by the photo's gravity; None where the file does not say.
    lens_cues
        What the picture tells about that height.
    readings
        How many sightings agree.
    ankle_seen
        Whether the ankle lies inside the picture, and nothing covers the shank.
    shank_covered
        Whether something does: then the knee, too, is more of a guess.
    warnings
        What the picture itself gives cause for.
    low_back_gap
        How far the outline rises under the low back, see `low_back_gap`; None where it is not seen.
    """

    pose: ThomasPose
    thigh: LimbReading
    shank: LimbReading
    level: LevelChoice
    camera_aside_deg: float
    lens: LensHeight | None = None
    lens_cues: LensCues
    readings: int
    ankle_seen: bool
    shank_covered: bool
    warnings: tuple[WarningCode, ...]
    low_back_gap: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Conclusion:
    """What follows from a reading: the points to measure, how sure they are and what to warn of."""

    pose: ThomasPose
    spread: Spread
    warnings: tuple[WarningCode, ...]
    evidence: Evidence


def read_position(photo: Photo, copy: WorkingCopy, subject: Subject, settings: Settings) -> PositionReading | Refusal:
    """Read the limbs and the level of a person found.

    Parameters
    ----------
    photo
        The photo, for the gravity it may know.
    copy
        Its working copy, in whose pixels the subject is.
    subject
        Whom to measure.
    settings
        What the user chose.

    Returns
    -------
    Reading or Refusal
        In the pixels of the photo; a refusal when the person is not in the test position.
    """
    refusal = refuse_position(subject, scale=copy.scale)
    if refusal is not None:
        return refusal
    edges = find_leg_edges(subject, copy.rgb)
    thigh, shank = read_limbs(subject, edges)
    seen = ankle_seen(subject)
    blur = leg_blur(subject, copy.rgb, edges, ankle_seen=seen)
    refusal = refuse_reading(thigh, blur=blur)
    if refusal is not None:
        return refusal
    edge = find_table_edge(
        copy.rgb,
        shoulder_px=subject.pose[Joint.SHOULDER],
        hip_px=subject.pose[Joint.HIP],
        head_towards=subject.pose.head_towards,
        person=subject.mask,
    )
    in_photo_px = {joint: point / copy.scale for joint, point in subject.pose.points_px.items()}
    pose = replace(subject.pose, points_px=in_photo_px)
    return PositionReading(
        pose=pose,
        thigh=thigh,
        shank=shank,
        level=choose_level(marked=settings.level, gravity=photo.gravity, edge=edge),
        camera_aside_deg=0.0 if edge is None else edge.camera_aside_deg,
        lens=lens_by_gravity(photo.gravity, pose[Joint.HIP], photo.size_px),
        lens_cues=read_lens_cues(
            subject, pose[Joint.HIP], photo.size_px, tilt_deg=0.0 if edge is None else edge.tilt_deg
        ),
        readings=len(subject.used),
        ankle_seen=seen,
        shank_covered=shank_covered(subject),
        warnings=(
            *reading_warnings(subject, copy.rgb, (thigh, shank), scale=copy.scale, blur=blur),
            *view_warnings(edge),
            *((WarningCode.RESHAPED,) if photo.reshaped else ()),
        ),
        low_back_gap=low_back_gap(subject),
    )


def conclude(reading: PositionReading, calibration: Calibration | None) -> Conclusion:
    """Weigh what was read: the points to measure and how sure they are.

    Parameters
    ----------
    reading
        What was read.
    calibration
        The constants of the networks that read it; None where they have none, which widens and warns.
    """
    uncalibrated = () if calibration is not None else (WarningCode.NETWORK_NOT_CALIBRATED,)
    calibration = calibration or UNCALIBRATED
    far, levels = reading.pose.far_leg_tested, reading.level
    lens = reading.lens or lens_by_cues(reading.lens_cues, calibration.lens)
    above_deg = lens.above_hip_deg
    drawn_off = _drawn_off_deg(reading, above_deg, calibration.lens)
    by_knee = calibration.thigh_per_shank_apart * outline_below_landmarks_deg(reading.shank, calibration.shank)
    by_length = calibration.shank_per_length * longer_than(reading.shank, reading.thigh)
    thigh = fuse_limb(
        reading.thigh, calibration.thigh, far=far, lens_above_hip_deg=above_deg, drawn_off_deg=drawn_off + by_knee
    )
    shank = fuse_limb(reading.shank, calibration.shank, far=far, lens_above_hip_deg=above_deg, drawn_off_deg=by_length)
    if reading.thigh.outline_deg is None:
        thigh = replace(thigh, sd_deg=math.hypot(thigh.sd_deg, calibration.no_outline_sd_deg))
    pose = aligned_pose(reading.pose, thigh, shank)
    spread = reading_spread(
        thigh,
        shank,
        calibration,
        level=levels.used,
        far=far,
        camera_aside_deg=reading.camera_aside_deg,
        lens=lens,
    )
    if reading.shank_covered:
        spread = replace(spread, thigh_sd_deg=math.hypot(spread.thigh_sd_deg, calibration.covered_shank_sd_deg))
    return Conclusion(
        pose=pose if reading.ankle_seen else pose.without(Joint.ANKLE),
        spread=spread,
        warnings=(
            *reading.warnings,
            *fusion_warnings((thigh, shank)),
            *level_warnings(levels),
            *lens_warnings(lens),
            *uncalibrated,
        ),
        evidence=Evidence(
            readings=reading.readings,
            thigh_spread_deg=reading.thigh.spread_deg,
            knee_spread_deg=reading.shank.spread_deg,
            landmark_thigh_deg=thigh_angle_deg(reading.pose, levels.used),
            landmark_knee_deg=knee_flexion_deg(reading.pose) if reading.ankle_seen else None,
            outline_weight_thigh=thigh.outline_weight,
            outline_weight_shank=shank.outline_weight,
            levels=levels.all_found,
            lens_above_hip_deg=None if reading.lens is None else reading.lens.above_hip_deg,
            low_back_gap=reading.low_back_gap,
            lens_taken_off_deg=drawn_off + turned_by_lens_deg(calibration.thigh, above_deg, far=far),
        ),
    )


def _drawn_off_deg(reading: PositionReading, above_hip_deg: float, constants: LensConstants) -> float:
    """By how much a camera aside and above draws the thigh lower against the level, + below.

    Against the table's own edge by nothing: that is drawn off alike.
    """
    if reading.level.used.source is HorizonSource.TABLE_EDGE:
        return 0.0
    drawn = math.tan(math.radians(reading.camera_aside_deg)) * math.sin(math.radians(above_hip_deg))
    return -constants.aside_gain * math.degrees(math.atan(drawn))


def outcome_of(
    pose: ThomasPose,
    level: Level,
    spread: Spread,
    preset: Preset,
    warnings: tuple[WarningCode, ...],
    stated: Statements,
) -> Outcome:
    """Measure points against a horizontal and hold the angles against thresholds.

    Parameters
    ----------
    pose, level
        What to measure.
    spread
        How sure the angles are.
    preset
        The thresholds.
    warnings
        Codes known before; those that the angles and the trunk give come on top.
    stated
        How the test was done.
    """
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
        findings=assess(measurement, preset, stated),
        warnings=tuple(code for code in WarningCode if code in seen),
    )
