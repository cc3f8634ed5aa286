"""One leg's trials together: the median, the spread, the flags; and both legs side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median, stdev

from thomas_test.check.meaning.instructions import BACK_NOT_CHECKED, OTHER_PROTOCOL
from thomas_test.check.record import Examination, Leg
from thomas_test.check.statements import Protocol
from thomas_test.core.analysis import Outcome
from thomas_test.core.angles import SDS_IN_95, Angle, Measurement
from thomas_test.core.criteria import Findings, Pattern, Verdict, assess
from thomas_test.core.geometry import length_px
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.quality import WarningCode
from thomas_test.core.repeatability import Mdc
from thomas_test.core.statements import Foot, Pain, Pelvis


@dataclass(frozen=True, kw_only=True)
class Together:
    """One angle over all trials of a leg.

    Attributes
    ----------
    angle
        Median of the trials, with the interval of all of them, see `bring_together`.
    trials_deg
        What each trial gave, in order.
    repeating_deg
        What repeating this angle may change.
    """

    angle: Angle
    trials_deg: tuple[float, ...]
    repeating_deg: float

    @property
    def spread_deg(self) -> float | None:
        """Largest minus smallest trial; None with one trial."""
        return max(self.trials_deg) - min(self.trials_deg) if len(self.trials_deg) > 1 else None

    @property
    def scatters(self) -> bool:
        """Whether the trials differ by more than repeating the test may change."""
        return self.spread_deg is not None and self.spread_deg > self.repeating_deg


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
        Of any trial and second photo, in a fixed order.
    thigh_to_shank
        Length of the thigh over that of the shank in the photos from the side; None where no ankle was seen.
    protocol
        How the person lay.
    """

    side: Side
    thigh: Together
    knee: Together | None
    findings: Findings
    rotation: Angle | None
    abduction: Angle | None
    warnings: tuple[WarningCode, ...]
    thigh_to_shank: float | None
    protocol: Protocol = Protocol.EDGE

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
    repeating = examination.repeatability
    thigh = bring_together([outcome.measurement.thigh for outcome in outcomes], repeating=repeating.thigh)
    knees = [outcome.measurement.knee for outcome in outcomes if outcome.measurement.knee is not None]
    knee = bring_together(knees, repeating=repeating.knee) if knees else None
    measurement = Measurement(thigh=thigh.angle, knee=knee.angle if knee else None)
    return LegSummary(
        side=side,
        thigh=thigh,
        knee=knee,
        findings=_findings(measurement, examination, leg),
        rotation=_from_fronts(leg, "rotation"),
        abduction=_from_fronts(leg, "abduction"),
        warnings=_warnings(outcomes, leg),
        thigh_to_shank=_thigh_to_shank(outcomes),
        protocol=examination.protocol,
    )


def summaries_of(examination: Examination) -> dict[Side, LegSummary]:
    """The summaries of the legs that were measured."""
    found = {side: summarise(examination, side) for side in Side}
    return {side: summary for side, summary in found.items() if summary is not None}


def _findings(measurement: Measurement, examination: Examination, leg: Leg) -> Findings:
    """The flags and the pattern; a thigh that lies on something cannot hang lower, nor has it a pattern here."""
    found = assess(measurement, examination.preset, leg.stated)
    if examination.protocol is Protocol.EDGE:
        return found
    return replace(found, reaches_10_below=Verdict.NOT_ASSESSED, pattern=Pattern.UNDECIDED)


def bring_together(angles: Sequence[Angle], *, repeating: Mdc) -> Together:
    """The median of one or more readings of an angle.

    Its interval adds two doubts in quadrature (JCGM 100:2008, the GUM, 4.2 and 5.1.2). The reading error is the largest
    of any photo and does not shrink with their number: what one has wrong by its viewpoint, the next has too. The
    scatter of the trials is a standard error, and shrinks. Every trial lies inside.

    Parameters
    ----------
    angles
        At least one.
    repeating
        What repeating this angle may change.
    """
    values = tuple(angle.value_deg for angle in angles)
    middle = median(values)
    scatter = SDS_IN_95 * _standard_error_deg(values)
    down = math.hypot(max(angle.value_deg - angle.low_deg for angle in angles), scatter)
    up = math.hypot(max(angle.high_deg - angle.value_deg for angle in angles), scatter)
    angle = Angle(value_deg=middle, low_deg=min(middle - down, *values), high_deg=max(middle + up, *values))
    return Together(angle=angle, trials_deg=values, repeating_deg=repeating.degrees)


_MEDIAN_TO_MEAN = math.sqrt(math.pi / 2.0)
"""The standard error of a median is at most so many times that of a mean (normal errors, large samples)."""


def _standard_error_deg(values: Sequence[float]) -> float:
    """The standard error of the median; 0 with one trial, which knows nothing of its scatter."""
    count = len(values)
    if count < 2:
        return 0.0
    of_mean = stdev(values) / math.sqrt(count)
    return of_mean if count == 2 else _MEDIAN_TO_MEAN * of_mean


def thigh_difference_deg(examination: Examination) -> float | None:
    """Thigh angle of the left leg minus that of the right; None unless both were measured."""
    thighs_deg = {side: summary.thigh.angle.value_deg for side, summary in summaries_of(examination).items()}
    return thighs_deg[Side.LEFT] - thighs_deg[Side.RIGHT] if len(thighs_deg) == len(Side) else None


def cautions(examination: Examination, side: Side) -> tuple[str, ...]:
    """Say what the statements on one leg, and trials that lie far apart, take away from its numbers."""
    leg, summary = examination.legs[side], summarise(examination, side)
    scatter = _scatter(summary) if summary is not None else ()
    found = (
        (examination.protocol is not Protocol.EDGE, OTHER_PROTOCOL.text),
        (leg.foot is Foot.TOUCHED, "The foot touched something: repeat the photo with the foot hanging free."),
    )
    return (*scatter, *(words for holds, words in found if holds), *unsaid(leg))


def unsaid(leg: Leg) -> tuple[str, ...]:
    """Say what nobody has stated about a leg: a caution in a report, and on the way there a question still open."""
    left_open = (
        (leg.pelvis is Pelvis.NOT_CHECKED, BACK_NOT_CHECKED.text),
        (leg.foot is Foot.NOT_CHECKED, "Nobody checked that the foot hung free."),
        (leg.stated.pain is Pain.NOT_ASKED, "Nobody asked whether anything hurt."),
    )
    return tuple(words for holds, words in left_open if holds)


def _scatter(summary: LegSummary) -> tuple[str, ...]:
    angles = (("thigh", summary.thigh), ("knee", summary.knee))
    return tuple(
        f"The trials differ by {angle.spread_deg:.1f}° at the {name}, more than the {angle.repeating_deg:g}° that "
        "repeating the test may change: check the points of every photo, and repeat those that are off."
        for name, angle in angles
        if angle is not None and angle.scatters
    )


def _warnings(outcomes: Sequence[Outcome], leg: Leg) -> tuple[WarningCode, ...]:
    found = {code for outcome in outcomes for code in outcome.warnings}
    found.update(code for front in leg.fronts for code in front.analysis.warnings)
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
