import datetime as dt
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from support.examinations import DAY, GROIN_PAIN, make_examination, make_picture
from thomas_test.check.record import Examination, Leg, Stop
from thomas_test.core.errors import UsageError
from thomas_test.core.landmarks import Side
from thomas_test.history import Book, open_database
from thomas_test.history.database import database_url, pictures_folder
from thomas_test.history.tables import Base, PlanRow, TrialRow


@pytest.fixture(params=["sqlite", "postgresql"])
def any_book(request: pytest.FixtureRequest) -> Book:
    """The same book on either kind of database."""
    found: Book = request.getfixturevalue("book" if request.param == "sqlite" else "server_book")
    return found


def test_a_pseudonym_is_suggested_and_never_one_that_somebody_has(any_book: Book) -> None:
    """P-001 first; a code that was typed before is stepped over."""
    assert any_book.suggested_code() == "P-001"
    any_book.add_person()
    any_book.add_person("P-003")
    assert any_book.suggested_code() not in {person.code for person in any_book.people()}


@pytest.mark.parametrize(
    ("code", "year", "sex", "words"),
    [
        ("x" * 41, None, "", "1 to 40 letters"),
        ("a\u0007", None, "", "1 to 40 letters"),
        ("P-1", 1850, "", "year of birth from 1900"),
        ("P-1", 3000, "", "year of birth from 1900"),
        ("P-1", None, "unknown", "female, male, other"),
    ],
)
def test_people_that_cannot_be_are_refused(book: Book, code: str, year: int | None, sex: str, words: str) -> None:
    """The message says what was expected; nobody is added."""
    with pytest.raises(UsageError, match=words):
        book.add_person(code, year_of_birth=year, sex=sex)
    assert book.people() == []


def test_a_code_belongs_to_one_person(any_book: Book) -> None:
    """The second of a code is refused in words, and the first stays."""
    any_book.add_person("P-7", year_of_birth=1990, sex="female")
    with pytest.raises(UsageError, match="nobody has"):
        any_book.add_person("P-7")
    assert any_book.person("P-7").year_of_birth == 1990


def test_many_at_once_get_a_pseudonym_each(book: Book) -> None:
    """Nobody asked for the code that another one was given in the same moment, so nobody hears of it."""
    with ThreadPoolExecutor(8) as threads:
        added = [each.result().code for each in [threads.submit(book.add_person) for _ in range(8)]]
    assert len(set(added)) == len(book.people()) == 8


def test_people_are_found_by_any_part_of_their_code(any_book: Book) -> None:
    """In any case; a percent sign is a letter like another."""
    for code in ("Runner-1", "runner-2", "50%", "P-1"):
        any_book.add_person(code)
    assert [person.code for person in any_book.people("RUNNER")] == ["Runner-1", "runner-2"]
    assert [person.code for person in any_book.people("%")] == ["50%"]
    assert len(any_book.people(most=2)) == 2
    assert len(any_book.people(most=9, after=3)) == 1


def test_who_was_examined_last_stands_first(any_book: Book) -> None:
    """Then those of earlier days, then those who were never examined."""
    for code, day in (("old", DAY), ("new", DAY + dt.timedelta(days=40))):
        any_book.add_person(code)
        any_book.keep(code, replace(make_examination(), day=day))
    any_book.add_person("never")
    assert [(person.code, person.examinations) for person in any_book.people()] == [
        ("new", 1),
        ("old", 1),
        ("never", 0),
    ]


def test_an_examination_comes_back_as_it_was_kept(any_book: Book) -> None:
    """Angles, statements and thresholds; under the person's code in place of the name that was typed."""
    any_book.add_person("P-1")
    kept = replace(make_examination(), person="Jane Doe")
    found = any_book.examination(any_book.keep("P-1", kept, by="AB"))
    assert found.person == "P-1"
    assert found.legs[Side.LEFT].pelvis is kept.legs[Side.LEFT].pelvis
    assert [t.analysis.measured.measurement for t in found.legs[Side.LEFT].trials] == [
        t.analysis.measured.measurement for t in kept.legs[Side.LEFT].trials
    ]


def test_a_correction_is_a_new_version_with_who_and_when(any_book: Book) -> None:
    """The first version stays readable; the list shows the one that counts."""
    any_book.add_person("P-1")
    first = make_examination()
    ident = any_book.keep("P-1", first, by="AB")
    second = first.with_leg(Side.LEFT, Leg())
    assert any_book.keep("P-1", second, by="CD", why="left photo was of somebody else", ident=ident) == ident
    assert [(v.version, v.written_by, v.why) for v in any_book.versions(ident)] == [
        (1, "AB", "examined"),
        (2, "CD", "left photo was of somebody else"),
    ]
    assert [entry.version for entry in any_book.examinations("P-1")] == [2]
    assert len(any_book.examination(ident, 1).legs[Side.LEFT].trials) == len(first.legs[Side.LEFT].trials)
    assert any_book.examination(ident).legs[Side.LEFT].trials == ()


def test_nobody_elses_examination_is_corrected(book: Book) -> None:
    """A key of one person under the code of another is refused, and nothing changes."""
    book.add_person("P-1")
    book.add_person("P-2")
    ident = book.keep("P-1", make_examination())
    with pytest.raises(UsageError, match="of P-2"):
        book.keep("P-2", make_examination(), ident=ident)
    assert len(book.versions(ident)) == 1


def test_automatic_and_corrected_angles_stand_side_by_side(book: Book, engine: Engine) -> None:
    """One row for each photo, with the networks that read it and their hashes."""
    book.add_person("P-1")
    examination = make_examination()
    book.keep("P-1", examination)
    with Session(engine) as session:
        rows = session.scalars(select(TrialRow)).all()
    trials = [trial for leg in examination.legs.values() for trial in leg.trials]
    assert len(rows) == len(trials)
    assert {row.thigh_angle_deg for row in rows} == {t.analysis.measured.measurement.thigh.value_deg for t in trials}
    assert all(row.model_sha256 for row in rows if row.automatic_thigh_angle_deg is not None)


def test_pictures_are_kept_only_when_asked_for(book: Book, engine: Engine) -> None:
    """Then as files under random names that the owner alone can read, and they come back where they belong."""
    book.add_person("P-1")
    picture = make_picture()
    examination = make_examination()
    assert examination.legs[Side.LEFT].trials[0].picture == picture
    without = book.keep("P-1", examination)
    folder = pictures_folder(engine)
    assert folder is not None
    assert not folder.exists()
    assert book.examination(without).legs[Side.LEFT].trials[0].picture is None
    with_pictures = book.keep("P-1", examination, pictures=True)
    files = list(folder.iterdir())
    assert files
    assert all(len(file.stem) == 32 and "P-1" not in file.name for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert book.examination(with_pictures).legs[Side.LEFT].trials[0].picture == picture


def _kept_pictures(engine: Engine) -> list[Path]:
    folder = pictures_folder(engine)
    assert folder is not None
    return list(folder.iterdir())


def test_without_their_files_the_numbers_are_there_all_the_same(book: Book, engine: Engine) -> None:
    """Somebody may have deleted the pictures by hand."""
    book.add_person("P-1")
    ident = book.keep("P-1", make_examination(), pictures=True)
    for file in _kept_pictures(engine):
        file.unlink()
    found = book.examination(ident)
    assert found.legs[Side.LEFT].trials[0].picture is None
    assert found.legs[Side.LEFT].trials[0].analysis.outcome is not None


def test_pictures_of_what_was_not_kept_are_gone(book: Book, engine: Engine) -> None:
    """The disk is full as the database takes the rest: pictures that belong to nobody would never be removed."""
    book.add_person("P-1")

    def full_disk(_: object) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    event.listen(engine, "commit", full_disk)
    with pytest.raises(UsageError, match="nothing of it was kept"):
        book.keep("P-1", make_examination(), pictures=True)
    event.remove(engine, "commit", full_disk)
    assert book.person("P-1").examinations == 0
    assert _kept_pictures(engine) == []


def test_pictures_that_may_not_be_removed_are_named(
    book: Book, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person is deleted, and it is said what is left and where."""
    book.add_person("P-1")
    book.keep("P-1", make_examination(), pictures=True)
    names = {file.name for file in _kept_pictures(engine)}

    def not_allowed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", not_allowed)
    with pytest.raises(UsageError, match="by hand") as caught:
        book.delete_person("P-1")
    assert all(name in str(caught.value) for name in names)
    assert book.people() == []


def test_a_server_keeps_no_pictures_and_says_so(server_book: Book) -> None:
    """There is no folder beside a server's database; the examination is not half kept."""
    server_book.add_person("P-1")
    with pytest.raises(UsageError, match="keep none"):
        server_book.keep("P-1", make_examination(), pictures=True)
    assert server_book.examinations("P-1") == []


def test_a_plan_beyond_all_calendars_is_refused(book: Book) -> None:
    """Its end could not be told, nor could anything else of that person."""
    book.add_person("P-1")
    with pytest.raises(UsageError, match="a day up to 2999"):
        book.choose("P-1", "bridge", since=dt.date(9999, 12, 1))
    assert book.plans("P-1") == []


def test_a_plan_beyond_all_calendars_that_is_there_already_hides_nothing(book: Book, engine: Engine) -> None:
    """It was kept before such days were refused, and cannot be taken back."""
    book.add_person("P-1")
    book.choose("P-1", "bridge", since=DAY)
    with Session(engine) as session, session.begin():
        session.scalars(select(PlanRow)).one().since = dt.date(9999, 12, 1)
    (plan,) = book.plans("P-1")
    assert plan.until.year == 3000


MARKER = "Xyzzy-4711-marker"


def test_who_is_deleted_is_found_nowhere_any_more(file: Path) -> None:
    """Code, statements, plan, draft and pictures: not in the database, its log of writes or the folder beside it."""
    engine = open_database(database_url(str(file)))
    book = Book(engine)
    book.add_person(MARKER)
    book.keep(MARKER, replace(make_examination(), examiner=MARKER), pictures=True, by=MARKER)
    book.choose(MARKER, MARKER[:40], since=DAY)
    book.save_draft("key", MARKER.encode())
    assert MARKER.encode() in _everything(file.parent)
    book.delete_person(MARKER)
    book.drop_draft("key")
    assert MARKER.encode() not in _everything(file.parent)  # while the database is still open
    assert not list(file.parent.rglob("*.jpg"))
    engine.dispose()
    assert MARKER.encode() not in _everything(file.parent)


def test_a_draft_of_who_was_deleted_is_not_kept_again(any_book: Book) -> None:
    """A window that has the check open saves on; another's draft stays, and the same window's next check is kept."""
    any_book.add_person(MARKER)
    ident = any_book.keep(MARKER, make_examination())
    named, kept = f'{{"person": "{MARKER}"}}'.encode(), f'{{"person": "typed", "ident": "{ident}"}}'.encode()
    for key, document in (("names", named), ("was kept", kept), ("another's", b"{}")):
        any_book.save_draft(key, document)
    any_book.delete_person(MARKER)
    for key in ("names", "was kept"):
        any_book.save_draft(key, named)
        assert any_book.draft(key) is None
    assert any_book.draft("another's") == b"{}"
    any_book.drop_draft("names")
    any_book.save_draft("names", b"the next check")
    assert any_book.draft("names") == b"the next check"


def test_a_draft_of_a_deleted_examination_is_not_kept_again(book: Book) -> None:
    """Its window may still be open."""
    book.add_person("P-1")
    ident = book.keep("P-1", make_examination())
    book.save_draft("key", f'{{"ident": "{ident}"}}'.encode())
    book.delete_examination(ident)
    book.save_draft("key", b"again")
    assert book.draft("key") is None


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_deleting_leaves_no_row_behind(any_book: Book) -> None:
    """Of no table that belongs to the person: foreign keys take them along."""
    any_book.add_person("P-1")
    any_book.keep("P-1", make_examination())
    any_book.tick(any_book.choose("P-1", "bridge", since=DAY), DAY)
    any_book.delete_person("P-1")
    with Session(any_book.engine) as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        }
    assert set(counts.values()) == {0}


def test_one_examination_is_deleted_alone(any_book: Book) -> None:
    """The person and the others stay."""
    any_book.add_person("P-1")
    gone, stays = (any_book.keep("P-1", make_examination()) for _ in range(2))
    any_book.delete_examination(gone)
    assert [entry.ident for entry in any_book.examinations("P-1")] == [stays]
    with pytest.raises(UsageError, match="an examination"):
        any_book.examination(gone)


def test_what_was_chosen_is_ticked_off_by_day(any_book: Book) -> None:
    """A day counts once, and can be taken back; the plan says until when it runs."""
    any_book.add_person("P-1")
    plan = any_book.choose("P-1", "kneeling_stretch", since=DAY, times_a_week=5, weeks=6)
    for day in (DAY, DAY, DAY + dt.timedelta(days=1)):
        any_book.tick(plan, day)
    any_book.untick(plan, DAY)
    (found,) = any_book.plans("P-1")
    assert found.days == (DAY + dt.timedelta(days=1),)
    assert found.until == DAY + dt.timedelta(days=42)


@pytest.mark.parametrize(("times", "weeks"), [(0, 6), (22, 6), (3, 0), (3, 105)])
def test_plans_that_cannot_be_are_refused(book: Book, times: int, weeks: int) -> None:
    """So often, or for so long, is a slip of the hand."""
    book.add_person("P-1")
    with pytest.raises(UsageError, match="times a week"):
        book.choose("P-1", "bridge", since=DAY, times_a_week=times, weeks=weeks)


def test_a_stopped_examination_is_kept_without_a_number(any_book: Book) -> None:
    """It belongs to the person's history; nothing of it belongs into a curve."""
    any_book.add_person("P-1")
    stopped = Examination(day=DAY).stopped(Stop(pain=GROIN_PAIN, side=Side.LEFT))
    found = any_book.examination(any_book.keep("P-1", stopped))
    assert found.stop is not None
    with Session(any_book.engine) as session:
        assert session.scalar(select(func.count()).select_from(TrialRow)) == 0


def test_file_and_folder_are_the_owners_alone(file: Path, engine: Engine) -> None:  # noqa: ARG001
    """Nobody else on the machine reads or lists them."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) & 0o077 == 0


def test_a_write_that_fails_is_told_in_words_and_leaves_nothing(book: Book) -> None:
    """A database that became read-only: no traceback, and what is there stays."""
    event.listen(book.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    book.engine.dispose()  # connections that are open already know nothing of it
    with pytest.raises(UsageError, match="nothing of it was kept"):
        book.add_person("P-1")
    assert book.people() == []
