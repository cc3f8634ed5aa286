"""One leg's half of the report: its pictures, its numbers, what they go together with, and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from thomas_test.check.meaning.meanings import CONFIDENCE, Explanation
from thomas_test.check.meaning.patterns import contradicted, meanings_of, noticed, retest_is_useful
from thomas_test.check.meaning.reference_bands import KNEE_BANDS, THIGH_BANDS
from thomas_test.check.meaning.sources import Cited
from thomas_test.check.record import Examination, Leg, Trial
from thomas_test.check.report.scale import KNEE_AXIS, THIGH_AXIS, Scale, draw_scale
from thomas_test.check.statements import (
    Felt,
    Protocol,
    Seen,
    Tightness,
)
from thomas_test.check.summary import LegSummary, Together, cautions
from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.images import encode_picture, read_photo
from thomas_test.output.words import (
    FOOT_WORDS,
    LEVEL_WORDS,
    PELVIS_WORDS,
    FlagLine,
    degrees,
    flag_lines,
    interval,
    knee_words,
    lens_words,
    level_words,
    low_back_hint,
    pelvis_line_words,
    sentence,
    side_of_zero,
    sided_interval,
    thigh_interval,
    thigh_words,
    turn_size,
    warning_advice,
)
from thomas_test.overlay import draw_overlay
from thomas_test.second_view import draw_front


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A picture with its caption.

    Attributes
    ----------
    picture
        JPEG; None where none is kept.
    caption
        Which one it is, or why there is none; may be empty.
    drawn_on
        Whether points and lines were drawn on it; bare otherwise.
    """

    picture: bytes | None
    caption: str
    drawn_on: bool = True


def trial_to_show(leg: Leg, summary: LegSummary) -> Trial:
    """The trial nearest to the median, one with a picture first."""
    middle = summary.thigh.angle.value_deg
    return min(
        (trial for trial in leg.trials if trial.analysis.outcome is not None),
        key=lambda trial: (
            trial.picture is None,
            abs(trial.analysis.measured.measurement.thigh.value_deg - middle),
        ),
    )


def shown_trial(leg: Leg, trial: Trial, *, rater_blind: bool) -> Shown:
    """Draw one trial: angles at the joints and no verdicts, which belong to the leg and stand beside the picture.

    A second rater gets the bare photo: points that somebody else placed draw the eye, as numbers do.
    """
    number, count = leg.trials.index(trial) + 1, len(leg.trials)
    caption = f"Trial {number} of {count}" if count > 1 else ""
    if trial.picture is None:
        return Shown(picture=None, caption="No picture is kept with this leg.")
    if rater_blind:
        return Shown(picture=trial.picture, caption=caption, drawn_on=False)
    if count > 1:
        caption += ": its own angles, not the medians."
    drawn = draw_overlay(read_photo(trial.picture).rgb, trial.analysis, panel=False)
    return Shown(picture=encode_picture(drawn, "JPEG", quality=88, drawn_on=True), caption=caption)


def shown_fronts(leg: Leg, *, rater_blind: bool) -> Iterator[Shown]:
    """Draw the second photos that are kept: joints and plumb line, their words stand below; bare for a rater."""
    for front in leg.fronts:
        if front.picture is None:
            continue
        analysis = front.analysis
        view = f"Second photo, {analysis.pose.view.words}" if analysis.pose is not None else "Second photo"
        if rater_blind:
            yield Shown(picture=front.picture, caption=f"{view}.", drawn_on=False)
            continue
        drawn = draw_front(read_photo(front.picture).rgb, analysis, words=False)
        yield Shown(
            picture=encode_picture(drawn, "JPEG", quality=88, drawn_on=True),
            caption=f"{view}: {analysis.refusal.words}" if analysis.refusal is not None else f"{view}.",
        )


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
    turns = (
        ("Rotation", summary.rotation, ("turned out", "turned in")),
        ("Abduction", summary.abduction, ("drawn aside", "across the midline")),
    )
    for label, angle, words in turns:
        if angle is not None:
            value, within = turn_size(angle.value_deg, *words), sided_interval(angle, *words)
            rows.append(NumberRow(label=label, value=value, detail=f"95 % interval {within}"))
    return tuple(rows)


def _row(label: str, value: str, together: Together) -> NumberRow:
    thigh = label == "Thigh"
    detail = f"95 % interval {thigh_interval(together.angle) if thigh else interval(together.angle)}"
    if together.spread_deg is not None:
        trials = ", ".join(
            f"{degrees(abs(trial))} {side_of_zero(trial, 'below', 'above')}".rstrip() if thigh else degrees(trial)
            for trial in together.trials_deg
        )
        detail += f"; median of {len(together.trials_deg)} trials ({trials}), spread {degrees(together.spread_deg)}"
    else:
        detail += "; one trial"
    return NumberRow(label=label, value=value, detail=detail)


def scales(preset: Preset, summary: LegSummary) -> tuple[Scale, ...]:
    """Draw thigh and, where it was assessed, knee on their scales; groups only where the leg hung as theirs did."""
    free = summary.protocol is Protocol.EDGE
    marks = (preset.parallel_deg, preset.below_deg)
    thigh = draw_scale(summary.thigh.angle, axis=THIGH_AXIS, thresholds_deg=marks, bands=THIGH_BANDS if free else ())
    if summary.knee is None:
        return (thigh,)
    mark, groups = (preset.knee_threshold_deg,), KNEE_BANDS if free else ()
    return thigh, draw_scale(summary.knee.angle, axis=KNEE_AXIS, thresholds_deg=mark, bands=groups)


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
    readings: tuple[Explanation, ...] = ()
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
    if summary is None:
        why = "Not measured." if leg.not_tested is None else f"Not tested: {leg.not_tested.words}."
        return LegContent(side=side, heading=heading, shown=Shown(picture=None, caption=why), statements="")
    trial = trial_to_show(leg, summary)
    bare = LegContent(
        side=side,
        heading=heading,
        shown=shown_trial(leg, trial, rater_blind=rater_blind),
        fronts=tuple(shown_fronts(leg, rater_blind=rater_blind)),
        statements=sentence("; ".join((PELVIS_WORDS[leg.pelvis], FOOT_WORDS[leg.foot]))),
        measured_how=_measured_how(trial.analysis, rater_blind=rater_blind),
    )
    if rater_blind:
        return bare
    return replace(
        bare,
        numbers=number_rows(summary),
        scales=scales(examination.preset, summary),
        flags=flag_lines(summary.findings, examination.preset),
        readings=tuple(meaning.value for meaning in meanings_of(leg, summary)),
        confidence=CONFIDENCE[leg.pelvis],
        statements=_statements(leg, summary),
        cautions=(
            *_other_hurt(examination, side),
            *cautions(examination, side),
            *_contradiction(leg, summary),
            *(_warned(leg, code) for code in summary.warnings),
        ),
    )


def _other_hurt(examination: Examination, side: Side) -> tuple[str, ...]:
    stop = examination.stop
    if stop is None or stop.pain is None:
        return ()
    return (f"The test ended at the {side.other} leg: {stop.pain.words}. This leg was tested before that.",)


def _warned(leg: Leg, code: WarningCode) -> str:
    """Say what a warning says, and what to do, in the first trial that has it."""
    for analysis in (trial.analysis for trial in leg.trials):
        if analysis.outcome is not None and code in analysis.outcome.warnings:
            return str(warning_advice(code, analysis.outcome.level, analysis.evidence.levels))
    return str(code.advice)


def _statements(leg: Leg, summary: LegSummary) -> str:
    said = [PELVIS_WORDS[leg.pelvis], FOOT_WORDS[leg.foot], _felt(leg)]
    seen = noticed(leg, summary)
    if seen:
        said.append("thigh " + " and ".join(what.words for what in Seen if what in seen))
    elif Seen.STRAIGHT in leg.seen - contradicted(leg, summary):
        said.append(f"thigh {Seen.STRAIGHT.words}")
    # a thigh that was corrected and reaches parallel by now has no re-test, whatever was answered before
    if retest_is_useful(summary):
        said.append(leg.retest.words)
    if leg.tight is not Tightness.NOT_ASKED:
        said.append("feels tight" if leg.tight is Tightness.YES else "does not feel tight")
    return sentence("; ".join(said))


def _contradiction(leg: Leg, summary: LegSummary) -> tuple[str, ...]:
    if not contradicted(leg, summary):
        return ()
    saw = " and ".join(what.words for what in Seen if what in leg.seen)
    words = f"The examiner saw the thigh {saw}; the second photo says otherwise."
    return (f"{words} Neither is taken: check the points and the leg named, and look again.",)


def _felt(leg: Leg) -> str:
    if leg.felt is Felt.NOT_ASKED:
        return "pain: not asked"
    return "no pain was reported" if leg.felt is Felt.NOTHING else "felt: " + "; ".join(f.words for f in leg.feelings)


def _measured_how(analysis: Analysis, *, rater_blind: bool) -> str:
    outcome = analysis.measured
    level = LEVEL_WORDS[outcome.level.source] if rater_blind else level_words(outcome.level)
    points = "points checked or placed by hand" if outcome.pose.source is PointsSource.HAND else "points as found"
    pelvis = "" if rater_blind or outcome.pelvis is None else f" Pelvis: {pelvis_line_words(outcome.pelvis)}."
    hint = "" if rater_blind else low_back_hint(analysis.evidence)
    lens = "" if rater_blind else lens_words(analysis)
    camera = f" Camera: {lens}." if lens else ""
    return f"Level: {level}; {points}.{camera}{pelvis} {hint}".rstrip()
