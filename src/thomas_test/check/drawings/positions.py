"""Positions that several drawings share: on the table's edge, half-kneeling, standing, on the back."""

from __future__ import annotations

from thomas_test.check.drawings.figure import (
    FLOOR,
    HEAD,
    SHANK,
    THIGH,
    Body,
    DrawnLeg,
    arm,
    bent,
    disc,
    limb,
    reach,
    table,
)
from thomas_test.check.drawings.shapes import Part, Role, Spot

TABLE_TOP = 112.0
_ON_TABLE = TABLE_TOP - 14.0
HANGING, DROPPED = (-10.0, -86.0), (-24.0, -84.0)
"""Thigh and shank of the leg that hangs, and of one that has sunk further."""
EDGE_HIP: Spot = (122.0, _ON_TABLE)
_SOLE = FLOOR - 6.0
STANDING_HIP = _SOLE - THIGH - SHANK + 0.1


def table_edge() -> tuple[Part, ...]:
    """The table of the test, its edge below the buttocks."""
    return table(14.0, 130.0, TABLE_TOP)


def on_the_edge(thigh: float, shank: float) -> Body:
    """A person on the table's edge, one knee held, the other leg hanging by these directions."""
    far = DrawnLeg.turned(EDGE_HIP, 122.0, -12.0, 30.0)
    return Body(
        hip=EDGE_HIP,
        trunk=180.0,
        head=178.0,
        near=DrawnLeg.turned(EDGE_HIP, thigh, shank, shank + 65.0),
        far=far,
        hand=(far.knee[0] + 8.0, far.knee[1] - 2.0),
    )


def half_kneeling(forward: float, *, rear_foot_up: bool = False, hand: Spot | None = None) -> Body:
    """A person facing right, the near knee on the floor, moved forward by so many pixels over the far foot."""
    knee: Spot = (86.0, FLOOR - 9.0)
    lean = forward / THIGH
    hip = (knee[0] + forward, knee[1] - THIGH * (1 - lean**2) ** 0.5)
    ankle: Spot = (142.0, _SOLE)
    near = (
        DrawnLeg(knee=knee, ankle=reach(knee, 118.0, SHANK), toes=reach(reach(knee, 118.0, SHANK), 170.0, 16.0))
        if rear_foot_up
        else DrawnLeg(knee=knee, ankle=(knee[0] - SHANK, FLOOR - 7.0), toes=(knee[0] - SHANK - 15.0, FLOOR - 5.0))
    )
    return Body(
        hip=hip,
        trunk=90.0,
        near=near,
        far=DrawnLeg.standing(hip, ankle, left=True),
        hand=hand,
        elbow_left=False,
    )


def on_the_back(*, lifted: bool) -> Body:
    """A person on the back, head to the left, feet on the floor; the pelvis on the floor or lifted."""
    shoulder: Spot = (60.0, FLOOR - 13.0)
    ankle: Spot = (159.0, _SOLE)
    tilt = 21.0 if lifted else 0.0
    hip = reach(shoulder, tilt, 56.0)
    leg = DrawnLeg.standing(hip, ankle, left=True)
    return Body(
        hip=hip,
        trunk=180.0 + tilt,
        head=180.0,
        near=leg,
        far=DrawnLeg.standing(hip, (ankle[0] + 7.0, ankle[1]), left=True),
        hand=(shoulder[0] + 67.0, FLOOR - 5.0),
    )


def split_stance(height: float) -> Body:
    """A person facing right, one foot forward, one back on its toes, the hip so high above the floor."""
    hip: Spot = (112.0, FLOOR - height)
    rear_toes: Spot = (58.0, FLOOR - 5.0)
    rear_ankle = reach(rear_toes, 125.0, 16.0)
    return Body(
        hip=hip,
        trunk=90.0,
        near=DrawnLeg(knee=bent(hip, rear_ankle, THIGH, SHANK, left=True), ankle=rear_ankle, toes=rear_toes),
        far=DrawnLeg.standing(hip, (158.0, _SOLE), left=True),
        hand=(hip[0] + 8.0, hip[1] - 6.0),
        elbow_left=False,
    )


def standing(x: float, *, thigh_up: float | None = None, hand: Spot | None = None) -> Body:
    """A person who stands facing right; the near thigh lifted by its direction where one is given."""
    hip: Spot = (x, STANDING_HIP)
    stand = DrawnLeg.standing(hip, (x, _SOLE), left=True)
    near = stand if thigh_up is None else DrawnLeg.turned(hip, thigh_up, -88.0, -5.0)
    return Body(hip=hip, trunk=90.0, near=near, far=stand, hand=hand, elbow_left=False)


def somebody_behind(x: float, hands: tuple[Spot, Spot], *, waist: float) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Another person seen from the front, behind a table: the body, and the arms that lie before what is on it."""
    shoulders = ((x - 17.0, waist - 46.0), (x + 17.0, waist - 46.0))
    body = (
        *limb(((x, waist - 46.0), (x, waist - 68.0)), (10.0,), Role.FAR),
        *limb(shoulders, (16.0,), Role.FAR),
        *limb(((x, waist), (x, waist - 42.0)), (36.0,), Role.FAR),
        *disc((x, waist - 72.0), HEAD, Role.FAR),
    )
    arms = tuple(
        shape
        for shoulder, hand, left in zip(shoulders, hands, (False, True), strict=True)
        for shape in arm(shoulder, hand, Role.FAR, left=left)
    )
    return body, arms
