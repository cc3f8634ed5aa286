"""What a person does in the browser is heard once, whole and in its order, whatever comes in the next moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SafeSessionState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TRIGGERS = ("trigger_value", "json_trigger_value")
"""The press of a button, the report of a component: told to one run alone. All else is among the values of the next."""


@cache
def hear_every_press() -> None:
    """Let no newer press take an older one away.

    Streamlit ends a run as soon as a newer one waits and the run asks for anything of its session: for the first time
    before its widgets were told what was pressed, again while they are told, again before the page has reached the
    button. The newer run knows nothing of that press. Here a run that has begun to tell tells all, and what it did not
    come to goes to the newer one: buttons and components that something listens to until that was called, a button
    that nothing listens to until the page has reached it.

    No public way leads to any of this (Streamlit 1.67).
    """
    unheard = Unheard()
    ask, tell, reach = AppSession.request_rerun, SafeSessionState.on_script_will_rerun, SafeSessionState.register_widget

    def ask_for_all(session: Any, request: Any) -> None:
        running = session._scriptrunner  # noqa: SLF001
        if running is None:
            unheard.forget(session.id)  # every run has come to its end
        if request is not None:
            if running is not None and not request.fragment_id:
                running.request_stop()  # as Streamlit does next: from here on it tells and reaches nothing
            unheard.ask(session.id, request.widget_states, whole_page=not request.fragment_id)
        ask(session, request)

    def tell_all(state: Any, fresh: WidgetStates | None, **named: Any) -> None:
        ends_here = state._yield_callback  # noqa: SLF001
        with state._lock:  # noqa: SLF001 - the newer run tells after this one
            unheard.tell(_session(), fresh, ends_here, listens=_listeners(state._state))  # noqa: SLF001
            object.__setattr__(state, "_yield_callback", lambda: None)
            try:
                tell(state, fresh, **named)
            finally:
                object.__setattr__(state, "_yield_callback", ends_here)

    def reach_once(state: Any, metadata: Any, user_key: str | None) -> Any:
        unheard.reach(_session(), metadata.id, state._yield_callback)  # noqa: SLF001
        return reach(state, metadata, user_key)

    AppSession.request_rerun = ask_for_all  # type: ignore[assignment, method-assign]
    SafeSessionState.on_script_will_rerun = tell_all  # type: ignore[assignment, method-assign]
    SafeSessionState.register_widget = reach_once  # type: ignore[assignment, method-assign]


def _session() -> str:
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else ""


def _listeners(session: Any) -> Callable[[str], bool]:
    known = session._new_widget_state.widget_metadata  # noqa: SLF001

    def listens(widget_id: str) -> bool:
        metadata = known.get(widget_id)
        return metadata is not None and (metadata.callback is not None or metadata.callbacks is not None)

    return listens


@dataclass(kw_only=True)
class Unheard:
    """What was pressed or reported and is not heard yet, of every session by its widgets.

    Attributes
    ----------
    asked
        No run has told it.
    told
        A run has, and nothing listens to it: it is heard where the page reaches the button.
    """

    asked: dict[str, dict[str, WidgetState]] = field(default_factory=dict)
    told: dict[str, dict[str, WidgetState]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, session: str, states: WidgetStates, *, whole_page: bool) -> None:
        """Note what a new request brings; one for the whole page takes along what nobody has heard until now.

        Parameters
        ----------
        session
            Whose it is.
        states
            What the request tells of all widgets; what it takes along is added. A newer press of the same widget stays.
        whole_page
            Whether it ends the run that is. The caller has let that be known.
        """
        with self._lock:
            if whole_page:
                _add(states, (self.told.pop(session, {}) | self.asked.pop(session, {})).values())
            self._keep(self.asked, session, self.asked.get(session, {}) | _triggers(states))

    def tell(
        self,
        session: str,
        states: WidgetStates | None,
        ends_here: Callable[[], None],
        *,
        listens: Callable[[str], bool],
    ) -> None:
        """Take what a run is about to tell as heard, but what nothing listens to.

        Parameters
        ----------
        session, states
            As in `ask`.
        ends_here
            Raises where a newer run waits: nothing is taken then.
        listens
            Whether something is called when a widget is pressed.
        """
        with self._lock:
            ends_here()
            now = _triggers(states)
            left = {name: state for name, state in self.asked.get(session, {}).items() if name not in now}
            self._keep(self.asked, session, left)
            self._keep(self.told, session, {name: state for name, state in now.items() if not listens(name)})

    def reach(self, session: str, widget_id: str, ends_here: Callable[[], None]) -> None:
        """Take a button as heard that the page has reached; ``ends_here`` as in `tell`."""
        if session in self.told:
            with self._lock:
                ends_here()
                self.told.get(session, {}).pop(widget_id, None)

    def forget(self, session: str) -> None:
        """Forget what no page came to: no run is left that might."""
        with self._lock:
            self.asked.pop(session, None)
            self.told.pop(session, None)

    def _keep(self, place: dict[str, dict[str, WidgetState]], session: str, states: dict[str, WidgetState]) -> None:
        """Keep nothing of a session of which there is nothing: it may not come again."""
        place.pop(session, None)
        if states:
            place[session] = states


def _triggers(states: WidgetStates | None) -> dict[str, WidgetState]:
    return {state.id: state for state in (states.widgets if states is not None else ()) if _is_trigger(state)}


def _is_trigger(state: WidgetState) -> bool:
    kind = state.WhichOneof("value")
    return kind in _TRIGGERS and bool(getattr(state, kind))


def _add(states: WidgetStates, older: Iterable[WidgetState]) -> None:
    newer = {state.id: state for state in states.widgets}
    for state in older:
        if state.id not in newer:
            states.widgets.append(state)
        elif not _is_trigger(newer[state.id]):
            newer[state.id].CopyFrom(state)
