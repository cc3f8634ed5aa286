"""The flags of the tool against the flags that the reference would raise."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from thomas_test.criteria import Preset, Verdict, verdict
from thomas_test.validation.clusters import cluster_codes
from thomas_test.validation.figures import FlagAgreement
from thomas_test.validation.records import AngleName, Pair
from thomas_test.validation.shares import classify


def compare_flags(pairs: Sequence[Pair], preset: Preset) -> tuple[FlagAgreement, ...]:
    """Compare all three flags; one whose angle no pair has is left out.

    The tool's verdict is reached anew from its angle and interval with the thresholds of the preset, by the same
    rule as everywhere. The reference has no interval: its value is at or over the threshold, or it is not.
    """
    thresholds = {
        "reaches_parallel": (AngleName.THIGH, preset.parallel_deg),
        "reaches_10_below": (AngleName.THIGH, preset.below_deg),
        "knee_near_90": (AngleName.KNEE, preset.knee_threshold_deg),
    }
    flags = (_compare(pairs, flag, angle, threshold) for flag, (angle, threshold) in thresholds.items())
    return tuple(flag for flag in flags if flag is not None)


def _compare(pairs: Sequence[Pair], flag: str, angle: AngleName, threshold_deg: float) -> FlagAgreement | None:
    known = [(pair, value) for pair in pairs if (value := pair.reference_deg(angle)) is not None]
    if not any(angle in pair.tool.angles for pair, _ in known):
        return None
    verdicts = [verdict(pair.tool.angles.get(angle), threshold_deg) for pair, _ in known]
    short = np.array([value < threshold_deg for _, value in known], dtype=np.bool_)
    codes = cluster_codes([pair.cluster for pair, _ in known])
    decided = np.array([said in (Verdict.MET, Verdict.NOT_MET) for said in verdicts], dtype=np.bool_)
    read = np.array([angle in pair.tool.angles for pair, _ in known], dtype=np.bool_)
    below = np.array(
        [angle in pair.tool.angles and pair.tool.angles[angle].value_deg < threshold_deg for pair, _ in known],
        dtype=np.bool_,
    )
    counts = {
        str(said): MappingProxyType(
            {
                str(Verdict.MET): sum(v is said and not s for v, s in zip(verdicts, short, strict=True)),
                str(Verdict.NOT_MET): sum(v is said and bool(s) for v, s in zip(verdicts, short, strict=True)),
            }
        )
        for said in Verdict
    }
    return FlagAgreement(
        flag=flag,
        angle=angle,
        threshold_deg=threshold_deg,
        counts=MappingProxyType(counts),
        decided=classify(below[decided], short[decided], codes[decided]),
        by_value=classify(below[read], short[read], codes[read]),
    )
