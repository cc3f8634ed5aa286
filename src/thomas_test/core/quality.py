"""Stable codes for what is wrong with a picture, each with plain words on what it means and what to do.

A refusal is a result: the picture was read, and no angle is given. A warning travels beside the angle.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """Why there is no number: a stable code with its words. Every view has codes of its own."""

    @property
    def advice(self) -> Advice:
        """The words for the code."""
        raise NotImplementedError


class RefusalCode(ReasonCode):
    """Why a photo from the side cannot be measured."""

    NO_PERSON = "no_person"
    NOBODY_LYING = "nobody_lying"
    UPRIGHT = "upright"
    PICTURE_TURNED = "picture_turned"
    TWO_PATIENTS = "two_patients"
    BOTH_LEGS_FLAT = "both_legs_flat"
    BOTH_KNEES_HELD = "both_knees_held"
    OTHER_KNEE_NOT_HELD = "other_knee_not_held"
    OTHER_LEG = "other_leg"
    LEG_RAISED_STRAIGHT = "leg_raised_straight"
    LEG_NOT_HANGING = "leg_not_hanging"
    LEG_HIDDEN = "leg_hidden"
    LEG_CUT_OFF = "leg_cut_off"
    NOT_SIDE_VIEW = "not_side_view"
    CAMERA_TOO_HIGH = "camera_too_high"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    READINGS_DISAGREE = "readings_disagree"

    @property
    def advice(self) -> Advice:
        """The words for the code."""
        return REFUSALS[self]


class WarningCode(StrEnum):
    """What a reader of the number must know."""

    NOT_LEVELLED = "not_levelled"
    LEVELS_DISAGREE = "levels_disagree"
    RESHAPED = "reshaped"
    ANKLE_HIDDEN = "ankle_hidden"
    KNEE_OVERBENT = "knee_overbent"
    READINGS_SCATTER = "readings_scatter"
    OUTLINE_DISAGREES = "outline_disagrees"
    OBLIQUE_VIEW = "oblique_view"
    CAMERA_HIGH = "camera_high"
    CAMERA_LOW = "camera_low"
    LEG_NEAR_FRAME = "leg_near_frame"
    SMALL_IN_PICTURE = "small_in_picture"
    SOFT_FOCUS = "soft_focus"
    DIM = "dim"
    TRUNK_SLOPED = "trunk_sloped"
    OTHER_KNEE_LOW = "other_knee_low"
    OTHER_KNEE_FREE = "other_knee_free"
    LEG_CHOICE_UNSURE = "leg_choice_unsure"
    NETWORK_NOT_CALIBRATED = "network_not_calibrated"


@dataclass(frozen=True, kw_only=True)
class Advice:
    """Plain words for a code: what was seen and what to do."""

    what: str
    do: str

    def __str__(self) -> str:
        """Both sentences."""
        return f"{self.what} {self.do}"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A picture that was read and is not measured, or a quantity that it does not tell.

    Attributes
    ----------
    code
        Stable, for tables.
    detail
        What was seen in this picture in particular; may be empty.
    """

    code: ReasonCode
    detail: str = ""

    @property
    def advice(self) -> Advice:
        """The words for the code."""
        return self.code.advice

    @property
    def words(self) -> str:
        """What a person reads: what was seen, its detail, what to do."""
        return " ".join(filter(None, (self.advice.what, self.detail, self.advice.do)))


REFUSALS: dict[RefusalCode, Advice] = {
    RefusalCode.NO_PERSON: Advice(
        what="Nobody was found in the picture.",
        do="Take the photo from the side, 2.5 m away, with the whole person from shoulder to foot in it.",
    ),
    RefusalCode.NOBODY_LYING: Advice(
        what="Nobody in the picture lies on their back.",
        do="The person lies at the edge of a table and draws one knee to the chest; the other leg hangs.",
    ),
    RefusalCode.UPRIGHT: Advice(
        what="The person stands or sits.",
        do="The person lies back at the edge of the table and draws one knee to the chest; the other leg hangs.",
    ),
    RefusalCode.PICTURE_TURNED: Advice(
        what="The picture seems to lie on its side or to stand on its head.",
        do="Turn it until the table is level and read it again. If it is the right way up, the person has to lie back "
        "at the edge of the table, one knee drawn to the chest, the other leg hanging.",
    ),
    RefusalCode.TWO_PATIENTS: Advice(
        what="Two people lie in the picture, and either could be the one to measure.",
        do="Take the photo with one person on the table, or crop it.",
    ),
    RefusalCode.BOTH_LEGS_FLAT: Advice(
        what="Both legs lie stretched out.",
        do="Draw one knee to the chest until the low back is flat and let the other leg hang over the table's edge.",
    ),
    RefusalCode.BOTH_KNEES_HELD: Advice(
        what="Both knees are drawn to the chest, or the leg that should hang is hidden.",
        do="Keep hold of one knee and let the other leg down until it hangs by itself, with nothing in front of it.",
    ),
    RefusalCode.OTHER_KNEE_NOT_HELD: Advice(
        what="The other knee is not drawn to the chest, so the pelvis is free to tilt.",
        do="Draw the other knee to the chest until the low back is flat, and hold it there.",
    ),
    RefusalCode.OTHER_LEG: Advice(
        what="The other leg hangs in this picture.",
        do="Hand this photo over where that leg is asked for, or take one with this leg hanging.",
    ),
    RefusalCode.LEG_RAISED_STRAIGHT: Advice(
        what="One leg is raised straight.",
        do="Bend the raised leg, hold its knee to the chest, and let the other leg hang.",
    ),
    RefusalCode.LEG_NOT_HANGING: Advice(
        what="The leg measured lies as no hanging leg can.",
        do="Put the points on the leg that hangs over the table's edge; if the legs were swapped, swap them back.",
    ),
    RefusalCode.LEG_HIDDEN: Advice(
        what="The hanging leg cannot be made out.",
        do="Stand on the side of the hanging leg, with nothing in front of it, or place the points by hand.",
    ),
    RefusalCode.LEG_CUT_OFF: Advice(
        what="The thigh of the hanging leg is cut off by the edge of the picture.",
        do="Step back or turn the camera so that the whole leg is in the picture.",
    ),
    RefusalCode.NOT_SIDE_VIEW: Advice(
        what="The picture is not taken from the side.",
        do="Stand square to the table, lens at the height of the hip, 2.5 m or more away.",
    ),
    RefusalCode.CAMERA_TOO_HIGH: Advice(
        what="The camera looks down or up at the table too steeply.",
        do="Hold the lens at the height of the hip.",
    ),
    RefusalCode.TOO_SMALL: Advice(
        what="The leg is too small in the picture to be measured.",
        do="Zoom in (do not step nearer than 2.5 m) until the person fills the width, or send the original file.",
    ),
    RefusalCode.BLURRED: Advice(
        what="The picture is too blurred to be measured.",
        do="Hold the camera still, wipe the lens, and let it focus on the hanging leg.",
    ),
    RefusalCode.TOO_DARK: Advice(
        what="The picture is too dark to be measured.",
        do="Turn on the light or face away from the window, and take it again.",
    ),
    RefusalCode.READINGS_DISAGREE: Advice(
        what="Repeated readings of this picture give different legs, so no number can be trusted.",
        do="Take the photo again with plain clothing and background, or place the points by hand.",
    ),
}

WARNINGS: dict[WarningCode, Advice] = {
    WarningCode.NOT_LEVELLED: Advice(
        what="No horizon was found: the rows of the picture were taken for level.",
        do="Use the phone's original file (it knows where down is) or mark a level line.",
    ),
    WarningCode.LEVELS_DISAGREE: Advice(
        what="Two ways to find the horizon differ by more than their errors allow.",
        do="Check the level line: the photo may have been turned or cropped, or the table may slope.",
    ),
    WarningCode.RESHAPED: Advice(
        what="The picture has another shape than the camera gave it: it was cropped, or stretched, which bends every "
        "angle.",
        do="Use the phone's original file. Where it was only cropped the numbers hold.",
    ),
    WarningCode.ANKLE_HIDDEN: Advice(
        what="The ankle cannot be seen, so the knee is not assessed.",
        do="Take the whole leg into the picture, or place the ankle by hand.",
    ),
    WarningCode.KNEE_OVERBENT: Advice(
        what="The knee is bent beyond 100 degrees.",
        do="Check that the foot hangs free, off the floor and the table's leg.",
    ),
    WarningCode.READINGS_SCATTER: Advice(
        what="Repeated readings of this picture differ more than usual.",
        do="Check the points on the picture and drag those that are off.",
    ),
    WarningCode.OUTLINE_DISAGREES: Advice(
        what="The outline of the leg and the landmarks differ, or the thigh shows no outline.",
        do="Check the points on the picture: a belly, loose clothing or something behind the leg may mislead.",
    ),
    WarningCode.OBLIQUE_VIEW: Advice(
        what="The camera does not look square at the table.",
        do="Stand square to the table; the interval is wider until then.",
    ),
    WarningCode.CAMERA_HIGH: Advice(
        what="The lens stands well above the hip.",
        do="Lower the phone to the height of the hip, 2.5 m or more away.",
    ),
    WarningCode.CAMERA_LOW: Advice(
        what="The lens stands well below the hip.",
        do="Raise the phone to the height of the hip, 2.5 m or more away.",
    ),
    WarningCode.LEG_NEAR_FRAME: Advice(
        what="The leg reaches the edge of the picture.",
        do="Take the whole leg into the picture, foot included.",
    ),
    WarningCode.SMALL_IN_PICTURE: Advice(
        what="The leg is small in the picture.",
        do="Zoom in until the person fills the width, or use the original file.",
    ),
    WarningCode.SOFT_FOCUS: Advice(
        what="The picture is blurred.",
        do="Hold the camera still and let it focus on the hanging leg.",
    ),
    WarningCode.DIM: Advice(what="The picture is dark.", do="Turn on the light and take it again if you can."),
    WarningCode.TRUNK_SLOPED: Advice(
        what="The trunk does not lie level.",
        do="Check that the person lies flat, without a raised backrest.",
    ),
    WarningCode.OTHER_KNEE_LOW: Advice(
        what="The held knee is not drawn far to the chest.",
        do="Check that the low back is flat; if it is not, draw the knee closer.",
    ),
    WarningCode.OTHER_KNEE_FREE: Advice(
        what="Neither hand is at the knee that should be held.",
        do="Have the knee held to the chest until the low back lies flat; if somebody else holds it, nothing is wrong.",
    ),
    WarningCode.NETWORK_NOT_CALIBRATED: Advice(
        what="Nobody has measured how far this pose network is off: the intervals are wider.",
        do="Check the points on the picture, or read it with the standard networks.",
    ),
    WarningCode.LEG_CHOICE_UNSURE: Advice(
        what="It is not certain which leg hangs, left or right.",
        do="Check the side named, and name the leg yourself if it is wrong.",
    ),
}


def quality_field(warnings: tuple[WarningCode, ...]) -> str:
    """The ``quality`` column: ``good``, or the codes joined by semicolons in a fixed order."""
    return ";".join(code for code in WarningCode if code in warnings) or "good"
