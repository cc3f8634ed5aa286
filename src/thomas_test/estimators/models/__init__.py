"""Pose models: found by name or path, fetched once, checked by hash whenever they are used."""

from thomas_test.estimators.models.catalogue import FetchProgress, ModelFile, ModelName, ModelSource
from thomas_test.estimators.models.finding import cached_models, fetch_model, find_model, list_models, verify_model
from thomas_test.estimators.models.store import ModelState, ModelStatus, cache_folder

__all__ = [
    "FetchProgress",
    "ModelFile",
    "ModelName",
    "ModelSource",
    "ModelState",
    "ModelStatus",
    "cache_folder",
    "cached_models",
    "fetch_model",
    "find_model",
    "list_models",
    "verify_model",
]
