"""One leg's half of the report: its picture, its numbers, what they go together with, and what was said."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.analysis import Outcome
from thomas_test.examination.record import Examination, FrontTrial, Leg, Trial
from thomas_test.examination.statements import (
    FOOT_WORDS,
    NOT_TESTED_WORDS,
    PELVIS_WORDS,
    RETEST_WORDS,
    SEEN_WORDS,
    Felt,
    Seen,
    Tightness,
)
from thomas_test.examination.summary import LegSummary, Together, cautions
from thomas_test.front import draw_front
from thomas_test.images import encode_picture, read_photo
from thomas_test.landmarks import Side
from thomas_test.meaning.patterns import CONFIDENCE, READINGS, Reading, contradicted, meanings_of, noticed
from thomas_test.meaning.reference_bands import Quantity, ReferenceBand, bands_for
from thomas_test.measurement import Angle
from thomas_test.overlay import draw_overlay
from thomas_test.quality import WARNINGS
from thomas_test.report.scale import KNEE_AXIS, THIGH_AXIS, Scale, draw_scale
from thomas_test.thomas_pose import PointsSource
from thomas_test.wording import FlagLine, degrees, flag_lines, interval, knee_words, level_words, sentence, thigh_words

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


@dataclass(frozen=True, kw_only=True)
class LegContent:
    """One leg's half of the page; empty numbers and a reason where it was not measured."""

    heading: str
    picture: bytes | None
    picture_note: str
    fronts: tuple[bytes, ...]
    numbers: tuple[NumberRow, ...]
    scales: tuple[Scale, ...]
    flags: tuple[FlagLine, ...]
    readings: tuple[Reading, ...]
    statements: str
    cautions: tuple[str, ...]
    measured_how: str


def leg_content(examination: Examination, side: Side, summary: LegSummary | None, *, rater_blind: bool) -> LegContent:
    """Gather one leg's half; None for the summary of a leg that was not measured."""
    leg = examination.legs[side]
    heading = f"{side.capitalize()} leg" + (", tested first" if examination.first_leg is side else "")
    if summary is None:
        return LegContent(
            heading=heading,
            picture=None,
            picture_note="Not measured."
            if leg.not_tested is None
            else f"Not tested: {NOT_TESTED_WORDS[leg.not_tested]}.",
            fronts=(),
            numbers=(),
            scales=(),
            flags=(),
            readings=(),
            statements="",
            cautions=(),
            measured_how="",
        )
    shown = _shown_trial(leg, summary)
    return LegContent(
        heading=heading,
        picture=_annotated(shown, rater_blind=rater_blind),
        picture_note="" if shown.picture else "No picture is kept with this leg.",
        fronts=tuple(
            _annotated_front(front, front.picture, rater_blind=rater_blind) for front in leg.fronts if front.picture
        ),
        numbers=_numbers(summary),
        scales=_scales(examination, summary),
        flags=flag_lines(summary.findings, examination.preset),
        readings=tuple(READINGS[meaning] for meaning in meanings_of(leg, summary)),
        statements=_statements(leg, summary),
        cautions=(
            *cautions(examination, side),
            *_contradiction(leg, summary),
            *(WARNINGS[code].what for code in summary.warnings),
        ),
        measured_how=_measured_how(shown.analysis.measured),
    )


def _shown_trial(leg: Leg, summary: LegSummary) -> Trial:
    """Give the trial nearest to the median, one with a picture first."""
    measured = [trial for trial in leg.trials if trial.analysis.outcome is not None]
    middle = summary.thigh.angle.value_deg
    return min(
        measured,
        key=lambda trial: (
            trial.picture is None,
            abs(trial.analysis.measured.measurement.thigh.value_deg - middle),
        ),
    )


def _annotated(trial: Trial, *, rater_blind: bool) -> bytes | None:
    if trial.picture is None:
        return None
    drawn = draw_overlay(read_photo(trial.picture).rgb, trial.analysis, numbers=not rater_blind)
    return encode_picture(drawn, "JPEG", quality=88)


def _annotated_front(front: FrontTrial, picture: bytes, *, rater_blind: bool) -> bytes:
    drawn = draw_front(read_photo(picture).rgb, front.analysis, numbers=not rater_blind)
    return encode_picture(drawn, "JPEG", quality=88)


def _numbers(summary: LegSummary) -> tuple[NumberRow, ...]:
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
    size = degrees(abs(angle.value_deg))
    return NumberRow(
        label=label,
        value=f"{size} {words[0] if angle.value_deg >= 0 else words[1]}",
        detail=f"95 % interval {interval(angle, signed=True)}; + = {words[0]}",
    )


def _scales(examination: Examination, summary: LegSummary) -> tuple[Scale, ...]:
    preset = examination.preset
    scales = [
        draw_scale(
            summary.thigh.angle,
            axis=THIGH_AXIS,
            thresholds_deg=(preset.parallel_deg, preset.below_deg),
            bands=THIGH_BANDS,
            width=SCALE_WIDTH_PT,
        )
    ]
    if summary.knee is not None:
        scales.append(
            draw_scale(
                summary.knee.angle,
                axis=KNEE_AXIS,
                thresholds_deg=(preset.knee_threshold_deg,),
                bands=KNEE_BANDS,
                width=SCALE_WIDTH_PT,
            )
        )
    return tuple(scales)


def _statements(leg: Leg, summary: LegSummary) -> str:
    said = [PELVIS_WORDS[leg.pelvis], FOOT_WORDS[leg.foot]]
    said.append(_felt(leg))
    seen = noticed(leg, summary)
    if seen:
        said.append("thigh " + " and ".join(SEEN_WORDS[what] for what in Seen if what in seen))
    elif Seen.STRAIGHT in leg.seen - contradicted(leg, summary):
        said.append(f"thigh {SEEN_WORDS[Seen.STRAIGHT]}")
    said.append(RETEST_WORDS[leg.retest])
    if leg.tight is not Tightness.NOT_ASKED:
        said.append("feels tight" if leg.tight is Tightness.YES else "does not feel tight")
    return f"{sentence('; '.join(said))} {CONFIDENCE[leg.pelvis]}"


def _contradiction(leg: Leg, summary: LegSummary) -> tuple[str, ...]:
    if not contradicted(leg, summary):
        return ()
    saw = " and ".join(SEEN_WORDS[what] for what in Seen if what in leg.seen)
    words = f"The examiner saw the thigh {saw}; the second photo says otherwise."
    return (f"{words} Neither is taken: check the points and the leg named, and look again.",)


def _felt(leg: Leg) -> str:
    if leg.felt is Felt.NOT_ASKED:
        return "pain: not asked"
    return "no pain was reported" if leg.felt is Felt.NOTHING else "felt: " + "; ".join(f.words for f in leg.feelings)


def _measured_how(outcome: Outcome) -> str:
    points = "points checked or placed by hand" if outcome.pose.source is PointsSource.HAND else "points as found"
    return f"Level: {level_words(outcome.level)}; {points}."
