"""One JSON record for every file: everything that led to the row, unrounded, and enough to open the picture again.

A record is the long form of a row. ``analysis_from_json`` gives back the analysis that ``analysis_to_json`` was
given, so that a person can go on correcting a picture that was measured before. How the records of the core lie on
disk is said here; other rooms say it of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from thomas_test.core.analysis import Analysis, Outcome, ReadBy
from thomas_test.core.angles import USUAL_LEVEL_SD_DEG, Angle, Level, Measurement
from thomas_test.core.codec import Json, Layout, from_json, lay_out, read_as, to_json
from thomas_test.core.criteria import Findings, Pattern, assess, refuse_angles
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import Circle, FloatArray
from thomas_test.core.quality import ReasonCode, Refusal, RefusalCode, WarningCode
from thomas_test.core.thomas_pose import ThomasPose
from thomas_test.output.rows import BESIDE, ResultRow, package_version, words_of
from thomas_test.output.words import INTENDED_USE, INTERVAL_NOTE, low_back_hint, warning_advice

SCHEMA = "thomas-test.analysis"

_MOST_PIXELS = 100_000_000
"""Most pixels of a picture that any version has measured."""

FARTHEST_SIZES = 3.0
"""A point may lie outside of the picture, but not farther than this many of its sizes."""
_LARGEST_DEG = 360.0
_NO_LONGER_WARNED = "leg_not_hanging"
"""Was a warning beside the angle in records of earlier versions; now such a leg is refused."""


def analysis_to_json(analysis: Analysis) -> Json:
    """The record of a picture that was read.

    Returns
    -------
    dict
        Only texts, finite numbers, truths, lists and objects: ready for ``json.dumps(..., allow_nan=False)``.
    """
    return to_json(analysis)


def file_record(row: ResultRow) -> Json:
    """The short record of a file that never became an analysis: not readable, or not a picture."""
    said = {"version": package_version(), "file": row.file, "status": row.status.value}
    return _ANALYSIS.head | said | {"reason": row.reason, "words": row.words}


def analysis_from_json(record: object) -> Analysis:
    """The analysis that a record was made of.

    Raises
    ------
    UsageError
        When this is no such record, one of a newer kind, or one of a file that was never read.
    """
    _ANALYSIS.check_head(record)
    if isinstance(record, Mapping) and "outcome" not in record:
        raise UsageError(
            f"expected the record of a picture, got that of a file that was not read: {record.get('words')}"
        )
    return from_json(Analysis, record, expected="a record as thomas-test writes it")


def check_places(
    size_px: tuple[int, int], points_px: Iterable[FloatArray], circles_px: Iterable[Circle | None]
) -> None:
    """Refuse a picture as none could have been read, and points or heads absurdly far from it.

    Raises
    ------
    ValueError
        Says what was expected and what came.
    """
    width, height = size_px
    if min(size_px) < 1 or width * height > _MOST_PIXELS:
        raise ValueError(f"expected the size of a picture, got {width} x {height}")
    largest = FARTHEST_SIZES * max(size_px)
    for place in (*(point.tolist() for point in points_px), *filter(None, circles_px)):
        for value in place:
            if abs(value) > largest:
                raise ValueError(
                    f"expected a place in the picture or near it, a number up to {largest:g}, got {value:g}"
                )


def _analysis_says(analysis: Analysis, written: Json) -> Json:
    for name, outcome in (("outcome", analysis.outcome), ("automatic", analysis.automatic)):
        if outcome is not None:
            written[name]["warnings"] = [
                {"code": code.value, **asdict(warning_advice(code, outcome.level, analysis.evidence.levels))}
                for code in outcome.warnings
            ]
    return {
        "version": package_version(),
        "file": analysis.name,
        "status": analysis.status.value,
        "reason": analysis.refusal.code.value if analysis.refusal else "",
        "words": words_of(analysis),
        "interval_note": INTERVAL_NOTE if analysis.outcome else "",
        "intended_use": INTENDED_USE,
        "low_back_hint": low_back_hint(analysis.evidence) if analysis.outcome else "",
        "privacy": BESIDE if analysis.other_heads_px else "",
    }


def _analysis_upgraded(record: Json) -> Json:
    """Earlier versions kept one standard deviation, that of the level used, and kept it beside the level.

    They named patterns without asking how the test was done.
    """
    if "stated" not in record:
        record = record | {name: _without_pattern(record.get(name)) for name in ("outcome", "automatic")}
    evidence = record.get("evidence")
    if not isinstance(evidence, dict) or "level_sd_deg" not in evidence:
        return record
    used = {"sd_deg": evidence["level_sd_deg"]} if evidence["level_sd_deg"] else {}
    # of a level that was drawn over, the least that any source has: it leaves the interval wide enough when a line is
    # drawn again, for that takes the old level's share out of it
    least = {"sd_deg": min(USUAL_LEVEL_SD_DEG.values())}
    levels = evidence.get("levels")
    if isinstance(levels, list) and levels and isinstance(levels[0], dict):
        levels = [used | levels[0], *levels[1:]]
    kept = {name: value for name, value in evidence.items() if name != "level_sd_deg"}
    return record | {
        "evidence": kept | {"levels": levels},
        "outcome": _with_level(record.get("outcome"), used),
        "automatic": _with_level(record.get("automatic"), least),
    }


def _without_pattern(outcome: object) -> object:
    findings = outcome.get("findings") if isinstance(outcome, dict) else None
    if not isinstance(outcome, dict) or not isinstance(findings, dict):
        return outcome
    return outcome | {"findings": findings | {"pattern": Pattern.UNDECIDED.value}}


def _with_level(outcome: object, sd_deg: Json) -> object:
    level = outcome.get("level") if isinstance(outcome, dict) else None
    return outcome | {"level": sd_deg | level} if isinstance(outcome, dict) and isinstance(level, dict) else outcome


def _level_upgraded(record: Json) -> Json:
    """A level without a standard deviation, of an earlier version, is as sure as its source usually is."""
    usual = (sd_deg for source, sd_deg in USUAL_LEVEL_SD_DEG.items() if source == record.get("source"))
    return {"sd_deg": next(usual, None)} | record


def _analysis_checked(analysis: Analysis) -> Analysis:
    outcomes = [outcome for outcome in (analysis.outcome, analysis.automatic) if outcome is not None]
    points = [point for outcome in outcomes for point in outcome.pose.points_px.values()]
    check_places(analysis.size_px, points, (analysis.head_circle_px, *analysis.other_heads_px))
    # Records of earlier versions may hold angles that no hanging leg has.
    refusal = None if analysis.outcome is None else refuse_angles(analysis.outcome.measurement)
    analysis = replace(
        analysis, outcome=_judged(analysis, analysis.outcome), automatic=_judged(analysis, analysis.automatic)
    )
    return analysis if refusal is None else replace(analysis, outcome=None, refusal=refusal)


def _judged(analysis: Analysis, outcome: Outcome | None) -> Outcome | None:
    """The outcome with findings by today's rules: earlier versions had others."""
    if outcome is None:
        return None
    return replace(outcome, findings=assess(outcome.measurement, analysis.preset, analysis.stated))


def _angle_checked(angle: Angle) -> Angle:
    largest = max(angle.low_deg, angle.high_deg, key=abs)
    if abs(largest) > _LARGEST_DEG:
        raise ValueError(f"expected an angle up to {_LARGEST_DEG:g} degrees, got {largest:g}")
    return angle


@dataclass(frozen=True, kw_only=True)
class _ToldWarning:
    """A warning as a record tells it: with its words, which are not read back."""

    code: WarningCode


def _warnings_read(value: Any) -> tuple[WarningCode, ...]:
    if isinstance(value, list):
        value = [each for each in value if not (isinstance(each, dict) and each.get("code") == _NO_LONGER_WARNED)]
    return tuple(each.code for each in read_as(tuple[_ToldWarning, ...])(value))


@dataclass(frozen=True, kw_only=True)
class _ToldRefusal:
    """A refusal as a record tells it: whose code it is follows from what was refused."""

    code: str
    detail: str


def refusal_reader(codes: type[ReasonCode]) -> Callable[[Any], Refusal | None]:
    """What reads a refusal with one of these codes, or none, for a `Layout`."""

    def read(value: Any) -> Refusal | None:
        if value is None:
            return None
        told = read_as(_ToldRefusal)(value)
        return Refusal(code=read_as(codes)(told.code), detail=told.detail)

    return read


_REFUSED = refusal_reader(RefusalCode)
_ANALYSIS = Layout(
    schema=SCHEMA,
    where="use a line of results.jsonl or the output of 'measure --json'",
    names={"name": "file"},
    beside=frozenset({"read_by"}),
    left_out=frozenset({"shown_by"}),
    reads={"refusal": _REFUSED, "automatic_refusal": _REFUSED, "shown_by": lambda _: None},
    says=_analysis_says,
    upgraded=_analysis_upgraded,
    checked=_analysis_checked,
)
lay_out(Analysis, _ANALYSIS)
lay_out(
    Outcome,
    Layout(
        beside=frozenset({"pose", "measurement"}),
        reads={"warnings": _warnings_read},
        # worked out from points and level, and so not read back
        says=lambda outcome, _: {"pelvis": None if outcome.pelvis is None else asdict(outcome.pelvis)},
    ),
)
lay_out(
    ReadBy,
    Layout(
        left_out=frozenset({"effort"}),
        says=lambda read_by, _: {"effort": read_by.effort or ""},
        upgraded=lambda record: record | {"effort": (record.get("models") and record.get("effort")) or None},
    ),
)
lay_out(_ToldWarning, Layout())
lay_out(_ToldRefusal, Layout())
lay_out(ThomasPose, Layout(names={"source": "points_source"}))
lay_out(Measurement, Layout())
lay_out(Findings, Layout())
lay_out(Level, Layout(upgraded=_level_upgraded))
lay_out(Angle, Layout(checked=_angle_checked))
lay_out(Refusal, Layout(says=lambda refusal, _: asdict(refusal.advice) | {"words": refusal.words}))
