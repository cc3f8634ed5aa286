"""MediaPipe without matplotlib's pyplot, which it imports for one drawing that is never asked for here.

Pyplot takes longer to import than all the rest of MediaPipe, in every process that reads pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_NAME: Final = "matplotlib.pyplot"


class _Later(ModuleType):
    """Stands for pyplot until something of it is asked for, and hands that out then."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks of any module
            raise AttributeError(name)
        _take_away(self)
        return getattr(import_module(_NAME), name)


@contextmanager
def without_pyplot() -> Iterator[None]:
    """What is imported inside gets pyplot only when it uses it; whoever imports it elsewhere gets pyplot itself."""
    if _NAME in sys.modules:
        yield
        return
    later = _Later(_NAME)
    sys.modules[_NAME] = later
    try:
        yield
    finally:
        _take_away(later)


def _take_away(later: ModuleType) -> None:
    if sys.modules.get(_NAME) is later:
        del sys.modules[_NAME]
