"""What is stated about how the test was done: pelvis, foot, pain. Without it no angle tells of a muscle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Statement = TypeVar("Statement", bound=StrEnum)
"""One of the enumerations of what may be stated."""


class Pelvis(StrEnum):
    """Whether the low back lay flat, so that the pelvis could not tilt."""

    SEEN = "seen"
    FELT = "felt"
    CUFF = "cuff"
    """A pressure cuff under the low back held its pressure."""
    NOT_CHECKED = "not_checked"


class Foot(StrEnum):
    """Whether the foot of the hanging leg hung free."""

    FREE = "free"
    TOUCHED = "touched"
    NOT_CHECKED = "not_checked"


class Pain(StrEnum):
    """Whether anything hurt; the stretch that is expected in front of thigh or hip is no pain."""

    NONE = "none"
    SOME = "some"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, kw_only=True)
class Statements:
    """What a person states about one test of one leg.

    Attributes
    ----------
    pelvis, foot, pain
        See there; what nobody stated is not checked, or not asked.
    """

    pelvis: Pelvis = Pelvis.NOT_CHECKED
    foot: Foot = Foot.NOT_CHECKED
    pain: Pain = Pain.NOT_ASKED

    @property
    def allow_pattern(self) -> bool:
        """Whether a pattern may be named: the low back flat, the foot free, and nothing hurt."""
        return self.pelvis is not Pelvis.NOT_CHECKED and self.foot is Foot.FREE and self.pain is Pain.NONE


NOTHING_STATED = Statements()
"""Of a photo alone."""
