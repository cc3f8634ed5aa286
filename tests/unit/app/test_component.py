"""What a component reports is heard to its end, whatever is pressed meanwhile."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.state import SafeSessionState, SessionState

from thomas_test.app.widgets import component


class NewerPress(BaseException):
    """As Streamlit ends a run for which a newer one waits."""


def test_a_newer_press_does_not_end_what_is_done_with_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is told once, and the newer run does not know it; after it the run ends as ever."""

    def end_here() -> None:
        raise NewerPress

    state = SafeSessionState(SessionState(), end_here)
    monkeypatch.setattr(component, "get_script_run_ctx", lambda: SimpleNamespace(session_state=state))
    with component.uninterrupted():
        state["heard"] = "a moved point"
        assert state["heard"] == "a moved point"
    with pytest.raises(NewerPress):
        state["heard"]
