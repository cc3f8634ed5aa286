"""From the findings of one leg to their meanings, and whether the re-test can tell more."""

from __future__ import annotations

from collections.abc import Mapping

from thomas_test.check.meaning.meanings import Meaning
from thomas_test.check.meaning.reference_bands import Quantity, bands_for
from thomas_test.check.record import Examination, Leg
from thomas_test.check.statements import Protocol, Retest, Seen, Tightness
from thomas_test.check.summary import LegSummary, summaries_of
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import Pattern, Verdict
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import Foot, Pain, Pelvis

ROTATION_NOTED_DEG = 15.0
"""Rotation over which a thigh is called turned. Our own choice: no published limit was found."""

ABDUCTION_NOTED_DEG = bands_for(Quantity.ABDUCTION)[0].mean_deg
"""Abduction over which a thigh counts as drawn aside: mean of 117 elite athletes (Harvey 1998), so half are over it."""


def noticed(leg: Leg, summary: LegSummary | None) -> frozenset[Seen]:
    """Say how the thigh lies: as the examiner saw it, and as it was measured beyond doubt."""
    found = set(leg.seen - {Seen.STRAIGHT})
    if summary is not None:
        found = (found | _measured(summary.rotation, summary.abduction)) - contradicted(leg, summary)
    return frozenset(found)


def contradicted(leg: Leg, summary: LegSummary) -> frozenset[Seen]:
    """Say on what the examiner and the photo contradict each other beyond doubt: there neither is taken."""
    turned, rotation = {Seen.TURNED_OUT, Seen.TURNED_IN}, summary.rotation
    found: set[Seen] = set()
    if rotation is not None and (
        (rotation.low_deg > 0.0 and Seen.TURNED_IN in leg.seen)
        or (rotation.high_deg < 0.0 and Seen.TURNED_OUT in leg.seen)
    ):
        found |= turned
    if Seen.STRAIGHT in leg.seen and (measured := _measured(rotation, summary.abduction)):
        found |= {Seen.STRAIGHT, *measured}
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
    """What the findings of one leg may go together with, the main pattern first.

    Parameters
    ----------
    leg
        The statements.
    summary
        The numbers and flags.

    Returns
    -------
    tuple of Meaning
        Why no pattern is named, where the test was not done as it should be; else the pattern and what stands beside
        it.
    """
    withheld = _withheld(leg, summary)
    if withheld:
        return withheld
    found = [_main(summary, leg.retest)]
    parallel = summary.findings.reaches_parallel
    if parallel is Verdict.MET and leg.tight is Tightness.YES:
        found.append(Meaning.TIGHT_BUT_PASSING)
    beside = noticed(leg, summary)
    if parallel is Verdict.NOT_MET:
        found += [meaning for seen, meaning in _BESIDE_RAISED.items() if seen in beside]
        if {Seen.TURNED_OUT, Seen.DRAWN_ASIDE} <= beside:
            found.append(Meaning.SARTORIUS)
    elif parallel is Verdict.MET and Seen.DRAWN_ASIDE in beside:
        found.append(Meaning.ASIDE_NOT_RAISED)
    return tuple(found)


def meanings_by_leg(examination: Examination) -> dict[Side, tuple[Meaning, ...]]:
    """What the findings of each measured leg may go together with, see `meanings_of`."""
    return {side: meanings_of(examination.legs[side], one) for side, one in summaries_of(examination).items()}


def _withheld(leg: Leg, summary: LegSummary) -> tuple[Meaning, ...]:
    reasons = (
        (summary.protocol is not Protocol.EDGE, Meaning.OTHER_PROTOCOL),
        (leg.pelvis is Pelvis.NOT_CHECKED, Meaning.PELVIS_NOT_CHECKED),
        (leg.foot is Foot.TOUCHED, Meaning.FOOT_TOUCHED),
        (leg.foot is Foot.NOT_CHECKED, Meaning.FOOT_NOT_CHECKED),
        (leg.stated.pain is Pain.NOT_ASKED, Meaning.PAIN_NOT_ASKED),
    )
    return tuple(meaning for holds, meaning in reasons if holds)


def retest_is_useful(summary: LegSummary) -> bool:
    """Whether straightening the knee can tell more: where the thigh may be raised, or the knee is clearly opened."""
    findings = summary.findings
    return (
        findings.reaches_parallel in (Verdict.NOT_MET, Verdict.BORDERLINE) or findings.knee_near_90 is Verdict.NOT_MET
    )


def _main(summary: LegSummary, retest: Retest) -> Meaning:
    """The main pattern; the answer of a re-test counts only where it can tell something."""
    pattern, parallel = summary.findings.pattern, summary.findings.reaches_parallel
    if pattern is not Pattern.UNDECIDED:
        return _AFTER_RETEST.get((pattern, retest), _BY_PATTERN[pattern])
    if parallel is Verdict.NOT_MET and retest is not Retest.NOT_DONE:
        return _RAISED_KNEE_UNCLEAR[retest]
    if _trials_disagree(summary):
        return Meaning.TRIALS_DISAGREE
    if parallel is Verdict.BORDERLINE and retest is not Retest.NOT_DONE:
        return _BORDERLINE[retest]
    raised = parallel in (Verdict.NOT_MET, Verdict.BORDERLINE)
    return Meaning.UNDECIDED_RETEST_HELPS if raised else Meaning.UNDECIDED


def _trials_disagree(summary: LegSummary) -> bool:
    """Whether an angle is borderline because its trials lie far apart."""
    return any(
        flag is Verdict.BORDERLINE and angle is not None and angle.scatters
        for flag, angle in (
            (summary.findings.reaches_parallel, summary.thigh),
            (summary.findings.knee_near_90, summary.knee),
        )
    )


_BESIDE_RAISED: Mapping[Seen, Meaning] = {
    Seen.TURNED_IN: Meaning.TURNED_IN,
    Seen.TURNED_OUT: Meaning.TURNED_OUT,
    Seen.DRAWN_ASIDE: Meaning.DRAWN_ASIDE,
}
_BY_PATTERN: Mapping[Pattern, Meaning] = {
    Pattern.NONE: Meaning.NOTHING_SHORT,
    Pattern.ONE_JOINT: Meaning.ONE_JOINT,
    Pattern.KNEE_OPEN: Meaning.KNEE_OPEN,
    Pattern.TWO_JOINT: Meaning.TWO_JOINT,
    Pattern.SHORT_UNCLEAR: Meaning.SHORT_UNCLEAR,
    Pattern.TWO_JOINT_OR_BOTH: Meaning.TWO_JOINT_OR_BOTH,
}
_AFTER_RETEST: Mapping[tuple[Pattern, Retest], Meaning] = {
    (Pattern.ONE_JOINT, Retest.STAYED): Meaning.RETEST_ONE_JOINT,
    (Pattern.ONE_JOINT, Retest.DROPPED): Meaning.RETEST_TWO_JOINT,
    (Pattern.KNEE_OPEN, Retest.DROPPED): Meaning.RETEST_KNEE_OPEN_DROPPED,
    (Pattern.KNEE_OPEN, Retest.STAYED): Meaning.RETEST_KNEE_OPEN_STAYED,
    (Pattern.TWO_JOINT, Retest.DROPPED): Meaning.RETEST_KNEE_OPEN_DROPPED,
    (Pattern.SHORT_UNCLEAR, Retest.DROPPED): Meaning.RETEST_TWO_JOINT,
    # staying speaks for a muscle that crosses the hip alone; of the knee it says nothing
    (Pattern.SHORT_UNCLEAR, Retest.STAYED): Meaning.RETEST_AT_LEAST_ONE_JOINT,
    (Pattern.TWO_JOINT_OR_BOTH, Retest.DROPPED): Meaning.RETEST_TWO_JOINT,
    (Pattern.TWO_JOINT_OR_BOTH, Retest.STAYED): Meaning.RETEST_BOTH,
}
_RAISED_KNEE_UNCLEAR: Mapping[Retest, Meaning] = {
    Retest.DROPPED: Meaning.RETEST_TWO_JOINT,
    Retest.STAYED: Meaning.RETEST_AT_LEAST_ONE_JOINT,
}
_BORDERLINE: Mapping[Retest, Meaning] = {
    Retest.DROPPED: Meaning.RETEST_BORDERLINE_DROPPED,
    # a thigh that nothing holds up stays, too: staying tells nothing here
    Retest.STAYED: Meaning.RETEST_BORDERLINE_STAYED,
}
