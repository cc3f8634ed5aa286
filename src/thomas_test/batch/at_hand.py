"""A folder scored in memory and kept at hand: looked at row by row, corrected by a person, zipped as it then is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from thomas_test.batch import results as places
from thomas_test.batch.crew import put_down
from thomas_test.batch.in_memory import ResultsInMemory
from thomas_test.batch.journal import Told
from thomas_test.batch.picture import PictureMethod, result_of
from thomas_test.batch.run import RowProgress, Run, labelled, run_record, summary_of, write_results
from thomas_test.batch.sources import PictureSource
from thomas_test.batch.worker import Limits
from thomas_test.core.analysis import Analysis
from thomas_test.core.errors import ThomasTestError, UsageError
from thomas_test.core.settings import Faces
from thomas_test.images import read_photo
from thomas_test.output.records import analysis_from_json, analysis_to_json
from thomas_test.output.rows import ResultRow, row_of


def score_in_memory(
    source: PictureSource,
    method: PictureMethod,
    *,
    recursive: bool = False,
    choices: Mapping[str, Any] | None = None,
    progress: RowProgress | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> ScoredAtHand:
    """Measure pictures in this process and write nothing.

    Parameters
    ----------
    source
        Where the pictures are.
    method, recursive, choices, progress
        As for `score_folder`.
    wanted
        Asked before every picture; once it says no, the others get rows that say that they were not read.

    Raises
    ------
    StorageError
        When the annotated pictures become too many for the memory.
    """
    results = ResultsInMemory()
    run = Run(
        source=source,
        results=results,
        method=method,
        points={},
        told=progress or (lambda *_: None),
        notice=lambda _: None,
        wanted=wanted,
    )
    started, clock = datetime.now(UTC), time.perf_counter()
    with closing(results.journal), run.crew(0, None, Limits()) as read:
        run.take_in(recursive=recursive, resume=False)
        run.read(read)
        run.leave_out_rest()
        circumstances = _Circumstances(
            source=source,
            faces=method.faces,
            started=started,
            seconds=time.perf_counter() - clock,
            chosen={"faces": method.faces.value, **(choices or {})},
        )
        return ScoredAtHand(results, tuple(results.journal.results()), circumstances)


@dataclass(frozen=True, kw_only=True)
class _Circumstances:
    """What was read, when, and what was chosen for it."""

    source: PictureSource
    faces: Faces
    started: datetime
    seconds: float
    chosen: Mapping[str, Any]


class ScoredAtHand:
    """The results of a folder, in memory.

    Parameters
    ----------
    results
        With the annotated pictures.
    told
        Every file with its result, in the order of the folder.
    circumstances
        Of the run.
    """

    def __init__(self, results: ResultsInMemory, told: Sequence[Told], circumstances: _Circumstances) -> None:
        self._results = results
        self._told = {each.finished.row.file: each for each in told}
        self._circumstances = circumstances
        self._to_draw: dict[str, Analysis] = {}

    @property
    def rows(self) -> tuple[ResultRow, ...]:
        """One for every file, in the order of the folder, with what a person corrected."""
        return tuple(each.finished.row for each in labelled(self._told.values()))

    @property
    def faces(self) -> Faces:
        """What becomes of faces in the annotated pictures."""
        return self._circumstances.faces

    def picture(self, file: str) -> bytes:
        """The bytes of a file as they were handed over, or as they lie on the disk now.

        Raises
        ------
        UsageError
            When it cannot be had any more.
        """
        source, key = self._circumstances.source, self._told[file].key
        try:
            return source.fetch(key, file)
        except OSError as error:
            raise UsageError(f"expected {file!r} where it was, got an error: {error.strerror}") from error

    def analysis(self, file: str) -> Analysis:
        """A row's analysis, measured or refused.

        Raises
        ------
        UsageError
            When the file was not read.
        """
        return analysis_from_json(self._told[file].finished.record)

    def put(self, file: str, analysis: Analysis) -> None:
        """Take what a person made of a picture in the place of what was read; the automatic values are in it."""
        told = self._told[file]
        finished = replace(
            told.finished,
            row=row_of(analysis, file=file),
            # the hash of the picture is not the analysis' own
            record=told.finished.record | analysis_to_json(analysis),
        )
        self._told[file] = replace(told, finished=finished)
        self._to_draw[file] = analysis

    def files(self) -> Mapping[str, bytes]:
        """What a folder of these results would hold, by its place there."""
        for file in list(self._to_draw):
            self._draw(file, self._to_draw.pop(file))
        around = self._circumstances
        summary = summary_of(self._told.values(), out=self._results.label, seconds=around.seconds)
        write_results(
            lambda: labelled(self._told.values()),
            self._results.open_text,
            counts=summary.counts,
            record=run_record(around.source, summary, around.started, 0, around.chosen),
        )
        return self._results.files

    def zipped(self) -> bytes:
        """The same as one zip."""
        self.files()
        return self._results.zipped()

    def _draw(self, file: str, analysis: Analysis) -> None:
        """Draw a picture anew that a person corrected."""
        told = self._told[file]
        self._results.take_away(told.place)
        try:
            result = result_of(read_photo(self.picture(file), name=file), analysis, self.faces)
        except ThomasTestError as error:  # moved or removed meanwhile: the numbers stay
            finished = replace(told.finished, annotated_bytes=0, thumbnail_bytes=0, problem=str(error))
            self._told[file] = replace(told, place="", finished=finished)
            return
        place = told.place or self._free_place(file)
        finished = replace(put_down(result, place, self._results.store), row=told.finished.row)
        self._told[file] = replace(told, place=place if result.annotated else "", finished=finished)

    def _free_place(self, file: str) -> str:
        taken = {place.casefold() for place in self._results.files}
        return next(place for place in places.annotated_places(file) if place.casefold() not in taken)
