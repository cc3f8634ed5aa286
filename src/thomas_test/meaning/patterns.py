"""From findings to patterns: what was seen, what may go together with it, how sure that is, and the re-test.

Describes and does not diagnose: a position of the leg is seen, and muscles whose shortness goes with such a position
are named with their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from thomas_test.criteria import Pattern, Verdict
from thomas_test.examination.record import Leg
from thomas_test.examination.statements import Foot, Pelvis, Retest, Seen, Tightness
from thomas_test.examination.summary import LegSummary
from thomas_test.meaning.reference_bands import Quantity, bands_for
from thomas_test.meaning.sources import CADY, EXECP, GUIDE, MILLS, OWN, PHYSIOTUTORS, VIGOTSKY, WORLD_RUGBY
from thomas_test.measurement import Angle


class Meaning(StrEnum):
    """What the findings of one leg go together with."""

    NOTHING_SHORT = "nothing_short"
    TIGHT_BUT_PASSING = "tight_but_passing"
    ONE_JOINT = "one_joint"
    TWO_JOINT = "two_joint"
    TWO_JOINT_OR_BOTH = "two_joint_or_both"
    TFL = "tfl"
    SARTORIUS = "sartorius"
    RETEST_ONE_JOINT = "retest_one_joint"
    RETEST_TWO_JOINT = "retest_two_joint"
    RETEST_BOTH = "retest_both"
    UNDECIDED = "undecided"
    WITHHELD = "withheld"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One row of the table.

    Attributes
    ----------
    title
        Short, for a heading.
    seen
        The finding that leads here.
    goes_with
        What it may go together with; never a verdict.
    tells_apart
        What tells it from its neighbours; empty where nothing has to.
    sources
        Where seeing and going together come from.
    tells_source
        Where ``tells_apart`` comes from; empty where that is.
    """

    title: str
    seen: str
    goes_with: str
    sources: tuple[str, ...]
    tells_apart: str = ""
    tells_source: str = ""


_RETEST = (
    "Let another person straighten the hanging knee slowly: if the thigh drops, the rectus femoris, which crosses the "
    "knee, held it up; if it stays, a muscle that crosses the hip alone does."
)

READINGS: Mapping[Meaning, Reading] = MappingProxyType(
    {
        Meaning.NOTHING_SHORT: Reading(
            title="No pattern of short hip flexors",
            seen="The thigh reaches parallel and the knee hangs near a right angle.",
            goes_with="No short muscle that this test can show.",
            sources=(GUIDE,),
        ),
        Meaning.TIGHT_BUT_PASSING: Reading(
            title="Feels tight, hangs free",
            seen="The leg reaches its positions, and yet the front of the hip feels tight.",
            goes_with="Muscles that hold tension rather than muscles that are short: relaxing and strengthening may "
            "help "
            "where stretching does not.",
            sources=(GUIDE,),
        ),
        Meaning.ONE_JOINT: Reading(
            title="Pattern seen with short one-joint hip flexors (iliopsoas)",
            seen="The thigh stays above horizontal and the knee hangs near a right angle.",
            goes_with="A short iliopsoas. A tight capsule or ligaments in front of the hip give the same picture.",
            tells_apart=_RETEST,
            tells_source=WORLD_RUGBY,
            sources=(GUIDE, MILLS, EXECP),
        ),
        Meaning.TWO_JOINT: Reading(
            title="Pattern seen with a short two-joint hip flexor (rectus femoris)",
            seen="The thigh reaches parallel and the knee opens beyond a right angle.",
            goes_with="A short rectus femoris. Most healthy knees hang opened to 50-60 degrees of bend, so this alone "
            "says little.",
            tells_apart="Bend the knee by hand: if the thigh then rises, the rectus femoris is at its length.",
            tells_source=OWN,
            sources=(GUIDE, PHYSIOTUTORS),
        ),
        Meaning.TWO_JOINT_OR_BOTH: Reading(
            title="Pattern seen with a short rectus femoris, alone or with the iliopsoas",
            seen="The thigh stays above horizontal and the knee opens beyond a right angle.",
            goes_with="A short rectus femoris alone can lift the thigh; the iliopsoas may be short as well. The "
            "position "
            "alone cannot tell.",
            tells_apart=_RETEST,
            tells_source=WORLD_RUGBY,
            sources=(GUIDE,),
        ),
        Meaning.TFL: Reading(
            title="Position seen with a short tensor fasciae latae (TFL) or psoas",
            seen="The raised thigh is turned, or drawn aside from the other leg.",
            goes_with="A short TFL with its band at the outside of the thigh, or a short psoas.",
            tells_apart="Bring the thigh back to the middle by hand: if it then rises farther, the TFL may be short "
            "(our own "
            "reading). Raters agree least on this part of the test.",
            tells_source=CADY,
            sources=(GUIDE,),
        ),
        Meaning.SARTORIUS: Reading(
            title="Sartorius cannot be ruled out",
            seen="The raised thigh is turned out and drawn aside.",
            goes_with="The sartorius can do both at once; nothing in this test tells it from TFL and psoas together.",
            tells_apart="A professional can test it by itself.",
            tells_source=OWN,
            sources=(OWN,),
        ),
        Meaning.RETEST_ONE_JOINT: Reading(
            title="Pattern seen with short one-joint hip flexors (iliopsoas)",
            seen="The thigh stays above horizontal, and it stayed there when the knee was straightened.",
            goes_with="A short iliopsoas. A tight capsule or ligaments in front of the hip give the same picture.",
            sources=(GUIDE, WORLD_RUGBY, EXECP),
        ),
        Meaning.RETEST_TWO_JOINT: Reading(
            title="Pattern seen with a short two-joint hip flexor (rectus femoris)",
            seen="The thigh stays above horizontal, and it dropped when the knee was straightened.",
            goes_with="A short rectus femoris, which crosses the knee as well: let loose there, it let the thigh down.",
            sources=(GUIDE, WORLD_RUGBY),
        ),
        Meaning.RETEST_BOTH: Reading(
            title="Pattern seen with a short iliopsoas and a short rectus femoris",
            seen="The thigh stays above horizontal with the knee opened, and it stayed when the knee was straightened.",
            goes_with="A short one-joint hip flexor holds the thigh; the opened knee points to the rectus femoris as "
            "well.",
            sources=(GUIDE, WORLD_RUGBY),
        ),
        Meaning.UNDECIDED: Reading(
            title="Cannot be told",
            seen="An angle lies so near its threshold that its interval holds it, or was not assessed.",
            goes_with="No pattern is named from a coin's toss.",
            tells_apart="Repeat the photo, or re-test with the knee straightened.",
            tells_source=OWN,
            sources=(OWN,),
        ),
        Meaning.WITHHELD: Reading(
            title="No pattern is named",
            seen="Nobody checked that the low back lay flat, or the foot touched something.",
            goes_with="Without that, the angle says where the thigh lay and not why: uncontrolled pelvic tilt is what "
            "sets "
            "this test apart from true hip extension.",
            tells_apart="Repeat the test with a hand under the low back and the foot hanging free.",
            tells_source=OWN,
            sources=(VIGOTSKY,),
        ),
    }
)
"""The one table of meanings."""

CONFIDENCE: Mapping[Pelvis, str] = MappingProxyType(
    {
        Pelvis.FELT: "The low back was felt to lie flat: this is as sure as the test gets. With pelvic tilt "
        "controlled, the "
        "test agreed with true hip extension (r = 0.98).",
        Pelvis.SEEN: "The low back was seen to lie flat, not felt: a little less sure, as a small hollow is easily "
        "missed.",
        Pelvis.NOT_CHECKED: "Nobody checked the low back: the pelvis may have tilted. Not controlled, the test found "
        "32 % "
        "of hips that could not reach neutral, and cleared 57 % of those that could.",
    }
)
"""What the statement on the pelvis does to the meaning. Numbers: Vigotsky et al. 2016, PeerJ 4:e2325, 29 students."""

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
