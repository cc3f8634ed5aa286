"""A pose network that needs no model: it knows the pictures by their names, and reads their points from a table."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from thomas_test.core.analysis import Analysis, Evidence, ModelInfo, ReadBy
from thomas_test.core.angles import HorizonSource, Level
from thomas_test.core.errors import EstimatorError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.settings import Effort, Settings
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.images import Photo, encode_picture, read_photo
from thomas_test.reading.analyse import measure_points
from thomas_test.reading.correction import correct
from thomas_test.second_view import (
    FrontAnalysis,
    FrontPose,
    FrontRefusalCode,
    OtherViews,
    SecondView,
    measure_front_points,
)

DATA = Path(__file__).parents[1] / "app" / "data"
SCENE = DATA / "hanging.jpg"
"""A rendered body in the position; its points are in hanging.json."""

_MODEL = ModelInfo(name="table", sha256="0" * 64)


def scene_again(number: int) -> bytes:
    """The scene as another photo of the same: its first pixel differs."""
    rgb = read_photo(SCENE.read_bytes()).rgb.copy()
    rgb[0, 0] = (number % 256, 0, 255)
    return encode_picture(rgb, "PNG")


def scene_pose() -> ThomasPose:
    """The points of the scene as a perfect detector would read them."""
    truth = json.loads(SCENE.with_suffix(".json").read_text("utf-8"))
    return ThomasPose(
        tested_leg=Side(truth["tested_leg"]),
        head_towards=Direction(truth["head_towards"]),
        points_px={Joint(name): point for name, point in truth["keypoints_px"].items()},
        source=PointsSource.MODEL,
    )


class TableEngine:
    """Reads a photo by its name.

    ``refused``, ``broken``, ``right only``, ``either leg``, ``unsure``, ``hollow`` and ``slow`` (a second) are words
    that it obeys.
    """

    notes: tuple[str, ...] = ()

    def read(self, photo: Photo, settings: Settings) -> Analysis:
        """The table's analysis of a photo."""
        if "slow" in photo.name:
            time.sleep(1.0)
        if "broken" in photo.name:
            raise EstimatorError("expected a working network, got a broken one: try again")
        if "refused" in photo.name:
            return self._refused(photo, settings, RefusalCode.OTHER_KNEE_NOT_HELD)
        if "right only" in photo.name:
            if settings.leg is Side.LEFT:
                return self._refused(photo, settings, RefusalCode.BOTH_KNEES_HELD)
            settings = replace(settings, leg=Side.RIGHT)
        return self._measured(photo, settings)

    def _refused(self, photo: Photo, settings: Settings, code: RefusalCode) -> Analysis:
        return Analysis(
            name=photo.name,
            size_px=photo.size_px,
            preset=settings.preset,
            refusal=Refusal(code=code),
            read_by=ReadBy(models=(_MODEL,), effort=settings.effort),
        )

    def read_front(self, photo: Photo, *, leg: Side, other_views: OtherViews) -> FrontAnalysis:
        """A shank that hangs 15 degrees towards the midline; ``refused`` shows nobody."""
        level = Level.usual(source=HorizonSource.IMAGE, tilt_deg=0.0)
        if "refused" in photo.name:
            refusal = Refusal(code=FrontRefusalCode.NO_PERSON)
            return FrontAnalysis(name=photo.name, size_px=photo.size_px, level=level, refusal=refusal)
        width, height = photo.size_px
        length, sign = 0.4 * height, 1 if leg is Side.LEFT else -1
        knee = np.array([0.5 * width, 0.4 * height])
        foot = knee + length * np.array([-sign * math.sin(math.radians(15)), math.cos(math.radians(15))])
        pose = FrontPose(
            view=SecondView.FRONT,
            tested_leg=leg,
            points_px={Joint.KNEE: knee, Joint.ANKLE: foot},
            size_px=photo.size_px,
            source=PointsSource.MODEL,
        )
        return measure_front_points(
            name=photo.name, pose=pose, level=level, read_by=ReadBy(models=(_MODEL,)), other_views=other_views
        )

    def _measured(self, photo: Photo, settings: Settings) -> Analysis:
        pose = scene_pose()
        warnings: tuple[WarningCode, ...] = ()
        if "unsure" in photo.name:
            pose = pose.without(Joint.ANKLE)
            warnings = (WarningCode.READINGS_SCATTER, WarningCode.ANKLE_HIDDEN)
        if "either leg" in photo.name and settings.leg is None:
            warnings = (*warnings, WarningCode.LEG_CHOICE_UNSURE)
        pose = replace(pose, tested_leg=settings.leg or pose.tested_leg)
        level = Level.usual(source=HorizonSource.GRAVITY, tilt_deg=0.0)
        points = measure_points(name=photo.name, size_px=photo.size_px, pose=pose, settings=settings)
        analysis = replace(correct(points, level=level), automatic=None)
        outcome = replace(analysis.measured, pose=pose, warnings=(*analysis.measured.warnings, *warnings))
        gap = 0.05 if "hollow" in photo.name else 0.01
        evidence = Evidence(readings=8, thigh_spread_deg=3.0, knee_spread_deg=1.0, levels=(level,), low_back_gap=gap)
        read_by = ReadBy(models=(_MODEL,), effort=settings.effort)
        return replace(analysis, outcome=outcome, read_by=read_by, evidence=evidence)


def table_engine(effort: Effort) -> TableEngine:
    """Stand in for `thomas_test.app.engine.shared_engine`."""
    assert isinstance(effort, Effort)
    return TableEngine()
