"""What to say to the people at the table: one short sentence at a time, a pure function of what was seen.

Words are chosen from the last second of readings, not from one frame: what flickers is not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from thomas_test.core.quality import ReasonCode, RefusalCode
from thomas_test.core.worded import Worded
from thomas_test.motion.following import FrameReading

LIFTED_THIGH_DEG = -30.0
"""A thigh higher than this is still being held or lowered: on the rendered scenes, drawn wider than people are, the
highest resting thigh lies at -26; of 600 limbs 95 in 100 hung lower than -6 (Ferber 2010: mean 10.6, SD 9.6)."""


class Cue(Worded):
    """What to do next, in words short enough to be read from the table."""

    LOOKING = "looking", "Looking at the picture…"
    TOO_SLOW = "too_slow", "The picture is read too slowly to follow the leg."
    NO_PICTURE = "no_picture", "No picture comes from the camera."
    COME_INTO_VIEW = "come_into_view", "Nobody in view: the camera looks at the table from the side."
    LIE_DOWN = "lie_down", "Lie back at the edge of the table."
    ONE_PERSON = "one_person", "Only one person on the table, please."
    STEP_BACK = "step_back", "Move the camera back: the whole leg must be in view."
    COME_CLOSER = "come_closer", "Zoom in, or move the camera closer, down to 2.5 m."
    TURN_SIDE_ON = "turn_side_on", "Turn side-on: the camera looks square at the table."
    TURN_UPRIGHT = "turn_upright", "Turn the camera until the table is level in the picture."
    LOWER_CAMERA = "lower_camera", "Lower the camera to the height of the hip."
    MORE_LIGHT = "more_light", "Turn on more light."
    STEADY_CAMERA = "steady_camera", "Put the camera down so that it does not move."
    DRAW_KNEE_UP = "draw_knee_up", "Draw the other knee to the chest and hold it there."
    LET_LEG_HANG = "let_leg_hang", "Let the other leg hang, relaxed."
    SHOW_LEG = "show_leg", "Clear the view of the hanging leg."
    SHOW_FOOT = "show_foot", "Bring the foot of the hanging leg into view."
    HOLD_STILL = "hold_still", "Good. Relax the leg and hold still."
    HOLDING = "holding", "Keep still…"
    DONE = "done", "Captured. You can relax."


class Ending(Worded):
    """Why a camera's session ended, with what to do."""

    STOPPED = "stopped", "The camera was stopped."
    TOO_SLOW = (
        "too_slow",
        (
            "The camera stopped while this machine read under five frames a second. Close other programs, "
            "or choose the smaller network, and press Start again."
        ),
    )
    NO_PICTURE = (
        "no_picture",
        (
            "The camera stopped: no picture came in the last seconds. Something else may have taken "
            "the camera, or the connection broke off. Press Start again."
        ),
    )


_REFUSAL_CUES: Mapping[ReasonCode, Cue] = {
    RefusalCode.NO_PERSON: Cue.COME_INTO_VIEW,
    RefusalCode.NOBODY_LYING: Cue.LIE_DOWN,
    RefusalCode.UPRIGHT: Cue.LIE_DOWN,
    RefusalCode.PICTURE_TURNED: Cue.TURN_UPRIGHT,
    RefusalCode.TWO_PATIENTS: Cue.ONE_PERSON,
    RefusalCode.BOTH_LEGS_FLAT: Cue.DRAW_KNEE_UP,
    RefusalCode.BOTH_KNEES_HELD: Cue.LET_LEG_HANG,
    RefusalCode.OTHER_KNEE_NOT_HELD: Cue.DRAW_KNEE_UP,
    RefusalCode.OTHER_LEG: Cue.LET_LEG_HANG,
    RefusalCode.LEG_RAISED_STRAIGHT: Cue.LET_LEG_HANG,
    RefusalCode.LEG_NOT_HANGING: Cue.LET_LEG_HANG,
    RefusalCode.LEG_HIDDEN: Cue.SHOW_LEG,
    RefusalCode.LEG_CUT_OFF: Cue.STEP_BACK,
    RefusalCode.NOT_SIDE_VIEW: Cue.TURN_SIDE_ON,
    RefusalCode.CAMERA_TOO_HIGH: Cue.LOWER_CAMERA,
    RefusalCode.TOO_SMALL: Cue.COME_CLOSER,
    RefusalCode.BLURRED: Cue.STEADY_CAMERA,
    RefusalCode.TOO_DARK: Cue.MORE_LIGHT,
    RefusalCode.READINGS_DISAGREE: Cue.SHOW_LEG,
}


def cue_for(reading: FrameReading) -> Cue:
    """What one frame alone asks for; `HOLD_STILL` where it asks for nothing."""
    if reading.refusal is not None:
        return _REFUSAL_CUES[reading.refusal.code]
    thigh = reading.thigh_angle_deg
    if thigh is not None and thigh < LIFTED_THIGH_DEG:
        return Cue.LET_LEG_HANG
    return Cue.HOLD_STILL if reading.foot_in_frame else Cue.SHOW_FOOT


def coach(recent: Sequence[FrameReading], *, progress: float, done: bool = False) -> Cue:
    """What to say now.

    Parameters
    ----------
    recent
        The readings of about the last second, the newest last.
    progress
        How much of the hold is done, 0 to 1.
    done
        Whether the hold was captured.

    Returns
    -------
    Cue
        What most of the recent frames ask for; of two asked for equally often, the one asked for later.
    """
    if done:
        return Cue.DONE
    if progress > 0.0:
        return Cue.HOLDING
    if not recent:
        return Cue.COME_INTO_VIEW
    cues = [cue_for(reading) for reading in recent]
    counts = Counter(reversed(cues))
    return counts.most_common(1)[0][0]
