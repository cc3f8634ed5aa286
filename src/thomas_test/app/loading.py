"""Modules loaded while several sessions run: one thread at a time.

Two threads that load a package whose modules import each other in a circle, each from another end, see one of them half
made (Python resolves their deadlock so): seen with SQLAlchemy, where two windows came back at once to an app that had
just been started.
"""

from __future__ import annotations

import pkgutil
import threading
from contextlib import suppress
from importlib import import_module
from types import ModuleType

from thomas_test.app import pages
from thomas_test.core.memory import set_aside_what_is_loaded

_ONE_AT_A_TIME = threading.RLock()


def load(name: str) -> ModuleType:
    """The module of that name, loaded by one thread alone."""
    with _ONE_AT_A_TIME:
        return import_module(name)


def load_pages() -> None:
    """Load all pages before anybody opens them: on a page that is opened nobody waits for libraries.

    A page that cannot be loaded says so when it is opened.
    """
    for page in pkgutil.iter_modules(pages.__path__, f"{pages.__name__}."):
        with suppress(ImportError):
            load(page.name)
    set_aside_what_is_loaded()
