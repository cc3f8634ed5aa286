"""A measurement as lines for a person."""

from __future__ import annotations

from thomas_test.analysis import Analysis, Outcome
from thomas_test.criteria import Preset
from thomas_test.wording import (
    INTERVAL_NOTE,
    KNEE_NORM_NOTE,
    PATTERN_WORDS,
    degrees,
    flag_lines,
    interval,
    level_words,
    sentence,
    thigh_side,
    warning_advice,
)


def measured_rows(outcome: Outcome, preset: Preset) -> list[tuple[str, str]]:
    """Give what was measured as pairs of a name and a value."""
    thigh, knee = outcome.measurement.thigh, outcome.measurement.knee
    rows = [
        ("Tested leg", f"{outcome.pose.tested_leg}, head to the {outcome.pose.head_towards}"),
        (
            "Thigh θ",
            f"{degrees(thigh.value_deg, signed=True)} ({interval(thigh, signed=True)}), {thigh_side(thigh.value_deg)}",
        ),
        ("Knee κ", "not assessed" if knee is None else f"{degrees(knee.value_deg)} ({interval(knee)})"),
    ]
    for line in flag_lines(outcome.findings, preset):
        context = f"; {KNEE_NORM_NOTE}" if line.code == "knee_near_90" else ""
        rows.append((f"{line.sign} {line.verdict}", f"{line.label}{context}"))
    rows.append(("Finding", PATTERN_WORDS[outcome.findings.pattern]))
    rows.append(("Level", level_words(outcome.level)))
    rows.append(
        ("Points", {"model": "network", "model+outline": "network and outline"}.get(outcome.pose.source, "by hand"))
    )
    return rows


def closing_lines(analysis: Analysis) -> list[str]:
    """Give what stands below the numbers: warnings with what to do, and what the intervals cover."""
    if analysis.outcome is None:
        return []
    used, found = analysis.outcome.level, analysis.evidence.levels
    warnings = [f"Beware: {warning_advice(code, used, found)}" for code in analysis.outcome.warnings]
    preset = [] if analysis.preset.name == "guide" else [sentence(f"thresholds: {analysis.preset.source}")]
    return [*warnings, *preset, INTERVAL_NOTE]
