"""Memory that held pixels of photos."""

from __future__ import annotations

import subprocess
import sys


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
