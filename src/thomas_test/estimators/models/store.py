"""The user's cache of pose models: what lies there, whether it is whole, and how it is filled.

Every file is known by its hash, and the hash is computed whenever the file is asked for: a file that is
damaged or half written by something else is noticed and replaced. A file is made in a folder of its own beside its
place and then moved there in one step, so another process sees the old file or the new one, never a part. Two
processes that fetch the same model do the work twice; whichever is last puts equally good bytes there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.bundle import sha256_of
from thomas_test.estimators.models.catalogue import (
    KNOWN_MODELS,
    FetchProgress,
    KnownModel,
    ModelFile,
    ModelName,
    no_progress,
)
from thomas_test.estimators.models.downloads import fetch_official, fetch_rebuilt

CACHE_VARIABLE: Final = "THOMAS_TEST_CACHE"
_WORKSHOP_PREFIX: Final = ".fetching-"
_LEFTOVER_AGE_S: Final = 24 * 3600


def cache_folder() -> Path:
    """Where models are kept: ``THOMAS_TEST_CACHE``, else the place the system has for caches."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return (Path(chosen).expanduser() if chosen else user_cache_path("thomas-test", appauthor=False)) / "models"


class ModelState(StrEnum):
    """What lies in the cache under a model's name."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"  # there, but its hash is none of ours


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelStatus:
    """One line of ``thomas-test models list``.

    Parameters
    ----------
    name
        ``lite``, ``full`` or ``heavy``.
    state
        See `ModelState`.
    path
        Where the file lies or would lie.
    size_bytes, sha256
        Of the file; None where it is missing.
    source
        ``official`` or ``rebuilt``; None unless ready.
    """

    name: str
    state: ModelState
    path: Path
    size_bytes: int | None = None
    sha256: str | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """One way to get a model: its name in messages, and what puts the bundle into an empty folder."""

    label: str
    fetch: Callable[[KnownModel, Path, FetchProgress], Path]


ORIGINS: Final = (
    Origin(label="Google's model store", fetch=fetch_official),
    Origin(label="rebuilding from MediaPipe's packages", fetch=fetch_rebuilt),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelStore:
    """A folder of models and the ways to fill it.

    Parameters
    ----------
    folder
        Made when first something is put there.
    known
        The models with their hashes.
    origins
        Tried in this order.
    """

    folder: Path
    known: Mapping[ModelName, KnownModel]
    origins: tuple[Origin, ...]

    def path_of(self, name: ModelName) -> Path:
        """Where a model lies or would lie."""
        return self.folder / self.known[name].file_name

    def has_file(self, name: ModelName) -> bool:
        """Whether there is something in a model's place, whatever it is."""
        try:
            self.path_of(name).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True  # it may not be looked at, which is told by whoever tries
        return True

    def status(self, name: ModelName) -> ModelStatus:
        """Look at a model's file and compute its hash; fetch nothing.

        Raises
        ------
        ModelError
            The file is there but cannot be read.
        """
        path = self.path_of(name)
        try:
            size_bytes = path.stat().st_size
            sha256 = sha256_of(path)
        except (FileNotFoundError, NotADirectoryError):
            return ModelStatus(name=name.value, state=ModelState.MISSING, path=path)
        except OSError as error:
            raise ModelError(
                f"expected to read the pose model {path}, got: {error.strerror}; check who may read it"
            ) from error
        source = self.known[name].source_of(sha256)
        state = ModelState.DAMAGED if source is None else ModelState.READY
        return ModelStatus(
            name=name.value,
            state=state,
            path=path,
            size_bytes=size_bytes,
            sha256=sha256,
            source=source and source.value,
        )

    def cached(self, name: ModelName) -> ModelFile | None:
        """The model if it lies in the cache whole; None otherwise."""
        status = self.status(name)
        if status.state is not ModelState.READY or status.sha256 is None or status.source is None:
            return None
        return ModelFile(name=status.name, path=status.path, sha256=status.sha256, source=status.source)

    def fetch(self, name: ModelName, progress: FetchProgress = no_progress) -> ModelFile:
        """Fetch a model anew and put it in the cache's place.

        Raises
        ------
        ModelError
            Nothing worked; the message has every attempt with its reason, and where to put the file by hand.
            Whatever lay in the cache is left as it was.
        """
        failures = [_in_words(self.status(name))]
        for origin in self.origins:
            try:
                self._fetch_from(origin, name, progress)
            except ModelError as error:
                failures.append(f"{origin.label}: {error}")
            except OSError as error:
                raise ModelError(
                    f"expected to write the pose model into {self.folder}, got: {error.strerror or error}; "
                    f"make room or choose another folder with {CACHE_VARIABLE}"
                ) from error
            else:
                if found := self.cached(name):
                    return found
                failures.append(f"{origin.label}: the file was there and is gone or changed again")
        raise ModelError(self.not_found(name, failures))

    def _fetch_from(self, origin: Origin, name: ModelName, progress: FetchProgress) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        with tempfile.TemporaryDirectory(
            prefix=_WORKSHOP_PREFIX, dir=self.folder, ignore_cleanup_errors=True
        ) as workshop:
            bundle = origin.fetch(self.known[name], Path(workshop), progress)
            sha256 = sha256_of(bundle)
            if self.known[name].source_of(sha256) is None:
                raise ModelError(f"expected one of the pinned files, got other bytes (SHA-256 {sha256})")
            self._put_in_place(bundle, name)

    def _sweep(self) -> None:
        """Remove what killed processes left behind; a folder younger than a day may still be in use."""
        for left in self.folder.glob(f"{_WORKSHOP_PREFIX}*"):
            try:
                age_s = time.time() - left.stat().st_mtime
            except OSError:  # another process swept it
                continue
            if age_s > _LEFTOVER_AGE_S:
                shutil.rmtree(left, ignore_errors=True)

    def _put_in_place(self, bundle: Path, name: ModelName) -> None:
        try:
            bundle.replace(self.path_of(name))
        except PermissionError:
            # Windows refuses while another process reads the file: no harm if that file is good.
            if self.cached(name) is None:
                raise

    def not_found(self, name: ModelName, failures: list[str]) -> str:
        """Word the message for a model that cannot be had: what was tried, what to do."""
        tried = "\n".join(f"  - {failure}" for failure in failures)
        known = self.known[name]
        return (
            f"The pose model '{name.value}' is not on this machine and could not be fetched. Tried:\n{tried}\n"
            f"What to do: connect this machine and try again, or get the file on another machine from\n  {known.url}\n"
            f"and put it here:\n  {self.path_of(name)}\n"
            f"A file at another place is used with --model FILE or THOMAS_TEST_MODEL=FILE."
        )


def _in_words(status: ModelStatus) -> str:
    if status.state is ModelState.DAMAGED:
        return f"the cache: {status.path} is damaged (SHA-256 {status.sha256})"
    if status.state is ModelState.READY:
        return f"the cache: {status.path} is whole, but was to be fetched anew"
    return f"the cache: there is no {status.path}"


def default_store() -> ModelStore:
    """The user's cache with the three models."""
    return ModelStore(folder=cache_folder(), known=KNOWN_MODELS, origins=ORIGINS)
