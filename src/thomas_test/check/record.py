"""One examination: who, which leg first, several trials a side, statements - or why it stopped, without a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from thomas_test.check.meaning.instructions import AFTERWARDS, URGENT, WHY_PAIN_ENDS_IT
from thomas_test.check.red_flags import RED_FLAG_QUESTIONS, RedFlag, Screening
from thomas_test.check.statements import (
    PAINS,
    Feeling,
    Felt,
    NotTested,
    PainKind,
    Protocol,
    Retest,
    Seen,
    Sex,
    Tightness,
    latest_seen,
)
from thomas_test.core.analysis import Analysis
from thomas_test.core.criteria import GUIDE, Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.core.statements import Foot, Pain, Pelvis, Statements
from thomas_test.second_view import FrontAnalysis


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """One photo of one leg from the side.

    Attributes
    ----------
    analysis
        What was read from it, as corrected by hand where it was.
    picture
        The picture that is kept with it: JPEG, upright, without metadata, face blurred unless told otherwise; None
        where none is kept.
    """

    analysis: Analysis
    picture: bytes | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class FrontTrial:
    """The second photo of one leg, from the front or from above.

    Attributes
    ----------
    analysis, picture
        As in `Trial`.
    no_face
        Whether a person has said that no face can be seen in it: then there is none to blur.
    """

    analysis: FrontAnalysis
    picture: bytes | None = None
    no_face: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Leg:
    """All about one leg.

    Attributes
    ----------
    trials
        In the order in which they were taken.
    fronts
        Second photos, at most one of each view.
    pelvis, foot
        The examiner's statements.
    feelings
        What was felt and did not end the test.
    nothing_felt
        Whether the person was asked and felt nothing.
    seen
        What the examiner saw from the feet or from above; empty where nobody looked.
    retest
        The re-test with the knee straightened.
    tight
        Whether the person feels tight there.
    not_tested
        Why this leg is left out; None for a leg that is tested. A leg left out holds no photo.
    """

    trials: tuple[Trial, ...] = ()
    fronts: tuple[FrontTrial, ...] = ()
    pelvis: Pelvis = Pelvis.NOT_CHECKED
    foot: Foot = Foot.NOT_CHECKED
    feelings: tuple[Feeling, ...] = ()
    nothing_felt: bool = False
    seen: frozenset[Seen] = frozenset()
    retest: Retest = Retest.NOT_DONE
    tight: Tightness = Tightness.NOT_ASKED
    not_tested: NotTested | None = None

    def __post_init__(self) -> None:
        """Check what cannot go together."""
        if any(feeling.ends_test for feeling in self.feelings):
            raise ValueError("expected a stopped examination where pain ends the test, got it among the feelings")
        if self.feelings and self.nothing_felt:
            raise ValueError("expected something felt or nothing, got both")
        if self.not_tested is not None and (self.trials or self.fronts):
            raise ValueError("expected no photo of a leg that is not tested, got some")
        if len(latest_seen(self.seen)) < len(self.seen):
            raise ValueError(
                "expected a thigh that points straight on, or is turned one way or drawn aside, got both: "
                + ", ".join(sorted(self.seen))
            )

    @property
    def felt(self) -> Felt:
        """Whether the person was asked what is felt, and what came of it."""
        if self.feelings:
            return Felt.SOMETHING
        return Felt.NOTHING if self.nothing_felt else Felt.NOT_ASKED

    @property
    def stated(self) -> Statements:
        """What a pattern needs; pain would have ended the test, so that what was felt is the expected stretch."""
        pain = Pain.NOT_ASKED if self.felt is Felt.NOT_ASKED else Pain.NONE
        return Statements(pelvis=self.pelvis, foot=self.foot, pain=pain)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Why an examination ended without a score.

    Attributes
    ----------
    red_flags
        Questions answered with yes; the test did not begin.
    pain
        What was felt during the test.
    side
        The leg that was being tested when it hurt.
    """

    red_flags: tuple[RedFlag, ...] = ()
    pain: Feeling | None = None
    side: Side | None = None

    def __post_init__(self) -> None:
        """Check that there is one reason of one kind."""
        if bool(self.red_flags) == (self.pain is not None):
            raise ValueError("expected red flags or a pain, got both or neither")
        if self.pain is not None and not self.pain.ends_test:
            raise ValueError(f"expected a pain that ends the test, got {self.pain.words}")

    @property
    def without_score(self) -> tuple[Side, ...]:
        """The legs that get no score: the one that hurt, or both."""
        return tuple(Side) if self.pain is None or self.side is None else (self.side,)

    @property
    def title(self) -> str:
        """The heading."""
        if self.pain is None:
            return "Not tested"
        if self.pain.kind in PAINS:
            return "Not completed: pain"
        if self.pain.kind is PainKind.STRETCH:
            return "Not completed: a stretch where none is expected"
        return f"Not completed: {self.pain.kind.words}"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in plain words, one after the other."""
        if self.pain is None:
            return tuple(RED_FLAG_QUESTIONS[flag].answered for flag in self.red_flags)
        where = f" ({self.side} leg tested)" if self.side else ""
        return (
            f"During the test there was {self.pain.words}{where}.",
            WHY_PAIN_ENDS_IT.text,
            (URGENT if self.pain.is_urgent else AFTERWARDS).text,
        )


_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_OLDEST_YEARS = 130


@dataclass(frozen=True, kw_only=True, eq=False)
class Examination:
    """One guided check of one person on one day.

    Attributes
    ----------
    day
        When.
    person
        How the person is called here: a name or a code, as the examiner likes; may be empty.
    examiner
        Who examines; may be empty.
    first_leg
        Which leg is tested first.
    preset
        The thresholds.
    legs
        By side.
    stop
        Why it ended; then the leg in which it hurt holds no trial, and so no number. The other leg may, where it was
        tested before; after a red flag neither does.
    screening
        The answers to the questions before the test; None where they were not kept, and after a red flag, which says so
        itself.
    repeatability
        What repeating the test may change, as published or as the clinic has measured it.
    protocol
        How the person lay; norms and patterns are those of a leg that hangs free.
    clock
        When on that day, such as ``14:05``; may be empty.
    age_years, sex
        As the person says; may be unknown. No norm here goes by them, for no source was read that has one.
    """

    day: date
    person: str = ""
    examiner: str = ""
    first_leg: Side = Side.LEFT
    preset: Preset = GUIDE
    legs: Mapping[Side, Leg] = field(default_factory=dict)
    stop: Stop | None = None
    screening: Screening | None = None
    repeatability: Repeatability = PUBLISHED
    protocol: Protocol = Protocol.EDGE
    clock: str = ""
    age_years: int | None = None
    sex: Sex | None = None

    def __post_init__(self) -> None:
        """Check that every side has its record and that a stopped examination holds no number."""
        if self.clock and not _CLOCK.fullmatch(self.clock):
            raise ValueError(f"expected a time such as 14:05, got {self.clock[:20]!r}")
        if self.age_years is not None and not 0 <= self.age_years <= _OLDEST_YEARS:
            raise ValueError(f"expected an age up to {_OLDEST_YEARS} years, got {self.age_years}")
        legs = {side: self.legs.get(side, Leg()) for side in Side}
        if self.stop is not None and any(legs[side].trials or legs[side].fronts for side in self.stop.without_score):
            raise ValueError("expected a stopped examination without trials, got some: use stopped()")
        for side, leg in legs.items():
            _check_side(side, leg)
        object.__setattr__(self, "legs", MappingProxyType(legs))

    @property
    def order(self) -> tuple[Side, Side]:
        """The legs in the order of testing."""
        return self.first_leg, self.first_leg.other

    def with_leg(self, side: Side, leg: Leg) -> Examination:
        """A copy with one leg's record changed."""
        return replace(self, legs={**self.legs, side: leg})

    def stopped(self, stop: Stop, *, keep_other: bool = True) -> Examination:
        """The examination ended: what was measured in the leg that hurts is left out.

        Parameters
        ----------
        stop
            Why.
        keep_other
            Whether the other leg's result stays, where there is one; a person may want it gone.
        """
        gone = stop.without_score if keep_other else tuple(Side)
        return replace(self, stop=stop, legs={side: leg for side, leg in self.legs.items() if side not in gone})


def _check_side(side: Side, leg: Leg) -> None:
    for trial in leg.trials:
        outcome = trial.analysis.outcome
        if outcome is not None and outcome.pose.tested_leg is not side:
            raise ValueError(f"expected the {side} leg, got a photo of the {outcome.pose.tested_leg} one")
    views = [front.analysis.pose.view for front in leg.fronts if front.analysis.pose is not None]
    if len(views) != len(set(views)):
        raise ValueError(f"expected at most one photo of each view for the {side} leg, got {', '.join(views)}")
