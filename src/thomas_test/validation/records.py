"""What a comparison is made of: readings, pairs, and who was left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean

from thomas_test.core.angles import Angle
from thomas_test.core.landmarks import Side


class AngleName(StrEnum):
    """The two angles of the test."""

    THIGH = "thigh"
    KNEE = "knee"

    @property
    def column(self) -> str:
        """Its column in every table."""
        return "thigh_angle_deg" if self is AngleName.THIGH else "knee_flexion_deg"

    @property
    def words(self) -> str:
        """Its name for people."""
        return "thigh angle" if self is AngleName.THIGH else "knee flexion"


class LeftOutReason(StrEnum):
    """Why a row, or one angle of it, takes no part in the comparison."""

    REFUSED = "refused"
    ERROR = "error"
    SKIPPED = "skipped"
    MISSING_IN_REFERENCE = "missing_in_reference"
    MISSING_IN_RESULTS = "missing_in_results"
    NO_NUMBER = "no_number"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    MISSING_CODE = "missing_code"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"
    CONTRADICTION = "contradiction"
    NO_NAME = "no_name"


class Table(StrEnum):
    """Which of the two tables."""

    RESULTS = "results"
    REFERENCE = "reference"


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A row, or one angle of it, that takes no part.

    Attributes
    ----------
    line
        Where it stands in its file; the header is line 1.
    label
        The picture or the person, leg and trial, as people find it again.
    angle
        The angle left out; None for the whole row.
    words
        The reason in a sentence.
    """

    table: Table
    line: int
    label: str
    angle: AngleName | None
    reason: LeftOutReason
    words: str


@dataclass(frozen=True, kw_only=True)
class TableReading:
    """One row of either table.

    Attributes
    ----------
    file, subject, trial, rater
        As in the table, in one form; empty where it says nothing.
    side
        The leg as the table, or its manifest, states it.
    tested_leg
        The leg that our software found; None in tables that people made.
    status
        ``measured``, or why not: our statuses ``refused``, ``error`` and ``skipped``, with the code in `reason`.
    angles
        What was read, in the project's signs; an angle without an interval is its own interval.
    """

    line: int
    file: str = ""
    subject: str = ""
    side: Side | None = None
    trial: str = ""
    rater: str = ""
    tested_leg: Side | None = None
    status: str = "measured"
    reason: str = ""
    angles: Mapping[AngleName, Angle] = field(default_factory=dict)

    @property
    def leg(self) -> Side | None:
        """The side stated, or else the one found."""
        return self.side or self.tested_leg

    @property
    def label(self) -> str:
        """How people find the row again."""
        who = " ".join(filter(None, (self.subject, self.leg, f"trial {self.trial}" if self.trial else "")))
        return self.file or who or f"line {self.line}"

    def left_out(self, table: Table, reason: LeftOutReason, words: str, angle: AngleName | None = None) -> LeftOut:
        """The row, or one angle of it, as one that takes no part."""
        return LeftOut(table=table, line=self.line, label=self.label, angle=angle, reason=reason, words=words)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One picture with both readings of it.

    Attributes
    ----------
    tool
        The reading that is checked.
    raters
        The reference, by rater.
    cluster
        Who it is, for the statistics: pairs of the same person are not independent.
    legs_differ
        The tool named another leg than the reference.
    """

    tool: TableReading
    raters: Mapping[str, Mapping[AngleName, Angle]]
    subject: str
    side: Side | None
    trial: str
    cluster: str
    legs_differ: bool = False

    def reference_deg(self, angle: AngleName, rater: str | None = None) -> float | None:
        """One rater's value, or the mean of all raters who read it; None where nobody did."""
        readings = self.raters.values() if rater is None else (self.raters.get(rater, {}),)
        values = [reading[angle].value_deg for reading in readings if angle in reading]
        return fmean(values) if values else None


def count_of(count: int, what: str) -> str:
    """Write how many there are of something: ``1 pair``, ``2 pairs``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def count_reasons(left_out: Sequence[LeftOut]) -> Mapping[LeftOutReason, int]:
    """Count by reason, those that occur, in the order of the reasons."""
    counts = {reason: sum(row.reason is reason for row in left_out) for reason in LeftOutReason}
    return {reason: count for reason, count in counts.items() if count}
