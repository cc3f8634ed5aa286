"""Analyses for tests, built from a thigh angle and a knee flexion that we choose: no picture, no network."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from thomas_test.core.analysis import Analysis, Evidence, ModelInfo, Outcome, ReadBy
from thomas_test.core.angles import ROWS, Angle, HorizonSource, Level, Measurement
from thomas_test.core.criteria import GUIDE, Preset, assess
from thomas_test.core.geometry import mirror_x
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.settings import Effort
from thomas_test.core.statements import NOTHING_STATED, Foot, Pain, Pelvis, Statements
from thomas_test.core.thomas_pose import PointsSource, ThomasPose

ALL_STATED = Statements(pelvis=Pelvis.FELT, foot=Foot.FREE, pain=Pain.NONE)
"""All that a pattern needs."""


def marked(tilt_deg: float, *, sd_deg: float | None = None) -> Level:
    """Draw a level line."""
    level = Level.usual(source=HorizonSource.MARKED, tilt_deg=tilt_deg)
    return level if sd_deg is None else replace(level, sd_deg=sd_deg)


FULL = ModelInfo(name="full", sha256="ab" * 32)


def make_pose(
    *,
    thigh_deg: float = 5.0,
    knee_deg: float = 60.0,
    size_px: tuple[int, int] = (640, 480),
    head_towards: Direction = Direction.LEFT,
    tested_leg: Side = Side.RIGHT,
    with_ankle: bool = True,
    source: PointsSource = PointsSource.MODEL,
) -> ThomasPose:
    """Lay a person across the middle of the picture, the hip in its centre, with these angles against the rows."""
    width, height = size_px
    unit = min(width / 640, height / 480)
    hip = np.array([width / 2, height / 2])

    def way(angle_deg: float, length: float) -> np.ndarray:
        return np.array([math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))]) * length * unit

    knee = hip + way(thigh_deg, 130)
    points = {
        Joint.HIP: hip,
        Joint.KNEE: knee,
        Joint.ANKLE: knee + way(thigh_deg + knee_deg, 120),
        Joint.OTHER_HIP: hip + way(-60, 8),
        Joint.OTHER_KNEE: hip + way(-110, 110),
        Joint.OTHER_ANKLE: hip + way(-50, 80),
        Joint.SHOULDER: hip + way(180, 170),
    }
    if not with_ankle:
        del points[Joint.ANKLE]
    if head_towards is Direction.RIGHT:
        points = {joint: mirror_x(point, width) for joint, point in points.items()}
    return ThomasPose(tested_leg=tested_leg, head_towards=head_towards, points_px=points, source=source)


def make_outcome(
    *,
    thigh_deg: float = 5.0,
    knee_deg: float | None = 60.0,
    half_width_deg: float = 3.0,
    level: Level = ROWS,
    preset: Preset = GUIDE,
    warnings: tuple[WarningCode, ...] = (),
    stated: Statements = NOTHING_STATED,
    **pose: object,
) -> Outcome:
    """A measurement with these angles; the points are those of the same angles against the rows."""
    thigh = Angle(value_deg=thigh_deg, low_deg=thigh_deg - half_width_deg, high_deg=thigh_deg + half_width_deg)
    knee = None
    if knee_deg is not None:
        knee = Angle(value_deg=knee_deg, low_deg=knee_deg - half_width_deg, high_deg=knee_deg + half_width_deg)
    measurement = Measurement(thigh=thigh, knee=knee)
    return Outcome(
        pose=make_pose(thigh_deg=thigh_deg, knee_deg=knee_deg or 60.0, with_ankle=knee is not None, **pose),
        level=level,
        measurement=measurement,
        findings=assess(measurement, preset, stated),
        warnings=warnings,
    )


def make_analysis(
    *,
    name: str = "photo.jpg",
    size_px: tuple[int, int] = (640, 480),
    preset: Preset = GUIDE,
    automatic: Outcome | None = None,
    stated: Statements = NOTHING_STATED,
    effort: Effort | None = None,
    **outcome: object,
) -> Analysis:
    """The analysis of a measured picture."""
    made = make_outcome(size_px=size_px, preset=preset, stated=stated, **outcome)
    return Analysis(
        name=name,
        size_px=size_px,
        preset=preset,
        stated=stated,
        outcome=made,
        automatic=automatic,
        read_by=ReadBy(models=(FULL,), effort=effort),
        evidence=Evidence(
            readings=4,
            thigh_spread_deg=0.8,
            knee_spread_deg=1.1,
            landmark_thigh_deg=4.4,
            landmark_knee_deg=63.2,
            outline_weight_thigh=0.7,
            outline_weight_shank=0.5,
            levels=(made.level,),
        ),
        head_circle_px=(60.0, 230.0, 35.0),
        seconds=0.25,
    )


def make_refusal(
    *,
    name: str = "photo.jpg",
    code: RefusalCode = RefusalCode.NOBODY_LYING,
    detail: str = "",
    size_px: tuple[int, int] = (640, 480),
) -> Analysis:
    """The analysis of a picture that was read and is not measured."""
    return Analysis(
        name=name,
        size_px=size_px,
        preset=GUIDE,
        refusal=Refusal(code=code, detail=detail),
        read_by=ReadBy(models=(FULL,)),
        seconds=0.1,
    )
