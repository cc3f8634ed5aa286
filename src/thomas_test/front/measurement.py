"""Rotation and abduction of the thigh from the second photo, each with its interval or the reason for none."""

from __future__ import annotations

from dataclasses import dataclass

from thomas_test.front.abduction import abduction_from_offset, abduction_from_top
from thomas_test.front.levelled import shank_tilt_deg
from thomas_test.front.pose import FrontPose, View
from thomas_test.front.refusals import FrontRefusal, FrontRefusalCode
from thomas_test.front.rotation import rotation_from_front
from thomas_test.measurement import Angle, Level


@dataclass(frozen=True, kw_only=True)
class FrontMeasurement:
    """What the second photo tells about one leg.

    Attributes
    ----------
    rotation
        Turn of the thigh about its long axis: + = external, the foot swings towards the midline; None when unread.
    rotation_refusal
        Why there is no rotation; None when there is one.
    abduction
        Thigh drawn aside: + = away from the midline, seen from above; None when unread.
    abduction_refusal
        Why there is no abduction; None when there is one.
    shank_tilt_deg
        Tilt of the shank against gravity, + = foot away from the midline; None from above.
    side_view_used
        Whether thigh angle and knee flexion from the side view entered.
    """

    rotation: Angle | None
    rotation_refusal: FrontRefusal | None
    abduction: Angle | None
    abduction_refusal: FrontRefusal | None
    shank_tilt_deg: float | None
    side_view_used: bool

    def __post_init__(self) -> None:
        """Check that each quantity is either read or refused."""
        for angle, refusal in (
            (self.rotation, self.rotation_refusal),
            (self.abduction, self.abduction_refusal),
        ):
            if (angle is None) == (refusal is None):
                raise ValueError("expected an angle or the reason for none, got both or neither")


def measure_front(
    pose: FrontPose,
    *,
    level: Level,
    thigh: Angle | None = None,
    knee: Angle | None = None,
    abduction: Angle | None = None,
    thigh_to_shank: float | None = None,
) -> FrontMeasurement:
    """Measure rotation and abduction.

    Parameters
    ----------
    pose
        The joints of the second photo.
    level
        Its horizon; a photo from above needs none.
    thigh, knee
        Thigh angle and knee flexion of the same leg from the side view. Without them typical values take their place,
        the interval is wider, and a front view tells no abduction.
    abduction
        From a photo from above, where there is one; it is better than what the front view tells.
    thigh_to_shank
        Length of the thigh over that of the shank, from the side view; None takes the typical one.
    """
    if pose.view is View.TOP:
        return _measure_top(pose)
    found, abduction_refusal = _split(
        abduction or abduction_from_offset(pose, level=level, thigh=thigh, knee=knee, thigh_to_shank=thigh_to_shank)
    )
    rotation, rotation_refusal = _split(
        rotation_from_front(
            pose,
            level=level,
            thigh=thigh,
            knee=knee,
            abduction=found,
            abduction_seen_in_pose=abduction is None and found is not None,
        )
    )
    return FrontMeasurement(
        rotation=rotation,
        rotation_refusal=rotation_refusal,
        abduction=found,
        abduction_refusal=abduction_refusal,
        shank_tilt_deg=shank_tilt_deg(pose, level),
        side_view_used=thigh is not None and knee is not None,
    )


def _measure_top(pose: FrontPose) -> FrontMeasurement:
    abduction, refusal = _split(abduction_from_top(pose))
    return FrontMeasurement(
        rotation=None,
        rotation_refusal=FrontRefusal(code=FrontRefusalCode.OTHER_VIEW_NEEDED),
        abduction=abduction,
        abduction_refusal=refusal,
        shank_tilt_deg=None,
        side_view_used=False,
    )


def _split(read: Angle | FrontRefusal) -> tuple[Angle | None, FrontRefusal | None]:
    return (read, None) if isinstance(read, Angle) else (None, read)
