"""The app as on a busy machine: what is pressed and reported comes faster than its runs begin."""

import sys
import time
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.app_table import table_engine
from thomas_test.app import engine
from thomas_test.app.main import main

_BEGINS_AFTER_S = 0.2


@st.cache_resource(show_spinner=False)
def begin_late() -> None:
    """Let every run wait before it knows of anything: once, sessions share it."""
    begin = ScriptRunner._run_script

    def late(runner: ScriptRunner, data: RerunData) -> None:
        time.sleep(_BEGINS_AFTER_S)
        begin(runner, data)

    ScriptRunner._run_script = late  # type: ignore[method-assign]


begin_late()
engine.shared_engine = table_engine  # for good, as in app_under_test.py
main()
