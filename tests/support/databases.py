"""Databases that tests run on: a SQLite file, and a real PostgreSQL server of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.servers import free_port

_DEBIAN = Path("/usr/lib/postgresql")
_STARTS_WITHIN_S = 60.0


def postgresql_folder() -> Path:
    """Where the server's programs lie; without them, skip, or fail where CI promises them."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(_DEBIAN.glob("*/bin"), reverse=True)
    if folders:
        return folders[0]
    words = "no PostgreSQL server found: install it (Debian: apt install postgresql) to test the database on it"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """The URL of a server that lives in a folder for as long as the block does, on loopback only."""
    programs, data, port = postgresql_folder(), folder / "data", free_port()
    # the server refuses to run as root
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    who = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid}
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    subprocess.run(
        [programs / "initdb", "--pgdata", data, "--auth", "trust", "--username", "tester", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **who,  # type: ignore[call-overload]
    )
    options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", f"unix_socket_directories={folder}"]
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), *options], stdout=log, stderr=log, cwd=folder, **who
        )
    try:
        _wait(port, server, folder / "log.txt")
        yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + _STARTS_WITHIN_S
    while server.poll() is None and time.monotonic() < give_up:
        try:
            import psycopg

            psycopg.connect(f"postgresql://tester@127.0.0.1:{port}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
