"""The result of reading one picture: a measurement or a refusal, and how it came about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from thomas_test.core.angles import Angle, Level, Measurement
from thomas_test.core.criteria import Findings, Pattern, Preset
from thomas_test.core.geometry import Circle
from thomas_test.core.pelvis import PelvicLine, pelvic_line
from thomas_test.core.quality import Refusal, WarningCode
from thomas_test.core.settings import Effort
from thomas_test.core.statements import NOTHING_STATED, Statements
from thomas_test.core.thomas_pose import ThomasPose


@dataclass(frozen=True, kw_only=True)
class ModelInfo:
    """Which network gave the landmarks.

    Attributes
    ----------
    name
        Such as ``full``.
    sha256
        Of the model file, 64 hexadecimal digits; empty where there is no file.
    """

    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReadBy:
    """By what a picture was read: the networks and how often they looked, together so that they cannot disagree.

    Attributes
    ----------
    models
        The networks; empty when the points were placed by hand.
    effort
        How often they looked; None without a network, and for records that did not keep it.
    """

    models: tuple[ModelInfo, ...] = ()
    effort: Effort | None = None

    def __post_init__(self) -> None:
        """Refuse an effort of no network."""
        if self.effort is not None and not self.models:
            raise ValueError(f"expected the networks that read with effort {self.effort}, got none")


NO_NETWORK = ReadBy()
"""Points that were placed by hand."""


class Status(StrEnum):
    """What became of a file."""

    MEASURED = "measured"
    REFUSED = "refused"
    ERROR = "error"
    SKIPPED = "skipped"


LOW_BACK_LOOK = 0.027
"""Gap under the low back from which one is asked to look, in trunk lengths (about 14 mm).

Chosen on rendered pictures: of 10 flat backs none reached 0.020, of 10 hollow ones 7 reached 0.030. How often it is
right in others stands in docs/method.md#low-back.
"""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the interval and the warnings rest on, for those who doubt the number.

    Attributes
    ----------
    readings
        How many readings of the picture were combined.
    thigh_spread_deg, knee_spread_deg
        Robust standard deviation of the readings; None with fewer than two.
    landmark_thigh_deg, landmark_knee_deg
        The angles from the landmarks alone, without the outline; None where points were placed by hand.
    outline_weight_thigh, outline_weight_shank
        What share of the direction came from the body's outline, 0 to 1.
    levels
        Every horizon that was found, the one used first; each as sure as it is by itself, without what the others say.
    lens_above_hip_deg
        How far above the hip the lens stands, seen from there, by the phone's gravity; None where the file is silent.
    lens_taken_off_deg
        What was taken off the thigh angle for the height of the lens, known or guessed.
    low_back_gap
        How far the outline rises under the low back, in trunk lengths; None where it is not seen.
    """

    readings: int = 0
    thigh_spread_deg: float | None = None
    knee_spread_deg: float | None = None
    landmark_thigh_deg: float | None = None
    landmark_knee_deg: float | None = None
    outline_weight_thigh: float = 0.0
    outline_weight_shank: float = 0.0
    levels: tuple[Level, ...] = ()
    lens_above_hip_deg: float | None = None
    lens_taken_off_deg: float = 0.0
    low_back_gap: float | None = None

    @property
    def low_back_worth_a_look(self) -> bool:
        """Whether that gap is a cause to look at the low back: a hint beside the number, which judges nothing."""
        return self.low_back_gap is not None and self.low_back_gap >= LOW_BACK_LOOK


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """The angles, what they rest on and how they stand to the thresholds."""

    pose: ThomasPose
    level: Level
    measurement: Measurement
    findings: Findings
    warnings: tuple[WarningCode, ...] = ()

    @property
    def pelvis(self) -> PelvicLine | None:
        """The line of the pelvis, where a person marked it."""
        return pelvic_line(self.pose, self.level, self.measurement.thigh)


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """The result of reading one picture.

    Attributes
    ----------
    name
        The picture's name as shown to people.
    size_px
        Width and height of the upright picture.
    outcome
        The measurement shown; None for a refused picture.
    automatic
        The measurement before a person corrected it; None when nothing was corrected.
    refusal
        Why there is no measurement; None when there is one.
    automatic_refusal
        Why the networks' reading was refused before a person placed the points; None when it was not.
    preset
        The thresholds used.
    stated
        What is stated about how the test was done; no outcome names a pattern without it.
    read_by
        The networks that read the picture, and how often they looked; `NO_NETWORK` when the points were placed by hand.
    evidence
        What the interval and the warnings rest on.
    head_circle_px
        The subject's head, for blurring the face; None where it is unknown.
    other_heads_px
        The heads of those seen standing beside, for blurring their faces as well.
    seconds
        How long the reading took.
    shown_by
        Shows it in a notebook as HTML; None where its photo is not at hand. No part of the result.
    """

    name: str
    size_px: tuple[int, int]
    preset: Preset
    outcome: Outcome | None = None
    automatic: Outcome | None = None
    refusal: Refusal | None = None
    automatic_refusal: Refusal | None = None
    read_by: ReadBy = NO_NETWORK
    evidence: Evidence = field(default_factory=Evidence)
    head_circle_px: Circle | None = None
    other_heads_px: tuple[Circle, ...] = ()
    seconds: float = 0.0
    shown_by: Callable[[Analysis], str] | None = field(default=None, repr=False)
    stated: Statements = NOTHING_STATED

    def __post_init__(self) -> None:
        """Check that a picture is measured or refused, and that no pattern stands without what it needs."""
        if (self.outcome is None) == (self.refusal is None):
            raise ValueError("expected a measurement or a refusal, got both or neither")
        named = self.outcome is not None and self.outcome.findings.pattern is not Pattern.UNDECIDED
        if named and not self.stated.allow_pattern:
            raise ValueError("expected pelvis, foot and pain stated before a pattern is named, got one without them")

    @property
    def status(self) -> Status:
        """``MEASURED`` or ``REFUSED``; a file that could not be read never becomes an analysis."""
        return Status.MEASURED if self.outcome is not None else Status.REFUSED

    @property
    def thigh(self) -> Angle | None:
        """Thigh angle against the horizontal, + = knee below the hip; None for a refused picture."""
        return None if self.outcome is None else self.outcome.measurement.thigh

    @property
    def knee(self) -> Angle | None:
        """Knee flexion, 0 = straight; None for a refused picture, or without an ankle."""
        return None if self.outcome is None else self.outcome.measurement.knee

    @property
    def level(self) -> Level | None:
        """The horizontal that the thigh was measured against; None for a refused picture."""
        return None if self.outcome is None else self.outcome.level

    @property
    def warnings(self) -> tuple[WarningCode, ...]:
        """What a reader of the numbers must know; empty for a refused picture."""
        return () if self.outcome is None else self.outcome.warnings

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the annotated picture and the numbers, where `shown_by` is there."""
        return None if self.shown_by is None else self.shown_by(self)

    @property
    def measured(self) -> Outcome:
        """The outcome of a measured picture.

        Raises
        ------
        ValueError
            For a refused picture; the message carries the reason.
        """
        if self.outcome is None:
            raise ValueError(f"{self.name} was refused: {self.refusal.words if self.refusal else ''}")
        return self.outcome
