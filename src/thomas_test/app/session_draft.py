"""What a session has open, kept as a draft with every run, and brought back after a reload."""

from __future__ import annotations

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from thomas_test.app.drafts import WORK_KEYS, Drafts, Workplace, new_key
from thomas_test.app.people.place import book_or_none
from thomas_test.app.widgets.choices import CHOICES, current_faces
from thomas_test.app.widgets.page_scripts import FoundKeys, draft_key

_OWN_KEY, _SETTLED, _OFFERED = "draft-own-key", "draft-settled", "draft-offered"


@st.cache_resource(show_spinner=False)
def drafts() -> Drafts:
    """The drafts of all sessions of this process."""
    return Drafts(is_there, book_or_none, current_faces)


def is_there(session_id: str) -> bool:
    """Whether a session still runs in some window."""
    return runtime.exists() and runtime.get_instance().is_active_session(session_id)


def keep_draft() -> None:
    """Keep what is open now; forget the draft where nothing is."""
    state = st.session_state
    if not state.get(_SETTLED):
        return
    if not _holds():
        drafts().forget(_own_key())
        return
    contents = {name: state[name] for name in (*WORK_KEYS, *CHOICES) if name in state}
    drafts().keep(_own_key(), contents, holder=holder())


def bring_draft_back() -> None:
    """Bring back what this tab had open before it was reloaded; offer what another window left."""
    state = st.session_state
    found = draft_key(_own_key(), settled=bool(state.get(_SETTLED)), holds=_holds(), warns=_warns())
    # always there, empty or not: were what follows to move on the page, a file on its way into it would be lost
    with st.container(key="draft-words"):
        if found is not None and not state.get(_SETTLED):
            _settle(found)
        keep_draft()
        offered = state.get(_OFFERED)
        if offered and drafts().waits(offered, holder=holder()):
            _offer(offered)


def _settle(found: FoundKeys) -> None:
    state = st.session_state
    state[_SETTLED] = True
    contents = drafts().bring_back(found.tab, holder=holder()) if found.tab else None
    if contents is not None:
        state[_OWN_KEY] = found.tab
        state.update(contents)
        # in the page, not as a toast: Streamlit's has no name for a screen reader
        st.caption(":material/history: What was open before the page was reloaded is back.")
    else:
        state[_OFFERED] = found.tab or found.newest


def _offer(key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="draft-offer"):
        st.markdown("**Work from another window is still here.**", width="content")
        if st.button("Bring it back", icon=":material/history:", type="primary"):
            contents = drafts().bring_back(key, holder=holder())
            st.session_state[_OFFERED] = ""
            if contents is not None:
                drafts().forget(_own_key())
                st.session_state[_OWN_KEY] = key
                st.session_state.update(contents)
            st.rerun()
        if st.button("Forget it", icon=":material/delete:"):
            drafts().forget(key)
            st.session_state[_OFFERED] = ""
            st.rerun()


def _holds() -> bool:
    found = (st.session_state.get(name) for name in WORK_KEYS)
    return any(each.is_open if isinstance(each, Workplace) else each is not None for each in found)


def _warns() -> bool:
    """Whether a person's work would be lost with the window: opened pictures alone are opened again in no time."""
    found = (st.session_state.get(name) for name in WORK_KEYS)
    return any(isinstance(each, Workplace) and each.has_work for each in found)


def _own_key() -> str:
    key = st.session_state.setdefault(_OWN_KEY, new_key())
    return str(key)


def holder() -> str:
    """The session that runs now; empty where none does."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""
