"""The phone as the camera, as the app shows it: the code to scan, what came in, and what becomes of it."""

from __future__ import annotations

import io
import os
from functools import partial

import segno
import streamlit as st

from thomas_test.app.desk import HandedOver
from thomas_test.app.drafts import PHONE_KEY
from thomas_test.app.launch import PHONE_ASKED_BY
from thomas_test.app.phone.addresses import local_addresses
from thomas_test.app.phone.door import PhoneDoor
from thomas_test.app.phone.pairing import DoorStage
from thomas_test.app.session_draft import holder, is_there
from thomas_test.app.widgets import pictures
from thomas_test.app.widgets.cards import steps, trouble
from thomas_test.core.errors import ThomasTestError

_ACCEPTED = "phone-accepted"
_LOOK_EVERY_S = 1.0
_SHOWN_WIDTH_PX = 420
_HOW_TO = (
    "Phone and computer have to be in the same network.",
    "Scan the code with the phone's camera.",
    "The browser warns of the certificate: it was made here, for this session, and nobody has signed it. Go on.",
    "Tap Start, hold the phone as its page says, and take the photo.",
    "Each photo is shown here first: accept it, and it is read.",
)
_WHAT_IT_IS = (
    "A second, tiny door of this app opens on the local network: encrypted, for one phone that has the code, for ten "
    "minutes, and for nothing but sending photos here. Everything else stays on this machine. Not for a network "
    "whose other users you do not trust."
)


def asked_for_phone() -> bool:
    """Whether the app was started with ``--phone``, and no window has opened the door yet."""
    return bool(os.environ.get(PHONE_ASKED_BY))


def show_phone() -> tuple[HandedOver, ...]:
    """Show the door, or how it is opened, and give the photos that a person has just accepted."""
    door = st.session_state.get(PHONE_KEY)
    if door is None and asked_for_phone():
        os.environ.pop(PHONE_ASKED_BY, None)
        addresses = local_addresses()
        door = _open(addresses[0]) if addresses else None
    if door is not None:
        door.is_wanted = partial(is_there, holder())
    if door is None or not door.is_open:
        _offer_to_open(door)
    else:
        # looked at every second while it is open, and only this part of the page
        st.fragment(_show_door, run_every=_LOOK_EVERY_S)(door)
    return tuple(st.session_state.pop(_ACCEPTED, ()))


def phone_door() -> PhoneDoor | None:
    """The door for the phone while it is open, or holds photos: then the next one comes from there, too."""
    found: PhoneDoor | None = st.session_state.get(PHONE_KEY)
    return found if found is not None and found.is_open else None


def _open(address: str) -> PhoneDoor:
    door = st.session_state[PHONE_KEY] = PhoneDoor(address)
    return door


def _offer_to_open(closed: PhoneDoor | None) -> None:
    if closed is not None:
        if closed.trouble:
            st.html(trouble("The door for the phone closed by itself", closed.trouble))
        else:
            st.html('<p class="tt-note" role="status">The door is closed: nothing answers on the network.</p>')
    st.write(_WHAT_IT_IS)
    addresses = local_addresses()
    if not addresses:
        st.info("This machine is in no local network. Join the one that the phone is in, then come back to this page.")
        return
    address = addresses[0]
    if len(addresses) > 1:
        address = st.selectbox("This machine's address in the phone's network", addresses, key="phone-address")
    if st.button("Open the door for ten minutes", type="primary", icon=":material/qr_code_2:", key="phone-open"):
        _open(address)
        st.rerun()


def _show_door(door: PhoneDoor) -> None:
    stage = door.stage
    photos = door.photos
    st.html(f'<p class="tt-ask" role="status"><b>{_state_words(door, len(photos))}</b></p>')
    if not door.is_open:
        st.rerun()  # the whole page: it offers to open another one
    for ident, photo in photos.items():
        _show_received(door, ident, photo)
    if stage is DoorStage.WAITING:
        left, right = st.columns([2, 3], gap="large")
        with left:
            st.image(qr_svg(door.address), width=260, alt="Code with the link for the phone; the link stands below it.")
        with right:
            st.html(steps("With the phone", _HOW_TO))
        with st.expander("Without a camera for the code, or to be sure of the certificate"):
            st.write("The link, for the phone's browser:")
            st.code(door.address, language=None, wrap_lines=True)
            st.write("SHA-256 of the certificate, as the phone's browser shows it:")
            st.code(door.fingerprint, language=None, wrap_lines=True)
    if stage is not DoorStage.CLOSED and st.button("Close the door", icon=":material/close:", key="phone-close"):
        door.close()
        st.rerun()


def _state_words(door: PhoneDoor, waiting: int) -> str:
    left = f"Closes by itself in {max(1, round(door.left_s / 60))} min."
    came = f"{waiting} photo{'s wait' if waiting != 1 else ' waits'} for your word. " if waiting else ""
    return {
        DoorStage.OPENING: "The door is being opened…",
        DoorStage.WAITING: f"The door is open and waits for the phone. {left}",
        DoorStage.PAIRED: f"{came or 'One phone is paired. '}{left}",
        DoorStage.CLOSED: f"The door is closed. {came}",
    }[door.stage]


def _show_received(door: PhoneDoor, ident: str, photo: HandedOver) -> None:
    with st.container(border=True, key=f"phone-{ident}"):
        kept = f"phone-shown-{ident}"
        if kept not in st.session_state:
            st.session_state[kept] = _shown(photo)
        shown = st.session_state[kept]
        if isinstance(shown, str):
            st.html(trouble("What the phone sent cannot be read", shown))
        else:
            told = "" if photo.held is None else " Its page told how the phone was held."
            st.image(shown, width=_SHOWN_WIDTH_PX, alt=f"{photo.name}, as it came from the phone, not yet read.")
            st.caption(f"{photo.name}: not read yet.{told}")
        with st.container(horizontal=True):
            if not isinstance(shown, str) and st.button(
                "Accept and read it", type="primary", icon=":material/check:", key=f"accept-{ident}"
            ):
                taken = door.take(ident)
                st.session_state.pop(kept, None)
                if taken is not None:
                    st.session_state[_ACCEPTED] = (*st.session_state.get(_ACCEPTED, ()), taken)
                st.rerun()
            if st.button("Throw it away", icon=":material/delete:", key=f"throw-{ident}"):
                door.take(ident)
                st.session_state.pop(kept, None)
                st.rerun()


def _shown(photo: HandedOver) -> bytes | str:
    """The photo for the screen, or why there is none."""
    try:
        return pictures.display_jpeg(photo.data, name=photo.name)
    except ThomasTestError as error:
        return str(error)


def qr_svg(address: str) -> str:
    """A link as a QR code, dark on light in both themes, for cameras read it so."""
    stream = io.BytesIO()
    segno.make_qr(address, error="m").save(
        stream, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return stream.getvalue().decode()
