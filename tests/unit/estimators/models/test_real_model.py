"""The real default model, as ``make model`` left it in the cache. The other tests use models of a few hundred bytes."""

from __future__ import annotations

from thomas_test.estimators.models import ModelSource, find_model, verify_model
from thomas_test.estimators.models.bundle import check_bundle


def test_the_default_model_is_here_and_trusted() -> None:
    """Full is found, is a pose bundle, and has one of the two pinned contents."""
    model = find_model("full")
    check_bundle(model.path)
    assert model.source in {ModelSource.OFFICIAL, ModelSource.REBUILT}
    assert verify_model("full").sha256 == model.sha256
