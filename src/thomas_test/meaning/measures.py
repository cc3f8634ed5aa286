"""The kinds of things that can be done, and what is said about one. The words themselves are in `suggestions`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thomas_test.meaning.sources import Cited


class Measure(StrEnum):
    """Something that can be done, in the order in which it is told."""

    PATHOLOGY_FIRST = "pathology_first"
    REPEAT = "repeat"
    KNEE_AGAIN = "knee_again"
    RECIPROCAL = "reciprocal"
    PSOAS_STRETCH = "psoas_stretch"
    POST_ISOMETRIC = "post_isometric"
    KNEELING_STRETCH = "kneeling_stretch"
    MANUAL = "manual"
    ROLLING = "rolling"
    BRIDGE = "bridge"
    SPLIT_SQUAT = "split_squat"
    PERSISTS = "persists"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One thing to do.

    Attributes
    ----------
    title
        What.
    how, purpose
        How it is done and what it is for, in plain words.
    dose
        How much and how often, where a source gives it; else empty.
    evidence
        What studies found; may be empty.
    not_when
        When to leave it; may be empty.
    care
        What to take care of, and when to stop; may be empty.
    """

    title: str
    how: tuple[Cited, ...]
    purpose: tuple[Cited, ...]
    dose: tuple[Cited, ...] = ()
    evidence: tuple[Cited, ...] = ()
    not_when: tuple[Cited, ...] = ()
    care: tuple[Cited, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
        """Every part that there is, each with its label."""
        parts = (
            ("How", self.how),
            ("What for", self.purpose),
            ("How much", self.dose),
            ("What studies found", self.evidence),
            ("Not when", self.not_when),
            ("Take care", self.care),
        )
        return tuple((label, sentences) for label, sentences in parts if sentences)

    @property
    def sentences(self) -> tuple[Cited, ...]:
        """All that needs a source, in the order of reading."""
        return tuple(sentence for _, sentences in self.parts for sentence in sentences)
