"""From findings to meanings: which rows of the one table the statements and the numbers of a leg lead to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from thomas_test.criteria import Pattern, Verdict
from thomas_test.examination.record import Leg
from thomas_test.examination.statements import Foot, Pelvis, Retest, Seen, Tightness
from thomas_test.examination.summary import LegSummary
from thomas_test.meaning.reference_bands import Quantity, bands_for
from thomas_test.meaning.table import Meaning
from thomas_test.measurement import Angle

ROTATION_NOTED_DEG = 15.0
"""Rotation over which a thigh is called turned. Our own choice: no published limit was found."""

ABDUCTION_NOTED_DEG = bands_for(Quantity.ABDUCTION)[0].mean_deg
"""Abduction over which a thigh counts as drawn aside: mean of 117 elite athletes (Harvey 1998), so half are over it."""


def noticed(leg: Leg, summary: LegSummary | None) -> frozenset[Seen]:
    """Say how the thigh lies: as the examiner saw it, and as it was measured beyond doubt."""
    found = set(leg.seen - {Seen.STRAIGHT})
    if summary is not None:
        found |= _measured(summary.rotation, summary.abduction)
    return frozenset(found)


def _measured(rotation: Angle | None, abduction: Angle | None) -> set[Seen]:
    """Name only what the whole 95 % interval lies beyond the limit of."""
    found = set()
    if rotation is not None and rotation.low_deg > ROTATION_NOTED_DEG:
        found.add(Seen.TURNED_OUT)
    if rotation is not None and rotation.high_deg < -ROTATION_NOTED_DEG:
        found.add(Seen.TURNED_IN)
    if abduction is not None and abduction.low_deg > ABDUCTION_NOTED_DEG:
        found.add(Seen.DRAWN_ASIDE)
    return found


def meanings_of(leg: Leg, summary: LegSummary) -> tuple[Meaning, ...]:
    """Give what the findings of one leg go together with, the main pattern first.

    Parameters
    ----------
    leg
        The statements.
    summary
        The numbers and flags.
    """
    if leg.pelvis is Pelvis.NOT_CHECKED or leg.foot is Foot.TOUCHED:
        return (Meaning.WITHHELD,)
    main = _main(summary.findings.pattern, leg.retest)
    raised = summary.findings.reaches_parallel is Verdict.NOT_MET
    beside = noticed(leg, summary) if raised else frozenset()
    found = [main]
    if main is Meaning.NOTHING_SHORT and leg.tight is Tightness.YES:
        found.append(Meaning.TIGHT_BUT_PASSING)
    if beside:
        found.append(Meaning.TFL)
    if {Seen.TURNED_OUT, Seen.DRAWN_ASIDE} <= beside:
        found.append(Meaning.SARTORIUS)
    return tuple(found)


def retest_is_useful(summary: LegSummary) -> bool:
    """Whether straightening the knee can tell more: wherever the thigh does not clearly reach parallel."""
    return summary.findings.reaches_parallel in (Verdict.NOT_MET, Verdict.BORDERLINE)


def _main(pattern: Pattern, retest: Retest) -> Meaning:
    return _AFTER_RETEST.get((pattern, retest), _BY_PATTERN[pattern])


_BY_PATTERN: Mapping[Pattern, Meaning] = MappingProxyType(
    {
        Pattern.NONE: Meaning.NOTHING_SHORT,
        Pattern.ONE_JOINT: Meaning.ONE_JOINT,
        Pattern.TWO_JOINT: Meaning.TWO_JOINT,
        Pattern.TWO_JOINT_OR_BOTH: Meaning.TWO_JOINT_OR_BOTH,
        Pattern.UNDECIDED: Meaning.UNDECIDED,
    }
)
_AFTER_RETEST: Mapping[tuple[Pattern, Retest], Meaning] = MappingProxyType(
    {
        (Pattern.ONE_JOINT, Retest.STAYED): Meaning.RETEST_ONE_JOINT,
        (Pattern.ONE_JOINT, Retest.DROPPED): Meaning.RETEST_TWO_JOINT,
        (Pattern.TWO_JOINT_OR_BOTH, Retest.DROPPED): Meaning.RETEST_TWO_JOINT,
        (Pattern.TWO_JOINT_OR_BOTH, Retest.STAYED): Meaning.RETEST_BOTH,
    }
)
