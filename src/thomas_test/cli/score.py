"""``thomas-test score``: a folder of photos, a table, annotated pictures and a page."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thomas_test.cli import choices, speaking, streams
from thomas_test.cli.statuses import NOT_MEASURED, OWN_FAILURE
from thomas_test.core.analysis import Status
from thomas_test.core.angles import Angle
from thomas_test.core.criteria import Verdict
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.core.settings import Settings
from thomas_test.output.row_words import knee_of, thigh_of
from thomas_test.output.rows import ResultRow
from thomas_test.output.words import SIGNS, degrees

if TYPE_CHECKING:
    from thomas_test.batch import Summary
    from thomas_test.batch.run import RowProgress
    from thomas_test.batch.sources import PictureSource
    from thomas_test.reader import Reader

_MOST_ROWS = 60
"""Longer tables are for a spreadsheet and not for a terminal."""

_MOST_ROWS_EVER = 1000

HEADINGS = ("file", "leg", "thigh θ", "knee κ", "flags", "quality")


def rows_to_show(rows: Iterable[ResultRow], failed: int, most: int = _MOST_ROWS) -> list[ResultRow]:
    """Choose the rows of a table that is to stay short: what was not measured first of all, then the first others.

    Parameters
    ----------
    rows
        All, in the order in which the chosen ones are shown.
    failed
        How many of them were refused or could not be read.
    most
        How many are shown, unless more than that were refused or could not be read: those are shown in any case, up
        to a thousand.
    """
    free = max(0, most - failed)
    shown: list[ResultRow] = []
    for row in rows:
        is_failed = row.status in {Status.REFUSED, Status.ERROR}
        if len(shown) < _MOST_ROWS_EVER and (is_failed or free > 0):
            shown.append(row)
            free -= not is_failed
    return shown


def table_rows(rows: Sequence[ResultRow]) -> list[tuple[str, ...]]:
    """A line for each file: its numbers, or why there are none."""
    return [_measured(row) if row.status is Status.MEASURED else _other(row) for row in rows]


def _measured(row: ResultRow) -> tuple[str, ...]:
    flags = " ".join(SIGNS[Verdict(flag)] for flag in (row.reaches_parallel, row.reaches_10_below, row.knee_near_90))
    return (
        row.file,
        row.tested_leg,
        _angle(thigh_of(row), signed=True),
        _angle(knee_of(row), signed=False),
        flags,
        row.quality.replace(";", ", ").replace("_", " "),
    )


def _other(row: ResultRow) -> tuple[str, ...]:
    return row.file, "", "", "", "", f"{row.status}: {row.reason.replace('_', ' ')}"


def _angle(angle: Angle | None, *, signed: bool) -> str:
    return "–" if angle is None else f"{degrees(angle.value_deg, signed=signed)} ±{angle.half_width_deg:.1f}"


@choices.with_choices()
def score(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A folder with pictures, or a URL.")],
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder, or URL, for results.csv, results.jsonl, annotated/, report.html, run.json.",
        ),
    ],
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Look into the folders inside, too.")] = False,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, help="Processes that read, each with its own model.")
    ] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS|FILE",
            help="Read on a Dask cluster: tcp://HOST:PORT, or the file that its scheduler writes.",
        ),
    ] = None,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--no-resume",
            help="Go on with what an earlier run left in --out, stopped or finished; or begin anew.",
        ),
    ] = None,
    picture_seconds: Annotated[
        float,
        typer.Option("--picture-seconds", metavar="S", min=1, help="How long one picture may take before it is left."),
    ] = 60.0,
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", metavar="FILE", help="CSV with the columns file, subject, side, trial."),
    ] = None,
    *,
    chosen: choices.Choices,
) -> None:
    """Measure every picture of a folder: one row for every file, measured or not.

    Results appear together at the end. Every picture is kept as soon as it is read: a run that was stopped, whatever
    stopped it, goes on with the same command and --resume. Pictures that a points file does not name are read by the
    model.

    What --pelvis, --foot and --pain state holds for all of them; without it no pattern is named.

    Exit status: 0 all measured; 3 some refused or unreadable; 2 wrong usage, or no picture; 1 our own failure, or
    a disk or folder that failed.

    For example:

      thomas-test score photos --out results

      thomas-test score photos --out results --recursive --workers 2 --manifest who.csv

      thomas-test score photos --out results --resume
    """
    from thomas_test.batch import Limits, score_folder
    from thomas_test.batch.picture import standard_reading
    from thomas_test.batch.run import open_source
    from thomas_test.cli.beside import labels_of, points_by_picture
    from thomas_test.images.left_behind import sweep_left_behind
    from thomas_test.output.points_file import read_points

    for what, given in (("FOLDER", folder), ("--out", out)):
        if not given.strip():  # as from a shell's variable that was never set: the current folder is not meant
            raise UsageError(f"expected a folder as {what}, got an empty text: '.' is the current folder")
    settings, points = chosen.settings(), chosen.points
    sweep_left_behind()
    placed = read_points(points, leg=settings.leg, head_towards=settings.head_towards) if points else ()
    source = open_source(folder, out, recursive=recursive)  # a wrong folder is told before anything is fetched
    # listed here only where something names them: their number may be large
    names = _pictures(source, recursive=recursive) if points or manifest else []
    points_of = points_by_picture(placed, names)
    label_of = None if manifest is None else labels_of(manifest, names)
    all_placed = bool(points) and all(name in points_of for name in names)
    method = standard_reading(_reader(settings, chosen.model, needs_networks=not all_placed), faces=chosen.faces)
    with _telling(out) as told:
        summary = score_folder(
            folder,
            out,
            method,
            recursive=recursive,
            workers=workers,
            scheduler=scheduler,
            limits=Limits(seconds=picture_seconds),
            resume=resume,
            points=points_of,
            label_of=label_of,
            choices=_record_of(chosen, settings, manifest, recursive=recursive),
            progress=told,
            notice=speaking.note,
        )
    _print(summary)
    if summary.problem_count:
        raise typer.Exit(OWN_FAILURE)
    if summary.counts[Status.REFUSED] or summary.counts[Status.ERROR]:
        raise typer.Exit(NOT_MEASURED)


@contextmanager
def _telling(out: str) -> Iterator[RowProgress]:
    """Tell how far a run is; where it breaks off, what it had read and how to go on."""
    done = total = 0
    read: list[ResultRow] = []
    try:
        with _polite_endings(), speaking.picture_progress() as show:

            def told(count: int, of: int, row: ResultRow | None) -> None:
                nonlocal done, total
                done, total = count, of
                if row is not None and len(read) < _MOST_ROWS_EVER:
                    read.append(row)
                show(count, of, "" if row is None else f"{row.file}: {row.status} {row.reason}".strip())

            yield told
    except StorageError:
        # the numbers first: the folder that should have taken them cannot
        _print_read(sorted(read, key=lambda row: row.file), done)
        raise
    except KeyboardInterrupt:
        pictures = speaking.counted(total, "picture", "pictures")
        kept = f"What is done is kept for {out!r}: go on with the same command and --resume."
        speaking.note(f"Stopped after {done} of {pictures}. {kept if done else 'Nothing was written.'}")
        raise


def _record_of(
    chosen: choices.Choices, settings: Settings, manifest: Path | None, *, recursive: bool
) -> Mapping[str, object]:
    """What ``run.json`` says was chosen."""
    from thomas_test.images.folder import printable_text

    return {
        "leg": chosen.leg,
        "head": chosen.head,
        "level_tilt_deg": None if settings.level is None else settings.level.tilt_deg,
        "level_sd_deg": None if settings.level is None else settings.level.sd_deg,
        "points": printable_text(chosen.points.name) if chosen.points else None,
        "manifest": printable_text(manifest.name) if manifest else None,
        "preset": settings.preset.name,
        "knee_tolerance_deg": settings.preset.knee_tolerance_deg,
        "pelvis": chosen.pelvis.value,
        "foot": chosen.foot.value,
        "pain": chosen.pain.value,
        "model": printable_text(chosen.model) if chosen.model else None,
        "effort": chosen.effort.value,
        "recursive": recursive,
    }


def _pictures(source: PictureSource, *, recursive: bool) -> list[str]:
    return sorted(each.name for each in source.entries(recursive=recursive) if each.is_picture)


def _reader(settings: Settings, model: str | None, *, needs_networks: bool) -> Reader:
    from thomas_test.reader import Reader

    return choices.found_reader(settings, model) if needs_networks else Reader(settings, model=model)


@contextmanager
def _polite_endings() -> Iterator[None]:
    """Make the signals that ask a program to end do what Ctrl-C does: what is done is kept, no process stays."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(number, stop) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _print_read(rows: Sequence[ResultRow], done: int) -> None:
    """Print what a run that a disk or folder ended had read since it was started."""
    if not rows:
        return
    shown = rows_to_show(rows, sum(row.status in {Status.REFUSED, Status.ERROR} for row in rows))
    speaking.print_table(HEADINGS, table_rows(shown))
    if done > len(shown):
        streams.say(f"... and {done - len(shown)} more")
    _print_what_it_means()


def _print_what_it_means() -> None:
    from thomas_test.output.words import INTERVAL_NOTE, KNEE_NORM_NOTE

    streams.say(f"Flags: thigh reaches parallel, thigh far enough below, knee bent enough ({KNEE_NORM_NOTE}).")
    streams.say(INTERVAL_NOTE)


def _print(summary: Summary) -> None:
    from thomas_test.batch.results import ANNOTATED
    from thomas_test.output.faces import FACE_UNKNOWN, SOMEBODY_BESIDE

    failed = summary.counts[Status.REFUSED] + summary.counts[Status.ERROR]
    shown = rows_to_show(summary.rows(), failed)
    speaking.print_table(HEADINGS, table_rows(shown))
    if summary.files > len(shown):
        others = ", none refused or unreadable," if failed <= len(shown) else ""
        streams.say(f"... and {summary.files - len(shown)} more{others} in results.csv")
    _print_what_it_means()
    counts = ", ".join(f"{summary.counts[status]} {status}" for status in Status)
    streams.say(f"{speaking.counted(summary.files, 'file', 'files')} in {summary.seconds:.1f} s: {counts}")
    out = speaking.shown(summary.out)
    streams.say(f"Table: {out}/results.csv (UTF-8; in Excel: Data > From Text/CSV)")
    if summary.has_annotated:
        streams.say(f"Annotated pictures: {out}/{ANNOTATED}")
    streams.say(f"Page: {out}/report.html")
    same, own, beside, other_leg = remarkable_rows(summary.rows())
    if same.first:
        files = speaking.counted(same.count, "file shows", "files show")
        one, other = speaking.shown(same.first.file), speaking.shown(same.first.same_as)
        streams.say(
            f"{files} a picture that another one shows, too, such as {one} and {other}: validate counts it once"
        )
    if own.first:
        files = speaking.counted(own.count, "picture", "pictures")
        streams.say(f"Left out: {files} that this tool drew on, such as {speaking.shown(own.first.file)}")
    if summary.left_out:
        streams.say(
            f"Without an annotated picture: {summary.left_out}, as {FACE_UNKNOWN}. --faces keep writes them all."
        )
    if other_leg.first:
        pictures = speaking.counted(other_leg.count, "picture", "pictures")
        row = other_leg.first
        speaking.note(
            f"The manifest names the other leg in {pictures}, such as {speaking.shown(row.file)} (measured "
            f"{row.tested_leg}, manifest {row.side}): look which one hangs; where the manifest is right, --leg or "
            "--points overrules."
        )
    if beside.first:
        pictures = speaking.counted(beside.count, "picture", "pictures")
        speaking.note(f"Look before you hand on {pictures} (column privacy): {SOMEBODY_BESIDE}.")
    if summary.problem_count:
        pictures = speaking.counted(summary.problem_count, "annotated picture", "annotated pictures")
        speaking.note(f"{pictures} could not be written, such as {summary.problems[0]}")


def remarkable_rows(rows: Iterable[ResultRow]) -> tuple[_Some, _Some, _Some, _Some]:
    """Rows that more is to be said of: the picture again, our own output, somebody beside, not the manifest's leg."""
    from thomas_test.images.own_output import OWN_OUTPUT
    from thomas_test.output.rows import BESIDE

    same, own, beside, other_leg = _Some(), _Some(), _Some(), _Some()
    for row in rows:
        same.add(row, counts=bool(row.same_as))
        own.add(row, counts=row.reason == OWN_OUTPUT)
        beside.add(row, counts=row.privacy == BESIDE)
        other_leg.add(row, counts=row.status == Status.MEASURED and row.side not in ("", row.tested_leg))
    return same, own, beside, other_leg


@dataclass
class _Some:
    """How many rows there are of a kind, and the first: of a large folder no more is kept."""

    count: int = 0
    first: ResultRow | None = None

    def add(self, row: ResultRow, *, counts: bool) -> None:
        self.count += counts
        self.first = self.first or (row if counts else None)
