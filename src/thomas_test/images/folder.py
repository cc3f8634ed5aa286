"""Find the pictures in a folder: everything is listed once, in a stable order; nothing hidden, no endless loops."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path

from thomas_test.core.errors import UsageError

PICTURE_SUFFIXES = frozenset(
    # browsers save as .jfif and .pjp, Pixels as .mpo, Canon and Fuji as .hif, Windows as .dib
    {".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".jfi", ".pjp", ".pjpeg", ".mpo", ".heic", ".heif", ".hif", ".heics"}
    | {".heifs", ".avif", ".avifs", ".png", ".apng", ".webp", ".tif", ".tiff", ".bmp", ".dib", ".gif"}
)
"""Endings that make a file a picture by its name, in every door: command line, batch, app. The content decides whether
it is one. GIF is here so that it gets a row with a reason."""


Parts = tuple[str, ...]
"""Names below a folder, from the outermost to the file's own."""


def walk_parts(folder: Path, *, recursive: bool = True, leave_out: Iterable[Path] = ()) -> Iterator[tuple[Parts, bool]]:
    """Every file of a folder that is not hidden, in no order, one at a time: memory does not grow with their number.

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

    Yields
    ------
    tuple
        The file's `Parts`, for a hundred thousand paths would take seconds to make, and whether its name says that it
        is a picture. Also true of a folder that cannot be looked into: it may hold pictures, and reading it gives the
        reason.

    Raises
    ------
    UsageError
        `folder` does not exist, is a file, or may not be listed.
    """
    walk = _Walk(folder=folder, recursive=recursive)
    walk.seen.update(_identity(path) for path in leave_out if path.is_dir())
    try:
        yield from walk.look_into(())
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
        # real ones first: what they hold keeps its real name
        parts = walk.folders.pop() if walk.folders else heappop(walk.linked)
        try:
            yield from walk.look_into(parts)
        except OSError:
            # Not allowed, or gone meanwhile. Listed, so that nobody believes its pictures were looked at.
            yield parts, True


def printable_text(name: str) -> str:
    r"""A name of a file as text that can be written: bytes that are no UTF-8 as ``\xff``."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def is_picture_name(name: str) -> bool:
    """Whether a name's ending says that the file is a picture."""
    return os.path.splitext(name)[1].lower() in PICTURE_SUFFIXES  # noqa: PTH122 - of many thousand names


@dataclass(kw_only=True)
class _Walk:
    """What is known half-way through a folder."""

    folder: Path
    recursive: bool
    seen: set[tuple[int, int]] = field(default_factory=set)
    folders: list[Parts] = field(default_factory=list)
    linked: list[Parts] = field(default_factory=list)

    def look_into(self, parts: Parts) -> Iterator[tuple[Parts, bool]]:
        """The files of a folder; the folders in it are kept for later."""
        where = self.folder.joinpath(*parts)
        identity = _identity(where)
        if identity in self.seen:
            return
        self.seen.add(identity)
        with os.scandir(where) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                inside = (*parts, entry.name)
                if not _is_folder(entry):
                    yield inside, is_picture_name(entry.name)
                elif not self.recursive:
                    continue
                elif entry.is_symlink():
                    heappush(self.linked, inside)
                else:
                    self.folders.append(inside)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle: a name without a file
        return False


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino
