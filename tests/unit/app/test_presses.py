"""What a press or a report says is heard to its end, whatever is pressed meanwhile."""

from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.state import SafeSessionState, SessionState

from thomas_test.app.widgets.presses import hear_every_press


class NewerPress(BaseException):
    """As Streamlit ends a run for which a newer one waits."""


class Widgets(SessionState):
    """Widgets that are told what was pressed, and ask for what the session holds as they hear it."""

    session: SafeSessionState
    heard = False

    def on_script_will_rerun(self, *_: object, **__: object) -> None:
        """Hear it."""
        self.session["heard"] = "a moved point"
        self.heard = True


@pytest.fixture
def widgets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Widgets]:
    """Widgets of a session in which a newer press waits from the start."""
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", SafeSessionState.on_script_will_rerun)
    hear_every_press.cache_clear()

    def end_here() -> None:
        raise NewerPress

    made = Widgets()
    made.session = SafeSessionState(made, end_here)
    yield made
    hear_every_press.cache_clear()


def test_a_newer_press_ends_no_run_before_it_has_heard_what_began_it(widgets: Widgets) -> None:
    """The press is told to one run alone, and the newer one does not know it; after it the run ends as ever."""
    hear_every_press()
    widgets.session.on_script_will_rerun(WidgetStates())
    assert widgets.heard
    with pytest.raises(NewerPress):
        widgets.session["heard"]


def test_streamlit_itself_would_lose_it(widgets: Widgets) -> None:
    """Once this fails, what the app mends is no longer broken."""
    with pytest.raises(NewerPress):
        widgets.session.on_script_will_rerun(WidgetStates())
    assert not widgets.heard
