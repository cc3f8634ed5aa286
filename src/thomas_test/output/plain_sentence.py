"""One result in one plain sentence: what stands beside the numbers before anything else is read."""

from __future__ import annotations

from thomas_test.core.criteria import Findings, Preset, Verdict
from thomas_test.core.landmarks import Side


def plain_sentence(leg: Side, findings: Findings, preset: Preset) -> str:
    """What a leg's flags say, in one sentence and without a sign: it describes and names no muscle.

    Parameters
    ----------
    leg
        Whose thigh and knee.
    findings
        The flags.
    preset
        The thresholds behind them.
    """
    return f"The {leg} thigh {_thigh(findings, preset)}; {_knee(findings, preset)}."


def _thigh(findings: Findings, preset: Preset) -> str:
    parallel = "parallel" if preset.parallel_deg == 0 else f"{preset.parallel_deg:g}° below parallel"
    below = f"{preset.below_deg:g}° below {'it' if preset.parallel_deg == 0 else 'parallel'}"
    match findings.reaches_parallel, findings.reaches_10_below:
        case (Verdict.MET, Verdict.MET):
            return f"reaches {preset.below_deg:g}° below parallel"
        case (Verdict.MET, Verdict.NOT_MET):
            return f"reaches {parallel}, but not {below}"
        case (Verdict.MET, Verdict.BORDERLINE):
            return f"reaches {parallel}, and lies too close to {below} to tell whether it reaches that"
        case (Verdict.MET, _):
            return f"reaches {parallel}"
        case (Verdict.NOT_MET, _):
            return f"stays above {parallel}"
        case (Verdict.BORDERLINE, _):
            return f"lies too close to {parallel} to tell whether it reaches it"
        case _:
            return "lies as no hanging thigh can, and is not judged"


def _knee(findings: Findings, preset: Preset) -> str:
    match findings.knee_near_90:
        case Verdict.MET:
            return f"the knee hangs bent near {preset.knee_deg:g}°"
        case Verdict.NOT_MET if findings.knee_as_most:
            return f"the knee hangs less bent than {preset.knee_threshold_deg:g}°, as most knees do"
        case Verdict.NOT_MET:
            return "the knee hangs clearly less bent than most"
        case Verdict.BORDERLINE:
            return f"the knee is bent too close to {preset.knee_threshold_deg:g}° to tell on which side it lies"
        case _:
            return "the knee was not assessed"
