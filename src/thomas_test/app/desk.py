"""The pictures that one browser session has open. They live in its memory and end with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import streamlit as st

from thomas_test.app.cases import Case

_KEY = "desk"


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
    """

    cases: dict[str, Case] = field(default_factory=dict)
    shown: str = ""
    intake: int = 0
    trouble: str = ""
    notes: tuple[str, ...] = ()
    _drawn: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)

    @property
    def case(self) -> Case | None:
        """The case shown."""
        return self.cases.get(self.shown)

    def open(self, cases: Iterable[Case]) -> None:
        """Put cases on the desk and show the first of them."""
        added = {case.ident: case for case in cases}
        self.cases.update(added)
        self.shown = next(iter(added), self.shown)

    def put(self, case: Case) -> None:
        """Put a changed case back in its place."""
        self.cases[case.ident] = case

    def add_more(self) -> None:
        """Show the inputs again, empty; the pictures stay open."""
        self.shown, self.trouble = "", ""
        self.intake += 1

    def close(self, ident: str) -> None:
        """Forget one picture and show the next one, or the inputs where it was the last."""
        idents = list(self.cases)
        place = idents.index(ident)
        del self.cases[ident]
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if key[0] != ident}
        left = [other for other in idents if other != ident]
        self.trouble = ""
        if left:
            self.shown = left[min(place, len(left) - 1)]
        else:
            self.add_more()

    def clear(self) -> None:
        """Forget every picture."""
        self.cases.clear()
        self._drawn.clear()
        self.add_more()

    def drawn(self, case: Case, kind: str, draw: Callable[[], bytes], *, changes: bool = True) -> bytes:
        """Give a picture made of a case; one that changes with the case is made anew only after it has changed."""
        revision = case.revision if changes else 0
        found = self._drawn.get((case.ident, kind))
        if found is None or found[0] != revision:
            found = self._drawn[case.ident, kind] = (revision, draw())
        return found[1]


def desk() -> Desk:
    """Give this session's desk."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Desk()
    found = st.session_state[_KEY]
    if not isinstance(found, Desk):  # pragma: no cover - a programming error
        raise TypeError(f"expected a Desk in the session, got {type(found).__name__}")
    return found


def new_ident() -> str:
    """Give a name for a case that nobody guesses and no file name can shape."""
    return secrets.token_hex(8)
