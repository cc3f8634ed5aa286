"""Whole bodies as a pose network would see them, and networks that see what they are told to: no model needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from support.analyses import FULL, make_pose
from thomas_test.core.analysis import ModelInfo
from thomas_test.core.errors import EstimatorError
from thomas_test.core.geometry import rotate_about, turn_quarters
from thomas_test.core.landmarks import Direction, Joint, Landmark, Side
from thomas_test.core.pictures import RgbImage
from thomas_test.core.pose import Pose
from thomas_test.estimators import Detection

SIZE_PX = (640, 480)


def make_body(
    *,
    thigh_deg: float = 9.0,
    knee_deg: float = 70.0,
    tested_leg: Side = Side.RIGHT,
    head_towards: Direction = Direction.LEFT,
    trunk_slope_deg: float = 0.0,
    shift_px: tuple[float, float] = (0.0, 0.0),
) -> Pose:
    """Lay a person with one knee held and the other leg hanging across a frame; a slope of 90 makes them stand."""
    joints = make_pose(thigh_deg=thigh_deg, knee_deg=knee_deg, head_towards=head_towards, tested_leg=tested_leg)
    hip = joints[Joint.HIP]
    sign = joints.forward_sign
    points = {}
    for side, prefix in ((tested_leg, ""), (tested_leg.other, "other_")):
        for part in ("hip", "knee", "ankle"):
            points[Landmark.of(side, part)] = joints[Joint(prefix + part)]
        toe = joints[Joint(prefix + "ankle")] + np.array([10.0 * sign, 12.0])
        shoulder = joints[Joint.SHOULDER]
        points |= {
            Landmark.of(side, "heel"): toe,
            Landmark.of(side, "toe"): toe,
            Landmark.of(side, "shoulder"): shoulder,
        }
        points |= {Landmark.of(side, "elbow"): shoulder - [0, 60], Landmark.of(side, "wrist"): hip - [0, 90]}
        points[Landmark.of(side, "ear")] = shoulder - np.array([40.0 * sign, 0.0])
    points[Landmark.NOSE] = joints[Joint.SHOULDER] - np.array([40.0 * sign, 25.0])
    turned = {
        name: rotate_about(point, hip, sign * trunk_slope_deg) + np.array(shift_px) for name, point in points.items()
    }
    return Pose(points_px=turned, visibility=dict.fromkeys(turned, 0.9), size_px=SIZE_PX)


def make_frame(number: int = 0) -> RgbImage:
    """A frame of noise, other for every number, that shows which way up it is: its upper left corner is white."""
    frame = np.random.default_rng(number).integers(60, 200, (SIZE_PX[1], SIZE_PX[0], 3), dtype=np.uint8)
    frame[:8, :8] = 255
    return frame


def quarters_of(rgb: RgbImage) -> int:
    """Tell by how many quarters against the clock a frame of `make_frame` was turned."""
    corners = (rgb[0, 0], rgb[-1, 0], rgb[-1, -1], rgb[0, -1])
    return int(np.argmax([corner.min() for corner in corners]))


class ScriptedEstimator:
    """Sees in every picture the people that a function names, in whatever turn the picture comes.

    Parameters
    ----------
    script
        Given the number of the call, from 0, and the quarters by which the picture is turned: the people seen, in
        the upright picture's pixels.
    """

    def __init__(self, script: Callable[[int, int], Sequence[Pose]]) -> None:
        self._script = script
        self.pictures: list[RgbImage] = []
        self.closed = 0

    @property
    def model(self) -> ModelInfo:
        """Which network this plays."""
        return FULL

    def estimate(self, rgb: RgbImage) -> Sequence[Detection]:
        """See who the script says."""
        if self.closed:
            raise EstimatorError("expected an open network, got a closed one")
        quarters = quarters_of(rgb)
        people = self._script(len(self.pictures), quarters)
        self.pictures.append(rgb)
        return [Detection(pose=_turned(pose, quarters), mask=None) for pose in people]

    def close(self) -> None:
        """Count how often it was closed."""
        self.closed += 1


def _turned(pose: Pose, quarters: int) -> Pose:
    points = {name: turn_quarters(point, quarters, pose.size_px) for name, point in pose.points_px.items()}
    size = pose.size_px if quarters % 2 == 0 else pose.size_px[::-1]
    return Pose(points_px=points, visibility=dict(pose.visibility), size_px=size)
