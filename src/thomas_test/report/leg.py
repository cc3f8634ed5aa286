"""One leg's half of the report: its pictures, its numbers, what they go together with, and what was said."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.analysis import Outcome
from thomas_test.examination.record import Examination, Leg
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
from thomas_test.examination.summary import LegSummary, cautions
from thomas_test.landmarks import Side
from thomas_test.meaning.meanings import Reading
from thomas_test.meaning.patterns import contradicted, meanings_of, noticed, retest_is_useful
from thomas_test.meaning.readings import CONFIDENCE, READINGS
from thomas_test.meaning.sources import Cited
from thomas_test.quality import WARNINGS, WarningCode
from thomas_test.report.annotated import Shown, shown_fronts, shown_trial, trial_to_show
from thomas_test.report.numbers import NumberRow, number_rows, scales
from thomas_test.report.scale import Scale
from thomas_test.thomas_pose import PointsSource
from thomas_test.wording import LEVEL_WORDS, FlagLine, flag_lines, level_words, sentence, warning_advice


@dataclass(frozen=True, kw_only=True)
class LegContent:
    """One leg's half of the page; without numbers where it was not measured, or where a rater must not see them.

    Attributes
    ----------
    confidence
        What the statement on the pelvis does to the readings.
    """

    side: Side
    heading: str
    shown: Shown
    statements: str
    measured_how: str = ""
    fronts: tuple[Shown, ...] = ()
    numbers: tuple[NumberRow, ...] = ()
    scales: tuple[Scale, ...] = ()
    flags: tuple[FlagLine, ...] = ()
    readings: tuple[Reading, ...] = ()
    confidence: tuple[Cited, ...] = ()
    cautions: tuple[str, ...] = ()


def leg_content(examination: Examination, side: Side, summary: LegSummary | None, *, rater_blind: bool) -> LegContent:
    """Gather one leg's half.

    Parameters
    ----------
    examination, side
        Whose leg, and which.
    summary
        Its numbers; None for a leg that was not measured.
    rater_blind
        Whether everything that could sway a second rater stays away: then there are pictures and the set-up alone.
    """
    leg = examination.legs[side]
    heading = f"{side.capitalize()} leg" + (", tested first" if examination.first_leg is side else "")
    set_up = sentence("; ".join((PELVIS_WORDS[leg.pelvis], FOOT_WORDS[leg.foot])))
    if summary is None:
        return LegContent(side=side, heading=heading, shown=Shown(picture=None, caption=_why_none(leg)), statements="")
    trial = trial_to_show(leg, summary)
    shown, fronts = shown_trial(leg, trial, rater_blind=rater_blind), shown_fronts(leg)
    how = _measured_how(trial.analysis.measured, rater_blind=rater_blind)
    if rater_blind:
        return LegContent(side=side, heading=heading, shown=shown, fronts=fronts, statements=set_up, measured_how=how)
    return LegContent(
        side=side,
        heading=heading,
        shown=shown,
        fronts=fronts,
        numbers=number_rows(summary),
        scales=scales(examination.preset, summary),
        flags=flag_lines(summary.findings, examination.preset),
        readings=tuple(READINGS[meaning] for meaning in meanings_of(leg, summary)),
        confidence=CONFIDENCE[leg.pelvis],
        statements=_statements(leg, summary),
        cautions=(
            *cautions(examination, side),
            *_contradiction(leg, summary),
            *(_warned(leg, code) for code in summary.warnings),
        ),
        measured_how=how,
    )


def _why_none(leg: Leg) -> str:
    return "Not measured." if leg.not_tested is None else f"Not tested: {NOT_TESTED_WORDS[leg.not_tested]}."


def _warned(leg: Leg, code: WarningCode) -> str:
    """Say what a warning says, and what to do, in the first trial that has it."""
    for analysis in (trial.analysis for trial in leg.trials):
        if analysis.outcome is not None and code in analysis.outcome.warnings:
            return str(warning_advice(code, analysis.outcome.level, analysis.evidence.levels))
    return str(WARNINGS[code])


def _statements(leg: Leg, summary: LegSummary) -> str:
    said = [PELVIS_WORDS[leg.pelvis], FOOT_WORDS[leg.foot]]
    said.append(_felt(leg))
    seen = noticed(leg, summary)
    if seen:
        said.append("thigh " + " and ".join(SEEN_WORDS[what] for what in Seen if what in seen))
    elif Seen.STRAIGHT in leg.seen - contradicted(leg, summary):
        said.append(f"thigh {SEEN_WORDS[Seen.STRAIGHT]}")
    # a thigh that was corrected and reaches parallel by now has no re-test, whatever was answered before
    if retest_is_useful(summary):
        said.append(RETEST_WORDS[leg.retest])
    if leg.tight is not Tightness.NOT_ASKED:
        said.append("feels tight" if leg.tight is Tightness.YES else "does not feel tight")
    return sentence("; ".join(said))


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


def _measured_how(outcome: Outcome, *, rater_blind: bool) -> str:
    level = LEVEL_WORDS[outcome.level.source] if rater_blind else level_words(outcome.level)
    points = "points checked or placed by hand" if outcome.pose.source is PointsSource.HAND else "points as found"
    return f"Level: {level}; {points}."
