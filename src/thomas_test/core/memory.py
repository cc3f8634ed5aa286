"""How much memory a process may take, and what becomes of memory that held pixels of photos."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress
from pathlib import Path

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_PERTURB, _M_ARENA_MAX = -1, -3, -6, -8
"""Of mallopt(3)."""

_PLACES = 2
"""From so many places all threads take their memory: two seldom wait for each other."""

_LARGE_BYTES = 1 << 20
"""What is larger has pages of its own; so much may stay free at the end of a place."""


def set_aside_what_is_loaded() -> None:
    """Leave out of every later search for what only points at itself whatever is in memory now.

    Streamlit searches after every run of a page. Through all that is loaded it takes 0.1 s, in which nothing is sent:
    more than the answer itself.
    """
    gc.collect()
    gc.freeze()


def give_back_memory() -> None:
    """Free what only points at itself, and hand free pages back to the system: they hold pixels of photos.

    What was set aside is searched as well, and set aside again.
    """
    is_set_aside = gc.get_freeze_count() > 0
    gc.unfreeze()
    gc.collect()
    if is_set_aside:
        gc.freeze()
    ask_c_library("malloc_trim", 0)


def overwrite_freed_memory() -> None:
    """Let the C library fill what is freed: pieces of photos would stay legible in memory until it is used again."""
    ask_c_library("mallopt", _M_PERTURB, 0xFF)


def keep_memory_returnable() -> None:
    """Have the C library keep memory so that what is freed goes back to the system; to be called at the start.

    By itself it has up to eight places for each processor, and gives every thread one of its own. Each keeps the pages
    in which anything is still in use, and at its end as much as the largest photo had, which `give_back_memory` does
    not reach: up to 64 MB.
    """
    ask_c_library("mallopt", _M_ARENA_MAX, _PLACES)
    ask_c_library("mallopt", _M_MMAP_THRESHOLD, _LARGE_BYTES)
    ask_c_library("mallopt", _M_TRIM_THRESHOLD, _LARGE_BYTES)


def limit_memory(memory_mb: int) -> None:
    """Let this process have so much more memory than it has now; what asks for more gets a MemoryError.

    Parameters
    ----------
    memory_mb
        How much more; 0 for no limit. Only Linux holds it.
    """
    if not memory_mb or sys.platform != "linux":
        return
    import resource

    status = Path("/proc/self/status").read_text(encoding="ascii")
    data_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = (data_kb + memory_mb * 1024) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def ask_c_library(name: str, *numbers: int) -> None:
    """Call a function about memory of the C library, where it has one of that name (only glibc's has these)."""
    with suppress(OSError, AttributeError, TypeError):
        getattr(ctypes.CDLL(None), name)(*numbers)
