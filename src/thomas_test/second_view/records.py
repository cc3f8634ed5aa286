"""The second photo as a JSON record, and back."""

from __future__ import annotations

from dataclasses import asdict

from thomas_test.core.codec import Json, Layout, from_json, lay_out, to_json
from thomas_test.output.records import check_places, refusal_reader
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE, SECOND_PHOTO_NOTE
from thomas_test.second_view.analysis import FrontAnalysis
from thomas_test.second_view.measurement import FrontMeasurement
from thomas_test.second_view.pose import FrontPose
from thomas_test.second_view.refusals import FrontRefusalCode


def front_to_json(analysis: FrontAnalysis) -> Json:
    """The record of a second photo: texts, finite numbers, truths, lists and objects only."""
    return to_json(analysis)


def front_from_json(record: object) -> FrontAnalysis:
    """The analysis that a record was made of.

    Raises
    ------
    UsageError
        When this is no such record, one of a newer kind, or a damaged one.
    """
    return from_json(FrontAnalysis, record, expected="a record as thomas-test writes it")


def _says(analysis: FrontAnalysis, written: Json) -> Json:
    if analysis.pose is not None:
        del written["pose"]["size_px"]  # the analysis says it
    return {
        "version": package_version(),
        "status": "measured" if analysis.measurement else "refused",
        "interval_note": SECOND_PHOTO_NOTE if analysis.measurement else "",
        "intended_use": INTENDED_USE,
        "warnings": [{"code": code.value, **asdict(code.advice)} for code in analysis.warnings],
    }


def _with_size(record: Json) -> Json:
    pose = record.get("pose")
    return record | {"pose": pose | {"size_px": record.get("size_px")}} if isinstance(pose, dict) else record


def _checked(analysis: FrontAnalysis) -> FrontAnalysis:
    points = () if analysis.pose is None else analysis.pose.points_px.values()
    check_places(analysis.size_px, points, (analysis.head_circle_px,))
    return analysis


_REFUSED = refusal_reader(FrontRefusalCode)

lay_out(
    FrontAnalysis,
    Layout(
        schema="thomas-test.front",
        where="use the output of 'measure --view front --json'",
        names={"name": "file"},
        beside=frozenset({"read_by"}),
        reads={"refusal": _REFUSED},
        says=_says,
        upgraded=_with_size,
        checked=_checked,
    ),
)
lay_out(FrontPose, Layout(names={"source": "points_source"}))
lay_out(FrontMeasurement, Layout(reads={"rotation_refusal": _REFUSED, "abduction_refusal": _REFUSED}))
