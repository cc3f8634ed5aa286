"""Score a folder: list it, read every picture, and write table, records, pictures and page out of the journal."""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from thomas_test.batch import results as places
from thomas_test.batch import urls
from thomas_test.batch.crew import Crew, Job, Read, crew_here, crew_of
from thomas_test.batch.journal import Finished, Journal, Method, Told, plain_text
from thomas_test.batch.picture import PictureMethod
from thomas_test.batch.results import LocalResults
from thomas_test.batch.sources import LocalFolder, PictureSource
from thomas_test.batch.worker import Limits
from thomas_test.core.analysis import Status
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.output.faces import FACE_UNKNOWN, SOMEBODY_BESIDE
from thomas_test.output.folder_page import OpenText, ReportEntry, write_folder_page
from thomas_test.output.points_file import PlacedPoints
from thomas_test.output.records import file_record
from thomas_test.output.rows import BESIDE, ResultRow, package_version, row_of_unread, write_csv
from thomas_test.output.words import INTENDED_USE, sentence

RowProgress = Callable[[int, int, ResultRow | None], None]
"""Told how many pictures are done, of how many, and the row that was just finished; None at the start."""

_MOST_PROBLEMS = 100
"""So many annotated pictures that could not be written are named; the others are counted."""

_GONE_REASONS = frozenset({"vanished", "unreadable", "no_permission", "not_fetched"})
"""What becomes of pictures when their folder is unmounted or removed."""

_PASSING_REASONS = frozenset({"vanished", "no_permission", "not_fetched", "timed_out", "out_of_memory"})
"""What lies with the line, the rights, the limits or the machine, and may be over when a run is gone on with; what lies
with the file's own bytes is the same again."""


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
        Where the results lie: a folder or a URL.
    seconds
        How long reading took.
    counts
        How many files have which status.
    reasons, models
        How many files have which reason, and the networks that read, by name and hash.
    has_annotated
        Whether there are annotated pictures.
    problems
        Annotated pictures that could not be written, with the reason: the first hundred.
    problem_count
        How many there are.
    left_out
        How many pictures have no annotated one because the face in them could not be blurred.
    journal
        Where the journal lies.
    labels
        What the manifest says about a file.
    """

    out: str
    seconds: float
    counts: Mapping[Status, int]
    reasons: Mapping[str, int]
    models: Collection[tuple[str, str]]
    has_annotated: bool
    problems: tuple[str, ...]
    problem_count: int
    left_out: int
    journal: Path = Path()
    labels: Callable[[str], Label] | None = None

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(self.counts.values())

    def rows(self) -> Iterator[ResultRow]:
        """One row for every file found, in the order of their paths; read from the journal."""
        with Journal(self.journal) as journal:
            for each in labelled(journal.results(), self.labels):
                yield each.finished.row


def summary_of(told: Iterable[Told], *, out: str, seconds: float) -> Summary:
    """What the files of a run came to, gone through once."""
    statuses, reasons = Counter[Status](), Counter[str]()
    models: set[tuple[str, str]] = set()
    annotated = left_out = problem_count = 0
    problems: list[str] = []
    for finished in (each.finished for each in told):
        row = finished.row
        statuses[row.status] += 1
        reasons.update([row.reason] if row.reason else [])
        models.update([(row.model, row.model_sha256)] if row.model else [])
        annotated += finished.annotated_bytes > 0
        left_out += finished.left_out
        if finished.problem:
            problem_count += 1
            problems += [f"{row.file}: {finished.problem}"] if problem_count <= _MOST_PROBLEMS else []
    return Summary(
        out=out,
        seconds=seconds,
        counts={status: statuses[status] for status in Status},
        reasons=reasons,
        models=sorted(models),
        has_annotated=annotated > 0,
        problems=tuple(problems),
        problem_count=problem_count,
        left_out=left_out,
    )


def score_folder(
    folder: Path | str,
    out: Path | str,
    method: PictureMethod,
    *,
    recursive: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    limits: Limits | None = None,
    resume: bool | None = None,
    points: Mapping[str, PlacedPoints] | None = None,
    label_of: Callable[[str], Label] | None = None,
    choices: Mapping[str, Any] | None = None,
    progress: RowProgress | None = None,
    notice: Callable[[str], None] | None = None,
) -> Summary:
    """Measure every picture of a folder and write the results.

    Parameters
    ----------
    folder
        Where the pictures lie: a folder or a URL (fsspec).
    out
        A folder or a URL, where ``results.csv``, ``results.jsonl``, ``annotated/``, ``report.html`` and ``run.json``
        are written. They appear together at the end; a run that is stopped leaves its journal, and what an earlier one
        wrote as it was.
    method
        How a picture is read.
    recursive
        Whether folders inside are looked into.
    workers
        How many processes read; 0 reads in this one, without limits.
    scheduler
        The address of a Dask scheduler, or the file that it writes: its workers read instead.
    limits
        What one picture may take.
    resume
        True goes on with what an earlier run left in `out`, stopped or finished: pictures that are done are skipped
        unless the file, the models, the settings or the version changed, or they could not be had or took too much
        time or memory. False begins anew. None begins anew, too, but not over a run that was stopped.
    points
        Points placed by hand, by a picture's path below the folder; pictures that have none are read by the networks.
    label_of
        Gives what a manifest says about a file.
    choices
        What the user chose, for ``run.json``.
    progress
        Told after every picture.
    notice
        Told in plain words what is skipped and what is read again.

    Raises
    ------
    UsageError
        When there is no such folder, no picture in it, or `out` cannot be used; nothing is written then.
    StorageError
        When a disk or a folder fails meanwhile; what is done is kept.
    """
    run = Run(
        source=(source := open_source(folder, out, recursive=recursive)),
        results=_open_results(out, resume),
        method=method,
        points=points or {},
        told=progress or (lambda *_: None),
        notice=notice or (lambda _: None),
    )
    started, clock = datetime.now(UTC), time.perf_counter()
    with run.kept(), run.crew(workers, scheduler, limits or Limits()) as read:
        run.take_in(recursive=recursive, resume=bool(resume))
        run.read(read)
        seconds = time.perf_counter() - clock
        summary = summary_of(run.journal.results(), out=run.results.label, seconds=seconds)
        chosen = {"faces": method.faces.value, **(choices or {})}
        write_results(
            lambda: labelled(run.journal.results(), label_of),
            run.results.open_text,
            counts=summary.counts,
            has_labels=label_of is not None,
            record=run_record(source, summary, started, workers, chosen),
        )
        run.results.finish()
    return replace(summary, journal=run.results.out / places.JOURNAL, labels=label_of)


def open_source(folder: Path | str, out: Path | str, *, recursive: bool) -> PictureSource:
    """The folder that pictures are read from, once it is sure that there are some and that results can go to `out`.

    Raises
    ------
    UsageError
        When there is no such folder, no picture in it, or `out` cannot be used.
    """
    local_out = None if urls.is_url(str(out)) else Path(out)
    if local_out is not None:
        places.check_out(None if urls.is_url(str(folder)) else Path(folder), local_out)
    source: PictureSource
    if urls.is_url(str(folder)):
        source = urls.RemoteFolder(str(folder))
    else:
        source = LocalFolder(Path(folder), leave_out=() if local_out is None else (local_out,))
    if not any(each.is_picture for each in source.entries(recursive=recursive)):
        within = "" if recursive else ", --recursive looks into the folders inside"
        raise UsageError(f"expected a folder with pictures, found none in {str(folder)!r}{within}")
    return source


def _open_results(out: Path | str, resume: bool | None) -> LocalResults:
    try:
        if urls.is_url(str(out)):
            return urls.RemoteResults(str(out), resume=resume)
        return LocalResults(Path(out), resume=resume)
    except StorageError as error:
        raise StorageError(f"{error}. Free some space there, or choose another --out.") from error


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run on its way.

    Attributes
    ----------
    source, results, method, points
        What is read, where to, and how.
    told, notice
        Hear how far it is, and in plain words what is skipped or read again.
    wanted
        Asked before every picture; once it says no, nothing more is read.
    """

    source: PictureSource
    results: LocalResults
    method: PictureMethod
    points: Mapping[str, PlacedPoints]
    told: RowProgress
    notice: Callable[[str], None]
    wanted: Callable[[], bool] = lambda: True

    @property
    def journal(self) -> Journal:
        """What was found and done so far."""
        return self.results.journal

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep what is done, whatever ends the run, and say so where a disk or a folder did."""
        try:
            yield
        except StorageError as error:
            raise StorageError(f"{error}. {self._what_is_kept()}") from error
        except OSError as error:
            raise StorageError(
                f"{self.results.label!r} cannot be written to any more ({error.strerror}). {self._what_is_kept()}"
            ) from error
        finally:
            self.results.abandon()

    def _what_is_kept(self) -> str:
        try:
            self.results.store.check()
            done, total = self.journal.count_done(), self.journal.count_pictures()
        except StorageError:
            return "What was read is lost with it: begin anew, with another --out or when the folder is back."
        return f"{done} of {total} pictures are kept: put that right and go on with the same command and --resume."

    def take_in(self, *, recursive: bool, resume: bool) -> None:
        """List the folder; where a run is gone on with, see what of it still holds."""
        self.journal.list_files(self.source.entries(recursive=recursive))
        self.journal.give_places(places.annotated_places)
        if not resume:
            return
        gone = self.journal.drop_strangers()
        outdated = list(self.journal.outdated(self._method_of))
        self.journal.forget(key for key, _ in outdated)
        missing = list(self.results.missing())
        self.journal.forget(missing)
        failed = [key for key, reason in self.journal.failed() if reason in _PASSING_REASONS]
        self.journal.forget(failed)
        again = Counter(what for _, what in outdated)
        self._tell(again, missing=len(missing), failed=len(failed), gone=gone)

    def _tell(self, changed: Mapping[str, int], *, missing: int, failed: int, gone: int) -> None:
        done, total = self.journal.count_done(), self.journal.count_pictures()
        self.notice(f"Going on: {done} of {total} pictures are done.")
        for what, count in changed.items():
            self.notice(f"Read again, as {what} changed: {count}.")
        if missing:
            self.notice(f"Read again, as their annotated pictures are not there any more: {missing}.")
        if failed:
            self.notice(f"Read again, as they could not be had, or took too much: {failed}.")
        if gone:
            self.notice(f"Left out, as they are not in the folder any more: {gone}.")

    def _method_of(self, name: str) -> Method:
        placed = self.points.get(name)
        settings = {**self.method.settings, "faces": self.method.faces.value}
        if placed is not None:
            settings["points"] = hashlib.sha256(plain_text(placed).encode()).hexdigest()
        models = () if placed is not None else self.method.models
        return Method(
            version=package_version(),
            models=json.dumps([asdict(model) for model in models]),
            settings=plain_text(settings),
        )

    def jobs(self) -> Iterator[Job]:
        """What is still to be read, in the order of the folder."""
        return (Job(pending=each, points=self.points.get(each.name)) for each in self.journal.pending())

    def crew(self, workers: int, scheduler: str | None, limits: Limits) -> AbstractContextManager[Read]:
        """Who reads."""
        source, store = self.source, self.results.store
        if scheduler is not None:
            crews = _crews_of_cluster()
            return crews(scheduler, self.method, limits, source=source, store=store, notice=self.notice)
        if not workers and not isinstance(source, urls.RemoteFolder):  # a process with networks can fetch nothing
            return crew_here(self.method, source=source, store=store)
        count = max(workers, 1)
        return crew_of(Crew(self.method, limits, source=source, store=store, count=count), count)

    def read(self, read: Read) -> None:
        """Put down every result as it comes."""
        done, total = self.journal.count_done(), self.journal.count_pictures()
        self.told(done, total, None)
        if done == total or not self.wanted():
            return
        # closed at once when somebody stops the run: no process may go on
        with closing(read(self.jobs())) as stream:
            for job, finished in stream:
                if finished.row.reason in _GONE_REASONS and self.source.is_gone():
                    raise StorageError(f"the folder of the pictures, {self.source.label!r}, is not there any more")
                self.results.store.check()
                self.journal.add(job.pending, self._method_of(job.pending.name), finished)
                done += 1
                self.told(done, total, finished.row)
                if not self.wanted():
                    return

    def leave_out_rest(self) -> None:
        """Give every picture that was not read a row that says so."""
        for each in self.journal.pending():
            row = row_of_unread(each.name)
            self.journal.add(each, self._method_of(each.name), Finished(row=row, record=file_record(row)))


def write_results(
    told: Callable[[], Iterator[Told]],
    open_text: OpenText,
    *,
    counts: Mapping[Status, int],
    record: Mapping[str, Any],
    has_labels: bool = False,
) -> None:
    """Write table, records, page and the run's own record.

    Parameters
    ----------
    told
        Gives every file with its result, in the order of the folder, as often as it is asked.
    open_text
        Opens each file that is written.
    counts
        How many files have which status.
    record
        Of the run.
    has_labels
        Whether a manifest names subjects.
    """
    with open_text(places.TABLE) as stream:
        write_csv((each.finished.row for each in told()), stream)
    with open_text(places.RECORDS) as stream:
        for each in told():
            line = {**each.finished.record, "annotated": each.place}
            stream.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
    write_folder_page((_entry(each) for each in told()), open_text, counts=counts, has_labels=has_labels)
    with open_text(places.RUN) as stream:
        stream.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def _crews_of_cluster() -> Callable[..., AbstractContextManager[Read]]:
    try:
        from thomas_test.batch.cluster import crews_of_cluster
    except ImportError as error:
        raise UsageError("expected the extra 'cluster' for --scheduler: pip install 'thomas-test[cluster]'") from error
    return crews_of_cluster


def labelled(told: Iterable[Told], label_of: Callable[[str], Label] | None = None) -> Iterator[Told]:
    """Add what the manifest says, and which earlier file shows the same picture."""
    for each in told:
        row, record = each.finished.row, each.finished.record
        added = {} if label_of is None else asdict(label_of(row.file))
        if each.same_as:
            added |= {"same_as": each.same_as, "words": f"{row.words} The same picture as {each.same_as}."}
        finished = replace(each.finished, row=replace(row, **added), record={**record, **added})
        yield replace(each, finished=finished)


def _entry(each: Told) -> ReportEntry:
    has_small = bool(each.place and each.finished.thumbnail_bytes)
    return ReportEntry(
        row=each.finished.row,
        thumbnail=places.thumbnail_place(each.place) if has_small else "",
        annotated=each.place,
        note=sentence(_note(each)),
    )


def _note(each: Told) -> str:
    if each.finished.left_out:
        return f"left out: {FACE_UNKNOWN}"
    return SOMEBODY_BESIDE if each.place and each.finished.row.privacy == BESIDE else ""


def run_record(
    source: PictureSource, summary: Summary, started: datetime, workers: int, chosen: Mapping[str, Any]
) -> dict[str, Any]:
    """What was done and with what: ``run.json``."""
    return {
        "schema": "thomas-test.run",
        "schema_version": 1,
        "version": package_version(),
        "intended_use": INTENDED_USE,
        # the last part alone: the way to it may hold the name of a person
        "folder": source.label,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(summary.seconds, 3),
        "workers": workers,
        "files": summary.files,
        "statuses": {status.value: count for status, count in summary.counts.items()},
        "reasons": dict(summary.reasons),
        "models": list(summary.models),
        "problems": list(summary.problems),
        "problem_count": summary.problem_count,
        "pictures_left_out": summary.left_out,
        "choices": dict(chosen),
        "python": platform.python_version(),
        "platform": platform.platform(),
    }
