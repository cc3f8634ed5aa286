"""The folder that results are written to: everything at once and whole, or nothing."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from thomas_test.core.errors import UsageError
from thomas_test.images import Found
from thomas_test.output.rows import ResultRow, write_csv

ANNOTATED = "annotated"
RUN = "run.json"
TABLE = "results.csv"
RECORDS = "results.jsonl"
REPORT = "report.html"

STAGE = ".unfinished-"
"""How the hidden folders begin that a run writes into."""

ABANDONED_S = 24 * 3600
"""A stage older than this was left by a run that was killed, in seconds; a younger one may be at work."""

_OURS = (TABLE, RECORDS, ANNOTATED, REPORT, RUN)
"""What a run writes; ``run.json`` comes last and tells a later run that the rest is ours to replace."""


def check_out(folder: Path, out: Path) -> None:
    """Refuse a place for results that would mix with the pictures, or with files of somebody else.

    Raises
    ------
    UsageError
        When `out` is the folder of pictures, or no folder, or has files of our names that no run of ours wrote, or
        may not be looked into.
    """
    try:
        _check_out(folder, out)
    except OSError as error:
        raise UsageError(f"cannot look into {str(out)!r}: {error.strerror}. Choose another --out.") from error


def _check_out(folder: Path, out: Path) -> None:
    if out.resolve() == folder.resolve():
        raise UsageError(f"expected a folder of their own for the results, got that of the pictures, {str(out)!r}")
    if folder.resolve().is_relative_to(out.resolve() / ANNOTATED):
        raise UsageError(f"expected pictures outside of {str(out / ANNOTATED)!r}, which this run replaces")
    if out.exists() and not out.is_dir():
        raise UsageError(f"expected a folder for the results, but {str(out)!r} is a file: choose another --out")
    if not (out / RUN).exists():
        theirs = [name for name in _OURS if (out / name).exists()]
        if theirs:
            raise UsageError(
                f"expected an empty folder or one of an earlier run, got {str(out)!r} with {theirs[0]!r} and no "
                f"{RUN!r}: only what this tool wrote is overwritten; choose another --out"
            )


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A hidden folder to write into; what is there at the end takes its place in `out`, the last run's included.

    Whatever ends the run before that leaves `out` as it was.

    Raises
    ------
    UsageError
        When `out` cannot be written to.
    """
    try:
        made = [each for each in (out, *out.parents) if not each.exists()]
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=out))
    except OSError as error:
        raise UsageError(f"cannot write to {str(out)!r}: {error.strerror}. Choose another --out.") from error
    finished = False
    try:
        yield stage
        _take_place(stage, out)
        finished = True
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if not finished:
            _remove_empty(made)


def _sweep(out: Path) -> None:
    """Remove what killed runs left: there are pictures of patients in it."""
    for stage in out.glob(f"{STAGE}*"):
        if stage.is_dir() and time.time() - stage.stat().st_mtime > ABANDONED_S:
            shutil.rmtree(stage, ignore_errors=True)


def _take_place(stage: Path, out: Path) -> None:
    for name in _OURS:
        if name != RUN and (stage / name).exists() and (out / name).is_dir():
            # a folder cannot be replaced in one step: the old one moves to the stage, which is removed afterwards
            (out / name).rename(stage / f"old-{name}")
        if (stage / name).exists():
            (stage / name).replace(out / name)


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that were made for a run that came to nothing, the innermost first."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def write_table(rows: Iterable[ResultRow], stage: Path) -> None:
    """Write the table."""
    with (stage / TABLE).open("w", encoding="utf-8", newline="") as stream:
        write_csv(rows, stream)


def write_records(records: Iterable[Mapping[str, Any]], stage: Path) -> None:
    """Write one JSON record a line."""
    with (stage / RECORDS).open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


def write_run(run: Mapping[str, Any], stage: Path) -> None:
    """Write what was done and with what."""
    (stage / RUN).write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def annotated_names(found: Sequence[Found]) -> dict[Path, str]:
    """Choose where each annotated picture lies below the results' folder: one for each, whatever they are called.

    Pictures keep their path and name. Where two would have the same place, such as ``a.png`` and ``a.heic`` in one
    folder, or ``A.jpg`` and ``a.jpg`` on a disk that does not tell them apart, the ending is kept, too, and a number
    added.

    Returns
    -------
    dict
        From a picture's path to its place, ``/`` between the parts.
    """
    taken: set[str] = set()
    names: dict[Path, str] = {}
    for each in found:
        if each.is_picture:
            choices = _choices(PurePosixPath(each.name))
            place = next(choice for choice in choices if choice.casefold() not in taken)
            taken.add(place.casefold())
            names[each.path] = f"{ANNOTATED}/{place}"
    return names


def _choices(path: PurePosixPath) -> Iterator[str]:
    yield str(path.with_name(f"{path.stem}.jpg"))
    yield str(path.with_name(f"{path.name}.jpg"))
    number = 2
    while True:
        yield str(path.with_name(f"{path.name}-{number}.jpg"))
        number += 1
