import csv
import datetime as dt
import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from support.examinations import DAY, make_examination
from thomas_test.check.record import Examination
from thomas_test.check.storage import MAX_CHECK_BYTES, save_examination
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, open_database, transfer
from thomas_test.history.book import LATEST_DAY
from thomas_test.history.database import database_url
from thomas_test.history.transfer import LONG_COLUMNS, back_up, export_person, export_table, look_into, restore, take_in


@pytest.fixture
def full(book: Book) -> Book:
    """A book with one person: two examinations, one of them corrected, a plan with a tick."""
    book.add_person("P-1", year_of_birth=1988, sex="female")
    ident = book.keep("P-1", make_examination(), pictures=True, by="AB")
    book.keep("P-1", make_examination(examiner="corrected"), pictures=True, by="CD", ident=ident, why="points moved")
    book.keep("P-1", replace(make_examination(), day=DAY + dt.timedelta(weeks=6)))
    plan = book.choose("P-1", "bridge", since=DAY)
    book.tick(plan, DAY)
    book.end(plan, DAY + dt.timedelta(weeks=2))
    return book


@pytest.fixture
def other(tmp_path: Path) -> Book:
    """An empty book somewhere else."""
    return Book(open_database(database_url(str(tmp_path / "other" / "history.sqlite"))))


def test_a_person_comes_over_whole(full: Book, other: Book) -> None:
    """Year of birth, examinations with their pictures as they count, plan with ticks and end."""
    incoming = look_into(other, export_person(full, "P-1"))
    assert (incoming.known, len(incoming.examinations), incoming.doubled) == (False, 2, ())
    person = take_in(other, incoming)
    assert (person.year_of_birth, person.examinations) == (1988, 2)
    first = other.examination(other.examinations("P-1")[0].ident)
    assert first.examiner == "corrected"
    assert first.legs[Side.LEFT].trials[0].picture is not None
    assert other.plans("P-1")[0].days == (DAY,)
    assert other.plans("P-1")[0].ended == DAY + dt.timedelta(weeks=2)


def test_a_file_of_before_plans_could_be_ended_is_read(full: Book, other: Book) -> None:
    """Its plans were not ended."""
    record = json.loads(export_person(full, "P-1"))
    del record["plans"][0]["ended"]
    take_in(other, look_into(other, json.dumps(record).encode()))
    assert other.plans("P-1")[0].ended is None


def test_what_is_there_already_is_shown_and_left_alone(full: Book) -> None:
    """A file that comes a second time adds nothing; the preview says so first."""
    data = export_person(full, "P-1")
    incoming = look_into(full, data)
    assert (incoming.known, incoming.examinations) == (True, ())
    assert len(incoming.doubled) == 2
    take_in(full, incoming)
    assert full.person("P-1").examinations == 2
    assert len(full.plans("P-1")) == 1


def test_what_broke_off_in_mid_way_is_taken_in_by_the_second_try(
    full: Book, other: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that was full costs neither plan nor examination."""
    data, keep = export_person(full, "P-1"), Book.keep

    def keep_one(book: Book, code: str, examination: Examination, **said: Any) -> str:
        if book.examinations(code):
            raise StorageError("the disk is full")
        return keep(book, code, examination, **said)

    with monkeypatch.context() as patched:
        patched.setattr(Book, "keep", keep_one)
        with pytest.raises(StorageError):
            take_in(other, look_into(other, data))
    take_in(other, look_into(other, data))
    assert len(other.examinations("P-1")) == len(full.examinations("P-1")) == 2
    assert [plan.days for plan in other.plans("P-1")] == [plan.days for plan in full.plans("P-1")]


def test_years_of_pictures_come_over(full: Book, other: Book) -> None:
    """A person's file is larger than that of one check may be: what was taken out can be taken in."""
    data = export_person(full, "P-1")
    incoming = look_into(other, data + b" " * (MAX_CHECK_BYTES + 1 - len(data)))
    assert len(incoming.examinations) == 2


def test_a_person_with_a_plan_beyond_all_calendars_comes_over(full: Book, other: Book) -> None:
    """Its file was written before such days were refused."""
    record = json.loads(export_person(full, "P-1"))
    record["plans"][0] |= {"since": "9999-12-01", "ended": None}
    take_in(other, look_into(other, json.dumps(record).encode()))
    assert len(other.examinations("P-1")) == 2
    assert [plan.since for plan in other.plans("P-1")] == [LATEST_DAY]


@pytest.mark.parametrize("damage", [{"weeks": 10**9}, {"times_a_week": 0}, {"ended": "1999-01-01"}])
def test_a_damaged_plan_is_refused_before_anybody_is_added(full: Book, other: Book, damage: dict[str, object]) -> None:
    """The mended file then finds nobody, and brings its plans along."""
    record = json.loads(export_person(full, "P-1"))
    record["plans"][0] |= damage
    with pytest.raises(UsageError, match=r"expected a person's file, got a damaged one: plans\[0\]"):
        look_into(other, json.dumps(record).encode())
    assert not other.has("P-1")


def test_every_version_is_in_the_file(full: Book) -> None:
    """With who wrote it, when and why."""
    record = json.loads(export_person(full, "P-1"))
    assert [(v["number"], v["written_by"], v["why"]) for v in record["examinations"][0]["versions"]] == [
        (1, "AB", "examined"),
        (2, "CD", "points moved"),
    ]


def test_a_saved_check_is_taken_in(other: Book) -> None:
    """Under the name that was typed in it; without one under a suggested code."""
    take_in(other, look_into(other, save_examination(make_examination(person="P-07"))))
    take_in(other, look_into(other, save_examination(make_examination(person=""))))
    assert {person.code for person in other.people()} == {"P-07", "P-002"}


HEAD = b'{"schema": "thomas-test.person", "schema_version": 1, "version": "0", '


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"schema": "thomas-test.person", "schema_version": 2}',
        b'{"schema": "thomas-test.person", "schema_version": 1}',
        HEAD + b'"code": "", "year_of_birth": null, "sex": "", "examinations": [], "plans": []}',
        HEAD + b'"code": "a", "year_of_birth": "x", "sex": "", "examinations": [], "plans": []}',
        HEAD
        + b'"code": "a", "year_of_birth": null, "sex": "", "examinations": [{"key": "k", "versions": []}],'
        + b'"plans": []}',
        HEAD + b'"code": "a", "year_of_birth": null, "sex": "", "examinations": [], "plans": [{"since": "never"}]}',
    ],
)
def test_files_that_are_none_are_refused_in_words(other: Book, data: bytes) -> None:
    """Empty, of another kind, of a newer version, damaged: nothing is added."""
    with pytest.raises(UsageError, match="expected"):
        look_into(other, data)
    assert other.people() == []


def test_the_long_table_has_a_row_for_each_angle(full: Book) -> None:
    """Two examinations, two legs, two quantities."""
    rows = list(csv.DictReader(io.StringIO(export_table(full, ["P-1"]))))
    assert tuple(rows[0]) == LONG_COLUMNS
    assert len(rows) == 8
    assert {row["quantity"] for row in rows} == {"thigh angle", "knee flexion"}
    assert all(float(row["low_deg"]) <= float(row["value_deg"]) <= float(row["high_deg"]) for row in rows)


@given(start=st.sampled_from("=+-@"))
def test_no_code_becomes_a_formula(start: str) -> None:
    """Spreadsheets would run it."""
    book = Book(open_database(database_url("sqlite://")))
    book.add_person(f"{start}1")
    book.keep(f"{start}1", make_examination())
    assert export_table(book, [f"{start}1"]).splitlines()[1].startswith(f"'{start}1,")


def test_a_backup_is_restored_to_the_same(full: Book, engine: Engine, tmp_path: Path) -> None:
    """People, examinations, pictures; readable by the owner alone."""
    archive, place = tmp_path / "backup.zip", tmp_path / "again" / "history.sqlite"
    back_up(engine, archive)
    assert archive.stat().st_mode & 0o077 == 0
    restore(archive, place)
    again = Book(open_database(database_url(str(place))))
    assert export_person(again, "P-1") == export_person(full, "P-1")
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name or path.suffix == ".sqlite"] == []


def test_a_backup_never_costs_the_database(full: Book, engine: Engine, file: Path) -> None:
    """Neither under its own name, nor through a link, nor under a name that only lacks its ending."""
    before = export_person(full, "P-1")
    picture = next(file.with_name(f"{file.name}-pictures").iterdir())
    link = file.with_name("link.zip")
    link.symlink_to(file)
    for own in (file, file.with_name(f"{file.name}-wal"), link, picture):
        with pytest.raises(UsageError, match="the database's own"):
            back_up(engine, own)
    back_up(engine, file.with_suffix(""))
    engine.dispose()
    assert export_person(Book(open_database(database_url(str(file)))), "P-1") == before


def test_a_backup_that_cannot_be_written_is_told(
    full: Book,  # noqa: ARG001
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SQLite itself finds the disk full; nothing is left of the backup."""

    def full_disk(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(transfer, "copy_sqlite", full_disk)
    target = tmp_path / "backups" / "backup.zip"
    with pytest.raises(UsageError, match=r"place for the backup.*disk is full"):
        back_up(engine, target)
    assert not target.parent.exists() or not list(target.parent.iterdir())


def test_a_place_for_no_backup_is_named_as_it_was_typed(full: Book, engine: Engine, tmp_path: Path) -> None:  # noqa: ARG001
    """And not as the copy on the way there, whose name nobody knows."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"place for the backup, got '[^']*backup\.zip': ") as caught:
        back_up(engine, tmp_path / "file" / "backup.zip")
    assert ".sqlite" not in str(caught.value)


def test_of_a_damaged_backup_nothing_is_made(full: Book, engine: Engine, tmp_path: Path) -> None:  # noqa: ARG001
    """Wherever it is damaged: a half of it would pass for the whole, and the next try would be refused."""
    archive, place = tmp_path / "backup.zip", tmp_path / "again" / "history.sqlite"
    back_up(engine, archive)
    whole = archive.read_bytes()
    for start in range(100, len(whole) - 2_000, len(whole) // 40):
        archive.write_bytes(
            whole[:start] + bytes(byte ^ 0xFF for byte in whole[start : start + 8]) + whole[start + 8 :]
        )
        with pytest.raises(UsageError, match="a backup that thomas-test made"):
            restore(archive, place)
        assert not place.exists()
    archive.write_bytes(whole)
    restore(archive, place)


def test_nothing_is_restored_under_the_log_of_another_database(
    full: Book,  # noqa: ARG001
    engine: Engine,
    tmp_path: Path,
) -> None:
    """An app that was killed left it: SQLite would write it into what is restored."""
    back_up(engine, tmp_path / "backup.zip")
    place = tmp_path / "again" / "history.sqlite"
    place.parent.mkdir()
    log = place.with_name("history.sqlite-wal")
    log.write_bytes(b"what was written last")
    with pytest.raises(UsageError, match=r"move history\.sqlite-wal to where"):
        restore(tmp_path / "backup.zip", place)
    assert not place.exists()
    log.unlink()
    restore(tmp_path / "backup.zip", place)


def test_nothing_is_restored_over_a_database(full: Book, engine: Engine, file: Path, tmp_path: Path) -> None:  # noqa: ARG001
    """What is there would be lost."""
    back_up(engine, tmp_path / "backup.zip")
    with pytest.raises(UsageError, match="move it away first"):
        restore(tmp_path / "backup.zip", file)


def test_a_zip_of_somebody_else_is_no_backup(tmp_path: Path) -> None:
    """Nor one whose names lead out of the folder."""
    from zipfile import ZipFile

    for number, names in enumerate((["a.txt"], ["history.sqlite", "pictures/../../evil.jpg"])):
        archive = tmp_path / f"{number}.zip"
        with ZipFile(archive, "w") as opened:
            for name in names:
                opened.writestr(name, "x")
        with pytest.raises(UsageError, match="none"):
            restore(archive, tmp_path / "new" / "history.sqlite")
    assert not (tmp_path / "new").exists()
