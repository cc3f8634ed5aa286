"""The angles against the thresholds: three flags and the pattern they make. Judgements live here, numbers do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from thomas_test.core.angles import Angle, Measurement
from thomas_test.core.errors import UsageError
from thomas_test.core.quality import Refusal, RefusalCode
from thomas_test.core.statements import NOTHING_STATED, Statements


class Verdict(StrEnum):
    """How an angle stands to a threshold."""

    MET = "met"
    NOT_MET = "not met"
    BORDERLINE = "borderline"
    """The 95 % interval holds the threshold."""
    NOT_ASSESSED = "not assessed"


class Pattern(StrEnum):
    """Which muscles' shortness the flags go together with."""

    NONE = "none"
    ONE_JOINT = "one_joint"
    KNEE_OPEN = "knee_open"
    """The knee hangs opened as most knees do: no muscle is named."""
    TWO_JOINT = "two_joint"
    SHORT_UNCLEAR = "short_unclear"
    """The thigh is up and the knee opened as most knees are: which hip flexor it is, the re-test tells."""
    TWO_JOINT_OR_BOTH = "two_joint_or_both"
    UNDECIDED = "undecided"
    """A flag is borderline or not assessed, or what a pattern needs was not stated."""


KNEE_RANGE_LOW_DEG = 42.5
"""Lower end of how free-hanging knees are bent: mean less one standard deviation.

50.8 less 8.3 degrees in 13 adults with the pelvis held still (Kim & Ha 2015, J Phys Ther Sci), the lowest mean with a
standard deviation that we read. 117 elite athletes hung at 52.5 (Harvey 1998, Br J Sports Med 32:68); their spread is
not printed.
"""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Named thresholds, in degrees and in the project's signs, with where they come from.

    Attributes
    ----------
    parallel_deg
        Thigh angle from which ``reaches_parallel`` is met.
    below_deg
        Thigh angle from which ``reaches_10_below`` is met.
    knee_deg, knee_tolerance_deg
        ``knee_near_90`` is met from ``knee_deg - knee_tolerance_deg`` of knee flexion.
    knee_range_low_deg
        Lower end of the published range of free-hanging knees. A pattern names the rectus femoris only where all of
        the knee's interval lies below it.
    """

    name: str
    parallel_deg: float
    below_deg: float
    knee_deg: float
    knee_tolerance_deg: float
    source: str
    knee_range_low_deg: float = KNEE_RANGE_LOW_DEG

    def __post_init__(self) -> None:
        """Refuse thresholds that make no sense; a preset may come from a file."""
        for name in _THRESHOLD_LIMITS:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise UsageError(f"expected {name} as a number of degrees, got {str(value)[:40]!r}")
        if not (isinstance(self.name, str) and isinstance(self.source, str)):
            raise UsageError("expected name and source of the thresholds as text")
        if not 0.0 <= self.knee_tolerance_deg <= 90.0:
            raise UsageError(
                f"expected a knee tolerance from 0 to 90 degrees, got {self.knee_tolerance_deg:g}; the guide's is 10"
            )
        for name, limit in _THRESHOLD_LIMITS.items():
            if not abs(getattr(self, name)) <= limit:
                raise UsageError(f"expected {name} up to {limit:g} degrees, got {getattr(self, name):g}")

    @property
    def knee_threshold_deg(self) -> float:
        """Knee flexion from which the knee flag is met."""
        return self.knee_deg - self.knee_tolerance_deg

    @staticmethod
    def named(name: str) -> Preset:
        """The preset of that name.

        Raises
        ------
        UsageError
            When there is none of that name; the message lists them.
        """
        try:
            return PRESETS[name]
        except KeyError:
            raise UsageError(f"expected a preset out of {', '.join(PRESETS)}, got {name!r}") from None

    def with_knee_tolerance(self, tolerance_deg: float | None) -> Preset:
        """The preset with another knee tolerance, or itself for None."""
        return self if tolerance_deg is None else replace(self, knee_tolerance_deg=tolerance_deg)


_THRESHOLD_LIMITS = {
    "parallel_deg": 90.0,
    "below_deg": 90.0,
    "knee_deg": 180.0,
    "knee_tolerance_deg": 90.0,
    "knee_range_low_deg": 180.0,
}

GUIDE = Preset(
    name="guide",
    parallel_deg=0.0,
    below_deg=10.0,
    knee_deg=90.0,
    knee_tolerance_deg=10.0,
    source="The guide behind this tool: thigh at least parallel to the floor, about 10 below optimal, knee near 90",
)

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            GUIDE,
            Preset(
                name="execp",
                parallel_deg=0.0,
                below_deg=10.0,
                knee_deg=67.0,
                knee_tolerance_deg=0.0,
                source="EXECP protocol, BMC Sports Sci Med Rehabil 2021, s13102-021-00242-y, table 4: hip 0, knee 67",
            ),
            Preset(
                name="mills",
                parallel_deg=0.0,
                below_deg=15.0,
                knee_deg=90.0,
                knee_tolerance_deg=10.0,
                source="Mills et al. 2015, IJSPT: restricted above horizontal, normal over 15 below; knee as the guide",
            ),
        )
    }
)
"""Every set of thresholds the tool knows; nothing in the code compares an angle with a bare number."""

KNEE_OVERBENT_DEG = 100.0
"""Knee flexion over which a foot on the floor or a table leg is likely (docs/method.md#flags)."""


HANGING_WITHIN_DEG = 60.0
"""A thigh further than this from horizontal, either way, is not that of a leg hanging over a table's edge: the scenes
lie within 26, a knee held to the chest lies beyond 90."""

HANGING_KNEE_DEG = (10.0, 140.0)
"""Knees outside this are not those of a leg that hangs by itself: gravity bends it (free-hanging knees 35 to 75,
docs/method.md#norms; the scenes 20 to 110) and closes it no further than a shank straight down from a raised thigh.
Chosen wide, so that only a leg held, lying or mistaken lies outside."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """The three flags and the pattern.

    Attributes
    ----------
    knee_beyond_range
        Whether all of an opened knee's interval lies below the published range of free-hanging knees.
    """

    reaches_parallel: Verdict
    reaches_10_below: Verdict
    knee_near_90: Verdict
    pattern: Pattern
    knee_beyond_range: bool = False

    @property
    def knee_as_most(self) -> bool:
        """Whether the knee does not meet its flag, and yet hangs opened as most knees do."""
        return self.knee_near_90 is Verdict.NOT_MET and not self.knee_beyond_range


def verdict(angle: Angle | None, threshold_deg: float) -> Verdict:
    """Hold an angle against a threshold.

    Returns
    -------
    Verdict
        ``BORDERLINE`` when the threshold lies inside the interval (its ends included, unless the
        interval is a single number), else ``MET`` when the value is at or over the threshold.
    """
    if angle is None:
        return Verdict.NOT_ASSESSED
    if angle.low_deg <= threshold_deg <= angle.high_deg and angle.low_deg < angle.high_deg:
        return Verdict.BORDERLINE
    return Verdict.MET if angle.value_deg >= threshold_deg else Verdict.NOT_MET


def hangs(thigh_deg: float) -> bool:
    """Whether a thigh lies as that of a hanging leg can."""
    return abs(thigh_deg) <= HANGING_WITHIN_DEG


def refuse_angles(measurement: Measurement) -> Refusal | None:
    """Refuse a thigh or a knee that no hanging leg can have, whoever placed its points."""
    thigh, knee = measurement.thigh, measurement.knee
    if not hangs(thigh.value_deg):
        side = "below" if thigh.value_deg > 0.0 else "above"
        detail = f"Its thigh points {abs(thigh.value_deg):.0f}° {side} the horizontal."
        # points of a hanging leg with the wrong side named for the head: moving them would spoil them
        if hangs(180.0 - abs(thigh.value_deg)):
            detail += " It points at the head: if the head lies on the other side of the picture, say so."
    elif knee is not None and not HANGING_KNEE_DEG[0] <= knee.value_deg <= HANGING_KNEE_DEG[1]:
        detail = f"Its knee is bent {knee.value_deg:.0f}°."
    else:
        return None
    return Refusal(code=RefusalCode.LEG_NOT_HANGING, detail=detail)


def assess(measurement: Measurement, preset: Preset = GUIDE, stated: Statements = NOTHING_STATED) -> Findings:
    """Hold a measurement against the thresholds of a preset.

    Parameters
    ----------
    measurement
        The angles.
    preset
        The thresholds.
    stated
        How the test was done: without pelvis, foot and pain stated as they should be no pattern is named.
    """
    if not hangs(measurement.thigh.value_deg):
        # Such as the held leg, after a swap: angles of it are no answer to the test's questions.
        return Findings(
            reaches_parallel=Verdict.NOT_ASSESSED,
            reaches_10_below=Verdict.NOT_ASSESSED,
            knee_near_90=Verdict.NOT_ASSESSED,
            pattern=Pattern.UNDECIDED,
        )
    parallel = verdict(measurement.thigh, preset.parallel_deg)
    knee = verdict(measurement.knee, preset.knee_threshold_deg)
    beyond = (
        knee is Verdict.NOT_MET
        and measurement.knee is not None
        and measurement.knee.high_deg < preset.knee_range_low_deg
    )
    named = _PATTERNS.get((parallel, knee, beyond)) if stated.allow_pattern else None
    return Findings(
        reaches_parallel=parallel,
        reaches_10_below=verdict(measurement.thigh, preset.below_deg),
        knee_near_90=knee,
        pattern=named or Pattern.UNDECIDED,
        knee_beyond_range=beyond,
    )


_PATTERNS: Mapping[tuple[Verdict, Verdict, bool], Pattern] = {
    (Verdict.MET, Verdict.MET, False): Pattern.NONE,
    (Verdict.NOT_MET, Verdict.MET, False): Pattern.ONE_JOINT,
    (Verdict.MET, Verdict.NOT_MET, False): Pattern.KNEE_OPEN,
    (Verdict.NOT_MET, Verdict.NOT_MET, False): Pattern.SHORT_UNCLEAR,
    (Verdict.MET, Verdict.NOT_MET, True): Pattern.TWO_JOINT,
    # A short rectus femoris alone can lift the thigh: only the re-test with the knee straightened tells.
    (Verdict.NOT_MET, Verdict.NOT_MET, True): Pattern.TWO_JOINT_OR_BOTH,
}
"""What the two flags that count make, ``reaches_parallel`` and ``knee_near_90``, with `Findings.knee_beyond_range`; any
other pair leaves it undecided. 0 to 10 degrees below parallel does not change it."""
