"""Whether what the user chose goes against what the picture shows: a wrong choice must not look like a bad photo."""

from __future__ import annotations

from dataclasses import replace

from thomas_test.core.landmarks import Direction, Joint
from thomas_test.core.quality import Refusal
from thomas_test.core.settings import Settings
from thomas_test.reading.checks.picture import NOT_THE_NETWORKS
from thomas_test.reading.subject import Subject

EVEN_VOTES = 0.5
"""Share of the votes for the tested leg under which the sightings speak for the other one."""


def with_doubted_choice(refusal: Refusal, subject: Subject, settings: Settings) -> Refusal:
    """Add to a refusal that the user chose a leg or a head's side which the picture contradicts.

    Parameters
    ----------
    refusal
        Why the picture is not measured; one that does not rest on the networks is left as it is.
    subject
        The person, with the sightings' own votes.
    settings
        What the user chose.
    """
    doubt = _doubt(subject, settings)
    if not doubt or refusal.code in NOT_THE_NETWORKS:
        return refusal
    return replace(refusal, detail=" ".join(filter(None, (refusal.detail, doubt))))


def _doubt(subject: Subject, settings: Settings) -> str:
    """Say which choice the picture contradicts; empty where there is none."""
    seen = _head_towards(subject)
    # first, because which leg hangs cannot be told with the head on the wrong side
    if settings.head_towards not in (None, seen):
        choice = f"You chose the head to the {settings.head_towards}, but it seems to lie to the {seen}"
    elif settings.leg is not None and subject.side_share < EVEN_VOTES:
        choice = f"You chose the {settings.leg} leg, but the {settings.leg.other} one seems to hang"
    else:
        return ""
    return f"{choice}: without that choice the picture may be read otherwise."


def _head_towards(subject: Subject) -> Direction:
    pose = subject.pose
    trunk_px = pose[Joint.HIP] + pose[Joint.OTHER_HIP] - pose[Joint.SHOULDER] - pose[Joint.OTHER_SHOULDER]
    return Direction.LEFT if trunk_px[0] >= 0 else Direction.RIGHT
