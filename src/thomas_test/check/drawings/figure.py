"""One stick figure for all drawings: limbs of constant length, table and floor, arrows, and marks where muscles are.

Directions are in degrees: 0 to the right, 90 up. Lengths are those of one grown person in every drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from thomas_test.check.drawings.shapes import Area, Disc, Part, Role, Spot, Stroke, Words

TRUNK, THIGH, SHANK, FOOT, UPPER_ARM, FOREARM = 56.0, 46.0, 44.0, 16.0, 31.0, 32.0
HEAD, NECK = 12.0, 21.0
_TRUNK_WIDE, _THIGH_WIDE, _SHANK_WIDE, _FOOT_WIDE, _ARM_WIDE = 24.0, 17.0, 13.0, 8.0, 9.0
_OUTLINE = 1.6
FLOOR = 184.0


def reach(start: Spot, direction_deg: float, length: float) -> Spot:
    """The point that lies so far away in a direction."""
    turned = math.radians(direction_deg)
    return start[0] + length * math.cos(turned), start[1] - length * math.sin(turned)


def bent(start: Spot, end: Spot, first: float, second: float, *, left: bool) -> Spot:
    """The joint between two segments that lead from one point to another; to the left of the way, or to its right."""
    (x0, y0), (x1, y1) = start, end
    apart = min(max(math.dist(start, end), abs(first - second) + 1e-6), first + second - 1e-6)
    along = (first**2 - second**2 + apart**2) / (2 * apart)
    aside = math.sqrt(max(first**2 - along**2, 0.0)) * (1.0 if left else -1.0)
    ux, uy = (x1 - x0) / math.dist(start, end), (y1 - y0) / math.dist(start, end)
    # y counts downwards: to the left of the way is (uy, -ux)
    return x0 + along * ux + aside * uy, y0 + along * uy - aside * ux


@dataclass(frozen=True, kw_only=True)
class DrawnLeg:
    """Knee, ankle and toes of a leg."""

    knee: Spot
    ankle: Spot
    toes: Spot

    @classmethod
    def turned(cls, hip: Spot, thigh: float, shank: float, foot: float) -> DrawnLeg:
        """A leg by the directions of its parts."""
        knee = reach(hip, thigh, THIGH)
        ankle = reach(knee, shank, SHANK)
        return cls(knee=knee, ankle=ankle, toes=reach(ankle, foot, FOOT))

    @classmethod
    def standing(cls, hip: Spot, ankle: Spot, *, left: bool, foot: float = 0.0) -> DrawnLeg:
        """A leg whose foot stands somewhere, the knee to the left or right of the way from hip to ankle."""
        knee = bent(hip, ankle, THIGH, SHANK, left=left)
        return cls(knee=knee, ankle=ankle, toes=reach(ankle, foot, FOOT))


@dataclass(frozen=True, kw_only=True)
class Body:
    """A person from the side.

    Attributes
    ----------
    hip
        Where trunk and thighs meet.
    trunk, head
        Their directions, from the hip and from the shoulder; the head's is the trunk's unless given.
    near, far
        The leg towards the one who looks and the other one.
    hand
        Where the near hand is; None leaves the arm out. Of the other arm nothing is seen.
    elbow_left
        Whether the elbow lies to the left of the way from shoulder to hand.
    """

    hip: Spot
    trunk: float
    near: DrawnLeg
    far: DrawnLeg
    head: float | None = None
    hand: Spot | None = None
    elbow_left: bool = True

    @property
    def shapes(self) -> tuple[Part, ...]:
        """From the back to the front."""
        shoulder = reach(self.hip, self.trunk, TRUNK)
        face = reach(shoulder, self.trunk if self.head is None else self.head, NECK)
        return (
            *_leg(self.hip, self.far, Role.FAR),
            *limb((shoulder, face), (10.0,), Role.NEAR),
            *limb((self.hip, shoulder), (_TRUNK_WIDE,), Role.NEAR),
            *disc(face, HEAD, Role.NEAR),
            *_leg(self.hip, self.near, Role.NEAR),
            *arm(reach(self.hip, self.trunk, TRUNK - 5), self.hand, Role.NEAR, left=self.elbow_left),
        )


def _leg(hip: Spot, leg: DrawnLeg, role: Role) -> tuple[Part, ...]:
    return limb((hip, leg.knee, leg.ankle, leg.toes), (_THIGH_WIDE, _SHANK_WIDE, _FOOT_WIDE), role)


def arm(shoulder: Spot, hand: Spot | None, role: Role, *, left: bool) -> tuple[Part, ...]:
    """An arm that reaches for something; nothing where no hand is told."""
    if hand is None:
        return ()
    elbow = bent(shoulder, hand, UPPER_ARM, FOREARM, left=left)
    return limb((shoulder, elbow, hand), (_ARM_WIDE, _ARM_WIDE), role)


def limb(points: Sequence[Spot], widths: Sequence[float], role: Role) -> tuple[Part, ...]:
    """Segments joined end to end, with one outline around them all."""
    parts = [((points[n], points[n + 1]), width) for n, width in enumerate(widths)]
    outline = [Stroke(points=ends, width=width + 2 * _OUTLINE, role=Role.INK) for ends, width in parts]
    return (*outline, *(Stroke(points=ends, width=width, role=role) for ends, width in parts))


def disc(centre: Spot, radius: float, role: Role) -> tuple[Part, ...]:
    """A circle with its outline."""
    return Disc(centre=centre, radius=radius + _OUTLINE, role=Role.INK), Disc(centre=centre, radius=radius, role=role)


def floor(left: float = 8.0, right: float = 232.0) -> tuple[Part, ...]:
    """The floor, hatched from below."""
    hatch = [
        Stroke(points=((x, FLOOR + 1), (x - 6, FLOOR + 8)), width=1.2, role=Role.INK)
        for x in range(int(left) + 10, int(right), 16)
    ]
    return Stroke(points=((left, FLOOR), (right, FLOOR)), width=2.4, role=Role.INK), *hatch


def table(left: float, right: float, top: float) -> tuple[Part, ...]:
    """A table on the floor."""
    legs = [Stroke(points=((x, top + 6), (x, FLOOR)), width=4.0, role=Role.INK) for x in (left + 10, right - 10)]
    return (*floor(), Stroke(points=((left, top + 4), (right, top + 4)), width=8.0, role=Role.INK), *legs)


def arrow(*points: Spot) -> tuple[Part, ...]:
    """A movement: a line with a head at its end, on a ground of its own so that it is seen over a limb."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = math.dist(points[-2], points[-1])
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    neck = (x1 - 9 * ux, y1 - 9 * uy)
    head = ((x1, y1), (neck[0] - 7 * uy, neck[1] + 7 * ux), (neck[0] + 7 * uy, neck[1] - 7 * ux))
    way = (*points[:-1], neck)
    return (
        Stroke(points=way, width=8.0, role=Role.GROUND),
        Stroke(points=(*head, head[0]), width=4.0, role=Role.GROUND),
        Stroke(points=way, width=4.0, role=Role.INK),
        Area(points=head, role=Role.INK),
    )


def curved_arrow(centre: Spot, radius: float, start_deg: float, end_deg: float) -> tuple[Part, ...]:
    """A turn about a point."""
    steps = 12
    angles = (start_deg + (end_deg - start_deg) * n / steps for n in range(steps + 1))
    return arrow(*(reach(centre, angle, radius) for angle in angles))


def stretched(*points: Spot) -> tuple[Part, ...]:
    """What is stretched: a band of dashes."""
    return (
        Stroke(points=points, width=10.0, role=Role.GROUND),
        Stroke(points=points, width=6.5, role=Role.MARK, dash=(4.5, 2.5)),
    )


def working(*points: Spot) -> tuple[Part, ...]:
    """What works: a band without a gap."""
    return (
        Stroke(points=points, width=10.0, role=Role.GROUND),
        Stroke(points=points, width=6.5, role=Role.MARK),
    )


def shifted(start: Spot, end: Spot, aside: float, *, first: float = 0.0, last: float = 1.0) -> tuple[Spot, Spot]:
    """A piece of the way between two points, moved aside: positive to its left."""
    (x0, y0), (x1, y1) = start, end
    length = math.dist(start, end)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    at = [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for share in (first, last)]
    a, b = ((x + aside * uy, y - aside * ux) for x, y in at)
    return a, b


def label(
    x: float, y: float, text: str, *, points_at: Spot | None = None, leave: Spot | None = None
) -> tuple[Part, ...]:
    """Words, and where they name something a thin line to it, from where it leaves them."""
    words = Words(place=(x, y), text=text)
    if points_at is None or leave is None:
        return (words,)
    lead = Stroke(points=(leave, points_at), width=1.4, role=Role.INK)
    return lead, Disc(centre=points_at, radius=2.4, role=Role.INK), words
