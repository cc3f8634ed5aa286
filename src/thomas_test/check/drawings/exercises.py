"""What a person does: the start, the end, the way between, and where it is felt."""

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
    shifted,
    stretched,
    working,
)
from thomas_test.check.drawings.positions import (
    DROPPED,
    EDGE_HIP,
    HANGING,
    half_kneeling,
    on_the_back,
    on_the_edge,
    split_stance,
    standing,
    table_edge,
)
from thomas_test.check.drawings.shapes import Drawing, Panel, Part, Role, Spot, Stroke


def _front_of_hip(body: Body) -> tuple[Part, ...]:
    """The band from the belly over the front of the hip to the thigh: where the psoas runs."""
    upper = reach(body.hip, body.trunk, 30.0)
    top = shifted(body.hip, upper, -7.0)[1]
    low = shifted(body.hip, body.near.knee, 7.0, last=0.4)[1]
    return stretched(top, (body.hip[0] + 9.0, body.hip[1] - 2.0), low)


def _buttock(body: Body) -> tuple[Part, ...]:
    """The band at the back of the hip."""
    upper = shifted(body.hip, reach(body.hip, body.trunk, 14.0), 9.0)[1]
    lower = shifted(body.hip, body.near.knee, -9.0, last=0.3)[1]
    return working(upper, (body.hip[0] - 11.0, body.hip[1] + 1.0), lower)


def psoas_stretch() -> Drawing:
    """Half-kneeling, forward, then the trunk bends away."""
    moved = half_kneeling(17.0, hand=(104.0, 120.0))
    first = Panel.of(
        "Start, then forward",
        "From the side, half-kneeling on the floor: the knee of the tested side is on the floor, the other foot "
        "stands in front. An arrow at the hip points forward; the front of the hip is marked as stretched.",
        floor(),
        moved.shapes,
        _front_of_hip(moved),
        arrow((62.0, 118.0), (90.0, 118.0)),
        label(142.0, 92.0, "stretch here", points_at=(115.0, 124.0), leave=(140.0, 94.0)),
        label(8.0, 84.0, "tuck under", points_at=(92.0, 136.0), leave=(48.0, 90.0)),
    )
    return (first, _bending_away())


def _bending_away() -> Panel:
    """The same from the front: the arm of the kneeling side up, the trunk away from it."""
    hip_left, hip_right = (96.0, 128.0), (114.0, 128.0)
    middle: Spot = (105.0, 126.0)
    trunk = reach(middle, 68.0, 54.0)
    across = 68.0 - 90.0
    shoulder_left, shoulder_right = reach(trunk, across + 180.0, 16.0), reach(trunk, across, 16.0)
    head = reach(trunk, 58.0, 23.0)
    return Panel.of(
        "End: bend away",
        "From the front: the arm of the kneeling side is lifted overhead, and the trunk bends away from that "
        "side. A curved arrow points away; the side of the trunk is marked as stretched.",
        floor(),
        # the foot in front stands: its thigh points at the one who looks
        limb((hip_left, (92.0, FLOOR - 9.0)), (17.0,), Role.NEAR),
        limb((trunk, head), (10.0,), Role.NEAR),
        limb((middle, trunk), (27.0,), Role.NEAR),
        limb((shoulder_left, shoulder_right), (15.0,), Role.NEAR),
        limb((hip_left, hip_right), (18.0,), Role.NEAR),
        arm(shoulder_left, (160.0, 30.0), Role.NEAR, left=True),
        disc(head, 12.0, Role.NEAR),
        limb(((124.0, 134.0), (126.0, FLOOR - 9.0)), (13.0,), Role.NEAR),
        limb(((121.0, FLOOR - 5.0), (133.0, FLOOR - 5.0)), (9.0,), Role.NEAR),
        disc((123.0, 132.0), 10.5, Role.NEAR),
        limb((shoulder_right, (150.0, 106.0), (128.0, 128.0)), (9.0, 9.0), Role.NEAR),
        stretched(shifted(middle, trunk, 11.0)[0], shifted(middle, trunk, 11.0, last=0.85)[1]),
        curved_arrow((105.0, 126.0), 106.0, 78.0, 42.0),
        label(12.0, 60.0, "this side", points_at=(97.0, 96.0), leave=(62.0, 66.0)),
        label(8.0, 172.0, "kneels", points_at=(90.0, 160.0), leave=(56.0, 166.0)),
        label(166.0, 172.0, "stands", points_at=(131.0, 162.0), leave=(163.0, 168.0)),
    )


def reciprocal() -> Drawing:
    """The buttock works in the stretch."""
    start, end = half_kneeling(14.0, hand=(101.0, 120.0)), half_kneeling(25.0, hand=(112.0, 124.0))
    return (
        Panel.of(
            "Start: tighten",
            "From the side, half-kneeling in the stretch: the buttock of the kneeling side is marked as working.",
            floor(),
            start.shapes,
            _buttock(start),
            label(8.0, 72.0, "works here", points_at=(88.0, 130.0), leave=(52.0, 78.0)),
        ),
        Panel.of(
            "End: sink further",
            "The same, sunk further: an arrow at the hip points forward and down, and the front of the hip "
            "is marked as stretched.",
            floor(),
            end.shapes,
            _front_of_hip(end),
            arrow((66.0, 112.0), (94.0, 126.0)),
            label(142.0, 92.0, "stretch here", points_at=(122.0, 130.0), leave=(140.0, 94.0)),
        ),
    )


def post_isometric() -> Drawing:
    """Press the thigh up, let go."""
    start, end = on_the_edge(*HANGING), on_the_edge(*DROPPED)
    over = shifted(EDGE_HIP, start.near.knee, 9.0, last=0.75)[1]
    return (
        Panel.of(
            "Start: press up",
            "From the side, on the back at the table's edge, one knee held, the other leg hanging. Another "
            "person's hand lies on the hanging thigh from above; an arrow points up, the thigh pressing against "
            "the hand. The front of the hip is marked as working.",
            table_edge(),
            start.shapes,
            working((116.0, 84.0), (126.0, 88.0), shifted(EDGE_HIP, start.near.knee, 8.0, last=0.5)[1]),
            arm((232.0, 56.0), (over[0] + 8.0, over[1] - 8.0), Role.FAR, left=False),
            limb(((over[0] - 8.0, over[1] - 4.0), (over[0] + 10.0, over[1] - 1.0)), (7.0,), Role.FAR),
            arrow((150.0, 146.0), (150.0, 116.0)),
            label(142.0, 34.0, "a hand holds"),
            label(12.0, 60.0, "works", points_at=(118.0, 86.0), leave=(34.0, 65.0)),
        ),
        Panel.of(
            "End: let go",
            "The hand is gone and the thigh sinks by its weight: an arrow points down. The front of the hip "
            "is marked as stretched; the foot does not touch the floor.",
            table_edge(),
            end.shapes,
            stretched((116.0, 84.0), (128.0, 88.0), shifted(EDGE_HIP, end.near.knee, 8.0, last=0.5)[1]),
            curved_arrow(EDGE_HIP, 82.0, 0.0, -27.0),
            label(144.0, 86.0, "stretch here", points_at=(134.0, 94.0), leave=(143.0, 86.0)),
        ),
    )


def kneeling_stretch() -> Drawing:
    """Half-kneeling with the foot drawn up."""
    start = half_kneeling(4.0, hand=(92.0, 118.0))
    bare = half_kneeling(14.0, rear_foot_up=True)
    end = half_kneeling(14.0, rear_foot_up=True, hand=bare.near.ankle)
    cushion = limb(((68.0, FLOOR - 4.0), (108.0, FLOOR - 4.0)), (6.0,), Role.FAR)
    return (
        Panel.of(
            "Start: half-kneeling",
            "From the side, half-kneeling: the knee of the tested side on something soft on the floor, the "
            "other foot in front, the trunk upright.",
            floor(),
            cushion,
            start.shapes,
            label(14.0, 132.0, "soft", points_at=(69.0, 180.0), leave=(34.0, 137.0)),
        ),
        Panel.of(
            "End: foot drawn up",
            "The hand of that side holds the rear foot, so that the knee bends: an arrow points from the "
            "floor up to the foot. The front of the thigh is marked as stretched.",
            floor(),
            cushion,
            end.shapes,
            stretched(*shifted(end.hip, end.near.knee, 9.0, last=0.75)),
            curved_arrow(end.near.knee, 56.0, 172.0, 134.0),
            label(142.0, 92.0, "stretch here", points_at=(106.0, 150.0), leave=(142.0, 96.0)),
        ),
    )


def rolling() -> Drawing:
    """To and fro over a roller, and where."""
    hip: Spot = (118.0, FLOOR - 34.0)
    leg = DrawnLeg.turned(hip, 190.0, 192.0, 240.0)
    body = Body(hip=hip, trunk=12.0, head=25.0, near=leg, far=leg, hand=(208.0, FLOOR - 6.0), elbow_left=False)
    return (
        Panel.of(
            "To and fro",
            "From the side, face down on the forearms: a foam roller lies on the floor under the front of "
            "the hip, below the pelvic bone. A double arrow shows the body moving to and fro over it.",
            floor(),
            body.shapes,
            disc((108.0, FLOOR - 12.0), 11.0, Role.MARK),
            arrow((110.0, 112.0), (80.0, 112.0)),
            arrow((110.0, 112.0), (140.0, 112.0)),
            label(64.0, 92.0, "gently at first"),
        ),
        _where_to_roll(),
    )


def _where_to_roll() -> Panel:
    """Both thighs from the front with three ways on one of them."""
    left, right = (72.0, 78.0), (108.0, 78.0)
    knee: Spot = (70.0, 170.0)
    return Panel.of(
        "Where",
        "Both thighs from the front, three ways marked on the right one: 1 outside in front, below the pelvic "
        "bone; 2 along the inside; 3 slantwise from outside above to inside below.",
        limb(((90.0, 36.0), (90.0, 60.0)), (48.0,), Role.NEAR),
        limb((left, right), (30.0,), Role.NEAR),
        limb((left, knee), (32.0,), Role.NEAR),
        limb((right, (112.0, 170.0)), (32.0,), Role.NEAR),
        stretched((59.0, 70.0), (58.0, 94.0)),
        stretched((84.0, 104.0), (82.0, 152.0)),
        Stroke(points=((60.0, 104.0), (80.0, 160.0)), width=7.0, role=Role.GROUND),
        Stroke(points=((60.0, 104.0), (80.0, 160.0)), width=3.5, role=Role.INK, dash=(5.0, 3.0)),
        label(8.0, 70.0, "1", points_at=(58.0, 80.0), leave=(20.0, 66.0)),
        label(140.0, 70.0, "1 outside"),
        label(140.0, 96.0, "2 inside"),
        label(140.0, 122.0, "3 slantwise"),
        label(30.0, 130.0, "3", points_at=(65.0, 120.0), leave=(42.0, 126.0)),
        label(140.0, 152.0, "2", points_at=(84.0, 134.0), leave=(138.0, 147.0)),
    )


def bridge() -> Drawing:
    """The pelvis lifted from the floor."""
    start, end = on_the_back(lifted=False), on_the_back(lifted=True)
    return (
        Panel.of(
            "Start: on the back",
            "From the side, on the back on the floor, the knees bent, the feet on the floor, the arms "
            "beside the trunk.",
            floor(),
            start.shapes,
        ),
        Panel.of(
            "End: lift",
            "The pelvis is lifted until trunk and thighs are in line: an arrow points up under it. The "
            "buttocks and the back of the thighs are marked as working.",
            floor(),
            end.shapes,
            working((end.hip[0] - 8.0, end.hip[1] + 12.0), shifted(end.hip, end.near.knee, -8.0, last=0.65)[1]),
            arrow((112.0, 132.0), (112.0, 100.0)),
            label(150.0, 96.0, "works here", points_at=(128.0, 154.0), leave=(170.0, 102.0)),
        ),
    )


def split_squat() -> Drawing:
    """Down and up, then one knee lifted against a band."""
    high, low = split_stance(86.0), split_stance(58.0)
    stand, lifted = standing(104.0, hand=(112.0, 84.0)), standing(104.0, thigh_up=18.0, hand=(108.0, 72.0))
    return (
        Panel.of(
            "1 Split squat: start",
            "From the side, one foot in front, one behind on its toes, the trunk upright.",
            floor(),
            high.shapes,
        ),
        Panel.of(
            "1 Down and up",
            "Sunk straight down, the rear knee near the floor, the trunk still upright: arrows point down and up.",
            floor(),
            low.shapes,
            arrow((196.0, 76.0), (196.0, 124.0)),
            arrow((214.0, 124.0), (214.0, 76.0)),
        ),
        Panel.of(
            "2 Knee lift: start",
            "Standing upright, a light band from the foot to the floor.",
            floor(),
            _band(stand),
            stand.shapes,
        ),
        Panel.of(
            "2 Lift and hold",
            "One knee is lifted above the hip against the pull of the band: an arrow points up. The front "
            "of the hip is marked as working.",
            floor(),
            _band(lifted),
            lifted.shapes,
            working(*shifted(lifted.hip, lifted.near.knee, 8.0, first=0.1, last=0.75)),
            curved_arrow(lifted.hip, 62.0, -20.0, 12.0),
            label(142.0, 44.0, "works here", points_at=(126.0, 73.0), leave=(150.0, 49.0)),
        ),
    )


def _band(body: Body) -> tuple[Part, ...]:
    return (Stroke(points=((60.0, FLOOR), body.near.ankle), width=3.0, role=Role.MARK),)
