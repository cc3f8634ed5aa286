from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from thomas_test.core.errors import ModelError
from thomas_test.core.settings import Effort
from thomas_test.estimators import mediapipe, registry
from thomas_test.estimators.models import ModelFile, ModelName, ModelSource
from thomas_test.estimators.registry import find_models, open_model_files


class Shelf:
    """Stands for the models on this machine; counts what was opened and closed."""

    def __init__(self, *missing: str) -> None:
        self.missing = missing
        self.open: list[str] = []

    def find(self, choice: str | Path, *, progress: Any = None) -> ModelFile:
        """Find a model by name or path."""
        del progress
        if str(choice) in self.missing:
            raise ModelError(f"no {choice} here")
        known = {str(name): name for name in ModelName}
        name = known.get(str(choice), str(choice))
        return ModelFile(name=name, path=Path(f"{choice}.task"), sha256="ab" * 32, source=ModelSource.OFFICIAL)

    def estimator(self, model: ModelFile, **_options: object) -> Any:
        """Open a network that knows its name."""
        shelf = self

        class Network:
            name = str(model.name)

            def __init__(self) -> None:
                shelf.open.append(self.name)

            def close(self) -> None:
                shelf.open.remove(self.name)

        return Network()


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Put every model on the shelf."""
    shelf = Shelf()
    monkeypatch.delenv("THOMAS_TEST_MODEL", raising=False)
    monkeypatch.setattr(registry, "find_model", shelf.find)
    monkeypatch.setattr(mediapipe, "MediaPipeEstimator", shelf.estimator)
    return shelf


@pytest.mark.parametrize(
    ("choice", "effort", "names"),
    [
        (None, Effort.FAST, ["full"]),
        (None, Effort.STANDARD, ["heavy"]),
        (None, Effort.THOROUGH, ["full", "heavy"]),
        ("lite", Effort.STANDARD, ["lite"]),  # a model chosen works alone
    ],
)
@pytest.mark.usefixtures("shelf")
def test_the_effort_names_the_models_unless_one_is_chosen(choice: str | None, effort: Effort, names: list[str]) -> None:
    """The large one is enough where nothing is asked for; who names one gets that one."""
    assert [model.name for model in find_models(choice, effort)] == names


@pytest.mark.usefixtures("shelf")
def test_the_environment_chooses_where_the_user_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """``THOMAS_TEST_MODEL`` stands behind what was asked for and before what the effort names."""
    monkeypatch.setenv("THOMAS_TEST_MODEL", "lite")
    assert [model.name for model in find_models()] == ["lite"]
    assert [model.name for model in find_models("heavy")] == ["heavy"]


@pytest.mark.parametrize("effort", [Effort.STANDARD, Effort.THOROUGH])
def test_where_the_large_model_cannot_be_had_the_small_one_reads_and_says_so(shelf: Shelf, effort: Effort) -> None:
    """Never in silence: the notice names both models and the reason."""
    shelf.missing = ("heavy",)
    heard: list[str] = []
    assert [model.name for model in find_models(None, effort, notice=heard.append)] == ["full"]
    assert heard == ["reading with the full model, the heavy model cannot be had: no heavy here"]
    assert [model.name for model in find_models(None, effort)] == ["full"]


@pytest.mark.parametrize(
    ("missing", "choice", "effort", "told"),
    [
        (("heavy", "full"), None, Effort.STANDARD, "full"),
        (("full",), None, Effort.FAST, "full"),
        (("full",), None, Effort.THOROUGH, "full"),
        (("lite",), "lite", Effort.STANDARD, "lite"),
    ],
)
def test_without_a_model_that_stands_in_nothing_is_read(
    shelf: Shelf, missing: tuple[str, ...], choice: str | None, effort: Effort, told: str
) -> None:
    """The one that stands in cannot be had either, or a model was named: no other is taken for that."""
    shelf.missing = missing
    with pytest.raises(ModelError, match=f"no {told} here"):
        find_models(choice, effort)


def test_networks_are_closed_whatever_happens(shelf: Shelf) -> None:
    """All are open inside the block, none after it, not even after an error."""
    models = find_models(None, Effort.THOROUGH)
    with open_model_files(models) as networks:
        assert [network.name for network in networks] == ["full", "heavy"]
        assert shelf.open == ["full", "heavy"]
    assert shelf.open == []

    def fail() -> None:
        with open_model_files(models):
            raise ModelError("no")

    with pytest.raises(ModelError):
        fail()
    assert shelf.open == []
