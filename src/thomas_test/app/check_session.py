"""The check of this browser session: new, opened from a file, or where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from thomas_test.app.cases import Case
from thomas_test.app.check_room import CheckRoom
from thomas_test.app.desk import new_ident
from thomas_test.app.second_photo import opened_second
from thomas_test.examination.record import Examination
from thomas_test.examination.steps import Check, Step
from thomas_test.landmarks import Side
from thomas_test.settings import Settings

_KEY = "check-room"


def new_room(*, today: date) -> CheckRoom:
    """Give the room of a check that has not begun."""
    return CheckRoom(check=Check(examination=Examination(day=today)))


def opened_room(examination: Examination, settings: Settings) -> CheckRoom:
    """Give the room of a saved check, standing at its result; its photos can be corrected further."""
    stopped = examination.stop is not None
    step = Step.STOPPED if stopped else Step.RESULT
    room = CheckRoom(check=Check(examination=examination, step=step), panel=settings.preset)
    for side in Side:
        for trial in examination.legs[side].trials:
            case = Case(
                ident=new_ident(),
                name=trial.analysis.name,
                settings=replace(settings, preset=examination.preset, leg=side),
                picture=trial.picture,
                analysis=trial.analysis,
            )
            room.add(side, case)
        for front in examination.legs[side].fronts:
            if front.analysis.pose is not None:
                room.seconds[side, front.analysis.pose.view] = opened_second(front, front.analysis.pose.view)
    return room


def check_room() -> CheckRoom:
    """Give this session's room."""
    found = st.session_state.get(_KEY)
    if not isinstance(found, CheckRoom):
        found = st.session_state[_KEY] = new_room(today=date.today())
    return found


def put_room(room: CheckRoom) -> None:
    """Let this session's room be another one."""
    st.session_state[_KEY] = room
