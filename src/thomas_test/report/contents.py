"""What the one-page report says, in words and pictures; PDF and HTML only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.analysis import Analysis
from thomas_test.examination.record import Examination
from thomas_test.examination.summary import SIDES_DIFFER_DEG, LegSummary, summarise, thigh_difference_deg
from thomas_test.front import FrontAnalysis
from thomas_test.landmarks import Side
from thomas_test.meaning.advice import Suggestion, suggestions_for
from thomas_test.meaning.patterns import meanings_of
from thomas_test.report.leg import KNEE_BANDS, THIGH_BANDS, LegContent, leg_content
from thomas_test.results import package_version
from thomas_test.wording import INTERVAL_NOTE, KNEE_NORM_NOTE, degrees

WHAT_IT_IS_NOT = (
    "This measures and describes the position of a leg. It is not a diagnosis, not a medical device and no substitute "
    "for "
    "an examination by a professional. Readings vary: go by several. For adults. Stop at growing pain, numbness, "
    "tingling "
    "or weakness."
)
"""Elements seen in published apps' disclaimers (docs: clinical, section 9)."""


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """The page.

    Attributes
    ----------
    stop_title, stop_reasons
        Why the examination ended without a score; empty where it did not. Then there is no leg, and no number.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    stop_title: str
    stop_reasons: tuple[str, ...]
    legs: tuple[LegContent, ...]
    comparison: str
    suggestions: tuple[Suggestion, ...]
    method: tuple[str, ...]
    not_this: str


def report_content(examination: Examination, *, rater_blind: bool = False) -> ReportContent:
    """Gather the page.

    Parameters
    ----------
    examination
        What to report.
    rater_blind
        Whether the pictures go without numbers, so that a second rater can be shown them.
    """
    stop = examination.stop
    facts = (
        ("Person", examination.person or "not named"),
        ("Day", examination.day.isoformat()),
        ("Examiner", examination.examiner or "not named"),
    )
    if stop is not None:
        return ReportContent(
            title="Thomas Test",
            facts=facts,
            stop_title=stop.title,
            stop_reasons=stop.reasons,
            legs=(),
            comparison="",
            suggestions=(),
            method=(f"thomas-test {package_version()}",),
            not_this=WHAT_IT_IS_NOT,
        )
    summaries = {side: summarise(examination, side) for side in Side}
    return ReportContent(
        title="Thomas Test",
        facts=(*facts, ("Thresholds", examination.preset.name)),
        stop_title="",
        stop_reasons=(),
        legs=tuple(
            leg_content(examination, side, summaries[side], rater_blind=rater_blind) for side in (Side.RIGHT, Side.LEFT)
        ),
        comparison=_comparison(examination),
        suggestions=_suggestions(examination, summaries),
        method=_method(examination),
        not_this=WHAT_IT_IS_NOT,
    )


def _comparison(examination: Examination) -> str:
    difference = thigh_difference_deg(examination)
    if difference is None:
        return "Only one leg was measured." if _any_measured(examination) else "No leg was measured."
    if degrees(difference) == degrees(0.0):
        return "Both thighs hang alike."
    lower = Side.LEFT if difference > 0 else Side.RIGHT
    what = f"The {lower} thigh hangs {degrees(abs(difference))} lower than the {lower.other} one"
    if abs(difference) > SIDES_DIFFER_DEG:
        return f"{what}: more than the {SIDES_DIFFER_DEG:g}° that repeating the test may change (Cejudo 2015)."
    return f"{what}: within the {SIDES_DIFFER_DEG:g}° that repeating the test may change (Cejudo 2015)."


def _any_measured(examination: Examination) -> bool:
    return any(summarise(examination, side) is not None for side in Side)


def _suggestions(examination: Examination, summaries: dict[Side, LegSummary | None]) -> tuple[Suggestion, ...]:
    meanings = [
        meaning
        for side, summary in summaries.items()
        if summary is not None
        for meaning in meanings_of(examination.legs[side], summary)
    ]
    return suggestions_for(meanings)


def _method(examination: Examination) -> tuple[str, ...]:
    analyses: list[Analysis | FrontAnalysis] = []
    for leg in examination.legs.values():
        analyses += [trial.analysis for trial in leg.trials]
        analyses += [front.analysis for front in leg.fronts]
    models = sorted({f"{model.name} {model.sha256}" for analysis in analyses for model in analysis.models})
    return (
        (
            "Thigh: greater trochanter to lateral femoral epicondyle against the horizontal, 0 = horizontal, + = knee "
            "lower. Knee: bend between thigh and shank, 0 = straight; " + KNEE_NORM_NOTE + ". " + INTERVAL_NOTE
        ),
        f"Thresholds: {examination.preset.source}.",
        (
            f"thomas-test {package_version()}; "
            + ("pose models (SHA-256): " + ", ".join(models) if models else "points placed by hand, no model")
            + "."
        ),
        "Under the scales, orange: the thresholds; bars: mean and, where known, one standard deviation: "
        + "; ".join(f"{band.population} ({band.source})" for band in _BANDS)
        + ".",
    )


_BANDS = tuple({(band.population, band.source): band for band in (*THIGH_BANDS, *KNEE_BANDS)}.values())
