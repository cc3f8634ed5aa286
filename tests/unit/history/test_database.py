import datetime as dt
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from support.examinations import make_examination
from thomas_test.core.errors import UsageError
from thomas_test.history import Book, database, open_database
from thomas_test.history.database import database_url, default_url
from thomas_test.history.tables import Base
from thomas_test.history.where import data_folder

MIGRATIONS = Path(database.__file__).with_name("migrations")


def test_by_default_it_lies_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite file; the variable names any other database."""
    monkeypatch.delenv("THOMAS_TEST_DATABASE", raising=False)
    assert default_url().database == str(data_folder() / "history.sqlite")
    monkeypatch.setenv("THOMAS_TEST_DATABASE", "postgresql+psycopg://ann:secret@db/clinic")
    assert default_url().host == "db"


def test_a_path_is_a_file(tmp_path: Path) -> None:
    """Whoever gives a path means a SQLite file there."""
    assert database_url(str(tmp_path / "a.sqlite")).get_backend_name() == "sqlite"


@pytest.mark.parametrize("url", ["nonsense://", "sqlite:////proc/no/such/folder/history.sqlite"])
def test_what_names_no_database_is_refused_in_words(url: str) -> None:
    """No traceback of a library; the message says what was expected."""
    with pytest.raises(UsageError, match="expected a"):
        open_database(database_url(url))


def test_a_password_is_never_shown() -> None:
    """Not in the message of a server that cannot be reached either."""
    with pytest.raises(UsageError) as told:
        open_database(database_url("postgresql+psycopg://ann:secret@127.0.0.1:9/clinic?connect_timeout=2"))
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """Somebody's other file is not written over."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 100)
    with pytest.raises(UsageError, match="can be opened"):
        open_database(database_url(str(path)))
    assert path.read_text() == "not a database, " * 100


def test_foreign_keys_and_the_log_of_writes_are_on(file: Path) -> None:
    """SQLite has both switched off by itself; what is deleted is overwritten."""
    engine = open_database(database_url(str(file)))
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "journal_mode")
        }
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    assert found == {"foreign_keys": 1, "journal_mode": "wal"}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migrations_lead_to_the_tables_that_the_code_maps(kind: str, request: pytest.FixtureRequest) -> None:
    """Column by column, on either kind of database: nobody forgot to write a migration."""
    book: Book = request.getfixturevalue("book" if kind == "sqlite" else "server_book")
    inspector = inspect(book.engine)
    made = {name: {c["name"] for c in inspector.get_columns(name)} for name in inspector.get_table_names()}
    del made["alembic_version"]
    assert made == {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}


def test_opening_again_changes_nothing(file: Path) -> None:
    """What is there stays, and no copy is made of a database that is up to date."""
    Book(open_database(database_url(str(file)))).add_person("P-1")
    assert [person.code for person in Book(open_database(database_url(str(file)))).people()] == ["P-1"]
    assert not list(file.parent.glob("*.before-*"))


def test_a_database_of_a_newer_version_is_refused_with_a_sentence(file: Path) -> None:
    """Nothing in it is touched: an older program would not know what it destroys."""
    engine = open_database(database_url(str(file)))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UsageError, match=r"newer version \(schema 9999\): update thomas-test"):
        open_database(database_url(str(file)))


LATER = '''"""A later schema."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9000", "{head}", None, None
def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("height_cm", sa.Integer(), nullable=True))
'''


SCHEMAS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def config_for(scripts: Path) -> Callable[..., Config]:
    """Make Alembic go by the migrations in a folder."""

    def config(connection: object = None) -> Config:
        found = Config()
        found.set_main_option("script_location", str(scripts))
        found.attributes["connection"] = connection
        return found

    return config


@pytest.mark.parametrize("older", SCHEMAS)
def test_an_older_database_is_copied_and_then_migrated(
    older: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From every schema to a later one people, examinations and plans come along; the copy has the old tables."""
    then, later = shutil.copytree(MIGRATIONS, tmp_path / "then"), shutil.copytree(MIGRATIONS, tmp_path / "later")
    for script in (then / "versions").glob("[0-9]*.py"):
        if script.name[:4] > older:
            script.unlink()
    (later / "versions" / "9000_later.py").write_text(LATER.format(head=SCHEMAS[-1]))
    monkeypatch.setattr(database, "_config", config_for(then))
    engine = open_database(database_url(str(file)))
    Book(engine).add_person("P-1")
    ident = Book(engine).keep("P-1", make_examination())
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO plan (id, person_id, measure, since, times_a_week, weeks) "
                "SELECT 1, id, 'bridge', '2026-03-14', 3, 6 FROM person"
            )
        )
        connection.execute(text("INSERT INTO tick VALUES (1, '2026-03-15')"))
    engine.dispose()

    monkeypatch.setattr(database, "_config", config_for(later))
    migrated = open_database(database_url(str(file)))
    assert "height_cm" in {column["name"] for column in inspect(migrated).get_columns("person")}
    assert Book(migrated).examination(ident).person == "P-1"
    (plan,) = Book(migrated).plans("P-1")
    assert (plan.measure, plan.days, plan.ended) == ("bridge", (dt.date(2026, 3, 15),), None)
    (copy,) = file.parent.glob("*.before-*")
    assert "height_cm" not in {c["name"] for c in inspect(create_engine(f"sqlite:///{copy}")).get_columns("person")}
    assert copy.stat().st_mode & 0o077 == 0


def test_a_change_of_the_tables_that_breaks_off_leaves_the_older_database(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, no power: half changed it could never be opened again, for the next try finds what it would make."""
    open_database(database_url(str(file))).dispose()
    later = shutil.copytree(MIGRATIONS, tmp_path / "later")
    script, whole = later / "versions" / "9000_later.py", LATER.format(head=SCHEMAS[-1])
    script.write_text(f'{whole}    raise sa.exc.SQLAlchemyError("disk full")\n')
    monkeypatch.setattr(database, "_config", config_for(later))
    with pytest.raises(UsageError, match="disk full"):
        open_database(database_url(str(file)))
    script.write_text(whole)
    engine = open_database(database_url(str(file)))
    assert "height_cm" in {column["name"] for column in inspect(engine).get_columns("person")}


def test_two_that_open_an_older_database_at_once_change_it_once(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app and the command line after an update: the second waits for the first, and there is one copy."""
    open_database(database_url(str(file))).dispose()
    later = shutil.copytree(MIGRATIONS, tmp_path / "later")
    (later / "versions" / "9000_later.py").write_text(LATER.format(head=SCHEMAS[-1]))
    monkeypatch.setattr(database, "_config", config_for(later))
    both, refuse_newer = threading.Barrier(2), database._refuse_newer

    def both_have_looked(scripts: ScriptDirectory, current: str) -> None:
        refuse_newer(scripts, current)
        both.wait(timeout=20)

    copies: list[Path] = []
    monkeypatch.setattr(database, "_refuse_newer", both_have_looked)
    monkeypatch.setattr(database, "copy_sqlite", lambda _, target: copies.append(target))
    with ThreadPoolExecutor(2) as pool:
        for engine in pool.map(open_database, [database_url(str(file))] * 2):
            engine.dispose()
    assert len(copies) == 1
