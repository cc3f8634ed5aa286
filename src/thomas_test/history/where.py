"""Where people are kept: told without loading a library of databases."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

URL_VARIABLE: Final = "THOMAS_TEST_DATABASE"
"""Environment variable that names the database as an SQLAlchemy URL, such as ``postgresql+psycopg://user@host/name``."""

_FILE: Final = "history.sqlite"


def data_folder() -> Path:
    """The folder of the user's data that the database lies in by default; it need not exist yet."""
    return platformdirs.user_data_path("thomas-test", appauthor=False)


def default_file() -> Path:
    """The SQLite file that is meant where nobody names another database."""
    return data_folder() / _FILE


def may_be_there() -> bool:
    """Whether a database is named or lies in its place: False says for certain that nothing is kept."""
    return bool(os.environ.get(URL_VARIABLE)) or default_file().is_file()
