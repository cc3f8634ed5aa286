"""From an examination to the rows that lists, curves and statistics ask for: derived, never typed in."""

from __future__ import annotations

from thomas_test.check.record import Examination, Trial
from thomas_test.check.summary import LegSummary, summarise
from thomas_test.core.angles import Angle
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import quality_field
from thomas_test.history.tables import LegRow, TrialRow


def leg_rows(examination: Examination) -> list[LegRow]:
    """A row for each leg that was tested; none of a stopped examination."""
    if examination.stop is not None:
        return []
    return [
        _leg_row(examination, side, summarise(examination, side))
        for side in Side
        if examination.legs[side].not_tested is None
    ]


def trial_rows(examination: Examination) -> list[TrialRow]:
    """A row for each photo from the side, measured or refused."""
    return [
        _trial_row(side, number, trial)
        for side, leg in examination.legs.items()
        for number, trial in enumerate(leg.trials)
    ]


def _leg_row(examination: Examination, side: Side, summary: LegSummary | None) -> LegRow:
    leg = examination.legs[side]
    thigh = None if summary is None else summary.thigh.angle
    knee = None if summary is None or summary.knee is None else summary.knee.angle
    findings = None if summary is None else summary.findings
    return LegRow(
        side=side.value,
        thigh_angle_deg=_value(thigh),
        thigh_low_deg=None if thigh is None else thigh.low_deg,
        thigh_high_deg=None if thigh is None else thigh.high_deg,
        knee_flexion_deg=_value(knee),
        knee_low_deg=None if knee is None else knee.low_deg,
        knee_high_deg=None if knee is None else knee.high_deg,
        reaches_parallel="" if findings is None else findings.reaches_parallel.value,
        reaches_10_below="" if findings is None else findings.reaches_10_below.value,
        knee_near_90="" if findings is None else findings.knee_near_90.value,
        pelvis=leg.pelvis.value,
        foot=leg.foot.value,
    )


def _trial_row(side: Side, number: int, trial: Trial) -> TrialRow:
    analysis = trial.analysis
    outcome = analysis.outcome
    automatic = analysis.automatic or (outcome if analysis.read_by.models else None)
    return TrialRow(
        side=side.value,
        number=number,
        reason="" if analysis.refusal is None else analysis.refusal.code.value,
        quality="" if outcome is None else quality_field(outcome.warnings),
        thigh_angle_deg=None if outcome is None else outcome.measurement.thigh.value_deg,
        knee_flexion_deg=None if outcome is None else _value(outcome.measurement.knee),
        automatic_thigh_angle_deg=None if automatic is None else automatic.measurement.thigh.value_deg,
        automatic_knee_flexion_deg=None if automatic is None else _value(automatic.measurement.knee),
        horizon_source="" if outcome is None else outcome.level.source.value,
        model=";".join(model.name for model in analysis.read_by.models),
        model_sha256=";".join(model.sha256 for model in analysis.read_by.models),
    )


def _value(angle: Angle | None) -> float | None:
    return None if angle is None else angle.value_deg
