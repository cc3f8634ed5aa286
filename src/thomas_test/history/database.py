"""Open the database: SQLite in the user's data folder unless a setting names another, its tables brought up to date.

A database of a newer version is refused; one of an older version is copied before it is changed. A SQLite file is
readable by its owner alone, keeps foreign keys and a write-ahead log, and overwrites what is deleted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from thomas_test.core.errors import UsageError
from thomas_test.history.where import URL_VARIABLE, default_file

_BUSY_S: Final = 10.0
"""How long a write waits for another one's end."""


def default_url() -> URL:
    """The database that is meant where nobody names one: ``THOMAS_TEST_DATABASE``, else `default_file`.

    Raises
    ------
    UsageError
        When the variable holds no database's URL.
    """
    return database_url(os.environ.get(URL_VARIABLE, ""))


def database_url(text: str) -> URL:
    """The database that a text names: an SQLAlchemy URL, the path of a SQLite file, or nothing for the default.

    Raises
    ------
    UsageError
        When it is a URL that SQLAlchemy cannot read.
    """
    if not text:
        return URL.create("sqlite", database=str(default_file()))
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).absolute()))
    try:
        return make_url(text)
    except ArgumentError as error:
        raise UsageError(
            f"expected a database's URL such as sqlite:////path/to/file, got one that is none: {error}"
        ) from error


def open_database(url: URL | None = None) -> Engine:
    """The database, made where there is none yet and migrated where it is older than this version.

    Parameters
    ----------
    url
        Which one; None takes `default_url`.

    Raises
    ------
    UsageError
        When it cannot be opened, or was made by a newer version.
    """
    url = url or default_url()
    shown = url.render_as_string(hide_password=True)
    path = sqlite_file(url)
    if path is not None:
        _prepare_file(path)
    try:
        engine = create_engine(url, connect_args={"timeout": _BUSY_S} if path is not None else {})
        if path is not None:
            event.listen(engine, "connect", _set_up_sqlite)
        _migrate(engine, path)
    except (SQLAlchemyError, NoSuchModuleError, ImportError, sqlite3.DatabaseError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error
        raise UsageError(f"expected a database that can be opened, got {shown}: {reason}") from error
    return engine


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None for one in memory and for other databases."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def files_of(path: Path) -> tuple[Path, ...]:
    """The file of a SQLite database and those of its log."""
    return tuple(path.with_name(f"{path.name}{ending}") for ending in ("", "-wal", "-shm", "-journal"))


def pictures_folder(engine: Engine) -> Path | None:
    """The folder for kept pictures beside a SQLite database; None where the database is no file: then none are kept."""
    path = sqlite_file(engine.url)
    return None if path is None else path.with_name(f"{path.name}-pictures")


def _prepare_file(path: Path) -> None:
    """Make folder and file readable by their owner alone before anything is written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise UsageError(f"expected a place for the database, got {str(path)!r}: {error.strerror}") from error


def write_private(path: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, in a folder that its owner alone can open.

    Raises
    ------
    UsageError
        When it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"expected a place for {path.name}, got {str(path.parent)!r}: {error.strerror}") from error


def _set_up_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # secure_delete: what is deleted is overwritten with zeros, not only unlinked (sqlite.org/pragma.html)
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "secure_delete = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _config(connection: Any = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "thomas_test.history:migrations")
    config.attributes["connection"] = connection
    return config


def _migrate(engine: Engine, path: Path | None) -> None:
    scripts = ScriptDirectory.from_config(_config())
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None:
        _refuse_newer(scripts, current)
    with engine.begin() as connection:
        if path is not None:
            # Python's SQLite begins nothing before a table is changed: broken off in mid-way a database would be of no
            # version; and of two that open it at once the second waits here, and finds it done
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            current = MigrationContext.configure(connection).get_current_revision()
            if current == scripts.get_current_head():
                return
            if current is not None:
                copy_sqlite(path, path.with_name(f"{path.name}.before-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}"))
        command.upgrade(_config(connection), "head")


def _refuse_newer(scripts: ScriptDirectory, current: str) -> None:
    try:
        known = scripts.get_revision(current) is not None
    except CommandError:
        known = False
    if not known:
        raise UsageError(
            f"expected a database of this version of thomas-test or an older one, got one of a newer version (schema "
            f"{current}): update thomas-test, or name another database"
        )


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database while others may be using it, readable by its owner alone."""
    _prepare_file(target)
    with (
        contextlib.closing(sqlite3.connect(source)) as original,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy)


def empty_log(engine: Engine) -> None:
    """Take what was deleted out of the write-ahead log; in the file itself it is overwritten already."""
    _tell_sqlite(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def forget_deleted(engine: Engine) -> None:
    """Take what was deleted out of the files, too: the write-ahead log is emptied and free pages are given back."""
    _tell_sqlite(engine, "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def _tell_sqlite(engine: Engine, *statements: str) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


@contextlib.contextmanager
def told_in_words() -> Iterator[None]:
    """Turn what a database says into our own error.

    Raises
    ------
    UsageError
        For a full disk, a locked or read-only file, a server that went away.
    """
    try:
        yield
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise UsageError(f"expected the database to take this, got: {reason}; nothing of it was kept") from error
