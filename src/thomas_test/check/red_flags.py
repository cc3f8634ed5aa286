"""Questions before the test: any yes ends it before it begins, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class RedFlag(StrEnum):
    """A reason not to test today."""

    INJURY = "injury"
    NO_WEIGHT = "no_weight"
    SWELLING = "swelling"
    GROIN_LUMP = "groin_lump"
    FEVER = "fever"
    NIGHT_PAIN = "night_pain"
    CANCER = "cancer"
    STEROIDS = "steroids"
    NERVE = "nerve"
    BLADDER = "bladder"
    CHILD = "child"
    SPASTIC = "spastic"
    SURGERY = "surgery"
    BONE = "bone"
    DEEP_BEND = "deep_bend"
    PREGNANCY = "pregnancy"
    SPINE = "spine"
    FALL = "fall"


@dataclass(frozen=True, kw_only=True)
class RedFlagQuestion:
    """One question.

    Attributes
    ----------
    question
        In plain words; yes ends the test.
    reason
        Why, and what to do instead.
    source
        Where the question comes from.
    """

    question: str
    reason: str
    source: str

    @property
    def answered(self) -> str:
        """The question answered with yes, the reason, and where it comes from."""
        return f"{self.question} Yes. {self.reason} [{self.source}]"


_LISTS = "Published red-flag lists for hip pain (GP Online and others)"
_CAUTION = "Our own caution; no source was read for it"
_SEE = "See a doctor before this test."
_ASK = "Ask the doctor or therapist who treats it whether this test is right."

RED_FLAG_QUESTIONS: Mapping[RedFlag, RedFlagQuestion] = MappingProxyType(
    {
        RedFlag.INJURY: RedFlagQuestion(
            question="A recent fall, accident, or sudden severe pain in the hip, leg or back?",
            reason=f"A fresh injury has to be ruled out first. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.NO_WEIGHT: RedFlagQuestion(
            question="Is it impossible to put weight on the leg?",
            reason=f"A leg that cannot be stood on needs an examination first. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.SWELLING: RedFlagQuestion(
            question="Is the hip or the leg swollen, or has it changed its shape?",
            reason=f"Swelling or a changed shape can stand for an injury or a clot. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.GROIN_LUMP: RedFlagQuestion(
            question="A lump in the groin, or one that beats with the pulse?",
            reason=f"A lump in the groin must not be stretched before it is known what it is. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.FEVER: RedFlagQuestion(
            question="Fever, or feeling ill together with the hip or back trouble?",
            reason=f"Fever with a painful joint can be an infection. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.NIGHT_PAIN: RedFlagQuestion(
            question="Pain that wakes you at night, or loss of weight that you cannot explain?",
            reason=f"Both need to be looked into before any muscle test. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.CANCER: RedFlagQuestion(
            question="Cancer, now or in the past?",
            reason=f"Bones can be weakened without it being known. {_ASK}",
            source=_LISTS,
        ),
        RedFlag.STEROIDS: RedFlagQuestion(
            question="Steroid medicine (cortisone) over a long time?",
            reason=f"It can weaken bones and tendons. {_ASK}",
            source=_LISTS,
        ),
        RedFlag.NERVE: RedFlagQuestion(
            question="Weakness, numbness or tingling in a leg?",
            reason=f"That can come from a nerve or the spine. {_SEE}",
            source=_LISTS,
        ),
        RedFlag.BLADDER: RedFlagQuestion(
            question="New trouble with holding or passing water or stool, or numbness between the legs?",
            reason="This can be an emergency. Go to an emergency department now.",
            source=_LISTS,
        ),
        RedFlag.CHILD: RedFlagQuestion(
            question="Is the person under 18 years old?",
            reason="This tool is for adults. A child or adolescent with hip pain or a limp should see a doctor soon.",
            source=_LISTS,
        ),
        RedFlag.SPASTIC: RedFlagQuestion(
            question="Spastic muscles in the legs?",
            reason="In people with spastic muscles this test was the least reliable of four; another one suits better.",
            source="Bartlett et al. 1985, Arch Phys Med Rehabil 66:620",
        ),
        RedFlag.SURGERY: RedFlagQuestion(
            question="A hip replacement, or surgery on the hip or the spine?",
            reason=f"Stretching the hip back or bending it fully may be forbidden after surgery. {_ASK}",
            source=_CAUTION,
        ),
        RedFlag.BONE: RedFlagQuestion(
            question="A known fracture that has not healed, or osteoporosis?",
            reason=f"The position loads the hip and the spine. {_ASK}",
            source=_CAUTION,
        ),
        RedFlag.DEEP_BEND: RedFlagQuestion(
            question="An unstable or overmobile hip, or pain when the knee is pulled to the chest?",
            reason=f"The test holds one hip fully bent and lets the other hang. {_ASK}",
            source=_CAUTION,
        ),
        RedFlag.PREGNANCY: RedFlagQuestion(
            question="Late in pregnancy?",
            reason="Lying flat on the back with a knee to the chest does not suit late pregnancy.",
            source=_CAUTION,
        ),
        RedFlag.SPINE: RedFlagQuestion(
            question="A narrowed spinal canal or a slipped vertebra?",
            reason=f"The hanging leg can pull the low back hollow. {_ASK}",
            source=_CAUTION,
        ),
        RedFlag.FALL: RedFlagQuestion(
            question="Could you fall when getting on or off the table, with nobody there to help?",
            reason="Do the test with a second person at hand.",
            source=_CAUTION,
        ),
    }
)
"""Asked in this order, all on one page. Lists that were read stand first, our own cautions after them."""
