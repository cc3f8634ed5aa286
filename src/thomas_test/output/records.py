"""One JSON record for every file: everything that led to the row, unrounded, and enough to open the picture again.

A record is the long form of a row. ``analysis_from_json`` gives back the analysis that ``analysis_to_json`` was
given, so that a person can go on correcting a picture that was measured before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from thomas_test.core.analysis import Analysis, Evidence, ModelInfo, Outcome
from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, HorizonSource, Level, Measurement
from thomas_test.core.criteria import Findings, Pattern, Preset, Verdict, refuse_angles
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Direction, Joint, Side
from thomas_test.core.quality import Refusal, RefusalCode, WarningCode
from thomas_test.core.settings import Effort
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.output import checked
from thomas_test.output.rows import ResultRow, package_version, words_of
from thomas_test.output.words import INTERVAL_NOTE, warning_advice

SCHEMA = "thomas-test.analysis"
SCHEMA_VERSION = 1

_NO_LONGER_WARNED = "leg_not_hanging"
"""Was a warning beside the angle in records of earlier versions; now such a leg is refused."""

Json = dict[str, Any]
"""A JSON object. ``Any`` is honest here: the text comes from outside and is checked while it is read."""


def analysis_to_json(analysis: Analysis, *, effort: Effort | None = None) -> Json:
    """The record of a picture that was read.

    Returns
    -------
    dict
        Only texts, finite numbers, truths, lists and objects: ready for ``json.dumps(..., allow_nan=False)``.
    """
    refusal = analysis.refusal
    return {
        **_head(analysis.name, analysis.status.value),
        "reason": refusal.code.value if refusal else "",
        "words": words_of(analysis),
        "size_px": list(analysis.size_px),
        "outcome": _outcome_to_json(analysis.outcome, analysis.evidence.levels),
        "automatic": _outcome_to_json(analysis.automatic, analysis.evidence.levels),
        "refusal": _refusal_to_json(refusal),
        "automatic_refusal": _refusal_to_json(analysis.automatic_refusal),
        "interval_note": INTERVAL_NOTE if analysis.outcome else "",
        "preset": asdict(analysis.preset),
        "effort": effort.value if effort else "",
        "models": [asdict(model) for model in analysis.models],
        "evidence": {**asdict(analysis.evidence), "levels": list(map(level_to_json, analysis.evidence.levels))},
        "head_circle_px": list(analysis.head_circle_px) if analysis.head_circle_px else None,
        "other_heads_px": [list(head) for head in analysis.other_heads_px],
        "seconds": analysis.seconds,
    }


def file_record(row: ResultRow) -> Json:
    """The short record of a file that never became an analysis: not readable, or not a picture."""
    return {**_head(row.file, row.status.value), "reason": row.reason, "words": row.words}


def analysis_from_json(record: Mapping[str, Any]) -> Analysis:
    """The analysis that a record was made of.

    Raises
    ------
    UsageError
        When this is no such record, one of a newer kind, or one of a file that was never read.
    """
    found = (record.get("schema"), record.get("schema_version")) if isinstance(record, Mapping) else (None, None)
    if found != (SCHEMA, SCHEMA_VERSION):
        raise UsageError(
            f"expected a record of kind {SCHEMA!r}, version {SCHEMA_VERSION}, got {found[0]!r}, version {found[1]!r}: "
            "use a line of results.jsonl or the output of 'measure --json'"
        )
    if "outcome" not in record:
        raise UsageError(
            f"expected the record of a picture, got that of a file that was not read: {record.get('words')}"
        )
    try:
        return _analysis(record)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise UsageError(f"expected a record as thomas-test writes it, got a damaged one ({error!r})") from error


def _analysis(record: Mapping[str, Any]) -> Analysis:
    size_px = checked.size_px(record["size_px"])
    evidence, circle = dict(record["evidence"]), record["head_circle_px"]
    level_sd_deg = evidence.pop("level_sd_deg", 0.0) or None  # of the level used, in records of earlier versions
    levels = tuple(
        level_from_json(level, else_sd_deg=None if number else level_sd_deg)
        for number, level in enumerate(evidence["levels"])
    )
    outcome = _outcome_from_json(record["outcome"], size_px, level_sd_deg=level_sd_deg)
    # Records of earlier versions may hold angles that no hanging leg has.
    refusal = _refusal_from_json(record["refusal"]) if outcome is None else refuse_angles(outcome.measurement)
    return Analysis(
        name=checked.text(record["file"]),
        size_px=size_px,
        preset=Preset(**record["preset"]),
        outcome=outcome if refusal is None else None,
        # earlier versions kept how sure one level was; the least that any source has leaves the interval wide enough
        # when a line is drawn again, for that takes the old level's share out of it
        automatic=_outcome_from_json(record["automatic"], size_px, level_sd_deg=min(USUAL_LEVEL_SD_DEG.values())),
        refusal=refusal,
        automatic_refusal=_refusal_from_json(record.get("automatic_refusal")),
        models=tuple(
            ModelInfo(**{key: checked.text(value) for key, value in model.items()}) for model in record["models"]
        ),
        evidence=Evidence(**{**evidence, "levels": levels}),
        head_circle_px=checked.circle_px(circle, size_px) if circle else None,
        other_heads_px=tuple(checked.circle_px(head, size_px) for head in record.get("other_heads_px", ())),
        seconds=checked.number(record["seconds"]),
    )


def _head(file: str, status: str) -> Json:
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "version": package_version(),
        "file": file,
        "status": status,
    }


def level_to_json(level: Level) -> Json:
    """The record of a horizontal."""
    return {"source": level.source.value, "tilt_deg": level.tilt_deg, "sd_deg": level.sd_deg}


def level_from_json(record: Mapping[str, Any], *, else_sd_deg: float | None = None) -> Level:
    """The horizontal that a record was made of.

    Parameters
    ----------
    record
        Of earlier versions, too, which kept no standard deviation with the horizontal.
    else_sd_deg
        What stands in for it; None for what is usual for the source.
    """
    source = HorizonSource(record["source"])
    sd_deg = record.get("sd_deg", USUAL_LEVEL_SD_DEG[source] if else_sd_deg is None else else_sd_deg)
    return Level(source=source, tilt_deg=checked.number(record["tilt_deg"]), sd_deg=checked.number(sd_deg))


def _refusal_to_json(refusal: Refusal | None) -> Json | None:
    if refusal is None:
        return None
    advice = refusal.advice
    return {"code": refusal.code.value, "detail": refusal.detail, "what": advice.what, "do": advice.do}


def _refusal_from_json(record: Mapping[str, Any] | None) -> Refusal | None:
    return Refusal(code=RefusalCode(record["code"]), detail=checked.text(record["detail"])) if record else None


def _outcome_to_json(outcome: Outcome | None, found: Sequence[Level]) -> Json | None:
    if outcome is None:
        return None
    pose, knee = outcome.pose, outcome.measurement.knee
    return {
        "tested_leg": pose.tested_leg.value,
        "head_towards": pose.head_towards.value,
        "points_source": pose.source.value,
        "by_hand": sorted(joint.value for joint in pose.by_hand or ()),
        "points_px": {joint.value: [float(n) for n in point] for joint, point in pose.points_px.items()},
        "level": level_to_json(outcome.level),
        "thigh": asdict(outcome.measurement.thigh),
        "knee": asdict(knee) if knee else None,
        "findings": {flag: verdict.value for flag, verdict in vars(outcome.findings).items()},
        "warnings": [
            {"code": code.value, **asdict(warning_advice(code, outcome.level, found))} for code in outcome.warnings
        ],
    }


def _outcome_from_json(
    record: Mapping[str, Any] | None, size_px: tuple[int, int], *, level_sd_deg: float | None
) -> Outcome | None:
    if record is None:
        return None
    findings = record["findings"]
    return Outcome(
        pose=ThomasPose(
            tested_leg=Side(record["tested_leg"]),
            head_towards=Direction(record["head_towards"]),
            points_px={
                joint: np.asarray(point) for joint, point in checked.points_px(record["points_px"], size_px).items()
            },
            source=PointsSource(record["points_source"]),
            # records of earlier versions did not say which: all of them, then
            by_hand=frozenset(Joint(joint) for joint in record["by_hand"]) if "by_hand" in record else None,
        ),
        level=level_from_json(record["level"], else_sd_deg=level_sd_deg),
        measurement=Measurement(
            thigh=checked.angle(record["thigh"]),
            knee=checked.angle(record["knee"]) if record["knee"] else None,
        ),
        findings=Findings(
            reaches_parallel=Verdict(findings["reaches_parallel"]),
            reaches_10_below=Verdict(findings["reaches_10_below"]),
            knee_near_90=Verdict(findings["knee_near_90"]),
            pattern=Pattern(findings["pattern"]),
        ),
        warnings=tuple(
            WarningCode(warning["code"]) for warning in record["warnings"] if warning["code"] != _NO_LONGER_WARNED
        ),
    )
