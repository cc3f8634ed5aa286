"""Memory that held pixels of photos."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from thomas_test.core.memory import give_back_memory, set_aside_what_is_loaded


@pytest.fixture
def nothing_aside() -> Iterator[None]:
    """Leave the process as it was found."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("nothing_aside")
def test_what_is_set_aside_is_searched_when_memory_is_given_back() -> None:
    """Not by the search after every run of a page; nothing that held a photo stays for it; it is set aside again."""

    class Held:
        itself: Held

    held = Held()
    held.itself = held
    gone = weakref.ref(held)
    set_aside_what_is_loaded()
    del held
    gc.collect()
    assert gone() is not None
    give_back_memory()
    assert gone() is None
    assert gc.get_freeze_count() > 0


def test_nothing_is_set_aside_unasked() -> None:
    """A program that has this as a library keeps its own ways of collecting."""
    gc.unfreeze()  # other tests of this process may have opened the app's networks
    give_back_memory()
    assert gc.get_freeze_count() == 0


def test_freed_memory_is_filled() -> None:
    """Where the C library can: what was freed does not stay legible. In a process of its own, for it holds for good."""
    script = """
import ctypes
from thomas_test.core.memory import of_c_library, overwrite_freed_memory
assert of_c_library("no_such_function") is None
overwrite_freed_memory()
libc = ctypes.CDLL(None)
if hasattr(libc, "mallopt"):
    libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    libc.malloc.argtypes = [ctypes.c_size_t]
    place, _neighbour = libc.malloc(70000), libc.malloc(70000)
    ctypes.memset(place, 0x41, 70000)
    libc.free(place)
    # single letters may stand there: the copy that is looked at can itself be laid where the freed piece was
    assert b"A" * 16 not in ctypes.string_at(place + 100, 60000)
"""
    subprocess.run([sys.executable, "-c", script], check=True)
