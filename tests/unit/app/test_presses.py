"""What is pressed or reported is heard once, whole and in its order, however fast it comes; on a real runtime."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.state import SafeSessionState

from support.streamlit_session import StreamlitSession
from thomas_test.app.widgets.presses import Line, hear_every_press

_BEGINS_AFTER_S = 0.15
_AT_ONCE_S = 0.03

_SCRIPT = """
import time
import streamlit as st

state = st.session_state
log = state.setdefault("log", [])

def say(word):
    state.log.append(word)

def say_slowly():
    time.sleep(0.3)
    state.log.append("slow")

def one():
    st.button("Note", on_click=lambda: say(state.name))
    st.button("A", on_click=say, args=("A",))
    st.button("B", on_click=say, args=("B",))
    st.button("Slow", on_click=say_slowly)
    st.components.v2.component("reporter", html="<p></p>", js="export default () => {}")(
        key="it", on_report_change=lambda: say(state.it and state.it["report"])
    )
    part()
    for _ in range(20):
        st.write("a long page")
        time.sleep(0.005)
    state.taken_in = st.text_input("Name", key="name")
    if st.button("Plain"):
        time.sleep(0.1)
        say("plain")
    st.button("Below", on_click=say, args=("below",))

@st.fragment
def part():
    time.sleep(1.3 if state.get("is_long") else 0.2)
    st.button("Part", on_click=say, args=("part",))

def two():
    say(f"page two knows {state.taken_in!r}" if state.taken_in else "page two")
    for _ in range(4000 if state.get("is_long") else 1):
        st.write("the other page")
        time.sleep(0.005)
    if state.get("is_long"):
        say("came to its end")

st.navigation([st.Page(one, default=True), st.Page(two, url_path="two", title="two")]).run()
"""

Steps = Callable[[StreamlitSession], Awaitable[None]]
Walk = Callable[[Steps], list[str]]


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which a run begins late."""
    begin = ScriptRunner._run_script

    def late(runner: ScriptRunner, data: RerunData) -> None:
        time.sleep(_BEGINS_AFTER_S)
        begin(runner, data)

    monkeypatch.setattr(ScriptRunner, "_run_script", late)


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Walk]:
    """Do something in a session, wait until nothing runs, and give what was heard."""
    monkeypatch.setattr(Runtime, "_instance", None)
    for kind, patched in (
        (AppSession, "request_rerun"),
        (SafeSessionState, "on_script_will_rerun"),
        (SafeSessionState, "register_widget"),
    ):
        monkeypatch.setattr(kind, patched, getattr(kind, patched))
    hear_every_press.cache_clear()
    hear_every_press()
    script = tmp_path / "page.py"
    script.write_text(_SCRIPT)

    async def walked(steps: Steps) -> list[str]:
        async with StreamlitSession(script) as session:
            await steps(session)
            await session.rest()
            return list(session.state["log"])

    yield lambda steps: asyncio.run(walked(steps))
    hear_every_press.cache_clear()


async def show_the_long_page(session: StreamlitSession) -> None:
    """Page two, which then draws for 20 seconds, and says so at its end."""
    session.state["is_long"] = True
    session.ask(page="two")
    await asyncio.sleep(0.2)


@pytest.mark.usefixtures("busy")
def test_presses_before_the_first_of_them_is_heard_come_in_their_order(walk: Walk) -> None:
    """Also the same button twice, what a component reports, and a button that the page itself asks."""

    async def steps(session: StreamlitSession) -> None:
        for press in ("B", "A", "A"):
            session.ask(press)
        session.ask(report="moved")
        session.ask("Plain")
        session.ask("B")

    assert walk(steps) == ["B", "A", "A", "moved", "plain", "B"]


def test_a_press_waits_until_what_the_one_before_calls_is_done(walk: Walk) -> None:
    """Nothing runs beside it."""

    async def steps(session: StreamlitSession) -> None:
        session.ask("Slow")
        await asyncio.sleep(0.1)
        session.ask("A")

    assert walk(steps) == ["slow", "A"]


@pytest.mark.usefixtures("busy")
def test_a_press_is_heard_with_what_stood_in_the_fields_then(walk: Walk) -> None:
    """Whatever is typed in the next moment."""

    async def steps(session: StreamlitSession) -> None:
        session.ask("Note", fields={"Name": "typed before"})
        session.ask(fields={"Name": "typed after"})

    assert walk(steps) == ["typed before"]


@pytest.mark.parametrize("pressed", ["A", "Plain", "report"])
@pytest.mark.usefixtures("busy")
def test_what_was_pressed_as_the_page_was_left_is_heard_before_the_other_is_drawn(walk: Walk, pressed: str) -> None:
    """The page that it belongs to is gone after that, with what it knew of its widgets."""

    async def steps(session: StreamlitSession) -> None:
        if pressed == "report":
            session.ask(report="report")
        else:
            session.ask(pressed)
        session.ask(page="two")

    assert walk(steps) == [pressed.lower() if pressed == "Plain" else pressed, "page two"]


@pytest.mark.usefixtures("busy")
def test_what_was_typed_as_the_page_was_left_is_taken_in_by_it(walk: Walk) -> None:
    """A field low on the page that nothing listens to: it is read as the page is drawn."""

    async def steps(session: StreamlitSession) -> None:
        session.ask(fields={"Name": "P-07"})
        session.ask(page="two")

    assert walk(steps) == ["page two knows 'P-07'"]


def test_a_page_that_draws_for_long_is_left_all_the_same(walk: Walk) -> None:
    """Long before it has come to its end."""

    async def steps(session: StreamlitSession) -> None:
        await show_the_long_page(session)
        session.ask(page="one")

    assert walk(steps) == ["page two"]


def test_a_button_that_the_page_asks_itself_is_reached_before_the_next_press_ends_the_run(
    walk: Walk,
) -> None:
    """It stands low on a page that draws for a while."""

    async def steps(session: StreamlitSession) -> None:
        session.ask("Plain")
        await asyncio.sleep(_AT_ONCE_S)
        session.ask("A")

    assert walk(steps) == ["plain", "A"]


def test_a_press_that_its_page_never_comes_to_is_not_done_later(walk: Walk) -> None:
    """Pressed on what stood there a moment before: the page that is drawn now has no such button."""

    async def steps(session: StreamlitSession) -> None:
        await show_the_long_page(session)
        session.ask("Plain")  # the page is drawn anew, and has none
        session.ask(page="one")

    assert walk(steps) == ["page two", "page two"]


@pytest.mark.usefixtures("busy")
def test_a_part_that_runs_alone_and_the_whole_page_hear_theirs(walk: Walk) -> None:
    """In whichever order they were pressed."""

    async def steps(session: StreamlitSession) -> None:
        session.ask("A")
        session.ask("Part", alone=True)
        session.ask("B")
        session.ask("Part", alone=True)

    assert walk(steps) == ["A", "part", "B", "part"]


def test_a_part_that_draws_for_long_hears_each_of_its_presses(walk: Walk) -> None:
    """Another part does not end it: its own presses are no reason to hurry."""

    async def steps(session: StreamlitSession) -> None:
        session.state["is_long"] = True
        for _ in range(3):
            session.ask("Part", alone=True)
            await asyncio.sleep(_AT_ONCE_S)

    assert walk(steps) == ["part", "part", "part"]


class PageThatRuns:
    """A session whose run has told nothing yet; it has no part."""

    _scriptrunner = "runs"

    def has_fragment(self, _: str) -> bool:
        """Whether it has a part."""
        return False


def handed_on_at_once(*requests: ClientState) -> list[ClientState]:
    """Which of these requests Streamlit has before any is heard."""
    page = PageThatRuns()
    handed: list[ClientState] = []
    line = Line(cast("AppSession", page), lambda _, request: handed.append(request))
    for request in requests:
        line.ask(request)
    return handed


def test_a_press_in_a_part_that_is_gone_is_waited_for_by_none() -> None:
    """Streamlit drops it, so nothing would ever tell it."""
    assert handed_on_at_once(ClientState(fragment_id="gone"), ClientState()) == [ClientState()]


def test_where_nothing_was_pressed_nothing_waits() -> None:
    """Values come with every later request; a camera's connection is made by many of these, in haste."""
    told = [
        ClientState(widget_states=WidgetStates(widgets=[WidgetState(id="camera", json_value=value)])) for value in "123"
    ]
    assert handed_on_at_once(*told) == told


@pytest.mark.usefixtures("busy")
def test_a_part_that_runs_by_its_clock_takes_no_press_for_told(walk: Walk) -> None:
    """Its own run comes after that: a press of the whole page waits for it."""

    async def steps(session: StreamlitSession) -> None:
        session.ask("Part", alone=True, by_clock=True)
        await asyncio.sleep(_AT_ONCE_S)
        session.ask("Part", alone=True)
        await asyncio.sleep(_BEGINS_AFTER_S + _AT_ONCE_S)
        session.ask("B")

    assert walk(steps) == ["part", "B"]
