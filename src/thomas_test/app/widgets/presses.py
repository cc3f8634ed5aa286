"""What a person does in the browser is heard once, whole and in its order, however fast it comes."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakValueDictionary, ref

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SafeSessionState

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.proto.ClientState_pb2 import ClientState
    from streamlit.proto.WidgetStates_pb2 import WidgetStates

_LOOK_EVERY_S = 0.01

_PATIENCE_S = 1.0
"""So long a request waits for the page to come to a button that was pressed, for a part of it that runs alone, or,
where it asks for another page, for the one that is left to come to its end. What takes longer is overtaken, as a person
wants who presses on."""


@cache
def hear_every_press() -> None:
    """Hand the browser's requests to Streamlit one after the other, each once the one before was heard.

    Streamlit ends a run as soon as a newer request has come. The press of a button and the report of a component are
    told to one run alone: where that ends before it has begun, within what it calls, or above the button, they are
    lost. What was typed is lost where the page is left before it has taken that in. Here the newer request waits those
    milliseconds. No public way leads there (Streamlit 1.67).
    """
    hand_on = AppSession.request_rerun
    tell, register = SafeSessionState.on_script_will_rerun, SafeSessionState.register_widget
    lines: WeakKeyDictionary[AppSession, Line] = WeakKeyDictionary()
    by_name: WeakValueDictionary[str, Line] = WeakValueDictionary()

    def ask(session: AppSession, request: ClientState | None) -> None:
        if request is None or request.is_auto_rerun:
            hand_on(session, request)
            return
        if session not in lines:
            lines[session] = by_name[session.id] = Line(session, hand_on)
        lines[session].ask(request)

    def tell_and_note(state: Any, fresh: WidgetStates | None, **named: Any) -> None:
        in_hand = _in_hand(by_name)
        unasked = _unasked(fresh, state._state._new_widget_state.widget_metadata)  # noqa: SLF001
        try:
            tell(state, fresh, **named)
        finally:
            if in_hand is not None and in_hand.triggers <= _triggers(fresh):
                in_hand.tell(unasked)

    def register_and_note(state: Any, metadata: Any, user_key: str | None) -> Any:
        registered = register(state, metadata, user_key)
        in_hand = _in_hand(by_name)
        if in_hand is not None:
            in_hand.reach(metadata.id)
        return registered

    AppSession.request_rerun = ask  # type: ignore[assignment, method-assign]
    SafeSessionState.on_script_will_rerun = tell_and_note  # type: ignore[assignment, method-assign]
    SafeSessionState.register_widget = register_and_note  # type: ignore[assignment, method-assign]


def _in_hand(by_name: WeakValueDictionary[str, Line]) -> InHand | None:
    """The newest request that the session of this run was handed."""
    context = get_script_run_ctx(suppress_warning=True)
    line = by_name.get(context.session_id) if context is not None else None
    return line.in_hand if line is not None else None


def _triggers(states: WidgetStates | None) -> frozenset[str]:
    """The buttons that were pressed and the components that report: told to one run alone."""
    return frozenset(
        widget.id
        for widget in (states.widgets if states is not None else ())
        if widget.trigger_value or widget.json_trigger_value
    )


def _unasked(fresh: WidgetStates | None, known: Any) -> set[str]:
    """The buttons that were pressed and that nothing listens to: the page itself asks them when it comes to them."""
    pressed = {widget.id for widget in (fresh.widgets if fresh is not None else ()) if widget.trigger_value}
    return {name for name in pressed if name not in known or known[name].callback is None}


class Line:
    """The requests of one session's browser, each handed on once the one before was heard.

    It is used on the server's own loop alone; the thread that runs the page knows only of `InHand`.

    Parameters
    ----------
    session
        Whose they are.
    hand_on
        Takes the session and a request to Streamlit.

    Attributes
    ----------
    in_hand
        How far the one that was handed on last has come.
    """

    def __init__(self, session: AppSession, hand_on: Callable[[AppSession, ClientState], None]) -> None:
        self._session = ref(session)
        self._hand_on = hand_on
        self._waiting: deque[ClientState] = deque()
        self._looks_again = False
        self.in_hand: InHand | None = None

    def ask(self, request: ClientState) -> None:
        """Take a request in."""
        self._waiting.append(request)
        if not self._looks_again:
            self._advance()

    def _advance(self) -> None:
        self._looks_again = False
        while self._waiting and (session := self._session()) is not None:
            runs = session._scriptrunner is not None  # noqa: SLF001
            if runs and self.in_hand is not None and not self.in_hand.is_heard_before(self._waiting[0]):
                asyncio.get_running_loop().call_later(_LOOK_EVERY_S, self._advance)
                self._looks_again = True
                return
            request = self._waiting.popleft()
            if request.fragment_id and not session.has_fragment(request.fragment_id):
                continue  # Streamlit would drop it
            triggers = _triggers(request.widget_states)
            self.in_hand = InHand(page=request.page_script_hash, triggers=triggers, is_part=bool(request.fragment_id))
            self._hand_on(session, request)


class InHand:
    """How far a request that was handed on has come: noted by the thread that runs the page, asked by the server's.

    Parameters
    ----------
    page
        Which page it asks for; empty where the browser did not know yet.
    triggers
        What was pressed and reported: it is told by a run that tells all of these. A part may run by its clock before.
    is_part
        Whether it is for a part of the page that runs alone, after what runs now.
    """

    def __init__(self, *, page: str, triggers: frozenset[str], is_part: bool) -> None:
        self._page, self.triggers, self._is_part = page, triggers, is_part
        self._unasked: set[str] = set()
        self._is_told = self._is_beyond = False
        self._since_s = time.monotonic()

    def tell(self, unasked: set[str]) -> None:
        """Note that all that listens was called; the page still has to come to these buttons, and to ask them."""
        self._unasked, self._since_s = unasked, time.monotonic()
        self._is_beyond = not unasked
        self._is_told = True

    def reach(self, widget_id: str) -> None:
        """Note that the page has come to a widget: what it does about one is done when it comes to the next."""
        self._is_beyond = self._is_told and not self._unasked
        self._unasked.discard(widget_id)

    def is_heard_before(self, request: ClientState) -> bool:
        """Whether the next request may end its run."""
        # a part is not ended by another part: that waits in the run, where the same press would count once
        may_be_overtaken = self._is_told or (self._is_part and not request.fragment_id)
        if time.monotonic() - self._since_s > _PATIENCE_S and may_be_overtaken:
            return True
        if self._page not in ("", request.page_script_hash):
            return False
        # what nobody pressed or reported is among the values of every later request: nothing is lost that would wait
        return not self.triggers or (self._is_told and self._is_beyond)
