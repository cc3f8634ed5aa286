"""Names: the landmarks of a body, its sides, and the joints of the Thomas Test position."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """The subject's own side, never the picture's."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Direction(StrEnum):
    """Where in the upright picture something points."""

    LEFT = "left"
    RIGHT = "right"


class Landmark(StrEnum):
    """Body landmarks that a pose estimator can give, sides as the subject's own."""

    NOSE = "nose"
    LEFT_EAR = "left_ear"
    RIGHT_EAR = "right_ear"
    LEFT_SHOULDER = "left_shoulder"
    RIGHT_SHOULDER = "right_shoulder"
    LEFT_ELBOW = "left_elbow"
    RIGHT_ELBOW = "right_elbow"
    LEFT_WRIST = "left_wrist"
    RIGHT_WRIST = "right_wrist"
    LEFT_HIP = "left_hip"
    RIGHT_HIP = "right_hip"
    LEFT_KNEE = "left_knee"
    RIGHT_KNEE = "right_knee"
    LEFT_ANKLE = "left_ankle"
    RIGHT_ANKLE = "right_ankle"
    LEFT_HEEL = "left_heel"
    RIGHT_HEEL = "right_heel"
    LEFT_TOE = "left_toe"
    RIGHT_TOE = "right_toe"

    @classmethod
    def of(cls, side: Side, part: str) -> Landmark:
        """The landmark of one side, such as ``of(Side.LEFT, "hip")``.

        Raises
        ------
        ValueError
            When the body has no such paired part.
        """
        return cls(f"{side}_{part}")

    @property
    def mirrored(self) -> Landmark:
        """The landmark that this one becomes when the picture is mirrored."""
        side, _, part = self.partition("_")
        return Landmark.of(Side(side).other, part) if part else self


class Joint(StrEnum):
    """The joints of the test position, by their part in the test and not by side.

    ``HIP`` is the greater trochanter, ``KNEE`` the lateral femoral epicondyle and ``ANKLE`` the
    lateral malleolus of the tested leg; ``OTHER_*`` belong to the leg held to the chest;
    ``SHOULDER`` lies on the tested side. ``CREST``, ``ASIS`` and ``PSIS`` are points of the pelvis that a person may
    mark; no network gives them.
    """

    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    OTHER_HIP = "other_hip"
    OTHER_KNEE = "other_knee"
    OTHER_ANKLE = "other_ankle"
    SHOULDER = "shoulder"
    OTHER_SHOULDER = "other_shoulder"
    CREST = "iliac_crest"
    ASIS = "asis"
    PSIS = "psis"
