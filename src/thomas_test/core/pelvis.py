"""The line of the pelvis where a person marked it, and the thigh against it: beside the thigh angle, never in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from thomas_test.core.angles import Angle, Level, thigh_angle_deg
from thomas_test.core.by_hand import placed_thigh_sd_deg
from thomas_test.core.geometry import drop_angle_deg, length_px, wrap_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.thomas_pose import ThomasPose


class PelvicPoints(StrEnum):
    """Which points the line goes through, best first: two spines say more than a crest."""

    SPINES = "spines"
    """Posterior to anterior superior iliac spine: upright in a lying person whose pelvis is tilted neither way."""
    CREST_TROCHANTER = "crest_trochanter"
    """Iliac crest to greater trochanter: horizontal in the test position as one group has defined it (posterior tilt,
    low back on the table; the paper's text was read, its authors were not named there)."""

    @property
    def joints(self) -> tuple[Joint, Joint]:
        """From where to where the line runs."""
        return (Joint.PSIS, Joint.ASIS) if self is PelvicPoints.SPINES else (Joint.CREST, Joint.HIP)


@dataclass(frozen=True, kw_only=True)
class PelvicLine:
    """The line of the pelvis in one picture, with 95 % intervals.

    They hold how exactly points are placed on a picture, how sure the hip and the level are. How exactly people find
    these points of the pelvis under skin and clothes was not measured: that is not in them.

    Attributes
    ----------
    points
        Which points it goes through.
    tilt
        How far the pelvis is tipped: 0 where the line lies as it should (horizontal from crest to trochanter, upright
        from spine to spine), + tipped forward (the low back hollows), - tipped back.
    thigh
        The thigh against that line: the thigh angle less the tilt. A pelvis that tips forward lets a thigh hang lower
        than the hip alone would. A body's own shape stays in it: it is no hip extension of a textbook.
    """

    points: PelvicPoints
    tilt: Angle
    thigh: Angle


_UPRIGHT_DEG = -90.0
"""The drop of a line that points straight up."""


def pelvic_points(pose: ThomasPose) -> PelvicPoints | None:
    """Through which points a line can be drawn; None where too few were marked."""
    return next((points for points in PelvicPoints if all(joint in pose for joint in points.joints)), None)


def pelvic_line(pose: ThomasPose, level: Level, thigh: Angle) -> PelvicLine | None:
    """The line of the pelvis; None where no such points were marked.

    Parameters
    ----------
    pose, level
        The points and the horizontal.
    thigh
        The thigh angle that was measured on them: how sure it is says how sure the hip is.
    """
    points = pelvic_points(pose)
    if points is None:
        return None
    start, end = points.joints
    neutral = _UPRIGHT_DEG if points is PelvicPoints.SPINES else 0.0
    against_rows = drop_angle_deg(pose[start], pose[end], forward_sign=pose.forward_sign)
    tilt_deg = float(wrap_deg(against_rows + pose.forward_sign * level.tilt_deg - neutral))
    thigh_deg = float(wrap_deg(thigh_angle_deg(pose, level) - tilt_deg))
    tilt_sd, thigh_sd = _sds_deg(pose, level, thigh, points, thigh_deg)
    return PelvicLine(points=points, tilt=Angle.around(tilt_deg, tilt_sd), thigh=Angle.around(thigh_deg, thigh_sd))


def _sds_deg(
    pose: ThomasPose, level: Level, thigh: Angle, points: PelvicPoints, thigh_deg: float
) -> tuple[float, float]:
    """Standard deviations of the tilt, and of the thigh against the line, in degrees.

    A direction wavers by what its two ends waver across it, over its length (small angles; independent ends). The line
    is a third of a thigh long or less, so that the same ends make it waver three times as much. The level turns line
    and thigh alike: it is in the tilt, and not in the angle between them.
    """
    start, end = points.joints
    thigh_px = max(length_px(pose[Joint.HIP], pose[Joint.KNEE]), 1.0)
    line_px = max(length_px(pose[start], pose[end]), 1.0)
    thigh_own_deg = math.sqrt(max(thigh.sd_deg**2 - level.sd_deg**2, 0.0))
    marked = _end_sd(placed_thigh_sd_deg(thigh_px), thigh_px)
    hip = max(marked, _end_sd(thigh_own_deg, thigh_px))
    shares_hip = Joint.HIP in points.joints
    line_deg = math.degrees(math.hypot(marked, hip if shares_hip else marked) / line_px)
    # a hip placed too high tips the line one way and the thigh the other: what they share counts twice
    shared = 2.0 * math.cos(math.radians(thigh_deg)) * math.degrees(hip / line_px) * math.degrees(hip / thigh_px)
    between = math.hypot(thigh_own_deg, line_deg) ** 2 + (shared if shares_hip else 0.0)
    return math.hypot(line_deg, level.sd_deg), math.sqrt(max(between, 0.0))


def _end_sd(direction_sd_deg: float, long_px: float) -> float:
    """How far each end of a line wavers across it, in pixels, whose direction wavers so."""
    return math.radians(direction_sd_deg) * long_px / math.sqrt(2.0)
