"""What the app of version 0.1 left in the temporary folder goes at the next start; nothing else does."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from thomas_test.app.server import while_it_runs
from thomas_test.images import left_behind
from thomas_test.images.left_behind import OLD_S, sweep_left_behind, sweep_stages

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders are told by owner and mode, which are POSIX's")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other app runs, whatever runs on this machine."""
    monkeypatch.setattr(left_behind, "_another_runs", lambda _: False)


def photos(room: Path, name: str = "thomas-test-a1b2c3d4", *, mode: int = 0o700) -> Path:
    """A folder as that version made it for photos that were handed over."""
    folder = room / name
    folder.mkdir(mode=mode)
    (folder / "Jane Doe.jpg").write_bytes(b"a photo")
    return folder


def results(room: Path) -> Path:
    """A folder as that version made it for results."""
    folder = room / "thomas-test-r_sults0"
    folder.mkdir(mode=0o700)
    (folder / "results" / ".unfinished").mkdir(parents=True)
    (folder / "results" / ".unfinished" / "journal.sqlite").write_bytes(b"a journal")
    return folder


@pytest.mark.parametrize("made", [photos, results])
def test_what_a_killed_app_left_goes_at_once(made: Callable[[Path], Path], tmp_path: Path) -> None:
    """Photos and results alike, however fresh."""
    left = made(tmp_path)
    assert sweep_left_behind(tmp_path) == 1
    assert not left.exists()


def test_names_are_those_that_python_gives(tmp_path: Path) -> None:
    """Of a hundred made as that version made them, those go whose name is no word."""
    for _ in range(100):
        tempfile.mkdtemp(prefix="thomas-test-", dir=tmp_path)
    sweep_left_behind(tmp_path)
    assert all(each.name.removeprefix("thomas-test-").isalpha() for each in tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["thomas-test-pictures", "thomas-test-2026", "thomas-test-a1b2c3d4e", "thomas-test", "other-a1b2c3d4"]
)
def test_other_names_stay(name: str, tmp_path: Path) -> None:
    """A person may have put a folder there, called after the tool."""
    kept = photos(tmp_path, name)
    assert sweep_left_behind(tmp_path) == 0
    assert (kept / "Jane Doe.jpg").exists()


def test_what_others_may_look_into_stays(tmp_path: Path) -> None:
    """That version's folders were closed to everybody else; one that somebody made by hand is open."""
    kept = photos(tmp_path)
    kept.chmod(0o755)
    assert sweep_left_behind(tmp_path) == 0
    assert kept.exists()


def test_folders_of_another_user_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though root could remove them."""
    kept = photos(tmp_path)
    monkeypatch.setattr(os, "getuid", lambda: kept.stat().st_uid + 1)
    assert sweep_left_behind(tmp_path) == 0
    assert kept.exists()


@pytest.mark.parametrize("more", ["more/", "notes.txt"])
def test_what_holds_anything_else_stays(tmp_path: Path, more: str) -> None:
    """That version made no folders beside photos, and took nothing but pictures."""
    kept = photos(tmp_path)
    (kept / more).mkdir() if more.endswith("/") else (kept / more).write_text("mine")
    assert sweep_left_behind(tmp_path) == 0
    assert kept.exists()


def stage(out: Path, name: str = ".unfinished-abcdefgh") -> Path:
    """A folder as a run of that version wrote into."""
    folder = out / name
    (folder / "annotated").mkdir(parents=True)
    folder.chmod(0o700)
    (folder / "annotated" / "Jane Doe.jpg").write_bytes(b"a photo")
    (folder / "results.csv").write_text("half a table")
    return folder


def test_what_a_killed_run_left_goes_at_once(tmp_path: Path) -> None:
    """However fresh: version 0.1 waited for a day."""
    left = stage(tmp_path)
    assert sweep_stages(tmp_path) == 1
    assert not left.exists()


def test_a_stage_of_a_run_at_work_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be of that version, which locks nothing."""
    monkeypatch.setattr(left_behind, "_another_runs", lambda _: True)
    left = stage(tmp_path)
    assert sweep_stages(tmp_path) == 0
    assert left.exists()


def test_a_hidden_folder_of_somebody_else_is_no_stage(tmp_path: Path) -> None:
    """One with another name, or with anything that no run writes."""
    named, filled = stage(tmp_path, ".unfinished-letters to Mary"), stage(tmp_path)
    (filled / "diary.txt").write_text("mine")
    assert sweep_stages(tmp_path) == 0
    assert named.exists()
    assert filled.exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither one in the place of a folder nor one inside: what it leads to is somebody else's."""
    theirs, room = tmp_path / "theirs", tmp_path / "room"
    theirs.mkdir(mode=0o700)
    (theirs / "kept.jpg").write_bytes(b"kept")
    room.mkdir()
    (room / "thomas-test-a1b2c3d4").symlink_to(theirs)
    (results(room) / "results" / "out").symlink_to(theirs)
    assert sweep_left_behind(room) == 1
    assert (theirs / "kept.jpg").read_bytes() == b"kept"
    assert (room / "thomas-test-a1b2c3d4").is_symlink()


def test_while_another_app_runs_only_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be of that version, and at work."""
    monkeypatch.setattr(left_behind, "_another_runs", lambda _: True)
    fresh, old = photos(tmp_path), photos(tmp_path, "thomas-test-00000000")
    os.utime(old, (time.time() - OLD_S - 60,) * 2)
    assert sweep_left_behind(tmp_path) == 1
    assert fresh.exists()
    assert not old.exists()


def test_a_folder_that_cannot_be_read_ends_nothing(tmp_path: Path) -> None:
    """A start never fails for it."""
    assert sweep_left_behind(tmp_path / "gone") == 0


@pytest.fixture
def other_app() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is called as the app is."""
    waiting = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", waiting, "streamlit", "run"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked up in /proc")
def test_another_app_is_known_by_its_command(other_app: subprocess.Popen[bytes]) -> None:
    """As Streamlit's processes are called."""
    assert b"streamlit" in left_behind._command(other_app.pid)
    assert left_behind._command(2**22 + 1) == b""


def test_the_app_sweeps_as_it_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its first window."""
    left = photos(tmp_path)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))

    async def start() -> bool:
        async with while_it_runs(None):
            return left.exists()

    assert not asyncio.run(start())
