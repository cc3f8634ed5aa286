"""Who lies and who stands: sightings told apart by person, and whether two of them could be the patient."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from thomas_test.geometry import FloatArray
from thomas_test.landmarks import Landmark
from thomas_test.pose import Pose
from thomas_test.readings import Sighting

LYING_TRUNK_DEG = 30.0
"""Steepest trunk that still lies: up to 8 on the scenes, 15 more with a tilted camera; who stands has 70 to 90."""

SAME_PERSON_TRUNKS = 0.45
"""Two sightings closer than this many trunk lengths at shoulders and hips show one person."""

RIVAL_SIZE = 0.6
"""A second lying person at least this large, compared with the first, may be the patient; smaller is background."""

RIVAL_TRUNKS = 1.0
"""And at least so many trunk lengths away: nearer, it is one body seen twice."""

RIVAL_SHARE = 0.25
"""So often, compared with the first, must a second person be seen: of two patients side by side the networks see one
in most looks (24 pairs of scenes: the second in 2 to 8 of 8 looks or never), and no scene has ever shown a second."""

RIVAL_LOOKS = 2
"""And in no fewer looks: one may be a mistake."""


def trunk_slope_deg(pose: Pose) -> float:
    """Angle of the trunk against the rows: 0 lying, 90 upright, whichever way the head points."""
    way = np.abs(hips_px(pose) - shoulders_px(pose))
    return float(np.degrees(np.arctan2(way[1], way[0])))


def people_lying(lying: Sequence[Sighting]) -> list[list[Sighting]]:
    """Group sightings by person, the one seen most often (then largest) first."""
    groups: list[list[Sighting]] = []
    for sighting in sorted(lying, key=lambda s: -trunk_length_px(s.pose)):
        for group in groups:
            if _distance_trunks(sighting.pose, group[0].pose) < SAME_PERSON_TRUNKS:
                group.append(sighting)
                break
        else:
            groups.append([sighting])
    return sorted(groups, key=lambda g: -len(g) * trunk_length_px(g[0].pose))


def is_rival(first: Pose, second: Pose) -> bool:
    """Whether a second person lies elsewhere and is about as large as the first."""
    as_large = trunk_length_px(second) >= RIVAL_SIZE * trunk_length_px(first)
    return as_large and _distance_trunks(first, second) > RIVAL_TRUNKS


def are_rivals(first: Sequence[Sighting], second: Sequence[Sighting]) -> bool:
    """Whether a second lying person may be the patient as well: seen more than once, about as large, elsewhere."""
    often = len(second) >= max(RIVAL_LOOKS, RIVAL_SHARE * len(first))
    return often and is_rival(first[0].pose, second[0].pose)


def _distance_trunks(a: Pose, b: Pose) -> float:
    apart = np.linalg.norm(shoulders_px(a) - shoulders_px(b)) + np.linalg.norm(hips_px(a) - hips_px(b))
    # Either end of the trunk may be the head: a reversed skeleton is still the same person.
    crossed = np.linalg.norm(shoulders_px(a) - hips_px(b)) + np.linalg.norm(hips_px(a) - shoulders_px(b))
    return float(min(apart, crossed) / 2.0 / max(trunk_length_px(a), trunk_length_px(b), 1.0))


def trunk_length_px(pose: Pose) -> float:
    """Distance from the middle of the shoulders to the middle of the hips."""
    return float(np.linalg.norm(hips_px(pose) - shoulders_px(pose)))


def shoulders_px(pose: Pose) -> FloatArray:
    """Middle of the shoulders, shape ``(2,)``."""
    return np.asarray((pose[Landmark.LEFT_SHOULDER] + pose[Landmark.RIGHT_SHOULDER]) / 2.0)


def hips_px(pose: Pose) -> FloatArray:
    """Middle of the hips, shape ``(2,)``."""
    return np.asarray((pose[Landmark.LEFT_HIP] + pose[Landmark.RIGHT_HIP]) / 2.0)
