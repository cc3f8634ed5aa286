"""What the app of version 0.1 left in the temporary folder when it was killed: photos under the patients' names.

This version writes nothing there. What is swept is what that one made and nothing else: a folder of its form of name,
of this user, closed to all others, with what it put inside.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"thomas-test-(?=[a-z]*[0-9_])[a-z0-9_]{8}")
"""As Python's `tempfile` completes ``thomas-test-``. Eight letters alone (one such name in sixteen: (26/37)^8) may be a
word, such as "pictures", and so somebody's own folder: it is left."""

_RESULTS = "results"
"""What a folder of results had inside; one of photos had files alone."""

OLD_S = 24 * 3600.0
"""From this age on nobody is at work on it, whatever else runs."""


def sweep_left_behind(folder: Path | None = None) -> int:
    """How many folders of version 0.1 were removed, whose app is gone; never raises, and follows no link.

    Parameters
    ----------
    folder
        Where temporary files lie; by default the system's own place.
    """
    if os.name != "posix":  # elsewhere mode and owner, by which they are told, say nothing
        return 0
    room = folder or Path(tempfile.gettempdir())
    found = list(_left_in(room))
    if found and _another_app_runs():
        found = [each for each in found if _is_old(each)]
    for each in found:
        shutil.rmtree(each, ignore_errors=True)
    return sum(not each.exists() for each in found)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.lstat().st_mtime > OLD_S
    except OSError:  # gone meanwhile
        return False


def _left_in(room: Path) -> Iterator[Path]:
    try:
        paths = [each for each in room.iterdir() if _NAME.fullmatch(each.name)]
    except OSError:
        return
    for each in paths:
        try:
            if _is_of_version_01(each):
                yield each
        except OSError:  # gone meanwhile, or closed to us: not ours to remove
            continue


def _is_of_version_01(path: Path) -> bool:
    about = path.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid() or stat.S_IMODE(about.st_mode) != 0o700:
        return False
    with os.scandir(path) as inside:
        entries = list(inside)
    if [each.name for each in entries] == [_RESULTS]:
        return entries[0].is_dir(follow_symlinks=False)
    return all(each.is_file(follow_symlinks=False) for each in entries)


def _another_app_runs() -> bool:
    """Whether another process of Streamlit is alive, which may be that version's; True where that cannot be seen."""
    try:
        processes = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    except OSError:  # no Linux
        return True
    return not processes or any(b"streamlit" in _command(each) for each in processes if each != os.getpid())


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # ended meanwhile
        return b""
