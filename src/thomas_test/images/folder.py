"""Find the pictures in a folder: everything is listed once, in a stable order; nothing hidden, no endless loops."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from thomas_test.core.errors import UsageError

PICTURE_SUFFIXES = frozenset(
    # browsers save as .jfif and .pjp, Pixels as .mpo, Canon and Fuji as .hif, Windows as .dib
    {".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".pjp", ".pjpeg", ".mpo", ".heic", ".heif", ".hif", ".heics"}
    | {".heifs", ".avif", ".avifs", ".png", ".apng", ".webp", ".tif", ".tiff", ".bmp", ".dib", ".gif"}
)
"""Endings that make a file a picture by its name, in every door: command line, batch, app. The content decides whether
it is one. GIF is here so that it gets a row with a reason."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One file of a folder.

    Attributes
    ----------
    path
        Where it lies.
    name
        Its path inside the folder with ``/`` between the parts, always printable as UTF-8: the table's ``file``.
    is_picture
        Whether its name says that it is a picture. Also true of a folder that cannot be looked into: it may hold
        pictures, and reading it gives the reason.
    """

    path: Path
    name: str
    is_picture: bool


def list_pictures(folder: Path, *, recursive: bool = True, leave_out: Iterable[Path] = ()) -> tuple[Found, ...]:
    """List every file of a folder that is not hidden, pictures and others.

    Each folder is looked into once. One that is reached by a link as well keeps its real name, and links that lead
    round in a circle do no harm. A link to a file counts as a file, also where the file is gone.

    Parameters
    ----------
    folder
        Where to look; it may itself be hidden.
    recursive
        Look into the folders inside, too.
    leave_out
        Folders not to look into, such as the one that results are written to.

    Returns
    -------
    tuple of Found
        Ordered by path, part by part, so that a folder's files stay together.

    Raises
    ------
    UsageError
        `folder` does not exist, is a file, or may not be listed.
    """
    walk = _Walk(folder=folder, recursive=recursive)
    walk.seen.update(_identity(path) for path in leave_out if path.is_dir())
    try:
        walk.look_into(())
    except FileNotFoundError as error:
        message = f"Expected a folder with pictures, found nothing at {str(folder)!r}. Check the path."
        raise UsageError(message) from error
    except NotADirectoryError as error:
        message = f"Expected a folder with pictures, but {str(folder)!r} is a file. Measure it as one photo."
        raise UsageError(message) from error
    except OSError as error:
        message = f"Cannot look into the folder {str(folder)!r}: {error.strerror}. Check its permissions."
        raise UsageError(message) from error
    while walk.folders or walk.linked:
        walk.look_into_next()
    return tuple(walk.found(parts) for parts in sorted(walk.files))


def printable_name(path: Path) -> str:
    r"""A path with ``/`` between its parts, bytes that are no UTF-8 as ``\xff``, so that it can be written."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


_Parts = tuple[str, ...]


@dataclass(kw_only=True)
class _Walk:
    """What is known half-way through a folder; paths are tuples of names below it."""

    folder: Path
    recursive: bool
    seen: set[tuple[int, int]] = field(default_factory=set)
    folders: list[_Parts] = field(default_factory=list)
    linked: list[_Parts] = field(default_factory=list)
    files: list[_Parts] = field(default_factory=list)
    closed: set[_Parts] = field(default_factory=set)

    def look_into_next(self) -> None:
        """Look into one more folder, real ones first: what they hold keeps its real name."""
        if self.folders:
            parts = self.folders.pop()
        else:
            parts = min(self.linked)
            self.linked.remove(parts)
        try:
            self.look_into(parts)
        except OSError:
            # Not allowed, or gone meanwhile. Listed, so that nobody believes its pictures were looked at.
            self.files.append(parts)
            self.closed.add(parts)

    def look_into(self, parts: _Parts) -> None:
        """Sort a folder's entries into files, folders and linked folders."""
        where = self.folder.joinpath(*parts)
        identity = _identity(where)
        if identity in self.seen:
            return
        self.seen.add(identity)
        with os.scandir(where) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    self._sort_in(entry, (*parts, entry.name))

    def _sort_in(self, entry: os.DirEntry[str], parts: _Parts) -> None:
        if not _is_folder(entry):
            self.files.append(parts)
        elif self.recursive:
            (self.linked if entry.is_symlink() else self.folders).append(parts)

    def found(self, parts: _Parts) -> Found:
        path = self.folder.joinpath(*parts)
        return Found(
            path=path,
            name=printable_name(Path(*parts)),
            is_picture=path.suffix.lower() in PICTURE_SUFFIXES or parts in self.closed,
        )


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle: a name without a file
        return False


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino
