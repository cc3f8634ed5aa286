"""A person out of the database and in again: one JSON file, or a long table for statistics; the whole database, too."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sqlite3
import uuid
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Engine

from thomas_test.check.record import Examination
from thomas_test.check.storage import save_examination
from thomas_test.core.codec import Layout, from_json, lay_out, to_json
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.core.text_files import json_in
from thomas_test.history.book import LATEST_DAY, Book, Person, PlanEntry, checked_code
from thomas_test.history.database import copy_sqlite, files_of, pictures_folder, sqlite_file, write_private
from thomas_test.history.progress import course_of
from thomas_test.output.rows import package_version
from thomas_test.output.words import INTENDED_USE

LONG_COLUMNS: Final = ("person", "examination", "day", "leg", "quantity", "value_deg", "low_deg", "high_deg")
"""Of the long table: one row for each angle of each leg of each examination."""

MAX_PERSON_BYTES: Final = 1_000_000_000
"""Larger files are not taken in. A checked week with five kept pictures makes 2 to 4 MB, and every correction as much:
what was examined over years comes out as one file and has to go in again."""

_DATABASE = "history.sqlite"
_PICTURES = "pictures"
_PICTURE = re.compile(rf"{_PICTURES}/[0-9a-f]{{32}}\.jpg")


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptVersion:
    """An examination as it was written once; the time in UTC, as ISO 8601 has it."""

    number: int
    written_at: str
    written_by: str
    why: str
    examination: Examination


@dataclass(frozen=True, kw_only=True, eq=False)
class KeptExamination:
    """An examination with all its versions, at least one."""

    key: str
    versions: tuple[KeptVersion, ...]

    def __post_init__(self) -> None:
        """Check that there is a version."""
        if not self.versions:
            raise ValueError("expected at least one version of an examination, got none")

    @property
    def latest(self) -> Examination:
        """The one that counts."""
        return max(self.versions, key=lambda version: version.number).examination


@dataclass(frozen=True, kw_only=True, eq=False)
class PersonFile:
    """Everything that is kept of a person, as it lies in one file."""

    code: str
    year_of_birth: int | None
    sex: str
    examinations: tuple[KeptExamination, ...]
    plans: tuple[PlanEntry, ...]


lay_out(
    PersonFile,
    Layout(
        schema="thomas-test.person",
        where="open a file that 'thomas-test history --export' wrote, or a check that the app saved",
        says=lambda _, __: {"version": package_version(), "intended_use": INTENDED_USE},
    ),
)
lay_out(PlanEntry, Layout(left_out=frozenset({"ident"}), upgraded=lambda record: record | {"ident": 0}))


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What a file would add.

    Attributes
    ----------
    file
        The person in it, with what had been chosen.
    known
        Whether somebody of that code is in the database.
    examinations
        Those that would be added.
    doubled
        Days of those left out because the very same examination is there.
    """

    file: PersonFile
    known: bool
    examinations: tuple[Examination, ...]
    doubled: tuple[dt.date, ...]

    @property
    def leaves_plans(self) -> bool:
        """Whether plans in it are left out: what is chosen for somebody who is here, and done, is this database's."""
        return self.known and bool(self.file.plans)


def export_person(book: Book, code: str) -> bytes:
    """Everything that is kept of a person, pictures included, as one JSON file (docs/person.schema.json)."""
    person = book.person(code)
    record = PersonFile(
        code=person.code,
        year_of_birth=person.year_of_birth,
        sex=person.sex,
        examinations=tuple(
            KeptExamination(
                key=entry.ident,
                versions=tuple(
                    KeptVersion(
                        number=version.version,
                        written_at=version.written_at.isoformat(),
                        written_by=version.written_by,
                        why=version.why,
                        examination=book.examination(version.ident, version.version),
                    )
                    for version in book.versions(entry.ident)
                ),
            )
            for entry in book.examinations(code)
        ),
        plans=tuple(book.plans(code)),
    )
    return json.dumps(to_json(record), indent=1, ensure_ascii=False, allow_nan=False).encode()


def export_table(book: Book, codes: Sequence[str]) -> str:
    """The long table of some people as CSV: what statistics programs ask for."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LONG_COLUMNS)
    for code in codes:
        for quantity, course in course_of(book, code).items():
            for side in Side:
                for point in course.points[side]:
                    angle = point.angle
                    numbers = (f"{value:.2f}" for value in (angle.value_deg, angle.low_deg, angle.high_deg))
                    # a code that begins like a formula must not be one in a spreadsheet
                    name = f"'{code}" if code[0] in "=+-@" else code
                    writer.writerow((name, point.ident, point.day.isoformat(), side.value, quantity.value, *numbers))
    return out.getvalue()


def look_into(book: Book, data: bytes) -> Incoming:
    """What a file would add: that of a person, or a check saved by the app.

    Raises
    ------
    UsageError
        When it is neither, of a newer kind, damaged, or too large.
    """
    record = json_in(data, expected="a person's file or a saved check", max_bytes=MAX_PERSON_BYTES)
    if isinstance(record, dict) and record.get("schema") == "thomas-test.examination":
        examination = from_json(Examination, record, expected="a saved check")
        code = checked_code(examination.person or book.suggested_code())
        return _incoming(
            book, PersonFile(code=code, year_of_birth=None, sex="", examinations=(), plans=()), [examination]
        )
    file = from_json(PersonFile, record, expected="a person's file")
    return _incoming(book, replace(file, code=checked_code(file.code)), [kept.latest for kept in file.examinations])


def take_in(book: Book, incoming: Incoming, *, by: str = "", pictures: bool = True) -> Person:
    """Add what a file holds; what is there already is left alone.

    Parameters
    ----------
    book, incoming
        Where to, and what, as `look_into` showed it.
    by
        Who does it: stands beside each examination.
    pictures
        Whether pictures are kept, too.
    """
    file = incoming.file
    if not incoming.known:
        book.add_person(file.code, year_of_birth=file.year_of_birth, sex=file.sex)
        # before the examinations: where the disk is full in mid-way, the second try finds the person known
        for plan in file.plans:
            since = min(plan.since, LATEST_DAY)  # a file may be older than that limit
            ident = book.choose(file.code, plan.measure, since=since, times_a_week=plan.times_a_week, weeks=plan.weeks)
            for day in plan.days:
                book.tick(ident, day)
            if plan.ended is not None:
                book.end(ident, plan.ended)
    for examination in incoming.examinations:
        book.keep(file.code, examination, by=by, why="taken in from a file", pictures=pictures)
    return book.person(file.code)


def _incoming(book: Book, file: PersonFile, examinations: Sequence[Examination]) -> Incoming:
    code, known = file.code, book.has(file.code)
    there = {_text(one, code) for one in _kept(book, code).values()} if known else set()
    return Incoming(
        file=file,
        known=known,
        examinations=tuple(one for one in examinations if _text(one, code) not in there),
        doubled=tuple(one.day for one in examinations if _text(one, code) in there),
    )


def kept_before(book: Book, code: str, examination: Examination) -> str:
    """The key under which the very same examination is kept already; empty where it is not."""
    wanted = _text(examination, code)
    return next((ident for ident, one in _kept(book, code).items() if _text(one, code) == wanted), "")


def _kept(book: Book, code: str) -> dict[str, Examination]:
    return {entry.ident: book.examination(entry.ident) for entry in book.examinations(code)}


def _text(examination: Examination, code: str) -> bytes:
    """What makes two examinations the same: all but their pictures and the name that was typed."""
    return save_examination(replace(examination, person=code), pictures=False)


def back_up(engine: Engine, target: Path) -> None:
    """Write the whole database with its pictures into one zip file, while others may be using it.

    Raises
    ------
    UsageError
        For a database that is no SQLite file (its server has its own backup), or a target that cannot be written.
    """
    source, folder = _file(engine), pictures_folder(engine)
    if _belongs_to(source, target) or (folder is not None and target.resolve().is_relative_to(folder.resolve())):
        raise UsageError(f"expected a file of its own for the backup, got {str(target)!r}, which is the database's own")
    # names of their own: whatever lies beside the target, the database among it, is somebody's
    copy, beside = (target.with_name(f".{uuid.uuid4().hex}.{ending}") for ending in ("sqlite", "part"))
    try:
        copy_sqlite(source, copy)
        write_private(beside, b"")
        with ZipFile(beside, "w", ZIP_DEFLATED) as archive:
            archive.write(copy, _DATABASE)
            for picture in sorted(folder.iterdir()) if folder is not None and folder.is_dir() else ():
                archive.write(picture, f"{_PICTURES}/{picture.name}")
        beside.replace(target)
    except (OSError, sqlite3.Error, UsageError) as error:
        # what names the copy, which nobody knows of, is said of the target
        why = error.__cause__ if isinstance(error, UsageError) else error
        why = getattr(why, "strerror", None) or why
        raise UsageError(f"expected a place for the backup, got {str(target)!r}: {why}") from error
    finally:
        for each in (copy, beside):
            with suppress(OSError):  # where no folder is there is no file
                each.unlink()


def _belongs_to(database: Path, target: Path) -> bool:
    """Whether a path is a SQLite file's own, or that of its log."""
    return target.resolve() in files_of(database.resolve()) or (target.exists() and target.samefile(database))


def restore(archive: Path, target: Path) -> None:
    """Make a database of a backup where there is none yet; of a damaged one none is made.

    Raises
    ------
    UsageError
        When there is one already, or the log of one, or the file is no backup of ours, or damaged.
    """
    there = next((each for each in files_of(target) if each.exists()), None)
    if there == target:
        raise UsageError(f"expected no database at {str(target)!r} yet, got one: move it away first")
    if there is not None:  # SQLite would write it into what is restored
        raise UsageError(
            f"expected no database at {str(target)!r} yet, got the log of one: move {there.name} to where that "
            "database is now, which is not whole without it, or remove it where that is gone for good"
        )
    beside = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with ZipFile(archive) as opened:
            names = opened.namelist()
            pictures = [name for name in names if name.startswith(f"{_PICTURES}/")]
            if _DATABASE not in names or not all(map(_PICTURE.fullmatch, pictures)):
                raise UsageError(f"expected a backup that thomas-test made, got {str(archive)!r}, which is none")
            _check_whole(opened)
            for name in pictures:
                write_private(target.with_name(f"{target.name}-pictures") / name.rpartition("/")[2], opened.read(name))
            # last, and in one step: a database that is there has all its pictures
            write_private(beside, opened.read(_DATABASE))
            beside.replace(target)
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:  # RuntimeError: one with a password
        raise UsageError(f"expected a backup that thomas-test made, got {str(archive)!r}: {error}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _check_whole(archive: ZipFile) -> None:
    damaged = archive.testzip()
    if damaged is not None:
        raise BadZipFile(f"{damaged} in it is damaged")


def _file(engine: Engine) -> Path:
    path = sqlite_file(engine.url)
    if path is None:
        raise UsageError("expected a database that is a file, got a server's: use the server's own backup")
    return path
