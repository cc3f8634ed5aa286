"""Questions before the test: a yes ends it before it begins, or asks a clinician to decide; each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from thomas_test.check.meaning.sources import (
    ABSCESSES,
    BARTLETT,
    FINUCANE,
    GROIN_SWELLING,
    HIP_PATHWAY,
    HIP_PRECAUTIONS,
    NICE_CLOT,
    OWN,
    PREGNANCY_GUIDELINE,
    PSOAS_BLEEDING,
    SPINE_INFECTIONS,
    STRESS_FRACTURES,
    Source,
)


class RedFlag(StrEnum):
    """A reason not to test today."""

    INJURY = "injury"
    NO_WEIGHT = "no_weight"
    SWELLING = "swelling"
    CLOT = "clot"
    GROIN_LUMP = "groin_lump"
    ABDOMEN = "abdomen"
    FEVER = "fever"
    NIGHT_PAIN = "night_pain"
    NERVE = "nerve"
    BLADDER = "bladder"
    STRESS_FRACTURE = "stress_fracture"
    FRACTURE = "fracture"
    BREATHLESS = "breathless"
    UNDER_14 = "under_14"
    AGE_14_TO_17 = "age_14_to_17"
    CANCER = "cancer"
    STEROIDS = "steroids"
    IMMUNITY = "immunity"
    BLOOD_THINNERS = "blood_thinners"
    SPASTIC = "spastic"
    SURGERY = "surgery"
    KNEE_REPLACEMENT = "knee_replacement"
    OSTEOPOROSIS = "osteoporosis"
    DEEP_BEND = "deep_bend"
    PREGNANCY = "pregnancy"
    SPINE = "spine"
    FALL = "fall"
    CHILD = "child"
    """No longer asked: files of before hold it."""
    BONE = "bone"
    """No longer asked: files of before hold it."""


@dataclass(frozen=True, kw_only=True)
class RedFlagQuestion:
    """One question.

    Attributes
    ----------
    question
        In plain words; yes ends the test.
    reason
        Why, and what to do instead.
    sources
        Where the question comes from.
    caution
        Whether a clinician may go on in spite of a yes; an emergency and what has to be looked at first never.
    """

    question: str
    reason: str
    sources: tuple[Source, ...]
    caution: bool = False

    @property
    def answered(self) -> str:
        """The question answered with yes, the reason, and where it comes from."""
        return f"{self.question} Yes. {self.reason} [{'; '.join(source.full for source in self.sources)}]"


_SEE = "See a doctor before this test."
_ASK = "Ask the doctor or therapist who treats it whether this test is right."
_EMERGENCY = "This may be an emergency. Go to an emergency department now."


def _ends(question: str, reason: str, *sources: Source) -> RedFlagQuestion:
    return RedFlagQuestion(question=question, reason=reason, sources=sources)


def _caution(question: str, reason: str, *sources: Source) -> RedFlagQuestion:
    return RedFlagQuestion(question=question, reason=reason, sources=sources, caution=True)


RED_FLAG_QUESTIONS: Mapping[RedFlag, RedFlagQuestion] = {
    RedFlag.INJURY: _ends(
        "A recent fall, accident, or sudden severe pain in the hip, leg or back?",
        f"A fresh injury has to be ruled out first. {_SEE}",
        HIP_PATHWAY,
    ),
    RedFlag.NO_WEIGHT: _ends(
        "Is it impossible to put weight on the leg, or to move the hip?",
        f"A leg that cannot be stood on needs an examination first. {_SEE}",
        HIP_PATHWAY,
    ),
    RedFlag.SWELLING: _ends(
        "Is a joint of the leg hot, red or swollen, or has the leg changed its shape?",
        f"That may stand for an infection, an injury or a clot. {_SEE}",
        HIP_PATHWAY,
    ),
    RedFlag.CLOT: _ends(
        "A painful, swollen or warm calf or leg, above all after days in bed, a plaster or an operation?",
        f"That may be a clot in a vein. {_EMERGENCY}",
        NICE_CLOT,
    ),
    RedFlag.GROIN_LUMP: _ends(
        "A lump in the groin, or one that beats with the pulse?",
        f"A lump in the groin must not be stretched before it is known what it is. {_SEE}",
        GROIN_SWELLING,
    ),
    RedFlag.ABDOMEN: _ends(
        "Pain in the belly, the flank or the loin that is new or grows?",
        "An inflamed appendix or an abscess at the psoas may hold the hip bent, and hurt when it is "
        f"stretched. {_EMERGENCY}",
        ABSCESSES,
    ),
    RedFlag.FEVER: _ends(
        "Fever, or feeling ill together with the hip or back trouble?",
        f"Fever with a painful joint or back may be an infection. {_SEE}",
        HIP_PATHWAY,
    ),
    RedFlag.NIGHT_PAIN: _ends(
        "Pain that is there at night and at rest, or loss of weight that you cannot explain?",
        f"Both need to be looked into before any muscle test. {_SEE}",
        HIP_PATHWAY,
    ),
    RedFlag.NERVE: _ends(
        "Weakness, numbness or tingling in a leg that is new or grows?",
        f"That may come from a nerve or the spine. {_SEE}",
        HIP_PATHWAY,
    ),
    RedFlag.BLADDER: _ends(
        "New trouble with holding or passing water or stool, or numbness between the legs?", _EMERGENCY, FINUCANE
    ),
    RedFlag.STRESS_FRACTURE: _ends(
        "Pain in the groin or hip that comes with running or marching, or after training suddenly grew?",
        f"The neck of the thigh bone may be cracked, and may shift if it is not found in time. {_SEE}",
        STRESS_FRACTURES,
    ),
    RedFlag.FRACTURE: _ends(
        "A known fracture that has not healed?", f"The position loads the hip and the spine. {_SEE}", OWN
    ),
    RedFlag.BREATHLESS: _ends(
        "Short of breath, or pain in the chest, when lying flat?",
        f"The test is done lying flat, and that may come from heart or lungs. {_SEE}",
        OWN,
    ),
    RedFlag.UNDER_14: _ends(
        "Is the person under 14 years old?",
        "This tool is not for children. A child with hip pain or a limp should see a doctor soon.",
        OWN,
    ),
    RedFlag.AGE_14_TO_17: _caution(
        "Is the person 14 to 17 years old?",
        "This tool is for adults: a guardian has to agree and be there. Hip pain or a limp has to be seen "
        "by a doctor first, for the growth plate of the hip may slip.",
        HIP_PATHWAY,
    ),
    RedFlag.CANCER: _caution(
        "Cancer, now or in the past?", f"Bones may be weakened without it being known. {_ASK}", HIP_PATHWAY, FINUCANE
    ),
    RedFlag.STEROIDS: _caution(
        "Steroid medicine (cortisone) over a long time?", f"It may weaken bones and tendons. {_ASK}", OWN
    ),
    RedFlag.IMMUNITY: _caution(
        "A recent infection, or weakened immunity (by an illness, a medicine or drugs)?",
        f"An infection of joint or spine may hide behind stiffness. {_ASK}",
        HIP_PATHWAY,
        SPINE_INFECTIONS,
    ),
    RedFlag.BLOOD_THINNERS: _caution(
        "Blood thinners, or a bleeding disorder?",
        f"A stretch or pressure may bleed into the psoas or the thigh. {_ASK}",
        PSOAS_BLEEDING,
        OWN,
    ),
    RedFlag.SPASTIC: _caution(
        "Spastic muscles in the legs?",
        "In children with spastic muscles this test was the least reliable of four: take another.",
        BARTLETT,
    ),
    RedFlag.SURGERY: _caution(
        "A hip replacement, or surgery on the hip or the spine?",
        f"Stretching the hip back or bending it fully may be forbidden after surgery. {_ASK}",
        HIP_PRECAUTIONS,
        OWN,
    ),
    RedFlag.KNEE_REPLACEMENT: _caution(
        "A knee replacement, or surgery on the knee within the last year?",
        f"The knee hangs bent by the weight of the shank, and may not bend as it did. {_ASK}",
        OWN,
    ),
    RedFlag.OSTEOPOROSIS: _caution("Osteoporosis?", f"The position loads the hip and the spine. {_ASK}", OWN),
    RedFlag.DEEP_BEND: _caution(
        "An unstable or overmobile hip, or pain when the knee is pulled to the chest?",
        f"The test holds one hip fully bent and lets the other hang. {_ASK}",
        OWN,
    ),
    RedFlag.PREGNANCY: _caution(
        "Pregnant, from the second half on?",
        "Lying flat on the back with a knee to the chest may press on the large veins.",
        PREGNANCY_GUIDELINE,
    ),
    RedFlag.SPINE: _caution(
        "A narrowed spinal canal or a slipped vertebra?", f"The hanging leg may pull the low back hollow. {_ASK}", OWN
    ),
    RedFlag.FALL: _caution(
        "Could you fall when getting on or off the table?", "Do the test with a second person at hand.", OWN
    ),
    RedFlag.CHILD: _ends(
        "Is the person under 18 years old?",
        "This tool is for adults. A child or adolescent with hip pain or a limp should see a doctor soon.",
        OWN,
    ),
    RedFlag.BONE: _ends(
        "A known fracture that has not healed, or osteoporosis?",
        f"The position loads the hip and the spine. {_ASK}",
        OWN,
    ),
}
"""In this order; what nobody may override stands first."""

ASKED: tuple[RedFlag, ...] = tuple(flag for flag in RedFlag if flag not in (RedFlag.CHILD, RedFlag.BONE))
"""What is asked today, all on one page."""


def is_caution(flag: RedFlag) -> bool:
    """Whether a clinician may go on in spite of it."""
    return RED_FLAG_QUESTIONS[flag].caution


class Group(Enum):
    """Questions that belong together on the page: none mixes what ends the test with what a clinician may decide."""

    INJURY = "Injury and bones", RedFlag.INJURY, RedFlag.NO_WEIGHT, RedFlag.STRESS_FRACTURE, RedFlag.FRACTURE
    SWELLING = "Swelling and lumps", RedFlag.SWELLING, RedFlag.CLOT, RedFlag.GROIN_LUMP
    ILLNESS = "Pain and illness", RedFlag.FEVER, RedFlag.NIGHT_PAIN, RedFlag.ABDOMEN, RedFlag.BREATHLESS
    NERVES = "Nerves", RedFlag.NERVE, RedFlag.BLADDER
    CHILDREN = "Children", RedFlag.UNDER_14
    MEDICINE = (
        "Illness and medicine",
        RedFlag.CANCER,
        RedFlag.STEROIDS,
        RedFlag.IMMUNITY,
        RedFlag.BLOOD_THINNERS,
        RedFlag.OSTEOPOROSIS,
        RedFlag.SPASTIC,
    )
    JOINTS = "Hip, knee and spine", RedFlag.SURGERY, RedFlag.KNEE_REPLACEMENT, RedFlag.DEEP_BEND, RedFlag.SPINE
    PERSON = "Age, pregnancy, the table", RedFlag.AGE_14_TO_17, RedFlag.PREGNANCY, RedFlag.FALL

    def __init__(self, heading: str, *flags: RedFlag) -> None:
        self.heading, self.flags = heading, flags

    @property
    def asks_for_clinician(self) -> bool:
        """Whether a clinician may go on in spite of a yes in this group."""
        return all(map(is_caution, self.flags))


LONGEST_REASON = 400
"""Letters of a reason that are kept, as everywhere in a record."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What has been ticked and typed so far, in whatever state it was left.

    Attributes
    ----------
    yes
        The questions answered with yes.
    none
        Whether it was ticked that none of them is true.
    clinician, reason, decided
        Who goes on in spite of cautions and why, and whether that was ticked as a clinician's own decision.
    """

    yes: frozenset[RedFlag] = frozenset()
    none: bool = False
    clinician: str = ""
    reason: str = ""
    decided: bool = False

    @property
    def unclear(self) -> str:
        """What keeps them from being answers, in words; empty where nothing does."""
        if not self.yes and not self.none:
            return "Please read the list, then tick what is true, or that none of it is."
        if self.yes and self.none:
            return "Both a point of the list and 'none of these' are ticked: one of them has to go."
        if self.decided and self.clinician.strip() and not self.reason.strip():
            return "Please give the reason for going on in spite of a caution."
        return ""


NOTHING_ANSWERED = Answers()


@dataclass(frozen=True, kw_only=True)
class Screening:
    """The answers to the questions before a test that was done.

    Attributes
    ----------
    yes
        Cautions that were answered with yes; every other question was answered with no.
    clinician
        Who decided to go on all the same; empty where nothing was answered with yes.
    reason
        Why.
    """

    yes: tuple[RedFlag, ...] = ()
    clinician: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Check that nothing but a caution is gone past, and never without a name and a reason."""
        if not all(map(is_caution, self.yes)):
            raise ValueError("expected cautions alone, got what nobody may go past")
        if bool(self.yes) != bool(self.clinician.strip() and self.reason.strip()):
            raise ValueError("expected a clinician's name and reason with cautions answered with yes, and only then")

    @property
    def words(self) -> str:
        """The answers as the report says them."""
        if not self.yes:
            return f"all {len(ASKED)} questions before the test were answered with no"
        asked = " ".join(RED_FLAG_QUESTIONS[flag].question for flag in self.yes)
        return f"yes to: {asked} {self.clinician} decided to go on: {self.reason}"
