"""The one table of meanings: what was seen, what it may go with, what tells it apart, what can be done; with sources.

Describes and does not diagnose: a position of the leg is seen, and muscles whose shortness may go with such a position
are named, in sentences that say *may*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, unique

from thomas_test.check.meaning.sources import (
    CADY,
    EXECP,
    GUIDE,
    HARVEY,
    KIM,
    MILLS,
    OWN,
    TAKENAKA,
    TEACHING,
    VIGOTSKY,
    WORLD_RUGBY,
    Cited,
    cited,
)
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.core.statements import Pelvis


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One row of the table.

    Attributes
    ----------
    title
        Short, for a heading.
    seen
        The finding that leads here; it comes from the numbers and statements beside it.
    goes_with
        What it may go together with; whole sentences that hedge, never a verdict.
    tells_apart
        What tells it from its neighbours; empty where nothing has to.
    measures
        What suits it, in no order: `suggestions_for` gives the order.
    """

    title: str
    seen: str
    goes_with: tuple[Cited, ...]
    tells_apart: tuple[Cited, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def sentences(self) -> tuple[Cited, ...]:
        """All that needs a source, in the order of reading."""
        return (*self.goes_with, *self.tells_apart)


_MAY_BE_PSOAS = cited(
    "This position may go together with a short muscle that crosses the hip alone, such as the iliopsoas.",
    GUIDE,
    MILLS,
)
_MAY_BE_CAPSULE = cited("A tight capsule or tight ligaments in front of the hip may give the same picture.", EXECP)
_RETEST = (
    cited("Let another person straighten the hanging knee slowly.", WORLD_RUGBY),
    cited(
        "If the thigh drops, a muscle that crosses the knee as well, such as the rectus femoris, may have held it up; "
        "if it stays, one that crosses the hip alone may.",
        TEACHING,
    ),
)
_REPEAT = cited("Repeat the photo.", OWN)
_AS_MOST_KNEES = (
    cited("The guide reads a knee that opens beyond a right angle as a sign of the rectus femoris.", GUIDE),
    cited("Most knees hang so: those of 117 elite athletes hung at 52.5° on average.", HARVEY),
    cited("Those of 13 adults with tight hip flexors hung at 59°.", KIM),
)
_TORSION = cited(
    "A thigh bone that is twisted in itself (femoral torsion) may lie turned as well: that is bone and no muscle.",
    TEACHING,
)
_STRETCH_PSOAS = (Measure.PSOAS_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC, Measure.MANUAL)
_STRETCH_RECTUS = (Measure.KNEELING_STRETCH, Measure.RECIPROCAL, Measure.POST_ISOMETRIC)
_STRENGTHEN = (Measure.BRIDGE, Measure.SPLIT_SQUAT)


@unique
class Meaning(Enum):
    """What the findings of one leg may go together with, and all that is said about it."""

    NOTHING_SHORT = Explanation(
        title="No pattern of short hip flexors",
        seen="The thigh reaches parallel, and the knee hangs bent to about a right angle or more.",
        goes_with=(cited("This test does not point to a short hip flexor here.", GUIDE),),
    )
    TIGHT_BUT_PASSING = Explanation(
        title="Feels tight, and yet reaches parallel",
        seen="The thigh reaches parallel, and yet the front of the hip feels tight.",
        goes_with=(
            cited("This may go together with a muscle that holds tension rather than one that is short.", GUIDE),
            cited("A feeling of tightness is no finding of this test.", GUIDE),
            cited("It may come from another hip flexor than the psoas: the guide then goes on to those.", GUIDE),
        ),
        measures=(Measure.RECIPROCAL, Measure.POST_ISOMETRIC, Measure.KNEELING_STRETCH, Measure.ROLLING, *_STRENGTHEN),
    )
    ONE_JOINT = Explanation(
        title="Pattern that may go with short one-joint hip flexors (iliopsoas)",
        seen="The thigh stays above horizontal, and the knee hangs bent to about a right angle or more.",
        goes_with=(_MAY_BE_PSOAS, _MAY_BE_CAPSULE),
        tells_apart=_RETEST,
        measures=(*_STRETCH_PSOAS, *_STRENGTHEN),
    )
    KNEE_OPEN = Explanation(
        title="No muscle is named: the knee is opened as most knees are",
        seen="The thigh reaches parallel, and the knee opens beyond a right angle, no further than the published "
        "means less one standard deviation.",
        goes_with=(
            *_AS_MOST_KNEES,
            cited("So the angle of the knee alone names no muscle here.", OWN),
        ),
        tells_apart=(
            cited("The re-test tells: let another person straighten the hanging knee slowly.", WORLD_RUGBY),
            cited("If the thigh drops further, the rectus femoris may have held it.", TEACHING),
        ),
        measures=(Measure.KNEE_AGAIN,),
    )
    TWO_JOINT = Explanation(
        title="Pattern that may go with a short two-joint hip flexor (rectus femoris)",
        seen="The thigh reaches parallel, and the knee hangs clearly less bent than the published means less one "
        "standard deviation.",
        goes_with=(
            cited("The knees of 117 elite athletes hung at 52.5° on average.", HARVEY),
            cited(
                "Those of 13 adults with tight hip flexors hung at 59 ± 9° as usual and at 51 ± 8° with the pelvis "
                "held.",
                KIM,
            ),
            cited("A knee opened further than these may go together with a short rectus femoris.", GUIDE, OWN),
        ),
        tells_apart=(
            cited("Bend the knee by hand: if the thigh then rises, the rectus femoris may be at its length.", OWN),
        ),
        measures=(Measure.KNEE_AGAIN, *_STRETCH_RECTUS, *_STRENGTHEN),
    )
    SHORT_UNCLEAR = Explanation(
        title="At least one hip flexor may be short; which one is not clear",
        seen="The thigh stays above horizontal, and the knee opens beyond a right angle, no further than the "
        "published means less one standard deviation.",
        goes_with=(
            cited("A raised thigh may go together with a short hip flexor.", GUIDE, MILLS),
            *_AS_MOST_KNEES,
            cited("So the position alone cannot tell which hip flexor it may be.", OWN),
            _MAY_BE_CAPSULE,
        ),
        tells_apart=_RETEST,
        measures=(*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
    )
    TWO_JOINT_OR_BOTH = Explanation(
        title="Pattern that may go with a short rectus femoris, alone or with the iliopsoas",
        seen="The thigh stays above horizontal, and the knee hangs clearly less bent than the published means less "
        "one standard deviation.",
        goes_with=(
            cited(
                "A short rectus femoris alone may lift the thigh, and the iliopsoas may be short as well: the "
                "position alone cannot tell.",
                GUIDE,
            ),
        ),
        tells_apart=_RETEST,
        measures=(*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
    )
    TURNED_IN = Explanation(
        title="Raised thigh turned in",
        seen="The raised thigh is turned in.",
        goes_with=(
            cited("A raised thigh that is turned may go together with a short TFL or a short psoas.", GUIDE),
            cited("Of the two it is the TFL that may turn a thigh in.", TEACHING),
            _TORSION,
        ),
        tells_apart=(cited("Of the three muscles that raters judged on photos, they agreed least on the TFL.", CADY),),
        measures=(Measure.ROLLING, Measure.PSOAS_STRETCH),
    )
    TURNED_OUT = Explanation(
        title="Raised thigh turned out",
        seen="The raised thigh is turned out.",
        goes_with=(
            cited("A raised thigh that is turned may go together with a short TFL or a short psoas.", GUIDE),
            cited("Of the two it is the psoas that may turn a thigh out.", TEACHING),
            _TORSION,
        ),
        measures=(Measure.ROLLING, Measure.PSOAS_STRETCH),
    )
    DRAWN_ASIDE = Explanation(
        title="Raised thigh drawn aside",
        seen="The raised thigh is drawn aside from the other leg.",
        goes_with=(
            cited("This may go together with a short TFL.", TEACHING),
            cited("The thighs of 117 elite athletes lay 15.6° aside on average.", HARVEY),
        ),
        tells_apart=(
            cited("Bring the thigh back to the middle by hand: if it then rises farther, the TFL may be short.", OWN),
            cited("Of the three muscles that raters judged on photos, they agreed least on the TFL.", CADY),
        ),
        measures=(Measure.ROLLING,),
    )
    SARTORIUS = Explanation(
        title="Sartorius cannot be ruled out",
        seen="The raised thigh is turned out and drawn aside.",
        goes_with=(
            cited("The sartorius may do both at once.", TEACHING),
            cited("Nothing in this test can tell it from TFL and psoas together.", OWN),
        ),
        tells_apart=(cited("A professional can test it by itself.", OWN),),
        measures=(Measure.ROLLING,),
    )
    ASIDE_NOT_RAISED = Explanation(
        title="Mentioned, not judged: drawn aside, and not raised",
        seen="The thigh reaches parallel, and it is drawn aside from the other leg.",
        goes_with=(
            cited("The guide speaks of a turned thigh together with a raised one; this one is not raised.", GUIDE),
            cited("The thighs of 117 elite athletes lay 15.6° aside on average: this may be usual.", HARVEY),
            cited("A short TFL can still not be ruled out.", OWN),
        ),
    )
    RETEST_ONE_JOINT = Explanation(
        title="Pattern that may go with short one-joint hip flexors (iliopsoas)",
        seen="The thigh stays above horizontal, and it stayed there when the knee was straightened.",
        goes_with=(
            _MAY_BE_PSOAS,
            cited("That it stayed may speak for a muscle that crosses the hip alone.", TEACHING),
            _MAY_BE_CAPSULE,
        ),
        measures=(*_STRETCH_PSOAS, *_STRENGTHEN),
    )
    RETEST_AT_LEAST_ONE_JOINT = Explanation(
        title="Pattern that may go at least with short one-joint hip flexors (iliopsoas)",
        seen="The thigh stays above horizontal, and it stayed there when the knee was straightened; how the knee "
        "hangs does not tell of the rectus femoris.",
        goes_with=(
            _MAY_BE_PSOAS,
            cited("That it stayed may speak for a muscle that crosses the hip alone.", TEACHING),
            cited("Whether the rectus femoris is short as well, this knee cannot tell.", OWN),
            _MAY_BE_CAPSULE,
        ),
        measures=(*_STRETCH_PSOAS, *_STRENGTHEN),
    )
    RETEST_TWO_JOINT = Explanation(
        title="Pattern that may go with a short two-joint hip flexor (rectus femoris)",
        seen="The thigh stays above horizontal, and it dropped when the knee was straightened.",
        goes_with=(
            cited(
                "A muscle that crosses the knee as well, such as the rectus femoris, may have held the thigh up, "
                "at least in part: let loose at the knee, it let the thigh down.",
                TEACHING,
            ),
        ),
        measures=(*_STRETCH_RECTUS, *_STRENGTHEN),
    )
    RETEST_BOTH = Explanation(
        title="Pattern that may go with a short iliopsoas and a short rectus femoris",
        seen="The thigh stays above horizontal with the knee clearly less bent than the published means less one "
        "standard deviation, and it stayed when the knee was straightened.",
        goes_with=(
            cited("A short muscle that crosses the hip alone may hold the thigh.", TEACHING),
            cited("A knee opened so far may go together with a short rectus femoris as well.", GUIDE, OWN),
            _MAY_BE_CAPSULE,
        ),
        measures=(*_STRETCH_RECTUS, *_STRETCH_PSOAS, *_STRENGTHEN),
    )
    RETEST_KNEE_OPEN_DROPPED = Explanation(
        title="Pattern that may go with a short two-joint hip flexor (rectus femoris)",
        seen="The thigh reaches parallel with the knee opened beyond a right angle, and it dropped further when "
        "the knee was straightened.",
        goes_with=(
            cited(
                "A muscle that crosses the knee as well, such as the rectus femoris, may have held the thigh: let "
                "loose at the knee, it let the thigh down.",
                TEACHING,
            ),
        ),
        measures=(*_STRETCH_RECTUS, *_STRENGTHEN),
    )
    RETEST_KNEE_OPEN_STAYED = Explanation(
        title="No muscle is named: the knee is opened as most knees are",
        seen="The thigh reaches parallel with the knee opened beyond a right angle, and it stayed where it was "
        "when the knee was straightened.",
        goes_with=(
            *_AS_MOST_KNEES,
            cited("That the thigh stayed does not speak for a short rectus femoris.", TEACHING),
        ),
    )
    RETEST_BORDERLINE_DROPPED = Explanation(
        title="Near parallel; a two-joint hip flexor (rectus femoris) may take part",
        seen="The thigh lies so near parallel that its interval holds it, and it dropped when the knee was "
        "straightened.",
        goes_with=(
            cited(
                "A muscle that crosses the knee as well, such as the rectus femoris, may have held the thigh up, "
                "at least in part.",
                TEACHING,
            ),
            cited("Whether the thigh would count as raised, this photo cannot tell.", OWN),
        ),
        tells_apart=(_REPEAT,),
        measures=(Measure.REPEAT,),
    )
    RETEST_BORDERLINE_STAYED = Explanation(
        title="Cannot be told",
        seen="The thigh lies so near parallel that its interval holds it, and it stayed when the knee was "
        "straightened.",
        goes_with=(cited("No pattern is named: a thigh that hangs as low as it should may stay as well.", OWN),),
        tells_apart=(_REPEAT,),
        measures=(Measure.REPEAT,),
    )
    UNDECIDED = Explanation(
        title="Cannot be told",
        seen="An angle lies so near its threshold that its interval holds it, or was not assessed.",
        goes_with=(cited("No pattern is named from a coin's toss.", OWN),),
        tells_apart=(_REPEAT,),
        measures=(Measure.REPEAT,),
    )
    UNDECIDED_RETEST_HELPS = Explanation(
        title="Cannot be told yet",
        seen="An angle lies so near its threshold that its interval holds it, or was not assessed.",
        goes_with=(cited("No pattern is named from a coin's toss.", OWN),),
        tells_apart=(cited("Repeat the photo, or re-test with the knee straightened.", OWN),),
        measures=(Measure.REPEAT,),
    )
    TRIALS_DISAGREE = Explanation(
        title="Cannot be told: the trials disagree",
        seen="The trials of this leg lie so far apart that the interval of their median holds a threshold.",
        goes_with=(cited("No pattern is named: what differs may be the points, the photo, or how the leg hung.", OWN),),
        tells_apart=(cited("Check the points in every photo, leave out what is wrong, and repeat the test.", OWN),),
        measures=(Measure.REPEAT,),
    )
    PELVIS_NOT_CHECKED = Explanation(
        title="No pattern is named: low back not checked",
        seen="Nobody checked that the low back lay flat.",
        goes_with=(cited("Without that, the angle can say where the thigh lay and not why.", OWN),),
        tells_apart=(cited("Repeat the test with a hand under the low back.", OWN),),
        measures=(Measure.REPEAT,),
    )
    FOOT_TOUCHED = Explanation(
        title="No pattern is named: the foot touched something",
        seen="The foot of the hanging leg touched the floor or the table.",
        goes_with=(cited("A leg that is held up from below cannot show what holds it from above.", OWN),),
        tells_apart=(cited("Repeat the test with the foot hanging free.", GUIDE),),
        measures=(Measure.REPEAT,),
    )
    FOOT_NOT_CHECKED = Explanation(
        title="No pattern is named: foot not checked",
        seen="Nobody checked that the foot of the hanging leg hung free.",
        goes_with=(cited("A foot that touches something may carry the leg, and nobody would see it.", OWN),),
        tells_apart=(cited("Look at the foot, say how it hung, and repeat the test if it touched.", OWN),),
        measures=(Measure.REPEAT,),
    )
    PAIN_NOT_ASKED = Explanation(
        title="No pattern is named: pain not asked",
        seen="Nobody asked the person whether anything hurts.",
        goes_with=(
            cited("Pain in hip, groin, knee or back may come from the joint, and then no score is given.", GUIDE),
        ),
        tells_apart=(cited("Ask what is felt while the leg hangs.", GUIDE),),
        measures=(Measure.REPEAT,),
    )
    OTHER_PROTOCOL = Explanation(
        title="No pattern is named: the leg did not hang free",
        seen="The test was done in another way than at the table's edge.",
        goes_with=(
            cited("Patterns and comparison groups here are those of a leg that hangs free over the edge.", OWN),
        ),
        tells_apart=(cited("Repeat the test at the edge of a table.", GUIDE),),
        measures=(Measure.REPEAT,),
    )


_PELVIS_MATTERS = cited(
    "In 29 students the test's error went with the tilt of the pelvis (r = 0.98); not controlled, it found 32 % (95 % "
    "interval 14-55) of the hips that could not reach neutral, and cleared 57 % (18-90) of those that could.",
    VIGOTSKY,
)
_WHERE_CHECKED = (
    _PELVIS_MATTERS,
    cited("On radiographs of 20 people here, the low back kept a curve of 14.6 ± 6.7°.", TAKENAKA),
)

CONFIDENCE: Mapping[Pelvis, tuple[Cited, ...]] = {
    Pelvis.FELT: (
        cited("The low back was felt to lie flat; nobody has tested how well a hand under it tells.", OWN),
        *_WHERE_CHECKED,
    ),
    Pelvis.CUFF: (
        cited(
            "A pressure cuff under the low back held its pressure: the back may not have moved, and how the pelvis "
            "stood it does not say.",
            OWN,
        ),
        *_WHERE_CHECKED,
    ),
    Pelvis.SEEN: (
        cited("The low back was seen to lie flat, not felt: a little less sure, as a small hollow hides.", OWN),
        *_WHERE_CHECKED,
    ),
    Pelvis.NOT_CHECKED: (
        cited("Nobody checked the low back: the pelvis may have tilted.", OWN),
        _PELVIS_MATTERS,
    ),
}
"""What the statement on the pelvis does to the meaning."""
