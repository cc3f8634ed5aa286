"""One leg's trials together: the median, the spread, the flags; and both legs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from thomas_test.check.record import Examination, Leg
from thomas_test.core.analysis import Outcome
from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.criteria import Findings, assess
from thomas_test.core.geometry import length_px
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.statements import Foot, Pain, Pelvis

REPEATING_DEG = 7.0
"""What repeating the test may change: our default until the tool's own minimal detectable change is measured.

Taken from the 6.9 degrees that Cejudo et al. 2015 (Phys Ther Sport 16:107) give for the modified Thomas test; which of
its angles that was, we could not see.
"""


@dataclass(frozen=True, kw_only=True)
class Together:
    """One angle over all trials of a leg.

    Attributes
    ----------
    angle
        Median of the trials. Its interval is the median of theirs, widened to hold every trial.
    trials_deg
        What each trial gave, in order.
    """

    angle: Angle
    trials_deg: tuple[float, ...]

    @property
    def spread_deg(self) -> float | None:
        """Largest minus smallest trial; None with one trial."""
        return max(self.trials_deg) - min(self.trials_deg) if len(self.trials_deg) > 1 else None

    @property
    def scatters(self) -> bool:
        """Whether the trials differ by more than repeating the test may change."""
        return self.spread_deg is not None and self.spread_deg > REPEATING_DEG


@dataclass(frozen=True, kw_only=True)
class LegSummary:
    """What all photos of one leg say.

    Attributes
    ----------
    thigh, knee
        From the side; the knee is None when no trial showed the ankle.
    findings
        The flags and the pattern of the medians.
    rotation, abduction
        From the second photos; None where they were not read.
    warnings
        Of any trial, in a fixed order.
    refused
        How many photos could not be measured.
    thigh_to_shank
        Length of the thigh over that of the shank in the photos from the side; None where no ankle was seen.
    """

    side: Side
    thigh: Together
    knee: Together | None
    findings: Findings
    rotation: Angle | None
    abduction: Angle | None
    warnings: tuple[WarningCode, ...]
    refused: int
    thigh_to_shank: float | None

    @property
    def measurement(self) -> Measurement:
        """The medians as one measurement."""
        return Measurement(thigh=self.thigh.angle, knee=self.knee.angle if self.knee else None)


def summarise(examination: Examination, side: Side) -> LegSummary | None:
    """Bring a leg's trials together; None where none was measured, such as in a leg that hurt."""
    leg = examination.legs[side]
    outcomes = [trial.analysis.outcome for trial in leg.trials if trial.analysis.outcome is not None]
    if not outcomes:
        return None
    thigh = bring_together([outcome.measurement.thigh for outcome in outcomes])
    knees = [outcome.measurement.knee for outcome in outcomes if outcome.measurement.knee is not None]
    knee = bring_together(knees) if knees else None
    return LegSummary(
        side=side,
        thigh=thigh,
        knee=knee,
        findings=assess(
            Measurement(thigh=thigh.angle, knee=knee.angle if knee else None), examination.preset, leg.stated
        ),
        rotation=_from_fronts(leg, "rotation"),
        abduction=_from_fronts(leg, "abduction"),
        warnings=_warnings(outcomes),
        refused=len(leg.trials) - len(outcomes),
        thigh_to_shank=_thigh_to_shank(outcomes),
    )


def bring_together(angles: Sequence[Angle]) -> Together:
    """The median of one or more readings of an angle.

    Repeating does not shrink the interval: what one photo has wrong by its viewpoint, the next has too.
    """
    values = tuple(angle.value_deg for angle in angles)
    low = min(median(angle.low_deg for angle in angles), *values)
    high = max(median(angle.high_deg for angle in angles), *values)
    return Together(angle=Angle(value_deg=median(values), low_deg=low, high_deg=high), trials_deg=values)


def thigh_difference_deg(examination: Examination) -> float | None:
    """Thigh angle of the left leg minus that of the right; None unless both were measured."""
    left, right = summarise(examination, Side.LEFT), summarise(examination, Side.RIGHT)
    if left is None or right is None:
        return None
    return left.thigh.angle.value_deg - right.thigh.angle.value_deg


def cautions(examination: Examination, side: Side) -> tuple[str, ...]:
    """Say what the statements on one leg, and trials that lie far apart, take away from its numbers."""
    leg, summary = examination.legs[side], summarise(examination, side)
    scatter = _scatter(summary) if summary is not None else ()
    return scatter + tuple(
        words
        for holds, words in (
            (leg.pelvis is Pelvis.NOT_CHECKED, _PELVIS_NOT_CHECKED),
            (leg.foot is Foot.TOUCHED, "The foot touched something: repeat the photo with the foot hanging free."),
            (leg.foot is Foot.NOT_CHECKED, "Nobody checked that the foot hung free."),
            (leg.stated.pain is Pain.NOT_ASKED, "Nobody asked whether anything hurt."),
        )
        if holds
    )


def _scatter(summary: LegSummary) -> tuple[str, ...]:
    angles = (("thigh", summary.thigh), ("knee", summary.knee))
    return tuple(
        f"The trials differ by {angle.spread_deg:.1f}° at the {name}, more than the {REPEATING_DEG:g}° that we take "
        "for repeating the test: check the points of every photo, and repeat those that are off."
        for name, angle in angles
        if angle is not None and angle.scatters
    )


_PELVIS_NOT_CHECKED = (
    "Nobody checked that the low back lay flat. A pelvis that tilts moves the thigh: a hollow back lets it hang lower, "
    "and the angle then says little about the hip."
)


def _warnings(outcomes: Sequence[Outcome]) -> tuple[WarningCode, ...]:
    found = {code for outcome in outcomes for code in outcome.warnings}
    return tuple(code for code in WarningCode if code in found)


def _thigh_to_shank(outcomes: Sequence[Outcome]) -> float | None:
    poses = [outcome.pose for outcome in outcomes if outcome.measurement.knee is not None]
    ratios = [
        length_px(pose[Joint.HIP], pose[Joint.KNEE]) / length_px(pose[Joint.KNEE], pose[Joint.ANKLE]) for pose in poses
    ]
    return median(ratios) if ratios else None


def _from_fronts(leg: Leg, quantity: str) -> Angle | None:
    """Rotation or abduction; the view from above comes first where both tell it."""
    read = [front.analysis for front in leg.fronts if front.analysis.measurement is not None]
    for analysis in sorted(read, key=lambda a: a.pose is not None and a.pose.view != "top"):
        angle: Angle | None = getattr(analysis.measurement, quantity)
        if angle is not None:
            return angle
    return None
