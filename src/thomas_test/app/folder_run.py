"""Score a folder for the batch page: the library's own run, with the results taken into memory as one zip.

The library writes files, so it is given a private temporary folder that is gone when the run is over.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

from thomas_test.analysis import Analysis
from thomas_test.app.engine import Engine
from thomas_test.app.opening import Incoming
from thomas_test.app.pictures import for_display
from thomas_test.batch import Reading, score_folder
from thomas_test.errors import UsageError
from thomas_test.estimators import PoseEstimator
from thomas_test.images import Photo, encode_picture
from thomas_test.overlay import draw_overlay
from thomas_test.points_file import PlacedPoints
from thomas_test.results import ResultRow
from thomas_test.settings import Faces, Settings

_SHOWN_SIDE_PX = 1000
"""Longest side of a row's picture: a hundred of them are kept in some 10 MB of the session's memory."""

Told = Callable[[int, int], None]
"""Called with how many pictures are done, of how many."""


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
    told: Told,
    *,
    recursive: bool = False,
    faces: Faces = Faces.BLUR,
) -> FolderRun:
    """Score a folder on this machine.

    Raises
    ------
    UsageError
        When there is no such folder or no picture in it.
    """
    pictures: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="thomas-test-") as room:
        out = Path(room) / "results"
        summary = score_folder(
            folder,
            out,
            Reading(
                opener=_no_networks,
                analyse=partial(_read, engine, settings, pictures),
                measure_points=_no_points,
                effort=settings.effort,
                faces=faces,
            ),
            recursive=recursive,
            workers=0,
            choices={"preset": settings.preset.name, "effort": settings.effort.value},
            progress=lambda done, total, _row: told(done, total),
        )
        return FolderRun(rows=summary.rows, archive=_zipped(out), pictures=pictures)


def run_files(
    files: Iterable[Incoming], engine: Engine, settings: Settings, told: Told, *, faces: Faces = Faces.BLUR
) -> FolderRun:
    """Score files that were handed over; they lie in a private temporary folder for as long as that takes."""
    with tempfile.TemporaryDirectory(prefix="thomas-test-") as room:
        folder = Path(room)
        for name, file in zip(_places(files := list(files)), files, strict=True):
            (folder / name).write_bytes(file.data)
        return run_folder(folder, engine, settings, told, faces=faces)


def _places(files: Sequence[Incoming]) -> Iterator[str]:
    """Give every file a plain name of its own: strangers' names lead nowhere outside the folder."""
    taken: set[str] = set()
    for file in files:
        plain = PurePath(file.name.replace("\\", "/")).name.lstrip(".") or "picture"
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{PurePath(plain).stem} ({number}){PurePath(plain).suffix}"
        taken.add(name.lower())
        yield name


@contextlib.contextmanager
def _no_networks() -> Iterator[Sequence[PoseEstimator]]:
    """Open nothing: the engine that all sessions share reads."""
    yield ()


def _read(
    engine: Engine,
    settings: Settings,
    pictures: dict[str, bytes],
    photo: Photo,
    _estimators: Sequence[PoseEstimator],
) -> Analysis:
    analysis = engine.read(photo, settings)
    small = for_display(photo.rgb, longest_px=_SHOWN_SIDE_PX)
    pictures[photo.name] = encode_picture(draw_overlay(small, analysis), "JPEG", quality=82)
    return analysis


def _no_points(photo: Photo, _points: PlacedPoints) -> Analysis:
    raise UsageError(f"expected no points for {photo.name}: the app places points picture by picture")


def _zipped(out: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(out.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(out).as_posix())
    return stream.getvalue()
