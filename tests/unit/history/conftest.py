from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from support.databases import postgresql_server
from thomas_test.history import Book, open_database
from thomas_test.history.database import database_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database is made."""
    return tmp_path / "kept" / "history.sqlite"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    """A new SQLite database."""
    opened = open_database(database_url(str(file)))
    yield opened
    opened.dispose()


@pytest.fixture
def book(engine: Engine) -> Book:
    """An empty book of people."""
    return Book(engine)


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server that is there for the tests."""
    with postgresql_server(tmp_path_factory.mktemp("postgresql")) as url:
        yield url


@pytest.fixture
def server_book(server_url: str, request: pytest.FixtureRequest) -> Iterator[Book]:
    """An empty book on a database of its own on that server."""
    name = f"t{abs(hash(request.node.nodeid)):x}"
    admin = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    opened = open_database(make_url(server_url).set(database=name))
    yield Book(opened)
    opened.dispose()
