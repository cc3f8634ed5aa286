"""A real Streamlit runtime without a browser: what a browser would ask is asked here, at any moment."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from streamlit import config
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime import SessionClient
from streamlit.runtime.state import SessionState

_LOOK_EVERY_S, _QUIET_LOOKS = 0.02, 6
_OPTIONS = {"server.fileWatcherType": "none", "runner.postScriptGC": False}
"""No file is watched, and no run collects what other tests have left."""


class _Page(SessionClient):
    """What the browser knows of the page: the names of what can be pressed."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        self.pages: dict[str, str] = {}

    @property
    def client_context(self) -> None:
        """None: there is no connection."""

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take in what the page shows."""
        if msg.WhichOneof("type") == "navigation":
            self.pages = {page.page_name: page.page_script_hash for page in msg.navigation.app_pages}
        if msg.WhichOneof("type") != "delta" or msg.delta.WhichOneof("type") != "new_element":
            return
        shown = msg.delta.new_element
        element = getattr(shown, str(shown.WhichOneof("type")))
        name = getattr(element, "label", "") or getattr(element, "component_name", "")
        if name and hasattr(element, "id"):
            self.ids[name] = element.id
            self.parts[name] = msg.delta.fragment_id


class StreamlitSession:
    """One session of a script, which notes in its state under ``log`` what it hears; an async context."""

    def __init__(self, script: Path) -> None:
        self._options = {name: config.get_option(name) for name in _OPTIONS}
        for name, value in _OPTIONS.items():
            config.set_option(name, value)
        self._runtime = Runtime(
            RuntimeConfig(
                script_path=str(script),
                media_file_storage=MemoryMediaFileStorage("/media"),
                uploaded_file_manager=MemoryUploadedFileManager("/up"),
            )
        )
        self._page = _Page()

    async def __aenter__(self) -> StreamlitSession:
        """Open the page, and wait until it stands."""
        await self._runtime.start()
        self._id = self._runtime.connect_session(self._page, {})
        self.ask()
        await self.rest()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._runtime.stop()
        await self._runtime.stopped
        for name, value in self._options.items():
            config.set_option(name, value)

    @property
    def _session(self) -> AppSession:
        info = self._runtime._session_mgr.get_active_session_info(self._id)
        assert info is not None
        return info.session

    @property
    def state(self) -> SessionState:
        """What the script keeps."""
        return self._session.session_state

    def ask(
        self,
        *pressed: str,
        fields: Mapping[str, str] | None = None,
        report: str = "",
        page: str | None = None,
        alone: bool = False,
        by_clock: bool = False,
    ) -> None:
        """Ask for a run, as the browser does.

        Parameters
        ----------
        pressed
            Labels of buttons.
        fields
            What stands in text fields, by their labels.
        report
            What the component reports.
        page
            The name of a page; else the one that is.
        alone
            Whether only the part of the page runs in which the button is.
        by_clock
            Whether that part asks by itself, as it does every so often: nothing is pressed.
        """
        message = BackMsg()
        request = message.rerun_script
        states: list[WidgetState] = [
            WidgetState(id=self._page.ids[label], trigger_value=not by_clock) for label in pressed
        ]
        states += [WidgetState(id=self._page.ids[label], string_value=text) for label, text in (fields or {}).items()]
        if report:
            trigger = _make_trigger_id(
                next(self._page.ids[name] for name in self._page.ids if "reporter" in name), "events"
            )
            said: Any = [{"event": "report", "value": report}]
            states.append(WidgetState(id=trigger, json_trigger_value=json.dumps(said)))
        request.widget_states.widgets.extend(states)
        request.widget_states.SetInParent()
        request.page_script_hash = self._session.page_script_hash if page is None else self._page.pages[page]
        request.fragment_id = self._page.parts[pressed[0]] if alone else ""
        request.is_auto_rerun = by_clock
        self._runtime.handle_backmsg(self._id, message)

    async def rest(self) -> None:
        """Wait until nothing runs, and nothing that waited has begun since."""
        quiet = 0
        while quiet < _QUIET_LOOKS:
            await asyncio.sleep(_LOOK_EVERY_S)
            quiet = quiet + 1 if self._session._scriptrunner is None else 0
