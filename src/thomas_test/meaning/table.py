"""The one table of meanings: what was seen on a leg, what may go together with it, and how sure that is.

Describes and does not diagnose: a position of the leg is seen, and muscles whose shortness goes with such a position
are named with their source. Which row is meant, `thomas_test.meaning.patterns` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from thomas_test.examination.statements import Pelvis
from thomas_test.meaning.sources import CADY, EXECP, GUIDE, MILLS, OWN, PHYSIOTUTORS, VIGOTSKY, WORLD_RUGBY


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
            goes_with="Muscles that hold tension rather than muscles that are short: relaxing and strengthening "
            "may help where stretching does not.",
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
            "position alone cannot tell.",
            tells_apart=_RETEST,
            tells_source=WORLD_RUGBY,
            sources=(GUIDE,),
        ),
        Meaning.TFL: Reading(
            title="Position seen with a short tensor fasciae latae (TFL) or psoas",
            seen="The raised thigh is turned, or drawn aside from the other leg.",
            goes_with="A short TFL with its band at the outside of the thigh, or a short psoas.",
            tells_apart="Bring the thigh back to the middle by hand: if it then rises farther, the TFL may be short "
            "(our own reading). Raters agree least on this part of the test.",
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
            goes_with="A short one-joint hip flexor holds the thigh; the opened knee points to the rectus femoris "
            "as well.",
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
            "sets this test apart from true hip extension.",
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
        "controlled, the test agreed with true hip extension (r = 0.98).",
        Pelvis.SEEN: "The low back was seen to lie flat, not felt: a little less sure, as a small hollow is easily "
        "missed.",
        Pelvis.NOT_CHECKED: "Nobody checked the low back: the pelvis may have tilted. Not controlled, the test found "
        "32 % of hips that could not reach neutral, and cleared 57 % of those that could.",
    }
)
"""What the statement on the pelvis does to the meaning. Numbers: Vigotsky et al. 2016, PeerJ 4:e2325, 29 students."""
