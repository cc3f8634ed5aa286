"""Why the second photo does not tell rotation or abduction: stable codes with plain words."""

from __future__ import annotations

from collections.abc import Mapping

from thomas_test.core.quality import Advice, ReasonCode


class FrontRefusalCode(ReasonCode):
    """Why there is no number."""

    NO_PERSON = "no_person"
    LEG_HIDDEN = "leg_hidden"
    LEG_UNSURE = "leg_unsure"
    READINGS_DISAGREE = "readings_disagree"
    SHANK_SHORT = "shank_short"
    SHANK_NOT_HANGING = "shank_not_hanging"
    SHANK_TOWARDS_CAMERA = "shank_towards_camera"
    KNEE_STRAIGHT = "knee_straight"
    ANGLES_DO_NOT_FIT = "angles_do_not_fit"
    THIGH_SHORT = "thigh_short"
    HIPS_SHORT = "hips_short"
    OTHER_VIEW_NEEDED = "other_view_needed"
    SIDE_VIEW_NEEDED = "side_view_needed"
    HIP_BY_HAND = "hip_by_hand"

    @property
    def advice(self) -> Advice:
        """The words for the code."""
        return FRONT_REFUSALS[self]


_BY_HAND = "Place the knee and the ankle by hand on the picture."

FRONT_REFUSALS: Mapping[FrontRefusalCode, Advice] = {
    FrontRefusalCode.NO_PERSON: Advice(
        what="Nobody was found in the picture.",
        do=f"Stand beyond the feet with the whole person in the picture. {_BY_HAND}",
    ),
    FrontRefusalCode.LEG_HIDDEN: Advice(
        what="No hanging leg can be made out.",
        do=f"Let the knee and the foot of the hanging leg be seen from beyond the feet. {_BY_HAND}",
    ),
    FrontRefusalCode.LEG_UNSURE: Advice(
        what="It is not certain whether the left or the right leg hangs.",
        do="Name the leg, and check the points.",
    ),
    FrontRefusalCode.READINGS_DISAGREE: Advice(
        what="Repeated readings of this picture differ too much for a number.",
        do=_BY_HAND,
    ),
    FrontRefusalCode.SHANK_SHORT: Advice(
        what="The shank is too short in the picture.",
        do="Zoom in, or use the original file.",
    ),
    FrontRefusalCode.SHANK_NOT_HANGING: Advice(
        what="The shank does not hang down in this picture, so it cannot point out the rotation.",
        do="Let the leg hang over the table's edge and look at it from beyond the feet.",
    ),
    FrontRefusalCode.SHANK_TOWARDS_CAMERA: Advice(
        what="The shank points at the camera, so rotation cannot be read from it.",
        do="Rotation is readable when the knee hangs well bent.",
    ),
    FrontRefusalCode.KNEE_STRAIGHT: Advice(
        what="The knee is nearly straight, so the shank does not show the rotation of the thigh.",
        do="Rotation is readable when the knee hangs well bent.",
    ),
    FrontRefusalCode.ANGLES_DO_NOT_FIT: Advice(
        what="No rotation of the thigh gives this tilt of the shank with the angles from the side.",
        do="Check the points of both photos, and that both show the same leg in the same position.",
    ),
    FrontRefusalCode.THIGH_SHORT: Advice(
        what="The thigh is too short in the picture.",
        do="Hold the camera above the hip, looking straight down.",
    ),
    FrontRefusalCode.HIPS_SHORT: Advice(
        what="The two hips lie too close together in the picture for a midline.",
        do="Hold the camera above the hip, looking straight down, with both hips in the picture.",
    ),
    FrontRefusalCode.OTHER_VIEW_NEEDED: Advice(
        what="This view does not tell it.",
        do="Rotation is read from beyond the feet, abduction from above.",
    ),
    FrontRefusalCode.SIDE_VIEW_NEEDED: Advice(
        what="The knee's place to the side tells abduction only together with the angles from the side.",
        do="Measure the side photo first, or take a photo from above.",
    ),
    FrontRefusalCode.HIP_BY_HAND: Advice(
        what="Abduction needs the bony point at the outside of the hip; the network does not find it in this view.",
        do="Place the hip by hand, or take a photo from above.",
    ),
}
