"""What can be done, each with purpose, dose, evidence, when not, and care to take: our own words on the guide's steps.

A dose stands only where a source gives one; what a study found is evidence and no dose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from thomas_test.check.meaning.sources import (
    ACSM,
    CEJUDO,
    CHAUDHARY,
    DISCLAIMERS,
    FINUCANE,
    GIBBONS,
    GUIDE,
    HARVEY,
    HIP_PATHWAY,
    JAIN,
    KIM,
    KONRAD,
    OWN,
    PAGADUAN,
    PEELER,
    TEACHING,
    VIGOTSKY,
    WINTERS,
    WORLD_RUGBY,
    Cited,
    cited,
)


class Measure(StrEnum):
    """Something that can be done, in the order in which it is told."""

    PATHOLOGY_FIRST = "pathology_first"
    REPEAT = "repeat"
    KNEE_AGAIN = "knee_again"
    PSOAS_STRETCH = "psoas_stretch"
    RECIPROCAL = "reciprocal"
    POST_ISOMETRIC = "post_isometric"
    MANUAL = "manual"
    KNEELING_STRETCH = "kneeling_stretch"
    ROLLING = "rolling"
    BRIDGE = "bridge"
    SPLIT_SQUAT = "split_squat"
    PERSISTS = "persists"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One thing to do.

    Attributes
    ----------
    title
        What.
    how, purpose
        How it is done and what it is for, in plain words.
    dose
        How much and how often, where a source gives it; else empty.
    evidence
        What studies found; may be empty.
    not_when
        When to leave it; may be empty.
    care
        What to take care of, and when to stop; may be empty.
    """

    title: str
    how: tuple[Cited, ...]
    purpose: tuple[Cited, ...]
    dose: tuple[Cited, ...] = ()
    evidence: tuple[Cited, ...] = ()
    not_when: tuple[Cited, ...] = ()
    care: tuple[Cited, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
        """Every part that there is, each with its label."""
        parts = (
            ("How", self.how),
            ("What for", self.purpose),
            ("How much", self.dose),
            ("What studies found", self.evidence),
            ("Not when", self.not_when),
            ("Take care", self.care),
        )
        return tuple((label, sentences) for label, sentences in parts if sentences)

    @property
    def sentences(self) -> tuple[Cited, ...]:
        """All that needs a source, in the order of reading."""
        return tuple(sentence for _, sentences in self.parts for sentence in sentences)


_NOT_AFTER_SURGERY = cited("After hip surgery, unless the surgeon or therapist allows it.", OWN)
_STOP_AT_PAIN = cited("Stop at pain in the hip, groin, knee or back.", OWN)

SUGGESTIONS: Mapping[Measure, Suggestion] = {
    Measure.PATHOLOGY_FIRST: Suggestion(
        title="First rule out something else",
        how=(
            cited("Have the hip joint, the low back and sacroiliac joint, and the nerves looked at first.", GUIDE),
            cited(
                "Above all if the hip, groin or back hurts, a leg is weak or numb, or the sides differ without a "
                "reason.",
                OWN,
            ),
        ),
        purpose=(
            cited(
                "A muscle may be tense to guard a joint, by an irritated nerve, or by an imbalance elsewhere.",
                GUIDE,
            ),
            cited(
                "A pelvis that tips forward is no proof of a short psoas, nor is a feeling of tightness a finding "
                "of this test.",
                GUIDE,
            ),
        ),
        care=(
            cited(
                "Do not wait with numbness between the legs, or trouble with bladder or bowel.",
                FINUCANE,
            ),
            cited("Do not wait after a fall, or with fever, either.", HIP_PATHWAY),
        ),
    ),
    Measure.REPEAT: Suggestion(
        title="Repeat the test as it should be",
        how=(
            cited("The knee drawn up only until the low back is flat, the other foot hanging free.", GUIDE),
            cited("A hand under the low back.", OWN),
            cited("Readings vary: go by several.", DISCLAIMERS),
            cited("Two or three photos a side.", OWN),
        ),
        purpose=(
            cited("The test's error went with the tilt of the pelvis (r = 0.98 in 29 students).", VIGOTSKY),
            cited("So the angle may speak of the hip only where the pelvis is kept still.", OWN),
        ),
        not_when=(cited("Today, if anything hurt.", OWN),),
    ),
    Measure.KNEE_AGAIN: Suggestion(
        title="Look at the knee again before stretching",
        how=(
            cited("Let the leg hang loose with the foot free, and take another photo.", OWN),
            cited("Let another person straighten the knee, and see whether the thigh drops further.", WORLD_RUGBY),
        ),
        purpose=(
            cited("An opened knee is common: 117 elite athletes hung at 52.5° on average.", HARVEY),
            cited("13 adults with tight hip flexors hung at 59°.", KIM),
        ),
    ),
    Measure.PSOAS_STRETCH: Suggestion(
        title="Psoas stretch with side-bending away",
        how=(
            cited("Half-kneeling, the knee of that side on the floor, tuck the tail bone under.", OWN),
            cited("Move forward until it pulls in front of the hip.", OWN),
            cited("Lift the arm of that side and bend the trunk away from it.", GUIDE),
        ),
        purpose=(
            cited("The psoas runs from the spine to the thigh: bending away takes up its upper end.", GUIDE, OWN),
        ),
        dose=(
            cited(
                "Hold 10-30 seconds (older adults 30-60), 2-3 days a week or more; daily works best.",
                ACSM,
            ),
        ),
        not_when=(_NOT_AFTER_SURGERY,),
        care=(_STOP_AT_PAIN,),
    ),
    Measure.RECIPROCAL: Suggestion(
        title="Then let the opposite muscles work in the stretch (reciprocal inhibition)",
        how=(
            cited(
                "In the stretch, tighten the buttock of the same side for a few breaths, then sink a little further.",
                GUIDE,
                OWN,
            ),
        ),
        purpose=(
            cited("A muscle may yield more easily while its opposite works.", GUIDE),
            cited("It does not switch off.", GUIDE),
        ),
        evidence=(
            cited("Stretching with the buttock working and without it gained equally over 6 weeks.", WINTERS),
            cited("In 30 people stretching with it gained more.", JAIN),
        ),
        care=(cited("Stop at cramps at the back of the thigh or pain in the low back.", OWN),),
    ),
    Measure.POST_ISOMETRIC: Suggestion(
        title="Then tense, let go, and let gravity help (post-isometric relaxation)",
        how=(
            cited(
                "On the table, in the position of the test, press the hanging thigh gently up against a hand, let "
                "go, breathe out, and let gravity take the leg down.",
                GUIDE,
                OWN,
            ),
        ),
        purpose=(cited("After a gentle tension a muscle may let itself be lengthened a little.", GUIDE),),
        dose=(cited("Press for 10 seconds.", GIBBONS),),
        evidence=(
            cited("It gained more than plain stretching in a quasi-experiment with 50 participants.", CHAUDHARY),
        ),
        not_when=(cited("With a fresh strain.", OWN),),
        care=(cited("Never press with full force.", OWN),),
    ),
    Measure.MANUAL: Suggestion(
        title="Careful work by hand, by a professional",
        how=(
            cited(
                "Slow pressure where the psoas ends at the lesser trochanter, and beside the rectus abdominis.",
                GUIDE,
            ),
        ),
        purpose=(cited("It may calm a muscle that stretching does not reach.", OWN),),
        not_when=(
            cited("In pregnancy, with blood thinners, a swollen or pulsating belly, or after abdominal surgery.", OWN),
        ),
        care=(cited("Only by someone trained in it, never by a layman: vessels and organs lie in the belly.", OWN),),
    ),
    Measure.KNEELING_STRETCH: Suggestion(
        title="Kneeling hip-flexor stretch, foot drawn up",
        how=(
            cited("Half-kneeling, the knee of that side on the floor, tuck the tail bone under.", GUIDE, OWN),
            cited("Take hold of the rear foot, or lay it on a chair, so that the knee bends.", OWN),
        ),
        purpose=(cited("The rectus femoris crosses hip and knee: it is stretched only when both are.", OWN),),
        dose=(cited("10 times 30 seconds, 5 days a week.", JAIN),),
        evidence=(
            cited(
                "That much was done in a comparison of active with passive stretching in 30 people, in which the "
                "active one gained more.",
                JAIN,
            ),
        ),
        not_when=(cited("With a painful knee cap.", OWN), _NOT_AFTER_SURGERY),
        care=(cited("Put something soft under the knee.", OWN), _STOP_AT_PAIN),
    ),
    Measure.ROLLING: Suggestion(
        title="Release the other hip flexors as well: roll the outside and inside of the thigh",
        how=(
            cited(
                "With a massage ball or a foam roller: below the front of the pelvic bone (TFL), along the inside "
                "of the thigh (adductors), and slantwise from outside above to inside below (sartorius).",
                GUIDE,
                OWN,
            ),
        ),
        purpose=(
            cited("The hip flexors work as a group, and may have to be released as one.", GUIDE),
            cited("TFL and sartorius may draw the thigh aside or turn it.", TEACHING),
        ),
        dose=(cited("1-3 sets of 30-120 seconds.", PAGADUAN),),
        evidence=(
            cited(
                "In 290 healthy people range grew where hamstrings and quadriceps were rolled, more so over more "
                "than 4 weeks; hip flexors by themselves were not measured.",
                KONRAD,
            ),
            cited("Nine trials of at least 4 weeks gave conflicting results.", PAGADUAN),
        ),
        not_when=(cited("On varicose veins or bruises, or with blood thinners unless allowed.", OWN),),
        care=(
            cited("Only gently at first: rolling there is very sensitive.", GUIDE),
            cited("Not on the bony point itself.", OWN),
        ),
    ),
    Measure.BRIDGE: Suggestion(
        title="Glutes and hamstrings: the glute bridge",
        how=(
            cited(
                "On the back, feet on the floor: tuck the tail bone under, tighten the buttocks and lift until "
                "trunk and thighs are in line; lower slowly.",
                GUIDE,
                OWN,
            ),
        ),
        purpose=(cited("Buttocks and hamstrings pull the pelvis against the hip flexors.", TEACHING),),
        care=(cited("Stop at pain in the low back, or cramps at the back of the thigh.", OWN),),
    ),
    Measure.SPLIT_SQUAT: Suggestion(
        title="Split squat, and strength for the psoas itself",
        how=(
            cited("One foot forward, one back: sink straight down with the trunk upright and come up.", GUIDE, OWN),
            cited("Then, standing, lift one knee above the hip against a light resistance and hold it.", GUIDE, OWN),
        ),
        purpose=(cited("Strength in the long and the short position may keep the range that was won.", OWN),),
        not_when=(cited("With a knee or hip that hurts under load.", OWN),),
        care=(cited("Hold on to something at first.", OWN),),
    ),
    Measure.PERSISTS: Suggestion(
        title="Be patient, and if it does not change",
        how=(
            cited("Change comes gradually: go on for weeks before you judge.", GUIDE),
            cited("Repeat this check under the same conditions.", OWN),
            cited(
                "If it still feels tight, or the pain has become chronic, see a physiotherapist or doctor; manual "
                "therapy may help.",
                GUIDE,
            ),
        ),
        purpose=(
            cited("Of the thigh, less than 6.9° may be the error of repeating the test.", CEJUDO),
            cited("Of the knee, on another day, less than about 19° may be (2.77 times 7°).", PEELER),
        ),
        evidence=(cited("The trial on tight hip flexors looked again after 3 and 6 weeks.", WINTERS),),
        care=(cited("Stop and seek help sooner at growing pain, numbness, tingling or weakness.", DISCLAIMERS),),
    ),
}
"""What is said about each measure."""
