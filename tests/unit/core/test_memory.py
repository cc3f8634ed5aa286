"""Memory that held pixels of photos."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

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
from thomas_test.core.memory import ask_c_library, overwrite_freed_memory
ask_c_library("no_such_function")
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


_PLACES_OF_THIRTY_THREADS = """
import ctypes, sys, threading
from thomas_test.core.memory import keep_memory_returnable
if sys.argv[1] == "shared":
    keep_memory_returnable()
libc = ctypes.CDLL(None)
if not hasattr(libc, "malloc_info"):
    print(1)
    sys.exit()
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
all_there = threading.Barrier(30)
def take():
    all_there.wait()
    libc.malloc(5000)
    all_there.wait()
threads = [threading.Thread(target=take) for _ in range(30)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
stream = libc.fopen(sys.argv[2].encode(), b"w")
libc.malloc_info(0, stream)
libc.fclose(stream)
with open(sys.argv[2]) as told:
    print(told.read().count("<heap nr="))
"""


def places_of_thirty_threads(told: Path, way: str) -> int:
    """From how many places thirty threads took memory."""
    command = [sys.executable, "-c", _PLACES_OF_THIRTY_THREADS, way, str(told)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_many_threads_share_few_places_of_memory(tmp_path: Path) -> None:
    """Thirty threads take memory from two places, where the C library has such; left alone it makes more.

    In processes of their own, for it holds for good.
    """
    assert places_of_thirty_threads(tmp_path / "told", "shared") <= 2
    if sys.platform == "linux" and "glibc" in platform.libc_ver():
        assert places_of_thirty_threads(tmp_path / "told", "alone") > 2


_KEPT_OF_A_PHOTO = """
import ctypes, re, sys, threading
from pathlib import Path
from thomas_test.core.memory import give_back_memory, keep_memory_returnable
if sys.argv[1] == "returnable":
    keep_memory_returnable()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
def use(megabytes):
    place = libc.malloc(megabytes << 20)
    ctypes.memset(place, 1, megabytes << 20)
    libc.free(place)
def mine_mb():
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"RssAnon:\\s+(\\d+)", status).group(1)) / 1000
def work():
    use(30)  # from here on the C library by itself takes as much from a thread's own place
    use(25)
    used.set()
    looked.wait()
before, used, looked = mine_mb(), threading.Event(), threading.Event()
thread = threading.Thread(target=work)
thread.start()
used.wait()
give_back_memory()
print(mine_mb() - before)
looked.set()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_a_thread_freed_is_given_back() -> None:
    """A photo that a thread had is not kept at the end of its place; left alone, the GNU C library does."""

    def kept_mb(way: str) -> float:
        command = [sys.executable, "-c", _KEPT_OF_A_PHOTO, way]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    assert kept_mb("returnable") < 8
    if "glibc" in platform.libc_ver():
        assert kept_mb("alone") > 15
