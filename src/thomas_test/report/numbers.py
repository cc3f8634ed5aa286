"""A leg's numbers as they are written, and on their scales."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.criteria import Preset
from thomas_test.examination.summary import LegSummary, Together
from thomas_test.meaning.reference_bands import Quantity, ReferenceBand, bands_for
from thomas_test.measurement import Angle
from thomas_test.report.scale import KNEE_AXIS, THIGH_AXIS, Scale, draw_scale
from thomas_test.wording import degrees, interval, knee_words, sentence, thigh_words, turn_size

SCALE_WIDTH_PT = 250.0
THIGH_BANDS: tuple[ReferenceBand, ...] = bands_for(Quantity.THIGH)
KNEE_BANDS: tuple[ReferenceBand, ...] = bands_for(Quantity.KNEE)[:2]
"""The groups drawn under the scales."""


@dataclass(frozen=True, kw_only=True)
class NumberRow:
    """One angle as it is written.

    Attributes
    ----------
    label, value
        What, and how much.
    detail
        Its interval, and its trials.
    """

    label: str
    value: str
    detail: str


def number_rows(summary: LegSummary) -> tuple[NumberRow, ...]:
    """Write thigh and knee, and what the second photos told."""
    rows = [
        _row("Thigh", sentence(thigh_words(summary.thigh.angle)).rstrip("."), summary.thigh),
        NumberRow(label="Knee", value="Not assessed", detail="The ankle could not be seen.")
        if summary.knee is None
        else _row("Knee", sentence(knee_words(summary.knee.angle)).rstrip("."), summary.knee),
    ]
    if summary.rotation is not None:
        rows.append(_turn_row("Rotation", summary.rotation, ("turned out", "turned in")))
    if summary.abduction is not None:
        rows.append(_turn_row("Abduction", summary.abduction, ("drawn aside", "across the midline")))
    return tuple(rows)


def _row(label: str, value: str, together: Together) -> NumberRow:
    signed = label == "Thigh"
    detail = f"95 % interval {interval(together.angle, signed=signed)}"
    if together.spread_deg is not None:
        trials = ", ".join(degrees(trial, signed=signed) for trial in together.trials_deg)
        detail += f"; median of {len(together.trials_deg)} trials ({trials}), spread {degrees(together.spread_deg)}"
    else:
        detail += "; one trial"
    return NumberRow(label=label, value=value, detail=detail)


def _turn_row(label: str, angle: Angle, words: tuple[str, str]) -> NumberRow:
    return NumberRow(
        label=label,
        value=turn_size(angle.value_deg, *words),
        detail=f"95 % interval {interval(angle, signed=True)}; + = {words[0]}",
    )


def scales(preset: Preset, summary: LegSummary) -> tuple[Scale, ...]:
    """Draw thigh and, where it was assessed, knee on their scales."""
    drawn = [
        draw_scale(
            summary.thigh.angle,
            axis=THIGH_AXIS,
            thresholds_deg=(preset.parallel_deg, preset.below_deg),
            bands=THIGH_BANDS,
            width=SCALE_WIDTH_PT,
        )
    ]
    if summary.knee is not None:
        drawn.append(
            draw_scale(
                summary.knee.angle,
                axis=KNEE_AXIS,
                thresholds_deg=(preset.knee_threshold_deg,),
                bands=KNEE_BANDS,
                width=SCALE_WIDTH_PT,
            )
        )
    return tuple(drawn)
