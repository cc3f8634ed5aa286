"""From the user's choice to a checked file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import thomas_test.estimators.models.finding as finding
from support.tiny_models import OFFICIAL, sha256, tiny_bundle, tiny_known
from thomas_test.core.errors import ModelError, UsageError
from thomas_test.estimators.models import ModelState, fetch_model, find_model, list_models, verify_model
from thomas_test.estimators.models.catalogue import KNOWN_MODELS, FetchProgress, KnownModel, ModelFile, ModelName
from thomas_test.estimators.models.store import ModelStore, Origin


@pytest.fixture
def fetched() -> list[str]:
    """The names of the models that the pretended network delivered."""
    return []


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetched: list[str]) -> ModelStore:
    """Put tiny models and a pretended network in the place of the real ones."""
    monkeypatch.delenv("THOMAS_TEST_MODEL", raising=False)
    monkeypatch.setattr(finding, "is_kept_on_loopback", lambda: False)

    def fetch(known: KnownModel, folder: Path, progress: FetchProgress) -> Path:
        fetched.append(known.name)
        progress("downloading", 1.0)
        bundle = folder / known.file_name
        bundle.write_bytes(OFFICIAL)
        return bundle

    known = {name: tiny_known(tmp_path, name=name) for name in ModelName}
    store = ModelStore(folder=tmp_path / "cache", known=known, origins=(Origin(label="pretended", fetch=fetch),))
    monkeypatch.setattr(finding, "default_store", lambda: store)
    return store


@pytest.mark.parametrize(
    ("choice", "variable", "expected"),
    [
        (None, None, "full"),  # nothing said
        (None, "", "full"),  # set, but empty
        (None, "heavy", "heavy"),  # the environment's choice
        ("lite", "heavy", "lite"),  # said outright: stronger
        (ModelName.HEAVY, None, "heavy"),
    ],
)
def test_a_name_is_found(
    choice: str | None, variable: str | None, expected: str, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The argument, else THOMAS_TEST_MODEL, else full."""
    if variable is not None:
        monkeypatch.setenv("THOMAS_TEST_MODEL", variable)
    model = find_model(choice)
    assert model.name == expected
    assert model.path == store.path_of(ModelName(expected))


def test_the_cache_comes_before_the_network(fetched: list[str]) -> None:
    """Fetched once; the second time nothing is asked and nobody hears progress."""
    heard: list[str] = []
    first = find_model("full", progress=lambda doing, _: heard.append(doing))
    assert find_model("full", progress=lambda doing, _: heard.append(doing)) == first
    assert fetched == ["full"]
    assert heard == ["downloading"]


def test_a_damaged_cache_file_is_fetched_anew(store: ModelStore, fetched: list[str]) -> None:
    """The hash is computed at every find."""
    path = find_model("full").path
    path.write_bytes(b"damaged")
    assert find_model("full").sha256 == sha256(OFFICIAL)
    assert store.path_of(ModelName.FULL).read_bytes() == OFFICIAL
    assert fetched == ["full", "full"]


@pytest.mark.parametrize("as_text", [True, False])
def test_a_path_is_used_as_it_is(tmp_path: Path, fetched: list[str], as_text: bool) -> None:
    """A bundle that the user names: checked, its hash computed, nothing fetched."""
    path = tiny_bundle(tmp_path / "my own.task")
    model = find_model(str(path) if as_text else path)
    assert model == ModelFile(name="my own.task", path=path, sha256=sha256(path.read_bytes()), source="given")
    assert fetched == []


def test_a_path_to_a_known_model_is_that_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes say which network it is, whatever the file is called."""
    path = tiny_bundle(tmp_path / "downloaded.task")
    known = replace(KNOWN_MODELS[ModelName.HEAVY], official_sha256=sha256(path.read_bytes()))
    monkeypatch.setattr(finding, "KNOWN_MODELS", {ModelName.HEAVY: known})
    assert (find_model(path).name, find_model(path).source) == ("heavy", "given")


def test_a_file_of_other_bytes_does_not_go_by_a_known_name(tmp_path: Path) -> None:
    """It would be read with the constants of the network whose name it bears."""
    assert find_model(tiny_bundle(tmp_path / "full")).name == "full (given)"


def test_the_environment_may_name_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """THOMAS_TEST_MODEL takes a file, too."""
    path = tiny_bundle(tmp_path / "mine.task")
    monkeypatch.setenv("THOMAS_TEST_MODEL", str(path))
    assert find_model().path == path


def test_a_path_may_start_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde from a settings file, which no shell has replaced."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    tiny_bundle(tmp_path / "mine.task")
    assert find_model("~/mine.task").path == tmp_path / "mine.task"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),  # nothing there
        (b"", "got no zip"),  # empty
        (b"<html>not found</html>", "got no zip"),  # a saved error page
    ],
)
def test_a_path_that_is_no_bundle_is_wrong_usage(tmp_path: Path, content: bytes | None, says: str) -> None:
    """The message names the file, and what was expected of it."""
    path = tmp_path / "bad.task"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=says) as caught:
        find_model(path)
    assert "bad.task" in str(caught.value)


@pytest.mark.parametrize("choice", ["ful", "FULL", "medium"])
def test_a_misspelt_name_is_told_the_names(choice: str) -> None:
    """Neither a name nor a file: the three names are in the message."""
    with pytest.raises(UsageError, match=rf"\(lite, full, heavy\) or a \.task file, got '{choice}'"):
        find_model(choice)


def test_fetching_again_asks_even_when_the_file_is_whole(fetched: list[str]) -> None:
    """Without ``again`` a whole file is left alone."""
    fetch_model("lite")
    fetch_model("lite")
    assert fetched == ["lite"]
    fetch_model("lite", again=True)
    assert fetched == ["lite", "lite"]


def test_the_list_has_all_three_and_fetches_nothing(fetched: list[str]) -> None:
    """Missing ones are listed as missing."""
    find_model("heavy")
    fetched.clear()
    assert [(status.name, status.state) for status in list_models()] == [
        ("lite", ModelState.MISSING),
        ("full", ModelState.MISSING),
        ("heavy", ModelState.READY),
    ]
    assert fetched == []


def test_verifying_says_whether_the_file_is_good(store: ModelStore) -> None:
    """Good: its status. Damaged or missing: a ModelError that says how to mend it."""
    with pytest.raises(ModelError, match="found nothing; fetch it with: thomas-test models fetch full"):
        verify_model("full")
    find_model("full")
    assert verify_model("full").sha256 == sha256(OFFICIAL)
    store.path_of(ModelName.FULL).write_bytes(b"damaged")
    with pytest.raises(ModelError, match=r"got other bytes .* thomas-test models fetch full"):
        verify_model("full")


@pytest.mark.parametrize("ask", [fetch_model, verify_model])
def test_only_names_are_fetched_and_verified(ask: object) -> None:
    """A path or a misspelt name is wrong usage."""
    assert callable(ask)
    with pytest.raises(UsageError, match=r"by name \(lite, full, heavy\), got 'x\.task'"):
        ask("x.task")


def test_a_guarded_process_fetches_in_a_child(monkeypatch: pytest.MonkeyPatch, fetched: list[str]) -> None:
    """Kept on loopback it cannot fetch for itself; what lies in the cache needs no child."""
    in_child: list[ModelName] = []

    def child(store: ModelStore, name: ModelName, progress: FetchProgress) -> ModelFile:
        in_child.append(name)
        return store.fetch(name, progress)

    monkeypatch.setattr(finding, "fetch_in_child", child)
    monkeypatch.setattr(finding, "is_kept_on_loopback", lambda: True)
    find_model("full")
    find_model("full")
    assert in_child == ["full"]
    assert fetched == ["full"]
