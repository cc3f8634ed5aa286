"""The way through the guided check: which step follows which, and what ends it. Pure, without any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict, Unpack

from thomas_test.check.record import Examination, FrontTrial, Leg, Stop, Trial
from thomas_test.check.red_flags import LONGEST_REASON, Answers, RedFlag, Screening, is_caution
from thomas_test.check.statements import Feeling, Felt, NotTested, Retest, Seen, Tightness
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.statements import Foot, Pelvis


class Step(StrEnum):
    """A page of the check."""

    BEFORE = "before"
    SET_UP = "set_up"
    FIRST_LEG = "first_leg"
    SECOND_LEG = "second_leg"
    FROM_THE_FEET = "from_the_feet"
    RETEST = "retest"
    RESULT = "result"
    STOPPED = "stopped"


_ORDER = tuple(step for step in Step if step is not Step.STOPPED)


@dataclass(frozen=True, kw_only=True, eq=False)
class Check:
    """A guided check on its way.

    Attributes
    ----------
    examination
        What is known so far.
    step
        Where it stands.
    """

    examination: Examination
    step: Step = Step.BEFORE

    def __post_init__(self) -> None:
        """Check that a stopped examination stands nowhere else than at its stop."""
        if (self.step is Step.STOPPED) != (self.examination.stop is not None):
            raise ValueError(f"expected a stop at the step 'stopped' and nowhere else, got {self.step!s}")

    @property
    def side(self) -> Side | None:
        """The leg whose turn it is; None outside of the two legs' steps."""
        if self.step is Step.FIRST_LEG:
            return self.examination.order[0]
        return self.examination.order[1] if self.step is Step.SECOND_LEG else None

    @property
    def progress(self) -> tuple[int, int]:
        """Which step of how many, both from 1; a stopped check is over."""
        number = len(_ORDER) if self.step is Step.STOPPED else _ORDER.index(self.step) + 1
        return number, len(_ORDER)

    @property
    def may_go_on(self) -> bool:
        """Whether what the step asks for is there."""
        return self.step not in (Step.RESULT, Step.STOPPED) and not self.lacks

    @property
    def lacks(self) -> str:
        """What a leg's step still asks for, in words; empty where nothing.

        A measured photo and what the person felt, or why the leg is not tested. Neither leg tested has no result.
        """
        if self.side is None:
            return ""
        leg, other = self.examination.legs[self.side], self.examination.legs[self.side.other]
        if leg.not_tested is not None:
            if self.step is Step.SECOND_LEG and other.not_tested is not None:
                return "a leg that is tested: with neither there is no result"
            return ""
        if not any(trial.analysis.outcome is not None for trial in leg.trials):
            return "a measured photo, or the reason why this leg is not tested"
        return "the answer whether anything hurts, pulls or tingles" if leg.felt is Felt.NOT_ASKED else ""


def answer(check: Check, answers: Answers) -> Check:
    """Take the answers to the questions before the test: none leads to the set-up, any yes ends it.

    A clinician may decide to go on in spite of cautions, with name and reason; nobody goes past anything else.

    Raises
    ------
    UsageError
        Where it is unclear what was answered, with what to do.
    """
    if answers.unclear:
        raise UsageError(answers.unclear)
    flags = tuple(flag for flag in RedFlag if flag in answers.yes)
    clinician = " ".join(answers.clinician.split()) if answers.decided else ""
    if flags and not (clinician and all(map(is_caution, flags))):
        return stop(check, Stop(red_flags=flags))
    reason = " ".join(answers.reason.split())[:LONGEST_REASON]
    screening = Screening(yes=flags, clinician=clinician, reason=reason) if flags else Screening()
    return Check(examination=replace(check.examination, screening=screening), step=Step.SET_UP)


def feel(check: Check, feeling: Feeling, *, side: Side, keep_other: bool = True) -> Check:
    """Take what the person feels: a stretch in front of thigh or hip is noted, pain ends the test.

    The leg that hurts gets no number; that of the other one stays, where there is one and `keep_other` says so.
    """
    if feeling.ends_test:
        return stop(check, Stop(pain=feeling, side=side), keep_other=keep_other)
    leg = check.examination.legs[side]
    if feeling in leg.feelings:
        return check
    return _with_leg(check, side, replace(leg, feelings=(*leg.feelings, feeling), nothing_felt=False))


def take_back(check: Check, feeling: Feeling, *, side: Side) -> Check:
    """Take a note of something felt out again: an entry by mistake. The question is then open once more."""
    leg = check.examination.legs[side]
    feelings = tuple(noted for noted in leg.feelings if noted != feeling)
    return _with_leg(check, side, replace(leg, feelings=feelings))


def leave_out(check: Check, side: Side, reason: NotTested | None) -> Check:
    """Say that a leg is not tested and why, or with None that it is after all; its photos go out of the record."""
    leg = replace(check.examination.legs[side], trials=(), fronts=(), not_tested=reason)
    return _with_leg(check, side, leg)


def stop(check: Check, reason: Stop, *, keep_other: bool = True) -> Check:
    """End the check; what was measured in the leg that hurts is left out, and all of it after a red flag."""
    return Check(examination=check.examination.stopped(reason, keep_other=keep_other), step=Step.STOPPED)


def go_on(check: Check) -> Check:
    """Go to the next step.

    Raises
    ------
    UsageError
        When the step lacks what it asks for, or there is no next one.
    """
    if not check.may_go_on:
        raise UsageError(f"expected {check.lacks or 'another step'} before leaving the step {check.step!s}, got none")
    return replace(check, step=_ORDER[_ORDER.index(check.step) + 1])


def go_back(check: Check) -> Check:
    """Go to the step before; the first one, and a check that pain has ended, stay where they are.

    A check that the questions have ended leads back to them: nothing was measured, and a box is easily ticked by
    mistake.
    """
    ended = check.examination.stop
    if ended is not None and ended.red_flags:
        return Check(examination=replace(check.examination, stop=None), step=Step.BEFORE)
    if check.step in (Step.BEFORE, Step.STOPPED):
        return check
    return replace(check, step=_ORDER[_ORDER.index(check.step) - 1])


def set_photos(check: Check, side: Side, *, trials: Iterable[Trial] = (), fronts: Iterable[FrontTrial] = ()) -> Check:
    """Say which photos of a leg there are, as corrected by now.

    Raises
    ------
    UsageError
        When one shows the other leg, when two are of the same second view, or after a stop.
    """
    leg = replace(check.examination.legs[side], trials=tuple(trials), fronts=tuple(fronts))
    try:
        return _with_leg(check, side, leg)
    except ValueError as error:
        raise UsageError(f"{error}: name the leg, or take the other photo") from error


class LegStatements(TypedDict, total=False):
    """What can be stated of a leg, as `Leg` has it."""

    nothing_felt: bool
    pelvis: Pelvis
    foot: Foot
    seen: frozenset[Seen]
    retest: Retest
    tight: Tightness


def state(check: Check, side: Side, **said: Unpack[LegStatements]) -> Check:
    """Take statements on a leg; what nothing is said of stays as it is."""
    return _with_leg(check, side, replace(check.examination.legs[side], **said))


def _with_leg(check: Check, side: Side, leg: Leg) -> Check:
    if check.examination.stop is not None:
        raise UsageError("expected an examination that is going on, got one that was stopped: start a new one")
    return replace(check, examination=check.examination.with_leg(side, leg))
