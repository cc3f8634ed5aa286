"""Check the tool yourself: its readings against a goniometer, an inclinometer or a second reader.

The figures are those that a reliability study reports; whoever takes no part is listed with the reason, and what
cannot be computed says why. Statistics and plots come from the extra ``thomas-test[validate]``. What needs
none of them is to be had without; every name is loaded when it is first used (``__init__.pyi``).
"""

from typing import Any

import lazy_loader

from thomas_test.validation.extra import require_libraries

_loaded, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Load a name from its home; where that lacks a library, say how to install it."""
    try:
        return _loaded(name)
    except ModuleNotFoundError:
        require_libraries()
        raise
