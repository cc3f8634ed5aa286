"""What is looked at, tested again, done by a professional, or waited for."""

from __future__ import annotations

from thomas_test.check.drawings.figure import (
    FLOOR,
    Body,
    DrawnLeg,
    arm,
    arrow,
    curved_arrow,
    disc,
    floor,
    label,
    limb,
    reach,
    stretched,
    table,
    working,
)
from thomas_test.check.drawings.positions import (
    HANGING,
    STANDING_HIP,
    TABLE_TOP,
    on_the_edge,
    somebody_behind,
    standing,
    table_edge,
)
from thomas_test.check.drawings.shapes import Drawing, Panel, Part, Role, Spot, Stroke


def pathology_first() -> Drawing:
    """Where else it may come from, and an examination."""
    upright = standing(96.0)
    behind, arms = somebody_behind(150.0, ((142.0, 84.0), (166.0, 92.0)), waist=118.0)
    hip: Spot = (116.0, 118.0)
    near, far = DrawnLeg.turned(hip, 55.0, -40.0, 0.0), DrawnLeg.turned(hip, 0.0, 0.0, 60.0)
    lying = Body(hip=hip, trunk=180.0, head=178.0, near=near, far=far)
    return (
        Panel.of(
            "What to look at",
            "A person stands, seen from the side. Marked are the low back, the hip joint, and the way of the "
            "nerve down the leg.",
            floor(),
            upright.shapes,
            disc((87.0, 68.0), 5.0, Role.MARK),
            disc(upright.hip, 5.0, Role.MARK),
            stretched((92.0, 108.0), (93.0, 136.0), (92.0, 172.0)),
            label(8.0, 50.0, "low back", points_at=(85.0, 67.0), leave=(64.0, 54.0)),
            label(130.0, 100.0, "hip joint", points_at=(102.0, 89.0), leave=(128.0, 96.0)),
            label(130.0, 140.0, "nerve", points_at=(97.0, 138.0), leave=(128.0, 137.0)),
        ),
        Panel.of(
            "Have it examined",
            "A person lies on a table, one knee bent; a professional behind the table holds that leg and "
            "moves the hip, as a curved arrow shows.",
            behind,
            table(14.0, 232.0, 132.0),
            lying.shapes,
            arms,
            curved_arrow(hip, 64.0, 38.0, 78.0),
        ),
    )


def repeat() -> Drawing:
    """The test once more, as it should be."""
    sitting_hip: Spot = (112.0, TABLE_TOP - 12.0)
    leg = DrawnLeg.turned(sitting_hip, -4.0, -88.0, -10.0)
    sitting = Body(hip=sitting_hip, trunk=96.0, near=leg, far=leg, hand=(88.0, TABLE_TOP - 4.0), elbow_left=False)
    lying = on_the_edge(*HANGING)
    return (
        Panel.of(
            "Start: on the edge",
            "From the side, a person sits on the very edge of a table; a curved arrow points back to lying down.",
            table_edge(),
            sitting.shapes,
            curved_arrow(sitting_hip, 84.0, 112.0, 150.0),
        ),
        Panel.of(
            "End: the test again",
            "The person lies on the back, one knee drawn to the chest, a hand under the low back, the other "
            "leg hanging with its foot off the floor.",
            table_edge(),
            lying.shapes,
            flat_hand(),
            label(40.0, 160.0, "back flat", points_at=(96.0, 112.0), leave=(76.0, 147.0)),
            label(150.0, 176.0, "foot free", points_at=(178.0, 158.0), leave=(178.0, 163.0)),
        ),
    )


def flat_hand() -> tuple[Part, ...]:
    """A flat hand between low back and table."""
    return working((84.0, TABLE_TOP - 1.0), (108.0, TABLE_TOP - 1.0))


def knee_again() -> Drawing:
    """The leg hangs loose, then another person straightens the knee."""
    start, end = on_the_edge(-6.0, -62.0), on_the_edge(-16.0, -14.0)
    return (
        Panel.of(
            "Start: hang loose",
            "From the side, on the back at the table's edge, one knee held, the other leg hanging loose, its "
            "foot off the floor.",
            table_edge(),
            start.shapes,
            label(150.0, 176.0, "foot free", points_at=(206.0, 152.0), leave=(196.0, 164.0)),
        ),
        Panel.of(
            "End: straighten",
            "Another person's hand under the heel straightens the knee: a curved arrow points up at the "
            "foot. A second arrow points down at the thigh, which may drop.",
            table_edge(),
            end.shapes,
            arm((240.0, 168.0), (end.near.ankle[0] - 2.0, end.near.ankle[1] + 9.0), Role.FAR, left=False),
            curved_arrow(end.near.knee, 44.0, -86.0, -38.0),
            arrow((174.0, 72.0), (174.0, 98.0)),
            label(184.0, 84.0, "drops?"),
        ),
    )


def _lying_flat() -> Body:
    """On the table, the knees bent over a roll."""
    hip: Spot = (128.0, TABLE_TOP + 6.0)
    leg = DrawnLeg(knee=reach(hip, 24.0, 46.0), ankle=reach(reach(hip, 24.0, 46.0), -22.0, 44.0), toes=(222.0, 106.0))
    return Body(hip=hip, trunk=180.0, head=178.0, near=leg, far=leg)


def manual() -> Drawing:
    """Slow pressure by a professional."""

    def panel(title: str, words: str, spot: Spot, x: float) -> Panel:
        behind, arms = somebody_behind(x, ((spot[0] - 3.0, spot[1] - 4.0), (spot[0] + 3.0, spot[1] - 4.0)), waist=106.0)
        roll = disc((170.0, 122.0), 11.0, Role.FAR)
        return Panel.of(
            title,
            words,
            behind,
            table(14.0, 232.0, 132.0),
            roll,
            _lying_flat().shapes,
            arms,
            working((spot[0] - 6.0, spot[1] + 4.0), (spot[0] + 6.0, spot[1] + 4.0)),
            arrow((spot[0] + 26.0, spot[1] - 34.0), (spot[0] + 26.0, spot[1] - 8.0)),
            label(36.0, 164.0, "slow pressure", points_at=(spot[0], spot[1] + 8.0), leave=(78.0, 151.0)),
        )

    return (
        panel(
            "Beside the belly's middle",
            "A professional stands behind the table on which a person lies on the back, knees bent over a roll. "
            "Both hands lie on the belly beside its middle; an arrow points down.",
            (104.0, 106.0),
            104.0,
        ),
        panel(
            "High on the thigh",
            "The same position: the hands lie at the upper end of the thigh, close to the groin; an arrow points down.",
            (140.0, 103.0),
            138.0,
        ),
    )


def persists() -> Drawing:
    """Weeks, then a professional."""
    person = standing(66.0, hand=(74.0, 94.0))
    return (
        Panel.of(
            "Go on for weeks",
            "A calendar of six weeks with a tick in most days of the first ones; an arrow points from week "
            "to week, and below it stands the check again.",
            _calendar(),
            label(60.0, 190.0, "then check again"),
        ),
        Panel.of(
            "See a professional",
            "Two people stand facing each other, one of them a professional with a sheet in the hand; both talk.",
            floor(),
            person.shapes,
            _facing_left(168.0),
        ),
    )


def _facing_left(x: float) -> tuple[Part, ...]:
    """A professional who faces left, a sheet in the hand."""
    hip: Spot = (x, STANDING_HIP)
    leg = DrawnLeg.standing(hip, (x, FLOOR - 6.0), left=False, foot=180.0)
    body = Body(hip=hip, trunk=90.0, near=leg, far=leg, hand=(x - 34.0, 74.0))
    sheet = limb(((x - 40.0, 60.0), (x - 36.0, 78.0)), (16.0,), Role.GROUND)
    return (*body.shapes[:-6], *sheet, *body.shapes[-6:])


def _calendar() -> tuple[Part, ...]:
    shapes: list[Part] = []
    for week in range(6):
        for day in range(7):
            x, y = 44.0 + 22.0 * day, 34.0 + 22.0 * week
            corners = ((x, y), (x + 17.0, y), (x + 17.0, y + 17.0), (x, y + 17.0), (x, y))
            shapes.append(Stroke(points=corners, width=1.4, role=Role.INK))
            if week < 4 and day % 2 == 0:
                shapes.append(
                    Stroke(
                        points=((x + 3.0, y + 9.0), (x + 7.0, y + 14.0), (x + 15.0, y + 3.0)), width=2.6, role=Role.MARK
                    )
                )
    return (*shapes, *arrow((24.0, 42.0), (24.0, 156.0)))
