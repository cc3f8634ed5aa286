"""Photos of one leg from the side, handed over in the check: read once each, for the leg whose turn it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from thomas_test.analysis import Analysis
from thomas_test.app import engine
from thomas_test.app.cases import Case
from thomas_test.app.check_room import CheckRoom
from thomas_test.app.choices import current_settings
from thomas_test.app.desk import new_ident
from thomas_test.app.engine import Engine
from thomas_test.app.intake import PICTURE_TYPES
from thomas_test.app.opening import Incoming
from thomas_test.errors import ThomasTestError, UsageError
from thomas_test.images import Photo, read_photo
from thomas_test.landmarks import Side
from thomas_test.quality import Refusal, RefusalCode, WarningCode
from thomas_test.settings import Settings


def take_photos(room: CheckRoom, side: Side) -> None:
    """Show the inputs, and take in what they hold."""
    source = st.segmented_control(
        "Photo from the side", ("File", "Camera"), default="File", required=True, key=f"source-{side}"
    )
    if source == "Camera":
        taken = st.camera_input("Take the photo", key=f"shot-{side}-{room.turn}", resolution="1080p")
        files = [] if taken is None else [Incoming(name="camera photo.jpg", data=taken.getvalue())]
    else:
        uploads = st.file_uploader(
            f"Photos of the {side} leg from the side",
            type=list(PICTURE_TYPES),
            accept_multiple_files=True,
            key=f"photo-{side}-{room.turn}",
        )
        files = [Incoming(name=upload.name, data=upload.getvalue()) for upload in uploads]
    if files:
        _read_all(room, side, files)
        st.rerun()


def _read_all(room: CheckRoom, side: Side, files: Iterable[Incoming]) -> None:
    # the examiner says which leg is tested: the picture need not tell
    settings = replace(current_settings(), leg=side, preset=room.check.examination.preset)
    troubles: list[str] = []
    with st.spinner("Reading the picture…", show_time=True):
        for file in files:
            try:
                reader = engine.shared_engine(settings.effort)
                _take_in(room, side, file, reader, settings)
            except ThomasTestError as error:
                troubles.append(str(error))
    room.trouble = " ".join(dict.fromkeys(troubles))
    room.turn += 1


def _take_in(room: CheckRoom, side: Side, file: Incoming, reader: Engine, settings: Settings) -> None:
    photo = read_photo(file.data, name=file.name)
    print_ = pixels_sha256(photo)
    place = room.place_of(print_)
    if place:
        raise UsageError(
            f"expected another photo, got {file.name}, which is the same picture as {place}: take a new one"
        )
    analysis = read_for_leg(photo, reader, settings, side)
    room.desk.notes = reader.notes
    case = Case(ident=new_ident(), name=file.name, settings=settings, picture=file.data, analysis=analysis)
    room.add(side, case, print_=print_)


def pixels_sha256(photo: Photo) -> str:
    """Tell a photo's pixels from those of others, whatever its file is called and says beside them."""
    return hashlib.sha256(repr(photo.size_px).encode() + photo.rgb.tobytes()).hexdigest()


def read_for_leg(photo: Photo, reader: Engine, settings: Settings, side: Side) -> Analysis:
    """Read a photo for the leg whose turn it is; one on which the other leg hangs is refused for that reason.

    A reading told to look for the drawn-up leg gives reasons that do not fit the picture. So after a refusal the
    picture is read once more without being told.
    """
    analysis = reader.read(photo, settings)
    if analysis.outcome is not None:
        return analysis
    free = reader.read(photo, replace(settings, leg=None)).outcome
    if free is None or free.pose.tested_leg is side or WarningCode.LEG_CHOICE_UNSURE in free.warnings:
        return analysis
    detail = f"This photo shows the {side.other} leg hanging; this step is for the {side} leg."
    return replace(analysis, refusal=Refusal(code=RefusalCode.OTHER_LEG, detail=detail))
