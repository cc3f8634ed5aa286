"""A press that something listens to is heard, whatever is pressed in the next moment."""

from __future__ import annotations

from functools import cache
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunException, StopException
from streamlit.runtime.state import SafeSessionState


@cache
def hear_every_press() -> None:
    """Let no newer press end a run before what began it was heard: each is told to one run alone.

    Streamlit ends a run as soon as it asks for anything of its session while another run waits. It asks for the first
    time before it has told the widgets what was pressed, and again within their callbacks; the run that waits does not
    know of that press. Here what listens to a press is called first, then the run ends. What a component reports is
    heard to its end as well once its run has begun; of a run that was overtaken before, only buttons are heard: a
    report lies among the values that such a run no longer takes in.
    """
    told = SafeSessionState.on_script_will_rerun

    def heard(state: Any, fresh: WidgetStates | None, **named: Any) -> None:
        # no public way leads there (Streamlit 1.67)
        ends_here = state._yield_callback  # noqa: SLF001
        object.__setattr__(state, "_yield_callback", lambda: None)
        try:
            try:
                ends_here()
            except (RerunException, StopException):
                # the newer run may have been told already, of everything: nothing of it is touched
                _call_what_listens(state._state, fresh)  # noqa: SLF001
                raise
            told(state, fresh, **named)
        finally:
            object.__setattr__(state, "_yield_callback", ends_here)

    SafeSessionState.on_script_will_rerun = heard  # type: ignore[assignment, method-assign]


def _call_what_listens(session: Any, fresh: WidgetStates | None) -> None:
    """Call what listens to the buttons that were pressed, and leave what the session knows of its widgets alone."""
    known = session._new_widget_state  # noqa: SLF001
    for widget in fresh.widgets if fresh is not None else ():
        metadata = known.widget_metadata.get(widget.id) if widget.trigger_value else None
        if metadata is not None and metadata.callback is not None and not metadata.disabled:
            known.call_callback(widget.id)
