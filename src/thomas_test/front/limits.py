"""The numbers that reading rotation and abduction rests on: limits, standard deviations, what is assumed unknown."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from thomas_test.measurement import Angle, HorizonSource
from thomas_test.thomas_pose import PointsSource

MIN_LIMB_PX = 40.0
"""Shortest limb that is read: a point 2 px off turns it by 3 degrees. Our own limit."""
MIN_HIPS_PX = 20.0
"""Shortest line between the hips that gives a midline. Our own limit."""
MIN_KNEE_DEG = 30.0
"""Least knee flexion at which the shank points out rotation: below, 1 degree of tilt stands for more than 2. Ours."""
MIN_FRONTAL_SHARE = 0.5
"""Least share of the shank's length seen from the front: below, a camera 6 degrees off changes the tilt by 10. Ours."""
MAX_TILT_DEG = 60.0
"""Largest tilt of a shank that hangs. Our own limit: the rotation of a bent hip rarely passes 45 degrees."""
MAX_ROTATION_DEG = 75.0
"""Rotation beyond which the angles cannot belong to one leg. Our own limit, well over what a hip has."""

POINT_SD_DEG: Mapping[PointsSource, float] = MappingProxyType(
    {PointsSource.HAND: 2.0, PointsSource.MODEL: 3.0, PointsSource.OUTLINE: 3.0}
)
"""Standard deviation of a limb's direction in the picture, by who placed the points.

Hand: two points each 10 mm off across a shank of 0.40 m. Model: the landmarks' mean error in photos from the side
(docs/design, section 4); repeated readings that scatter more widen it.
"""
LEVEL_SD_DEG: Mapping[HorizonSource, float] = MappingProxyType(
    {
        HorizonSource.MARKED: 0.5,
        HorizonSource.GRAVITY: 0.5,
        HorizonSource.TABLE_EDGE: 1.0,
        HorizonSource.IMAGE: 2.0,
    }
)
"""Standard deviation of the horizon. Our own: phone levels and drawn lines are good to 0.5 degrees, hands roll by 2."""
CAMERA_SD_DEG = 6.0
"""Standard deviation of the angle at which the camera sees the leg, sideways and up or down. Our own assumption.

A person aims to about 5 degrees, and a leg out of the picture's middle is seen aslant by a few more.
"""
TOP_SD_DEG = 3.0
"""Standard deviation of abduction from above: thigh 1.5 degrees, the short line between the hips 2.5. Our own."""
TYPICAL_THIGH_TO_SHANK = 1.05
"""Thigh 0.42 m over shank 0.40 m, the lengths used throughout the docs, where the side view gives no ratio."""
SCALE_SD = 0.15
"""Relative standard deviation of the thigh's length in the picture: bodies differ, and the hip lies farther away."""

UNKNOWN_THIGH = Angle.around(10.6, 9.61)
"""Thigh angle where there is no side view: 300 recreational athletes, 600 limbs (Ferber et al. 2010)."""
UNKNOWN_KNEE = Angle.around(71.0, 15.0)
"""Knee flexion where there is no side view: between the guide's 90 and the 52.5 of Harvey 1998, wide enough."""
UNKNOWN_ABDUCTION = Angle.around(8.0, 8.0)
"""Abduction where nothing tells it: half-way between none and the 15.6 of Harvey 1998, wide enough for both."""
