"""What version 0.1 left when it was killed: photos under the patients' names, in the temporary folder and in results.

This version writes nothing into the temporary folder, and what it leaves in a folder of results is gone on with. What
is swept is what that version made and nothing else: a folder of its form of name, of this user, closed to all others,
with what it put inside, once no process can be at work on it.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from thomas_test.images.folder import is_picture_name

_ROOM = re.compile(r"thomas-test-(?=[a-z]*[0-9_])[a-z0-9_]{8}")
"""As Python's `tempfile` completes a name. Eight letters alone (one such name in sixteen: (26/37)^8) may be a word,
such as "pictures", and so somebody's own folder: it is left."""

_STAGE = re.compile(r"\.unfinished-[a-z0-9_]{8}")
"""The same; nobody calls a folder of his own so."""

_RESULTS = "results"
"""What the app's folder of results had inside; one of photos had pictures alone."""

_WRITTEN = frozenset({"annotated", "old-annotated", "report.html", "results.csv", "results.jsonl", "run.json"})
"""What a run of `score` wrote, and the earlier run's pictures that it was about to remove."""

_Check = Callable[[list[os.DirEntry[str]]], bool]

OLD_S = 24 * 3600.0
"""From this age on nobody is at work on it, whatever else runs."""


def sweep_left_behind(folder: Path | None = None) -> int:
    """How many folders of the app of version 0.1 were removed that is gone; never raises, and follows no link.

    Parameters
    ----------
    folder
        Where temporary files lie; by default the system's own place.
    """
    return _sweep(folder or Path(tempfile.gettempdir()), _ROOM, _is_room, at_work=b"streamlit")


def sweep_stages(out: Path) -> int:
    """How many folders were removed that a run of version 0.1 wrote into below a folder of results, and left.

    Parameters
    ----------
    out
        The folder of results.
    """
    return _sweep(out, _STAGE, _is_stage, at_work=b"\0score\0")


def _sweep(room: Path, name: re.Pattern[str], is_ours: _Check, *, at_work: bytes) -> int:
    if os.name != "posix":  # elsewhere mode and owner, by which they are told, say nothing
        return 0
    found = list(_left_in(room, name, is_ours))
    if found and _another_runs(at_work):
        found = [each for each in found if _is_old(each)]
    for each in found:
        shutil.rmtree(each, ignore_errors=True)
    return sum(not each.exists() for each in found)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.lstat().st_mtime > OLD_S
    except OSError:  # gone meanwhile
        return False


def _left_in(room: Path, name: re.Pattern[str], is_ours: _Check) -> Iterator[Path]:
    try:
        paths = [each for each in room.iterdir() if name.fullmatch(each.name)]
    except OSError:
        return
    for each in paths:
        try:
            if _is_private(each) and is_ours(_inside(each)):
                yield each
        except OSError:  # gone meanwhile, or closed to us: not ours to remove
            continue


def _is_private(path: Path) -> bool:
    about = path.lstat()
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and stat.S_IMODE(about.st_mode) == 0o700


def _inside(path: Path) -> list[os.DirEntry[str]]:
    with os.scandir(path) as found:
        return list(found)


def _is_room(entries: list[os.DirEntry[str]]) -> bool:
    if [each.name for each in entries] == [_RESULTS]:
        return entries[0].is_dir(follow_symlinks=False)
    return all(each.is_file(follow_symlinks=False) and is_picture_name(each.name) for each in entries)


def _is_stage(entries: list[os.DirEntry[str]]) -> bool:
    return all(each.name in _WRITTEN and not each.is_symlink() for each in entries)


def _another_runs(word: bytes) -> bool:
    """Whether another process is alive that may be that version's; True where that cannot be seen."""
    try:
        processes = {int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()}
    except OSError:  # no Linux
        return True
    return not processes or any(word in _command(each) for each in processes if each != os.getpid())


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # ended meanwhile
        return b""
