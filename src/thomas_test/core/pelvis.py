"""The line of the pelvis where a person marked it, and the thigh against it: beside the thigh angle, never in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thomas_test.core.angles import Level, thigh_angle_deg
from thomas_test.core.geometry import drop_angle_deg, wrap_deg
from thomas_test.core.landmarks import Joint
from thomas_test.core.thomas_pose import ThomasPose


class PelvicPoints(StrEnum):
    """Which points the line goes through."""

    CREST_TROCHANTER = "crest_trochanter"
    """Iliac crest to greater trochanter: horizontal in the test position as one group has defined it (posterior tilt,
    low back on the table; the paper's text was read, its authors were not named there)."""
    SPINES = "spines"
    """Posterior to anterior superior iliac spine: upright in a lying person whose pelvis is tilted neither way."""


@dataclass(frozen=True, kw_only=True)
class PelvicLine:
    """The line of the pelvis in one picture. No interval: how exactly people mark these points was not measured.

    Attributes
    ----------
    points
        Which points it goes through.
    tilt_deg
        How far the pelvis is tipped: 0 where the line lies as it should (horizontal from crest to trochanter, upright
        from spine to spine), + tipped forward (the low back hollows), - tipped back.
    thigh_deg
        The thigh against that line: the thigh angle less the tilt. A pelvis that tips forward lets a thigh hang lower
        than the hip alone would. A body's own shape stays in it: it is no hip extension of a textbook.
    """

    points: PelvicPoints
    tilt_deg: float
    thigh_deg: float


_UPRIGHT_DEG = -90.0
"""The drop of a line that points straight up."""


def pelvic_line(pose: ThomasPose, level: Level) -> PelvicLine | None:
    """The line of the pelvis; None where no such points were marked. Two spines say more than a crest."""
    if Joint.ASIS in pose and Joint.PSIS in pose:
        points, start, end, neutral = PelvicPoints.SPINES, Joint.PSIS, Joint.ASIS, _UPRIGHT_DEG
    elif Joint.CREST in pose:
        points, start, end, neutral = PelvicPoints.CREST_TROCHANTER, Joint.CREST, Joint.HIP, 0.0
    else:
        return None
    against_rows = drop_angle_deg(pose[start], pose[end], forward_sign=pose.forward_sign)
    tilt = float(wrap_deg(against_rows + pose.forward_sign * level.tilt_deg - neutral))
    thigh = float(wrap_deg(thigh_angle_deg(pose, level) - tilt))
    return PelvicLine(points=points, tilt_deg=tilt, thigh_deg=thigh)
