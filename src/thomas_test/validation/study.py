"""The comparison from two files to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from thomas_test.core.by_hand import HAND_THIGH_SD_DEG
from thomas_test.core.criteria import GUIDE, PRESETS, Preset, Verdict, verdict
from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import FloatArray
from thomas_test.output.rows import package_version
from thomas_test.validation.agreement import MDC_FACTOR, Columns, agree, columns_of, raters_agree
from thomas_test.validation.extra import require_libraries
from thomas_test.validation.figures import (
    Agreement,
    FlagAgreement,
    TableInfo,
    ValidationReport,
    classify,
    cluster_codes,
    share,
)
from thomas_test.validation.matching import Matching, match
from thomas_test.validation.records import AngleName, LeftOut, LeftOutReason, Pair, Table, count_of, count_reasons
from thomas_test.validation.sources import ReadTable, read_source
from thomas_test.validation.tables import TableInMemory


def compare_flags(pairs: Sequence[Pair], preset: Preset) -> tuple[FlagAgreement, ...]:
    """Compare all three flags; one whose angle no pair has is left out.

    The tool's verdict is reached anew from its angle and interval with the thresholds of the preset, by the same
    rule as everywhere. The reference has no interval: its value is at or over the threshold, or it is not.
    """
    thresholds = {
        "reaches_parallel": (AngleName.THIGH, preset.parallel_deg),
        "reaches_10_below": (AngleName.THIGH, preset.below_deg),
        "knee_near_90": (AngleName.KNEE, preset.knee_threshold_deg),
    }
    flags = (_compare(pairs, flag, angle, threshold) for flag, (angle, threshold) in thresholds.items())
    return tuple(flag for flag in flags if flag is not None)


def _compare(pairs: Sequence[Pair], flag: str, angle: AngleName, threshold_deg: float) -> FlagAgreement | None:
    known = [(pair, value) for pair in pairs if (value := pair.reference_deg(angle)) is not None]
    if not any(angle in pair.tool.angles for pair, _ in known):
        return None
    verdicts = [verdict(pair.tool.angles.get(angle), threshold_deg) for pair, _ in known]
    short = np.array([value < threshold_deg for _, value in known], dtype=np.bool_)
    codes = cluster_codes([pair.cluster for pair, _ in known])
    decided = np.array([said in (Verdict.MET, Verdict.NOT_MET) for said in verdicts], dtype=np.bool_)
    read = np.array([angle in pair.tool.angles for pair, _ in known], dtype=np.bool_)
    below = np.array(
        [angle in pair.tool.angles and pair.tool.angles[angle].value_deg < threshold_deg for pair, _ in known],
        dtype=np.bool_,
    )
    tally = Counter(zip(verdicts, short.tolist(), strict=True))
    counts = {
        str(said): MappingProxyType({str(Verdict.MET): tally[said, False], str(Verdict.NOT_MET): tally[said, True]})
        for said in Verdict
    }
    return FlagAgreement(
        flag=flag,
        angle=angle,
        threshold_deg=threshold_deg,
        counts=MappingProxyType(counts),
        decided=classify(below[decided], short[decided], codes[decided]),
        by_value=classify(below[read], short[read], codes[read]),
    )


_FEWEST_FOR_A_HINT = 5
_FAR_BETTER = 0.5


def notes_on(matching: Matching, results: ReadTable, preset: Preset, *, codes_asked: bool = True) -> tuple[str, ...]:
    """Say what was done to the readings and what limits the figures.

    Parameters
    ----------
    codes_asked
        Whether nobody said which numbers stand for a missing value.
    """
    pairs = matching.pairs
    notes = [
        _on_persons(pairs),
        _on_legs(pairs),
        _on_raters(pairs),
        f"Several readings of one picture by one rater were averaged {count_of(matching.averaged, 'time')}."
        if matching.averaged
        else "",
        _on_conflicts(matching),
        _on_codes(matching) if codes_asked else "",
        _on_preset(results, preset),
    ]
    return tuple(filter(None, notes))


def hints_on(angle: AngleName, tool_deg: FloatArray, reference_deg: FloatArray) -> str:
    """Name the mistake that the columns look like: a turned sign, an included angle; empty when they do not."""
    if tool_deg.size < _FEWEST_FOR_A_HINT:
        return ""
    tenth = float(np.abs(tool_deg - reference_deg / 10.0).mean())
    if tenth < _FAR_BETTER * float(np.abs(tool_deg - reference_deg).mean()) and np.all(reference_deg % 1.0 == 0.0):
        return (
            f"With a tenth of the reference's {angle.words}s, the mean difference would be {tenth:.1f}°: have they "
            "lost their decimal mark (157 for 15,7)? Then write them anew."
        )
    turned = -reference_deg if angle is AngleName.THIGH else 180.0 - reference_deg
    as_given, as_turned = (float(np.abs(tool_deg - column).mean()) for column in (reference_deg, turned))
    if as_turned >= _FAR_BETTER * as_given:
        return ""
    if angle is AngleName.THIGH:
        return (
            f"With the reference's thigh angles turned over, the mean difference would be {as_turned:.1f}° and not "
            f"{as_given:.1f}°. If the reference counts + above the horizontal, use --flip-thigh."
        )
    return (
        f"With 180° minus the reference's knee angles, the mean difference would be {as_turned:.1f}° and not "
        f"{as_given:.1f}°. If the reference gives the included angle, write 180 minus it: 0 is a straight knee here."
    )


def _on_persons(pairs: Sequence[Pair]) -> str:
    unnamed = sum(not pair.subject for pair in pairs)
    persons = len({pair.cluster for pair in pairs})
    if unnamed == len(pairs):
        return (
            "No subject is named: every picture counts as another person. If people come more than once, the "
            "intervals are too narrow: add a column subject."
        )
    parts = []
    if persons < len(pairs):
        parts.append(
            f"{count_of(persons, 'person')} gave {len(pairs)} pairs: bias, limits and all intervals allow for persons "
            "who come more than once."
        )
    if unnamed:
        parts.append(f"Without a subject, and so counted as another person each: {count_of(unnamed, 'picture')}.")
    return " ".join(parts)


def _on_legs(pairs: Sequence[Pair]) -> str:
    differ = [pair.tool.label for pair in pairs if pair.legs_differ]
    if not differ:
        return ""
    return f"The leg named differs from the reference's in {len(differ)} (they take part): {', '.join(differ)}."


def _on_raters(pairs: Sequence[Pair]) -> str:
    raters = {rater for pair in pairs for rater in pair.raters}
    fewer = sum(len(pair.raters) < len(raters) for pair in pairs)
    if len(raters) < 2:
        return ""
    words = f"The reference is the mean of {len(raters)} raters, which is steadier than any one of them."
    return f"{words} Read by some of them only: {count_of(fewer, 'picture')}." if fewer else words


def _on_conflicts(matching: Matching) -> str:
    reasons = (LeftOutReason.CONFLICT, LeftOutReason.AMBIGUOUS, LeftOutReason.CONTRADICTION)
    count = sum(row.reason in reasons for row in matching.left_out)
    words = "Left out because their tables do not say clearly what they belong to"
    return f"{words}: {count_of(count, 'row')}." if count else ""


def _on_codes(matching: Matching) -> str:
    count = sum(row.reason is LeftOutReason.MISSING_CODE for row in matching.left_out)
    if not count:
        return ""
    return (
        f"Left out because they look like codes for a missing value, such as -99 and 99: {count_of(count, 'angle')}. "
        "Empty those cells; or say which numbers are codes, with --missing -99,99, or that they are angles, with "
        "--missing none."
    )


def _on_preset(results: ReadTable, preset: Preset) -> str:
    used = f"{preset.knee_tolerance_deg:g}"
    others = {
        (name, text) for name, text in results.presets if name != preset.name or _tolerance(text) not in ("", used)
    }
    if not others:
        return ""
    # the tolerance is named only where it is what differs
    tolerances = any(name == preset.name for name, _ in others)
    made = ", ".join(sorted({_threshold_words(name, _tolerance(text) * tolerances) for name, text in others}))
    held = _threshold_words(preset.name, used * tolerances)
    return f"The results were made with the thresholds {made}; the flags here are all held against {held}."


def _tolerance(text: str) -> str:
    """Bring a knee tolerance of a table into one form; empty where the table gives none."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return ""


def _threshold_words(name: str, tolerance: str) -> str:
    return f"{name} with a knee tolerance of {tolerance}°" if tolerance else name


MEAN_OF_RATERS = "mean of the raters"


def validate(
    results: Path | TableInMemory,
    reference: Path | TableInMemory,
    *,
    flip_thigh: bool = False,
    missing: Collection[float] | None = None,
    preset: Preset | None = None,
    knee_tolerance_deg: float | None = None,
    repeat: bool = False,
) -> ValidationReport:
    """Compare readings with a reference: a goniometer, an inclinometer, a second reader, another results file.

    Parameters
    ----------
    results
        Our ``results.csv``, or a table like the reference by one reader.
    reference
        A table with the columns ``file`` and/or ``subject``, ``side``, ``trial``; ``rater`` where there are
        several; ``thigh_angle_deg``, ``knee_flexion_deg`` in our signs. A results file will do.
    flip_thigh
        The reference counts the thigh the other way: + = knee above the hip.
    missing
        Numbers that stand for a missing value in either table that people made; None leaves out those that look so, and
        says that it did.
    preset
        Thresholds of the flags; None takes those that the results were made with, or else the guide's.
    knee_tolerance_deg
        How far under those thresholds' knee angle the knee may stay; None leaves it as they have it.
    repeat
        Both tables are our readings of the same people, tested again: the figures then say how well the test repeats.

    Raises
    ------
    UsageError
        When a table cannot be read, no row of one fits a row of the other, or the extra is not installed.
    """
    require_libraries()
    tools = read_source(results, Table.RESULTS, missing=missing)
    references = read_source(reference, Table.REFERENCE, flip_thigh=flip_thigh, missing=missing)
    matching = match(tools, references)
    columns = {angle: columns_of(matching.pairs, angle) for angle in AngleName}
    if not any(column.tool_deg.size for column in columns.values()):
        raise UsageError(_nothing_in_common(tools, references, matching.left_out))
    raters = sorted({rater for pair in matching.pairs for rater in pair.raters})
    against = MEAN_OF_RATERS if len(raters) > 1 else raters[0] or ("the second session" if repeat else "the reference")
    used = (preset or _preset_of(tools)).with_knee_tolerance(knee_tolerance_deg)
    measured, owners = zip(*matching.referenced, strict=True)
    agreements = tuple(
        agree(column, angle, against=against) for angle, column in columns.items() if column.tool_deg.size
    )
    return ValidationReport(
        results=_info(tools),
        reference=_info(references),
        flip_thigh=flip_thigh,
        preset=used.name,
        matched_by=matching.matched_by,
        read_share=share(np.array(measured), cluster_codes(owners), of_what="pictures with a reference"),
        pairs=matching.pairs,
        agreements=agreements,
        by_rater=tuple(
            agree(one, angle, against=rater or "(not named)")
            for rater in (raters if len(raters) > 1 else ())
            for angle in AngleName
            if (one := columns_of(matching.pairs, angle, rater)).tool_deg.size
        ),
        between_raters=tuple(
            found for angle in AngleName if (found := raters_agree(matching.pairs, angle)) is not None
        ),
        flags=compare_flags(matching.pairs, used),
        left_out=matching.left_out,
        notes=(
            *notes_on(matching, tools, used, codes_asked=missing is None),
            *_hints(columns),
            *(hint for one in agreements if repeat and (hint := _on_small_change(one))),
        ),
        version=package_version(),
        repeat=repeat,
    )


def _hints(columns: dict[AngleName, Columns]) -> tuple[str, ...]:
    return tuple(
        hint for angle, column in columns.items() if (hint := hints_on(angle, column.tool_deg, column.reference_deg))
    )


def _on_small_change(one: Agreement) -> str:
    """Say that sessions differ by less than reading one photo twice does, as where both were read from the same."""
    found, one_photo = one.minimal_detectable_change.value, MDC_FACTOR * HAND_THIGH_SD_DEG
    if found is None or found >= one_photo:
        return ""
    return (
        f"The MDC95 of the {one.angle.words}, {found:.1f}°, is below the {one_photo:.1f}° by which people differ who "
        "read one and the same photo twice (Peeler & Leiter 2013). Were both sessions read from the same photos? Then "
        "it does not tell what repeating the test may change, and history and reports must not go by it."
    )


def _preset_of(source: ReadTable) -> Preset:
    """The thresholds that the results name, where they name one set; else the guide's."""
    if len(source.presets) != 1:
        return GUIDE
    ((name, tolerance),) = source.presets
    if name not in PRESETS:
        return GUIDE
    try:
        return PRESETS[name].with_knee_tolerance(float(tolerance) if tolerance else None)
    except ValueError:
        return GUIDE


def _info(source: ReadTable) -> TableInfo:
    return TableInfo(name=source.name, sha256=source.sha256, rows=source.rows)


def _nothing_in_common(tools: ReadTable, references: ReadTable, left_out: Sequence[LeftOut]) -> str:
    words = f"nothing to compare: no picture has an angle in both {tools.name} and {references.name}"
    reasons = ", ".join(f"{count} {reason}" for reason, count in count_reasons(left_out).items())
    words = f"{words} (left out: {reasons or 'nobody'})."
    told = _telling(left_out)
    if told is not None:
        name = tools.name if told.table is Table.RESULTS else references.name
        return f"{words} {name}, line {told.line} ({told.label}): {told.words}"
    first = [next((r.label for r in source.readings), "no row") for source in (tools, references)]
    return (
        f"{words} The first row of one is {first[0]!r}, of the other {first[1]!r}: the"
        " columns file, or subject, side and trial, must be the same in both"
    )


def _telling(left_out: Sequence[LeftOut]) -> LeftOut | None:
    """A row that found its picture and was left out all the same, which says more than that others found none.

    None where rows of the reference were sought in vain and nothing contradicts itself.
    """
    clashes = (LeftOutReason.CONTRADICTION, LeftOutReason.CONFLICT, LeftOutReason.AMBIGUOUS)
    clash = next((row for row in left_out if row.reason in clashes), None)
    if clash is not None or any(row.reason is LeftOutReason.MISSING_IN_RESULTS for row in left_out):
        return clash
    found = [row for row in left_out if row.reason is not LeftOutReason.MISSING_IN_REFERENCE]
    return next((row for row in found if row.table is Table.REFERENCE), None)
