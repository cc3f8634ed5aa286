"""The folder page: many pictures at once, their table, and everything to take along as one zip."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import streamlit as st

from thomas_test.app import engine
from thomas_test.app.drafts import FOLDER_KEY
from thomas_test.app.engine import Engine
from thomas_test.app.intake import PICTURE_TYPES, HandedOver
from thomas_test.app.widgets.cards import name_line, notes, trouble
from thomas_test.app.widgets.choices import current_faces, current_settings
from thomas_test.app.widgets.pictures import for_display
from thomas_test.app.widgets.reading_bar import reading_bar
from thomas_test.batch import LocalFolder, PictureMethod, PicturesInMemory, score_in_memory
from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.criteria import Verdict
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.progress import Progress
from thomas_test.core.quality import REFUSALS, RefusalCode
from thomas_test.core.settings import Faces, Settings
from thomas_test.images import Photo, encode_picture
from thomas_test.images.file_names import fitting_name
from thomas_test.output.faces import FACE_UNKNOWN, SOMEBODY_BESIDE
from thomas_test.output.points_file import PlacedPoints
from thomas_test.output.rows import BESIDE, ResultRow
from thomas_test.overlay import draw_overlay
from thomas_test.reader import Reader

_SHOWN_SIDE_PX = 1000
"""Longest side of a row's picture: a hundred of them are kept in some 10 MB of the session's memory."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FolderRun:
    """What a run came to.

    Attributes
    ----------
    rows
        One for every file found.
    archive
        Everything that ``thomas-test score`` writes, as a zip.
    pictures
        A row's file to its picture for the screen, a JPEG with what was measured or refused drawn in. On the screen
        pictures stay as they are: blurred faces are for what is saved.
    """

    rows: tuple[ResultRow, ...]
    archive: bytes
    pictures: Mapping[str, bytes]


def run_folder(
    folder: Path,
    engine: Engine,
    settings: Settings,
    progress: Progress,
    *,
    recursive: bool = False,
    faces: Faces = Faces.BLUR,
) -> FolderRun:
    """Score a folder on this machine; the results stay in memory.

    Raises
    ------
    UsageError
        When there is no such folder or no picture in it.
    """
    source = LocalFolder(folder)
    if not any(each.is_picture for each in source.entries(recursive=recursive)):
        within = "" if recursive else ", the folders inside were not looked into"
        raise UsageError(f"expected a folder with pictures, found none in {str(folder)!r}{within}")
    return _scored(source, engine, settings, progress, recursive=recursive, faces=faces)


def run_files(
    files: Iterable[HandedOver], engine: Engine, settings: Settings, progress: Progress, *, faces: Faces = Faces.BLUR
) -> FolderRun:
    """Score files that were handed over; they stay in memory.

    Raises
    ------
    UsageError
        When there is no picture among them, or too much for the memory.
    """
    files = list(files)
    pictures = {name: file.data for name, file in zip(_places(files), files, strict=True)}
    return _scored(PicturesInMemory(pictures), engine, settings, progress, recursive=False, faces=faces)


def _scored(
    source: LocalFolder | PicturesInMemory,
    engine: Engine,
    settings: Settings,
    progress: Progress,
    *,
    recursive: bool,
    faces: Faces,
) -> FolderRun:
    pictures: dict[str, bytes] = {}
    rows, results = score_in_memory(
        source,
        PictureMethod(
            opener=_no_networks,
            analyse=partial(_read, engine, settings, pictures),
            measure_points=_no_points,
            faces=faces,
        ),
        recursive=recursive,
        choices={"preset": settings.preset.name, "effort": settings.effort.value},
        progress=lambda done, total, _row: progress(done, total),
    )
    return FolderRun(rows=rows, archive=results.zipped(), pictures=pictures)


def _places(files: Sequence[HandedOver]) -> Iterator[str]:
    """A plain name of its own for every file: strangers' names lead nowhere outside the folder, and fit on any disk."""
    taken: set[str] = set()
    for file in files:
        plain = PurePath(file.name.replace("\\", "/").replace("\0", "")).name.lstrip(".") or "picture"
        stem, suffix, number = PurePath(plain).stem, PurePath(plain).suffix, 1
        name = fitting_name(stem, suffix)
        while name.lower() in taken:
            number += 1
            name = fitting_name(stem, f" ({number}){suffix}")
        taken.add(name.lower())
        yield name


@contextlib.contextmanager
def _no_networks() -> Iterator[None]:
    """Open nothing: the engine that all sessions share reads."""
    yield


def _read(
    engine: Engine,
    settings: Settings,
    pictures: dict[str, bytes],
    photo: Photo,
    _reader: Reader | None,
) -> Analysis:
    analysis = engine.read(photo, settings)
    small = for_display(photo.rgb, longest_px=_SHOWN_SIDE_PX)
    pictures[photo.name] = encode_picture(draw_overlay(small, analysis), "JPEG", quality=82, drawn_on=True)
    return analysis


def _no_points(photo: Photo, _points: PlacedPoints) -> Analysis:
    raise UsageError(f"expected no points for {photo.name}: the app places points picture by picture")


_FOLDER, _FILES = "A folder on this machine", "Files to drop here"
_FLAGS = {
    "reaches_parallel": "Reaches parallel",
    "reaches_10_below": "Reaches below parallel",
    "knee_near_90": "Knee near 90°",
}
_STATUSES: tuple[Status, ...] = tuple(Status)
_VERDICTS: tuple[Verdict, ...] = tuple(Verdict)


def folder_page() -> None:
    """Show the page."""
    st.title("Folder", anchor=False)
    st.html('<p class="tt-lead">Every file gets a row: measured, refused with a reason, or not readable.</p>')
    _show_intake()
    run = st.session_state.get(FOLDER_KEY)
    if isinstance(run, FolderRun):
        _show_run(run)


def _show_intake() -> None:
    source = st.segmented_control(
        "Where are the pictures?", (_FOLDER, _FILES), default=_FOLDER, required=True, key="folder-source"
    )
    if source == _FILES:
        uploads = st.file_uploader("Pictures", type=[*PICTURE_TYPES], accept_multiple_files=True, key="folder-files")
        if st.button("Measure all", type="primary", disabled=not uploads):
            _run(tuple(HandedOver(name=upload.name, data=upload.getvalue()) for upload in uploads))
        return
    path = st.text_input("Folder", placeholder="/home/me/photos", key="folder-path", autocomplete="off")
    inside = st.checkbox("Look into the folders inside, too", key="folder-inside")
    if st.button("Measure all", type="primary", disabled=not path.strip()):
        _run(Path(path.strip()).expanduser(), recursive=inside)


def _run(source: Path | tuple[HandedOver, ...], *, recursive: bool = False) -> None:
    settings, faces = current_settings(), current_faces()
    bar = reading_bar("Loading the pose networks…")

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), f"{done} of {total} pictures read")

    try:
        reader = engine.shared_engine(settings.effort)
        if isinstance(source, Path):
            st.session_state[FOLDER_KEY] = run_folder(
                source, reader, settings, progress, recursive=recursive, faces=faces
            )
        else:
            st.session_state[FOLDER_KEY] = run_files(source, reader, settings, progress, faces=faces)
    except ThomasTestError as error:
        st.html(trouble("The pictures could not be measured", str(error)))
    finally:
        bar.empty()


def _show_run(run: FolderRun) -> None:
    counts = [(status, sum(row.status is status for row in run.rows)) for status in _STATUSES]
    with st.container(horizontal=True, vertical_alignment="bottom", key="folder-counts"):
        for status, count in counts:
            st.metric(status.value.capitalize(), count)
        st.download_button(
            "All results as a zip",
            run.archive,
            file_name="thomas-test-results.zip",
            mime="application/zip",
            type="primary",
            icon=":material/folder_zip:",
            on_click="ignore",
        )
    rows = _filtered(run.rows)
    chosen = st.dataframe(
        [_line(row) for row in rows],
        hide_index=True,
        width="stretch",
        placeholder="",
        on_select="rerun",
        selection_mode=("single-row", "single-cell"),
        column_config=_columns(),
        key="folder-table",
    )
    picked = _picked(chosen["selection"])
    if picked is not None and picked < len(rows):
        _show_row(run, rows[picked])
    elif rows:
        st.caption("Click into a row to see its picture. A click on a column's name sorts.")


def _picked(selection: Mapping[str, Any]) -> int | None:
    """The number of the row that was clicked into, or whose box was ticked."""
    numbers = [*(cell[0] for cell in selection.get("cells", ())), *selection.get("rows", ())]
    return int(numbers[0]) if numbers else None


def _filtered(rows: tuple[ResultRow, ...]) -> list[ResultRow]:
    """Show the filters and give the rows that pass them; an empty filter lets everything pass."""
    with st.container(horizontal=True, key="folder-filters"):
        statuses = st.multiselect("Status", _STATUSES, key="filter-status", placeholder="all")
        wanted = {
            name: st.multiselect(label, _VERDICTS, key=f"filter-{name}", placeholder="all")
            for name, label in _FLAGS.items()
        }
    return [
        row
        for row in rows
        if (not statuses or row.status in statuses)
        and all(not verdicts or getattr(row, name) in verdicts for name, verdicts in wanted.items())
    ]


def _line(row: ResultRow) -> dict[str, Any]:
    return {
        "File": row.file,
        "Status": row.status.value,
        "Reason": _reason(row),
        "Leg": row.tested_leg,
        "Thigh": row.thigh_angle_deg,
        "from": row.thigh_low_deg,
        "to": row.thigh_high_deg,
        "Knee": row.knee_flexion_deg,
        **{label: getattr(row, name) for name, label in _FLAGS.items()},
        "Quality": row.quality.replace(";", ", ").replace("_", " "),
    }


def _reason(row: ResultRow) -> str:
    """Say in words why nothing was measured."""
    if row.status is Status.MEASURED:
        return ""
    try:
        return REFUSALS[RefusalCode(row.reason)].what
    except ValueError:
        return row.words


def _columns() -> dict[str, Any]:
    angle = st.column_config.NumberColumn
    text = st.column_config.TextColumn
    return {
        "File": text(width="medium", pinned=True),
        "Reason": text(width="medium"),
        "Thigh": angle("Thigh, °", format="%.1f", help="Against the horizontal, + = knee below the hip."),
        "from": angle("95 % from, °", format="%.1f"),
        "to": angle("95 % to, °", format="%.1f"),
        "Knee": angle("Knee, °", format="%.1f", help="0 = straight."),
    }


def _show_row(run: FolderRun, row: ResultRow) -> None:
    picture = run.pictures.get(row.file)
    if picture is None:
        st.html(name_line(row.file, level=2))
        st.text(row.words)
        return
    left, right = st.columns([3, 2], gap="large")
    left.image(picture, width="stretch", alt=f"The picture with what was read drawn in. {row.words}")
    with right:
        st.html(name_line(row.file, level=2))
        st.text(row.words)
        if row.status is not Status.MEASURED and current_faces() is Faces.BLUR:
            st.html(notes([f"In the zip there is no picture of it: {FACE_UNKNOWN}."]))
        elif row.privacy == BESIDE and current_faces() is Faces.BLUR:
            st.html(notes([f"Look at its picture in the zip before you hand it on: {SOMEBODY_BESIDE}."]))
