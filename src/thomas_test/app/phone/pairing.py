"""Who may use the door: one phone, by a link that pairs once, for ten minutes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

OPEN_FOR_S = 600.0
"""How long a door is open at the most."""

MOST_PHOTOS = 24
"""Photos that one pairing may send: a check of both legs needs a dozen."""


class DoorStage(StrEnum):
    """How far a door has come."""

    OPENING = "opening"
    WAITING = "waiting"
    PAIRED = "paired"
    CLOSED = "closed"


def new_link() -> str:
    """The part of an address that nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


@dataclass(kw_only=True, eq=False)
class Pairing:
    """A link, and the one phone that used it first.

    Attributes
    ----------
    link
        What the address has to hold.
    open_for_s
        How long the door is open.
    clock
        Seconds, running forward.
    photos
        How many were taken.
    """

    link: str
    open_for_s: float = OPEN_FOR_S
    clock: Callable[[], float] = time.monotonic
    photos: int = 0
    _phone: str = ""
    _ended: bool = False
    _opened_at_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._opened_at_s = self.clock()

    @property
    def left_s(self) -> float:
        """Seconds until the door closes, at least 0."""
        return max(0.0, self._opened_at_s + self.open_for_s - self.clock())

    @property
    def stage(self) -> DoorStage:
        """How far it has come."""
        if self._ended or self.left_s == 0.0:
            return DoorStage.CLOSED
        return DoorStage.PAIRED if self._phone else DoorStage.WAITING

    def knows_link(self, link: str) -> bool:
        """Whether somebody has the link."""
        return _same(link, self.link)

    def is_phone(self, phone: str) -> bool:
        """Whether somebody is the paired phone, and may still send."""
        return self.stage is DoorStage.PAIRED and _same(phone, self._phone)

    def welcomes(self, phone: str) -> bool:
        """Whether somebody with the link may see the page: anybody before the pairing, then the phone alone."""
        return self.stage is DoorStage.WAITING or self.is_phone(phone)

    def pair(self, link: str) -> str:
        """Pair whoever brings the link first; gives the phone's own secret, and nothing to anybody after it."""
        if self.stage is not DoorStage.WAITING or not self.knows_link(link):
            return ""
        self._phone = secrets.token_urlsafe(32)
        return self._phone

    def end(self) -> None:
        """End it for good."""
        self._ended = True


def _same(brought: str, kept: str) -> bool:
    return bool(kept) and secrets.compare_digest(brought.encode(), kept.encode())
