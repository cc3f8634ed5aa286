"""What is said during the test beside pelvis and foot: what is felt, what is seen from the feet, the re-test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from thomas_test.core.worded import Worded


class Protocol(Worded):
    """How the person lies: what hangs free, and what the table holds."""

    EDGE = "edge", "at the edge of the table, the leg hangs free"
    KENDALL = "kendall", "Kendall: the thigh on the table, the shank over its edge"
    FLOOR = "floor", "on the floor or a mat"


class Sex(StrEnum):
    """As the person says; no norm here goes by it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Felt(StrEnum):
    """Whether a person was asked what is felt during the test, and what came of it."""

    NOT_ASKED = "not_asked"
    NOTHING = "nothing"
    SOMETHING = "something"


class NotTested(Worded):
    """Why a leg is left out of the test."""

    PAIN = "pain"
    AMPUTATION = "amputation"
    NO_PHOTO = "no_photo", "it could not be photographed"
    OTHER = "other", "another reason"


class PainPlace(Worded):
    """Where something was felt."""

    FRONT_OF_THIGH = "front_of_thigh", "front of the thigh"
    HIP = "hip", "hip, in front or inside"
    GROIN = "groin"
    KNEE = "knee"
    BACK = "back"
    CHEST = "chest"
    ELSEWHERE = "elsewhere", "somewhere else"


class PainKind(Worded):
    """What it felt like; beside pain, what published apps say to stop at (docs/method.md#limits-of-use)."""

    STRETCH = "stretch", "a stretch"
    ACHE = "ache", "an ache"
    SHARP = "sharp", "a sharp pain"
    TINGLING = "tingling", "pins and needles or numbness"
    WEAKNESS = "weakness"
    SWELLING = "swelling"
    DIZZINESS = "dizziness"
    BREATHLESSNESS = "breathlessness", "shortness of breath"


PAINS = frozenset({PainKind.ACHE, PainKind.SHARP})
_OF_THE_WHOLE_BODY = frozenset({PainKind.DIZZINESS, PainKind.BREATHLESSNESS})
_STRETCH_EXPECTED = frozenset({PainPlace.FRONT_OF_THIGH, PainPlace.HIP, PainPlace.GROIN, PainPlace.ELSEWHERE})
"""A stretch of the upper thigh or of the psoas is what the test feels like: in front of thigh and hip, and in the groin
where the psoas passes."""


@dataclass(frozen=True, kw_only=True)
class Feeling:
    """Something felt during the test."""

    place: PainPlace
    kind: PainKind

    @property
    def ends_test(self) -> bool:
        """Whether the test ends: at anything but a stretch, and at a stretch in knee, back or chest."""
        return self.place not in _STRETCH_EXPECTED or self.kind is not PainKind.STRETCH

    @property
    def is_urgent(self) -> bool:
        """Whether it can come from heart or lungs, and has nothing to do with the leg."""
        return self.place is PainPlace.CHEST or self.kind is PainKind.BREATHLESSNESS

    @property
    def words(self) -> str:
        """Such as ``a sharp pain, groin``; what concerns the whole body has no place."""
        if self.kind in _OF_THE_WHOLE_BODY:
            return self.kind.words
        return f"{self.kind.words}, {self.place.words}"


class Seen(Worded):
    """What the examiner sees of the hanging thigh from the feet or from above."""

    STRAIGHT = "straight", "points straight on"
    TURNED_OUT = "turned_out", "turned out"
    TURNED_IN = "turned_in", "turned in"
    DRAWN_ASIDE = "drawn_aside", "drawn aside, away from the other leg"


_CONTRADICTIONS = (
    frozenset({Seen.STRAIGHT, Seen.TURNED_OUT}),
    frozenset({Seen.STRAIGHT, Seen.TURNED_IN}),
    frozenset({Seen.STRAIGHT, Seen.DRAWN_ASIDE}),
    frozenset({Seen.TURNED_OUT, Seen.TURNED_IN}),
)


def latest_seen(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """Keep, of statements that cannot go together, the one that was made last."""
    kept: list[Seen] = []
    for new in seen:
        kept = [old for old in kept if frozenset({old, new}) not in _CONTRADICTIONS]
        kept.append(new)
    return tuple(kept)


class Retest(Worded):
    """What the thigh did when the knee was straightened by another hand."""

    NOT_DONE = "not_done", "re-test not done"
    DROPPED = "dropped", "knee straightened: the thigh dropped"
    STAYED = "stayed", "knee straightened: the thigh stayed where it was"


class Tightness(StrEnum):
    """Whether the front of this hip feels tight in daily life."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    NO = "no"
