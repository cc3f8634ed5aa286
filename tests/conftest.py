"""The order of the layers: fast ones first, whatever order a shuffle gives within them."""

from pathlib import Path

import pytest
from hypothesis import settings

# a deadline times a test, and a machine that others use pauses: what must be quick has a test that says so
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LAYERS = ("unit", "properties", "cli", "samples", "app", "notebooks", "privacy", "browser", "attack")
_TESTS = Path(__file__).parent


def _layer(item: pytest.Item) -> int:
    return LAYERS.index(item.path.relative_to(_TESTS).parts[0])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by layer; the order within a layer stays as it was shuffled."""
    items.sort(key=_layer)
