"""What a run has found and done so far, on disk at once: an SQLite file that only grows.

SQLite and not lines of JSON, because a run needs more of its journal than to append to it: the files in the order of
the folder though workers finish in no order, what is still to be done after a stop, which annotated picture has which
name; all of that without holding a hundred thousand entries in memory. And its write-ahead log is what one would have
to invent: a result is one record appended to it, whole or not there, whatever kills the process. It reaches the disk
itself (fsync) in batches, so that no picture waits for it.

The file is opened for one process alone, which also works on network disks where SQLite's shared memory does not; a
second run on the same folder is told so.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from thomas_test.batch.picture import PICTURE_SHA256
from thomas_test.batch.sources import Entry
from thomas_test.core.analysis import Status
from thomas_test.core.codec import Json, in_short
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.core.text_files import json_in
from thomas_test.output.records import file_record
from thomas_test.output.rows import ResultRow, row_of_skipped

SCHEMA_VERSION = 1

SYNC_AFTER_S = 1.0
"""How long a result may wait until it is fsynced: what a power cut costs. A killed process costs nothing."""

_PAGE = 256
"""Rows that are asked for at once."""

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    key BLOB PRIMARY KEY, name TEXT NOT NULL, is_picture INTEGER NOT NULL, stamp TEXT NOT NULL, place TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE places (folded TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE results (
    key BLOB PRIMARY KEY, stamp TEXT NOT NULL, place TEXT NOT NULL, version TEXT NOT NULL, models TEXT NOT NULL,
    settings TEXT NOT NULL, status TEXT NOT NULL, row TEXT NOT NULL, record TEXT NOT NULL,
    annotated_bytes INTEGER NOT NULL, thumbnail_bytes INTEGER NOT NULL, left_out INTEGER NOT NULL,
    problem TEXT NOT NULL, picture TEXT NOT NULL
);
CREATE INDEX written ON results (place);
CREATE INDEX shown ON results (picture, key);
"""


@dataclass(frozen=True, kw_only=True)
class Method:
    """What a picture's result depends on beside the picture: another one, and it is read again.

    Attributes
    ----------
    version
        Of this package.
    models
        Names and hashes of the networks; empty for points placed by hand.
    settings
        Everything chosen, as JSON with sorted keys.
    """

    version: str
    models: str
    settings: str


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A picture that is still to be read."""

    key: bytes
    name: str
    stamp: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What became of one file.

    Attributes
    ----------
    row, record
        The short and the long form of the result.
    annotated_bytes, thumbnail_bytes
        How long the annotated picture and the small one are that were written; 0 for none.
    left_out
        Whether there is no annotated picture because the face in it could not be blurred.
    problem
        Why the annotated picture could not be written; empty where it was, or where there is none.
    """

    row: ResultRow
    record: Json
    annotated_bytes: int = 0
    thumbnail_bytes: int = 0
    left_out: bool = False
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A file with its result as the journal gives it back.

    Attributes
    ----------
    finished
        The result.
    key
        Names the file in its source.
    place
        Of its annotated picture; empty for none.
    same_as
        The first file of the folder that shows the same picture, where that is another one; empty otherwise.
    """

    finished: Finished
    key: bytes = b""
    place: str = ""
    same_as: str = ""


class Journal:
    """The journal of one run. Every method raises `StorageError` when the disk does not do its part.

    Parameters
    ----------
    path
        Of the SQLite file; made where there is none.

    Raises
    ------
    UsageError
        When another run is at work on it, or it is no journal of this version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unsynced_since: float | None = None
        try:
            self._disk = sqlite3.connect(path, isolation_level=None, timeout=0.5)
            self._open()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the second for names of its own tables
            if "locked" in str(error):
                raise UsageError(
                    f"another run is at work on {str(path.parent)!r}: wait for it, or choose another --out"
                ) from error
            raise _not_ours(path, error) from error

    def _open(self) -> None:
        # in this order: only then SQLite keeps the log's index in this process and needs no shared memory
        self._disk.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._disk.execute("PRAGMA journal_mode=WAL")
        # a commit is one append to the log; `sync` brings it to the disk itself
        self._disk.execute("PRAGMA synchronous=NORMAL")
        self._disk.execute("PRAGMA wal_autocheckpoint=0")
        self._disk.execute("PRAGMA cache_size=-8000")
        with self._transaction():
            if not self._disk.execute("SELECT 1 FROM sqlite_master WHERE name='about'").fetchone():
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._disk.execute(statement)
                self._set("schema_version", str(SCHEMA_VERSION))
        if self.about("schema_version") != str(SCHEMA_VERSION):
            raise sqlite3.DatabaseError(f"schema version {self.about('schema_version')}")

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close it, whole."""
        self.close()

    def close(self) -> None:
        """Bring everything to the disk and let go; a disk that is full or gone does not stop that."""
        with _quiet():
            self._disk.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with _quiet():
            # one file, which can be read from a folder that may not be written to
            self._disk.execute("PRAGMA journal_mode=DELETE")
        self._disk.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._disk.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with _quiet():
                self._disk.execute("ROLLBACK")
            raise
        self._disk.execute("COMMIT")

    def _set(self, name: str, value: str) -> None:
        self._disk.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def about(self, name: str) -> str:
        """A note about the run; empty where there is none."""
        found = self._disk.execute("SELECT value FROM about WHERE name=?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def remember(self, name: str, value: str) -> None:
        """Keep a note about the run, on the disk itself when this returns."""
        with _told(self.path):
            self._set(name, value)
        self.sync()

    # the files

    def list_files(self, entries: Iterable[Entry]) -> None:
        """Take the files of a folder in, in place of those of an earlier listing; results stay."""
        with _told(self.path), self._transaction():
            self._disk.execute("DELETE FROM files")
            self._disk.execute("DELETE FROM places")
            self._disk.executemany(
                "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, '')",
                ((each.key, each.name, each.is_picture, each.stamp) for each in entries),
            )

    def give_places(self, choices_of: Callable[[str], Iterator[str]]) -> None:
        """Choose where each annotated picture lies: one place for each, whatever the pictures are called.

        Parameters
        ----------
        choices_of
            Gives for a picture's name the places that it may have, the best first and without end.
        """
        with _told(self.path), self._transaction():
            for key, name in self._pages("SELECT key, name FROM files WHERE is_picture AND key > ?"):
                place = next(place for place in choices_of(name) if self._take(place))
                self._disk.execute("UPDATE files SET place=? WHERE key=?", (place, key))

    def _take(self, place: str) -> bool:
        taken = self._disk.execute("INSERT OR IGNORE INTO places VALUES (?)", (place.casefold(),))
        return taken.rowcount == 1

    def count_pictures(self) -> int:
        """How many pictures the folder has."""
        return self._number("SELECT count(*) FROM files WHERE is_picture")

    def names(self) -> Iterator[str]:
        """The pictures' names in the order of the folder."""
        return (name for _, name in self._pages("SELECT key, name FROM files WHERE is_picture AND key > ?"))

    # the results

    def add(self, pending: Pending, method: Method, finished: Finished) -> None:
        """Put a result down; the first one counts where a picture was read twice."""
        row = {**asdict(finished.row), "status": finished.row.status.value}
        with _told(self.path):
            self._disk.execute(
                "INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(pending.key, pending.stamp, pending.place, method.version, method.models, method.settings),
                    *(finished.row.status.value, json.dumps(row), json.dumps(finished.record, allow_nan=False)),
                    *(finished.annotated_bytes, finished.thumbnail_bytes, finished.left_out, finished.problem),
                    finished.record.get(PICTURE_SHA256, ""),
                ),
            )
        now = time.monotonic()
        if self._unsynced_since is None:
            self._unsynced_since = now
        elif now - self._unsynced_since > SYNC_AFTER_S:
            self.sync()

    def sync(self) -> None:
        """Bring what was put down to the disk itself."""
        with _told(self.path):
            self._disk.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self._unsynced_since = None

    def forget(self, keys: Iterable[bytes]) -> None:
        """Take results back, so that their pictures are read again."""
        with _told(self.path), self._transaction():
            self._disk.executemany("DELETE FROM results WHERE key=?", ((key,) for key in keys))

    def outdated(self, method_of: Callable[[str], Method]) -> Iterator[tuple[bytes, str]]:
        """Results that do not hold any more, each with what changed.

        Parameters
        ----------
        method_of
            Gives the `Method` that a picture of this name is read by now.
        """
        wanted = (
            "SELECT f.key, f.name, f.stamp, f.place, r.stamp, r.place, r.version, r.models, r.settings "
            "FROM files f JOIN results r ON r.key = f.key WHERE f.key > ?"
        )
        for key, name, stamp, place, *then in self._pages(wanted, "f.key"):
            now = method_of(name)
            changed = [
                what
                for what, before, after in (
                    ("the file", then[0], stamp),
                    ("the version", then[2], now.version),
                    ("the models", then[3], now.models),
                    ("the settings", then[4], now.settings),
                    ("its place", then[1], place),
                )
                if before != after
            ]
            if changed:
                yield key, changed[0]

    def failed(self) -> Iterator[tuple[bytes, str]]:
        """Of every picture that could not be read its key and the reason."""
        for key, row in self._pages("SELECT key, row FROM results WHERE status = 'error' AND key > ?"):
            yield key, self._row(row).reason

    def pictures_written(self) -> Iterator[tuple[bytes, str, int, int]]:
        """Of every result its key, its place, and how long its annotated picture and its small one are."""
        return self._pages("SELECT key, place, annotated_bytes, thumbnail_bytes FROM results WHERE key > ?")

    def drop_strangers(self) -> int:
        """Forget results of files that are not there any more; how many these were."""
        with _told(self.path), self._transaction():
            return self._disk.execute("DELETE FROM results WHERE key NOT IN (SELECT key FROM files)").rowcount

    def count_done(self) -> int:
        """How many pictures have their result."""
        return self._number("SELECT count(*) FROM results")

    def pending(self) -> Iterator[Pending]:
        """The pictures without a result, in the order of the folder; asked for bit by bit while results come in."""
        wanted = (
            "SELECT f.key, f.name, f.stamp, f.place FROM files f LEFT JOIN results r ON r.key = f.key "
            "WHERE f.is_picture AND r.key IS NULL AND f.key > ?"
        )
        for key, name, stamp, place in self._pages(wanted, "f.key"):
            yield Pending(key=key, name=name, stamp=stamp, place=place)

    def results(self) -> Iterator[Told]:
        """Every file with its result in the order of the folder; one that is no picture has a row that says so."""
        wanted = (
            "SELECT f.key, f.name, f.is_picture, f.place, r.row, r.record, r.annotated_bytes, r.thumbnail_bytes, "
            "r.left_out, r.problem, (SELECT o.name FROM results s JOIN files o ON o.key = s.key "
            "WHERE s.picture = r.picture AND r.picture != '' AND s.key < f.key ORDER BY s.key LIMIT 1) "
            "FROM files f LEFT JOIN results r ON r.key = f.key WHERE f.key > ?"
        )
        for key, name, is_picture, place, row, record, *rest in self._pages(wanted, "f.key"):
            if not is_picture:
                skipped = row_of_skipped(name)
                yield Told(key=key, finished=Finished(row=skipped, record=file_record(skipped)))
            elif row is not None:
                finished = Finished(
                    row=self._row(row),
                    record=self._object(record),
                    annotated_bytes=rest[0],
                    thumbnail_bytes=rest[1],
                    left_out=bool(rest[2]),
                    problem=rest[3],
                )
                place = place if finished.annotated_bytes else ""
                yield Told(key=key, finished=finished, place=place, same_as=rest[4] or "")

    def _row(self, text: str) -> ResultRow:
        values = self._object(text)
        try:
            for name, value in values.items():
                _check_kind(name, value)
            return ResultRow(**{**values, "status": Status(values["status"])})
        except (TypeError, ValueError, KeyError) as error:
            raise _not_ours(self.path, error) from error

    def _object(self, text: str) -> Json:
        """A JSON object out of the file, which anybody may have changed."""
        try:
            value = json_in(text, expected="a result")
        except UsageError as error:
            raise _not_ours(self.path, error) from error
        if not isinstance(value, dict):
            raise _not_ours(self.path, TypeError(f"expected an object, got {in_short(value)}"))
        return value

    def wrote(self, place: str) -> bool:
        """Whether an annotated picture of this run lies at a place."""
        asked = "SELECT 1 FROM results WHERE place=? AND annotated_bytes > 0"
        return bool(self._asked(asked, (place,)))

    def _number(self, question: str) -> int:
        return int(self._asked(question)[0][0])

    def _pages(self, question: str, key: str = "key") -> Iterator[Any]:
        """The rows of a question, ordered by key, a few hundred at a time: others may write in between."""
        last = b""
        while page := self._asked(f"{question} ORDER BY {key} LIMIT {_PAGE}", (last,)):
            yield from page
            last = page[-1][0]

    def _asked(self, question: str, values: Sequence[object] = ()) -> list[Any]:
        with _told(self.path):
            return self._disk.execute(question, values).fetchall()


def plain_text(value: object) -> str:
    """A value as JSON that is the same in every process: what has no order of its own is sorted."""
    return json.dumps(value, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    """What JSON knows nothing of."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, np.ndarray):
        return value.tolist()
    return dict(value) if isinstance(value, Mapping) else str(value)


_TEXTS = frozenset({"file", "status"} | {each.name for each in fields(ResultRow) if each.default == ""})


def _check_kind(name: str, value: object) -> None:
    """Refuse a number for a text, and the other way round; texts are as long as they are, unlike those of the codec."""
    is_text = isinstance(value, str)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_text if name in _TEXTS else is_number or value is None):
        kind = "a text" if name in _TEXTS else "a number"
        raise TypeError(f"{in_short(name)}: expected {kind}, got {in_short(value)}")


def _not_ours(path: Path, error: Exception) -> UsageError:
    return UsageError(
        f"expected the journal of a run of this version at {str(path)!r}, got something else ({error}): begin anew "
        "with --no-resume, or choose another --out"
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(f"{str(path.parent)!r} cannot be written to any more ({error})") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise _not_ours(path, error) from error


@contextmanager
def _quiet() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error:
        return
