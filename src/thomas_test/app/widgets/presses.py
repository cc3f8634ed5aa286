"""What a press or a report says is heard to its end, whatever is pressed in the next moment."""

from __future__ import annotations

from functools import cache
from typing import Any

from streamlit.runtime.state import SafeSessionState


@cache
def hear_every_press() -> None:
    """Let no newer press end a run before what began it was heard: each is told to one run alone.

    Streamlit ends a run as soon as it asks for anything of its session while another run waits. It asks for the first
    time before it has told the widgets what was pressed, and again within their callbacks; the run that waits does not
    know of that press. Here a run that has begun takes in what was pressed and calls what listens to it, then it ends.
    """
    told = SafeSessionState.on_script_will_rerun

    def told_to_its_end(state: Any, *args: Any, **named: Any) -> None:
        # no public way leads there (Streamlit 1.67)
        ends_here = state._yield_callback  # noqa: SLF001
        object.__setattr__(state, "_yield_callback", lambda: None)
        try:
            told(state, *args, **named)
        finally:
            object.__setattr__(state, "_yield_callback", ends_here)

    SafeSessionState.on_script_will_rerun = told_to_its_end  # type: ignore[assignment, method-assign]
