"""What a press or a report says is heard to its end, whatever is pressed meanwhile."""

from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import StopException
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata

from thomas_test.app.widgets.presses import hear_every_press

PRESSED = WidgetStates(widgets=[WidgetState(id="a-button", trigger_value=True)])


class Run:
    """One run of a session whose button counts what it hears; a newer run may wait from some moment on."""

    def __init__(self) -> None:
        self.session = SessionState()
        self.overtaken = False
        self.overtaken_at_the_button = False
        self.heard = 0
        self.state = SafeSessionState(self.session, self.end_here)
        self.session._new_widget_state.set_widget_metadata(
            WidgetMetadata(
                id="a-button",
                deserializer=bool,
                serializer=bool,
                value_type="trigger_value",
                callback=self.hear,
            )
        )

    def end_here(self) -> None:
        """As Streamlit ends a run for which a newer one waits, wherever it asks for anything."""
        if self.overtaken:
            raise StopException

    def hear(self) -> None:
        """Ask for something of the session before and after a newer press has come."""
        self.overtaken = self.overtaken or self.overtaken_at_the_button
        self.state["heard"] = "the press"
        self.heard += 1


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """A run as the app's are."""
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", SafeSessionState.on_script_will_rerun)
    hear_every_press.cache_clear()
    hear_every_press()
    ThreadState.initialize()  # as at the start of every run
    yield Run()
    hear_every_press.cache_clear()


def test_a_newer_press_does_not_end_what_is_done_with_one(run: Run) -> None:
    """The press is told to one run alone, and the newer one does not know it; after it the run ends as ever."""
    run.overtaken_at_the_button = True
    run.state.on_script_will_rerun(PRESSED)
    assert run.heard == 1
    with pytest.raises(StopException):
        run.state["heard"]


def test_a_press_is_heard_by_a_run_that_was_overtaken_before_it_began(run: Run) -> None:
    """And nothing else of that run is told: the newer one may have set the session's widgets already."""
    run.overtaken = True
    with pytest.raises(StopException):
        run.state.on_script_will_rerun(PRESSED)
    assert run.heard == 1
    assert "a-button" not in run.session._new_widget_state


def test_what_was_not_pressed_is_not_heard(run: Run) -> None:
    """Every run is told of every button; of one that began with something else, or with nothing."""
    still = WidgetStates(widgets=[WidgetState(id="a-button", trigger_value=False)])
    run.overtaken = True
    for states in (still, None):
        with pytest.raises(StopException):
            run.state.on_script_will_rerun(states)
    assert run.heard == 0
