"""What happens to one picture of a folder: read, measured, drawn on. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import cv2

from thomas_test.core.analysis import Analysis, ModelInfo
from thomas_test.core.codec import Json
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Faces, Settings
from thomas_test.images import Photo, encode_picture, read_photo
from thomas_test.output.faces import covered, heads_of
from thomas_test.output.points_file import PlacedPoints
from thomas_test.output.records import analysis_to_json, file_record
from thomas_test.output.rows import ResultRow, row_of, row_of_error
from thomas_test.overlay import draw_overlay
from thomas_test.reader import Reader
from thomas_test.reading.analyse import measure_points

THUMBNAIL_PX = 480
"""Longest side of the pictures in the report: words on them can just be read, and a hundred of them weigh 2 MB."""

PICTURE_SHA256 = "picture_sha256"
"""Where a record says which picture it is of, whatever its file is called: the hash of its size and its pixels."""

Opener = Callable[[], AbstractContextManager[Reader | None]]
"""Opens the networks; called once in every worker, so it has to be picklable."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One picture to read.

    Attributes
    ----------
    name
        Its path below the folder.
    picture
        Where it lies on this machine, or its bytes: a process with networks reaches nothing beyond this machine.
    points
        Points placed by hand, which take the place of the networks.
    """

    name: str
    picture: Path | bytes
    points: PlacedPoints | None = None


@dataclass(frozen=True, kw_only=True)
class PictureResult:
    """What became of one picture.

    Attributes
    ----------
    row, record
        The short and the long form of the result.
    annotated, thumbnail
        The annotated picture as JPEG, and small as WebP; empty for a file that could not be read, and for a left-out
        picture. They are written by whoever asked: a process that reads writes nothing.
    left_out
        Whether there is no annotated picture because the face in it could not be blurred.
    """

    row: ResultRow
    record: Json
    annotated: bytes = b""
    thumbnail: bytes = b""
    left_out: bool = False

    @classmethod
    def of_row(cls, row: ResultRow) -> PictureResult:
        """The result of a file of which there is nothing but its row."""
        return cls(row=row, record=file_record(row))


@dataclass(frozen=True, kw_only=True)
class PictureMethod:
    """How pictures are read; crosses process borders, so everything in it has to be picklable.

    Attributes
    ----------
    opener
        Opens the networks.
    analyse
        Measures a photo with them.
    measure_points
        Measures a photo by points that were placed by hand.
    faces
        Whether faces may be seen in annotated pictures.
    models
        The networks that the opener opens: a result by others does not hold any more.
    settings
        Everything else that results depend on, ready for JSON.
    """

    opener: Opener
    analyse: Callable[[Photo, Reader | None], Analysis]
    measure_points: Callable[[Photo, PlacedPoints], Analysis]
    faces: Faces = Faces.BLUR
    models: tuple[ModelInfo, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


def read_picture(task: Task, method: PictureMethod, reader: Reader | None) -> PictureResult:
    """A picture's result, come what may: one bad picture never costs another one's row."""
    try:
        photo = read_photo(task.picture, name=task.name)
        analysis = method.analyse(photo, reader) if task.points is None else method.measure_points(photo, task.points)
        return result_of(photo, analysis, method.faces)
    except ThomasTestError as error:
        return PictureResult.of_row(row_of_error(task.name, error))
    except MemoryError:
        return lost(task.name, Loss.OUT_OF_MEMORY, "")
    except Exception as error:  # noqa: BLE001 - the last border before the next picture: a bug costs one row only
        unexpected = ThomasTestError(
            f"Unexpected problem ({type(error).__name__}: {error}). "
            "Measure the picture by itself with --debug and report what is printed."
        )
        return PictureResult.of_row(row_of_error(task.name, unexpected))


def result_of(photo: Photo, analysis: Analysis, faces: Faces) -> PictureResult:
    """A picture's result, with the picture drawn on: as it was read, or as a person corrected it."""
    record = {**analysis_to_json(analysis), PICTURE_SHA256: photo.pixels_sha256()}
    return _drawn(PictureResult(row=row_of(analysis), record=record), photo, analysis, faces)


class Loss(StrEnum):
    """Why a picture cost its own row: it could not be read to its end."""

    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"


_LOSS_WORDS = {
    Loss.TIMED_OUT: "Reading this picture took longer than it may{detail}. "
    "Export it as a plain JPEG, or allow more with --picture-seconds and --resume.",
    Loss.CRASHED: "The process that read this picture ended over it again and again{detail}. "
    "Export it as a plain JPEG, or measure it by itself.",
    Loss.OUT_OF_MEMORY: "Reading this picture takes more memory than one may{detail}. "
    "Scale it down, or read with fewer --workers where the machine has too little.",
}


def lost(name: str, loss: Loss, detail: str) -> PictureResult:
    """The result of a picture that could not be read to its end.

    Parameters
    ----------
    name
        The picture's.
    loss
        What happened.
    detail
        More about it, such as ``60 s``; empty for none.
    """
    words = _LOSS_WORDS[loss].format(detail=f" ({detail})" if detail else "")
    return PictureResult.of_row(replace(row_of_error(name, ThomasTestError(words)), reason=loss.value))


def _drawn(result: PictureResult, photo: Photo, analysis: Analysis, faces: Faces) -> PictureResult:
    """Add the annotated picture, large and small, where the face in it is covered or may be seen."""
    rgb = covered(photo.rgb, heads_of(analysis), size_px=analysis.size_px, faces=faces)
    if rgb is None:
        return replace(result, left_out=True)
    small = draw_overlay(_shrunk(rgb), analysis)
    return replace(
        result,
        annotated=encode_picture(draw_overlay(rgb, analysis), "JPEG", drawn_on=True),
        thumbnail=encode_picture(small, "WEBP", quality=75, drawn_on=True),
    )


def _shrunk(rgb: RgbImage) -> RgbImage:
    height, width = rgb.shape[:2]
    share = THUMBNAIL_PX / max(height, width)
    if share >= 1.0:
        return rgb
    size = max(1, round(width * share)), max(1, round(height * share))
    shrunk: RgbImage = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(rgb.dtype)
    return shrunk


def standard_reading(reader: Reader, *, faces: Faces = Faces.BLUR) -> PictureMethod:
    """The reading of `thomas-test score`.

    Parameters
    ----------
    reader
        Not open; its networks were found and checked before, unless every picture has points placed by hand.
    faces
        Whether faces may be seen in annotated pictures.
    """
    return PictureMethod(
        opener=partial(_opened, reader) if reader.models else nullcontext,
        analyse=_analysed,
        measure_points=partial(measure_placed, settings=reader.settings),
        faces=faces,
        models=tuple(ModelInfo(name=model.name, sha256=model.sha256) for model in reader.models),
        settings=asdict(reader.settings),
    )


def measure_placed(photo: Photo, placed: PlacedPoints, *, settings: Settings) -> Analysis:
    """Measure a photo by points of a file; a level given by the user counts for more than the file's.

    Raises
    ------
    UsageError
        When the points were placed on another picture, as far as sizes tell.
    """
    placed = placed.on_shrunk(photo.shrunk, photo.size_px)
    placed.check_picture(photo.size_px)
    if settings.level is None:
        settings = replace(settings, level=placed.level)
    return measure_points(
        name=photo.name, size_px=photo.size_px, pose=placed.pose, settings=settings, gravity=photo.gravity
    )


def _opened(reader: Reader) -> AbstractContextManager[Reader]:
    return reader


def _analysed(photo: Photo, reader: Reader | None) -> Analysis:
    if reader is None:
        raise UsageError(f"expected points for {photo.name!r}, got none, and no networks to read it with")
    return reader.read(photo)
