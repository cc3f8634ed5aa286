"""Readings of a folder without networks: the picture's name says what happens. Importable in worker processes."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from support.analyses import make_analysis, make_refusal
from thomas_test.batch import PictureMethod
from thomas_test.core.analysis import NO_NETWORK, Analysis
from thomas_test.core.errors import EstimatorError, ModelError
from thomas_test.core.settings import Effort
from thomas_test.core.thomas_pose import PointsSource
from thomas_test.estimators.privacy import is_kept_on_loopback
from thomas_test.images import Photo, write_picture
from thomas_test.output.points_file import PlacedPoints


@contextmanager
def no_networks() -> Iterator[None]:
    """Open nothing."""
    yield


@contextmanager
def guarded_networks() -> Iterator[None]:
    """Open nothing, and that only where nothing could leave the machine."""
    if not is_kept_on_loopback():
        raise EstimatorError("not kept on loopback")
    yield


@contextmanager
def missing_networks() -> Iterator[None]:
    """Fail as a damaged model does."""
    raise ModelError("the model is damaged")
    yield


@contextmanager
def deadly_networks() -> Iterator[None]:
    """Die as a process does for which there is no memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield


def analyse(photo: Photo, _reader: object) -> Analysis:
    """Do to a picture what its name says."""
    if "refuse" in photo.name:
        return make_refusal(name=photo.name, size_px=photo.size_px)
    if "network" in photo.name:
        raise EstimatorError("the network failed")
    if "bug" in photo.name:
        raise KeyError("oops")
    _do_harm(photo.name)
    if "slow" in photo.name:
        time.sleep(0.3)
    if "forever" in photo.name:
        time.sleep(600)
    thigh_deg = float(photo.rgb[0, 0, 0]) / 10
    analysis = make_analysis(name=photo.name, size_px=photo.size_px, thigh_deg=thigh_deg, effort=Effort.FAST)
    return replace(analysis, other_heads_px=((20.0, 20.0, 10.0),)) if "helper" in photo.name else analysis


def tries_of(name: str) -> int:
    """How often a picture was taken in hand; noted in the folder that ``TRIES`` names."""
    return len((Path(os.environ["TRIES"]) / name).read_text())


def _do_harm(name: str) -> None:
    """What a picture may do to the process that reads it."""
    if "huge" in name:
        raise MemoryError
    if "hog" in name:
        np.ones(3 * 1024**3 // 8).sum()
    if "spin" in name:
        sum(itertools.repeat(1, 10**13))  # C that never comes back and lets nobody else run
    if "stop" in name:
        os.kill(os.getpid(), signal.SIGSTOP)
    if "TRIES" in os.environ:
        with (Path(os.environ["TRIES"]) / name).open("a") as tries:
            tries.write(".")
    if "once" in name and tries_of(name) < 2:
        os.kill(os.getpid(), signal.SIGKILL)
    if "thrice" in name and tries_of(name) < 4:
        os.kill(os.getpid(), signal.SIGKILL)
    if "crash" in name:
        os.abort()
    if "kill" in name:
        os.kill(os.getpid(), signal.SIGKILL)


def measure_points(photo: Photo, placed: PlacedPoints) -> Analysis:
    """Measure by hand-placed points; the numbers do not matter here."""
    placed.check_picture(photo.size_px)
    return replace(make_analysis(name=photo.name, size_px=photo.size_px, source=PointsSource.HAND), read_by=NO_NETWORK)


READING = PictureMethod(opener=no_networks, analyse=analyse, measure_points=measure_points)


def make_folder(folder: Path, *names: str) -> Path:
    """Fill a folder with small pictures; others than pictures get a line of text."""
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in {".jpg", ".png"} and "broken" not in name:
            write_picture(np.full((120, 160, 3), 10 * number % 250, dtype=np.uint8), path.with_suffix(".png"))
            path.with_suffix(".png").rename(path)
        else:
            path.write_text("no picture", encoding="utf-8")
    return folder
