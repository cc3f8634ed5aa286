"""Stable codes for what is wrong with a picture, each with plain words on what it means and what to do.

A refusal is a result: the picture was read, and no angle is given. A warning travels beside the angle.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Advice:
    """Plain words for a code: what was seen and what to do."""

    what: str
    do: str

    def __str__(self) -> str:
        """Both sentences."""
        return f"{self.what} {self.do}"


class Advised(StrEnum):
    """Stable codes, each with what was seen and what to do: ``DIM = "dim", "It is dark.", "Turn on the light."``.

    Attributes
    ----------
    advice
        The words for the code.
    """

    advice: Advice

    def __new__(cls, code: str, what: str = "", do: str = "") -> Self:
        """Make a member of a code and its words, which who looks one up by its code leaves out."""
        member = str.__new__(cls, code)
        member._value_, member.advice = code, Advice(what=what, do=do)
        return member


class ReasonCode(Advised):
    """Why there is no number. Every view has codes of its own."""


class RefusalCode(ReasonCode):
    """Why a photo from the side cannot be measured."""

    NO_PERSON = (
        "no_person",
        "Nobody was found in the picture.",
        "Take the photo from the side, 2.5 m away, with the whole person from shoulder to foot in it.",
    )
    NOBODY_LYING = (
        "nobody_lying",
        "Nobody in the picture lies on their back.",
        "The person lies at the edge of a table and draws one knee to the chest; the other leg hangs.",
    )
    UPRIGHT = (
        "upright",
        "The person stands or sits.",
        "The person lies back at the edge of the table and draws one knee to the chest; the other leg hangs.",
    )
    PICTURE_TURNED = (
        "picture_turned",
        "The picture seems to lie on its side or to stand on its head.",
        (
            "Turn it until the table is level and read it again. If it is the right way up, the person has to lie back "
            "at the edge of the table, one knee drawn to the chest, the other leg hanging."
        ),
    )
    TWO_PATIENTS = (
        "two_patients",
        "Two people lie in the picture, and either could be the one to measure.",
        "Take the photo with one person on the table, or crop it.",
    )
    BOTH_LEGS_FLAT = (
        "both_legs_flat",
        "Both legs lie stretched out.",
        "Draw one knee to the chest until the low back is flat and let the other leg hang over the table's edge.",
    )
    BOTH_KNEES_HELD = (
        "both_knees_held",
        "Both knees are drawn to the chest, or the leg that should hang is hidden.",
        "Keep hold of one knee and let the other leg down until it hangs by itself, with nothing in front of it.",
    )
    OTHER_KNEE_NOT_HELD = (
        "other_knee_not_held",
        "The other knee is not drawn to the chest, so the pelvis is free to tilt.",
        "Draw the other knee to the chest until the low back is flat, and hold it there.",
    )
    OTHER_LEG = (
        "other_leg",
        "The other leg hangs in this picture.",
        "Hand this photo over where that leg is asked for, or take one with this leg hanging.",
    )
    LEG_RAISED_STRAIGHT = (
        "leg_raised_straight",
        "One leg is raised straight.",
        "Bend the raised leg, hold its knee to the chest, and let the other leg hang.",
    )
    LEG_NOT_HANGING = (
        "leg_not_hanging",
        "The leg measured lies as no hanging leg can.",
        "Put the points on the leg that hangs over the table's edge; if the legs were swapped, swap them back.",
    )
    LEG_HIDDEN = (
        "leg_hidden",
        "The hanging leg cannot be made out.",
        "Stand on the side of the hanging leg, with nothing in front of it, or place the points by hand.",
    )
    LEG_CUT_OFF = (
        "leg_cut_off",
        "The thigh of the hanging leg is cut off by the edge of the picture.",
        "Step back or turn the camera so that the whole leg is in the picture.",
    )
    NOT_SIDE_VIEW = (
        "not_side_view",
        "The picture is not taken from the side.",
        "Stand square to the table, lens at the height of the hip, 2.5 m or more away.",
    )
    CAMERA_TOO_HIGH = (
        "camera_too_high",
        "The camera looks down or up at the table too steeply.",
        "Hold the lens at the height of the hip.",
    )
    TOO_SMALL = (
        "too_small",
        "The leg is too small in the picture to be measured.",
        "Zoom in (do not step nearer than 2.5 m) until the person fills the width, or send the original file.",
    )
    BLURRED = (
        "blurred",
        "The picture is too blurred to be measured.",
        "Hold the camera still, wipe the lens, and let it focus on the hanging leg.",
    )
    TOO_DARK = (
        "too_dark",
        "The picture is too dark to be measured.",
        "Turn on the light or face away from the window, and take it again.",
    )
    READINGS_DISAGREE = (
        "readings_disagree",
        "Repeated readings of this picture give different legs, so no number can be trusted.",
        "Take the photo again with plain clothing and background, or place the points by hand.",
    )


class WarningCode(Advised):
    """What a reader of the number must know."""

    NOT_LEVELLED = (
        "not_levelled",
        "No horizon was found: the rows of the picture were taken for level.",
        "Use the phone's original file (it knows where down is) or mark a level line.",
    )
    LEVELS_DISAGREE = (
        "levels_disagree",
        "Two ways to find the horizon differ by more than their errors allow.",
        "Check the level line: the photo may have been turned or cropped, or the table may slope.",
    )
    RESHAPED = (
        "reshaped",
        "The picture has another shape than the camera gave it: it was cropped, or stretched, which bends every angle.",
        "Use the phone's original file. Where it was only cropped the numbers hold.",
    )
    ANKLE_HIDDEN = (
        "ankle_hidden",
        "The ankle cannot be seen, so the knee is not assessed.",
        "Take the whole leg into the picture, or place the ankle by hand.",
    )
    KNEE_OVERBENT = (
        "knee_overbent",
        "The knee is bent beyond 100 degrees.",
        "Check that the foot hangs free, off the floor and the table's leg.",
    )
    READINGS_SCATTER = (
        "readings_scatter",
        "Repeated readings of this picture differ more than usual.",
        "Check the points on the picture and drag those that are off.",
    )
    OUTLINE_DISAGREES = (
        "outline_disagrees",
        "The outline of the leg and the landmarks differ, or the thigh shows no outline.",
        "Check the points on the picture: a belly, loose clothing or something behind the leg may mislead.",
    )
    OBLIQUE_VIEW = (
        "oblique_view",
        "The camera does not look square at the table.",
        "Stand square to the table; the interval is wider until then.",
    )
    CAMERA_HIGH = (
        "camera_high",
        "The lens stands well above the hip.",
        "Lower the phone to the height of the hip, 2.5 m or more away.",
    )
    CAMERA_LOW = (
        "camera_low",
        "The lens stands well below the hip.",
        "Raise the phone to the height of the hip, 2.5 m or more away.",
    )
    LEG_NEAR_FRAME = (
        "leg_near_frame",
        "The leg reaches the edge of the picture.",
        "Take the whole leg into the picture, foot included.",
    )
    SMALL_IN_PICTURE = (
        "small_in_picture",
        "The leg is small in the picture.",
        "Zoom in until the person fills the width, or use the original file.",
    )
    SOFT_FOCUS = "soft_focus", "The picture is blurred.", "Hold the camera still and let it focus on the hanging leg."
    DIM = "dim", "The picture is dark.", "Turn on the light and take it again if you can."
    TRUNK_SLOPED = (
        "trunk_sloped",
        "The trunk does not lie level.",
        "Check that the person lies flat, without a raised backrest.",
    )
    OTHER_KNEE_LOW = (
        "other_knee_low",
        "The held knee is not drawn far to the chest.",
        "Check that the low back is flat; if it is not, draw the knee closer.",
    )
    OTHER_KNEE_FREE = (
        "other_knee_free",
        "Neither hand is at the knee that should be held.",
        "Have the knee held to the chest until the low back lies flat; if somebody else holds it, nothing is wrong.",
    )
    LEG_CHOICE_UNSURE = (
        "leg_choice_unsure",
        "It is not certain which leg hangs, left or right.",
        "Check the side named, and name the leg yourself if it is wrong.",
    )
    NETWORK_NOT_CALIBRATED = (
        "network_not_calibrated",
        "Nobody has measured how far this pose network is off: the intervals are wider.",
        "Check the points on the picture, or read it with the standard networks.",
    )
    SECOND_PHOTO_LEG_UNSURE = (
        "second_photo_leg_unsure",
        "In the second photo the pelvis lies as if the other leg hung.",
        "Check that it shows this leg: of the other one, what turns out counts as turned in.",
    )


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


def quality_field(warnings: tuple[WarningCode, ...]) -> str:
    """The ``quality`` column: ``good``, or the codes joined by semicolons in a fixed order."""
    return ";".join(code for code in WarningCode if code in warnings) or "good"
