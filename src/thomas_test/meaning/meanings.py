"""The kinds of meaning, and what a row about one of them holds. The rows themselves are in `readings`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from thomas_test.meaning.sources import Cited


class Meaning(StrEnum):
    """What the findings of one leg may go together with."""

    NOTHING_SHORT = "nothing_short"
    TIGHT_BUT_PASSING = "tight_but_passing"
    ONE_JOINT = "one_joint"
    TWO_JOINT = "two_joint"
    TWO_JOINT_OR_BOTH = "two_joint_or_both"
    TFL = "tfl"
    SARTORIUS = "sartorius"
    RETEST_ONE_JOINT = "retest_one_joint"
    RETEST_AT_LEAST_ONE_JOINT = "retest_at_least_one_joint"
    RETEST_TWO_JOINT = "retest_two_joint"
    RETEST_BOTH = "retest_both"
    RETEST_BORDERLINE_DROPPED = "retest_borderline_dropped"
    RETEST_BORDERLINE_STAYED = "retest_borderline_stayed"
    UNDECIDED = "undecided"
    UNDECIDED_RETEST_HELPS = "undecided_retest_helps"
    TRIALS_DISAGREE = "trials_disagree"
    PELVIS_NOT_CHECKED = "pelvis_not_checked"
    FOOT_TOUCHED = "foot_touched"
    FOOT_IN_DOUBT = "foot_in_doubt"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One row of the table.

    Attributes
    ----------
    title
        Short, for a heading.
    seen
        The finding that leads here; it comes from the numbers and statements beside it.
    goes_with
        What it may go together with; whole sentences that hedge, never a verdict.
    tells_apart
        What tells it from its neighbours; empty where nothing has to.
    """

    title: str
    seen: str
    goes_with: tuple[Cited, ...]
    tells_apart: tuple[Cited, ...] = ()

    @property
    def sentences(self) -> tuple[Cited, ...]:
        """All that needs a source, in the order of reading."""
        return (*self.goes_with, *self.tells_apart)
