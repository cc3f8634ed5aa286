"""Photos read in processes of their own: the same photos, and whatever one does there, the program lives on."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from support.apple_makernote import apple_exif, apple_maker_note
from support.trace import memory_holds
from thomas_test.core.errors import ImageError
from thomas_test.images import apart as apart_module
from thomas_test.images import read_photo
from thomas_test.images.apart import Apart
from thomas_test.images.reading import read_photos_with

SAMPLE = min((Path(__file__).parents[3] / "sample_images").glob("*.jpg"))


def encoded(kind: str = "PNG", **options: object) -> bytes:
    """A small picture as a file."""
    stream = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """Processes that read photos."""
    apart = Apart()
    yield apart
    apart.close()


@pytest.fixture
def harmful(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    """Processes whose decoder does to a photo what its name says."""
    folder = Path(__file__).parents[2]
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    monkeypatch.setattr(apart_module, "__name__", "support.harmful_decoder")
    apart = Apart(seconds=3.0, memory_mb=300)
    yield apart
    apart.close()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_is_the_one_that_is_read_here(apart: Apart, kind: str) -> None:
    """Pixel for pixel, with its name."""
    data = encoded(kind)
    there, here = apart.read(data, "a.x"), read_photo(data, name="a.x")
    assert np.array_equal(there.rgb, here.rgb)
    assert there.name == "a.x"
    assert not there.rgb.flags.writeable


def test_gravity_comes_with_it(apart: Apart) -> None:
    """And whatever else a file knows."""
    data = encoded("JPEG", exif=apple_exif(apple_maker_note((0.1, -0.99, 0.05))))
    there, here = apart.read(data, "a.jpg"), read_photo(data, name="a.jpg")
    assert here.gravity is not None
    assert (there.gravity, there.reshaped, there.shrunk) == (here.gravity, here.reshaped, here.shrunk)


def test_a_file_is_read_from_its_path(apart: Apart, tmp_path: Path) -> None:
    """Its bytes need not come through this process, whatever it is called."""
    path = tmp_path / os.fsdecode(b"\xff \xc3\xa4.jpg")
    path.write_bytes(SAMPLE.read_bytes())
    assert np.array_equal(apart.read(path, "a.jpg").rgb, read_photo(SAMPLE).rgb)


@pytest.mark.parametrize(
    ("source", "reason"), [(b"", "empty"), (b"no picture", "unreadable"), (Path("nowhere.jpg"), "vanished")]
)
def test_what_is_refused_is_refused_with_its_reason(apart: Apart, source: bytes | Path, reason: str) -> None:
    """In the words that are said here; the process goes on."""
    with pytest.raises(ImageError) as there:
        apart.read(source, "a \ud83d.jpg")
    with pytest.raises(ImageError) as here:
        read_photo(source, name="a ?.jpg")
    assert (str(there.value), there.value.reason) == (str(here.value), reason)
    assert here.value.reason == reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("spin.png", "timed_out"),  # holds Python's lock and never comes back
        ("stop.png", "timed_out"),  # hears no signal that asks
        ("wait.png", "timed_out"),
        ("crash.png", "crashed"),
        ("hog.png", "out_of_memory"),
        ("liar size.png", "crashed"),  # says that it read more pixels than a photo may have
        ("liar pixels.png", "crashed"),  # sends fewer than it says
        ("liar json.png", "crashed"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="signals and limits of memory")
def test_whatever_a_photo_does_to_its_process_it_is_told(harmful: Apart, name: str, reason: str) -> None:
    """With a reason and in time; the next one is read, and no process stays behind."""
    started = time.monotonic()
    with pytest.raises(ImageError) as told:
        harmful.read(encoded(), name)
    assert told.value.reason == reason
    assert time.monotonic() - started < 60
    assert harmful.read(encoded(), "fine.png").size_px == (160, 120)
    numbers = [each._process.pid for each in harmful._all]
    harmful.close()
    assert len(numbers) == 1
    assert not any(Path(f"/proc/{number}").exists() for number in numbers)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is looked into through /proc")
def test_nothing_of_a_photo_stays_in_the_process_that_read_it(apart: Apart) -> None:
    """Neither at its beginning, which buffers keep, nor anywhere else."""
    mark = b"MARK-OF-A-PHOTO"
    apart.read(encoded("JPEG", comment=mark * 100), "a.jpg")
    apart.read(encoded("JPEG"), "b.jpg")
    (process,) = [each for each in apart._all if each.is_alive()]
    assert memory_holds(process._process.pid, mark) == 0
    apart.read(encoded("JPEG", comment=mark * 100), "a.jpg")
    time.sleep(0.5)  # it clears up after it has answered
    assert memory_holds(process._process.pid, mark) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="signals")
def test_a_process_killed_from_outside_costs_nothing(apart: Apart) -> None:
    """The photo that comes next is read by a new one."""
    apart.read(encoded(), "a.png")
    for each in apart._all:
        os.kill(each._process.pid, signal.SIGKILL)
    assert apart.read(encoded(), "b.png").size_px == (160, 120)


@pytest.mark.skipif(sys.platform != "linux", reason="signals")
def test_nobody_waits_for_a_photo_that_takes_long(harmful: Apart) -> None:
    """Others are read meanwhile."""
    with pytest.raises(ImageError):  # processes are slow to start on a busy machine: one is there already
        harmful.read(b"", "empty.png")

    def spin() -> None:
        with pytest.raises(ImageError):
            harmful.read(encoded(), "spin.png")

    slow = threading.Thread(target=spin)
    slow.start()
    assert harmful.read(encoded(), "fine.png").size_px == (160, 120)
    slow.join()


def test_a_program_can_have_all_its_photos_read_so(apart: Apart, tmp_path: Path) -> None:
    """Whoever reads them: files, bytes and streams."""
    asked: list[str] = []

    def reader(source: Path | bytes, name: str) -> object:
        asked.append(name)
        return apart.read(source, name)

    path = tmp_path / "a.png"
    path.write_bytes(encoded())
    read_photos_with(reader)  # type: ignore[arg-type]
    try:
        sizes = {read_photo(each).size_px for each in (path, str(path), path.read_bytes(), io.BytesIO(encoded()))}
    finally:
        read_photos_with(None)
    assert sizes == {(160, 120)}
    assert asked == ["a.png", "a.png", "picture", "picture"]
    read_photo(path)
    assert len(asked) == 4
