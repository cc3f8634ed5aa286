"""How it was measured: the small print of the report."""

from __future__ import annotations

from thomas_test.analysis import Analysis
from thomas_test.examination.record import Examination
from thomas_test.front import FrontAnalysis
from thomas_test.report.numbers import KNEE_BANDS, THIGH_BANDS
from thomas_test.results import package_version
from thomas_test.wording import INTERVAL_NOTE, KNEE_NORM_NOTE, SECOND_PHOTO_NOTE

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
    knee = " and ".join(f"{band.mean_deg:g}° in {band.population} [{band.source.short}]" for band in KNEE_BANDS)
    lines = [
        f"{_ANGLES}; {KNEE_NORM_NOTE} (means: {knee}). {INTERVAL_NOTE}",
        *([SECOND_PHOTO_NOTE] if any(front.measurement is not None for front in fronts) else []),
        f"Thresholds: {examination.preset.source}. {made_with}",
        "Under the scales, orange: the thresholds; bars: mean and, where known, one standard deviation: "
        + "; ".join(f"{band.population} [{band.source.short}]" for band in _BANDS)
        + ".",
    ]
    return tuple(lines)


def _made_with(analyses: list[Analysis | FrontAnalysis]) -> str:
    models = sorted({f"{model.name} {model.sha256}" for analysis in analyses for model in analysis.models})
    used = "pose models (SHA-256): " + ", ".join(models) if models else "points placed by hand, no model"
    return f"thomas-test {package_version()}; {used}."
