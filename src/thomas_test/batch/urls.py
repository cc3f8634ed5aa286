"""Pictures and results at a URL: an object store, a server, an archive (fsspec; the extra ``cloud``).

Only processes without networks come here: they fetch a picture's bytes and write annotated ones. The journal of such a
run lies on this machine, in the state folder of the user, for an object store cannot append to a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from platformdirs import user_state_path

from thomas_test.batch import results as places
from thomas_test.batch.journal import Journal
from thomas_test.batch.results import LocalResults, thumbnail_place
from thomas_test.batch.sources import Entry
from thomas_test.core.errors import ImageError, StorageError, UsageError
from thomas_test.images.folder import is_picture_name
from thomas_test.images.own_output import is_marked
from thomas_test.output.folder_page import PARTS, REPORT

MOST_BYTES = 500_000_000
"""Larger files are not fetched: five times what a 100-megapixel TIFF of 8 bits would take as JPEG, and all of one."""


_PAGES = (REPORT, places.RECORDS, places.TABLE, places.RUN)


def is_url(text: str) -> bool:
    """Whether a place is a URL and not a path of this machine."""
    return "://" in text or "::" in text


def _shown(url: str) -> str:
    """A URL for people: whatever a name or a password it holds stays out of consoles and records."""
    return re.sub(r"://[^/@]*@", "://…@", url)


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises
    ------
    UsageError
        When it cannot be opened.
    """
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(f"expected the extra 'cloud' for {_shown(url)!r}: pip install 'thomas-test[cloud]'") from error
    try:
        # what is asked for is asked of the store itself: a run lasts longer than a remembered listing holds
        try:
            files, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
        except TypeError:  # sftp:// remembers none, and hands every word on to its connection
            files, path = fsspec.core.url_to_fs(url)
    except Exception as error:
        raise UsageError(f"cannot open {_shown(url)!r}: {error or type(error).__name__}") from error
    return files, path.rstrip("/")


_IN_TURN = threading.RLock()


def _in_turn(files: Any) -> contextlib.AbstractContextManager[object]:
    """What a file system is asked under: a connection of SFTP loses answers where several threads ask at once."""
    return _IN_TURN if "sftp" in files.protocol else contextlib.nullcontext()


class RemoteFolder:
    """Pictures below a URL; may cross to another machine.

    Parameters
    ----------
    url
        Such as ``s3://archive/2026``, ``sftp://host/photos`` or ``zip://::/home/me/photos.zip``.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._files, self._root = _opened(url)

    @property
    def label(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self._root).name or self._url.partition("://")[0]

    def entries(self, *, recursive: bool) -> Iterator[Entry]:
        """Every file that is not hidden, folder by folder.

        Raises
        ------
        UsageError
            When there is no such folder, or it may not be listed.
        """
        folders = [self._root]
        while folders:
            folder = folders.pop()
            for each in self._listed(folder):
                path = str(each["name"]).rstrip("/")
                inside = path.removeprefix(self._root).lstrip("/")
                if not inside or path.strip("/") == folder.strip("/") or PurePosixPath(inside).name.startswith("."):
                    continue
                if each["type"] == "directory":
                    folders += [path] if recursive else []
                    continue
                yield Entry(
                    key=inside.encode("utf-8", "surrogateescape").replace(b"/", b"\0"),
                    name=inside.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"),
                    is_picture=is_picture_name(inside),
                    stamp=_stamp(each),
                )

    def _listed(self, folder: str) -> list[dict[str, Any]]:
        try:
            with _in_turn(self._files):
                found: list[dict[str, Any]] = self._files.ls(folder, detail=True)
        except FileNotFoundError as error:
            raise UsageError(
                f"Expected a folder with pictures, found nothing at {_shown(self._url)!r}. Check it."
            ) from error
        except Exception as error:
            raise UsageError(f"Cannot look into {_shown(self._url)!r}: {error or type(error).__name__}.") from error
        return found

    def path(self, key: bytes) -> None:
        """None: its bytes have to be fetched."""

    def fetch(self, key: bytes, name: str) -> bytes:
        """The bytes of a file.

        Raises
        ------
        ImageError
            With the reason ``vanished``, ``no_permission``, ``too_large`` or ``not_fetched``.
        """
        path = "/".join(filter(None, (self._root, key.replace(b"\0", b"/").decode("utf-8", "surrogateescape"))))
        try:
            with _in_turn(self._files):
                size = int(self._files.size(path) or 0)
                data = b"" if size > MOST_BYTES else bytes(self._files.cat_file(path))
        except FileNotFoundError as error:
            raise ImageError(
                f"{name!r} is not there: expected a picture. It may have been moved, renamed or deleted meanwhile.",
                reason="vanished",
            ) from error
        except PermissionError as error:
            raise ImageError(f"Not allowed to read {name!r}. Ask its owner.", reason="no_permission") from error
        except Exception as error:
            raise ImageError(
                f"{name!r} cannot be fetched ({type(error).__name__}: {error}). Try again with --resume.",
                reason="not_fetched",
            ) from error
        if size > MOST_BYTES:
            raise ImageError(
                f"{name!r} is too large to be fetched: expected at most {MOST_BYTES // 10**6} MB, got {size // 10**6}. "
                "Export it as JPEG.",
                reason="too_large",
            )
        return data

    def is_gone(self) -> bool:
        """Whether it does not answer any more, or is not there."""
        try:
            with _in_turn(self._files):
                self._files.ls(self._root)
        except Exception:  # noqa: BLE001 - whatever it is: the pictures cannot be fetched
            return True
        return False


def _stamp(found: dict[str, Any]) -> str:
    names = ("ETag", "etag", "checksum", "CRC", "mtime", "LastModified", "last_modified", "created")
    return " ".join(str(found[name]) for name in ("size", *names) if found.get(name) is not None)


class RemoteStore:
    """A URL that annotated pictures are written to; may cross to another machine.

    Parameters
    ----------
    url
        Of the folder of results.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.files, self.root = _opened(url)

    def write(self, place: str, annotated: bytes, thumbnail: bytes) -> str:
        """Write a picture's two annotated ones; see `thomas_test.batch.results.Store`."""
        for name, data in ((place, annotated), (thumbnail_place(place), thumbnail)):
            if data:
                self.put(name, data)
        return ""

    def check(self) -> None:
        """Nothing to make sure of: writing tells."""

    def put(self, name: str, data: bytes) -> None:
        """Put a file there."""
        path = f"{self.root}/{name}"
        try:
            with _in_turn(self.files):
                try:
                    self.files.pipe_file(path, data)
                except FileNotFoundError:  # unlike an object store, a server wants its folders made
                    self.files.makedirs(str(PurePosixPath(path).parent), exist_ok=True)
                    self.files.pipe_file(path, data)
        except Exception as error:
            words = f"{type(error).__name__}: {error}"
            raise StorageError(f"{_shown(self._url)!r} cannot be written to any more ({words})") from error

    def has(self, name: str) -> bool:
        """Whether something is there."""
        try:
            return bool(self.files.exists(f"{self.root}/{name}"))
        except Exception as error:
            raise UsageError(f"cannot look into {_shown(self._url)!r}: {error or type(error).__name__}") from error

    def names_below(self, kind: str) -> Iterator[str]:
        """The files of a folder of it."""
        with contextlib.suppress(FileNotFoundError):
            for folder, _, files in self.files.walk(f"{self.root}/{kind}"):
                for name in files:
                    path = f"{folder}/{name}".lstrip("/")
                    yield path.removeprefix(self.root.lstrip("/")).lstrip("/")

    def remove(self, name: str) -> None:
        """Take a file away."""
        with contextlib.suppress(FileNotFoundError):
            self.files.rm_file(f"{self.root}/{name}")

    def is_drawn(self, name: str) -> bool:
        """Whether a file is a picture that some run drew."""
        with contextlib.suppress(FileNotFoundError):
            return is_marked(self.files.cat_file(f"{self.root}/{name}"))
        return False


class RemoteResults(LocalResults):
    """A URL that results are written to: annotated pictures at once, everything else at the end.

    Parameters
    ----------
    url
        Where results go.
    resume
        As for `LocalResults`; what can be gone on with is what this machine began.
    """

    def __init__(self, url: str, *, resume: bool | None = None) -> None:
        if url.startswith("zip:"):
            raise UsageError(
                f"expected a place that can be added to, got the archive {_shown(url)!r}: choose another --out"
            )
        self._remote = RemoteStore(url)
        if not self._remote.has(places.RUN):
            theirs = [name for name in (places.TABLE, places.RECORDS, REPORT) if self._remote.has(name)]
            if theirs:
                raise UsageError(
                    f"expected an empty place or one of an earlier run, got {_shown(url)!r} with {theirs[0]!r} and no "
                    f"{places.RUN!r}: only what this tool wrote is overwritten; choose another --out"
                )
        state = user_state_path("thomas-test", appauthor=False) / "runs"
        super().__init__(state / hashlib.sha256(url.encode()).hexdigest()[:16], resume=resume)
        self.label = _shown(url)
        self.store = self._remote

    def missing(self) -> Iterator[bytes]:
        """None: what a store has taken it has."""
        yield from ()

    def _place(self, journal: Journal) -> None:
        workshop = self.workshop
        made = [path for path in (workshop / PARTS).glob("*") if path.is_file()]
        made += [workshop / name for name in _PAGES if (workshop / name).exists()]  # run.json last
        for path in made:
            self._remote.put(path.relative_to(workshop).as_posix(), path.read_bytes())
        parts = {path.relative_to(workshop).as_posix() for path in made}
        for kind, belongs in (
            (places.ANNOTATED, journal.wrote),
            (places.THUMBNAILS, lambda name: journal.wrote(places.annotated_place(name))),
            (PARTS, parts.__contains__),
        ):
            for name in list(self._remote.names_below(kind)):
                if not belongs(name) and (kind == PARTS or self._remote.is_drawn(name)):
                    self._remote.remove(name)
        # only the journal stays on this machine
        shutil.rmtree(workshop / PARTS, ignore_errors=True)
        for name in _PAGES:
            (workshop / name).unlink(missing_ok=True)
