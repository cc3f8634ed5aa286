"""What one browser session knows of its guided check: the check itself and the pictures behind its trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from thomas_test.app.desk import Case, Desk, new_ident
from thomas_test.app.drafts import CHECK_KEY
from thomas_test.app.editor.edits import with_leg, with_preset
from thomas_test.app.editor.second_photo import SecondPhoto, kept_second, opened_second
from thomas_test.app.people.place import own_repeatability
from thomas_test.check import steps
from thomas_test.check.exercises import Dose
from thomas_test.check.meaning.suggestions import Measure
from thomas_test.check.record import Examination, FrontTrial, Trial
from thomas_test.check.red_flags import NOTHING_ANSWERED, Answers
from thomas_test.check.statements import Feeling
from thomas_test.check.steps import Check, Step
from thomas_test.check.summary import summarise
from thomas_test.core.criteria import Preset
from thomas_test.core.landmarks import Side
from thomas_test.core.repeatability import PUBLISHED, Repeatability
from thomas_test.core.settings import Faces, Settings
from thomas_test.images import read_photo
from thomas_test.output.faces import heads_of, picture_to_keep
from thomas_test.second_view import OtherViews, SecondView, measure_front_points


@dataclass(kw_only=True, eq=False)
class CheckSession:
    """A guided check with its pictures. It lives in the session's memory and ends with it.

    Attributes
    ----------
    check
        Where it stands and what was said; its trials are put in by `sync`.
    answers
        What was ticked before the test.
    ident
        Names the check within its session: the boxes of another one, such as of a draft brought back, are not its.
    desk
        The photos from the side, as on the photo page.
    trials
        Which of the desk's cases belong to which leg, in order.
    seconds
        Photos from the feet or from above.
    prints
        SHA-256 of every photo's pixels, by the ident of what was made of it: the same photo counts once.
    pending
        Something felt that would end the test, and in which leg, until a person has confirmed it.
    panel
        The side panel's thresholds when they were last looked at; None before that.
    turn
        Grows when a photo was taken in: input widgets come back empty.
    trouble
        What could not be done, in words.
    kept
        The code of the person and the key under which it was kept from week to week; None before that.
    chosen
        What of the exercises was ticked to take home, and how often each is to be done.
    offered
        The codes under which it was offered to be kept while nobody had them.
    """

    check: Check
    answers: Answers = NOTHING_ANSWERED
    ident: str = field(default_factory=new_ident)
    desk: Desk = field(default_factory=Desk)
    trials: dict[Side, list[str]] = field(default_factory=lambda: {side: [] for side in Side})
    seconds: dict[tuple[Side, SecondView], SecondPhoto] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    pending: tuple[Side, Feeling] | None = None
    panel: Preset | None = None
    turn: int = 0
    trouble: str = ""
    kept: tuple[str, str] | None = None
    chosen: Mapping[Measure, Dose] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)

    def sync(self) -> None:
        """Put what the pictures say now, corrections included, into the check; a stopped leg forgets them."""
        if self.check.step is Step.STOPPED:
            self._forget_stopped()
            return
        for side in Side:
            self._keep_leg(side)
            self.check = steps.set_photos(self.check, side, trials=self._trials(side))
            self._measure_seconds(side)
            self.check = steps.set_photos(self.check, side, trials=self._trials(side), fronts=self._fronts(side))

    def _forget_stopped(self) -> None:
        """Let go of every picture of a leg that gets no score."""
        self.pending = None
        for side in Side:
            if not self.check.examination.legs[side].trials:
                for ident in tuple(self.trials[side]):
                    self.drop(side, ident)
                for view in SecondView:
                    self.drop_second(side, view)
        if not any(self.trials.values()):
            self.desk.clear()
            self.prints.clear()

    @property
    def is_open(self) -> bool:
        """Whether anything was answered or said, or a photo taken along."""
        begun = self.check.step is not Step.BEFORE or any(self.trials.values())
        return begun or self.answers != NOTHING_ANSWERED or bool(self.check.examination.person)

    @property
    def has_work(self) -> bool:
        """Whether there is a person's work in it: all of a check that has begun is, but for one that was stopped."""
        return self.check.step not in (Step.BEFORE, Step.STOPPED) or self.desk.has_work

    @property
    def tested(self) -> tuple[Side, ...]:
        """The legs that are tested, in the order of testing."""
        examination = self.check.examination
        return tuple(side for side in examination.order if examination.legs[side].not_tested is None)

    def add(self, side: Side, case: Case, *, print_: str = "") -> None:
        """Take a photo of a leg from the side in; `print_` tells its pixels from those of others."""
        self.desk.put(case)
        self.prints[case.ident] = print_
        self.trials[side].append(case.ident)
        self.turn += 1

    def drop(self, side: Side, ident: str) -> None:
        """Take a photo out again."""
        self.trials[side].remove(ident)
        del self.desk.cases[ident]
        self.desk.forget(ident)
        self.prints.pop(ident, None)

    def drop_second(self, side: Side, view: SecondView) -> None:
        """Take a second photo out again, where there is one."""
        dropped = self.seconds.pop((side, view), None)
        if dropped is not None:
            self.desk.forget(dropped.ident)

    def place_of(self, print_: str) -> str:
        """Say where these pixels are used already, such as ``photo 2 of the left leg``; empty if nowhere."""
        for side in Side:
            for number, ident in enumerate(self.trials[side], start=1):
                if print_ and self.prints.get(ident) == print_:
                    return f"photo {number} of the {side} leg"
        return ""

    def follow(self, preset: Preset) -> None:
        """Take the side panel's thresholds when a person has changed them since; a saved check keeps its own."""
        if self.panel != preset and self.check.examination.stop is None:
            self.use_preset(preset)
        self.panel = preset

    def describe(self, **said: Any) -> None:
        """Say what holds for the examination as a whole, such as who is examined; raises ValueError where it cannot."""
        self.check = replace(self.check, examination=replace(self.check.examination, **said))

    def use_preset(self, preset: Preset) -> None:
        """Hold the check and its photos against other thresholds; nothing that a person did is lost."""
        for case in tuple(self.desk.cases.values()):
            self.desk.put(with_preset(case, preset))
        self.describe(preset=preset)

    def finished(self, *, faces: Faces = Faces.BLUR) -> Examination:
        """The examination with the pictures that may be kept: upright, no metadata, faces blurred unless told."""
        examination = self.check.examination
        for side in Side:
            leg = examination.legs[side]
            if examination.stop is not None and not leg.trials:
                continue
            trials = tuple(
                replace(trial, picture=self._kept(self.desk.cases[ident], faces))
                for trial, ident in zip(leg.trials, self._counted(side), strict=True)
            )
            fronts = tuple(
                replace(front, picture=kept_second(second, faces=faces), no_face=second.no_face)
                for front, second in zip(leg.fronts, self._read_seconds(side), strict=True)
            )
            examination = examination.with_leg(side, replace(leg, trials=trials, fronts=fronts))
        return examination

    def _keep_leg(self, side: Side) -> None:
        """Keep the examiner's name for the leg, whichever leg's points a hand has swapped."""
        for ident in self.trials[side]:
            case = self.desk.cases[ident]
            outcome = case.read.outcome
            if outcome is not None and outcome.pose.tested_leg is not side:
                self.desk.put(with_leg(case, side))

    def _measure_seconds(self, side: Side) -> None:
        """Measure second photos again with what the other photos of the leg say by now."""
        for view in (SecondView.TOP, SecondView.FRONT):
            second, known = self.seconds.get((side, view)), other_views(self, side)
            found = second.analysis if second is not None else None
            if second is None or found is None or found.pose is None or found.other_views == known:
                continue
            analysis = measure_front_points(
                name=found.name, pose=found.pose, level=found.level, read_by=found.read_by, other_views=known
            )
            analysis = replace(analysis, head_circle_px=found.head_circle_px)
            self.seconds[side, view] = replace(second, analysis=analysis)

    def _counted(self, side: Side) -> list[str]:
        """The photos that count: none of a leg that is not tested, which keeps them until it is after all."""
        return [] if self.check.examination.legs[side].not_tested is not None else self.trials[side]

    def _trials(self, side: Side) -> tuple[Trial, ...]:
        # named by leg and number: a file's own name often is a person's
        return tuple(
            Trial(analysis=replace(self.desk.cases[ident].read, name=f"{side} {number}"))
            for number, ident in enumerate(self._counted(side), start=1)
        )

    def _fronts(self, side: Side) -> tuple[FrontTrial, ...]:
        return tuple(
            FrontTrial(analysis=replace(second.analysis, name=f"{side} {second.view.words}"), no_face=second.no_face)
            for second in self._read_seconds(side)
            if second.analysis is not None
        )

    def _read_seconds(self, side: Side) -> list[SecondPhoto]:
        if self.check.examination.legs[side].not_tested is not None:
            return []
        found = [self.seconds.get((side, view)) for view in SecondView]
        return [second for second in found if second is not None and second.analysis is not None]

    def _kept(self, case: Case, faces: Faces) -> bytes | None:
        picture = case.picture
        if picture is None:
            return None
        return self.desk.made(f"kept-{faces}", case.revision, lambda: _covered(case, picture, faces), of=case.ident)


def _covered(case: Case, picture: bytes, faces: Faces) -> bytes | None:
    """The picture as it may be kept; None where none may."""
    rgb, analysis = read_photo(picture, name=case.name).rgb, case.read
    return picture_to_keep(rgb, heads_of(analysis), size_px=analysis.size_px, faces=faces)


def other_views(session: CheckSession, side: Side) -> OtherViews:
    """Gather what the other photos of a leg tell about it."""
    summary = summarise(session.check.examination, side)
    if summary is None:
        return OtherViews()
    top = session.seconds.get((side, SecondView.TOP))
    measured = top.analysis.measurement if top and top.analysis else None
    return OtherViews(
        thigh=summary.thigh.angle,
        knee=summary.knee.angle if summary.knee else None,
        thigh_to_shank=summary.thigh_to_shank,
        abduction=measured.abduction if measured else None,
    )


def new_session(*, today: date, repeatability: Repeatability = PUBLISHED) -> CheckSession:
    """The session of a check that has not begun; what repeating may change is the clinic's own where there is one."""
    return CheckSession(check=Check(examination=Examination(day=today, repeatability=repeatability)))


def opened_session(examination: Examination, settings: Settings) -> CheckSession:
    """The session of a saved check, standing at its result; its photos can be corrected further."""
    stopped = examination.stop is not None
    step = Step.STOPPED if stopped else Step.RESULT
    session = CheckSession(check=Check(examination=examination, step=step), panel=settings.preset)
    for side in Side:
        for trial in examination.legs[side].trials:
            case = Case(
                name=trial.analysis.name,
                settings=replace(settings, preset=examination.preset, leg=side),
                picture=trial.picture,
                analysis=trial.analysis,
            )
            session.add(side, case)
        for front in examination.legs[side].fronts:
            if front.analysis.pose is not None:
                session.seconds[side, front.analysis.pose.view] = opened_second(front, front.analysis.pose.view)
    return session


def check_session() -> CheckSession:
    """The check of this browser session."""
    found = st.session_state.get(CHECK_KEY)
    if not isinstance(found, CheckSession):
        found = st.session_state[CHECK_KEY] = begun_session()
    return found


def begun_session() -> CheckSession:
    """The session of a check that begins today on this machine."""
    return new_session(today=date.today(), repeatability=own_repeatability())


def put_session(session: CheckSession) -> None:
    """Replace the check of this browser session."""
    st.session_state[CHECK_KEY] = session
