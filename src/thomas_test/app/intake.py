"""Ways for a picture to come in: a file, the camera, a phone, a sample. Shows the inputs and gives what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.desk import Case, HandedOver
from thomas_test.app.editor.edits import with_choices, with_preset
from thomas_test.app.engine import Engine
from thomas_test.app.phone.panel import asked_for_phone, phone_door, show_phone
from thomas_test.app.widgets.cards import notes, steps
from thomas_test.check.meaning.instructions import IN_SHORT
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.settings import Settings
from thomas_test.core.text_files import json_in
from thomas_test.images import PICTURE_SUFFIXES, read_photo
from thomas_test.output.records import analysis_from_json
from thomas_test.reading.level.phone import with_phone

_PLACES = (Path(__file__).parents[1] / "sample_images", Path(__file__).parents[3] / "sample_images")
"""Beside the installed package, or in the clone that it runs from."""


@cache
def sample_pictures() -> tuple[Path, ...]:
    """The sample pictures in order of their names; none where they were not installed."""
    for place in _PLACES:
        found = sorted(path for path in place.glob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
        if found:
            return tuple(found)
    return ()


@cache
def sample_title(path: Path) -> str:
    """Say what a sample shows, in the words of the list beside it; its name where that does not tell."""
    name, readme = path.stem.replace("_", " ").capitalize(), path.with_name("README.md")
    if not readme.is_file():
        return name
    rows = (line.split("|") for line in readme.read_text("utf-8").splitlines() if line.startswith("| `"))
    shown = {row[1].strip(" `"): row[2].strip() for row in rows}
    return f"{name}: {shown[path.name]}" if path.name in shown else name


def sort_files(files: Iterable[HandedOver], settings: Settings) -> tuple[list[Case], list[HandedOver]]:
    """The cases of saved results among files that came together, and the pictures that are to be read, in their order.

    A saved result (JSON) that comes together with its picture is opened over it, and the picture is not read again.
    """
    files = list(files)
    # phones call every upload image.jpg: a name may come more than once
    pictures = [file for file in files if not file.is_record]
    records = [_opened_record(file, settings) for file in files if file.is_record]
    return [_joined(case, pictures) for case in records], pictures


def open_picture(file: HandedOver, engine: Engine, settings: Settings) -> Case:
    """Read one picture; a file that cannot be read becomes a case with an error."""
    try:
        analysis = engine.read(with_phone(read_photo(file.data, name=file.name), file.held), settings)
    except ThomasTestError as error:
        return Case(name=file.name, settings=settings, picture=None, analysis=None, error=str(error))
    return Case(name=file.name, settings=settings, picture=file.data, analysis=analysis, held=file.held)


def asks_for_reading(case: Case, settings: Settings) -> bool:
    """Whether the choices ask for another reading: one that no hand has touched, of a picture that is there."""
    before = case.settings
    same = (before.leg, before.head_towards, before.effort) == (settings.leg, settings.head_towards, settings.effort)
    return not (same or case.is_touched or case.picture is None)


def followed(case: Case, settings: Settings) -> Case:
    """The case by the choices: read again where they ask for it, else held against them.

    Undo takes back what a hand did. A reading by other choices is no step of it: it would stand under choices that it
    was not made by, and nothing would read it again.

    Raises
    ------
    ThomasTestError
        When it cannot be read again.
    """
    settings = replace(settings, stated=case.settings.stated)  # that is said below the picture
    if case.picture is not None and asks_for_reading(case, settings):
        reader = engine.shared_engine(settings.effort)
        analysis = reader.read(with_phone(read_photo(case.picture, name=case.name), case.held), settings)
        by_hand = tuple(step for step in case.past if step.is_touched)
        return replace(case.changed(analysis, line_px=None), settings=settings, past=by_hand)
    return with_choices(case, settings) if case.is_touched else with_preset(case, settings.preset)


def _opened_record(file: HandedOver, settings: Settings) -> Case:
    try:
        analysis = analysis_from_json(json_in(file.data, expected=f"a saved result in {file.name!r}"))
    except UsageError as error:
        return Case(name=file.name, settings=settings, picture=None, analysis=None, error=str(error))
    return Case(
        name=analysis.name,
        settings=replace(settings, preset=analysis.preset, stated=analysis.stated),
        picture=None,
        analysis=analysis,
    )


def _joined(case: Case, pictures: list[HandedOver]) -> Case:
    """Put the picture under a saved result, if its name and size say that it is the one, and take it from the rest."""
    for file in pictures:
        if case.analysis is not None and file.name == case.name and _has_size(file, case.analysis.size_px):
            pictures.remove(file)
            return replace(case, picture=file.data)
    return case


def _has_size(file: HandedOver, size_px: tuple[int, int]) -> bool:
    try:
        return read_photo(file.data, name=file.name).size_px == size_px
    except ThomasTestError:
        return False


PICTURE_TYPES = tuple(sorted(suffix.removeprefix(".") for suffix in PICTURE_SUFFIXES))
"""What the command line takes, the app takes."""

_FROM_FILE, _FROM_CAMERA, _FROM_PHONE, _FROM_SAMPLE = "File", "Camera", "Phone", "Sample"
_ALLOW_CAMERA = (
    "The browser asks whether this page may use the camera: allow it. Where it was refused once, the sign beside the "
    "page's address takes that back. The picture goes to this app and nowhere else."
)
_HOW_TO = (
    *(one.text for one in IN_SHORT),
    "Send the phone's original file: it knows where down is. Messengers strip that.",
)


def show_intake(turn: int) -> tuple[HandedOver, ...]:
    """Show the inputs and give the files that a person has just handed over.

    Parameters
    ----------
    turn
        How often the desk was cleared: inputs of an earlier turn come back empty.
    """
    source = st.segmented_control(
        "Where is the photo?",
        (_FROM_FILE, _FROM_CAMERA, _FROM_PHONE, _FROM_SAMPLE),
        default=_FROM_PHONE if asked_for_phone() or phone_door() else _FROM_FILE,
        required=True,
        key=f"source-{turn}",
    )
    if source == _FROM_CAMERA:
        files = _from_camera(turn)
    elif source == _FROM_PHONE:
        files = show_phone()
    elif source == _FROM_SAMPLE:
        files = _from_sample(turn)
    else:
        files = _from_file(turn)
    st.html(steps("A photo that can be measured", _HOW_TO))
    return files


def _from_file(turn: int) -> tuple[HandedOver, ...]:
    uploads = st.file_uploader(
        "Photos from the side, HEIC too; or a saved result (JSON) to go on with",
        type=[*PICTURE_TYPES, "json"],
        accept_multiple_files=True,
        key=f"upload-{turn}",
    )
    instead = "A larger one: save it as JPEG, or give its path on the Folder page."
    st.html(notes([f"Up to {upload_limit_mb()} MB a file. {instead}"]))
    return tuple(HandedOver(name=upload.name, data=upload.getvalue()) for upload in uploads)


def _from_camera(turn: int) -> tuple[HandedOver, ...]:
    taken = st.camera_input("Take a photo from the side", key=f"camera-{turn}", resolution="1080p")
    st.html(notes([_ALLOW_CAMERA]))
    return () if taken is None else (HandedOver(name="camera photo.jpg", data=taken.getvalue()),)


def _from_sample(turn: int) -> tuple[HandedOver, ...]:
    pictures = sample_pictures()
    if not pictures:
        st.info("No sample pictures were installed with this copy. Choose a file instead.")
        return ()
    chosen = st.selectbox(
        "Sample picture", pictures, index=None, format_func=sample_title, placeholder="Choose one", key=f"sample-{turn}"
    )
    return () if chosen is None else (HandedOver(name=chosen.name, data=chosen.read_bytes()),)


def upload_limit_mb() -> int:
    """How large a file may be that is handed over."""
    return int(st.get_option("server.maxUploadSize"))
