"""Where pictures come from: a folder of this machine. What is found is told one file at a time."""

from __future__ import annotations

import os
import platform
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from thomas_test.core.errors import UsageError
from thomas_test.images.folder import printable_text, walk_parts


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file that was found.

    Attributes
    ----------
    key
        Its path below the folder in bytes, a zero between the parts: no two files share it, and sorted by it a folder's
        files stay together.
    name
        The same for people: printable, ``/`` between the parts.
    is_picture
        Whether its name says that it is a picture.
    stamp
        Changes when the file does: its size, when it was written, who may read it. Empty where it cannot be looked at.
    """

    key: bytes
    name: str
    is_picture: bool
    stamp: str


class PictureSource(Protocol):
    """A place where pictures lie."""

    @property
    def label(self) -> str:
        """What it is called in a record: the last part of its path, for the way to it may hold a person's name."""

    def entries(self, *, recursive: bool) -> Iterator[Entry]:
        """Every file that is not hidden, in no order."""

    def path(self, key: bytes) -> Path | None:
        """Where a file lies on this machine; None where its bytes have to be fetched."""

    def fetch(self, key: bytes, name: str) -> bytes:
        """The bytes of a file that does not lie on this machine."""

    def is_gone(self) -> bool:
        """Whether the place itself was removed or unmounted since it was opened."""


class LocalFolder:
    """A folder of this machine, or one that is mounted on it.

    Parameters
    ----------
    folder
        Where the pictures lie.
    leave_out
        Folders not to look into, such as the one that results are written to.
    """

    def __init__(self, folder: Path, *, leave_out: Iterable[Path] = ()) -> None:
        self._folder = folder
        self._leave_out = tuple(leave_out)
        self._identity = folder_identity(folder)

    def __reduce__(self) -> tuple[Any, ...]:
        """On another machine the same folder is known by another number of its disk."""
        return _folder_elsewhere, (self._folder.absolute(),)

    @property
    def label(self) -> str:
        """The folder's own name."""
        return printable_text(self._folder.resolve().name)

    def entries(self, *, recursive: bool) -> Iterator[Entry]:
        """Every file that is not hidden, in no order.

        Raises
        ------
        UsageError
            When there is no such folder, or it may not be listed.
        """
        root = os.fspath(self._folder)
        for parts, is_picture in walk_parts(self._folder, recursive=recursive, leave_out=self._leave_out):
            inside = "/".join(parts)
            yield Entry(
                key=os.fsencode(inside).replace(b"/", b"\0"),
                name=printable_text(inside),
                is_picture=is_picture,
                stamp=_stamp(f"{root}/{inside}") if is_picture else "",
            )

    def path(self, key: bytes) -> Path:
        """Where a file lies."""
        return self._folder / os.fsdecode(key.replace(b"\0", b"/"))

    def fetch(self, key: bytes, name: str) -> bytes:  # noqa: ARG002 - the protocol's
        """The bytes of a file."""
        return self.path(key).read_bytes()

    def is_gone(self) -> bool:
        """Whether another folder, or none, is where this one was: unmounted, its mount point is another one."""
        return self._identity is None or folder_identity(self._folder) != self._identity


def _folder_elsewhere(folder: Path) -> LocalFolder:
    if not folder.is_dir():
        raise UsageError(
            f"expected the pictures at {str(folder)!r} on {platform.node()!r} as well, found nothing there: put them "
            "on a disk that all machines share, or give a URL"
        )
    return LocalFolder(folder)


def folder_identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one in its place; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stamp(path: str) -> str:
    try:
        status = os.stat(path)  # noqa: PTH116 - of many thousand files
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {stat.S_IMODE(status.st_mode):o}"
