"""The same plain words for the same finding, on the picture, in the terminal, in the report and in the app.

Everything here is made of numbers and judgements that were reached elsewhere: nothing is measured, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from thomas_test.analysis import Analysis
from thomas_test.criteria import Findings, Pattern, Preset, Verdict
from thomas_test.measurement import Angle, HorizonSource, Level
from thomas_test.thomas_pose import PointsSource

INTERVAL_NOTE = (
    "The 95 % interval says how well this picture was read: it does not cover repeating the test on another day "
    "(minimal detectable change about 7°) nor the pelvis, and it is calibrated on rendered bodies so far."
)
"""Said once wherever an interval is shown. 7 degrees: Cejudo et al. 2015."""

INTERVAL_NOTE_SHORT = (
    "Intervals (95 %): how well this picture was read; not another day (about 7°), not the pelvis; "
    "calibrated on rendered bodies so far."
)
"""The same where there is room for a line or two, such as on the picture itself."""

KNEE_NORM_NOTE = "most healthy knees hang at 50–60°"
"""Stands beside the knee flag everywhere, so that nobody takes a knee of 55 degrees for rare (docs: clinical, D4)."""

SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.BORDERLINE: "?", Verdict.NOT_ASSESSED: "–"}
)
"""A sign beside every verdict: nothing is said by colour alone."""

PATTERN_WORDS: Mapping[Pattern, str] = MappingProxyType(
    {
        Pattern.NONE: "no pattern of short hip flexors",
        Pattern.ONE_JOINT: "pattern seen with a short iliopsoas",
        Pattern.TWO_JOINT: "pattern seen with a short rectus femoris",
        Pattern.TWO_JOINT_OR_BOTH: "pattern seen with a short rectus femoris, alone or with the iliopsoas "
        "(straighten the knee: if the thigh drops, the rectus femoris lifted it)",
        Pattern.UNDECIDED: "no pattern named: a flag it rests on is borderline or not assessed",
    }
)
"""Describes; does not diagnose (docs: design, section 1)."""

LEVEL_WORDS: Mapping[HorizonSource, str] = MappingProxyType(
    {
        HorizonSource.MARKED: "marked by hand",
        HorizonSource.GRAVITY: "the phone's own gravity",
        HorizonSource.TABLE_EDGE: "the table's edge",
        HorizonSource.IMAGE: "rows of the picture (not levelled)",
    }
)
"""How the horizontal was found."""


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
    """

    code: str
    label: str
    verdict: Verdict

    @property
    def sign(self) -> str:
        """The answer as a sign."""
        return SIGNS[self.verdict]


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
    size = degrees(abs(thigh.value_deg))
    if size == degrees(0.0):
        return "thigh horizontal"
    return f"thigh {size} {'below' if thigh.value_deg > 0 else 'above'} horizontal"


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


def level_words(level: Level) -> str:
    """Say how the picture was levelled: ``the table's edge, tilt +1.2°``."""
    words = LEVEL_WORDS[level.source]
    return words if level.source is HorizonSource.IMAGE else f"{words}, tilt {degrees(level.tilt_deg, signed=True)}"


def flag_lines(findings: Findings, preset: Preset) -> tuple[FlagLine, FlagLine, FlagLine]:
    """Give the three flags in the order of the results table, worded with the preset's own thresholds."""
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
        ),
    )


def _unless_zero(threshold_deg: float) -> str:
    return "" if threshold_deg == 0 else f" ({threshold_deg:g}°)"


def sentence(text: str) -> str:
    """Make a phrase a sentence: a capital first and a full stop last."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
