"""What the report says, in words and pictures; PDF and HTML only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from thomas_test.check.meaning.advice import Chosen, legs_named, suggestions_for
from thomas_test.check.meaning.instructions import NOT_COMPARABLE, USE_WITH_CARE, told
from thomas_test.check.meaning.patterns import meanings_by_leg
from thomas_test.check.meaning.reference_bands import KNEE_BANDS, THIGH_BANDS
from thomas_test.check.meaning.sources import CEJUDO, Cited, Source, cited, sources_of
from thomas_test.check.record import Examination
from thomas_test.check.report.leg import LegContent, leg_content
from thomas_test.check.report.letterhead import NO_LETTERHEAD, Earlier, Letterhead
from thomas_test.check.summary import summaries_of, thigh_difference_deg
from thomas_test.core.analysis import Analysis
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.output.rows import package_version
from thomas_test.output.words import (
    INTENDED_USE,
    KNEE_NORM_NOTE,
    PELVIS_WORDS,
    SECOND_PHOTO_NOTE,
    degrees,
    interval_note,
)
from thomas_test.second_view import FrontAnalysis

_ANGLES = (
    "Thigh: greater trochanter to lateral femoral epicondyle against the horizontal, 0 = horizontal, + = knee lower. "
    "Knee: bend between thigh and shank, 0 = straight"
)
_BANDS = tuple({(band.population, band.source): band for band in (*THIGH_BANDS, *KNEE_BANDS)}.values())

REFERENCE_SOURCES = tuple(dict.fromkeys(band.source for band in _BANDS))
"""Where the groups come from that every report shows."""


def method_lines(examination: Examination, *, rater_blind: bool = False) -> tuple[str, ...]:
    """Say what was measured how, with which versions; for a second rater without anything that names a value."""
    analyses = [trial.analysis for leg in examination.legs.values() for trial in leg.trials]
    fronts = [front.analysis for leg in examination.legs.values() for front in leg.fronts]
    made_with = _made_with([*analyses, *fronts])
    if rater_blind:
        return (f"{_ANGLES}.", made_with)
    lines = [
        f"{_ANGLES}; {KNEE_NORM_NOTE}. {interval_note(examination.repeatability)}",
        *([SECOND_PHOTO_NOTE] if any(front.measurement is not None for front in fronts) else []),
        f"Thresholds: {examination.preset.source}. {made_with}",
        _repeating(examination.repeatability),
        "Under the scales, orange: the thresholds; bars: mean and, where known, one standard deviation: "
        + "; ".join(f"{band.population} [{band.source.short}]" for band in _BANDS)
        + ".",
    ]
    return tuple(lines)


def _repeating(found: Repeatability) -> str:
    told = "; ".join(f"{name} {mdc.degrees:g}° ({mdc.short})" for name, mdc in found.named)
    return f"What repeating may change (minimal detectable change): {told}."


def _made_with(analyses: list[Analysis | FrontAnalysis]) -> str:
    models = sorted(
        {f"{model.name} {model.sha256[:_SHORT_HASH]}" for analysis in analyses for model in analysis.read_by.models}
    )
    used = "pose models (SHA-256 begins): " + ", ".join(models) if models else "points placed by hand, no model"
    return f"thomas-test {package_version()}; {used}."


_SHORT_HASH = 12
"""Letters of a hash on paper: enough to tell models apart; the saved check has it whole."""

WHAT_IT_IS_NOT = f"{INTENDED_USE} {told(USE_WITH_CARE)}"
"""Elements seen in published apps' disclaimers (docs/method.md#limits-of-use)."""

LONGEST_SHOWN = 60
"""Longer names are cut where they are printed: one name must not shrink a page."""


@dataclass(frozen=True, kw_only=True)
class Shared:
    """Sentences that hold for one leg or for both, told once.

    Attributes
    ----------
    legs
        For which, such as ``both legs``.
    title
        A heading.
    sentences
        Each with its source.
    """

    legs: str
    title: str
    sentences: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """The page.

    Attributes
    ----------
    stop_title, stop_reasons
        Why the examination ended; empty where it did not. Then there is no leg but one that was tested before the other
        one hurt.
    meanings
        What the patterns of the legs may go together with, and how sure that is.
    suggestions
        What can be done, and for which leg.
    sources
        Every source that is cited beside the numbers and what they may mean.
    further_sources
        Those cited by the suggestions alone.
    letterhead
        The clinic's name and logo.
    earlier
        What was found the last time, beside today; None where there is nothing to compare.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    not_this: str = WHAT_IT_IS_NOT
    stop_title: str = ""
    stop_reasons: tuple[str, ...] = ()
    legs: tuple[LegContent, ...] = ()
    comparison: str = ""
    meanings: tuple[Shared, ...] = ()
    suggestions: tuple[Chosen, ...] = ()
    sources: tuple[Source, ...] = ()
    further_sources: tuple[Source, ...] = ()
    letterhead: Letterhead = NO_LETTERHEAD
    earlier: Earlier | None = None


def report_content(
    examination: Examination,
    *,
    rater_blind: bool = False,
    letterhead: Letterhead = NO_LETTERHEAD,
    earlier: Earlier | None = None,
) -> ReportContent:
    """Gather the page.

    Parameters
    ----------
    examination
        What to report.
    rater_blind
        Whether angles, flags, patterns and what was felt are left out, so that a second rater can be shown the page.
    letterhead
        The clinic's name and logo.
    earlier
        What was found the last time; left out for a second rater.
    """
    stop, summaries = examination.stop, summaries_of(examination)
    legs = tuple(
        leg_content(examination, side, summaries.get(side), rater_blind=rater_blind)
        for side in (Side.RIGHT, Side.LEFT)
        if stop is None or side in summaries
    )
    meanings = () if rater_blind else _meanings(legs)
    told = [sentence for shared in meanings for sentence in shared.sentences]
    content = ReportContent(
        title="For a second rater" if rater_blind and stop is None else "Thomas Test",
        facts=tuple(_facts(examination, rater_blind=rater_blind)),
        stop_title="" if stop is None else stop.title,
        stop_reasons=() if stop is None else stop.reasons,
        legs=legs,
        meanings=meanings,
        sources=_with_groups(told) if told else (),
        method=method_lines(examination, rater_blind=rater_blind) if legs else (f"thomas-test {package_version()}",),
        letterhead=letterhead,
        earlier=None if rater_blind else earlier,
    )
    return content if rater_blind or stop is not None else _with_advice(examination, content, told)


def _with_advice(examination: Examination, content: ReportContent, told: list[Cited]) -> ReportContent:
    """What both legs were tested for: how they compare, and what can be done."""
    comparison, suggestions = _comparison(examination), suggestions_for(meanings_by_leg(examination))
    sources = _with_groups([*told, comparison] if isinstance(comparison, Cited) else told)
    advised = sources_of(sentence for chosen in suggestions for sentence in chosen.suggestion.sentences)
    return replace(
        content,
        comparison=str(comparison),
        suggestions=suggestions,
        sources=sources,
        further_sources=tuple(source for source in advised if source not in sources),
    )


def _with_groups(told: list[Cited]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys((*sources_of(told), *REFERENCE_SOURCES)))


def _facts(examination: Examination, *, rater_blind: bool) -> Iterator[tuple[str, str]]:
    yield "Person", short_name(examination.person) or "not named"
    yield "Day", f"{examination.day.isoformat()} {examination.clock}".strip()
    yield "Examiner", short_name(examination.examiner) or "not named"
    yield "Protocol", examination.protocol.words
    if examination.age_years is not None:
        yield "Age", f"{examination.age_years} years"
    if examination.sex is not None:
        yield "Sex", examination.sex.value
    if examination.screening is not None and not rater_blind:
        yield "Screening", examination.screening.words
    if examination.stop is None and not rater_blind:
        yield "Thresholds", short_name(examination.preset.name)


def short_name(name: str) -> str:
    """A name on one line, cut where it is very long."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST_SHOWN else name[: LONGEST_SHOWN - 1] + "…"


def _comparison(examination: Examination) -> Cited | str:
    compared, conditions = thighs_compared(examination), what_it_lacks(examination)
    if not conditions:
        return compared
    if isinstance(compared, Cited):
        return replace(compared, text=f"{compared.text} {conditions}")
    return f"{compared} {conditions}"


def thighs_compared(examination: Examination) -> Cited | str:
    """One sentence on both thighs: which hangs lower, and whether by more than two readings may differ."""
    difference = thigh_difference_deg(examination)
    if difference is None:
        return "Only one leg was measured." if summaries_of(examination) else "No leg was measured."
    if degrees(difference) == degrees(0.0):
        return "Both thighs hang alike."
    lower, sides = Side.LEFT if difference > 0 else Side.RIGHT, examination.repeatability.sides
    size = "more than" if abs(difference) > sides.degrees else "within"
    return cited(
        f"The {lower} thigh hangs {degrees(abs(difference))} lower than the {lower.other} one: {size} the "
        f"{sides.degrees:g}° that two readings may differ by their error alone.",
        CEJUDO if sides == PUBLISHED.sides else Source(short="the clinic's own", full=sides.source),
    )


def what_it_lacks(examination: Examination) -> str:
    """Say what takes something from the comparison: a leg not tested as it should be, or legs not tested alike.

    Empty where nothing does, and where no two legs are compared.
    """
    if thigh_difference_deg(examination) is None:
        return ""
    stated = {side: examination.legs[side].stated for side in Side}
    lacking = [f"{side} leg" for side in Side if not stated[side].allow_pattern]
    if lacking:
        return f"{NOT_COMPARABLE.text}, for the {' and the '.join(lacking)}."
    left, right = (stated[side].pelvis for side in Side)
    if left is right:
        return ""
    return f"The legs were not tested alike: left {PELVIS_WORDS[left]}; right {PELVIS_WORDS[right]}."


def _meanings(legs: tuple[LegContent, ...]) -> tuple[Shared, ...]:
    """Tell what is said of both legs once."""
    found: dict[tuple[str, tuple[Cited, ...]], list[Side]] = {}
    for leg in legs:
        for reading in leg.readings:
            found.setdefault((reading.title, reading.sentences), []).append(leg.side)
    for leg in legs:
        if leg.confidence:
            found.setdefault(("How sure", leg.confidence), []).append(leg.side)
    return tuple(
        Shared(legs=legs_named(sides), title=title, sentences=sentences) for (title, sentences), sides in found.items()
    )


def shared_cautions(legs: Iterable[LegContent]) -> tuple[str, ...]:
    """What takes something from the numbers, each caution once, with the legs for which it holds."""
    found: dict[str, list[Side]] = {}
    for leg in legs:
        for caution in leg.cautions:
            found.setdefault(caution, []).append(leg.side)
    return tuple(f"{legs_named(sides).capitalize()}: {caution}" for caution, sides in found.items())
