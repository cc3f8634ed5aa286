"""The pictures that one browser session has open. They live in its memory and end with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, TypeVar, cast

import streamlit as st

from thomas_test.app.drafts import DESK_KEY
from thomas_test.core.analysis import Analysis
from thomas_test.core.landmarks import Joint
from thomas_test.core.settings import Settings
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.reading.level.phone import PhoneHeld

Made = TypeVar("Made")
Point = tuple[float, float]
Line = tuple[Point, Point]


def new_ident() -> str:
    """A name that nobody guesses and no file name can shape."""
    return secrets.token_hex(8)


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A file as it came: its name, which proves nothing, its bytes, and how the phone was held where its page told."""

    name: str
    data: bytes
    held: PhoneHeld | None = None

    @property
    def is_record(self) -> bool:
        """Whether this claims to be a saved result."""
        return self.name.lower().endswith(".json")


@dataclass(frozen=True, kw_only=True, eq=False)
class Undoable:
    """A picture that a hand changes step by step, each of which can be taken back.

    Attributes
    ----------
    ident
        Names it within its session: nobody guesses it, and no file name can shape it.
    past
        The picture as it was before each change, the newest last.
    echo
        Number of the editor's latest report that was taken in.
    """

    ident: str = field(default_factory=new_ident)
    past: tuple[Self, ...] = ()
    echo: int = 0

    def after(self, **changed: Any) -> Self:
        """The picture after a change, with the present one kept for undo."""
        return replace(self, past=(*self.past, self), **changed)

    def before(self, **kept: Any) -> Self:
        """The picture before its latest change, or itself when there is none; what is ``kept`` does not go back."""
        return replace(self.past[-1], echo=self.echo, **kept) if self.past else self

    def heard(self, edit: Mapping[str, object]) -> Self:
        """The picture with the report's number taken in, so that the editor knows what it may adopt."""
        seq = edit.get("seq")
        return replace(self, echo=seq) if isinstance(seq, int) else self


@dataclass(frozen=True, kw_only=True, eq=False)
class Case(Undoable):
    """One picture that a person opened.

    Attributes
    ----------
    name
        The file's name; strangers made it, so views escape it.
    settings
        The choices it was read with.
    picture
        The file's own bytes; None where only a saved result was opened.
    analysis
        What is shown; None when the file could not be read.
    error
        Why it could not be read, in words.
    line_px
        The level line as the person left it.
    draft
        Points that a person has placed so far on a picture that was refused; None while nobody is placing any.
    revision
        Grows with every change: what was drawn for another revision is stale.
    held
        How the phone was held that took it, where its page told.
    """

    name: str
    settings: Settings
    picture: bytes | None
    analysis: Analysis | None
    error: str = ""
    line_px: Line | None = None
    draft: Mapping[Joint, Point] | None = None
    revision: int = 0
    held: PhoneHeld | None = None

    def __post_init__(self) -> None:
        """Check that the file was read or not read: never both, never neither."""
        if (self.analysis is None) == (self.error == ""):
            raise ValueError("expected an analysis or an error, got both or neither")

    @property
    def read(self) -> Analysis:
        """The analysis of a file that could be read.

        Raises
        ------
        ValueError
            When it could not; the message carries the reason.
        """
        if self.analysis is None:
            raise ValueError(f"{self.name}: {self.error}")
        return self.analysis

    @property
    def is_corrected(self) -> bool:
        """Whether there is an automatic result, a measurement or a refusal, to which `Reset` leads back."""
        analysis = self.analysis
        return analysis is not None and (analysis.automatic is not None or analysis.automatic_refusal is not None)

    @property
    def is_touched(self) -> bool:
        """Whether there is a person's work in it, which no new reading may overwrite."""
        by_hand = (
            self.analysis is not None
            and self.analysis.outcome is not None
            and self.analysis.outcome.pose.source is PointsSource.HAND
        )
        return self.is_corrected or by_hand or bool(self.draft) or self.line_px is not None

    def changed(self, analysis: Analysis, *, line_px: Line | None) -> Case:
        """The case with a new analysis, the present one kept for undo."""
        return self.after(analysis=analysis, line_px=line_px, draft=None, revision=self.revision + 1, error="")

    def undone(self) -> Case:
        """The case before its latest change, or itself when there is none; choices stay as they are."""
        settings = self.settings_after(self.past[-1]) if self.past else self.settings
        return self.before(settings=settings, picture=self.picture, revision=self.revision + 1)

    def settings_after(self, step: Case) -> Settings:
        """The choices once it is again as it was before.

        A reading that no hand has touched comes with those that it was made by: where others stand by now, they ask for
        another one. Otherwise it would stand under them, and nothing would read it again.
        """
        if step.is_touched:
            return self.settings
        by = step.settings
        return replace(self.settings, leg=by.leg, head_towards=by.head_towards, effort=by.effort)


@dataclass(kw_only=True, eq=False)
class Desk:
    """Open cases in the order of opening, and which of them is shown.

    Attributes
    ----------
    cases
        By ident.
    shown
        The ident of the case shown; empty when none is open.
    intake
        Grows when the desk is cleared: input widgets take it into their keys and come back empty.
    trouble
        What could not be done at the last edit, in words.
    notes
        What a user should know about the networks that read, such as that one works alone.
    waiting
        Files that were handed over and not read yet, in their order: a click meanwhile, or a reload, loses none.
    arrived
        Idents of the cases that came of the files handed over last, as far as they were read.
    both
        Whether both legs are shown beside each other, of all pictures, in place of one picture.
    left_out
        Idents of the pictures that a person does not want to count among them.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    shown: str = ""
    intake: int = 0
    trouble: str = ""
    notes: tuple[str, ...] = ()
    waiting: list[HandedOver] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    both: bool = False
    left_out: set[str] = field(default_factory=set)
    _made: dict[tuple[str, str], tuple[object, object]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether any picture is open, or waits to be read."""
        return bool(self.cases or self.waiting)

    @property
    def has_work(self) -> bool:
        """Whether a person's hand was on one of them."""
        return any(case.is_touched for case in self.cases.values())

    @property
    def case(self) -> Case | None:
        """The case shown."""
        return self.cases.get(self.shown)

    @property
    def shows_both(self) -> bool:
        """Whether both legs are shown: one picture alone has nothing to lie beside."""
        return self.both and len(self.cases) > 1

    def open(self, cases: Iterable[Case]) -> None:
        """Put cases on the desk and show the first of them."""
        added = {case.ident: case for case in cases}
        self.cases.update(added)
        self.show(next(iter(added), self.shown))

    def show(self, ident: str) -> None:
        """Show one picture."""
        self.shown, self.both = ident, False

    def hand_over(self, cases: Iterable[Case], waiting: Iterable[HandedOver]) -> None:
        """Take files that came in together: those that are cases already, and those that wait to be read."""
        self.waiting = list(waiting)
        self.arrived = []
        for case in cases:
            self.arrive(case)

    def arrive(self, case: Case) -> None:
        """Put the case of a file on the desk that was handed over."""
        self.put(case)
        self.arrived.append(case.ident)

    def settle(self) -> None:
        """Show what has come in: one picture by itself, several with those that were open as both legs."""
        arrived = [ident for ident in self.arrived if ident in self.cases]
        self.arrived = []
        if arrived:
            self.show(arrived[0])
            self.both = len(self.cases) > 1

    def put(self, case: Case) -> None:
        """Put a changed case back in its place."""
        self.cases[case.ident] = case

    def add_more(self) -> None:
        """Show the inputs again, empty; the pictures stay open."""
        self.shown, self.trouble, self.both = "", "", False
        self.intake += 1

    def close(self, ident: str) -> None:
        """Forget one picture and show the next one, or the inputs where it was the last."""
        idents = list(self.cases)
        place = idents.index(ident)
        del self.cases[ident]
        self.left_out.discard(ident)
        self.forget(ident)
        left = [other for other in idents if other != ident]
        self.trouble = ""
        if left:
            self.shown = left[min(place, len(left) - 1)]
        else:
            self.add_more()

    def clear(self) -> None:
        """Forget every picture."""
        self.cases.clear()
        self.waiting.clear()
        self.left_out.clear()
        self._made.clear()
        self.add_more()

    def forget(self, of: str) -> None:
        """Let go of what was made of a picture, and of what was made of several, in which it may be seen."""
        self._made = {key: made for key, made in self._made.items() if key[0] not in {of, ""}}

    def made(self, kind: str, stamp: object, make: Callable[[], Made], *, of: str = "") -> Made:
        """Something made of the picture with that ident, or of several; made anew only after its stamp has changed."""
        found = self._made.get((of, kind))
        if found is None or found[0] != stamp:
            found = self._made[of, kind] = (stamp, make())
        return cast("Made", found[1])


def desk() -> Desk:
    """The desk of this browser session."""
    found: Desk = st.session_state.setdefault(DESK_KEY, Desk())
    return found
