"""What is pressed or reported is heard once, whole and in its order, whatever is pressed meanwhile."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import StopException
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import WidgetMetadata

from thomas_test.app.widgets.presses import hear_every_press

LISTENED, PLAIN, REPORTS = "listened-to", "plain", "reports"


class Run:
    """One run of a session's script; a newer one may have stopped it."""

    def __init__(self, page: "Page", request: ClientState) -> None:
        self.page, self.request = page, request
        self.stopped = False
        self.state = SafeSessionState(page.session, self.end_here)

    def end_here(self) -> None:
        """As Streamlit ends a run for which a newer one waits, wherever it asks for anything."""
        if self.stopped:
            raise StopException

    def request_stop(self) -> None:
        """What Streamlit says to a run when a newer request has come."""
        self.stopped = True

    def tell(self) -> None:
        """The run begins: what listens is called."""
        self.state.on_script_will_rerun(self.request.widget_states)

    def reach(self) -> bool:
        """The page comes to the plain button: whether that was pressed."""
        return bool(self.state.register_widget(self.page.metadata[PLAIN], None).value)


class Page:
    """What Streamlit has of a session: two buttons and a component that reports, and the run that is."""

    def __init__(self) -> None:
        self.id = ""
        self.session = SessionState()
        self.heard: list[str] = []
        self.newest: Run | None = None
        self.while_it_is_heard: Callable[[], object] = lambda: None
        self.metadata = {
            LISTENED: WidgetMetadata[Any](LISTENED, bool, bool, "trigger_value", callback=self.hear(LISTENED)),
            PLAIN: WidgetMetadata[Any](PLAIN, bool, bool, "trigger_value"),
            REPORTS: WidgetMetadata[Any](
                REPORTS,
                lambda said: [{"event": "reports", "value": said}] if said else None,
                str,
                "json_trigger_value",
                callbacks={"reports": self.hear(REPORTS)},
            ),
        }
        for each in self.metadata.values():
            self.session._new_widget_state.set_widget_metadata(each)
        self.session._old_state |= {LISTENED: False, PLAIN: False}  # the first run has shown them

    @property
    def _scriptrunner(self) -> Run | None:
        return self.newest

    def hear(self, what: str) -> Any:
        """Something that listens, and asks for something of the session before and after a newer press may come."""

        def heard() -> None:
            assert self.newest is not None
            run = self.newest
            self.while_it_is_heard()
            run.state["heard"] = what
            self.heard.append(what)

        return heard

    def ask(self, *pressed: str, part: str = "") -> Run:
        """The browser asks for a run and tells of every widget, as it does."""
        states = [
            WidgetState(id=LISTENED, trigger_value=LISTENED in pressed),
            WidgetState(id=PLAIN, trigger_value=PLAIN in pressed),
        ]
        if REPORTS in pressed:
            states.append(WidgetState(id=REPORTS, json_trigger_value="moved"))
        request = ClientState(widget_states=WidgetStates(widgets=states), fragment_id=part)
        AppSession.request_rerun(self, request)  # type: ignore[arg-type]
        run = Run(self, request)
        if not part:
            self.newest = run
        return run

    def come_to_rest(self) -> None:
        """Every run has ended."""
        self.newest = None


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A page as the app's are."""
    monkeypatch.setattr(AppSession, "request_rerun", lambda *_: None)
    for patched in ("on_script_will_rerun", "register_widget"):
        monkeypatch.setattr(SafeSessionState, patched, getattr(SafeSessionState, patched))
    hear_every_press.cache_clear()
    hear_every_press()
    ThreadState.initialize()  # as at the start of every run
    yield Page()
    hear_every_press.cache_clear()


def test_a_newer_press_does_not_end_what_is_done_with_one(page: Page) -> None:
    """The press is told to one run alone, and the newer one does not know it; after it the run ends as ever."""
    page.while_it_is_heard = page.ask
    run = page.ask(LISTENED)
    run.tell()
    assert page.heard == [LISTENED]
    with pytest.raises(StopException):
        run.state["heard"]


@pytest.mark.parametrize("pressed", [LISTENED, REPORTS])
def test_what_was_pressed_before_its_run_began_is_heard_by_the_newer_one(page: Page, pressed: str) -> None:
    """Once, before the newer one draws anything; the run that was overtaken tells nothing."""
    older, newer = page.ask(pressed), page.ask()
    with pytest.raises(StopException):
        older.tell()
    assert page.heard == []
    newer.tell()
    assert page.heard == [pressed]
    page.ask().tell()
    assert page.heard == [pressed]


def test_all_that_was_overtaken_is_heard_however_many_runs_it_took(page: Page) -> None:
    """Each press goes from request to request until one has told it."""
    for pressed in (LISTENED, REPORTS, PLAIN):
        page.ask(pressed)
    newest = page.ask()
    newest.tell()
    assert sorted(page.heard) == [LISTENED, REPORTS]
    assert newest.reach()


def test_a_button_that_nothing_listens_to_is_heard_where_the_page_reaches_it(page: Page) -> None:
    """Told, but overtaken above the button: the newer run has it. Once reached it is over."""
    older = page.ask(PLAIN)
    older.tell()
    newer = page.ask()
    with pytest.raises(StopException):
        older.reach()
    newer.tell()
    assert newer.reach()
    last = page.ask()
    last.tell()
    assert not last.reach()


def test_what_a_run_has_heard_is_not_heard_again_though_the_run_is_overtaken(page: Page) -> None:
    """What listens was called, the plain button was reached: the newer run hears of neither."""
    older = page.ask(LISTENED, PLAIN)
    older.tell()
    assert older.reach()
    newer = page.ask()
    newer.tell()
    assert not newer.reach()
    assert page.heard == [LISTENED]


def test_a_newer_press_of_the_same_button_counts_once(page: Page) -> None:
    """As where a person presses twice what does not seem to answer."""
    page.ask(LISTENED)
    page.ask(LISTENED).tell()
    assert page.heard == [LISTENED]


def test_what_the_page_never_came_to_is_forgotten_when_all_runs_have_ended(page: Page) -> None:
    """A button that another page shows much later was not pressed there."""
    page.ask(PLAIN).tell()
    page.come_to_rest()
    much_later = page.ask()
    much_later.tell()
    assert not much_later.reach()


def test_a_part_that_runs_alone_ends_no_run_and_takes_nothing_from_it(page: Page) -> None:
    """It waits for the run that is; what was pressed in it goes to a newer run of the whole page."""
    whole = page.ask(LISTENED)
    page.ask(REPORTS, part="a part")
    whole.tell()
    assert page.heard == [LISTENED]
    page.ask().tell()
    assert page.heard == [LISTENED, REPORTS]


def test_what_was_not_pressed_is_not_heard(page: Page) -> None:
    """Every run is told of every button; of one that began with something else, or with nothing."""
    page.ask()
    AppSession.request_rerun(page, None)  # type: ignore[arg-type]
    run = page.ask()
    run.tell()
    assert not run.reach()
    assert page.heard == []
