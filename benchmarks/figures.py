"""The figures of readings whose truth is known: errors, intervals, flags. Arithmetic only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import GUIDE, Verdict
from thomas_test.core.quality import WarningCode
from thomas_test.validation import AngleName

GROSS_DEG = 10.0
"""An error beyond this would change what a clinician does; each must carry a warning."""

FLAGS: Mapping[str, tuple[AngleName, float]] = MappingProxyType(
    {
        "reaches_parallel": (AngleName.THIGH, GUIDE.parallel_deg),
        "reaches_10_below": (AngleName.THIGH, GUIDE.below_deg),
        "knee_near_90": (AngleName.KNEE, GUIDE.knee_threshold_deg),
    }
)

NOMINAL = (0.50, 0.80, 0.90, 0.95)
"""Shares at which the intervals are checked: the one reported, and narrower ones made of the same spread."""

ErrorsDeg = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One picture with its truth: the record of the rendered scene, angles in degrees."""

    analysis: Analysis
    truth: Mapping[str, Any]

    @property
    def measured(self) -> bool:
        """Whether there is a measurement."""
        return self.analysis.status is Status.MEASURED

    @property
    def right_leg(self) -> bool:
        """Whether the leg named is the one that hangs."""
        return self.measured and self.analysis.measured.pose.tested_leg == self.truth["tested_leg"]

    @property
    def warnings(self) -> tuple[WarningCode, ...]:
        """What a reader is warned of; the horizon's absence is no doubt about the reading itself."""
        if not self.measured:
            return ()
        return tuple(code for code in self.analysis.measured.warnings if code is not WarningCode.NOT_LEVELLED)

    def angle(self, name: AngleName) -> Angle | None:
        """What was measured; None where the angle was not."""
        if not self.measured:
            return None
        measurement = self.analysis.measured.measurement
        return measurement.thigh if name is AngleName.THIGH else measurement.knee

    def error_deg(self, name: AngleName) -> float | None:
        """Measured minus true."""
        angle = self.angle(name)
        return None if angle is None else angle.value_deg - float(self.truth[name.column])

    def landmark_error_deg(self, name: AngleName) -> float | None:
        """The same of the network's landmarks alone."""
        evidence = self.analysis.evidence
        value = evidence.landmark_thigh_deg if name is AngleName.THIGH else evidence.landmark_knee_deg
        return None if value is None or not self.measured else value - float(self.truth[name.column])

    def thigh_error_at_tilt_deg(self, tilt_deg: float) -> float:
        """The thigh's error had the horizon been tilted so: 0 takes the rows of the picture for level."""
        outcome = self.analysis.measured
        turned = outcome.pose.forward_sign * (tilt_deg - outcome.level.tilt_deg)
        return outcome.measurement.thigh.value_deg + turned - float(self.truth[AngleName.THIGH.column])

    @property
    def true_tilt_deg(self) -> float:
        """Tilt of the horizon in the picture, + where a level line rises to the right."""
        return -float(self.truth["camera_roll_deg"])


@dataclass(frozen=True, kw_only=True)
class Errors:
    """A column of errors in degrees, measured minus true."""

    n: int
    mean_absolute_deg: float
    mean_absolute_low_deg: float
    mean_absolute_high_deg: float
    bias_deg: float
    sd_deg: float
    p95_deg: float
    worst_deg: float

    @classmethod
    def of(cls, errors: Iterable[float | None]) -> Self | None:
        """The figures of those that are there; None where none is. The interval is a bootstrap over pictures."""
        known = np.array([error for error in errors if error is not None], dtype=np.float64)
        if not known.size:
            return None
        absolute = np.abs(known)
        low, high = _bootstrap_mean(absolute)
        return cls(
            n=known.size,
            mean_absolute_deg=float(absolute.mean()),
            mean_absolute_low_deg=low,
            mean_absolute_high_deg=high,
            bias_deg=float(known.mean()),
            sd_deg=float(known.std()),
            p95_deg=float(np.quantile(absolute, 0.95)),
            worst_deg=float(known[absolute.argmax()]),
        )


def _bootstrap_mean(values: ErrorsDeg) -> tuple[float, float]:
    draws = np.random.default_rng(20080801).choice(values, size=(4000, values.size)).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(low), float(high)


def angle_errors(cases: Sequence[Case], name: AngleName) -> Errors | None:
    """The figures of one angle."""
    return Errors.of(case.error_deg(name) for case in cases)


def overview(cases: Sequence[Case]) -> dict[str, Any]:
    """Everything that is said of a whole folder."""
    measured = [case for case in cases if case.measured]
    return {
        "pictures": len(cases),
        "measured": len(measured),
        "right_leg": sum(case.right_leg for case in measured),
        "warned": sum(bool(case.warnings) for case in measured),
        "warnings": dict(Counter(str(code) for case in measured for code in case.warnings).most_common()),
        "gross": [_gross(case) for case in measured if _is_gross(case)],
        "gross_unflagged": sum(_is_gross(case) and not case.warnings for case in measured),
        "refused": [
            {"file": case.analysis.name, "code": str(case.analysis.refusal.code)}
            for case in cases
            if case.analysis.refusal
        ],
        "angles": {
            str(name): {"errors": record(angle_errors(cases, name)), "intervals": intervals(cases, name)}
            for name in AngleName
        },
        "flags": {flag: flag_counts(cases, flag) for flag in FLAGS},
    }


def _is_gross(case: Case) -> bool:
    return any(abs(error) > GROSS_DEG for name in AngleName if (error := case.error_deg(name)) is not None)


def _gross(case: Case) -> dict[str, Any]:
    return {
        "file": case.analysis.name,
        "errors_deg": {str(name): case.error_deg(name) for name in AngleName},
        "right_leg": case.right_leg,
        "warnings": [str(code) for code in case.warnings],
    }


def intervals(cases: Sequence[Case], name: AngleName) -> dict[str, Any]:
    """Say how often the intervals hold the truth, and how wide they are."""
    known = [(angle, case.error_deg(name)) for case in cases if (angle := case.angle(name)) is not None]
    half = np.array([angle.half_width_deg for angle, _ in known])
    error = np.abs(np.array([error for _, error in known], dtype=np.float64))
    held = {f"{share:.2f}": float(np.mean(error <= half * _narrower(share))) for share in NOMINAL}
    count = int(np.sum(error <= half))
    low, high = stats.binomtest(count, len(known)).proportion_ci(method="wilson") if known else (0.0, 1.0)
    return {
        "n": len(known),
        "coverage": held["0.95"],
        "coverage_low": float(low),
        "coverage_high": float(high),
        "held": held,
        "half_width_deg": float(half.mean()),
        "narrowest_deg": float(half.min()),
        "widest_deg": float(half.max()),
    }


def _narrower(share: float) -> float:
    """How much narrower than the 95 % interval one of another share is (normal errors)."""
    return float(stats.norm.ppf(0.5 + share / 2.0) / 1.96)


def flag_counts(cases: Sequence[Case], flag: str) -> dict[str, int]:
    """Count what a flag said: right, borderline, wrong, not assessed; borderline counts as neither."""
    name, threshold = FLAGS[flag]
    counts = {"right": 0, "borderline": 0, "wrong": 0, "not_assessed": 0}
    for case in cases:
        if case.measured:
            said = Verdict(getattr(case.analysis.measured.findings, flag))
            true = Verdict.MET if float(case.truth[name.column]) >= threshold else Verdict.NOT_MET
            decided = "right" if said is true else "wrong"
            counts[{Verdict.BORDERLINE: "borderline", Verdict.NOT_ASSESSED: "not_assessed"}.get(said, decided)] += 1
    return counts


def record(errors: Errors | None) -> dict[str, Any] | None:
    """Them as plain numbers."""
    return None if errors is None else asdict(errors)
