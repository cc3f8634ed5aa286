"""The app itself sends nothing and listens to nobody else, whoever knocks: seen in its system calls.

A page elsewhere can make a browser open a websocket to ``localhost``. Streamlit by itself looks up this machine's
external address on the internet to judge such a page.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.trace import leaves, listens_beyond

ROOT = Path(__file__).parents[2]
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "eHh4eHh4eHh4eHh4eHh4eA==",
}


@pytest.fixture
def strace() -> str:
    """Strace; without it fail in CI and say elsewhere that the proof did not run."""
    found = shutil.which("strace")
    if found and subprocess.run([found, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0:
        return found
    missing = "the proof that the app sends nothing did NOT run: strace is not installed or not allowed here"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, path: str = "/", **headers: str) -> str:
    """Ask as anybody can who writes the headers; gives the first line of the answer."""
    named = {"Host": f"localhost:{port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as stream:
        stream.sendall("\r\n".join(lines).encode())
        return stream.recv(4096).decode("latin-1").splitlines()[0]


def wait_until(true: Callable[[], bool], *, within_s: float = 90) -> None:
    """Wait; a busy machine is slow, and strace makes it slower."""
    give_up = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def is_up(port: int) -> bool:
    """Whether the app answers."""
    with contextlib.suppress(OSError, IndexError):
        return "200" in ask(port, "/_stcore/health")
    return False


def test_start_strangers_and_a_closed_terminal(strace: str, tmp_path: Path) -> None:
    """From its start to its end, asked by pages of everywhere, it sends nothing, and is bound to loopback alone.

    It is ended by SIGHUP, as by closing its terminal, and ends in order.
    """
    port, log = free_port(), tmp_path / "trace"
    environment = {name: value for name, value in os.environ.items() if "prox" not in name.lower()} | {"no_proxy": "*"}
    command = [sys.executable, "-m", "thomas_test", "app", "--port", str(port), "--no-browser"]
    with subprocess.Popen(
        [strace, "-f", "-e", "trace=network", "-o", str(log), *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as app:
        try:
            wait_until(lambda: is_up(port))
            for origin in ("http://evil.invalid", "http://localhost:9", "http://[::1]:9", "null"):
                assert "403" in ask(port, "/_stcore/stream", Origin=origin, **UPGRADE)
            assert "403" in ask(port, "/_stcore/stream", **UPGRADE)
            assert "421" in ask(port, "/", Host="evil.invalid")
            assert "403" in ask(port, "/", Origin="http://evil.invalid")
            assert "200" in ask(port, "/")
            assert "101" in ask(port, "/_stcore/stream", Origin=f"http://localhost:{port}", **UPGRADE)
            os.killpg(app.pid, signal.SIGHUP)
            app.wait(timeout=60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(app.pid, signal.SIGKILL)
    lines = log.read_text("utf-8", errors="replace").splitlines()
    assert any("bind(" in line and "127.0.0.1" in line for line in lines), "the trace is blind"
    assert [line for line in lines if leaves(line)] == []
    assert [line for line in lines if listens_beyond(line)] == []
    assert any("SIGTERM" in line for line in lines), "a closed terminal ends it as SIGTERM does"


HAND_OVER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from support.app_table import SCENE, TableEngine
from thomas_test.app.folder.run import FolderRun, pictures_among
from thomas_test.app.desk import HandedOver
from thomas_test.core.settings import Settings
files = [HandedOver(name="Jane Doe.jpg", data=SCENE.read_bytes()), HandedOver(name="junk.jpg", data=b"junk")]
Path("begin.mark").touch()
run = FolderRun(pictures_among(files), TableEngine(), Settings())
run.start()
run._thread.join()
assert len(run.scored.rows) == 2
run.scored.put("Jane Doe.jpg", run.scored.analysis("Jane Doe.jpg"))  # as a person corrects it
assert run.scored.zipped()
"""
WRITING = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE")


def test_files_handed_over_on_the_folder_page_touch_no_disk(strace: str, tmp_path: Path) -> None:
    """From the bytes to the zip no file is opened for writing, none is made and none renamed, not even a hidden one.

    So nothing can be left behind, whatever ends the process.
    """
    log = tmp_path / "trace"
    calls = "trace=openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,memfd_create"
    command = [sys.executable, "-c", HAND_OVER, str(ROOT / "tests")]
    subprocess.run([strace, "-f", "-e", calls, "-o", str(log), *command], cwd=tmp_path, check=True)
    lines = log.read_text("utf-8", errors="replace").splitlines()
    begun = next(number for number, line in enumerate(lines) if "begin.mark" in line)
    # modules that are loaded on the way leave their compiled form beside them: the interpreter's, without a picture
    written = [
        line
        for line in lines[begun + 1 :]
        if (any(flag in line for flag in WRITING) or not re.search(r"\bopen(at)?\(|resumed>|\+\+\+|--- SIG", line))
        and "__pycache__" not in line
        and "/dev/null" not in line
    ]
    assert written == []
