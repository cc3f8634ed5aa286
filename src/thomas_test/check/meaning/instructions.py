"""What a person is told to do or to expect during the test, and why it ends: each sentence with its source."""

from __future__ import annotations

from thomas_test.check.meaning.sources import (
    DISCLAIMERS,
    GUIDE,
    HARVEY,
    OWN,
    TEACHING,
    VIGOTSKY,
    WORLD_RUGBY,
    Cited,
    cited,
)

LIE_DOWN = cited(
    "Sit on the table's very edge, lie back and draw one knee to the chest until the low back lies flat, no "
    "further. The other leg hangs, relaxed. A bed will do if the foot hangs free.",
    GUIDE,
)
CHECK_THE_BACK = cited(
    "Check the low back with a flat hand: pressed down, no gap. Pulled too far, the thigh may lift; too little, "
    "the back may hollow and the thigh drop.",
    OWN,
)
PLACE_THE_CAMERA = cited(
    "Lens at the height of the hip, 2.5 m away or more (zoom, do not step nearer), square to the table, on the "
    "side of the hanging leg. Take the photo 10 to 30 seconds after the leg has settled.",
    OWN,
)
EXPECTED = (
    cited("A stretch in front of thigh or hip is expected.", GUIDE),
    cited(
        "Say at once if anything hurts in the hip, groin, knee or back, or tingles: that leg's test then ends without "
        "a score.",
        GUIDE,
    ),
)
WHAT_ENDS_IT = (
    cited("A stretch in front of thigh or hip, or in the groin, is expected and is noted.", GUIDE, OWN),
    cited("Pain anywhere, or a stretch in knee, back or chest, ends the test of this leg.", GUIDE, OWN),
)
HOW_TO_RETEST = (
    cited(
        "Let another person straighten the hanging knee slowly while the other knee stays held.",
        WORLD_RUGBY,
    ),
    cited(
        "If the thigh drops, a muscle that crosses the knee as well (rectus femoris) may have held it; if it stays, "
        "one that crosses the hip alone may.",
        TEACHING,
    ),
    cited(
        "It is worth doing where the thigh did not clearly reach parallel, or the knee hangs opened.",
        OWN,
    ),
)
FROM_THE_FEET = (
    cited(
        "Optional. With the knee bent the hanging shank is a pointer: a foot that swings towards the other leg means a "
        "thigh turned out, away from it a thigh turned in.",
        TEACHING,
    ),
    cited(
        "Stand beyond the feet, lens at the height of the knee, the knee in the middle of the picture. From above, the "
        "thigh shows how far it is drawn aside.",
        OWN,
    ),
)
WHY_PAIN_ENDS_IT = cited(
    "Only a stretch in front of thigh or hip is expected. Pain in the hip, groin, knee or back may come from the "
    "joint or the spine, and then the position of the leg says nothing about its muscles: this leg gets no score.",
    GUIDE,
)
AFTERWARDS = cited(
    "Do not repeat the test today. If it stays, or comes with numbness or weakness, see a professional.",
    OWN,
)
URGENT = cited(
    "Sit up and rest. Pain in the chest or shortness of breath that does not pass at once is an emergency: call "
    "for help now.",
    DISCLAIMERS,
    OWN,
)
STOP_IF_IT_HURTS = (
    cited("A pull in the muscle is meant, pain is not: stop if it hurts.", OWN),
    cited("Stop at growing pain, numbness, tingling or weakness.", DISCLAIMERS),
    cited(
        "Ask your physiotherapist or doctor before you go on if it does not pass after you have stopped, or comes "
        "again.",
        OWN,
    ),
    cited(
        "Pain in the chest or shortness of breath that does not pass at once is an emergency: call for help now.",
        DISCLAIMERS,
        OWN,
    ),
)
BACK_NOT_CHECKED = cited(
    "Nobody checked that the low back lay flat. A pelvis that tilts may move the thigh: a hollow back may let it "
    "hang lower, and the angle then says little about the hip.",
    OWN,
)

OTHER_PROTOCOL = cited(
    "The leg did not hang free at the table's edge: a thigh that lies on something cannot sink lower, and the "
    "groups for comparison and the patterns are those of a leg that hangs free.",
    OWN,
)

NOT_COMPARABLE = cited(
    "This says nothing about the hips: pelvis, foot and pain are not as they should be, or were not stated",
    OWN,
)
USE_WITH_CARE = (
    cited("Readings vary: go by several.", DISCLAIMERS),
    cited("For adults.", DISCLAIMERS),
    cited("Stop at growing pain, numbness, tingling or weakness.", DISCLAIMERS),
)
NOT_THE_HIP = cited("It is not hip extension: the pelvis is not in it.", VIGOTSKY, OWN)
IN_SHORT = (
    cited(
        "Lie back at the table's edge, draw one knee to the chest until the low back is flat, let the other leg hang.",
        GUIDE,
    ),
    cited("Lens at hip height, square to the table, 2.5 m or more away: zoom, do not step nearer.", OWN),
    cited("Shoulder to foot in the picture, the hanging leg towards the camera, tight or short clothing.", OWN),
)
NOT_TOO_LATE = cited("Within half a minute of settling: the position itself stretches.", OWN)
BEFORE_YOU_BEGIN = (
    cited("For adults; from 14 on with a guardian and a clinician.", DISCLAIMERS, OWN),
    cited(
        "Stop at pain in the hip, groin, knee or back, at numbness or tingling, and give no score.", GUIDE, DISCLAIMERS
    ),
    cited("The full check asks what speaks against the test before it begins, each question with its source.", OWN),
    cited(
        "The knees of 117 elite athletes hung at 52.5° on average: a knee below 80° is common and names no muscle by "
        "itself.",
        HARVEY,
        OWN,
    ),
)


def told(sentences: tuple[Cited, ...]) -> str:
    """The sentences without their sources, for where there is no room: the table in docs/sentences.md has them."""
    return " ".join(one.text for one in sentences)
