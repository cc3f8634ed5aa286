"""The second photo: the joints as seen from beyond the feet, or from above."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from thomas_test.core.angles import Level
from thomas_test.core.geometry import FloatArray, Placed, frozen_points, rotate_about
from thomas_test.core.landmarks import Joint, Side
from thomas_test.core.thomas_pose import PointsSource


class SecondView(StrEnum):
    """Where the camera of the second photo stands."""

    FRONT = "front"
    """Beyond the feet, looking at the soles: tells rotation."""
    TOP = "top"
    """Above the hip, looking straight down: tells abduction."""

    @property
    def words(self) -> str:
        """From where the photo was taken, for people."""
        return "from the feet" if self is SecondView.FRONT else "from above"

    @property
    def tells(self) -> str:
        """What it is taken for."""
        return "rotation" if self is SecondView.FRONT else "abduction"


NEEDED: Mapping[SecondView, frozenset[Joint]] = {
    SecondView.FRONT: frozenset({Joint.KNEE, Joint.ANKLE}),
    SecondView.TOP: frozenset({Joint.HIP, Joint.KNEE, Joint.OTHER_HIP}),
}
"""The joints without which a view tells nothing."""

USED: Mapping[SecondView, tuple[Joint, ...]] = {
    SecondView.FRONT: (Joint.HIP, Joint.KNEE, Joint.ANKLE),
    SecondView.TOP: (Joint.HIP, Joint.KNEE, Joint.OTHER_HIP, Joint.SHOULDER, Joint.OTHER_SHOULDER),
}
"""The joints that a view makes use of, in the order in which a person places them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FrontPose(Placed[Joint]):
    """Joints of the test position in the second photo, in pixels.

    Attributes
    ----------
    view
        From the front or from above.
    tested_leg
        The leg that hangs, the subject's own side. From beyond the feet the subject's left is at the picture's
        right; a mirrored picture shows the other leg and gives the same numbers.
    points_px
        Joint to point, shape ``(2,)``; the view's needed joints are always there.
    size_px
        Width and height of the upright picture.
    source
        Who placed the points.
    tilt_sd_deg
        Standard deviation of the limb's direction in the picture; None takes that of the source.
    """

    view: SecondView
    tested_leg: Side
    points_px: Mapping[Joint, FloatArray]
    size_px: tuple[int, int]
    source: PointsSource
    tilt_sd_deg: float | None = None

    def __post_init__(self) -> None:
        """Check the points and make them read-only."""
        if min(self.size_px) <= 0:
            raise ValueError(f"expected a picture size in pixels, got {self.size_px}")
        if self.tilt_sd_deg is not None and not self.tilt_sd_deg >= 0.0:
            raise ValueError(f"expected a standard deviation of 0 or more, got {self.tilt_sd_deg}")
        frozen = frozen_points(self.points_px, Joint)
        missing = NEEDED[self.view] - frozen.keys()
        if missing:
            raise ValueError(
                f"expected {self.view} view with {', '.join(sorted(NEEDED[self.view]))}, got no "
                f"{' and no '.join(sorted(missing))}"
            )
        object.__setattr__(self, "points_px", frozen)

    @property
    def lateral_sign(self) -> int:
        """``+1`` where, from beyond the feet, away from the midline is to the right of the picture."""
        return 1 if self.tested_leg is Side.LEFT else -1


def lateral_and_down_px(pose: FrontPose, start: Joint, end: Joint, level: Level) -> tuple[float, float]:
    """The way from one joint to another in pixels: away from the midline, and down along gravity."""
    # a level line that rises to the right has turned against the clock: turn it back clockwise
    way = rotate_about(pose[end] - pose[start], (0.0, 0.0), level.tilt_deg)
    return pose.lateral_sign * float(way[0]), float(way[1])


def shank_tilt_deg(pose: FrontPose, level: Level) -> float:
    """Tilt of the shank against gravity as seen from beyond the feet.

    Returns
    -------
    float
        Degrees in (-180, 180]: 0 = plumb, + = foot away from the midline.
    """
    lateral, down = lateral_and_down_px(pose, Joint.KNEE, Joint.ANKLE, level)
    return math.degrees(math.atan2(lateral, down))
