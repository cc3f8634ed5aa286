"""A folder read beside the page: the page stays alive, tells how far it is, and can cancel it.

A thread reads; the page looks at it now and then. A reload or another page does not end it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import MappingProxyType

from thomas_test.app.desk import HandedOver
from thomas_test.app.engine import Engine
from thomas_test.app.widgets.pictures import for_display
from thomas_test.batch import LocalFolder, PictureMethod, PicturesInMemory, ScoredAtHand, score_in_memory
from thomas_test.core.analysis import Analysis, Status
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.pictures import RgbImage
from thomas_test.core.settings import Faces, Settings
from thomas_test.images import Photo, encode_picture
from thomas_test.images.writing import fitting_name
from thomas_test.output.points_file import PlacedPoints
from thomas_test.output.rows import ResultRow
from thomas_test.overlay import draw_overlay
from thomas_test.reader import Reader

_SHOWN_SIDE_PX = 1000
"""Longest side of a row's picture: a hundred of them are kept in some 10 MB of the session's memory."""


def pictures_in(folder: Path, *, recursive: bool = False) -> LocalFolder:
    """A folder of this machine.

    Raises
    ------
    UsageError
        When there is no such folder or no picture in it.
    """
    source = LocalFolder(folder)
    if not any(each.is_picture for each in source.entries(recursive=recursive)):
        within = "" if recursive else ", the folders inside were not looked into"
        raise UsageError(f"expected a folder with pictures, found none in {str(folder)!r}{within}")
    return source


def pictures_among(files: Sequence[HandedOver]) -> PicturesInMemory:
    """Files that were handed over; they stay in memory.

    Raises
    ------
    UsageError
        When there is no picture among them, or too much for the memory.
    """
    return PicturesInMemory({name: file.data for name, file in zip(_plain_names(files), files, strict=True)})


def _plain_names(files: Sequence[HandedOver]) -> Iterator[str]:
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


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a picture came to; its pixels' mark tells whether it is still the same."""

    analysis: Analysis
    pixels_sha256: str


class FolderRun:
    """A run on its way, and what it came to.

    Parameters
    ----------
    source
        What is read.
    engine
        Reads.
    settings, faces
        What was chosen when the run began.
    recursive
        Whether folders inside are looked into.
    done
        What an earlier run on the same source came to, by file: such a picture is not read again, unless it is another
        one by now.

    Attributes
    ----------
    done
        A row's file to what it came to, measured or refused.
    pictures
        A row's file to its picture for the screen, a JPEG with what was measured or refused drawn in. On the screen
        pictures stay as they are: blurred faces are for what is saved.
    error
        Why the run as a whole failed; empty where it did not.
    scored
        What it came to; None while it is on its way, or where it failed.
    """

    is_open = True
    has_work = False
    """Whether leaving the window asks first: a run goes on without it."""

    def __init__(
        self,
        source: LocalFolder | PicturesInMemory,
        engine: Engine,
        settings: Settings,
        *,
        recursive: bool = False,
        faces: Faces = Faces.BLUR,
        done: Mapping[str, Done] = MappingProxyType({}),
    ) -> None:
        self.settings, self.faces, self.done = settings, faces, dict(done)
        self.pictures: dict[str, bytes] = {}
        self.scored: ScoredAtHand | None = None
        self.error = ""
        self.source, self.recursive, self._engine = source, recursive, engine
        self._cancelled = threading.Event()
        self._done, self._total, self._counts = 0, 0, Counter[Status]()
        self._began: tuple[float, int] | None = None
        self._thread = threading.Thread(target=self.read, name="folder run", daemon=True)

    def start(self) -> None:
        """Begin to read, beside the page."""
        self._thread.start()

    @property
    def is_on(self) -> bool:
        """Whether it is still on its way."""
        return self._thread.is_alive()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was told to end."""
        return self._cancelled.is_set()

    @property
    def progress(self) -> tuple[int, int]:
        """How many pictures are done, of how many; of 0 before the folder was listed."""
        return self._done, self._total

    @property
    def counts(self) -> Mapping[Status, int]:
        """What became of those that are done."""
        return dict(self._counts)

    @property
    def left_s(self) -> float | None:
        """How long it will take from now if pictures go on as so far; None before the first is read."""
        if self._began is None or self._done <= self._began[1]:
            return None
        began_s, before = self._began
        return (time.monotonic() - began_s) / (self._done - before) * (self._total - self._done)

    def cancel(self) -> None:
        """End after the picture that is being read; what is done stays."""
        self._cancelled.set()

    def read(self) -> None:
        """Read everything; what goes wrong is kept for whoever looks."""
        try:
            self.scored = score_in_memory(
                self.source,
                PictureMethod(
                    # the engine that all sessions share reads
                    opener=contextlib.nullcontext,
                    analyse=self._read_one,
                    measure_points=_no_points,
                    faces=self.faces,
                ),
                recursive=self.recursive,
                choices={"preset": self.settings.preset.name, "effort": self.settings.effort.value},
                progress=self._told,
                wanted=lambda: not self._cancelled.is_set(),
            )
        except ThomasTestError as error:
            self.error = str(error)

    def _told(self, done: int, total: int, row: ResultRow | None) -> None:
        self._done, self._total = done, total
        if row is not None:
            self._counts[row.status] += 1

    def _read_one(self, photo: Photo, _reader: Reader | None) -> Analysis:
        pixels_sha256 = photo.pixels_sha256()
        known = self.done.get(photo.name)
        if known is None or known.pixels_sha256 != pixels_sha256:
            if self._began is None:
                self._began = time.monotonic(), self._done
            known = Done(analysis=self._engine.read(photo, self.settings), pixels_sha256=pixels_sha256)
        self.done[photo.name] = known
        self.pictures[photo.name] = screen_picture(photo.rgb, known.analysis)
        return known.analysis


def screen_picture(rgb: RgbImage, analysis: Analysis) -> bytes:
    """A row's picture for the screen, with what was measured or refused drawn in."""
    small = for_display(rgb, longest_px=_SHOWN_SIDE_PX)
    return encode_picture(draw_overlay(small, analysis), "JPEG", quality=82, drawn_on=True)


def _no_points(photo: Photo, _points: PlacedPoints) -> Analysis:
    raise UsageError(f"expected no points for {photo.name}: the app places points picture by picture")
