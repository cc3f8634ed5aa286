"""What can be done, chosen by what was found: our own words on the guide's steps, with purpose, dose and when not to.

A dose stands only where a source gives one; otherwise none is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from thomas_test.meaning.sources import (
    ACSM,
    CHAUDHARY,
    DISCLAIMERS,
    GIBBONS,
    GUIDE,
    JAIN,
    KONRAD,
    OWN,
    ROLLING,
    WINTERS,
)
from thomas_test.meaning.table import Meaning


class Measure(StrEnum):
    """Something that can be done."""

    PATHOLOGY_FIRST = "pathology_first"
    REPEAT = "repeat"
    RECIPROCAL = "reciprocal"
    PSOAS_STRETCH = "psoas_stretch"
    POST_ISOMETRIC = "post_isometric"
    KNEELING_STRETCH = "kneeling_stretch"
    MANUAL = "manual"
    ROLLING = "rolling"
    BRIDGE = "bridge"
    SPLIT_SQUAT = "split_squat"
    PERSISTS = "persists"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One thing to do.

    Attributes
    ----------
    title, how
        What, and how it is done, in plain words.
    purpose
        What it is for.
    dose
        How much and how often, where a source gives it; else empty.
    not_when
        When to leave it.
    sources
        Where it comes from.
    """

    title: str
    how: str
    purpose: str
    not_when: str
    sources: tuple[str, ...]
    dose: str = ""


_NOT_AFTER_SURGERY = (
    "Not after hip surgery unless the surgeon or therapist allows it; stop at pain in the groin or back."
)

SUGGESTIONS: Mapping[Measure, Suggestion] = MappingProxyType(
    {
        Measure.PATHOLOGY_FIRST: Suggestion(
            title="First rule out something else",
            how="If the hip, groin or back hurts, if a leg is weak or numb, or if the two sides differ without a "
            "reason, "
            "have the hip joint, the low back and sacroiliac joint, and the nerves looked at.",
            purpose="A joint, the spine or a nerve can hold the leg in the same position as a muscle.",
            not_when="Do not wait with numbness between the legs, trouble with bladder or bowel, fever, or after a "
            "fall.",
            sources=(GUIDE,),
        ),
        Measure.REPEAT: Suggestion(
            title="Repeat the test as it should be",
            how="A hand under the low back, the knee drawn up only until the back is flat, the foot hanging free; "
            "two or three photos a side.",
            purpose="Only then does the angle speak of the hip.",
            not_when="Not today if anything hurt.",
            sources=(GUIDE,),
        ),
        Measure.RECIPROCAL: Suggestion(
            title="Let the opposite muscles switch it off",
            how="In the stretch, tighten the buttock of the same side for a few breaths, then sink a little further.",
            purpose="A muscle yields more easily while its opposite works (reciprocal inhibition).",
            not_when="Stop at cramps at the back of the thigh or pain in the low back.",
            sources=(GUIDE, WINTERS),
            dose="Stretching with the buttock working and stretching without it gained equally over 6 weeks (Winters).",
        ),
        Measure.PSOAS_STRETCH: Suggestion(
            title="Psoas stretch with side-bending away",
            how="Half-kneeling, the tight side's knee on the floor. Tuck the tail bone under, move forward until it "
            "pulls in "
            "front of the hip, then lift the arm of that side and bend the trunk away from it.",
            purpose="The psoas runs from the spine to the thigh: bending away takes up its upper end.",
            not_when=_NOT_AFTER_SURGERY,
            sources=(GUIDE, ACSM),
            dose="Hold 10-30 seconds (older adults 30-60), 2-3 days a week or more; daily works best (ACSM).",
        ),
        Measure.POST_ISOMETRIC: Suggestion(
            title="Tense, let go, move on",
            how="In a mild stretch press the thigh gently forward against a hand or the floor, let go, breathe out, "
            "and take "
            "up the slack that has come.",
            purpose="After a gentle tension a muscle lets itself be lengthened a little (post-isometric relaxation).",
            not_when="Not with a fresh strain; never with full force.",
            sources=(GUIDE, CHAUDHARY, GIBBONS),
            dose="Press for 10 seconds (Gibbons). Against plain stretching it gained more in one trial of 50 "
            "(Chaudhary).",
        ),
        Measure.KNEELING_STRETCH: Suggestion(
            title="Kneeling hip-flexor stretch, foot drawn up",
            how="Half-kneeling as before; then take hold of the rear foot, or lay it on a chair, so that the knee "
            "bends, and "
            "keep the tail bone tucked under.",
            purpose="The rectus femoris crosses hip and knee: it is stretched only when both are.",
            not_when="Not on a painful knee cap; put something soft under it. " + _NOT_AFTER_SURGERY,
            sources=(GUIDE, JAIN),
            dose="10 times 30 seconds, 5 days a week, in the trials on tight hip flexors (Jain, after Winters).",
        ),
        Measure.MANUAL: Suggestion(
            title="Careful work by hand, by a professional",
            how="Slow pressure on the iliacus at the inside of the pelvic bone, and on the psoas, by someone trained "
            "in it.",
            purpose="To calm a muscle that stretching does not reach.",
            not_when="Never by a layman at the belly: vessels and organs lie there. Not in pregnancy, with a swollen "
            "or "
            "pulsating belly, or after abdominal surgery.",
            sources=(GUIDE, OWN),
        ),
        Measure.ROLLING: Suggestion(
            title="Roll the outside and inside of the thigh",
            how="On a foam roller: below the front of the pelvic bone (TFL), along the inside of the thigh "
            "(adductors), and "
            "slantwise from outside above to inside below (sartorius).",
            purpose="To ease the other hip flexors, which draw the thigh aside or turn it.",
            not_when="Not on varicose veins, bruises, or with blood thinners unless allowed; not on the bony point "
            "itself.",
            sources=(GUIDE, KONRAD, ROLLING),
            dose="1-3 sets of 30-120 seconds. Range grew over more than 4 weeks in one review, not surely in another.",
        ),
        Measure.BRIDGE: Suggestion(
            title="Glute bridge",
            how="On the back, feet on the floor: tuck the tail bone under, tighten the buttocks and lift until trunk "
            "and thighs "
            "are in line; lower slowly.",
            purpose="Buttocks and hamstrings hold the pelvis back: weak, they leave it to the hip flexors.",
            not_when="Stop at pain in the low back, or cramps at the back of the thigh.",
            sources=(GUIDE,),
        ),
        Measure.SPLIT_SQUAT: Suggestion(
            title="Split squat, and strength for the psoas itself",
            how="One foot forward, one back: sink straight down with the trunk upright and come up. Then, standing, "
            "lift one "
            "knee above the hip against a light resistance and hold it.",
            purpose="Strength in the long and in the short position keeps the range that stretching has won.",
            not_when="Not with a knee or hip that hurts under load; hold on to something at first.",
            sources=(GUIDE,),
        ),
        Measure.PERSISTS: Suggestion(
            title="If it does not change",
            how="Repeat this check under the same conditions. If the thigh has moved less than about 7 degrees, or it "
            "still "
            "feels tight, see a physiotherapist or doctor.",
            purpose="Smaller changes are within the error of repeating the test.",
            not_when="Stop and seek help sooner at growing pain, numbness, tingling or weakness.",
            sources=(GUIDE, DISCLAIMERS),
            dose="The trial on tight hip flexors looked again after 3 and 6 weeks (Winters).",
        ),
    }
)

_STRETCH_PSOAS = (Measure.PSOAS_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC, Measure.MANUAL)
_STRETCH_RECTUS = (Measure.KNEELING_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC)
_STRENGTHEN = (Measure.BRIDGE, Measure.SPLIT_SQUAT)

BY_MEANING: Mapping[Meaning, tuple[Measure, ...]] = MappingProxyType(
    {
        Meaning.NOTHING_SHORT: (),
        Meaning.TIGHT_BUT_PASSING: (Measure.RECIPROCAL, Measure.POST_ISOMETRIC, *_STRENGTHEN),
        Meaning.ONE_JOINT: (*_STRETCH_PSOAS, *_STRENGTHEN),
        Meaning.RETEST_ONE_JOINT: (*_STRETCH_PSOAS, *_STRENGTHEN),
        Meaning.TWO_JOINT: (*_STRETCH_RECTUS, *_STRENGTHEN),
        Meaning.RETEST_TWO_JOINT: (*_STRETCH_RECTUS, *_STRENGTHEN),
        Meaning.TWO_JOINT_OR_BOTH: (*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
        Meaning.RETEST_BOTH: (*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
        Meaning.TFL: (Measure.ROLLING, Measure.PSOAS_STRETCH),
        Meaning.SARTORIUS: (Measure.ROLLING,),
        Meaning.UNDECIDED: (Measure.REPEAT,),
        Meaning.WITHHELD: (Measure.REPEAT,),
    }
)
"""What suits which finding, in no order: `suggestions_for` gives the order."""


def suggestions_for(meanings: Iterable[Meaning]) -> tuple[Suggestion, ...]:
    """Give what can be done about these findings: something else ruled out first, what to do if it persists last.

    Nothing found and nothing felt leads to no suggestion at all.
    """
    chosen = {measure for meaning in meanings for measure in BY_MEANING[meaning]}
    if not chosen:
        return ()
    chosen.add(Measure.PATHOLOGY_FIRST)
    if chosen - {Measure.PATHOLOGY_FIRST, Measure.REPEAT}:
        chosen.add(Measure.PERSISTS)
    return tuple(SUGGESTIONS[measure] for measure in Measure if measure in chosen)
