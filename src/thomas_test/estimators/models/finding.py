"""From what the user chose to a checked file: a path, or one of the three names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from thomas_test.core.errors import ModelError, UsageError
from thomas_test.estimators.models.bundle import check_bundle, sha256_of
from thomas_test.estimators.models.catalogue import (
    KNOWN_MODELS,
    FetchProgress,
    ModelFile,
    ModelName,
    ModelSource,
    no_progress,
)
from thomas_test.estimators.models.fetching import fetch_in_child
from thomas_test.estimators.models.store import ModelState, ModelStatus, ModelStore, default_store
from thomas_test.estimators.privacy import is_kept_on_loopback

MODEL_VARIABLE: Final = "THOMAS_TEST_MODEL"


def find_model(choice: str | Path | None = None, *, progress: FetchProgress | None = None) -> ModelFile:
    """A checked pose model that lies on this machine, fetched before if need be.

    A name is looked for in the user's cache, then at Google's model store, then rebuilt out of MediaPipe's packages.
    A process that is kept on loopback (`thomas_test.estimators.privacy`) fetches in a child process.

    Parameters
    ----------
    choice
        ``lite``, ``full`` or ``heavy``, or the path of a ``.task`` bundle. None: ``THOMAS_TEST_MODEL``, else ``full``.
        A file that has the name of a model is meant by ``./full``.
    progress
        Hears what is fetched; not called where nothing is.

    Raises
    ------
    UsageError
        The choice is neither a name nor a pose bundle.
    ModelError
        The model is not here and cannot be fetched; the message says what was tried and what to do.
    """
    if choice is None:
        choice = os.environ.get(MODEL_VARIABLE) or ModelName.FULL
    name = _name_of(choice)
    if name is None:
        return _given(Path(choice).expanduser())
    store = default_store()
    return store.cached(name) or _fetch(store, name, progress)


def fetch_model(name: str, *, progress: FetchProgress | None = None, again: bool = False) -> ModelFile:
    """Make sure that a model lies in the user's cache.

    Parameters
    ----------
    name
        ``lite``, ``full`` or ``heavy``.
    progress
        Hears what is fetched.
    again
        Fetch even if the file is there and whole.

    Raises
    ------
    UsageError
        There is no model of this name.
    ModelError
        It cannot be fetched; the message says what was tried and what to do.
    """
    store, known = default_store(), _required_name(name)
    cached = None if again else store.cached(known)
    return cached or _fetch(store, known, progress)


def list_models() -> tuple[ModelStatus, ...]:
    """Every model with its state in the user's cache, hashes computed; nothing is fetched.

    Raises
    ------
    ModelError
        A file is there but cannot be read.
    """
    store = default_store()
    return tuple(store.status(name) for name in ModelName)


def cached_models() -> tuple[ModelName, ...]:
    """The models that have a file in the user's cache, whatever is in it."""
    store = default_store()
    return tuple(name for name in ModelName if store.has_file(name))


def verify_model(name: str) -> ModelStatus:
    """A model's state in the user's cache, its hash computed; nothing is fetched.

    Raises
    ------
    UsageError
        There is no model of this name.
    ModelError
        The file is missing, damaged or cannot be read; the message says what to do.
    """
    known = _required_name(name)
    status = default_store().status(known)
    again = f"fetch it with: thomas-test models fetch {known.value}"
    if status.state is ModelState.MISSING:
        raise ModelError(f"expected the pose model '{known.value}' at {status.path}, found nothing; {again}")
    if status.state is ModelState.DAMAGED:
        raise ModelError(
            f"expected one of the two known files at {status.path}, got other bytes (SHA-256 {status.sha256}); {again}"
        )
    return status


def _fetch(store: ModelStore, name: ModelName, progress: FetchProgress | None) -> ModelFile:
    hears = progress or no_progress
    return fetch_in_child(store, name, hears) if is_kept_on_loopback() else store.fetch(name, hears)


def _name_of(choice: str | Path) -> ModelName | None:
    try:
        return ModelName(choice) if isinstance(choice, str) else None
    except ValueError:
        return None


def _required_name(name: str) -> ModelName:
    known = _name_of(name)
    if known is None:
        raise UsageError(f"expected a pose model by name ({', '.join(ModelName)}), got {name!r}")
    return known


def _given(path: Path) -> ModelFile:
    try:
        if not path.is_file():
            raise UsageError(
                f"expected a pose model, by name ({', '.join(ModelName)}) or a .task file, got {str(path)!r}: "
                "no such file"
            )
        check_bundle(path)
        sha256 = sha256_of(path)
    except ModelError as error:
        raise UsageError(f"expected a MediaPipe pose bundle (.task), got {str(path)!r}: {error}") from error
    except OSError as error:
        raise UsageError(f"expected a pose model that can be read, got {str(path)!r}: {error.strerror}") from error
    return ModelFile(name=_name_of_content(path, sha256), path=path, sha256=sha256, source=ModelSource.GIVEN.value)


def _name_of_content(path: Path, sha256: str) -> str:
    """The name of the known model that a file holds, else its own; a file of other bytes never goes by a known name."""
    for known in KNOWN_MODELS.values():
        if known.source_of(sha256) is not None:
            return known.name.value
    return path.name if _name_of(path.name) is None else f"{path.name} (given)"
