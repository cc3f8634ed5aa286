"""What is written on the picture: the words of the panel, of the angles' labels, of the note and of a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from thomas_test.core.analysis import Outcome
from thomas_test.core.angles import Angle, Level
from thomas_test.core.criteria import Preset, Verdict
from thomas_test.core.landmarks import Joint
from thomas_test.core.pelvis import PelvicLine
from thomas_test.core.quality import Refusal, WarningCode
from thomas_test.core.thomas_pose import PointsSource, ThomasPose
from thomas_test.output.words import (
    INTERVAL_NOTE_SHORT,
    KNEE_NORM_NOTE,
    LEVEL_WORDS,
    SIGNS,
    degrees,
    flag_lines,
    interval,
    level_words,
    levels_apart,
    pelvic_tilt_interval,
    pelvic_tilt_words,
)
from thomas_test.overlay.style import LIGHT, PELVIS, VERDICT_COLOURS, Colour
from thomas_test.overlay.tiles import TileLine, badge_room

_TITLE = 15.0
_TEXT = 12.0
_SMALL = 10.5


def panel_words(outcome: Outcome, preset: Preset, found: Sequence[Level] = ()) -> list[TileLine]:
    """Say which leg was measured, how the flags came out, how the picture was levelled, and what to beware of.

    Parameters
    ----------
    outcome, preset
        What was measured and by which thresholds.
    found
        Every horizon found in the picture: a warning that they disagree names them.
    """
    words = [TileLine(text=f"{outcome.pose.tested_leg.value.capitalize()} leg measured", size=_TEXT + 1, bold=True)]
    if outcome.pose.source is PointsSource.HAND:
        words.append(TileLine(text=_hand_line(outcome.pose), size=_TEXT))
    words += [
        TileLine(
            text=f"{line.label}: {line.answer}",
            size=_TEXT,
            badge=SIGNS[Verdict.NOT_ASSESSED] if line.usual else line.sign,
            badge_colour=VERDICT_COLOURS[Verdict.NOT_ASSESSED if line.usual else line.verdict],
        )
        for line in flag_lines(outcome.findings, preset)
    ]
    words.append(TileLine(text=f"({KNEE_NORM_NOTE})", size=_SMALL, indent=badge_room(_TEXT)))
    words.append(TileLine(text=f"Level: {level_words(outcome.level)}", size=_TEXT))
    # the line above says already that there was no levelling
    beware = [code for code in outcome.warnings if code is not WarningCode.NOT_LEVELLED]
    if beware:
        words.append(TileLine(text="Beware: " + ", ".join(code.replace("_", " ") for code in beware), size=_TEXT))
    apart = levels_apart(outcome.level, found) if WarningCode.LEVELS_DISAGREE in beware else ""
    if apart:
        words.append(TileLine(text=f"(levels: {apart})", size=_SMALL))
    return words


def _hand_line(pose: ThomasPose) -> str:
    """Say which points are a person's; a swapped leg has none that anybody moved."""
    by_hand = [joint.value.replace("_", " ") for joint in Joint if pose.is_by_hand(joint)]
    if len(by_hand) == len(pose.points_px):
        return "Points placed or checked by hand"
    return f"Corrected by hand: {', '.join(by_hand)}" if by_hand else "Leg chosen by hand"


def blind_words(outcome: Outcome) -> list[TileLine]:
    """Say which leg was measured and against what, and nothing that could sway a second rater."""
    return [
        TileLine(text=f"{outcome.pose.tested_leg.value.capitalize()} leg", size=_TEXT + 1, bold=True),
        TileLine(text=f"Level: {LEVEL_WORDS[outcome.level.source]}", size=_TEXT),
    ]


def label_words(symbol: str, angle: Angle, colour: Colour, *, signed: bool) -> list[TileLine]:
    """An angle and below it its interval."""
    return [
        TileLine(text=f"{symbol} {degrees(angle.value_deg, signed=signed)}", size=19.0, colour=colour, bold=True),
        TileLine(text=interval(angle, signed=signed), size=11.5),
    ]


def pelvis_words(line: PelvicLine, *, intervals: bool = True) -> list[TileLine]:
    """What the pelvic line is called, how far it is tipped, and its interval where there is room for one."""
    words = [TileLine(text=f"Pelvis {pelvic_tilt_words(line)}", size=13.0, colour=PELVIS, bold=True)]
    return [*words, TileLine(text=pelvic_tilt_interval(line), size=11.5)] if intervals else words


def bare_label_words(symbol: str, angle: Angle, colour: Colour, *, signed: bool) -> list[TileLine]:
    """An angle alone, in letters that can be read in a small print of the picture."""
    return [TileLine(text=f"{symbol} {degrees(angle.value_deg, signed=signed)}", size=25.0, colour=colour, bold=True)]


def note_words() -> list[TileLine]:
    """Say once what the intervals cover."""
    return [TileLine(text=INTERVAL_NOTE_SHORT, size=9.6)]


def refusal_words(refusal: Refusal) -> list[TileLine]:
    """Say that nothing was measured, why, and what to do."""
    details = f"{refusal.detail} {refusal.advice.do}".strip()
    return [
        TileLine(text=f"Not measured. {refusal.advice.what}", size=_TITLE, bold=True, badge="!", badge_colour=LIGHT),
        TileLine(text=details, size=12.5, indent=badge_room(_TITLE)),
    ]
