"""What a result says, as HTML text: pure functions of records, everything from outside escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from html import escape

from thomas_test.app.widgets.palette import Palette, band_colour
from thomas_test.check.meaning.reference_bands import KNEE_BANDS, THIGH_BANDS
from thomas_test.core.analysis import Analysis, Outcome
from thomas_test.core.angles import Angle, HorizonSource, Level, Measurement
from thomas_test.core.criteria import Findings, Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.quality import Refusal, WarningCode
from thomas_test.core.statements import Statements
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.output.plain_sentence import plain_sentence
from thomas_test.output.words import (
    KNEE_NORM_NOTE,
    FlagLine,
    degrees,
    flag_lines,
    hand_words,
    interval,
    lens_words,
    level_words,
    pattern_words,
    pelvis_line_words,
    sentence,
    thigh_interval,
    thigh_side,
    warning_advice,
)

_SOURCE_WORDS = {
    PointsSource.MODEL: "Read by the pose networks",
    PointsSource.OUTLINE: "Read by the pose networks and the leg's outline",
}


def style(palette: Palette) -> str:
    """The page's own colours as CSS variables; the rules that use them stand in style.css."""
    names = [each.name for each in fields(palette) if each.name != "bands"]
    colours = "".join(f"--tt-{name.replace('_', '-')}:{getattr(palette, name)};" for name in names)
    return f"<style>:root{{{colours}}}</style>"


def _knee_number(knee: Angle | None) -> str:
    if knee is None:
        return (
            '<section class="tt-number"><h2>Knee flexion</h2><p class="tt-big">–</p>'
            '<p class="tt-interval">Not assessed: the ankle was not seen.</p></section>'
        )
    return _number("Knee flexion", degrees(knee.value_deg), "bent, 0° is straight", interval(knee))


def glance(leg: Side, measurement: Measurement, findings: Findings, preset: Preset) -> str:
    """Both numbers side by side, large, with words and intervals, and what they say in one plain sentence."""
    thigh, knee = measurement.thigh, _knee_number(measurement.knee)
    number = _number("Thigh", degrees(abs(thigh.value_deg)), thigh_side(thigh.value_deg), thigh_interval(thigh))
    return f'<div class="tt-numbers">{number}{knee}</div>{plain_words(plain_sentence(leg, findings, preset))}'


def glance_at(analysis: Analysis) -> str:
    """What a measured picture gave, at a glance."""
    outcome = analysis.measured
    return glance(outcome.pose.tested_leg, outcome.measurement, outcome.findings, analysis.preset)


def plain_words(said: str) -> str:
    """One plain sentence beside the numbers."""
    return f'<p class="tt-plain">{escape(said)}</p>'


def _number(title: str, value: str, words: str, within: str) -> str:
    return (
        f'<section class="tt-number"><h2>{escape(title)}</h2>'
        f'<p class="tt-big">{escape(value)} <span>{escape(words)}</span></p>'
        f'<p class="tt-interval">95 % interval {escape(within)}</p></section>'
    )


def origin(analysis: Analysis) -> str:
    """Say which leg this is, whose points are shown, and what the automatic reading was."""
    outcome = analysis.measured
    unsure = " (left or right is not certain)" if WarningCode.LEG_CHOICE_UNSURE in outcome.warnings else ""
    leg = f"<strong>{outcome.pose.tested_leg.capitalize()} leg</strong>{unsure}"
    words = hand_words(analysis)
    if not words:
        source = _SOURCE_WORDS[outcome.pose.source]
        return f'<p class="tt-origin"><span class="tt-chip">Automatic</span>{leg} · {source}</p>'
    chip = "By hand" if analysis.automatic is None else "Corrected by hand"
    # the chip says the first half already
    rest = words if analysis.automatic is None else words.partition("; ")[2]
    return f'<p class="tt-origin"><span class="tt-chip tt-chip-hand">{chip}</span>{leg} · {escape(sentence(rest))}</p>'


def flags(outcome: Outcome, preset: Preset, stated: Statements) -> str:
    """The three flags with signs and words, and the pattern they make."""
    listed = flag_list(flag_lines(outcome.findings, preset), beside={"knee_near_90": sentence(KNEE_NORM_NOTE)})
    return f'{listed}<p class="tt-pattern">{escape(sentence(pattern_words(outcome.findings, preset, stated)))}</p>'


def flag_list(lines: Iterable[FlagLine], *, beside: Mapping[str, str] | None = None) -> str:
    """Say each flag with its answer, and what stands beside it by its code."""
    notes = beside or {}
    items = "".join(
        f'<li class="tt-flag tt-{line.tone}">'
        f'<span class="tt-sign" aria-hidden="true">{escape(line.sign)}</span>'
        f"<span><strong>{escape(sentence(line.label).removesuffix('.'))}</strong><br>{escape(line.answer)}"
        f"{f'<br><small>{escape(notes[line.code])}</small>' if line.code in notes else ''}</span></li>"
        for line in lines
    )
    return f'<ul class="tt-flags">{items}</ul>'


def warnings(outcome: Outcome, found: Sequence[Level] = ()) -> str:
    """Every warning with what to do about it; empty when there is none.

    Parameters
    ----------
    outcome
        What was measured.
    found
        Every horizon found in the picture: warnings about them name them.
    """
    if not outcome.warnings:
        return ""
    advices = [warning_advice(code, outcome.level, found) for code in outcome.warnings]
    return _beware(f"<strong>{escape(advice.what)}</strong> {escape(advice.do)}" for advice in advices)


def beware(lines: Iterable[str]) -> str:
    """What to know before relying on a result, each line for itself."""
    return _beware(map(escape, lines))


def _beware(items: Iterable[str]) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<section class="tt-warnings"><h2>Before you rely on this</h2><ul>{listed}</ul></section>'


def levelled(analysis: Analysis) -> str:
    """Say against which horizontal the thigh was measured, which others were found, and what the lens's height did."""
    used = analysis.measured.level
    others = [level for level in analysis.evidence.levels if level.source is not used.source]
    found = "; ".join(level_words(level) for level in others if level.source is not HorizonSource.IMAGE)
    also = f" Also found: {escape(found)}." if found else ""
    sign = "" if used.source is HorizonSource.IMAGE and not found else " <small>Tilt: + rises to the right.</small>"
    line = analysis.measured.pelvis
    pelvis = f"<br><strong>Pelvis:</strong> {escape(pelvis_line_words(line))}." if line is not None else ""
    lens = lens_words(analysis)
    height = f"<br><strong>Camera:</strong> {escape(lens)}." if lens else ""
    return (
        f'<p class="tt-levelled"><strong>Levelled by:</strong> {escape(level_words(used))}.'
        f"{also}{sign}{height}{pelvis}</p>"
    )


def notes(lines: Iterable[str]) -> str:
    """What is said once beside every result, in small letters."""
    return f'<p class="tt-note">{escape(" ".join(sentence(line) for line in lines))}</p>'


def refusal(found: Refusal) -> str:
    """Say why a picture was not measured and how to take it again: no angle stands here."""
    detail = f"<p>{escape(found.detail)}</p>" if found.detail else ""
    return (
        '<section class="tt-refusal"><p class="tt-kicker">Not measured</p>'
        f"<h2>{escape(found.advice.what)}</h2>{detail}"
        f"<p><strong>What to do:</strong> {escape(found.advice.do)}</p></section>"
    )


def trouble(title: str, words: str) -> str:
    """Say what went wrong, as one box; the words may hold a stranger's file name."""
    return f'<section class="tt-refusal" role="alert"><h2>{escape(title)}</h2><p>{escape(words)}</p></section>'


def legend(palette: Palette, *, with_knee: bool = True) -> str:
    """Name the groups on the dials: who they were, how many, and where that was published."""
    items = (
        f'<li><i style="background:{band_colour(band, palette)}"></i>{escape(band.words)}</li>'
        for band in (*THIGH_BANDS, *(KNEE_BANDS if with_knee else ()))
    )
    return (
        '<section class="tt-legend"><h2>On the dials, for comparison and not as a verdict</h2>'
        f"<ul>{''.join(items)}</ul></section>"
    )


def steps(title: str, lines: Iterable[str]) -> str:
    """A short numbered list, such as how to take the photo."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<section class="tt-steps"><h2>{escape(title)}</h2><ol>{items}</ol></section>'


def name_line(name: str, *, level: int = 1, seen: bool = True) -> str:
    """Show a file's name, which a stranger chose, as a heading: plain text and nothing else.

    Parameters
    ----------
    name
        The file's name.
    level
        Of the heading.
    seen
        Whether it is for the eye, too; else only for a screen reader, where the name can be seen elsewhere.
    """
    return f'<h{level} class="tt-name{"" if seen else " tt-spoken"}">{escape(name)}</h{level}>'
