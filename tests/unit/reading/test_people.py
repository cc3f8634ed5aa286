"""Who lies and who stands, and when two of them could be the patient."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from support.analyses import FULL
from support.bodies import make_body
from thomas_test.core.landmarks import Direction
from thomas_test.core.pose import Pose
from thomas_test.estimators import Detection
from thomas_test.reading.sightings import Look, Sighting
from thomas_test.reading.subject import are_rivals, is_rival, people_lying, trunk_slope_deg


def sightings(poses: Sequence[Pose]) -> list[Sighting]:
    """Make one sighting of each pose."""
    look = Look(quarters=0, mirrored=False)
    return [Sighting(detection=Detection(pose=pose, mask=None), model=FULL, look=look) for pose in poses]


@pytest.mark.parametrize("head", Direction)
def test_the_slope_of_a_trunk_has_no_sign(head: Direction) -> None:
    """0 lying, 90 upright, whichever way the head points; hips not quite in one place cost these bodies a degree."""
    for slope in (0.0, 25.0, 90.0):
        for turn in (slope, -slope):
            body = make_body(head_towards=head, trunk_slope_deg=turn)
            assert trunk_slope_deg(body) == pytest.approx(slope, abs=1.2)


def test_sightings_are_told_apart_by_person_and_the_one_seen_most_comes_first() -> None:
    """Two bodies far apart are two people, one that wavers by some pixels is one."""
    here = [make_body(shift_px=(float(x), 0.0)) for x in range(0, 12, 4)]
    there = [make_body(shift_px=(0.0, 300.0))]
    groups = people_lying(sightings([*there, *here]))
    assert [len(group) for group in groups] == [3, 1]


@pytest.mark.parametrize(
    ("shift", "rival"),
    [
        ((0.0, 300.0), True),
        ((0.0, 160.0), False),  # under a trunk length of 170 away: one body seen twice
        ((0.0, 180.0), True),
    ],
)
def test_a_rival_lies_a_trunk_away(shift: tuple[float, float], rival: bool) -> None:
    """Nearer, it is the same person."""
    assert is_rival(make_body(), make_body(shift_px=shift)) is rival


@pytest.mark.parametrize(("first", "second", "rivals"), [(8, 2, True), (8, 1, False), (12, 2, False), (4, 2, True)])
def test_a_rival_is_seen_more_than_once_and_in_a_quarter_of_the_looks(first: int, second: int, rivals: bool) -> None:
    """Of two patients the networks see one in most looks."""
    one, other = sightings([make_body()] * first), sightings([make_body(shift_px=(0.0, 300.0))] * second)
    assert are_rivals(one, other) is rivals
