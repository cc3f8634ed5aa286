"""A run whose pictures and results lie in memory alone: what is handed over to the app touches no disk.

Nothing is left behind, whatever ends the process. That has its price: there is only so much memory, and such a run
cannot be gone on with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from thomas_test.batch.journal import Journal
from thomas_test.batch.results import ANNOTATED, THUMBNAILS, LocalResults, thumbnail_place
from thomas_test.batch.sources import Entry
from thomas_test.core.errors import StorageError, UsageError
from thomas_test.images.folder import is_picture_name

MAX_PICTURES_BYTES = 1_000_000_000
"""Most bytes of pictures that are handed over at once: some two hundred of a phone's."""

MAX_RESULTS_BYTES = 2_000_000_000
"""Most bytes of annotated pictures: some thousand."""

_NOWHERE = Path(":memory:")
"""What SQLite takes for a database without a file."""


class PicturesInMemory:
    """Pictures that were handed over.

    Parameters
    ----------
    pictures
        Their bytes by their names, which are plain and no two alike.

    Raises
    ------
    UsageError
        When there are none, or too many for the memory.
    """

    label = "files handed over"

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        total = sum(map(len, pictures.values()))
        if total > MAX_PICTURES_BYTES:
            raise UsageError(
                f"expected at most {MAX_PICTURES_BYTES // 10**6} MB of pictures at once, for they are kept in memory, "
                f"got {total // 10**6}. Hand over fewer, or give the path of their folder"
            )
        if not any(map(is_picture_name, pictures)):
            raise UsageError("expected pictures, got none")
        self._pictures = pictures

    def entries(self, *, recursive: bool) -> Iterator[Entry]:
        """Every file that was handed over."""
        del recursive
        for name, data in self._pictures.items():
            yield Entry(key=name.encode(), name=name, is_picture=is_picture_name(name), stamp=str(len(data)))

    def path(self, key: bytes) -> None:
        """None: it lies nowhere."""

    def fetch(self, key: bytes, name: str) -> bytes:
        """The bytes of a picture."""
        del key
        return self._pictures[name]

    def is_gone(self) -> bool:
        """Never: what was handed over is here."""
        return False


class ResultsInMemory(LocalResults):
    """Results that are written nowhere.

    Attributes
    ----------
    files
        What would lie in a folder of results, by its place there.
    """

    def __init__(self) -> None:
        self.out = _NOWHERE
        self.label = "the memory"
        self.files: dict[str, bytes] = {}
        self.journal = Journal(_NOWHERE)
        self.store = _MemoryStore(self.files)

    def open_text(self, place: str) -> TextIO:
        """A text that is kept once it is closed."""
        return io.TextIOWrapper(_Kept(self.files, place), encoding="utf-8", newline="\n")

    def missing(self) -> Iterator[bytes]:
        """None: what was taken is here."""
        yield from ()

    def finish(self) -> None:
        """Nothing: everything is in its place."""

    def take_away(self, place: str) -> None:
        """Take an annotated picture away, and the small one of it."""
        for name in (place, thumbnail_place(place)):
            self.files.pop(name, None)

    def abandon(self) -> None:
        """Nothing is left of a run that came to no end."""

    def zipped(self) -> bytes:
        """Everything, as one zip."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for place in sorted(self.files):
                packed = place.startswith((f"{ANNOTATED}/", f"{THUMBNAILS}/"))
                archive.writestr(place, self.files[place], zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
        return stream.getvalue()


class _MemoryStore:
    """Takes annotated pictures; see `thomas_test.batch.results.Store`."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def write(self, place: str, annotated: bytes, thumbnail: bytes) -> str:
        if sum(map(len, self._files.values())) + len(annotated) + len(thumbnail) > MAX_RESULTS_BYTES:
            raise StorageError(
                f"the annotated pictures take more than the {MAX_RESULTS_BYTES // 10**9} GB that are kept in memory: "
                "score such a folder with 'thomas-test score'"
            )
        self._files |= {name: data for name, data in ((place, annotated), (thumbnail_place(place), thumbnail)) if data}
        return ""

    def check(self) -> None:
        """Nothing to make sure of."""


class _Kept(io.BytesIO):
    """Bytes that are kept when they are closed."""

    def __init__(self, files: dict[str, bytes], place: str) -> None:
        super().__init__()
        self._files, self._name = files, place

    def close(self) -> None:
        if not self.closed:
            self._files[self._name] = self.getvalue()
        super().close()
