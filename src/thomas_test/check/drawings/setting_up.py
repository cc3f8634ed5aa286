"""How the test is set up: the position, the hand under the back, the camera's place, the second photo, the re-test."""

from __future__ import annotations

from thomas_test.check.drawings.examining import flat_hand
from thomas_test.check.drawings.figure import (
    FLOOR,
    arrow,
    curved_arrow,
    disc,
    floor,
    label,
    limb,
    reach,
    working,
)
from thomas_test.check.drawings.positions import EDGE_HIP, HANGING, TABLE_TOP, on_the_edge, table_edge
from thomas_test.check.drawings.shapes import Area, Disc, Panel, Part, Role, Stroke
from thomas_test.check.drawings.suggested import DRAWINGS
from thomas_test.check.meaning.suggestions import Measure

_LYING = on_the_edge(*HANGING)

POSITION = Panel.of(
    "How to lie",
    "A person lies on a table, one knee held to the chest, the other leg hanging over the edge.",
    table_edge(),
    _LYING.shapes,
    flat_hand(),
    arrow((134.0, 78.0), (114.0, 54.0)),
    label(110.0, 24.0, "knee to chest", points_at=(104.0, 56.0), leave=(112.0, 29.0)),
    label(158.0, 84.0, "thigh free", points_at=(150.0, 100.0), leave=(166.0, 88.0)),
    label(150.0, 177.0, "foot free", points_at=(182.0, 156.0), leave=(184.0, 164.0)),
    label(40.0, 160.0, "back flat", points_at=(96.0, 112.0), leave=(76.0, 147.0)),
)

HAND_UNDER_BACK = Panel.of(
    "Is the back flat?",
    "A flat hand under the low back of a person lying on a table.",
    table_edge(),
    _LYING.shapes,
    limb(((0.0, 166.0), (40.0, 146.0), (70.0, TABLE_TOP - 2.0)), (11.0, 10.0), Role.FAR),
    working((70.0, TABLE_TOP - 2.0), (106.0, TABLE_TOP - 2.0)),
    label(68.0, 146.0, "a hand"),
    label(68.0, 164.0, "no gap"),
)

CAMERA_PLACE = Panel.of(
    "Where the camera stands",
    "The camera stands square to the table, 2.5 metres away, at the height of the hip.",
    # from above
    label(8.0, 20.0, "from above"),
    Stroke(points=((14.0, 34.0), (86.0, 34.0), (86.0, 70.0), (14.0, 70.0), (14.0, 34.0)), width=2.4, role=Role.INK),
    disc((24.0, 52.0), 7.0, Role.NEAR),
    limb(((38.0, 52.0), (72.0, 52.0)), (15.0,), Role.NEAR),
    limb(((76.0, 56.0), (104.0, 57.0)), (9.0,), Role.NEAR),
    Stroke(points=((78.0, 150.0), (78.0, 74.0)), width=2.4, role=Role.INK, dash=(5.0, 4.0)),
    Stroke(points=((78.0, 82.0), (90.0, 82.0), (90.0, 70.0)), width=1.6, role=Role.INK),
    Area(points=((66.0, 152.0), (90.0, 152.0), (90.0, 172.0), (66.0, 172.0)), role=Role.MARK),
    Disc(centre=(78.0, 158.0), radius=5.0, role=Role.GROUND),
    label(8.0, 102.0, "2.5 m"),
    label(8.0, 119.0, "or more"),
    # from the feet
    label(128.0, 20.0, "from the feet"),
    floor(124.0, 236.0),
    Stroke(points=((130.0, 110.0), (170.0, 110.0)), width=7.0, role=Role.INK),
    Stroke(points=((138.0, 112.0), (138.0, FLOOR)), width=4.0, role=Role.INK),
    Stroke(points=((162.0, 112.0), (162.0, FLOOR)), width=4.0, role=Role.INK),
    disc((150.0, 94.0), 11.0, Role.NEAR),
    Stroke(points=((164.0, 94.0), (204.0, 94.0)), width=2.4, role=Role.INK, dash=(5.0, 4.0)),
    Area(points=((206.0, 84.0), (230.0, 84.0), (230.0, 104.0), (206.0, 104.0)), role=Role.MARK),
    Disc(centre=(212.0, 94.0), radius=5.0, role=Role.GROUND),
    Stroke(points=((218.0, 104.0), (218.0, FLOOR)), width=3.0, role=Role.INK),
    label(150.0, 60.0, "hip height", points_at=(186.0, 92.0), leave=(186.0, 65.0)),
)

FROM_THE_FEET = Panel.of(
    "Beyond the feet",
    "A person lies on a table, seen from beyond the feet: the shank of the hanging leg points down or to a side.",
    floor(),
    Stroke(points=((40.0, 100.0), (176.0, 100.0)), width=8.0, role=Role.INK),
    Stroke(points=((52.0, 100.0), (52.0, FLOOR)), width=4.0, role=Role.INK),
    Stroke(points=((164.0, 100.0), (164.0, FLOOR)), width=4.0, role=Role.INK),
    # the held leg: the sole and the knee above it
    limb(((84.0, 84.0), (80.0, 46.0)), (17.0,), Role.FAR),
    limb(((84.0, 82.0), (128.0, 82.0)), (26.0,), Role.NEAR),
    disc((126.0, 90.0), 11.0, Role.NEAR),
    limb(((126.0, 92.0), (134.0, 148.0)), (14.0,), Role.NEAR),
    limb(((134.0, 150.0), (138.0, 160.0)), (11.0,), Role.NEAR),
    Stroke(points=((126.0, 92.0), (126.0, 172.0)), width=1.8, role=Role.INK, dash=(5.0, 4.0)),
    curved_arrow((126.0, 92.0), 56.0, -90.0, -66.0),
    label(150.0, 130.0, "turned in", points_at=(138.0, 138.0), leave=(150.0, 133.0)),
    label(92.0, 44.0, "knee held", points_at=(82.0, 52.0), leave=(91.0, 44.0)),
)

STRAIGHTEN_KNEE = DRAWINGS[Measure.KNEE_AGAIN][1]


def _joints() -> tuple[Part, ...]:
    """Hip, knee and ankle as the app marks them, the horizontal through the hip, and the angle between."""
    leg = _LYING.near
    steps = 8
    arc = tuple(reach(EDGE_HIP, -10.0 * n / steps, 28.0) for n in range(steps + 1))
    return (
        Stroke(points=(EDGE_HIP, (226.0, EDGE_HIP[1])), width=1.8, role=Role.INK, dash=(3.0, 5.0)),
        Stroke(points=(EDGE_HIP, leg.knee, leg.ankle), width=3.4, role=Role.MARK),
        Stroke(points=arc, width=3.4, role=Role.MARK),
        *(
            shape
            for joint in (EDGE_HIP, leg.knee, leg.ankle)
            for shape in (
                Disc(centre=joint, radius=6.0, role=Role.MARK),
                Disc(centre=joint, radius=3.6, role=Role.GROUND),
            )
        ),
    )


SKETCH = Panel.of(
    "The position",
    "Sketch of the position, seen from the side: the person lies on their back at the table's edge, one knee "
    "drawn to the chest and held, the other leg hanging over the edge with the foot free. A dashed line marks the "
    "horizontal through the hip.",
    table_edge(),
    _LYING.shapes,
    _joints(),
)

SETTING_UP = (POSITION, HAND_UNDER_BACK, CAMERA_PLACE, FROM_THE_FEET, STRAIGHTEN_KNEE, SKETCH)
"""All of them."""
