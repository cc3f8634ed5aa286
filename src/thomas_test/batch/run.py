"""Score a folder: list it, read every picture, and write table, records, pictures and page."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from thomas_test.batch import folder as out_folder
from thomas_test.batch.picture import PictureMethod, PictureResult, Task
from thomas_test.batch.workers import read_here, read_in_workers
from thomas_test.core.analysis import Status
from thomas_test.core.errors import UsageError
from thomas_test.images import Found, list_pictures
from thomas_test.output.faces import FACE_UNKNOWN
from thomas_test.output.folder_page import ReportEntry, write_folder_page
from thomas_test.output.points_file import PlacedPoints
from thomas_test.output.rows import ResultRow, package_version, row_of_skipped
from thomas_test.output.words import sentence

RowProgress = Callable[[int, int, ResultRow | None], None]
"""Told how many pictures are done, of how many, and the row that was just finished; None at the start."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a manifest says about a file."""

    subject: str = ""
    side: str = ""
    trial: str = ""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a run came to.

    Attributes
    ----------
    out
        Where the results lie.
    rows
        One for every file found, in the order of their paths.
    problems
        Annotated pictures that could not be written, with the reason.
    left_out
        How many pictures have no annotated one because the face in them could not be blurred.
    seconds
        How long reading took.
    """

    out: Path
    rows: tuple[ResultRow, ...]
    problems: tuple[str, ...]
    left_out: int
    seconds: float

    def count(self, status: Status) -> int:
        """How many files have this status."""
        return sum(row.status is status for row in self.rows)


def score_folder(
    folder: Path,
    out: Path,
    reading: PictureMethod,
    *,
    recursive: bool = False,
    workers: int = 1,
    points: Mapping[str, PlacedPoints] | None = None,
    label_of: Callable[[str], Label] | None = None,
    choices: Mapping[str, Any] | None = None,
    progress: RowProgress | None = None,
) -> Summary:
    """Measure every picture of a folder and write the results.

    Parameters
    ----------
    folder
        Where the pictures lie.
    out
        Where ``results.csv``, ``results.jsonl``, ``annotated/``, ``report.html`` and ``run.json`` are written. They
        appear together at the end; a run that is stopped leaves nothing.
    reading
        How a picture is read.
    recursive
        Whether folders inside are looked into.
    workers
        How many processes read; 0 reads in this one.
    points
        Points placed by hand, by a picture's path below the folder; pictures that have none are read by the networks.
    label_of
        Gives what a manifest says about a file.
    choices
        What the user chose, for ``run.json``.
    progress
        Told after every picture.

    Raises
    ------
    UsageError
        When there is no such folder, no picture in it, or `out` cannot be used; nothing is written then.
    """
    out_folder.check_out(folder, out)
    found = list_pictures(folder, recursive=recursive, leave_out=(out,))
    if not any(each.is_picture for each in found):
        within = "" if recursive else ", --recursive looks into the folders inside"
        raise UsageError(f"expected a folder with pictures, found none in {str(folder)!r}{within}")
    started, clock = datetime.now(UTC), time.perf_counter()
    places = out_folder.annotated_names(found)
    with out_folder.staged(out) as stage:
        results = _read_all(_tasks(found, points or {}, stage, places), reading, workers, progress)
        seconds = time.perf_counter() - clock
        ordered = [_Finished.of(each, results, places, label_of) for each in found]
        summary = Summary(
            out=out,
            rows=tuple(each.result.row for each in ordered),
            problems=tuple(f"{each.result.row.file}: {each.result.problem}" for each in ordered if each.result.problem),
            left_out=sum(each.result.left_out for each in ordered),
            seconds=seconds,
        )
        _write_all(stage, ordered)
        chosen = {"faces": reading.faces.value, **(choices or {})}
        out_folder.write_run(_run_record(folder, summary, started, workers, chosen), stage)
    return summary


@dataclass(frozen=True, kw_only=True)
class _Finished:
    """A file's result and where its annotated picture lies, empty where there is none."""

    result: PictureResult
    annotated: str

    @classmethod
    def of(
        cls,
        each: Found,
        results: Mapping[Path, PictureResult],
        places: Mapping[Path, str],
        label_of: Callable[[str], Label] | None,
    ) -> _Finished:
        result = results[each.path] if each.is_picture else PictureResult.of_row(row_of_skipped(each.name))
        place = places.get(each.path, "")
        if label_of is not None:
            label = asdict(label_of(each.name))
            result = replace(result, row=replace(result.row, **label), record={**result.record, **label})
        # what was read was drawn, and what was drawn was written unless the worker says otherwise
        return cls(result=result, annotated=place if result.thumbnail and not result.problem else "")


def _tasks(
    found: Sequence[Found], points: Mapping[str, PlacedPoints], stage: Path, places: Mapping[Path, str]
) -> list[Task]:
    return [
        Task(path=each.path, name=each.name, annotated=stage / places[each.path], points=points.get(each.name))
        for each in found
        if each.is_picture
    ]


def _read_all(
    tasks: Sequence[Task], reading: PictureMethod, workers: int, progress: RowProgress | None
) -> dict[Path, PictureResult]:
    progress = progress or (lambda *_: None)
    progress(0, len(tasks), None)
    stream = read_in_workers(tasks, reading, workers) if workers else read_here(tasks, reading)
    results: dict[Path, PictureResult] = {}
    # closed at once when somebody stops the run: workers must be gone before what they wrote is removed
    with closing(stream):
        for task, result in stream:
            results[task.path] = result
            progress(len(results), len(tasks), result.row)
    return results


def _write_all(stage: Path, finished: Sequence[_Finished]) -> None:
    out_folder.write_table((each.result.row for each in finished), stage)
    out_folder.write_records(({**each.result.record, "annotated": each.annotated} for each in finished), stage)
    entries = [
        ReportEntry(
            row=each.result.row,
            thumbnail=each.result.thumbnail,
            annotated=each.annotated,
            note=sentence(f"left out: {FACE_UNKNOWN}") if each.result.left_out else "",
        )
        for each in finished
    ]
    write_folder_page(entries, stage / out_folder.REPORT)


def _run_record(
    folder: Path, summary: Summary, started: datetime, workers: int, chosen: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "schema": "thomas-test.run",
        "schema_version": 1,
        "version": package_version(),
        # the last part alone: the way to it may hold the name of a person
        "folder": folder.resolve().name,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 3),
        "workers": workers,
        "files": len(summary.rows),
        "statuses": {status.value: summary.count(status) for status in Status},
        "reasons": dict(Counter(row.reason for row in summary.rows if row.reason)),
        "models": sorted({(row.model, row.model_sha256) for row in summary.rows if row.model}),
        "problems": list(summary.problems),
        "pictures_left_out": summary.left_out,
        "choices": dict(chosen),
        "python": platform.python_version(),
        "platform": platform.platform(),
    }
