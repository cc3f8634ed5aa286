"""The hanging shank as a pointer: how thigh, knee, rotation and abduction tilt it in the frontal plane.

Body axes: ``lateral`` away from the midline, ``down`` along gravity, ``forward`` beyond the feet. The thigh points
forward, drops by θ and is drawn aside by α; the knee bends by κ; ρ turns the shank about the thigh's long axis,
positive EXTERNAL, when the foot swings towards the midline. All angles in degrees.

The formula was checked on rendered bodies: 0.05° between it and the true tilt (docs/design, section 5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ShankDirection:
    """Unit vector from the knee to the ankle, in body axes."""

    lateral: float
    down: float
    forward: float

    @property
    def frontal_share(self) -> float:
        """Which share of the shank's length is seen from the front, 0 to 1."""
        return math.hypot(self.lateral, self.down)

    @property
    def tilt_deg(self) -> float:
        """Tilt against gravity in the frontal plane: 0 = plumb, + = foot away from the midline."""
        return math.degrees(math.atan2(self.lateral, self.down))


def shank_direction(*, rotation_deg: float, abduction_deg: float, thigh_deg: float, knee_deg: float) -> ShankDirection:
    """Give the way the shank points.

    Parameters
    ----------
    rotation_deg
        ρ, + external.
    abduction_deg
        α, + away from the midline, seen from above.
    thigh_deg
        θ, + knee below the hip.
    knee_deg
        κ, 0 = straight.
    """
    rotation, abduction, thigh, knee = map(math.radians, (rotation_deg, abduction_deg, thigh_deg, knee_deg))
    along = math.cos(knee) * math.cos(thigh) - math.sin(knee) * math.cos(rotation) * math.sin(thigh)
    across = math.sin(knee) * math.sin(rotation)
    return ShankDirection(
        lateral=-across * math.cos(abduction) + along * math.sin(abduction),
        down=math.cos(knee) * math.sin(thigh) + math.sin(knee) * math.cos(rotation) * math.cos(thigh),
        forward=along * math.cos(abduction) + across * math.sin(abduction),
    )


def rotation_from_tilt_deg(*, tilt_deg: float, abduction_deg: float, thigh_deg: float, knee_deg: float) -> float | None:
    """Solve the shank's tilt for the rotation of the thigh.

    The shank lies in the plane of the tilt where ``lateral * cos(tilt) = down * sin(tilt)``, which is
    ``a sin(ρ) + b cos(ρ) + c = 0``: two answers, of which the one nearer to no rotation is a hip's.

    Returns
    -------
    float or None
        ρ in (-180, 180], + external; None where no rotation gives this tilt: the angles do not belong together, or
        the knee is straight.
    """
    tilt, abduction, thigh, knee = map(math.radians, (tilt_deg, abduction_deg, thigh_deg, knee_deg))
    a = -math.sin(knee) * math.cos(abduction) * math.cos(tilt)
    b = -math.sin(knee) * (math.sin(thigh) * math.sin(abduction) * math.cos(tilt) + math.cos(thigh) * math.sin(tilt))
    c = math.cos(knee) * (math.cos(thigh) * math.sin(abduction) * math.cos(tilt) - math.sin(thigh) * math.sin(tilt))
    reach = math.hypot(a, b)
    if reach < 1e-9 or abs(c) > reach:
        return None
    phase, swing = math.atan2(b, a), math.asin(-c / reach)
    answers = [math.remainder(answer - phase, math.tau) for answer in (swing, math.pi - swing)]
    return math.degrees(min(answers, key=abs))
