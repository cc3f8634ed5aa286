"""Why the second photo does not tell rotation or abduction: stable codes with plain words."""

from __future__ import annotations

from thomas_test.core.quality import ReasonCode

_BY_HAND = "Place the knee and the ankle by hand on the picture."


class FrontRefusalCode(ReasonCode):
    """Why there is no number."""

    NO_PERSON = (
        "no_person",
        "Nobody was found in the picture.",
        f"Stand beyond the feet with the whole person in the picture. {_BY_HAND}",
    )
    LEG_HIDDEN = (
        "leg_hidden",
        "No hanging leg can be made out.",
        f"Let the knee and the foot of the hanging leg be seen from beyond the feet. {_BY_HAND}",
    )
    LEG_UNSURE = (
        "leg_unsure",
        "It is not certain whether the left or the right leg hangs.",
        "Name the leg, and check the points.",
    )
    READINGS_DISAGREE = "readings_disagree", "Repeated readings of this picture differ too much for a number.", _BY_HAND
    SHANK_SHORT = "shank_short", "The shank is too short in the picture.", "Zoom in, or use the original file."
    SHANK_NOT_HANGING = (
        "shank_not_hanging",
        "The shank does not hang down in this picture, so it cannot point out the rotation.",
        "Let the leg hang over the table's edge and look at it from beyond the feet.",
    )
    SHANK_TOWARDS_CAMERA = (
        "shank_towards_camera",
        "The shank points at the camera, so rotation cannot be read from it.",
        "Rotation is readable when the knee hangs well bent.",
    )
    KNEE_STRAIGHT = (
        "knee_straight",
        "The knee is nearly straight, so the shank does not show the rotation of the thigh.",
        "Rotation is readable when the knee hangs well bent.",
    )
    ANGLES_DO_NOT_FIT = (
        "angles_do_not_fit",
        "No rotation of the thigh gives this tilt of the shank with the angles from the side.",
        "Check the points of both photos, and that both show the same leg in the same position.",
    )
    THIGH_SHORT = (
        "thigh_short",
        "The thigh is too short in the picture.",
        "Hold the camera above the hip, looking straight down.",
    )
    HIPS_SHORT = (
        "hips_short",
        "The two hips lie too close together in the picture for a midline.",
        "Hold the camera above the hip, looking straight down, with both hips in the picture.",
    )
    OTHER_VIEW_NEEDED = (
        "other_view_needed",
        "This view does not tell it.",
        "Rotation is read from beyond the feet, abduction from above.",
    )
    SIDE_VIEW_NEEDED = (
        "side_view_needed",
        "The knee's place to the side tells abduction only together with the angles from the side.",
        "Measure the side photo first, or take a photo from above.",
    )
    HIP_BY_HAND = (
        "hip_by_hand",
        "Abduction needs the bony point at the outside of the hip; the network does not find it in this view.",
        "Place the hip by hand, or take a photo from above.",
    )
