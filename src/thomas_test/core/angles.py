"""The Thomas Test's two angles, from points in pixels and a horizontal.

This is the definition of what the package measures; it knows no camera, no network and no threshold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from thomas_test.core.errors import UsageError
from thomas_test.core.geometry import bend_angle_deg, drop_angle_deg, wrap_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.thomas_pose import ThomasPose


class HorizonSource(StrEnum):
    """Against which horizontal the thigh was measured, best first."""

    MARKED = "marked"
    GRAVITY = "gravity"
    PHONE = "phone"
    TABLE_EDGE = "table_edge"
    IMAGE = "image"


USUAL_LEVEL_SD_DEG: Mapping[HorizonSource, float] = {
    HorizonSource.MARKED: 0.5,
    HorizonSource.GRAVITY: 0.5,
    HorizonSource.PHONE: 1.0,
    HorizonSource.TABLE_EDGE: 0.6,
    HorizonSource.IMAGE: 2.4,
}
"""Standard deviation of a horizontal by its source, where nothing better is known of it.

Marked: what people take for level in a room is so to about 9 mm in a metre, however well they draw; assumed, not
measured. Gravity: the share of the level in a usual uncertainty budget for angles in photos (1 SD: digitising 1.0,
landmark 2.0, camera 1.0, level 0.5 degrees); not measured here. Phone: the same sensor told by a page while it takes
the picture, twice as unsure, for browsers round it, the frame may be a moment older and steadied by the camera;
assumed, not measured. Table's edge: root mean square of what 112 rendered
scenes say of their own edges, which stands in for records that kept none. Rows: root mean square of thigh angle
against the rows minus thigh angle against gravity, true points, 113 rendered scenes (2.3 in the easy, 2.8 in the hard
ones); how people really hold their phones was not measured."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """A horizontal and how sure it is.

    Attributes
    ----------
    source
        Where it comes from.
    tilt_deg
        Positive where a line that is level in the world rises to the right in the upright picture.
    sd_deg
        Standard deviation of the tilt, above 0.
    """

    source: HorizonSource
    tilt_deg: float
    sd_deg: float

    def __post_init__(self) -> None:
        """Refuse tilts that no camera held upright can have, and a horizontal without a doubt."""
        if not -90.0 <= self.tilt_deg <= 90.0:
            raise UsageError(f"expected a tilt from -90 to 90 degrees, got {self.tilt_deg}")
        if not 0.0 < self.sd_deg < math.inf:
            raise UsageError(f"expected a standard deviation above 0 degrees, got {self.sd_deg}")

    @classmethod
    def usual(cls, *, source: HorizonSource, tilt_deg: float) -> Level:
        """The horizontal of a source, as sure as such a source usually is."""
        return cls(source=source, tilt_deg=tilt_deg, sd_deg=USUAL_LEVEL_SD_DEG[source])


ROWS = Level.usual(source=HorizonSource.IMAGE, tilt_deg=0.0)
"""The rows of the picture taken for level: the last resort."""


SDS_IN_95 = 1.96
"""A 95 % interval reaches so many standard deviations to either side of the value (normal distribution)."""


@dataclass(frozen=True, kw_only=True)
class Angle:
    """An angle with its 95 % interval, all in degrees and unrounded.

    The interval says how well this picture was read. It does not cover repeating the test on another day
    (`thomas_test.core.repeatability`) nor the pelvis.
    """

    value_deg: float
    low_deg: float
    high_deg: float

    def __post_init__(self) -> None:
        """Check that the interval holds its value."""
        if not (math.isfinite(self.value_deg) and self.low_deg <= self.value_deg <= self.high_deg):
            raise ValueError(f"expected low <= value <= high, got {self.low_deg}, {self.value_deg}, {self.high_deg}")

    @classmethod
    def known(cls, value_deg: float | None, low_deg: float | None, high_deg: float | None) -> Angle | None:
        """The angle of a table's three columns; None where one of them is empty."""
        if value_deg is None or low_deg is None or high_deg is None:
            return None
        return cls(value_deg=value_deg, low_deg=low_deg, high_deg=high_deg)

    @property
    def half_width_deg(self) -> float:
        """Half the width of the interval, at least 0."""
        return (self.high_deg - self.low_deg) / 2.0

    @property
    def sd_deg(self) -> float:
        """Standard deviation that the interval stands for, at least 0."""
        return self.half_width_deg / SDS_IN_95

    @classmethod
    def around(cls, value_deg: float, sd_deg: float) -> Angle:
        """The angle whose 95 % interval is 1.96 standard deviations to either side."""
        half = SDS_IN_95 * sd_deg
        return cls(value_deg=value_deg, low_deg=value_deg - half, high_deg=value_deg + half)


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was measured on one leg.

    Attributes
    ----------
    thigh
        Thigh angle against the horizontal: 0 = horizontal, + = knee below the hip (extension).
    knee
        Knee flexion: 0 = straight; None when the ankle could not be seen.
    """

    thigh: Angle
    knee: Angle | None


def thigh_angle_deg(pose: ThomasPose, level: Level) -> float:
    """Thigh angle against the horizontal, trochanter to lateral epicondyle.

    Returns
    -------
    float
        Degrees in (-180, 180]: 0 = horizontal, positive = knee below the hip. The same for a mirrored
        picture and for either leg.
    """
    against_rows = drop_angle_deg(pose[Joint.HIP], pose[Joint.KNEE], forward_sign=pose.forward_sign)
    return float(wrap_deg(against_rows + pose.forward_sign * level.tilt_deg))


def knee_flexion_deg(pose: ThomasPose) -> float | None:
    """Knee flexion: the bend between thigh and shank at the knee.

    Returns
    -------
    float or None
        Degrees in [0, 180], 0 = straight, included angle = 180 minus this; None without an ankle. Camera
        roll leaves it alone.
    """
    if Joint.ANKLE not in pose or np.array_equal(pose[Joint.KNEE], pose[Joint.ANKLE]):
        return None
    return float(bend_angle_deg(pose[Joint.HIP], pose[Joint.KNEE], pose[Joint.ANKLE]))
