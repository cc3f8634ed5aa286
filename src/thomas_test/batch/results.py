"""The folder that results are written to: a workshop until the run is through, then everything in its place.

Until then an earlier run's results stay as they were, and what is done lies in the workshop with its journal, where
`--resume` finds it.
"""

from __future__ import annotations

import errno
import os
import platform
import posixpath
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, TextIO

from thomas_test.batch.journal import Journal
from thomas_test.batch.sources import folder_identity
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.images.left_behind import sweep_stages
from thomas_test.images.own_output import is_marked
from thomas_test.images.writing import fitting_name
from thomas_test.output.folder_page import PARTS, REPORT

ANNOTATED = "annotated"
THUMBNAILS = "thumbnails"
_SMALL_ENDING = ".webp"
RUN = "run.json"
TABLE = "results.csv"
RECORDS = "results.jsonl"
JOURNAL = "journal.sqlite"

WORKSHOP = ".unfinished"
"""The hidden folder that a run writes into."""

_OURS = (TABLE, RECORDS, ANNOTATED, THUMBNAILS, REPORT, PARTS, JOURNAL, RUN)
"""What a run writes; ``run.json`` tells a later run that the rest is ours to replace."""

_PICTURE_S_OWN = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.EISDIR, errno.ENOTDIR})
"""What is wrong with one name only: a problem of that picture. Everything else would befall the next one, too."""

_PLACING = "placing"


class Store(Protocol):
    """Where annotated pictures are written while a run goes on; may cross to another machine."""

    def write(self, place: str, annotated: bytes, thumbnail: bytes) -> str:
        """Write a picture's two annotated ones; why they could not be written, empty where they were.

        Raises
        ------
        StorageError
            When the next picture's could not be written, either: a disk that is full or read-only, a folder that is
            gone.
        """

    def check(self) -> None:
        """Make sure that the place is still there.

        Raises
        ------
        StorageError
            When it was removed, or another one is in its place.
        """


class LocalStore:
    """A workshop on this machine, or on a disk that is mounted on it.

    Parameters
    ----------
    out
        The folder of results; its workshop is there.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._workshop = out / WORKSHOP
        self._identity = folder_identity(self._workshop)

    def __reduce__(self) -> tuple[Any, ...]:
        """On another machine the same folder is known by another number of its disk."""
        return _store_elsewhere, (self._out.absolute(),)

    def write(self, place: str, annotated: bytes, thumbnail: bytes) -> str:
        """Write a picture's two annotated ones; see `Store`."""
        try:
            for name, data in ((place, annotated), (thumbnail_place(place), thumbnail)):
                if data:
                    target = self._workshop / name
                    if not target.parent.exists():
                        self.check()  # never make a workshop anew that somebody removed
                        target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
        except UnicodeEncodeError:
            return f"Cannot write {place!r}: names are told in a code without these letters here, PYTHONUTF8=1 has all."
        except OSError as error:
            self.check()
            if error.errno in _PICTURE_S_OWN:
                return f"Cannot write {place!r}: {error.strerror}."
            raise StorageError(f"{str(self._out)!r} cannot be written to any more ({error.strerror})") from error
        return ""

    def check(self) -> None:
        """Make sure that the folder is still there; see `Store`."""
        if self._identity is None or folder_identity(self._workshop) != self._identity:
            raise StorageError(f"{str(self._out)!r} was removed while its run was at work")


def _store_elsewhere(out: Path) -> LocalStore:
    if not (out / WORKSHOP).is_dir():
        raise StorageError(
            f"expected {str(out)!r} on {platform.node()!r} as well, found nothing there: choose an --out that all "
            "machines share, or a URL"
        )
    return LocalStore(out)


def check_out(folder: Path | None, out: Path) -> None:
    """Refuse a place for results that would mix with the pictures, or with files of somebody else.

    Parameters
    ----------
    folder
        Of the pictures; None where they lie elsewhere.
    out
        For the results.

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


def _check_out(folder: Path | None, out: Path) -> None:
    if folder is not None and out.resolve() == folder.resolve():
        raise UsageError(f"expected a folder of their own for the results, got that of the pictures, {str(out)!r}")
    for replaced in (ANNOTATED, THUMBNAILS, WORKSHOP):
        if folder is not None and folder.resolve().is_relative_to(out.resolve() / replaced):
            raise UsageError(f"expected pictures outside of {str(out / replaced)!r}, which this run replaces")
    if out.exists() and not out.is_dir():
        raise UsageError(f"expected a folder for the results, but {str(out)!r} is a file: choose another --out")
    if not (out / RUN).exists() and not (out / WORKSHOP / JOURNAL).exists():
        theirs = [name for name in _OURS if (out / name).exists()]
        if theirs:
            raise UsageError(
                f"expected an empty folder or one of an earlier run, got {str(out)!r} with {theirs[0]!r} and no "
                f"{RUN!r}: only what this tool wrote is overwritten; choose another --out"
            )


class LocalResults:
    """A folder of this machine that results are written to.

    Parameters
    ----------
    out
        The folder; made where there is none.
    resume
        True goes on with what an earlier run left, stopped or finished; False begins anew; None begins anew unless a
        run was stopped there.

    Attributes
    ----------
    label
        What it is called in messages.
    workshop
        Where table, records, page and run record are written before `finish`.
    journal
        Open, with what is done so far.
    store
        Where annotated pictures are written.

    Raises
    ------
    UsageError
        When `out` cannot be written to, another run is at work there, or `resume` is None and a run was stopped there.
    """

    def __init__(self, out: Path, *, resume: bool | None = None) -> None:
        self.out = out
        self.label = str(out)
        self._is_finished = False
        self.workshop = out / WORKSHOP
        try:
            self._made = [each for each in (out, *out.parents) if not each.exists()]
            out.mkdir(parents=True, exist_ok=True)
            self._clear(resume)
            (self.workshop / PARTS).mkdir(parents=True, exist_ok=True)
            if resume and not self._has_journal() and (out / JOURNAL).exists():
                (out / JOURNAL).rename(self.workshop / JOURNAL)
        except OSError as error:
            raise UsageError(f"cannot write to {str(out)!r}: {error.strerror}. Choose another --out.") from error
        self.journal = Journal(self.workshop / JOURNAL)
        self.journal.remember("phase", "reading")
        self._identity = folder_identity(self.workshop)
        self.store: Store = LocalStore(out)

    def _has_journal(self) -> bool:
        return (self.workshop / JOURNAL).exists()

    def _clear(self, resume: bool | None) -> None:
        """Make room in the workshop, unless what lies there is to be gone on with."""
        sweep_stages(self.out)
        if self._has_journal():
            with Journal(self.workshop / JOURNAL) as journal:  # also makes sure that nobody is at work on it
                if journal.about("phase") == _PLACING:
                    self._place(journal)
                done, total = journal.count_done(), journal.count_pictures()
                is_placed = journal.about("phase") == _PLACING
            if is_placed:
                self._let_go()
            elif resume is None and done:
                raise UsageError(
                    f"{self.label!r} holds a run that was stopped after {done} of {total} pictures: go on with it "
                    "(--resume), begin anew (--no-resume), or choose another --out"
                )
            elif resume:
                return
        if self.workshop.exists():
            shutil.rmtree(self.workshop)

    def open_text(self, place: str) -> TextIO:
        """A file of the results to write, which is put in its place with the others."""
        return (self.workshop / place).open("w", encoding="utf-8", newline="\n")

    def missing(self) -> Iterator[bytes]:
        """The pictures whose annotated ones are not there as they were written, such as after a power cut."""
        for key, place, annotated, thumbnail in self.journal.pictures_written():
            for name, size in ((place, annotated), (thumbnail_place(place), thumbnail)):
                if size and size not in {_size(self.workshop / name), _size(self.out / name)}:
                    yield key
                    break

    def finish(self) -> None:
        """Put everything in its place; a process that is killed meanwhile goes on with that at the next start."""
        self.journal.remember("phase", _PLACING)
        self._place(self.journal)
        self.journal.close()
        self._let_go()
        self._is_finished = True

    def _place(self, journal: Journal) -> None:
        for kind, belongs in (
            (ANNOTATED, journal.wrote),
            (THUMBNAILS, lambda place: journal.wrote(annotated_place(place))),
        ):
            _merge(self.workshop / kind, self.out / kind)
            for place in _files_below(self.out, kind):
                # what somebody else put beside our pictures, such as notes or a drawing of their own, stays
                if not belongs(place) and _is_ours(self.out / place):
                    (self.out / place).unlink()
            for inside, _, _ in os.walk(self.out / kind, topdown=False):
                _remove_empty([Path(inside)])
        if (self.workshop / PARTS).exists():
            shutil.rmtree(self.out / PARTS, ignore_errors=True)
        for name in (PARTS, REPORT, RECORDS, TABLE, RUN):
            if (self.workshop / name).exists():
                (self.workshop / name).replace(self.out / name)
        _remove_empty([self.out / PARTS])  # a short page has none

    def _let_go(self) -> None:
        if self._has_journal():
            (self.workshop / JOURNAL).replace(self.out / JOURNAL)
        shutil.rmtree(self.workshop, ignore_errors=True)

    def abandon(self) -> None:
        """Close the journal of a run that came to no end; one without any result leaves nothing."""
        if self._is_finished:
            return
        is_there = folder_identity(self.workshop) == self._identity
        is_empty = is_there and self.journal.count_done() == 0
        self.journal.close()
        if is_empty:
            shutil.rmtree(self.workshop, ignore_errors=True)
            _remove_empty(self._made)


def thumbnail_place(place: str) -> str:
    """Where the small picture of an annotated one lies."""
    return f"{THUMBNAILS}/{place.removeprefix(f'{ANNOTATED}/')}{_SMALL_ENDING}"


def annotated_place(place: str) -> str:
    """The annotated picture whose small one lies at a place."""
    return f"{ANNOTATED}/{place.removeprefix(f'{THUMBNAILS}/').removesuffix(_SMALL_ENDING)}"


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _is_ours(path: Path) -> bool:
    """Whether a file is a picture that some run drew."""
    try:
        return path.is_file() and is_marked(path.read_bytes())
    except OSError:
        return False


def _merge(source: Path, target: Path) -> None:
    """Move all files of a folder into another one, in place of those of their names."""
    for inside, _, names in os.walk(source):
        place = target / Path(inside).relative_to(source)
        for name in names:
            place.mkdir(parents=True, exist_ok=True)
            (Path(inside) / name).replace(place / name)


def _files_below(out: Path, kind: str) -> Iterator[str]:
    for inside, _, names in os.walk(out / kind):
        for name in names:
            yield (Path(inside) / name).relative_to(out).as_posix()


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that were made for a run that came to nothing, the innermost first."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def annotated_places(name: str) -> Iterator[str]:
    """Where an annotated picture may lie below the results' folder, the best place first, without end.

    Pictures keep their path and name. Where two would have the same place, such as ``a.png`` and ``a.heic`` in one
    folder, or ``A.jpg`` and ``a.jpg`` on a disk that does not tell them apart, the ending is kept, too, and a number
    added.
    """
    folder, slash, own = name.rpartition("/")
    room = f"{ANNOTATED}/{folder}{slash}"
    # the small picture beside it has a longer ending, and the same room
    yield room + fitting_name(posixpath.splitext(own)[0], ".jpg", spare=_SMALL_ENDING)
    yield room + fitting_name(own, ".jpg", spare=_SMALL_ENDING)
    number = 2
    while True:
        yield room + fitting_name(own, f"-{number}.jpg", spare=_SMALL_ENDING)
        number += 1
