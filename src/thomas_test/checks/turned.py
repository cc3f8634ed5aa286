"""Whether a picture that shows no test position shows one when it is turned: messengers and editors lose the way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thomas_test.checks.position import refuse_position
from thomas_test.estimators import Detection
from thomas_test.geometry import turn_quarters
from thomas_test.pose import Pose
from thomas_test.quality import Refusal, RefusalCode
from thomas_test.readings import Sighting
from thomas_test.subject import choose_subject

MAY_BE_TURNED = frozenset(
    {
        RefusalCode.UPRIGHT,
        RefusalCode.NOBODY_LYING,
        RefusalCode.NOT_SIDE_VIEW,
        RefusalCode.OTHER_KNEE_NOT_HELD,
        RefusalCode.LEG_HIDDEN,
    }
)
"""What a turned picture of the test is refused for when it is taken for upright (30 scenes in three turns)."""


def refuse_turned(refusal: Refusal, sightings: Sequence[Sighting], *, scale: float) -> Refusal:
    """Give the better reason where everybody seen, turned by quarters, is in the test position; else the one given.

    Parameters
    ----------
    refusal
        Why the picture as it is was refused.
    sightings
        Everybody seen in every look.
    scale
        Pixels of the working copy for one of the photo.
    """
    if refusal.code not in MAY_BE_TURNED:
        return refusal
    for quarters in (1, 2, 3):
        subject = choose_subject([_turned(sighting, quarters) for sighting in sightings])
        if not isinstance(subject, Refusal) and refuse_position(subject, scale=scale) is None:
            return Refusal(code=RefusalCode.PICTURE_TURNED)
    return refusal


def _turned(sighting: Sighting, quarters: int) -> Sighting:
    """Turn the landmarks against the clock; the silhouette is left out, for the landmarks tell."""
    pose = sighting.pose
    width, height = pose.size_px
    turned = Pose(
        points_px={name: turn_quarters(point, quarters, pose.size_px) for name, point in pose.points_px.items()},
        visibility=pose.visibility,
        size_px=(width, height) if quarters % 2 == 0 else (height, width),
        world_m={},
    )
    return replace(sighting, detection=Detection(pose=turned, mask=None))
