"""The second photo as a JSON record, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from thomas_test.core.analysis import ModelInfo
from thomas_test.core.angles import Angle
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output import checked
from thomas_test.output.records import level_from_json, level_to_json
from thomas_test.output.rows import package_version
from thomas_test.output.words import SECOND_PHOTO_NOTE
from thomas_test.second_view.analysis import FrontAnalysis, OtherViews
from thomas_test.second_view.measurement import FrontMeasurement
from thomas_test.second_view.pose import FrontPose, SecondView
from thomas_test.second_view.refusals import FrontRefusal, FrontRefusalCode

SCHEMA = "thomas-test.front"
SCHEMA_VERSION = 1

Json = dict[str, Any]
"""A JSON object. ``Any`` is honest here: the text comes from outside and is checked while it is read."""


def front_to_json(analysis: FrontAnalysis) -> Json:
    """The record of a second photo: texts, finite numbers, truths, lists and objects only."""
    pose, measured = analysis.pose, analysis.measurement
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "version": package_version(),
        "file": analysis.name,
        "size_px": list(analysis.size_px),
        "status": "measured" if measured else "refused",
        "refusal": _refusal(analysis.refusal),
        "pose": None if pose is None else _pose(pose),
        "level": level_to_json(analysis.level),
        "measurement": None if measured is None else _measurement(measured),
        "interval_note": SECOND_PHOTO_NOTE if measured else "",
        "other_views": asdict(analysis.other_views),
        "models": [asdict(model) for model in analysis.models],
        "head_circle_px": list(analysis.head_circle_px) if analysis.head_circle_px else None,
    }


def front_from_json(record: Mapping[str, Any]) -> FrontAnalysis:
    """The analysis that a record was made of.

    Raises
    ------
    UsageError
        When this is no such record, one of a newer kind, or a damaged one.
    """
    found = (record.get("schema"), record.get("schema_version")) if isinstance(record, Mapping) else (None, None)
    if found != (SCHEMA, SCHEMA_VERSION):
        raise UsageError(
            f"expected a record of kind {SCHEMA!r}, version {SCHEMA_VERSION}, got {found[0]!r}, version {found[1]!r}"
        )
    try:
        return _analysis(record)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise UsageError(f"expected a record as thomas-test writes it, got a damaged one ({error!r})") from error


def _pose(pose: FrontPose) -> Json:
    return {
        "view": pose.view.value,
        "tested_leg": pose.tested_leg.value,
        "points_source": pose.source.value,
        "points_px": {joint.value: [float(n) for n in point] for joint, point in pose.points_px.items()},
        "tilt_sd_deg": pose.tilt_sd_deg,
    }


def _measurement(measured: FrontMeasurement) -> Json:
    return {
        "rotation": None if measured.rotation is None else asdict(measured.rotation),
        "rotation_refusal": _refusal(measured.rotation_refusal),
        "abduction": None if measured.abduction is None else asdict(measured.abduction),
        "abduction_refusal": _refusal(measured.abduction_refusal),
        "shank_tilt_deg": measured.shank_tilt_deg,
        "side_view_used": measured.side_view_used,
    }


def _refusal(refusal: FrontRefusal | None) -> Json | None:
    return None if refusal is None else {"code": refusal.code.value, "detail": refusal.detail, "words": refusal.words}


def _analysis(record: Mapping[str, Any]) -> FrontAnalysis:
    size_px = checked.size_px(record["size_px"])
    pose, measured, circle, views = (record[key] for key in ("pose", "measurement", "head_circle_px", "other_views"))
    return FrontAnalysis(
        name=checked.text(record["file"]),
        size_px=size_px,
        level=level_from_json(record["level"]),
        pose=None if pose is None else _pose_from(pose, size_px),
        measurement=None if measured is None else _measurement_from(measured),
        refusal=_refusal_from(record["refusal"]),
        models=tuple(
            ModelInfo(**{key: checked.text(value) for key, value in model.items()}) for model in record["models"]
        ),
        other_views=OtherViews(
            thigh=_angle(views["thigh"]),
            knee=_angle(views["knee"]),
            thigh_to_shank=views["thigh_to_shank"],
            abduction=_angle(views["abduction"]),
        ),
        head_circle_px=checked.circle_px(circle, size_px) if circle else None,
    )


def _pose_from(record: Mapping[str, Any], size_px: tuple[int, int]) -> FrontPose:
    return FrontPose(
        view=SecondView(record["view"]),
        tested_leg=Side(record["tested_leg"]),
        points_px={
            joint: np.asarray(point) for joint, point in checked.points_px(record["points_px"], size_px).items()
        },
        size_px=size_px,
        source=PointsSource(record["points_source"]),
        tilt_sd_deg=record["tilt_sd_deg"],
    )


def _measurement_from(record: Mapping[str, Any]) -> FrontMeasurement:
    return FrontMeasurement(
        rotation=_angle(record["rotation"]),
        rotation_refusal=_refusal_from(record["rotation_refusal"]),
        abduction=_angle(record["abduction"]),
        abduction_refusal=_refusal_from(record["abduction_refusal"]),
        shank_tilt_deg=record["shank_tilt_deg"],
        side_view_used=bool(record["side_view_used"]),
    )


def _angle(record: Mapping[str, Any] | None) -> Angle | None:
    return None if record is None else checked.angle(record)


def _refusal_from(record: Mapping[str, Any] | None) -> FrontRefusal | None:
    if record is None:
        return None
    return FrontRefusal(code=FrontRefusalCode(record["code"]), detail=checked.text(record["detail"]))
