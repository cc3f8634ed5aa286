import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """Take back what the guard against the network writes into this process' environment."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
