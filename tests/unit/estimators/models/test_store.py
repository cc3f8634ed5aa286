"""The cache: whole files only, whatever happens while it is filled."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.tiny_models import OFFICIAL, tiny_bundle, tiny_known
from thomas_test.core.errors import ModelError
from thomas_test.estimators.models.catalogue import FetchProgress, KnownModel, ModelName
from thomas_test.estimators.models.store import ModelState, ModelStore, Origin, cache_folder

FULL = ModelName.FULL


def _delivers(data: bytes, label: str = "a good origin") -> Origin:
    def fetch(known: KnownModel, folder: Path, _: FetchProgress) -> Path:
        bundle = folder / known.file_name
        bundle.write_bytes(data)
        return bundle

    return Origin(label=label, fetch=fetch)


def _fails(reason: str, label: str) -> Origin:
    def fetch(_known: KnownModel, folder: Path, _: FetchProgress) -> Path:
        (folder / "half").write_bytes(b"half")
        raise ModelError(reason)

    return Origin(label=label, fetch=fetch)


def _store(tmp_path: Path, *origins: Origin) -> ModelStore:
    return ModelStore(folder=tmp_path / "cache" / "models", known={FULL: tiny_known(tmp_path)}, origins=origins)


def test_a_fetched_model_lies_in_the_cache_and_nothing_beside_it(tmp_path: Path) -> None:
    """The folder is made; after fetching it holds the model alone."""
    store = _store(tmp_path, _delivers(OFFICIAL))
    model = store.fetch(FULL)
    assert model.path.read_bytes() == OFFICIAL
    assert (model.name, model.source) == ("full", "official")
    assert list(store.folder.iterdir()) == [model.path]
    assert store.cached(FULL) == model


def test_origins_are_tried_in_order_until_one_works(tmp_path: Path) -> None:
    """A failing store is followed by rebuilding; the record says which content it is."""
    rebuilt = tiny_bundle(tmp_path / "r.task").read_bytes()
    store = _store(tmp_path, _fails("no network", "first"), _delivers(rebuilt), _fails("never asked", "third"))
    model = store.fetch(FULL)
    assert model.source == "rebuilt"
    assert list(store.folder.iterdir()) == [model.path]


def test_when_nothing_works_the_message_says_everything(tmp_path: Path) -> None:
    """Every attempt with its reason, the address of the file, the place for it, and the other way to name it."""
    store = _store(tmp_path, _fails("HTTP 403", "the store"), _fails("npm is not installed", "rebuilding"))
    with pytest.raises(ModelError) as caught:
        store.fetch(FULL)
    message = str(caught.value)
    assert "'full'" in message
    assert f"the cache: there is no {store.path_of(FULL)}" in message
    assert "the store: HTTP 403" in message
    assert "rebuilding: npm is not installed" in message
    assert "http://127.0.0.1:9/model.task" in message
    assert f"put it here:\n  {store.path_of(FULL)}" in message
    assert "--model FILE or THOMAS_TEST_MODEL=FILE" in message
    assert list(store.folder.iterdir()) == []


def test_a_file_put_there_by_hand_is_found(tmp_path: Path) -> None:
    """As the message advises: either of the two contents is taken from the named place."""
    store = _store(tmp_path)
    store.folder.mkdir(parents=True)
    tiny_bundle(store.path_of(FULL))
    found = store.cached(FULL)
    assert found is not None
    assert found.source == "rebuilt"


@pytest.mark.parametrize(
    "damage", [b"", OFFICIAL[:-1], OFFICIAL + b"\0", b"x" + OFFICIAL[1:]]
)  # empty, cut, longer, one byte
def test_a_damaged_file_is_noticed_and_replaced(tmp_path: Path, damage: bytes) -> None:
    """Any other byte than the pinned ones: not used, said, and replaced by a whole file."""
    store = _store(tmp_path, _delivers(OFFICIAL))
    store.folder.mkdir(parents=True)
    store.path_of(FULL).write_bytes(damage)
    assert store.status(FULL).state is ModelState.DAMAGED
    assert store.cached(FULL) is None
    assert store.fetch(FULL).path.read_bytes() == OFFICIAL


def test_a_file_is_put_in_place_whole(tmp_path: Path) -> None:
    """The new file takes the old one's name; nothing is written into the old one, which somebody may be reading."""
    store = _store(tmp_path, _delivers(OFFICIAL))
    store.folder.mkdir(parents=True)
    store.path_of(FULL).write_bytes(b"old")
    reader = tmp_path / "the same file under another name"
    reader.hardlink_to(store.path_of(FULL))
    store.fetch(FULL)
    assert reader.read_bytes() == b"old"


def test_a_damaged_file_that_cannot_be_replaced_is_named(tmp_path: Path) -> None:
    """Without network the message says that the cached file is damaged, and leaves it for a look."""
    store = _store(tmp_path, _fails("no network", "the store"))
    store.folder.mkdir(parents=True)
    store.path_of(FULL).write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"full\.task is damaged \(SHA-256 [0-9a-f]{64}\)"):
        store.fetch(FULL)
    assert store.path_of(FULL).read_bytes() == b"damaged"


def test_other_bytes_never_reach_the_cache(tmp_path: Path) -> None:
    """An origin that delivers something else than the pinned content has failed."""
    store = _store(tmp_path, _delivers(b"something else", "an odd mirror"))
    with pytest.raises(ModelError, match="an odd mirror: expected one of the pinned files"):
        store.fetch(FULL)
    assert store.status(FULL).state is ModelState.MISSING


def test_the_status_has_what_a_list_shows(tmp_path: Path) -> None:
    """Missing: only the place. Ready: size, hash and source."""
    store = _store(tmp_path, _delivers(OFFICIAL))
    missing = store.status(FULL)
    assert (missing.state, missing.size_bytes, missing.sha256, missing.source) == (ModelState.MISSING, None, None, None)
    model = store.fetch(FULL)
    ready = store.status(FULL)
    assert (ready.state, ready.size_bytes, ready.source) == (ModelState.READY, len(OFFICIAL), "official")
    assert ready.sha256 == model.sha256


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file where the folder should be: what to do is in the message."""
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(ModelError, match="THOMAS_TEST_CACHE"):
        _store(tmp_path, _delivers(OFFICIAL)).fetch(FULL)


def test_a_model_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A folder where the file should be: a ModelError, no traceback."""
    store = _store(tmp_path)
    store.path_of(FULL).mkdir(parents=True)
    with pytest.raises(ModelError, match="expected to read the pose model"):
        store.status(FULL)


def test_leftovers_of_killed_processes_are_swept_when_old(tmp_path: Path) -> None:
    """A working folder older than a day goes; a young one may belong to a process at work."""
    store = _store(tmp_path, _delivers(OFFICIAL))
    old, young = store.folder / ".fetching-old", store.folder / ".fetching-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"half")
    two_days_ago = time.time() - 48 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    store.fetch(FULL)
    assert not old.exists()
    assert young.exists()


SLOW_PROCESS = """
import sys, time
from pathlib import Path
from support.tiny_models import OFFICIAL, tiny_known
from thomas_test.estimators.models.catalogue import ModelName
from thomas_test.estimators.models.store import ModelStore, Origin

def fetch(known, folder, progress):
    bundle = folder / known.file_name
    with bundle.open("wb") as file:
        for byte in OFFICIAL:
            file.write(bytes([byte])); file.flush(); time.sleep(0.01)
    return bundle

work, cache = Path(sys.argv[1]), Path(sys.argv[2])
work.mkdir()
known = {ModelName.FULL: tiny_known(work)}
model = ModelStore(folder=cache, known=known, origins=(Origin(label="slow", fetch=fetch),)).fetch(ModelName.FULL)
print(model.sha256)
"""


def test_two_processes_at_once_do_no_harm(tmp_path: Path) -> None:
    """Two real processes fetch the same model slowly: both succeed, and nobody ever sees a part of a file."""
    store = _store(tmp_path)
    tests = str(Path(__file__).parents[3])
    environment = os.environ | {"PYTHONPATH": tests}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SLOW_PROCESS, str(tmp_path / f"work{number}"), str(store.folder)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(2)
    ]
    seen = set()
    while any(process.poll() is None for process in processes):
        seen.add(store.status(FULL).state)
    said = [process.communicate()[0].strip() for process in processes]
    final = store.cached(FULL)
    assert final is not None
    assert said == [final.sha256] * 2
    assert seen <= {ModelState.MISSING, ModelState.READY}
    assert list(store.folder.iterdir()) == [final.path]


def test_the_cache_is_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """THOMAS_TEST_CACHE, else the system's place for caches, under our name."""
    monkeypatch.setenv("THOMAS_TEST_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path / "models"
    monkeypatch.delenv("THOMAS_TEST_CACHE")
    assert "thomas-test" in cache_folder().parts
    assert cache_folder().is_absolute()
