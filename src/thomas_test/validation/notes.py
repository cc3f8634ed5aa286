"""What a reader of the figures must know beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thomas_test.criteria import Preset
from thomas_test.geometry import FloatArray
from thomas_test.validation.matching import Matching
from thomas_test.validation.records import AngleName, Pair, Reason, counted
from thomas_test.validation.sources import Source

_FEWEST_FOR_A_HINT = 5
_FAR_BETTER = 0.5


def notes_on(matching: Matching, results: Source, preset: Preset) -> tuple[str, ...]:
    """Say what was done to the readings and what limits the figures."""
    pairs = matching.pairs
    notes = [
        _on_persons(pairs),
        _on_legs(pairs),
        _on_raters(pairs),
        f"Several readings of one picture by one rater were averaged {counted(matching.averaged, 'time')}."
        if matching.averaged
        else "",
        _on_conflicts(matching),
        _on_preset(results, preset),
    ]
    return tuple(filter(None, notes))


def hints_on(angle: AngleName, tool_deg: FloatArray, reference_deg: FloatArray) -> str:
    """Name the mistake that the columns look like: a turned sign, an included angle; empty when they do not."""
    if tool_deg.size < _FEWEST_FOR_A_HINT:
        return ""
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
            f"{counted(persons, 'person')} gave {len(pairs)} pairs: bias, limits and all intervals allow for persons "
            "who come more than once."
        )
    if unnamed:
        parts.append(f"Without a subject, and so counted as another person each: {counted(unnamed, 'picture')}.")
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
    return f"{words} Read by some of them only: {counted(fewer, 'picture')}." if fewer else words


def _on_conflicts(matching: Matching) -> str:
    reasons = (Reason.CONFLICT, Reason.AMBIGUOUS, Reason.CONTRADICTION)
    count = sum(row.reason in reasons for row in matching.left_out)
    words = "Left out because their tables do not say clearly what they belong to"
    return f"{words}: {counted(count, 'row')}." if count else ""


def _on_preset(results: Source, preset: Preset) -> str:
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
