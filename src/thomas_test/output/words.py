"""The same plain words for the same finding, on the picture, in the terminal, in the report and in the app.

Everything here is made of numbers and judgements that were reached elsewhere: nothing is measured, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thomas_test.core.analysis import Analysis, Evidence
from thomas_test.core.angles import Angle, HorizonSource, Level
from thomas_test.core.criteria import GUIDE, Findings, Pattern, Preset, Verdict
from thomas_test.core.pelvis import PelvicLine, PelvicPoints
from thomas_test.core.quality import Advice, WarningCode
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.core.statements import NOTHING_STATED, Foot, Pain, Pelvis, Statements
from thomas_test.core.thomas_pose import PointsSource


def interval_note(found: Repeatability) -> str:
    """What a 95 % interval says and what not, with what repeating may change: published, or measured by the clinic."""
    published = " as published" if _repeating(found) == _repeating(PUBLISHED) else ""
    return (
        "The 95 % interval says how well this picture was read: it does not cover repeating the test on another day "
        f"(minimal detectable change{published}: {_repeating(found)}) nor the pelvis, and it is calibrated on rendered "
        "bodies so far."
    )


def interval_note_short(found: Repeatability) -> str:
    """The same where there is room for a line or two, such as on the picture itself."""
    return (
        f"Intervals (95 %): how well this picture was read; not another day ({_repeating(found)}), not the pelvis; "
        "calibrated on rendered bodies so far."
    )


def _repeating(found: Repeatability) -> str:
    return f"thigh {found.thigh.degrees:g}°, knee {found.knee_other_day.degrees:g}°"


INTERVAL_NOTE = interval_note(PUBLISHED)
"""Said once wherever an interval is shown."""
INTERVAL_NOTE_SHORT = interval_note_short(PUBLISHED)
"""Said where a picture stands alone and there is room for a line or two."""

INTENDED_USE = (
    "For information and as an aid to measuring, for professionals and for people's own training: it measures and "
    "describes the position of a leg. It is no diagnosis and no medical device, and does not replace an examination."
)
"""What the tool is for: said with these words wherever it is said (docs/method.md#limits-of-use)."""

SECOND_PHOTO_NOTE = (
    "The 95 % interval of rotation and abduction is worked out from how exactly points and level can be placed and "
    "from what the other photos leave open. It is not calibrated, and no figure for repeating the test is known."
)
"""Said once wherever the second photo's intervals are shown: no study stands behind them as for the thigh."""

KNEE_NORM_NOTE = "the knees of 117 elite athletes hung at 52.5° on average"
"""Stands beside the knee flag everywhere, so that nobody takes a knee of 55 degrees for rare (docs/method.md#norms)."""

LOW_BACK_HINT = (
    "The outline leaves a gap under the low back: look whether it lies flat, or feel with a hand. A hint, no finding: "
    "of rendered backs it saw 13 of 14 that were hollow by 25 mm or more, none of 5 less hollow ones, and came for "
    "1 of 20 flat ones."
)
"""Shown where the gap is worth a look (`core.analysis.LOW_BACK_LOOK`); its figures: docs/method.md#low-back."""

SIGNS: Mapping[Verdict, str] = {
    Verdict.MET: "✓",
    Verdict.NOT_MET: "✗",
    Verdict.BORDERLINE: "?",
    Verdict.NOT_ASSESSED: "–",
}
"""A sign beside every verdict: nothing is said by colour alone."""
_USUAL_SIGN = "○"

PATTERN_WORDS: Mapping[Pattern, str] = {
    Pattern.NONE: "no pattern of short hip flexors",
    Pattern.ONE_JOINT: "pattern that may go with a short iliopsoas",
    Pattern.KNEE_OPEN: "the knee is opened further than {knee}, as most knees are (117 elite athletes: 52.5° on "
    "average): no muscle is named; the re-test tells",
    Pattern.TWO_JOINT: "pattern that may go with a short rectus femoris: the knee is bent clearly less than the "
    "published means",
    Pattern.SHORT_UNCLEAR: "at least one hip flexor may be short; the knee is opened further than {knee}, as most "
    "knees are: the re-test tells which (straighten the knee: if the thigh drops, the rectus femoris may have "
    "lifted it)",
    Pattern.TWO_JOINT_OR_BOTH: "pattern that may go with a short rectus femoris, alone or with the iliopsoas "
    "(straighten the knee: if the thigh drops, the rectus femoris may have lifted it)",
    Pattern.UNDECIDED: "no pattern named: a flag it rests on is borderline or not assessed",
}
"""Describes; does not diagnose (docs/method.md#limits-of-use). ``{knee}`` is the angle of the preset."""

PELVIS_WORDS: Mapping[Pelvis, str] = {
    Pelvis.SEEN: "low back flat, as seen",
    Pelvis.FELT: "low back flat, felt with a hand under it",
    Pelvis.CUFF: "low back flat, a pressure cuff under it held its pressure",
    Pelvis.NOT_CHECKED: "low back not checked",
}
FOOT_WORDS: Mapping[Foot, str] = {
    Foot.FREE: "foot hung free",
    Foot.TOUCHED: "foot touched the floor or the table: the angles are not those of a free leg",
    Foot.NOT_CHECKED: "foot not checked",
}
PAIN_WORDS: Mapping[Pain, str] = {
    Pain.NONE: "no pain",
    Pain.SOME: "something hurt: it may come from a joint or the spine",
    Pain.NOT_ASKED: "pain not asked",
}
"""What is stated about how the test was done."""

LEVEL_WORDS: Mapping[HorizonSource, str] = {
    HorizonSource.MARKED: "marked by hand",
    HorizonSource.GRAVITY: "the phone's own gravity",
    HorizonSource.PHONE: "how the phone was held, as its page told",
    HorizonSource.TABLE_EDGE: "the table's edge",
    HorizonSource.IMAGE: "rows of the picture (not levelled)",
}
"""How the horizontal was found."""


SHORT_LEVEL_WORDS: Mapping[HorizonSource, str] = {
    HorizonSource.MARKED: "marked by hand",
    HorizonSource.GRAVITY: "gravity",
    HorizonSource.PHONE: "phone",
    HorizonSource.TABLE_EDGE: "table's edge",
    HorizonSource.IMAGE: "rows of the picture",
}
"""The same where two of them stand side by side."""


@dataclass(frozen=True, kw_only=True)
class FlagLine:
    """One flag as a person reads it.

    Attributes
    ----------
    code
        Its column in the results table.
    label
        What is asked, with its threshold.
    verdict
        The answer.
    usual
        Whether an answer of *not met* is that of most people: then it is no cross in red.
    """

    code: str
    label: str
    verdict: Verdict
    usual: bool = False

    @property
    def sign(self) -> str:
        """The answer as a sign; what is usual gets no cross."""
        return _USUAL_SIGN if self.usual else SIGNS[self.verdict]

    @property
    def answer(self) -> str:
        """The answer in words, such as ``met``; beside it what is usual."""
        return f"{self.verdict.value}, as most knees" if self.usual else self.verdict.value

    @property
    def tone(self) -> str:
        """How it is coloured: by its answer, and not at all where that is usual."""
        return (Verdict.NOT_ASSESSED if self.usual else self.verdict).replace(" ", "-")


def degrees(value_deg: float, *, signed: bool = False) -> str:
    """Write an angle for people: one decimal, a true minus, never a negative zero.

    Parameters
    ----------
    value_deg
        In degrees.
    signed
        Whether a plus is written, too.
    """
    rounded = round(value_deg, 1) + 0.0
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):.1f}°"


def interval(angle: Angle, *, signed: bool = False) -> str:
    """Write the 95 % interval of an angle, such as ``−6.6° to −1.8°``."""
    return f"{degrees(angle.low_deg, signed=signed)} to {degrees(angle.high_deg, signed=signed)}"


def thigh_words(thigh: Angle) -> str:
    """Say where the thigh lies, without its interval: ``thigh 4.2° above horizontal``."""
    return f"thigh {thigh_size(thigh.value_deg)}"


def thigh_size(thigh_deg: float) -> str:
    """Say where the thigh lies: ``4.2° above horizontal``, or ``horizontal`` where it is written as 0.0."""
    size, side = degrees(abs(thigh_deg)), thigh_side(thigh_deg)
    return side if size == degrees(0.0) else f"{size} {side}"


def thigh_side(thigh_deg: float) -> str:
    """Say on which side of the horizontal the thigh lies, by the angle as it is written: 0.0 lies on neither."""
    return side_of_zero(thigh_deg, "below horizontal", "above horizontal") or "horizontal"


def sided_interval(angle: Angle, positive: str, negative: str, *, of: str = "") -> str:
    """The 95 % interval of an angle that has a side, in sizes and sides as its value is told, never in signs.

    Returns
    -------
    str
        Such as ``21.3° to 28.9° above horizontal``, or ``2.1° above to 5.0° below horizontal`` where zero lies inside.

    Parameters
    ----------
    angle
        With its interval.
    positive, negative
        The words for the two sides.
    of
        What both are sides of; empty where the words say it.
    """
    near, far = sorted((angle.low_deg, angle.high_deg), key=abs)
    sides = [side_of_zero(end, positive, negative) for end in (near, far)]
    if sides[0] and sides[0] != sides[1]:
        words = f"{degrees(-angle.low_deg)} {negative} to {degrees(angle.high_deg)} {positive}"
    else:
        words = f"{degrees(abs(near))} to {degrees(abs(far))} {sides[1]}"
    return f"{words.strip()} {of}".rstrip()


def thigh_interval(thigh: Angle, *, beside: bool = False) -> str:
    """The 95 % interval of the thigh in the words in which the thigh is told.

    Parameters
    ----------
    thigh
        With its interval.
    beside
        Whether it stands right beside the thigh's own words, which say of what it is above or below.
    """
    return sided_interval(thigh, "below", "above", of="" if beside else "horizontal")


def turn_size(value_deg: float, positive: str, negative: str) -> str:
    """Say an angle that turns either way, without its interval: ``12.0° turned out``; ``0.0°`` turns neither way."""
    return f"{degrees(abs(value_deg))} {side_of_zero(value_deg, positive, negative)}".rstrip()


def side_of_zero(value_deg: float, positive: str, negative: str) -> str:
    """The word for an angle's side of zero; empty where the angle is written as 0.0."""
    if degrees(abs(value_deg)) == degrees(0.0):
        return ""
    return positive if value_deg > 0 else negative


def knee_words(knee: Angle | None) -> str:
    """Say how far the knee is bent, without its interval: ``knee bent 62.0°``."""
    return "knee not assessed" if knee is None else f"knee bent {degrees(knee.value_deg)}"


def hand_words(analysis: Analysis) -> str:
    """Say what a person had to do with the result; empty for a reading that nobody changed."""
    outcome, before, refused = analysis.outcome, analysis.automatic, analysis.automatic_refusal
    if outcome is None:
        return ""
    if before is not None:
        return (
            f"corrected by hand; the automatic reading was {thigh_words(before.measurement.thigh)}, "
            f"{knee_words(before.measurement.knee)}"
        )
    if outcome.pose.source is not PointsSource.HAND:
        return ""
    if refused is None:
        return "points placed by hand"
    return f"points placed by hand; the automatic reading refused the picture: {refused.advice.what}"


PELVIS_NOT_IN_IT = "how exactly these points are found under the skin is not in the intervals"
"""Stands beside the pelvic line's intervals."""

_PELVIC_POINTS: Mapping[PelvicPoints, str] = {
    PelvicPoints.CREST_TROCHANTER: "iliac crest to trochanter",
    PelvicPoints.SPINES: "iliac spines",
}


def pelvis_line_words(line: PelvicLine) -> str:
    """Say how the pelvis lay, and how the thigh lies against it: ``iliac crest to trochanter 6.0° tipped back ...``."""
    tilt = f"{pelvic_tilt_words(line)} ({pelvic_tilt_interval(line)})"
    thigh = (
        f"{turn_size(line.thigh.value_deg, 'below it', 'above it')} ({sided_interval(line.thigh, 'below', 'above')})"
    )
    line_words = f"{_PELVIC_POINTS[line.points]} {tilt}; thigh against this line {thigh}"
    return f"{line_words}, by points marked by hand; {PELVIS_NOT_IN_IT}"


def low_back_hint(evidence: Evidence) -> str:
    """The hint to look at the low back; empty where the outline gives no cause for one."""
    return LOW_BACK_HINT if evidence.low_back_worth_a_look else ""


_TIPPED = ("tipped forward", "tipped back")


def pelvic_tilt_words(line: PelvicLine) -> str:
    """Say how far the pelvis is tipped, and which way: ``6.0° tipped back``."""
    return turn_size(line.tilt.value_deg, *_TIPPED)


def pelvic_tilt_interval(line: PelvicLine) -> str:
    """The 95 % interval of that tilt: ``12.9° tipped back to 0.9° tipped forward``."""
    return sided_interval(line.tilt, *_TIPPED)


def level_words(level: Level) -> str:
    """Say how the picture was levelled: ``the table's edge, tilt +1.2°``."""
    words = LEVEL_WORDS[level.source]
    return words if level.source is HorizonSource.IMAGE else f"{words}, tilt {degrees(level.tilt_deg, signed=True)}"


def lens_words(analysis: Analysis) -> str:
    """What the lens's height did: ``lens 11.0° above the hip: 2.2° taken off``; empty for points that a hand placed."""
    outcome, evidence = analysis.outcome, analysis.evidence
    if outcome is None or outcome.pose.source is PointsSource.HAND:
        return ""
    above, off = evidence.lens_above_hip_deg, evidence.lens_taken_off_deg
    if above is None and round(off, 1) == 0.0:
        return ""
    where = "lens as high as the picture lets guess"
    if above is not None:
        where = f"lens {degrees(abs(above))} {'above' if above >= 0.0 else 'below'} the hip"
    return f"{where}: {degrees(abs(off))} {'taken off' if off >= 0.0 else 'added'}"


def levels_apart(used: Level, found: Sequence[Level]) -> str:
    """Name the sources of the horizon with their tilts, the one used first: ``gravity +6.4°, table's edge −0.4°``.

    Parameters
    ----------
    used
        What was measured against.
    found
        Everything found. What a person marked later is not held against a measurement made before, and the rows are
        no source. Empty words where nothing is left beside the one used.
    """
    others = [one for one in found if one.source not in (used.source, HorizonSource.MARKED, HorizonSource.IMAGE)]
    words = [f"{SHORT_LEVEL_WORDS[one.source]} {degrees(one.tilt_deg, signed=True)}" for one in (used, *others)]
    return ", ".join(words) if others else ""


def warning_advice(code: WarningCode, used: Level, found: Sequence[Level]) -> Advice:
    """The words of a warning for this picture: its code's, with what the picture itself adds.

    Parameters
    ----------
    code
        What is warned of.
    used, found
        As for `levels_apart`.
    """
    advice = code.advice
    apart = levels_apart(used, found) if code is WarningCode.LEVELS_DISAGREE else ""
    if not apart:
        return advice
    return Advice(what=f"{advice.what.removesuffix('.')}: {apart}; the first was used.", do=advice.do)


def pattern_words(findings: Findings, preset: Preset, stated: Statements) -> str:
    """Say what the flags may go together with, or what keeps a pattern from being named."""
    if not stated.allow_pattern:
        return _withheld_words(stated)
    named = "the guide's " if preset.name == GUIDE.name else ""
    return PATTERN_WORDS[findings.pattern].format(knee=f"{named}{preset.knee_deg:g}°")


def _withheld_words(stated: Statements) -> str:
    against = [
        words
        for holds, words in (
            (stated.pain is Pain.SOME, PAIN_WORDS[Pain.SOME]),
            (stated.foot is Foot.TOUCHED, FOOT_WORDS[Foot.TOUCHED]),
        )
        if holds
    ]
    if against:
        return f"no pattern named: {'; '.join(against)}"
    needed = [
        words
        for missing, words in (
            (stated.pelvis is Pelvis.NOT_CHECKED, "that the low back lay flat"),
            (stated.foot is Foot.NOT_CHECKED, "that the foot hung free"),
            (stated.pain is Pain.NOT_ASKED, "that nothing hurt"),
        )
        if missing
    ]
    return f"no pattern named: nobody stated {', '.join(needed)}"


def statement_words(stated: Statements) -> str:
    """Say what was stated: ``low back flat, as seen; foot hung free; no pain``; empty where nothing was."""
    if stated == NOTHING_STATED:
        return ""
    return "; ".join((PELVIS_WORDS[stated.pelvis], FOOT_WORDS[stated.foot], PAIN_WORDS[stated.pain]))


def flag_lines(findings: Findings, preset: Preset) -> tuple[FlagLine, FlagLine, FlagLine]:
    """The three flags in the order of the results table, worded with the preset's own thresholds."""
    return (
        FlagLine(
            code="reaches_parallel",
            label="thigh reaches parallel" + _unless_zero(preset.parallel_deg),
            verdict=findings.reaches_parallel,
        ),
        FlagLine(
            code="reaches_10_below",
            label=f"thigh reaches {preset.below_deg:g}° below parallel",
            verdict=findings.reaches_10_below,
        ),
        FlagLine(
            code="knee_near_90",
            label=f"knee bent near {preset.knee_deg:g}° (at least {preset.knee_threshold_deg:g}°)",
            verdict=findings.knee_near_90,
            usual=findings.knee_as_most,
        ),
    )


def _unless_zero(threshold_deg: float) -> str:
    return "" if threshold_deg == 0 else f" ({threshold_deg:g}°)"


def sentence(text: str) -> str:
    """Make a phrase a sentence: a capital first and a full stop last; nothing said stays nothing."""
    return text[:1].upper() + text[1:] + ("" if not text or text.endswith((".", "!", "?")) else ".")
